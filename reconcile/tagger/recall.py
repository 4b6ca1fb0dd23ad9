"""A trained tagger's first layer, computed once for each row of features and then looked up.

A text repeats most of its words, and texts repeat each other's: of the rows of a thousand captions
six in seven are known already. What the layer makes of a row depends on the row alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Model

from reconcile.tagger.features import Features, features
from reconcile.tagger.layer import EXTRACT

__all__ = ["MOST_ROWS", "recall_rows"]

MOST_ROWS: Final = 20_000
"""Rows that are remembered; 12 MB with what became of them."""

Vectors = NDArray[np.float32]


def recall_rows(network: Model[Any, Any]) -> None:
    """Let a network that is not trained or saved any more look up the rows that it met before."""
    for node in list(network.walk()):
        if node.layers and node.layers[0].name == EXTRACT:
            network.replace_node(node, Model("reconcile_recall", _Recall(node)))


class _Recall:
    """The forward function in place of that of `LexiconEmbed`."""

    def __init__(self, embed: Model[Any, Any]) -> None:
        _, _, with_array, _ = embed.layers
        self._layer: Model[Features, Vectors] = with_array.layers[0]
        self._known: dict[bytes, Vectors] = {}

    def __call__(
        self, model: Model[Any, Any], docs: Sequence[Doc], is_train: bool
    ) -> tuple[list[Vectors], Callable[[Any], list[Any]]]:
        found = [features(doc) for doc in docs]
        vectors = self._vectors(np.concatenate(found))
        ends = np.cumsum([len(rows) for rows in found])
        return np.split(vectors, ends[:-1]), lambda _: []

    def _vectors(self, rows: Features) -> Vectors:
        data, width = rows.tobytes(), rows.itemsize * rows.shape[1]
        keys = [data[i : i + width] for i in range(0, len(data), width)]
        new = dict.fromkeys(key for key in keys if key not in self._known)
        if len(self._known) + len(new) > MOST_ROWS:
            self._known.clear()
            new = dict.fromkeys(keys)
        if new:
            fresh = np.frombuffer(b"".join(new), rows.dtype).reshape(len(new), rows.shape[1])
            self._known.update(zip(new, self._layer.predict(fresh), strict=True))
        return np.array([self._known[key] for key in keys], dtype=np.float32)
