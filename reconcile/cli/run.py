"""Many figures through the reconciler, as the commands do it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from reconcile.records import Failure, Figure, Reconciliation

__all__ = ["Reconciles", "reconciled", "with_safe_ones", "with_sure_ones"]


class Reconciles(Protocol):
    """The part of `reconcile.Reconciler` that is needed here."""

    def reconcile_many(
        self,
        figures: Iterable[Figure],
        *,
        n_process: int = 1,
        on_error: Callable[[Failure], None] | None = None,
        time_limit: float | None = None,
    ) -> Iterator[Reconciliation]:
        """Hold gene lists against their captions, in order."""


def reconciled(
    reconciler: Reconciles,
    figures: Iterable[Figure],
    fail: Callable[[Failure], None],
    *,
    n_process: int = 1,
    time_limit: float | None = None,
) -> Iterator[Reconciliation]:
    """The results in the order of the figures; a figure that raises is handed to `fail`.

    So is one that takes longer than `time_limit` seconds.
    """
    return reconciler.reconcile_many(
        figures, n_process=n_process, on_error=fail, time_limit=time_limit
    )


def with_safe_ones(result: Reconciliation) -> Reconciliation:
    """The result with those of its suggestions that may be carried out without a person."""
    safe = tuple(s for s in result.suggestions if s.safe)
    return result if safe == result.suggestions else replace(result, suggestions=safe)


def with_sure_ones(result: Reconciliation, min_confidence: float) -> Reconciliation:
    """The result with those of its suggestions that are sure enough."""
    sure = tuple(s for s in result.suggestions if s.confidence >= min_confidence)
    return result if sure == result.suggestions else replace(result, suggestions=sure)
