"""The spaCy pipeline: biomedical tokens, sentences, abbreviations, and a tagger if one is given."""

from __future__ import annotations

import warnings
from threading import Lock
from typing import Any

import spacy
from scispacy.abbreviation import AbbreviationDetector
from scispacy.custom_tokenizer import combined_rule_tokenizer
from spacy.language import Language

from reconcile.recognise.abbreviations import Definition
from reconcile.recognise.tagger import gene_labels, open_model

__all__ = ["Pipeline"]


class Pipeline:
    """Reads a clean text: local definitions of short forms, and the spans of a tagger."""

    def __init__(self, model: str | None = None) -> None:
        """Build the pipeline, with the entities of a spaCy model if one is named.

        Raises:
            ModelError: if the model is not installed or none of its labels stands for genes.
        """
        self._labels: frozenset[str] = frozenset()
        self._lock = Lock()
        if model is None:
            self._nlp: Language = spacy.blank("en")
            with warnings.catch_warnings():
                # scispaCy's tokenizer patterns make Python's `re` warn of possible set unions.
                warnings.simplefilter("ignore", FutureWarning)
                self._nlp.tokenizer = combined_rule_tokenizer(self._nlp)
            self._nlp.add_pipe("sentencizer")
        else:
            self._nlp = open_model(model)
            self._labels = gene_labels(self._nlp, model)
        self._nlp.max_length = 10_000_000
        self._abbreviations = AbbreviationDetector(self._nlp, name="abbreviations")

    def read(self, text: str) -> tuple[list[Definition], list[tuple[int, int]]]:
        """The definitions and the tagger's gene spans of a clean text, in text order."""
        with self._lock, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            doc = self._nlp(text)
            if "(" in text:
                doc = self._abbreviations(doc)
        definitions = [
            Definition(short.text, short._.long_form.text, *_chars(short._.long_form))
            for short in (doc._.abbreviations if "(" in text else ())
        ]
        spans = [
            (entity.start_char, entity.end_char)
            for entity in doc.ents
            if entity.label_ in self._labels
        ]
        return definitions, spans


def _chars(span: Any) -> tuple[int, int]:
    return span.start_char, span.end_char
