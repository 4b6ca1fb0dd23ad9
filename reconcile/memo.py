"""What a function gives for an argument, kept for the next time: for what every word asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

__all__ = ["Memo"]

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V]):
    """The values of a function of one argument, at most so many; those last asked for stay.

    Asked by `memo[argument]`. A value that is known takes less than half the time that
    `functools.lru_cache` takes, which also writes down that it was asked. Here that is seen from
    time to time: when half of the room is taken all is set aside, and what is then asked for comes
    back; what was set aside before and was not asked for since goes.

    >>> length = Memo(len, 4)
    >>> [length[word] for word in ("a", "ab", "abc", "a", "abcd")], list(length)
    ([1, 2, 3, 1, 4], ['abcd'])
    """

    def __init__(self, of: Callable[[K], V], most: int) -> None:
        super().__init__()
        self._of = of
        self._half = most // 2
        self._aside: dict[K, V] = {}

    def __missing__(self, argument: K) -> V:
        aside = self._aside
        value = aside[argument] if argument in aside else self._of(argument)
        if len(self) >= self._half:
            self._aside = self.copy()
            super().clear()
        self[argument] = value
        return value

    def held(self) -> int:
        """How many values are in memory: those that are known, and those set aside."""
        return len(self) + len(self._aside)

    def clear(self) -> None:
        """Forget all, what was set aside as well."""
        super().clear()
        self._aside = {}
