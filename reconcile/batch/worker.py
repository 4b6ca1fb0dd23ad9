"""A worker: makes chunks into files, in a process that it starts again when it is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reconcile.batch.chunks import Chunk
from reconcile.batch.job import Job
from reconcile.batch.process import LostError, Process
from reconcile.batch.table import BatchFailure, Footer, Tally, encode, unpack
from reconcile.batch.work import Done, Task, failed
from reconcile.errors import BatchError
from reconcile.records import Failure

__all__ = ["Part", "Worker"]

_GROUP: Final = 32
"""Figures that are sent to a process at a time, and done again if it dies."""
_TRIES: Final = 2
"""How often a group, and then each figure of it, may cost a process its life."""
_RECORDS_A_PROCESS: Final = 20_000
"""After so many a process is replaced: what spaCy remembers of the words it saw only grows."""

_SEE: Final = {
    "crash": " each time; look at what is in its caption",
    "time": "; raise --time-limit, or look at what is in its caption",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A chunk that is done: the file that it makes, and how many records are in it."""

    number: int
    data: bytes
    figures: int
    failures: int


class Worker:
    """Does chunks, the same in every engine.

    Not to be used by two threads at a time, but `close` may be called from another.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._process: Process | None = None
        self._taken = 0
        self._closed = False

    def part(self, chunk: Chunk) -> Part:
        """The file of a chunk; each of its records is a row or a failure in it.

        Raises:
            BatchError: no process can be started, or `close` was called.
            ModelError: it cannot open its model.
            LexiconError: it cannot open its lexicon.
        """
        tasks: list[Task] = []
        failures: dict[int, BatchFailure] = {}
        for index, item in enumerate(chunk.items):
            if isinstance(item, Failure):
                failures[index] = BatchFailure(
                    item.figid, item.source, item.line, "input", item.error
                )
            else:
                tasks.append((index, *item))
        batches, tally = [], Tally()
        for start in range(0, len(tasks), _GROUP):
            for done in self._done(tasks[start : start + _GROUP]):
                batches.append(unpack(done.rows))
                tally += done.tally
                failures.update(done.failures)
        self._renew(len(tasks))
        ordered = tuple(failures[index] for index in sorted(failures))
        footer = Footer(self._job.identity, chunk.number, tally, ordered)
        return Part(chunk.number, encode(batches, footer), tally.figures, len(ordered))

    def close(self) -> None:
        """End the process, whatever it does; `part` raises from now on."""
        self._closed = True
        if (process := self._process) is not None:
            process.kill()

    def _done(self, tasks: Sequence[Task]) -> Iterator[Done]:
        """Do figures together; if that costs too many processes, one by one."""
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
            yield Done(
                failures={tasks[0][0]: failed(tasks[0], lost.kind, f"{lost}{_SEE[lost.kind]}")}
            )

    def _started(self) -> Process:
        if self._process is None:
            self._process = self._start(_TRIES)
        if self._closed:  # perhaps while it started
            self._process.kill()
            raise BatchError("the batch was ended")
        return self._process

    def _start(self, tries: int) -> Process:
        try:
            return Process(self._job)
        except LostError as error:
            if tries > 1 and not self._closed:
                return self._start(tries - 1)
            raise BatchError(f"a worker cannot start: {error}") from error

    def _renew(self, taken: int) -> None:
        self._taken += taken
        if self._taken >= _RECORDS_A_PROCESS and self._process is not None:
            self._process.stop()
            self._process, self._taken = None, 0
