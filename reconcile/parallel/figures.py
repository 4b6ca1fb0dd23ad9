"""Figures with what they come to: a result or an error, here or in other processes."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Protocol, TypeAlias, TypeVar

from reconcile.errors import InputError, ReconcileError, TimeLimitError, WorkerError
from reconcile.parallel.groups import grouped
from reconcile.parallel.isolated import GROUP, Isolated
from reconcile.parallel.limit import limited
from reconcile.parallel.process import LostError, Setup
from reconcile.parallel.spread import spread
from reconcile.records import Failure, Figure, Reconciliation

__all__ = [
    "Outcome",
    "Reconciles",
    "failure",
    "outcomes",
    "outcomes_in_processes",
    "portable",
    "said",
]

Outcome: TypeAlias = Reconciliation | Exception
Item = TypeVar("Item")
Result = TypeVar("Result")


class Reconciles(Protocol):
    """The part of `reconcile.Reconciler` that is needed here."""

    def reconcile(self, figure: Figure) -> Reconciliation:
        """Hold one gene list against its caption."""

    def reconcile_many(self, figures: Iterable[Figure]) -> Iterator[Reconciliation]:
        """Do the same for many, in order."""


def outcomes(
    together: Callable[[Sequence[Item]], Iterable[Result]],
    alone: Callable[[Item], Result],
    items: Sequence[Item],
    limit: float | None = None,
) -> Iterator[Result | Exception]:
    """A result or an error for each item: together, and from the first error on one by one.

    Args:
        together: gives the results of items, one after the other.
        alone: gives that of one.
        items: figures or texts.
        limit: seconds until the next result, in which items that are read together are one;
            what takes longer comes to a `TimeLimitError`.
    """
    done = 0
    try:
        results = iter(together(items))
        for _ in items:
            yield limited(lambda: next(results), limit)
            done += 1
    except TimeLimitError as error:
        if len(items) == 1:  # another try would take as long
            yield error
            return
    except Exception:  # which of those in flight raised is found below
        pass
    for item in islice(items, done, None):
        try:
            yield limited(partial(alone, item), limit)
        except Exception as error:
            yield error


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


def failure(figure: Figure, error: Exception) -> Failure:
    """What a figure came to that raised an error."""
    line = error.line if isinstance(error, InputError) else None
    return Failure(figure.source or figure.figid, said(error), line, figure.figid)


def said(error: Exception) -> str:
    """What an error says of a record, without its place."""
    if isinstance(error, InputError):
        return error.message
    if isinstance(error, ReconcileError):
        return str(error)
    return f"{type(error).__name__}: {error}; if nothing is wrong with the record, report it"


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


def portable(error: Exception) -> Exception:
    """The error, or where it cannot be pickled one that says the same; with where it was raised."""
    error.add_note("".join(traceback.format_exception(error)))
    with suppress(Exception):
        if type(pickle.loads(pickle.dumps(error))) is type(error):
            return error
    return WorkerError(f"{type(error).__name__}: {error}")
