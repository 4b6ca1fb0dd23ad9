"""Doubly encoded text: UTF-8 that was read as another encoding, and the way back.

A third of the records of PFOCR's release of 2020 hold it (`TGF-Œ≤` for `TGF-β`). Results keep the
text as the record has it, with offsets of it; what is shown to people is mended.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reconcile.patterns import regex

__all__ = ["DOUBLE_ENCODED", "Mended", "mend", "mended"]

_WANTED: Final = (
    "αβγδεζηθικλμνξπρστφχψω"
    "ΑΒΓΔΘΛΣΦΨΩ"
    "‐‑‒–—‘’“”…•°±µ×→↑↓≥≤äöüéèáßÄÖÜ\u00a0\u2009\u200a\u202f′″−≈≠←↔∞™♦ɛ"
)
"""The characters that are looked for: any two or three letters are some character's UTF-8."""


def _double_encodings() -> dict[str, str]:
    """UTF-8 bytes shown as Mac Roman, Windows-1252 or Latin-1, and the character they were."""
    table: dict[str, str] = {}
    for char in _WANTED:
        for encoding in ("mac_roman", "cp1252", "latin-1"):
            try:
                table.setdefault(char.encode().decode(encoding), char)
            except UnicodeDecodeError:
                continue
    return {broken: char for broken, char in table.items() if len(broken) > 1}


DOUBLE_ENCODED: Final = _double_encodings()
"""What a doubly encoded character looks like, and what it was."""

_BROKEN: Final = regex("|".join(map(re.escape, sorted(DOUBLE_ENCODED, key=len, reverse=True))))
_ROUNDS: Final = 3
"""How many encodings over one another are taken off; the data have one, rarely two."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A mended text and where its characters were.

    Attributes:
        text: the mended text.
        offsets: for each of its code points, and its end, the offset in the original.
    """

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of `text` that stands for a span of the original, no character of it cut.

        >>> found = mend("a TGF-Œ≤ b")
        >>> found.text[slice(*found.span(2, 8))]
        'TGF-β'
        """
        first = bisect_right(self.offsets, start) - 1
        return first, max(first, bisect_left(self.offsets, end))


def mend(text: str) -> Mended:
    """The text with doubly encoded characters as they were, and nothing else changed.

    >>> mend("IFN-Œ≥ ‚Äì 5 ¬µM").text
    'IFN-γ – 5 µM'
    """
    offsets: Sequence[int] = range(len(text) + 1)
    for _ in range(0 if text.isascii() else _ROUNDS):
        kept: list[int] = []
        pieces: list[str] = []
        done = 0
        for found in _BROKEN.finditer(text):
            pieces += (text[done : found.start()], DOUBLE_ENCODED[found.group()])
            kept += offsets[done : found.start() + 1]
            done = found.end()
        if not done:
            break
        text, offsets = "".join((*pieces, text[done:])), (*kept, *offsets[done:])
    return Mended(text, offsets)


def mended(text: str) -> str:
    """The same without the way back."""
    return mend(text).text
