"""What the tagger sees of a token: its letters, and what the lexicon knows of the words around it.

The gene tagger is a small convolutional network of spaCy. Its first layer (`layer`) looks up one
embedding for each of the `COLUMNS` of a token. Half of them say how the token is written
(`spelling`), the other half which names of genes and of other things the dictionary scan finds
there (`names`), so that the network has to learn only when to believe the dictionary. The features
are a function of the text of a `Doc`, its tokens and the lexicon: training and use share them, and
nothing is stored with a model.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from reconcile.remembered import SELDOM
from reconcile.tagger.columns import COLUMNS, DEFAULT_STYLE
from reconcile.tagger.hashes import feature_hash
from reconcile.tagger.names import named
from reconcile.tagger.spelling import written
from reconcile.tagger.tokenizer import words_of

__all__ = [
    "CACHE_KEY",
    "Features",
    "feature_names",
    "features",
    "set_style",
    "style_hash",
]

CACHE_KEY: Final = "reconcile.features"
"""Where a document keeps its features in `user_data`."""

_STYLE_KEY: Final = "reconcile.style"

Features = NDArray[np.uint64]


def set_style(doc: Doc, style: str) -> Doc:
    """Mark a document as following the annotation style of a corpus; returns it."""
    doc.user_data[_STYLE_KEY] = style
    doc.user_data.pop(CACHE_KEY, None)
    return doc


def style_hash(style: str) -> int:
    """The value of the last column for a style."""
    return feature_hash(style)


def features(doc: Doc) -> Features:
    """The hashed features of a document, one row a token, one column for each of `COLUMNS`.

    They are kept in `doc.user_data`, so that a document that is read again costs nothing.
    """
    found: Features | None = doc.user_data.get(CACHE_KEY)
    if found is None:
        words, spaces = words_of(doc)
        style = _packed((doc.user_data.get(_STYLE_KEY, DEFAULT_STYLE),))
        rows = [
            _written_packed(word) + _packed(row) + style
            for word, row in zip(words, named(words, spaces), strict=True)
        ]
        found = np.frombuffer(b"".join(rows), dtype=np.uint64).reshape(len(rows), len(COLUMNS))
        doc.user_data[CACHE_KEY] = found
    return found


def feature_names(doc: Doc) -> list[tuple[str, ...]]:
    """The features of a document in words, one tuple a token, in the order of `COLUMNS`.

    >>> from spacy.vocab import Vocab
    >>> doc = Doc(Vocab(), words=["MEK1", "of", "yeast"])
    >>> dict(zip(COLUMNS, feature_names(doc)[0], strict=True))["longest"]
    'S-curated.famplex-='
    """
    style = doc.user_data.get(_STYLE_KEY, DEFAULT_STYLE)
    words, spaces = words_of(doc)
    rows = zip(map(written, words), named(words, spaces), strict=True)
    return [(*left, *right, style) for left, right in rows]


@lru_cache(maxsize=SELDOM)
def _written_packed(word: str) -> bytes:
    return _packed(written(word))


@lru_cache(maxsize=SELDOM)
def _packed(values: tuple[str, ...]) -> bytes:
    """The hashes of features, eight bytes each."""
    return np.array([feature_hash(value) for value in values], dtype=np.uint64).tobytes()
