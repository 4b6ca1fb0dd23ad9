"""`alias_collision`: the letters that brought a gene in mean another gene or family here."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.records import Suggestion
from reconcile.suggest.case import Case
from reconcile.suggest.findings import findings
from reconcile.suggest.instead import meant_instead

__all__ = ["alias_collision"]


def alias_collision(case: Case) -> Iterator[Suggestion]:
    """Remove or replace genes that a name of another gene or family brought in."""
    for finding in findings(case, "alias_collision"):
        yield meant_instead(case, finding)
