"""Items a few at a time, and what becomes of those before an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

__all__ = ["Source", "grouped"]

Item = TypeVar("Item")


def grouped(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Lists of `size` items, the last one shorter; also where the items then end in an error.

    >>> list(grouped("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    source = Source(items)
    while group := list(islice(source, size)):
        yield group
    source.finish()


class Source(Iterator[Item]):
    """Items whose error, if they end in one, waits until it is asked for."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = iter(items)
        self._error: Exception | None = None

    def __next__(self) -> Item:
        if self._error is not None:
            raise StopIteration
        try:
            return next(self._items)
        except StopIteration:
            raise
        except Exception as error:
            self._error = error
            raise StopIteration from None

    def finish(self) -> None:
        """Raise the error that the items ended in, if they did."""
        if self._error is not None:
            raise self._error
