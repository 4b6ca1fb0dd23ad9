"""The spaCy pipeline: biomedical tokens, sentences, abbreviations, and a tagger if one is given."""

from __future__ import annotations

import re
import warnings
from threading import Lock
from typing import Any, Final

import spacy
from scispacy.abbreviation import AbbreviationDetector
from scispacy.custom_tokenizer import combined_rule_tokenizer
from spacy.language import Language

from reconcile.recognise.abbreviations import Definition
from reconcile.recognise.tagger import gene_labels, open_model

__all__ = ["Pipeline"]

_UNFIT: Final = re.compile("\\S{300,}|[\\ud800-\\udfff]")
"""What spaCy cannot take: runs longer than any word, over which its tokenizer needs quadratic
time, and halves of surrogate pairs, which have no UTF-8."""


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
        # The detector pairs every bracket with every later one and then drops what is longer
        # than eight words: quadratic in the text. Said in the pattern, it is linear.
        self._abbreviations.matcher.remove("parenthesis")
        self._abbreviations.matcher.add(
            "parenthesis", [[{"ORTH": "("}, {"OP": "{1,8}"}, {"ORTH": ")"}]]
        )

    def read(self, text: str) -> tuple[list[Definition], list[tuple[int, int]] | None]:
        """The definitions and the tagger's gene spans of a clean text, in text order.

        The spans are None where the pipeline has no tagger.
        """
        with self._lock, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            doc = self._nlp(_UNFIT.sub(_mask, text))
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
        return definitions, spans if self._labels else None


def _mask(unfit: re.Match[str]) -> str:
    """As many characters that spaCy can take, so that offsets stay."""
    width = unfit.end() - unfit.start()
    return "x" * width if width > 1 else "\ufffd"


def _chars(span: Any) -> tuple[int, int]:
    return span.start_char, span.end_char
