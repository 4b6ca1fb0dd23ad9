"""Which spans touch which, without looking at all pairs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate
from typing import TypeAlias

__all__ = ["Place", "Spans"]

Place: TypeAlias = tuple[int, int]
"""Start and end of a span, half-open, in code points of the text."""


class Spans:
    """Spans of one text, to be asked which of them share a character with another.

    >>> Spans([(0, 4), (2, 9), (9, 12)]).touching(3, 9)
    [0, 1]
    """

    def __init__(self, spans: Iterable[Place]) -> None:
        self._spans = list(spans)
        self._order = sorted(range(len(self._spans)), key=self._spans.__getitem__)
        self._starts = [self._spans[i][0] for i in self._order]
        self._reach = list(accumulate((self._spans[i][1] for i in self._order), max))

    def touching(self, start: int, end: int) -> list[int]:
        """The positions of those that share a character with this span, ascending."""
        found = []
        at = bisect_left(self._starts, end) - 1
        while at >= 0 and self._reach[at] > start:
            position = self._order[at]
            if self._spans[position][1] > start:
                found.append(position)
            at -= 1
        return sorted(found)

    def any(self, start: int, end: int) -> bool:
        """Whether one of them does."""
        return bool(self.touching(start, end))
