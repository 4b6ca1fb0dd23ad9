"""Locks that are free in a process that is forked.

A child of `os.fork` has one thread, and a copy of every lock as it was: what another thread held,
nobody in the child will ever let go. So a fork waits until nobody holds a lock that is made here.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import RLock
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, overload

if TYPE_CHECKING:
    from _thread import RLock as Lock

__all__ = ["IMPORTS", "fork_lock", "kept_property"]

Owner = TypeVar("Owner")
Value = TypeVar("Value")


def fork_lock() -> Lock:
    """A lock that a fork waits for; to be made once, while its module is imported.

    A fork takes such locks the youngest first. So a thread that holds one may take an older one,
    never a younger one, or it and the fork would wait for each other.
    """
    lock = RLock()
    held: list[bool] = []

    def take() -> None:
        held.append(lock.acquire())

    def let_go() -> None:
        if held:  # not if it was made while the fork waited for another one
            held.pop()
            lock.release()

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=take, after_in_parent=let_go, after_in_child=let_go)
    return lock


IMPORTS: Final = fork_lock()
"""To be held while a function imports what it needs: modules have locks too while they load."""


class kept_property(Generic[Owner, Value]):
    """A property that is computed once, as `functools.cached_property`, but without a lock.

    That of Python 3.11 holds one lock for all instances while it computes. Two threads that ask
    an instance at the same time may both compute here.
    """

    def __init__(self, compute: Callable[[Owner], Value]) -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, owner: None, kind: type[Owner]) -> kept_property[Owner, Value]: ...

    @overload
    def __get__(self, owner: Owner, kind: type[Owner]) -> Value: ...

    def __get__(self, owner: Owner | None, kind: type[Owner]) -> Any:
        """The value; kept in the instance, where it is found first from then on."""
        if owner is None:
            return self
        value = vars(owner)[self._compute.__name__] = self._compute(owner)
        return value
