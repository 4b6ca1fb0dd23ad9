"""The way from a request to a worker process and back."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property, partial
from typing import Any, Final

from reconcile.errors import ReconcileError, WorkerError
from reconcile.parallel.isolated import Isolated
from reconcile.parallel.process import Setup
from reconcile.reconciler import Reconciler
from reconcile.records import Figure, Grounding, Reconciliation
from reconcile.serve.engine.waiting import Waiting
from reconcile.serve.engine.window import in_order, streamed
from reconcile.serve.engine.work import Task, lost, opened, work
from reconcile.serve.settings import Settings

__all__ = ["Engine"]

_TOGETHER: Final = 8
"""Tasks that a worker takes at a time at most: the tagger reads so many nearly as fast as more, and
what comes meanwhile waits for all of them."""


_FIRST_NAMES: Final = (
    "MEK1/2",
    "Wnt/β-catenin",
    "IL(4)-13, RNA H/ACA A",
    "sodium (Na+) alpha-2,3-transferase 4",
    "epidermal growth factor receptr",
    "RNU6b-1096P",
)
"""Names by whose grounding all is loaded, and every pattern compiled, that names need: several in
one, in brackets, with Greek letters, ions and indices, long ones and such with a slip."""


class _Job:
    """A task and who waits for it."""

    __slots__ = ("future", "loop", "task")

    def __init__(self, task: Task, loop: asyncio.AbstractEventLoop) -> None:
        self.task, self.loop = task, loop
        self.future: asyncio.Future[Any] = loop.create_future()

    def is_wanted(self) -> bool:
        return not self.future.done()


class Engine:
    """Worker processes, each with a reconciler, and the tasks that wait for them.

    A task that ends its process comes to a `WorkerError`, one that takes too long to a
    `TimeLimitError`; the process is started anew, and what it did besides is done again. Names
    are grounded in this process, which has the lexicon and no tagger.
    """

    def __init__(self, settings: Settings) -> None:
        """Nothing is started before `open`, or the first task."""
        self._settings = settings
        setup = Setup(partial(opened, **_options(settings)), work, settings.time_limit)
        lose = partial(lost, settings.time_limit)
        self._crew = [Isolated[Task, list[Any]](setup, lose) for _ in range(settings.n_process)]
        self._waiting = Waiting[_Job](settings.limits.waiting, settings.n_process, _Job.is_wanted)
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._closed = False
        self.done: Counter[str] = Counter()
        """Tasks that were done, by kind."""

    def open(self) -> None:
        """Start the workers and wait until all of them can work.

        Raises:
            ReconcileError: one of them cannot, as where there is no such model.
        """
        for name in _FIRST_NAMES:  # what is loaded on first use is no client's time
            self.names.ground(name)
        with ThreadPoolExecutor(len(self._crew)) as threads:
            for started in [threads.submit(worker.open) for worker in self._crew]:
                started.result()
        self._start()

    def close(self) -> None:
        """End the workers, whatever they do; what waits comes to a `WorkerError`."""
        self._closed = True
        for job in self._waiting.close():
            _hand_out([job], [_ended()])
        for worker in self._crew:
            worker.close()
        for thread in self._threads:
            thread.join()

    @cached_property
    def names(self) -> Reconciler:
        """The dictionary alone, in this process: for names, and what is quick."""
        return Reconciler(ner="lexicon", overrides=self._settings.overrides)

    def ground(self, name: str) -> list[Grounding]:
        """The readings of a name, best first; to be called in a thread."""
        return self.names.ground(name)

    async def reconcile(self, figures: Sequence[Figure]) -> list[Reconciliation | Exception]:
        """Hold gene lists against their captions: a result or an error for each, in order.

        Raises:
            Full: too much waits.
        """
        tasks = [Task("figure", figure) for figure in figures]
        return [outcome async for outcome in self.each(tasks)]

    async def do(self, task: Task) -> Any:
        """What a task comes to: an answer, or an error.

        Raises:
            Full: too much waits.
        """
        return await self._put(task)

    def each(self, tasks: Iterable[Task | Exception]) -> AsyncGenerator[Any]:
        """What tasks come to, in their order; a few of them wait at a time.

        Raises:
            Full: too much waits, before the first of them.
        """
        return in_order(self._put, tasks, self._settings.limits.window)

    def stream(self, tasks: AsyncIterator[Task | Exception]) -> AsyncGenerator[Any]:
        """What tasks come to that come one by one, see `window.streamed`."""
        return streamed(self._put, tasks, self._settings.limits.window)

    @property
    def waiting(self) -> int:
        """Tasks that wait for a worker."""
        return len(self._waiting)

    @property
    def workers(self) -> int:
        """Worker processes."""
        return len(self._crew)

    @property
    def restarts(self) -> int:
        """Worker processes that took the place of others."""
        return sum(max(worker.starts - 1, 0) for worker in self._crew)

    def _put(self, task: Task) -> asyncio.Future[Any]:
        job = _Job(task, asyncio.get_running_loop())
        self._waiting.put(job)
        self._start()
        return job.future

    def _start(self) -> None:
        if self._threads or self._closed:
            return
        with self._lock:
            if not self._threads:
                self._threads = [
                    threading.Thread(target=self._serve, args=(worker,), daemon=True)
                    for worker in self._crew
                ]
                for thread in self._threads:
                    thread.start()

    def _serve(self, worker: Isolated[Task, list[Any]]) -> None:
        """The life of a thread: hands tasks to its process."""
        while True:
            with suppress(ReconcileError):  # the next task is told
                worker.open()  # before it takes tasks, which others do meanwhile
            if not (jobs := self._waiting.take(_TOGETHER)):
                if self._closed:
                    return
                continue
            try:
                found = [each for done in worker.do([job.task for job in jobs]) for each in done]
            except Exception as error:
                found = [error] * len(jobs)
            self.done.update(job.task.kind for job in jobs)
            _hand_out(jobs, found)


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "ner": settings.ner,
        "organism": settings.organism,
        "overrides": settings.overrides,
        "calibration": settings.calibration,
    }


def _hand_out(jobs: Sequence[_Job], outcomes: Sequence[Any]) -> None:
    """Give each job its outcome, in the loop that waits for it."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Callable[[], None]]] = {}
    for job, outcome in zip(jobs, outcomes, strict=True):
        by_loop.setdefault(job.loop, []).append(partial(_settle, job.future, outcome))
    for loop, settling in by_loop.items():
        with suppress(RuntimeError):  # the loop is closed, and nobody waits
            loop.call_soon_threadsafe(_run, settling)


def _run(calls: Sequence[Callable[[], None]]) -> None:
    for call in calls:
        call()


def _settle(future: asyncio.Future[Any], outcome: Any) -> None:
    if not future.done():
        future.set_result(outcome)


def _ended() -> WorkerError:
    return WorkerError("the service is ending")
