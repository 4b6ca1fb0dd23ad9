"""The tagger as annotating uses it: the gene spans of clean texts, many at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from spacy.tokens import Doc

from reconcile.extras import quiet
from reconcile.opening import READING
from reconcile.tagger.bundle import tagger_path
from reconcile.tagger.model import gene_labels, open_model
from reconcile.tagger.recall import recall_rows

__all__ = ["Pipeline"]

_UNFIT: Final = re.compile("\\S{300,}|[\\ud800-\\udfff]")
"""What spaCy cannot take: runs longer than any word, over which its tokenizer needs quadratic
time, and halves of surrogate pairs, which have no UTF-8."""
_BATCH: Final = 64
"""SpaCy's tagger sorts as many texts by length and reads a quarter of them at a time: more no
longer fit the processor's cache."""


class Pipeline:
    """The spans of a tagger in clean texts."""

    def __init__(self, model: str | None = None) -> None:
        """Open the bundled tagger, or the spaCy model that is named.

        Raises:
            ModelError: if the model is not installed or none of its labels stands for genes.
        """
        named = str(tagger_path()) if model is None else model
        self._nlp = open_model(named)
        for name in self._nlp.pipe_names:
            network = getattr(self._nlp.get_pipe(name), "model", None)
            if network is not None:
                recall_rows(network)
        self._labels = gene_labels(self._nlp, named)
        self._nlp.max_length = 10_000_000

    def read(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """The tagger's gene spans of each clean text, in text order.

        Many texts at a time take half the time that they take one by one.
        """
        with READING, quiet():
            docs = self._nlp.pipe([_UNFIT.sub(_mask, text) for text in texts], batch_size=_BATCH)
            return [self._spans(doc) for doc in docs]

    def _spans(self, doc: Doc) -> list[tuple[int, int]]:
        return [
            (entity.start_char, entity.end_char)
            for entity in doc.ents
            if entity.label_ in self._labels
        ]


def _mask(unfit: re.Match[str]) -> str:
    """As many characters that spaCy can take, so that offsets stay."""
    width = unfit.end() - unfit.start()
    return "x" * width if width > 1 else "\ufffd"
