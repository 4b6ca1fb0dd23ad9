"""The difference of two lists in each group of figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reconcile.benchmark.decision import deciding_score, metric_name
from reconcile.benchmark.sections.section import (
    Document,
    Row,
    Section,
    named,
    signed,
    slug,
    three,
)
from reconcile.report.wording import UNDEFINED, plural

__all__ = ["moved_row", "moved_sections"]

_GROUPS: Final = 40


def moved_sections(document: Document, whole: bool) -> Iterator[Section]:
    """A table a field, those groups first that moved for sure, then by the size of the change."""
    metric = document["verdict"]["metric"]
    for field, groups in document["against"]["groups"].items():
        if not groups:
            continue
        shown = groups if whole else groups[:_GROUPS]
        left = len(groups) - len(shown)
        notes = [
            f"{plural(len(groups), 'group')}: so many comparisons find differences by chance; p by "
            "Holm reckons with that."
        ]
        if left:
            notes.append(f"{left} more are in JSON, CSV and HTML only.")
        yield Section(
            "against",
            f"against-by-{slug(field)}",
            f"These lists and the others by {named(field)}: {metric_name(metric)}",
            tuple(notes),
            (named(field), "figures", "these", "others", "difference", "p", "p by Holm"),
            tuple(moved_row(group, metric) for group in shown),
        )


def moved_row(group: Document, metric: str, *, short: bool = False) -> Row:
    """A group's name, number of figures, scores unless `short`, difference and p-values."""
    score = deciding_score(group, metric)
    return (
        group["group"],
        str(group["figures"]),
        *(() if short else (three(score["here"]), three(score["there"]))),
        signed(score["difference"], score["ci95"]),
        *(UNDEFINED if score[p] is None else f"{score[p]:.4f}" for p in ("p", "p_holm")),
    )
