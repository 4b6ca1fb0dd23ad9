"""A process for what is done to records: one that crashes or hangs costs it, and nothing else."""

from __future__ import annotations

import faulthandler
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from reconcile.batch.job import Job
from reconcile.errors import BatchError, ReconcileError

if TYPE_CHECKING:
    from reconcile.batch.work import Done, Task

__all__ = ["LostError", "Process", "serve"]

_START_S: Final = 300.0
_GRACE_S: Final = 5.0
_DYING_S: Final = 0.2
_GLANCE_S: Final = 1.0
_ONE_THREAD: Final = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
"""The workers are the parallelism."""
_SERVE: Final = "import sys; from reconcile.batch.process import serve; serve(int(sys.argv[1]))"


class LostError(Exception):
    """A process is gone: it died (`crash`), or was ended because it took too long (`time`)."""

    def __init__(self, kind: Literal["crash", "time"], message: str) -> None:
        self.kind = kind
        super().__init__(message)


class Process:
    """A process with a reconciler of its own.

    Not to be used by two threads at a time, but `kill` may be called from another.

    Raises:
        LostError: it died while it started.
        ReconcileError: it has no reconciler, and another one would have none either.
    """

    def __init__(self, job: Job) -> None:
        self._limit = job.settings.time_limit
        self._pipe, theirs = Pipe()
        # Not by `multiprocessing`, which would run the script of whoever calls once more.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _SERVE, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=2,  # what a model prints is no output of the command
            env={**_ONE_THREAD, **os.environ, "PYTHONPATH": os.pathsep.join(map(_full, sys.path))},
        )
        theirs.close()
        self._say((job.opener, self._limit))
        problem = self._answer(_START_S)
        if problem is not None:
            self.kill()
            raise problem

    def do(self, tasks: Sequence[Task]) -> Done:
        """Have figures reconciled, see `work`.

        Raises:
            LostError: it died, or was silent for longer than a record may take.
        """
        self._say(tasks)
        for _ in tasks:
            self._answer(self._limit)
        done: Done = self._answer(_START_S)
        return done

    def kill(self) -> None:
        """End it now, whatever it does."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it when it is idle."""
        self._pipe.close()
        self._wait(_GRACE_S)
        self.kill()

    def _say(self, value: object) -> None:
        with suppress(OSError):  # it is dead, as its answer will say
            self._pipe.send(value)

    def _answer(self, patience: float) -> Any:
        try:
            if self._pipe.poll(patience):
                return self._pipe.recv()
        except (EOFError, OSError) as error:
            self._wait(_DYING_S)
            self.kill()
            ending = _ending(self._process.returncode)
            raise LostError("crash", f"its process {ending}") from error
        self.kill()
        raise LostError("time", f"not done after {patience:g} s")

    def _wait(self, patience: float) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)


def serve(descriptor: int) -> None:
    """The life of a process: answers groups of figures, and None whenever one of them is done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it decides when to stop
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    pipe: Connection[Any, Any] = Connection(descriptor)
    try:
        opener, limit = pipe.recv()
        reconciler = opener()
        from reconcile.batch.work import work

        work(reconciler, [], lambda: None)  # what is loaded on first use is no record's time
    except ReconcileError as error:
        pipe.send(error)
        return
    except Exception as error:
        pipe.send(BatchError(f"a worker cannot start: {type(error).__name__}: {error}"))
        return
    silent = open(os.devnull, "w")  # noqa: PTH123, SIM115 -- open as long as the process lives

    def watch() -> None:
        # One that hangs where no thread gets a turn, and has lost its parent, still ends.
        faulthandler.dump_traceback_later(2 * limit + _GRACE_S, exit=True, file=silent)

    def beat() -> None:
        pipe.send(None)
        watch()

    pipe.send(None)
    with suppress(EOFError, OSError):  # nobody asks any more
        while True:
            tasks = pipe.recv()
            watch()
            done = work(reconciler, tasks, beat)
            faulthandler.cancel_dump_traceback_later()
            pipe.send(done)


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
