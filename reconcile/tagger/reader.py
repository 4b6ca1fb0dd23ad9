"""The bundled tagger without spaCy: the gene spans of clean texts, many at a time.

What the spaCy pipeline in its folder does, step by step: tokens (`pieces`), features (`columns`),
the network (`forward`), transitions (`moves`), and the memory of a text (`memory`). The vector of a
token that was met before is looked up; of the tokens of a thousand captions that is so of six in
seven.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reconcile.tagger.bundle import check_model
from reconcile.tagger.columns import DEFAULT_STYLE
from reconcile.tagger.forward import Network
from reconcile.tagger.hashes import feature_hash
from reconcile.tagger.layers import Rows
from reconcile.tagger.memory import repeats_of
from reconcile.tagger.names import Row, named_alone, named_over
from reconcile.tagger.pieces import pieces_of
from reconcile.tagger.spelling import written

__all__ = ["MOST_KNOWN", "Reader"]

MOST_KNOWN: Final = 20_000
"""Tokens whose vectors are remembered; 8 MB."""

_AT_ONCE: Final = 1_024
"""Tokens that are computed at a time; each takes 6 KB meanwhile."""

Span = tuple[int, int]
_Key = tuple[str, Row | None]
"""A token, and what the names over it say, where longer ones than the token stand there."""


class Reader:
    """The gene spans of texts. Remembers tokens, so one thread at a time may read.

    Attributes:
        network: what was trained.
    """

    def __init__(self, folder: Path) -> None:
        """Open the tagger in a folder that training wrote.

        Raises:
            ModelError: if it is damaged, or not what we train.
        """
        check_model(folder)
        self.network = Network(folder / "ner" / "model")
        self._known: dict[_Key, int] = {}
        self._vectors: Rows = np.zeros((0, self.network.width), np.float32)

    def read(self, texts: Sequence[str]) -> list[list[Span]]:
        """The gene spans of each clean text, in text order."""
        cut = [pieces_of(text) for text in texts]
        keys = [_keys(words, spaces) for words, spaces in cut]
        lengths = [len(words) for words, _ in cut]
        vectors = self._looked_up(keys)
        tokens = self.network.tokens(vectors)
        blank = [word.isspace() for words, _ in cut for word in words]
        found = self.network.moves.spans(tokens, lengths, np.array(blank, np.bool_))
        marked = _by_text(found, lengths)
        return [_placed(*pieces, spans) for pieces, spans in zip(cut, marked, strict=True)]

    def _looked_up(self, texts: Sequence[Sequence[_Key]]) -> list[Rows]:
        """The vectors of the tokens of each text."""
        known = self._known
        new = {key: None for keys in texts for key in keys if key not in known}
        if len(known) + len(new) > MOST_KNOWN:
            known.clear()
            new = {key: None for keys in texts for key in keys}
        if new:
            fresh = list(new)
            strips = [fresh[at : at + _AT_ONCE] for at in range(0, len(fresh), _AT_ONCE)]
            vectors = [self.network.embedded(_hashes(strip)) for strip in strips]
            self._vectors = np.concatenate((self._vectors[: len(known)], *vectors))
            known.update(zip(new, range(len(known), len(known) + len(new)), strict=True))
        return [self._vectors[[known[key] for key in keys]] for keys in texts]


def _keys(words: Sequence[str], spaces: Sequence[bool]) -> list[_Key]:
    over = named_over(words, spaces)
    return [(word, over.get(i)) for i, word in enumerate(words)]


def _hashes(keys: Iterable[_Key]) -> NDArray[np.uint64]:
    """The features of tokens, one row each, in the order of `COLUMNS`."""
    rows = [
        [
            feature_hash(value)
            for value in (*written(word), *(row or named_alone(word)), DEFAULT_STYLE)
        ]
        for word, row in keys
    ]
    return np.array(rows, np.uint64)


def _by_text(spans: Iterable[Span], lengths: Sequence[int]) -> list[list[Span]]:
    """Spans of the tokens of all texts, text by text."""
    found: list[list[Span]] = []
    left = list(reversed(list(spans)))
    begin = 0
    for length in lengths:
        here: list[Span] = []
        while left and left[-1][0] < begin + length:
            start, end = left.pop()
            here.append((start - begin, end - begin))
        found.append(here)
        begin += length
    return found


def _placed(words: Sequence[str], spaces: Sequence[bool], spans: list[Span]) -> list[Span]:
    """The places in the text of its names and of their repeats, in text order."""
    if not spans:
        return []
    spans = sorted([*spans, *(place for place, _ in repeats_of(words, spans))])
    widths = (len(word) + space for word, space in zip(words, spaces, strict=True))
    starts = list(accumulate(widths, initial=0))
    return [(starts[start], starts[end - 1] + len(words[end - 1])) for start, end in spans]
