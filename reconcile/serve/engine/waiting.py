"""What waits for a worker: so much and no more, shared out a few at a time."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Full", "Waiting"]

Item = TypeVar("Item")


class Full(Exception):
    """So much waits already that nothing more is taken."""


class Waiting(Generic[Item]):
    """A queue between the requests and the workers; used by many threads."""

    def __init__(self, room: int, takers: int, is_wanted: Callable[[Item], bool]) -> None:
        """An empty one.

        Args:
            room: how many may wait.
            takers: how many workers share them.
            is_wanted: whether somebody still waits for an item; the others are dropped.
        """
        self._room, self._takers, self._is_wanted = room, takers, is_wanted
        self._items: deque[Item] = deque()
        self._changed = threading.Condition()
        self._closed = False

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: Item) -> None:
        """Have an item wait.

        Raises:
            Full: there is no room, or it was closed.
        """
        with self._changed:
            if self._closed or len(self._items) >= self._room:
                raise Full
            self._items.append(item)
            self._changed.notify()

    def take(self, most: int) -> list[Item]:
        """The next items, none if it was closed; waits for them.

        A worker leaves the others their share, so that few items are done at the same time and
        many in groups.
        """
        with self._changed:
            while True:
                while self._items and not self._is_wanted(self._items[0]):
                    self._items.popleft()
                if self._closed:
                    return []
                if self._items:
                    break
                self._changed.wait()
            share = min(most, -(-len(self._items) // self._takers))
            found = [self._items.popleft() for _ in range(share)]
            return [item for item in found if self._is_wanted(item)]

    def close(self) -> list[Item]:
        """Give nothing out any more; returns what waited."""
        with self._changed:
            self._closed = True
            left = list(self._items)
            self._items.clear()
            self._changed.notify_all()
            return left
