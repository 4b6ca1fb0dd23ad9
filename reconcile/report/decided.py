"""What reports say of the readings that curators confirmed and that hold in a figure or text."""

from __future__ import annotations

from collections.abc import Iterable

from reconcile.override import Override
from reconcile.records import Reconciliation
from reconcile.report.wording import readable

__all__ = ["decided_line", "decided_readings", "learned_lines"]


def learned_lines(result: Reconciliation) -> list[str]:
    """What curators taught that counts in a result, a line for each matter; none without."""
    refitted = f"Confidences refitted on {result.calibration}" if result.calibration else ""
    return [line for line in (decided_line(result.decided), readable(refitted)) if line]


def decided_line(rows: Iterable[Override]) -> str:
    """The readings on one line; empty where there are none.

    >>> decided_line([Override("LPS", (), support=4, decided_by=("Ann",))])
    'Decided before: LPS is no gene (decided by Ann, 4 figures)'
    """
    said = "; ".join(decided_readings(rows))
    return f"Decided before: {said}" if said else ""


def decided_readings(rows: Iterable[Override]) -> list[str]:
    """Each reading in words, with who decided it."""
    return [f"{readable(row.word)} is {readable(row.means)} ({readable(row.said)})" for row in rows]
