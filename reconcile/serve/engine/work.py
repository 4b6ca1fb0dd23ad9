"""What a worker process does: opens a reconciler once, and makes answers of tasks.

Answers are JSON as it is sent, so that the process that talks to clients writes none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal, TypeAlias

from reconcile.errors import TimeLimitError, WorkerError
from reconcile.parallel.figures import outcomes, portable
from reconcile.parallel.process import LostError
from reconcile.reconciler import Reconciler
from reconcile.records import Annotation, Figure, Reconciliation
from reconcile.report.jsonout import dumps, grounded

__all__ = ["Kind", "Task", "lost", "opened", "work"]

Kind: TypeAlias = Literal["annotate", "ground", "reconcile", "suggest", "figure"]
"""What is wanted: the JSON of one of four, or of a figure the `Reconciliation` itself."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do.

    Attributes:
        kind: what.
        what: with what: a text; a name and the text around it; a `Figure`.
    """

    kind: Kind
    what: Any


def opened(**options: Any) -> Reconciler:
    """The reconciler of a process."""
    return Reconciler(**options)


def work(reconciler: Reconciler, tasks: Sequence[Task], beat: Callable[[], None]) -> list[Any]:
    """What each task comes to: JSON, a `Reconciliation`, or an error.

    Tasks of one kind are read together. Without tasks, what is loaded on first use is loaded.
    """
    if not tasks:
        reconciler.reconcile(_SAMPLE)
        return []
    done: list[Any] = [None] * len(tasks)
    for kind in dict.fromkeys(task.kind for task in tasks):
        places = [place for place, task in enumerate(tasks) if task.kind == kind]
        together = partial(_TOGETHER[kind], reconciler)
        for place, outcome in zip(
            places,
            outcomes(together, partial(_alone, together), [tasks[place].what for place in places]),
            strict=True,
        ):
            beat()
            done[place] = portable(outcome) if isinstance(outcome, Exception) else outcome
    return done


def lost(limit: float, task: Task, error: LostError) -> list[Exception]:
    """What a task came to that cost a process its life."""
    if error.kind == "time":
        return [TimeLimitError(limit)]
    return [WorkerError(f"{error} each time")]


_SAMPLE: Final = Figure(figid="", caption="HER2 (ErbB2) binds MEK1/2 of mice.", keywords=["MEK"])


def _alone(together: Callable[[Sequence[Any]], Iterable[Any]], item: Any) -> Any:
    return next(iter(together([item])))


def _annotations(reconciler: Reconciler, texts: Sequence[str]) -> Iterator[str]:
    return map(_annotation, reconciler.annotate_many(texts))


def _annotation(found: Annotation) -> str:
    return dumps(found.to_dict())


def _groundings(reconciler: Reconciler, names: Sequence[tuple[str, str]]) -> Iterator[str]:
    for name, context in names:
        if not context:
            yield dumps(grounded(name, reconciler.ground(name)))
            continue
        text, span = _placed(name, context)
        (readings,) = reconciler.ground_spans(text, [span])
        yield dumps(grounded(name, readings))


def _placed(name: str, context: str) -> tuple[str, tuple[int, int]]:
    """A text with a name in it, and where: its own place, or else one before the text.

    >>> _placed("MEK", "HER2 and MEK1 and MEK."), _placed("RAF", "HER2.")
    (('HER2 and MEK1 and MEK.', (18, 21)), ('RAF. HER2.', (0, 3)))
    """
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", context)
    return (context, found.span()) if found else (f"{name}. {context}", (0, len(name)))


def _results(reconciler: Reconciler, figures: Sequence[Figure]) -> Iterator[Reconciliation]:
    return reconciler.reconcile_many(figures)


def _reports(reconciler: Reconciler, figures: Sequence[Figure]) -> Iterator[str]:
    return (dumps(result.to_dict()) for result in _results(reconciler, figures))


def _suggestions(reconciler: Reconciler, figures: Sequence[Figure]) -> Iterator[str]:
    for result in _results(reconciler, figures):
        report = result.to_dict()
        yield dumps({"figid": report["figid"], "suggestions": report["suggestions"]})


_TOGETHER: Final[dict[Kind, Callable[[Reconciler, Sequence[Any]], Iterator[Any]]]] = {
    "annotate": _annotations,
    "ground": _groundings,
    "reconcile": _reports,
    "suggest": _suggestions,
    "figure": _results,
}
