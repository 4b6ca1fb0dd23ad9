"""The bundled tagger's network: from features to what it makes of each token.

It is spaCy's transition-based parser over our own first layer (see `layer` and `network`, which
train it): embeddings are mixed to one vector a token, each layer of the encoder adds what it makes
of three tokens beside each other, and a last one gives what the transitions look at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reconcile.errors import ModelError
from reconcile.tagger.layers import BLOCK, Embedding, Linear, Maxout, Rows
from reconcile.tagger.moves import Moves
from reconcile.tagger.stored import Part, read_parts

__all__ = ["Network"]

_STRIP: Final = 16 * BLOCK
"""Rows that go through all layers at a time: what they need fits the processor's own cache."""
_WINDOW: Final = 3
"""Tokens that a layer of the encoder sees: the one before, the token, the one after."""


class Network:
    """What was trained, with its weights in memory and its embeddings in the mapped file."""

    def __init__(self, path: Path) -> None:
        """Open the file that spaCy wrote.

        Raises:
            ModelError: if it cannot be read, or has other layers than those that we train.
        """
        parts = read_parts(path)
        named: dict[str, list[Part]] = {}
        for part in parts:
            named.setdefault(part.name, []).append(part)
        try:
            lower, upper = (_in_role(parts, role) for role in ("lower", "upper"))
            (last,) = [part for part in named["linear"] if part is not upper]
            # From the outside in, so that of the embeddings comes before those of the encoder.
            layers = list(map(Maxout, named["maxout"], named["layernorm"]))
            self._embedding = Embedding(named["hashembed"])
            self._last = Linear(last)
            self.moves = Moves(lower, Linear(upper))
        except (KeyError, ValueError, IndexError, TypeError, AttributeError) as error:
            raise ModelError(f"{path}: not the layers of our tagger ({error!r})") from error
        self._mixed, *self._encoded = layers
        self.width = self._mixed.width
        if any(layer.takes != _WINDOW * self.width for layer in self._encoded):
            raise ModelError(f"{path}: the layers of our tagger see {_WINDOW} tokens, not others")

    def embedded(self, hashes: NDArray[np.uint64]) -> Rows:
        """One vector for each row of features."""
        return self._mixed(self._embedding(hashes))

    def tokens(self, texts: Sequence[Rows]) -> Rows:
        """What the transitions look at, for the tokens of all texts one after the other.

        Args:
            texts: the vectors of each text's tokens.
        """
        reach = len(self._encoded)
        count = sum(map(len, texts))
        # Between the texts lies nothing, as far as the layers see together.
        laid = np.zeros((count + reach * (len(texts) + 1), self.width), np.float32)
        places = np.empty(count, np.intp)
        at, done = reach, 0
        for text in texts:
            length = len(text)
            laid[at : at + length] = text
            places[done : done + length] = np.arange(at - reach, at - reach + length)
            at, done = at + length + reach, done + length
        out = [self._last(self._read(strip)) for strip in _strips(laid, reach)]
        return np.concatenate(out)[places] if out else np.zeros((0, self._last.width), np.float32)

    def _read(self, rows: Rows) -> Rows:
        """Rows after all layers of the encoder, without those at both ends that see too little."""
        rows = rows.copy()
        width, reach = self.width, len(self._encoded)
        seen = np.zeros((len(rows), _WINDOW * width), np.float32)
        for layer in self._encoded:
            seen[1:, :width] = rows[:-1]
            seen[:, width : 2 * width] = rows
            seen[:-1, 2 * width :] = rows[1:]
            rows += layer(seen)
        return rows[reach : len(rows) - reach]


def _in_role(parts: Sequence[Part], role: str) -> Part:
    index = parts[0].roles[role]
    if index is None:
        raise KeyError(role)
    return parts[index]


def _strips(rows: Rows, reach: int) -> Iterator[Rows]:
    """All rows but the first and the last ones, strip by strip, with those that are seen beside."""
    inner = _STRIP - 2 * reach
    for start in range(reach, len(rows) - reach, inner):
        yield rows[start - reach : min(start + inner, len(rows) - reach) + reach]
