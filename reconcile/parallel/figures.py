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
from reconcile.parallel.limit import limited
from reconcile.records import Failure, Figure, Reconciliation

__all__ = [
    "Outcome",
    "Reconciles",
    "failure",
    "outcomes",
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


def portable(error: Exception) -> Exception:
    """The error, or where it cannot be pickled one that says the same; with where it was raised."""
    error.add_note("".join(traceback.format_exception(error)))
    with suppress(Exception):
        if type(pickle.loads(pickle.dumps(error))) is type(error):
            return error
    return WorkerError(f"{type(error).__name__}: {error}")
