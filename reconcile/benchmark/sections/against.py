"""These lists against others of the same figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconcile.benchmark.sections.comparison import comparison, moves
from reconcile.benchmark.sections.gains import gain_sections
from reconcile.benchmark.sections.moved import moved_sections
from reconcile.benchmark.sections.section import GOLD_SCORES, Document, Section, few
from reconcile.metrics import METRICS

__all__ = ["against_sections"]


def against_sections(document: Document, whole: bool) -> Iterator[Section]:
    """None without other lists."""
    against = document["against"]
    if against is None:
        return
    notes = tuple(
        f"{what}: {few(against[key])}."
        for key, what in (
            ("only_here", "Left out, only in these lists"),
            ("only_there", "Left out, only in the other lists"),
            ("captions_differ", "Their captions differ"),
        )
        if against[key]
    )
    names = ("these", "others")
    parts: list[tuple[str, str, Sequence[str]]] = []
    if document["with_caption"]:
        parts.append(("caption", "captions", METRICS))
    if against["gold"] is not None:
        parts.append(("gold", "gold lists", GOLD_SCORES))
    for key, what, metrics in parts:
        found = against[key]
        name = f"against-{key}"
        title = f"These lists and the others, against {what}"
        yield comparison("against", name, title, found, names, metrics, notes)
        others = f"the others, against {what}"
        yield from moves("against", name, others, found, metrics, whole)
    yield from moved_sections(document, whole)
    yield from gain_sections(against, whole)
