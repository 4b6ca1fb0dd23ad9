"""The records that could not be done."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.benchmark.sections.section import Document, Section
from reconcile.records import Failure
from reconcile.report.wording import failure_line, failures_heading

__all__ = ["failure_sections"]


def failure_sections(document: Document, whole: bool) -> Iterator[Section]:
    """One line a record."""
    lines = [
        (failure_line(Failure(f["source"], f["error"], f["line"])),) for f in document["failures"]
    ]
    if lines:
        title = failures_heading(lines)
        yield Section("failures", "failures", title, (), ("record",), tuple(lines))
