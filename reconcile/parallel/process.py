"""A process for what is done to tasks: one that crashes or hangs costs it, and nothing else."""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any, Final, Literal

from reconcile.errors import ReconcileError, WorkerError
from reconcile.hushed import hush

__all__ = ["LostError", "Process", "Setup", "serve"]

_START_S: Final = 300.0
_GRACE_S: Final = 5.0
_DYING_S: Final = 0.2
_GLANCE_S: Final = 1.0
_ONE_THREAD: Final = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
"""The workers are the parallelism."""
_SERVE: Final = "from reconcile.parallel.process import serve; serve()"
_LENGTH: Final = 8
"""Bytes before each message that say how long it is."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a process does; pickled to get there.

    Attributes:
        opener: makes what works.
        work: called with that, some tasks, and a function that it calls after each of them; it
            returns the answer.
        limit: seconds that a task may take, None for any time.
    """

    opener: Callable[[], Any]
    work: Callable[[Any, Sequence[Any], Callable[[], None]], Any]
    limit: float | None = None


class LostError(Exception):
    """A process is gone: it died (`crash`), or was ended because it took too long (`time`)."""

    def __init__(self, kind: Literal["crash", "time"], message: str) -> None:
        self.kind = kind
        super().__init__(message)


class Process:
    """A process that has opened what works on its tasks.

    Not to be used by two threads at a time, but `kill` may be called from another.

    Raises:
        LostError: it died while it started.
        ReconcileError: it cannot open what it needs, and another one could not either.
    """

    def __init__(self, setup: Setup) -> None:
        self._limit = setup.limit
        # Not by `multiprocessing`, which would run the script of whoever calls once more.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**_ONE_THREAD, **os.environ, "PYTHONPATH": os.pathsep.join(map(_full, sys.path))},
        )
        self._answers: SimpleQueue[bytes | None] = SimpleQueue()
        threading.Thread(
            target=_listen, args=(self._process.stdout, self._answers), daemon=True
        ).start()
        self._say(setup)
        problem = self._answer(_START_S)
        if problem is not None:
            self.kill()
            raise problem

    def do(self, tasks: Sequence[Any]) -> Any:
        """Have tasks worked on; returns what the work returns.

        Raises:
            LostError: it died, or was silent for longer than a task may take.
        """
        self._say(tasks)
        for _ in tasks:
            self._answer(self._limit)
        return self._answer(None if self._limit is None else _START_S)

    def kill(self) -> None:
        """End it now, whatever it does."""
        self._process.kill()
        self._process.wait()
        self._hang_up()

    def stop(self) -> None:
        """End it when it is idle."""
        self._hang_up()
        self._wait(_GRACE_S)
        self.kill()

    def _say(self, value: object) -> None:
        message = pickle.dumps(value)
        with suppress(OSError, ValueError):  # it is dead, as its answer will say
            _send(self._process.stdin, message)

    def _answer(self, patience: float | None) -> Any:
        try:
            message = self._answers.get(timeout=patience)
        except Empty:
            self.kill()
            raise LostError("time", f"not done after {patience:g} s") from None
        if message is None:
            self._wait(_DYING_S)
            self.kill()
            raise LostError("crash", f"its process {_ending(self._process.returncode)}")
        return pickle.loads(message)

    def _hang_up(self) -> None:
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()

    def _wait(self, patience: float) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)


def serve() -> None:
    """The life of a process: answers groups of tasks, and None whenever one of them is done."""
    hush()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it decides when to stop
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    asked, answers = _take_streams()

    def say(value: object) -> None:
        _send(answers, pickle.dumps(value))

    try:
        setup: Setup = pickle.loads(_receive(asked))
        opened = setup.opener()
        setup.work(opened, [], lambda: None)  # what is loaded on first use is no task's time
    except ReconcileError as error:
        say(error)
        return
    except Exception as error:
        say(WorkerError(f"a worker cannot start: {type(error).__name__}: {error}"))
        return
    silent = open(os.devnull, "w")  # noqa: PTH123, SIM115 -- open as long as the process lives

    watched = 0.0

    def watch(often: float = 0.0) -> None:
        # One that hangs where no thread gets a turn, and has lost its parent, still ends.
        nonlocal watched
        now = time.monotonic()
        if setup.limit is not None and now - watched >= often:
            watched = now
            ending = 2 * setup.limit + _GRACE_S
            faulthandler.dump_traceback_later(ending, exit=True, file=silent)

    def beat() -> None:
        say(None)
        watch(_GLANCE_S)  # it starts a thread: not for each of many quick tasks

    say(None)
    with suppress(EOFError, OSError):  # nobody asks any more
        while True:
            tasks = pickle.loads(_receive(asked))
            watch()
            done = setup.work(opened, tasks, beat)
            faulthandler.cancel_dump_traceback_later()
            say(done)


def _take_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output for the messages alone: what a model prints is no answer."""
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return asked, answers


def _send(stream: IO[bytes] | None, message: bytes) -> None:
    if stream is not None:
        stream.write(len(message).to_bytes(_LENGTH, "little"))
        stream.write(message)
        stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    """The next message.

    Raises:
        EOFError: there is none, or not the whole of it.
    """
    length = stream.read(_LENGTH)
    message = stream.read(int.from_bytes(length, "little"))
    if len(length) < _LENGTH or len(message) < int.from_bytes(length, "little"):
        raise EOFError
    return message


def _listen(stream: IO[bytes], answers: SimpleQueue[bytes | None]) -> None:
    """Put what a process says into a queue, and None when it says no more."""
    with stream, suppress(EOFError, OSError):
        while True:
            answers.put(_receive(stream))
    answers.put(None)


def _end_with(parent: int) -> None:
    """End this process when its parent has."""
    while os.getppid() == parent:
        time.sleep(_GLANCE_S)
    os._exit(1)


def _full(path: str) -> str:
    return path or str(Path.cwd())


def _ending(status: int) -> str:
    """How a process ended, in words.

    >>> _ending(-11), _ending(3)
    ('was ended by SIGSEGV', 'ended with status 3')
    """
    if status < 0:
        with suppress(ValueError):
            return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"
