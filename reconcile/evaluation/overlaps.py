"""Which spans touch which, without looking at all pairs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TypeAlias

__all__ = ["Place", "Spans"]

Place: TypeAlias = tuple[int, int]
"""Start and end of a span, half-open, in code points of the text."""


class Spans:
    """Spans of one text, to be asked which of them share a character with another.

    They are sorted by start, with a tree over them that knows how far each part reaches. So one
    question costs what it finds, and the logarithm of their number, however long some of them are.

    >>> Spans([(0, 4), (2, 9), (9, 12)]).touching(3, 9)
    [0, 1]
    """

    def __init__(self, spans: Iterable[Place]) -> None:
        listed = list(spans)
        self._order = sorted(range(len(listed)), key=listed.__getitem__)
        self._starts = [listed[i][0] for i in self._order]
        self._leaves = 1 << max(0, len(listed) - 1).bit_length()
        ends = [listed[i][1] for i in self._order]
        reach = [0] * self._leaves + ends + [0] * (self._leaves - len(ends))
        for node in range(self._leaves - 1, 0, -1):
            reach[node] = max(reach[2 * node], reach[2 * node + 1])
        self._reach = reach

    def touching(self, start: int, end: int) -> list[int]:
        """The positions of those that share a character with this span, ascending."""
        return sorted(self._touching(start, end))

    def any(self, start: int, end: int) -> bool:
        """Whether one of them does."""
        return next(self._touching(start, end), None) is not None

    def _touching(self, start: int, end: int) -> Iterator[int]:
        before = bisect_left(self._starts, end)
        nodes = [(1, 0, self._leaves)]  # a part of the tree, and the spans below it
        while nodes:
            node, low, high = nodes.pop()
            if low >= before or self._reach[node] <= start:
                continue
            if node >= self._leaves:
                yield self._order[low]
                continue
            middle = (low + high) // 2
            nodes += [(2 * node, low, middle), (2 * node + 1, middle, high)]
