"""The spaCy pipeline: tokens, the gene tagger, and scispaCy's abbreviations."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from threading import Lock
from typing import Any, Final, TypeAlias

from scispacy.abbreviation import AbbreviationDetector
from spacy.tokens import Doc

from reconcile.naming.abbreviations import Definition, find_definitions
from reconcile.tagger.bundle import tagger_path
from reconcile.tagger.model import gene_labels, open_model
from reconcile.tagger.recall import recall_rows

__all__ = ["Pipeline", "Read"]

_UNFIT: Final = re.compile("\\S{300,}|[\\ud800-\\udfff]")
"""What spaCy cannot take: runs longer than any word, over which its tokenizer needs quadratic
time, and halves of surrogate pairs, which have no UTF-8."""
_BRACKET: Final = re.compile(r"[()\[\];]")
_BATCH: Final = 64
"""SpaCy's tagger sorts as many texts by length and reads a quarter of them at a time: more no
longer fit the processor's cache."""

Read: TypeAlias = tuple[list[Definition], list[tuple[int, int]]]


class Pipeline:
    """Reads clean texts: local definitions of short forms, and the spans of a tagger."""

    def __init__(self, model: str | None = None) -> None:
        """Open the bundled tagger, or the spaCy model that is named.

        Raises:
            ModelError: if the model is not installed or none of its labels stands for genes.
        """
        named = str(tagger_path()) if model is None else model
        self._lock = Lock()
        self._nlp = open_model(named)
        for name in self._nlp.pipe_names:
            network = getattr(self._nlp.get_pipe(name), "model", None)
            if network is not None:
                recall_rows(network)
        self._labels = gene_labels(self._nlp, named)
        self._nlp.max_length = 10_000_000
        self._abbreviations = AbbreviationDetector(self._nlp, name="abbreviations")
        # The detector pairs every bracket with every later one and then drops what is longer
        # than eight words: quadratic in the text. Said in the pattern, it is linear.
        self._abbreviations.matcher.remove("parenthesis")
        self._abbreviations.matcher.add(
            "parenthesis", [[{"ORTH": "("}, {"OP": "{1,8}"}, {"ORTH": ")"}]]
        )

    def read(self, texts: Sequence[str]) -> list[Read]:
        """The definitions and the tagger's gene spans of each clean text, in text order.

        Many texts at a time take half the time that they take one by one.
        """
        with self._lock, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            docs = self._nlp.pipe([_UNFIT.sub(_mask, text) for text in texts], batch_size=_BATCH)
            return [self._read(text, doc) for text, doc in zip(texts, docs, strict=True)]

    def _read(self, text: str, doc: Doc) -> Read:
        if "(" in text:
            doc = self._abbreviations(doc)
        found = [
            Definition(short.text, short._.long_form.text, *_chars(short._.long_form))
            for short in (doc._.abbreviations if "(" in text else ())
        ]
        definitions = [d for d in found if _is_plain(d)]
        known = {definition.short for definition in definitions}
        # Short forms with a hyphen are several tokens, which scispaCy's detector does not take.
        definitions += [d for d in find_definitions(text) if d.short not in known]
        spans = [
            (entity.start_char, entity.end_char)
            for entity in doc.ents
            if entity.label_ in self._labels
        ]
        return definitions, spans


def _is_plain(definition: Definition) -> bool:
    """Whether a short form is no ordinary word and its long form runs over no bracket."""
    return not definition.short.islower() and not _BRACKET.search(definition.long)


def _mask(unfit: re.Match[str]) -> str:
    """As many characters that spaCy can take, so that offsets stay."""
    width = unfit.end() - unfit.start()
    return "x" * width if width > 1 else "\ufffd"


def _chars(span: Any) -> tuple[int, int]:
    return span.start_char, span.end_char
