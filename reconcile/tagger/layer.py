"""The tagger's first layer: one embedding for each feature of a token.

Importing this module registers the layer, and the other parts of the pipeline, with spaCy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import (
    HashEmbed,
    Maxout,
    Model,
    NumpyOps,
    chain,
    concatenate,
    list2ragged,
    ragged2list,
    with_array,
)
from thinc.types import Floats2d

import reconcile.tagger.repeats  # noqa: F401 -- a part of the pipeline
from reconcile.tagger.columns import COLUMNS
from reconcile.tagger.features import Features, features

__all__ = ["EXTRACT", "use_numpy"]

EXTRACT: Final = "reconcile_features"
"""The name of the layer that turns documents into rows of features."""

_WORD: Final = [COLUMNS.index("norm"), COLUMNS.index("stem")]
_NUMPY: Final = NumpyOps(use_blis=False)


@registry.architectures("reconcile.LexiconEmbed.v1")  # type: ignore[untyped-decorator]
def lexicon_embed(
    width: int, widths: list[int], rows: list[int], columns: list[str], blank: float = 0.0
) -> Model[list[Doc], list[Floats2d]]:
    """A layer that gives each token a vector from its features.

    Args:
        width: length of the vectors.
        widths: length of the embedding of each column.
        rows: number of rows of each embedding.
        columns: names of the columns to use, out of `COLUMNS`.
        blank: the share of values that are withheld in training, so that no column is relied
            upon alone; the word itself is withheld twice as often.
    """
    embeddings: list[Model[Any, Any]] = [
        HashEmbed(wide, tall, column=COLUMNS.index(name), seed=7 + COLUMNS.index(name), dropout=0.0)
        for name, wide, tall in zip(columns, widths, rows, strict=True)
    ]
    mixed: Model[Any, Any] = Maxout(width, sum(widths), nP=3, dropout=0.0, normalize=True)
    inner: Model[Any, Any] = chain(concatenate(*embeddings), mixed)
    model: Model[Any, Any] = chain(_extract(blank), list2ragged(), with_array(inner), ragged2list())
    return model


@registry.architectures("reconcile.Tok2Vec.v1")  # type: ignore[untyped-decorator]
def tok2vec(
    embed: Model[list[Doc], list[Floats2d]], encode: Model[list[Floats2d], list[Floats2d]]
) -> Model[list[Doc], list[Floats2d]]:
    """SpaCy's `Tok2Vec`, with the matrix products of numpy, see `use_numpy`."""
    create = registry.architectures.get("spacy.Tok2Vec.v2")
    model: Model[list[Doc], list[Floats2d]] = create(embed, encode)
    return use_numpy(model)


def use_numpy(model: Model[Any, Any]) -> Model[Any, Any]:
    """Let a network on the CPU multiply matrices with numpy; returns it.

    The BLAS that comes with numpy chooses its kernels for the processor at hand; that of thinc,
    BLIS, does not know every processor and is there three times slower.
    """
    for node in model.walk():
        if isinstance(node.ops, NumpyOps):
            node.ops = _NUMPY
    return model


def _extract(blank: float) -> Model[list[Doc], list[Any]]:
    return Model(EXTRACT, _forward, attrs={"blank": blank})


def _forward(
    model: Model[list[Doc], list[Any]], docs: Iterable[Doc], is_train: bool
) -> tuple[list[Any], Callable[[Any], list[Any]]]:
    ops: Any = model.ops
    found = [features(doc) for doc in docs]
    if is_train and model.attrs["blank"]:
        found = [_withhold(values, model.attrs["blank"]) for values in found]
    return [ops.asarray(values, dtype="uint64") for values in found], lambda _: []


def _withhold(values: Features, share: float) -> Features:
    """The features without some of their values, chosen at random; the style always stays."""
    keep = np.random.random(values.shape) >= share
    keep[:, _WORD] = (np.random.random(len(values)) >= 2 * share)[:, np.newaxis]
    keep[:, -1] = True
    return np.where(keep, values, np.uint64(0))
