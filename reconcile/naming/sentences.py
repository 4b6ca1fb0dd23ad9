"""Where the sentences of a caption begin: the one splitter of the package."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from reconcile.patterns import regex

__all__ = ["Sentences"]

_END: Final = regex(r"[.!?;\n](?:(?<=\n)|(?:(?<=[.!?])\[\d[\d,–-]*\])?\s+(?=[A-Z(\[]))")
"""A full stop (with the number of a reference behind it) or semicolon before a capital or bracket,
or the end of a line: captions are lists of panels as often as they are prose."""


class Sentences:
    """The sentences of a text, found once.

    >>> text = "WNT binds FZD.[3,4] The rest; see text. (B) AKT"
    >>> sentences = Sentences(text)
    >>> [text[start:end] for start, end in sentences]
    ['WNT binds FZD.[3,4] ', 'The rest; see text. ', '(B) AKT']
    >>> sentences.at(30), sentences.span(30)
    (1, (20, 40))
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _END.finditer(text))]
        self._length = len(text)

    def at(self, place: int) -> int:
        """The index of the sentence that a place is in."""
        return bisect_right(self._starts, place) - 1

    def span(self, place: int) -> tuple[int, int]:
        """Start and end of the sentence that a place is in."""
        index = self.at(place)
        after = self._starts[index + 1] if index + 1 < len(self._starts) else self._length
        return self._starts[index], after

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Start and end of each sentence, in text order."""
        yield from zip(self._starts, (*self._starts[1:], self._length), strict=True)
