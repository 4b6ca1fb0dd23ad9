"""Tasks in a process that is started again when it is lost: the culprit fails, the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Generic, TypeVar

from reconcile.errors import WorkerError
from reconcile.parallel.process import LostError, Process, Setup

__all__ = ["GROUP", "TASKS_A_PROCESS", "Isolated"]

GROUP: Final = 32
"""Tasks that are sent to a process at a time, and done again if it dies."""
_TRIES: Final = 2
"""How often a group, and then each task of it, may cost a process its life."""
TASKS_A_PROCESS: Final = 20_000
"""After so many a process is replaced: what a model of spaCy remembers of words only grows."""

Task = TypeVar("Task")
Done = TypeVar("Done")


class Isolated(Generic[Task, Done]):
    """Does tasks in groups, in a process of its own.

    A group that costs a process its life is tried once more, and then task by task. A task that
    does so alone, twice, or takes longer than it may, becomes what `lost` says of it.

    Not to be used by two threads at a time, but `close` may be called from another.

    Attributes:
        starts: how many processes were started so far.
    """

    def __init__(self, setup: Setup, lost: Callable[[Task, LostError], Done]) -> None:
        """Nothing is started before the first task.

        Args:
            setup: what the process does; its `work` makes one `Done` of a group of tasks.
            lost: makes one of a task that could not be done.
        """
        self._setup, self._lost = setup, lost
        self._process: Process | None = None
        self._taken = 0
        self._closed = False
        self.starts = 0

    def open(self) -> None:
        """Start the process now, if there is none; otherwise the first task waits for it.

        Raises:
            WorkerError: it cannot be started, or `close` was called.
            ReconcileError: what `opener` raises.
        """
        self._started()

    def do(self, tasks: Sequence[Task]) -> list[Done]:
        """Do tasks; what they came to, in their order.

        Raises:
            WorkerError: no process can be started, or `close` was called.
            ReconcileError: what `opener` raises.
        """
        done: list[Done] = []
        for start in range(0, len(tasks), GROUP):
            done.extend(self._done(tasks[start : start + GROUP]))
        self._renew(len(tasks))
        return done

    def close(self) -> None:
        """End the process, whatever it does; `do` raises from now on."""
        self._closed = True
        if (process := self._process) is not None:
            process.kill()

    def _done(self, tasks: Sequence[Task]) -> Iterator[Done]:
        """Do tasks together; if that costs too many processes, one by one."""
        for _ in range(_TRIES):
            process = self._started()
            try:
                yield process.do(tasks)
                return
            except LostError as error:
                self._process, lost = None, error
            if lost.kind == "time":  # another try would take as long
                break
        if len(tasks) > 1:
            for task in tasks:
                yield from self._done([task])
        else:
            yield self._lost(tasks[0], lost)

    def _started(self) -> Process:
        if self._process is None and not self._closed:
            self._process = self._start(_TRIES)
        if self._closed or self._process is None:  # perhaps closed while it started
            if self._process is not None:
                self._process.kill()
            raise WorkerError("the work was ended")
        return self._process

    def _start(self, tries: int) -> Process:
        self.starts += 1
        try:
            return Process(self._setup)
        except LostError as error:
            if tries > 1 and not self._closed:
                return self._start(tries - 1)
            raise WorkerError(f"a worker cannot start: {error}") from error

    def _renew(self, taken: int) -> None:
        self._taken += taken
        if self._taken >= TASKS_A_PROCESS and self._process is not None:
            self._process.stop()
            self._process, self._taken = None, 0
