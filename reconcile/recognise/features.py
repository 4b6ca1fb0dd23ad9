"""What a tagger sees of a token: its letters, and what the lexicon knows of the words around it.

The gene tagger is a small convolutional network of spaCy. Its first layer, `LexiconEmbed`, looks
up one embedding for each of the `COLUMNS` of a token. Half of them say how the token is written,
the other half which names of genes and of other things the dictionary scan finds there, so that
the network has to learn only when to believe the dictionary. The features are a function of the
text of a `Doc` and its tokens: training and use share them, and nothing is stored with a model.

Importing this module registers the tokenizer and the layer with spaCy.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.strings import hash_string
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import (
    HashEmbed,
    Maxout,
    Model,
    chain,
    concatenate,
    list2ragged,
    ragged2list,
    with_array,
)
from thinc.types import Floats2d, Ragged

from reconcile.ground import Grounder, Reading
from reconcile.lexicon import Lexicon
from reconcile.recognise.scan import Hit, scan
from reconcile.text import GREEK_LETTERS, clean, tokens

__all__ = [
    "COLUMNS",
    "DEFAULT_STYLE",
    "FineTokenizer",
    "feature_names",
    "features",
    "join",
    "set_style",
]

COLUMNS: Final = (
    "norm",
    "prefix",
    "suffix",
    "suffix4",
    "shape",
    "stem",
    "rank",
    "family",
    "longest",
    "surest",
    "other",
    "alone",
    "chosen",
    "style",
)
"""The features of a token, in the order of their embeddings.

`norm` lower case with Greek as words, `prefix` and `suffix` three letters, `shape` its pattern of
cases and digits, `stem` its letters only, `rank` how common the English word is and how it is
written, `family` how many names of the lexicon begin with it; `longest` and `surest` the longest
and the best-scored gene name over it, `other` the longest name of something else, `alone` what
the token is by itself, `chosen` what the dictionary alone would say; `style` the annotation
guideline that the corpus of the text follows.
"""

DEFAULT_STYLE: Final = "general"
"""The style of texts that belong to no corpus."""

_STYLE_KEY: Final = "reconcile.style"
_CACHE_KEY: Final = "reconcile.features"
_GREEK: Final = str.maketrans(GREEK_LETTERS)
_PIECE: Final = re.compile(r"[^\W_]+|\S|\s+")
_SHAPE: Final = re.compile(r"([A-Z])|([a-z])|([0-9])|(.)", re.DOTALL)
_LEAST: Final = 0.25
_CHOSEN: Final = 0.3
_MOST_KEYS: Final = 100

Features = NDArray[np.uint64]


# -- tokens ----------------------------------------------------------------------------------------


class FineTokenizer:
    """Cuts a text at every space and punctuation mark; runs of letters and digits stay whole.

    Gene corpora are tokenised like this, and every end of a gene name is an end of a token.

    >>> [token.text for token in FineTokenizer(Vocab())("IL-1β/TNF  (p<0.05)")]
    ['IL', '-', '1β', '/', 'TNF', ' ', '(', 'p', '<', '0', '.', '05', ')']
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a document whose `text` is the text, character by character."""
        words: list[str] = []
        spaces: list[bool] = []
        for piece in _PIECE.findall(text):
            if piece[0] == " " and spaces and not spaces[-1]:
                spaces[-1] = True
                piece = piece[1:]  # noqa: PLW2901
            if piece:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write nothing: the tokenizer has no state."""

    def from_disk(self, path: str | Path, **_: Any) -> FineTokenizer:
        """Read nothing: the tokenizer has no state."""
        return self

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: the tokenizer has no state."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> FineTokenizer:
        """Read nothing: the tokenizer has no state."""
        return self


@spacy.registry.tokenizers("reconcile.FineTokenizer.v1")
def create_tokenizer() -> Callable[[Any], FineTokenizer]:
    """The factory that a spaCy config names."""
    return lambda nlp: FineTokenizer(nlp.vocab)


_GLUED: Final = frozenset("-/_^~'")
_GLUED_LEFT: Final = frozenset(",.;:?!)]}%")
_GLUED_RIGHT: Final = frozenset("([{")


def join(words: Sequence[str]) -> list[bool]:
    """For each word of a finely cut sentence, whether a space most likely followed it.

    Corpora in columns do not say. Hyphens and slashes join both sides, brackets and full stops
    one, stops and commas between digits both.

    >>> words = "IL - 2 ( 0 . 5 ng / ml ) .".split()
    >>> "".join(w + " " * s for w, s in zip(words, join(words), strict=True))
    'IL-2 (0.5 ng/ml).'
    """
    spaces = []
    for i, word in enumerate(words):
        after = words[i + 1] if i + 1 < len(words) else None
        if after is None or word in _GLUED or word in _GLUED_RIGHT:
            spaces.append(False)
        elif after in _GLUED or after in _GLUED_LEFT:
            spaces.append(False)
        elif word in (".", ",") and i and words[i - 1].isdigit() and after.isdigit():
            spaces.append(word == "," and len(after) != 3)
        else:
            spaces.append(True)
    return spaces


# -- features --------------------------------------------------------------------------------------


def set_style(doc: Doc, style: str) -> Doc:
    """Mark a document as following the annotation style of a corpus; returns it."""
    doc.user_data[_STYLE_KEY] = style
    doc.user_data.pop(_CACHE_KEY, None)
    return doc


def features(doc: Doc) -> Features:
    """The hashed features of a document, one row a token, one column for each of `COLUMNS`.

    They are kept in `doc.user_data`, so that a document that is read again costs nothing.
    """
    found: Features | None = doc.user_data.get(_CACHE_KEY)
    if found is None:
        rows = feature_names(doc)
        found = np.array([[_hashed(value) for value in row] for row in rows], dtype=np.uint64)
        found = found.reshape(len(doc), len(COLUMNS))
        doc.user_data[_CACHE_KEY] = found
    return found


@lru_cache(maxsize=200_000)
def _hashed(value: str) -> int:
    return int(hash_string(value))


def feature_names(doc: Doc) -> list[tuple[str, ...]]:
    """The features of a document in words, one tuple a token, in the order of `COLUMNS`.

    >>> doc = FineTokenizer(Vocab())("MEK1 of yeast")
    >>> dict(zip(COLUMNS, feature_names(doc)[0], strict=True))["chosen"]
    'S-gene-9'
    """
    style = doc.user_data.get(_STYLE_KEY, DEFAULT_STYLE)
    written = [_written(token.text) for token in doc]
    known = _known(doc)
    return [(*left, *right, style) for left, right in zip(written, known, strict=True)]


@lru_cache(maxsize=100_000)
def _written(word: str) -> tuple[str, ...]:
    lowered = word.lower().translate(_GREEK)
    shape = _shape(word)
    letters = "".join(char for char in lowered if char.isalpha())
    rank = _grounder().word_rank(word)
    case = "l" if word.islower() else "u" if word.isupper() else "t" if word.istitle() else "m"
    bucket = "-" if rank is None else str(rank.bit_length())
    return (
        lowered,
        word[:3],
        lowered[-3:],
        lowered[-4:],
        shape,
        letters or word,
        f"{bucket}{case}{min(len(word), 6)}",
        _beginning(lowered),
    )


def _shape(word: str) -> str:
    """The pattern of a word, runs of more than three alike cut to three.

    >>> _shape("p38MAPKs"), _shape("interleukin")
    ('xddXXXx', 'xxx')
    """
    out: list[str] = []
    for char in word:
        kind = "d" if char.isdigit() else "X" if char.isupper() else "x" if char.isalpha() else char
        if not char.isascii() and char.isalpha():
            kind = "g"
        if out[-3:] != [kind] * 3:
            out.append(kind)
    return "".join(out)


def _beginning(lowered: str) -> str:
    """How many names of the lexicon begin with a word: a power of two, or `-` for short words."""
    if len(lowered) < 3 or not lowered.isalnum():
        return "-"
    return str(len(_grounder().lexicon.keys(lowered, _MOST_KEYS)).bit_length())


@lru_cache(maxsize=1)
def _grounder() -> Grounder:
    return Grounder(Lexicon.load())


def _known(doc: Doc) -> list[tuple[str, ...]]:
    """What the lexicon says of each token: the columns from `longest` to `chosen`."""
    grounder = _grounder()
    text = doc.text
    cleaned = clean(text)
    starts = [token.idx for token in doc]
    size = len(starts)
    longest = [""] * size
    surest = [""] * size
    other = [""] * size
    alone = [""] * size
    top = [0.0] * size
    extent = [0] * size
    spread = [0] * size
    claims: list[tuple[int, float, int, int, str]] = []
    for hit in scan(cleaned.text, tokens(cleaned.text), grounder.lexicon):
        readings = grounder.readings(hit.surface, hit.entries, hit.rule)
        if not readings:
            continue
        begin, end = cleaned.span(hit.start, hit.end)
        first = bisect_right(starts, begin) - 1
        last = bisect_right(starts, end - 1) - 1
        gene, thing = _best(readings)
        width = end - begin
        if gene is not None and gene.score >= _LEAST:
            tenth, kind = int(gene.score * 10), gene.entry.type
            for i in range(first, last + 1):
                at = _position(i, first, last)
                if width > extent[i]:
                    extent[i] = width
                    longest[i] = f"{at}-{kind}-{tenth}"
                if gene.score > top[i]:
                    top[i] = gene.score
                    surest[i] = f"{at}-{gene.kind}-{tenth}"
        if thing is not None and thing.score >= _LEAST:
            tenth, kind = int(thing.score * 10), thing.entry.type
            for i in range(first, last + 1):
                if width > spread[i]:
                    spread[i] = width
                    other[i] = f"{_position(i, first, last)}-{kind}-{tenth}"
        if first == last and hit.rule != "suffix":
            alone[first] = _single(hit, gene, thing)
        best = readings[0]
        if not best.is_gene or best.score >= _CHOSEN:
            what = best.kind if best.is_gene else best.entry.type
            claims.append((-width, -best.score, first, last, f"{what}-{int(best.score * 10)}"))
    chosen = _chosen(claims, size)
    return list(zip(longest, surest, other, alone, chosen, strict=True))


def _best(readings: Sequence[Reading]) -> tuple[Reading | None, Reading | None]:
    """The best reading as a gene and the best as something else."""
    gene = next((reading for reading in readings if reading.is_gene), None)
    thing = next((reading for reading in readings if not reading.is_gene), None)
    return gene, thing


def _position(i: int, first: int, last: int) -> str:
    if first == last:
        return "S"
    return "B" if i == first else "E" if i == last else "I"


def _single(hit: Hit, gene: Reading | None, thing: Reading | None) -> str:
    """What a token is by itself: as a gene, with how many readings, and as something else."""
    parts = [hit.rule]
    if gene is not None:
        several = min(3, len({(entry.ref, entry.is_family) for entry in hit.entries}))
        parts += [gene.entry.type, str(int(gene.score * 5)), str(several)]
    if thing is not None:
        parts += [thing.entry.type, str(int(thing.score * 5))]
    return " ".join(parts)


def _chosen(claims: list[tuple[int, float, int, int, str]], size: int) -> list[str]:
    """The longest claims that do not overlap, as the dictionary alone would choose them."""
    chosen = [""] * size
    for _, _, first, last, what in sorted(claims):
        if not any(chosen[first : last + 1]):
            for i in range(first, last + 1):
                chosen[i] = f"{_position(i, first, last)}-{what}"
    return chosen


# -- the layer -------------------------------------------------------------------------------------


@spacy.registry.architectures("reconcile.LexiconEmbed.v1")
def lexicon_embed(
    width: int, widths: list[int], rows: list[int], columns: list[str]
) -> Model[list[Doc], list[Floats2d]]:
    """A layer that gives each token a vector from its features.

    Args:
        width: length of the vectors.
        widths: length of the embedding of each column.
        rows: number of rows of each embedding.
        columns: names of the columns to use, out of `COLUMNS`.
    """
    embeddings: list[Model[Any, Any]] = [
        HashEmbed(wide, tall, column=COLUMNS.index(name), seed=7 + COLUMNS.index(name), dropout=0.0)
        for name, wide, tall in zip(columns, widths, rows, strict=True)
    ]
    mixed: Model[Any, Any] = Maxout(width, sum(widths), nP=3, dropout=0.0, normalize=True)
    inner: Model[Any, Any] = chain(concatenate(*embeddings), mixed)
    model: Model[Any, Any] = chain(_extract(), list2ragged(), with_array(inner), ragged2list())
    return model


def _extract() -> Model[list[Doc], list[Features]]:
    return Model("reconcile_features", _forward)


def _forward(
    model: Model[list[Doc], list[Features]], docs: Iterable[Doc], is_train: bool
) -> tuple[list[Features], Callable[[Any], list[Any]]]:
    return [model.ops.asarray(features(doc), dtype="uint64") for doc in docs], lambda _: []
