"""Many figures over several processes: in order, streaming, nothing held but a few chunks."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from reconcile.records import Figure, Reconciliation

if TYPE_CHECKING:
    from reconcile.reconciler import Reconciler

__all__ = ["reconcile_in_processes"]

_worker: Reconciler | None = None


def reconcile_in_processes(
    reconciler: Reconciler, figures: Iterable[Figure], n_process: int, chunk: int
) -> Iterator[Reconciliation]:
    """Reconcile figures in worker processes, each with its own reconciler.

    Results come in the order of the figures. At most twice as many chunks as workers are in
    flight, so that the input is never read far ahead.
    """
    context = get_context("spawn")
    with ProcessPoolExecutor(
        n_process, mp_context=context, initializer=_start, initargs=(reconciler,)
    ) as pool:
        source = iter(figures)
        chunks = iter(lambda: tuple(islice(source, chunk)), ())
        waiting: deque[Future[list[Reconciliation]]] = deque(
            pool.submit(_work, group) for group in islice(chunks, 2 * n_process)
        )
        while waiting:
            results = waiting.popleft().result()
            waiting.extend(pool.submit(_work, group) for group in islice(chunks, 1))
            yield from results


def _start(reconciler: Reconciler) -> None:
    global _worker  # noqa: PLW0603
    _worker = reconciler


def _work(figures: tuple[Figure, ...]) -> list[Reconciliation]:
    if _worker is None:
        raise RuntimeError("the worker has no reconciler")
    return list(_worker.reconcile_many(figures))
