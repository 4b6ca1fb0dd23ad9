"""The memory of a text (`memory.py`) as a component of a spaCy pipeline.

Importing this module registers the component with spaCy.
"""

from __future__ import annotations

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from reconcile.tagger.memory import repeats_of

__all__ = ["REPEATS", "mark_repeats"]

REPEATS: Final = "reconcile_repeats"
"""The name of the component."""


@Language.component(REPEATS)
def mark_repeats(doc: Doc) -> Doc:
    """Mark the places that `repeats_of` finds; returns the document."""
    labels = {(entity.start, entity.end): entity.label for entity in doc.ents}
    words = [token.text for token in doc] if labels else []
    added = repeats_of(words, list(labels))
    if added:
        spans = [Span(doc, start, end, labels[model]) for (start, end), model in added]
        doc.set_ents(spans, default="unmodified")
    return doc
