"""The lists once suggestions are carried out, against the captions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reconcile.benchmark.sections.comparison import comparison, curve, moves
from reconcile.benchmark.sections.section import Document, Section
from reconcile.metrics import METRICS

__all__ = ["after_sections", "which"]

_CIRCULAR: Final = (
    "Suggestions come from the caption, so the lists agree with it better once they are carried "
    "out; whether they are better, only gold lists can say."
)


def after_sections(document: Document, whole: bool) -> Iterator[Section]:
    """Before and after, where captions say how much changed."""
    if not (document["with_caption"] and document["with_list"]):
        return
    found = document["reconciled"]
    title = f"After the {which(document)}, against the captions"
    names = ("after", "before")
    yield comparison("after", "after", title, found, names, METRICS, (_CIRCULAR,))
    title = "By threshold, against the captions"
    yield curve("after", "after-curve", title, found["curve"], METRICS, whole)
    if whole:
        yield from moves("after", "after", "before", found, METRICS, whole)


def which(document: Document) -> str:
    """The suggestions that are carried out, in words."""
    least = document["min_confidence"]
    return "safe suggestions" if least is None else f"suggestions of confidence {least:g} and more"
