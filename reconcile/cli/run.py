"""Many figures through the reconciler, where one bad figure never stops the others."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from reconcile.errors import InputError, ReconcileError
from reconcile.records import Failure, Figure, Reconciliation

__all__ = ["Reconciles", "reconciled", "with_sure_ones"]


class Reconciles(Protocol):
    """The part of `reconcile.Reconciler` that is needed here."""

    def reconcile(self, figure: Figure) -> Reconciliation:
        """Hold one gene list against its caption."""

    def reconcile_many(
        self, figures: Iterable[Figure], *, n_process: int = 1
    ) -> Iterator[Reconciliation]:
        """Do the same for many, in order."""


def reconciled(
    reconciler: Reconciles,
    figures: Iterable[Figure],
    fail: Callable[[Failure], None],
    *,
    n_process: int = 1,
) -> Iterator[Reconciliation]:
    """The results in the order of the figures; a figure that raises is handed to `fail`."""
    rest = iter(figures)
    pending: deque[Figure] = deque()
    unreadable: Exception | None = None

    def drawn() -> Iterator[Figure]:
        nonlocal unreadable
        try:
            for figure in rest:
                pending.append(figure)
                yield figure
        except Exception as error:
            unreadable = error
            raise

    while True:
        try:
            for result in reconciler.reconcile_many(drawn(), n_process=n_process):
                pending.popleft()
                yield result
            return
        except Exception:
            # Which of the figures in flight raised is unknown: those are done again singly.
            if not pending:
                raise
            again, pending = list(pending), deque()
            yield from _one_by_one(reconciler, again, fail)
            if unreadable is not None:
                raise unreadable from None


def with_sure_ones(result: Reconciliation, min_confidence: float) -> Reconciliation:
    """The result with those of its suggestions that are sure enough."""
    sure = tuple(s for s in result.suggestions if s.confidence >= min_confidence)
    return result if sure == result.suggestions else replace(result, suggestions=sure)


def _one_by_one(
    reconciler: Reconciles, figures: Iterable[Figure], fail: Callable[[Failure], None]
) -> Iterator[Reconciliation]:
    for figure in figures:
        try:
            result = reconciler.reconcile(figure)
        except Exception as error:
            fail(_failure(figure, error))
        else:
            yield result


def _failure(figure: Figure, error: Exception) -> Failure:
    line = error.line if isinstance(error, InputError) else None
    if isinstance(error, InputError):
        message = error.message
    elif isinstance(error, ReconcileError):
        message = str(error)
    else:
        message = f"{type(error).__name__}: {error}"
    return Failure(figure.source or figure.figid, message, line, figure.figid)
