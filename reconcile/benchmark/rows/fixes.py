"""What is wrong with the pipeline that made the lists."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.benchmark.rows.row import Document, Row, row
from reconcile.benchmark.sections.fixes import change_of, name_of

__all__ = ["fix_rows"]

_COUNTS = ("figures", "wrong", "right", "open")
_GROUPS = ("words", "entries", "families", "genes", "confusions", "figures", "organisms", "sources")


def fix_rows(document: Document) -> Iterator[Row]:
    """None where nobody asked for the faults of a pipeline."""
    found = document["fixes"]
    if found is None:
        return
    for one in found["list"]:
        item = change_of(one)
        for name in _COUNTS:
            yield row("fixes", item=item, metric=name, value=one[name])
        for detail in ("effect", "together"):
            for name, value in one[detail].items():
                yield row("fixes", item=item, detail=detail, metric=name, value=value)
    for group in _GROUPS:
        for one in found[group]:
            item = name_of(group, one)
            for name in _COUNTS:
                yield row(f"fixes_{group}", item=item, metric=name, value=one[name])
            for name, value in one["effect"].items():
                yield row(f"fixes_{group}", item=item, detail="effect", metric=name, value=value)
