"""The tagger as annotating uses it: the gene spans of clean texts, many at a time.

The bundled tagger, and others that `reconcile model train` made, are read without spaCy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from reconcile.opening import READING
from reconcile.patterns import regex
from reconcile.tagger.bundle import is_ours, tagger_path

__all__ = ["Pipeline"]

_UNFIT: Final = regex("\\S{300,}|[\\ud800-\\udfff]")
"""What a tagger cannot take: runs longer than any word, over which spaCy's tokenizer needs
quadratic time, and halves of surrogate pairs, which have no UTF-8."""

Span = tuple[int, int]


class Pipeline:
    """The spans of a tagger in clean texts."""

    def __init__(self, model: str | None = None) -> None:
        """Open the bundled tagger, or the spaCy model that is named.

        Raises:
            ModelError: if the model is not installed or none of its labels stands for genes.
        """
        self._read = _reading(model)

    def read(self, texts: Sequence[str]) -> list[list[Span]]:
        """The tagger's gene spans of each clean text, in text order.

        Many texts at a time take less time than they take one by one.
        """
        with READING:
            return self._read([_UNFIT.sub(_mask, text) for text in texts])


def _reading(model: str | None) -> Callable[[Sequence[str]], list[list[Span]]]:
    """What reads texts with a model."""
    folder = tagger_path() if model is None else Path(model)
    if model is None or is_ours(folder):
        from reconcile.tagger.reader import Reader

        return Reader(folder).read
    from reconcile.tagger.model import Named

    return Named(model).read


def _mask(unfit: re.Match[str]) -> str:
    """As many characters that spaCy can take, so that offsets stay."""
    width = unfit.end() - unfit.start()
    return "x" * width if width > 1 else "\ufffd"
