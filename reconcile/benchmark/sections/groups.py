"""The scores of each group of the corpus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reconcile.benchmark.sections.section import Document, Section, interval, named, slug, three
from reconcile.metrics import METRICS
from reconcile.report.wording import SCORE_NAMES

__all__ = ["group_sections", "largest"]

_GROUPS: Final = 40
"""Groups of a field that are shown; JSON and CSV have all."""


def group_sections(document: Document, whole: bool) -> Iterator[Section]:
    """A table a field."""
    for field, groups in document["groups"].items():
        yield _groups(field, groups, whole)


def largest(groups: Sequence[Document]) -> list[Document]:
    """The groups of a field that are shown where not all can be, in the order that they have."""
    ranked = sorted(range(len(groups)), key=lambda i: -groups[i]["figures"])
    return [groups[i] for i in sorted(ranked[:_GROUPS])]


def _groups(field: str, groups: Sequence[Document], whole: bool) -> Section:
    rows = tuple(
        (
            group["group"],
            str(group["figures"]),
            *(interval(group, "micro", metric) for metric in METRICS),
            three(group["macro"]["f1"]),
        )
        for group in (groups if whole else largest(groups))
    )
    left = len(groups) - len(rows)
    notes = (f"{left} smaller groups are in JSON, CSV and HTML only.",) if left > 0 else ()
    head = (named(field), "figures", *map(SCORE_NAMES.__getitem__, METRICS), "Macro F1")
    title = f"By {named(field)}"
    return Section("groups", f"by-{slug(field)}", title, notes, head, rows)
