"""A limit to the time of one call, kept in the process and the thread that makes it.

In the main thread a timer of the operating system ends the call; it also ends a regular expression
that goes on and on. In other threads, where there is no such timer, or where the program has an
alarm of its own, a watching thread ends the call at its next step in Python. Neither ends one step
in compiled code that does not come back: only another process can do that, see `process`. Both try
again until the call has ended: Python drops what is raised while it collects garbage.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar

from reconcile.errors import TimeLimitError
from reconcile.locks import IMPORTS

__all__ = ["limited"]

Result = TypeVar("Result")

_AGAIN: Final = 1.0
"""Seconds until a call that did not end is ended again: more than it takes to tidy up."""


class _TimeIsUp(BaseException):
    """Ends the call; no `Exception`, so that nothing inside takes it for an error of its own."""


def limited(call: Callable[[], Result], seconds: float | None) -> Result:
    """What a call returns, if it does so in time; None sets no limit.

    Raises:
        TimeLimitError: it took longer, and was ended.

    >>> limited(lambda: 1 + 1, 10.0)
    2
    """
    if seconds is None:
        return call()
    keep = _by_alarm if _may_set_alarm() else _by_watch
    try:
        return keep(call, seconds)
    except _TimeIsUp:
        raise TimeLimitError(seconds) from None


def _may_set_alarm() -> bool:
    """Whether there is an alarm, and nobody else uses it."""
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) in (signal.SIG_DFL, signal.SIG_IGN)
        and signal.getitimer(signal.ITIMER_REAL)[0] == 0
    )


def _by_alarm(call: Callable[[], Result], seconds: float) -> Result:
    before = signal.signal(signal.SIGALRM, _end)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
            return call()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:  # also where the alarm comes while it is switched off
        signal.signal(signal.SIGALRM, before)


def _end(*_: Any) -> None:
    raise _TimeIsUp


def _by_watch(call: Callable[[], Result], seconds: float) -> Result:
    watch = _Watch(threading.get_ident())
    threading.Thread(target=watch.keep, args=(seconds,), daemon=True).start()
    try:
        return call()
    finally:
        watch.leave()


class _Watch:
    """Ends what a thread does, unless that is over already."""

    def __init__(self, thread: int) -> None:
        with IMPORTS:  # here, for nothing can be imported while another thread hangs in an import
            from ctypes import c_ulong, py_object, pythonapi
        self._set = pythonapi.PyThreadState_SetAsyncExc
        self._thread = c_ulong(thread)
        self._ending = py_object(_TimeIsUp)
        self._lock = threading.Lock()
        self._over = threading.Event()

    def keep(self, seconds: float) -> None:
        """Have the thread raise at its next step in Python once the time is up, until it does."""
        while not self._over.wait(seconds):
            with self._lock:
                if not self._over.is_set():
                    self._set(self._thread, self._ending)
            seconds = _AGAIN

    def leave(self) -> None:
        """The call is over; what was to be raised and was not yet is not raised any more."""
        with self._lock:
            self._over.set()
            self._set(self._thread, None)
