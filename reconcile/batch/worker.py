"""A worker: makes chunks into files, in a process that is started again when it is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reconcile.batch.chunks import Chunk
from reconcile.batch.job import Job
from reconcile.batch.table import BatchFailure, Footer, Tally, encode, schema_of, unpack
from reconcile.batch.work import Done, Task, failed, work
from reconcile.errors import BatchError, WorkerError
from reconcile.parallel.isolated import Isolated
from reconcile.parallel.process import LostError, Setup
from reconcile.records import Failure

__all__ = ["Part", "Worker"]

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
        self._identity = job.identity
        self._schema = schema_of(job.settings.organism)
        setup = Setup(job.opener, work, job.settings.time_limit)
        self._isolated = Isolated[Task, Done](setup, _lost)

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
        for done in self._done(tasks):
            batches.append(unpack(done.rows, self._schema))
            tally += done.tally
            failures.update(done.failures)
        ordered = tuple(failures[index] for index in sorted(failures))
        footer = Footer(self._identity, chunk.number, tally, ordered)
        data = encode(batches, footer, self._schema)
        return Part(chunk.number, data, tally.figures, len(ordered))

    def close(self) -> None:
        """End the process, whatever it does; `part` raises from now on."""
        self._isolated.close()

    def _done(self, tasks: list[Task]) -> list[Done]:
        try:
            return self._isolated.do(tasks)
        except WorkerError as error:
            raise BatchError(str(error)) from error


def _lost(task: Task, error: LostError) -> Done:
    return Done(failures={task[0]: failed(task, error.kind, f"{error}{_SEE[error.kind]}")})
