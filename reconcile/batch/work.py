"""The work of a batch: figures in, rows and failures out, the same in every engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from reconcile.batch.table import BatchFailure, Tally, pack
from reconcile.parallel.figures import Reconciles, outcomes, said
from reconcile.records import Figure, Reconciliation

__all__ = ["Done", "Task", "failed", "work"]

Task: TypeAlias = tuple[int, int | None, Figure]
"""A figure with its place in its chunk and its line in the input."""


@dataclass(frozen=True, slots=True)
class Done:
    """What some figures came to.

    Attributes:
        rows: those that were done, see `table.pack`.
        tally: what they add up to.
        failures: the others, by their places.
    """

    rows: bytes = field(default_factory=lambda: pack([]))
    tally: Tally = field(default_factory=Tally)
    failures: Mapping[int, BatchFailure] = field(default_factory=dict)


def work(reconciler: Reconciles, tasks: Sequence[Task], beat: Callable[[], None]) -> Done:
    """Reconcile figures; one that raises takes no other along.

    Args:
        reconciler: what does it.
        tasks: the figures.
        beat: called after each.
    """
    done: list[tuple[Task, Reconciliation]] = []
    failures: dict[int, BatchFailure] = {}
    figures = [figure for _, _, figure in tasks]
    found = outcomes(reconciler.reconcile_many, reconciler.reconcile, figures)
    for task, outcome in zip(tasks, found, strict=True):
        beat()
        if isinstance(outcome, Exception):
            failures[task[0]] = failed(task, "error", said(outcome))
        else:
            done.append((task, outcome))
    try:
        rows = pack([(line, result) for (_, line, _), result in done])
    except Exception:  # which of them is no row is found below
        done, all_done = [], done
        for task, result in all_done:
            try:
                pack([(None, result)])
            except Exception as error:
                failures[task[0]] = failed(task, "error", said(error))
            else:
                done.append((task, result))
        rows = pack([(line, result) for (_, line, _), result in done])
    return Done(rows, sum((Tally.of(result) for _, result in done), Tally()), failures)


def failed(task: Task, kind: str, error: str) -> BatchFailure:
    """A figure that could not be done, see `BatchFailure`."""
    _, line, figure = task
    return BatchFailure(figure.figid, figure.source or "", line, kind, error)
