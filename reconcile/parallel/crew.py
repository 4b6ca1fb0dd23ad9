"""Figures shared among processes, each with a reconciler of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from reconcile.errors import TimeLimitError, WorkerError
from reconcile.parallel.figures import Outcome, Reconciles, outcomes, portable
from reconcile.parallel.groups import grouped
from reconcile.parallel.isolated import GROUP, Isolated
from reconcile.parallel.process import LostError, Setup
from reconcile.parallel.spread import spread
from reconcile.records import Figure

__all__ = ["outcomes_in_processes"]


def outcomes_in_processes(
    reconciler: Reconciles,
    figures: Iterable[Figure],
    n_process: int,
    limit: float | None = None,
) -> Iterator[tuple[Figure, Outcome]]:
    """Each figure with its outcome, in their order, from processes with reconcilers of their own.

    A figure that ends its process twice, also alone, comes to a `WorkerError`, one that takes more
    seconds than `limit`, for whatever reason, to a `TimeLimitError`.

    Raises:
        WorkerError: no process can be started.
        ReconcileError: what opening the reconciler raises.
    """
    setup = Setup(partial(_itself, reconciler), _work, limit)
    lost = partial(_lost, limit)
    crew = [Isolated[Figure, list[Outcome]](setup, lost) for _ in range(n_process)]
    for done in spread(grouped(figures, GROUP), crew, _outcomes, in_order=True):
        yield from done


def _outcomes(
    worker: Isolated[Figure, list[Outcome]], figures: list[Figure]
) -> list[tuple[Figure, Outcome]]:
    found = [outcome for done in worker.do(figures) for outcome in done]
    return list(zip(figures, found, strict=True))


def _lost(limit: float | None, figure: Figure, error: LostError) -> list[Outcome]:
    if error.kind == "time" and limit is not None:
        return [TimeLimitError(limit)]
    return [
        WorkerError(f"figure {figure.figid}: {error} each time; look at what is in its caption")
    ]


# In the process


def _itself(reconciler: Reconciles) -> Reconciles:
    return reconciler


def _work(
    reconciler: Reconciles, figures: Sequence[Figure], beat: Callable[[], None]
) -> list[Outcome]:
    done: list[Outcome] = []
    for outcome in outcomes(reconciler.reconcile_many, reconciler.reconcile, figures):
        beat()
        done.append(portable(outcome) if isinstance(outcome, Exception) else outcome)
    return done
