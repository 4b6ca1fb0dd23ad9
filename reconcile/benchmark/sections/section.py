"""A titled table of texts, the parts that tables are in, and how numbers stand in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from reconcile.report.wording import SCORE_NAMES, UNDEFINED

__all__ = [
    "GOLD_SCORES",
    "PARTS",
    "Document",
    "Row",
    "Section",
    "few",
    "interval",
    "levels",
    "named",
    "signed",
    "slug",
    "three",
]

Row: TypeAlias = tuple[str, ...]
Document: TypeAlias = Mapping[str, Any]
"""What `reconcile.benchmark.run.document` gives, or a part of it."""

PARTS: Final = {
    "against": "Against the other lists",
    "fixes": "What to fix first",
    "gold": "Against the gold lists",
    "verdicts": "Against verdicts",
    "corpus": "The corpus",
    "groups": "By group",
    "after": "After the suggestions",
    "failures": "Not done",
}
"""The parts of a document, in their order, with their headings."""

GOLD_SCORES: Final = ("precision", "recall", "f1")
"""The scores against a gold list, where strict recall says nothing more."""

_NAMES: Final = 10


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table with a few sentences above it; texts are not escaped.

    Attributes:
        part: the part of the document that it is in, a key of `PARTS`.
        name: of small letters and hyphens, unique in a document.
        title: the heading.
        notes: sentences.
        head: names of the columns.
        rows: cells.
        figids: the column that names figures; None for none.
    """

    part: str
    name: str
    title: str
    notes: tuple[str, ...] = ()
    head: Row = ()
    rows: tuple[Row, ...] = ()
    figids: int | None = None


def named(field: str) -> str:
    """A field's name in words."""
    return field.replace("_", " ")


def slug(field: str) -> str:
    """A field's name as it stands in the names of sections."""
    return field.replace("_", "-")


def few(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    shown = ", ".join(names[:_NAMES])
    return shown if len(names) <= _NAMES else f"{shown} and {len(names) - _NAMES} more"


def three(value: float | None) -> str:
    """A score with three decimals."""
    return UNDEFINED if value is None else f"{value:.3f}"


def levels(summary: Document, metrics: Sequence[str]) -> tuple[Row, ...]:
    """A row a score: its name, micro and macro, with intervals."""
    return tuple(
        (SCORE_NAMES[name], interval(summary, "micro", name), interval(summary, "macro", name))
        for name in metrics
    )


def interval(summary: Document, level: str, metric: str) -> str:
    """A score with three decimals and its interval, where it has one."""
    value, interval = summary[level][metric], summary["ci95"][level][metric]
    if value is None or interval is None:
        return three(value)
    return f"{value:.3f} [{interval[0]:.3f}, {interval[1]:.3f}]"


def signed(value: float | None, interval: Sequence[float] | None) -> str:
    """A difference with its sign, and its interval where it has one."""
    if value is None:
        return UNDEFINED
    shown = f"{value:+.3f}"
    return shown if interval is None else f"{shown} [{interval[0]:+.3f}, {interval[1]:+.3f}]"
