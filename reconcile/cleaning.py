"""Repair of what publishing did to the characters of a text, with the way back to the original."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from reconcile.entities import ENTITIES, NUMBERED, numbered
from reconcile.mojibake import DOUBLE_ENCODED
from reconcile.patterns import regex

__all__ = ["EQUIVALENTS", "LOOKALIKES", "CleanText", "clean"]

EQUIVALENTS: Final[dict[str, str]] = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d\u00af\u223c", "-"),
    **dict.fromkeys(
        "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " "
    ),
    **dict.fromkeys("\u202f\u205f\u3000\n\r\t", " "),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02b9\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f", ""),
    "\u00b5": "μ",
    "ß": "β",
    "ẞ": "β",
    "ϐ": "β",
    "ɑ": "α",
    "ϵ": "ε",
    "ɛ": "ε",
    "ϰ": "κ",
    "ĸ": "κ",
    "ƙ": "κ",
    "ϕ": "φ",
    "ɸ": "φ",
    "ɣ": "γ",
    "ℽ": "γ",
    "ϒ": "γ",
    "ϴ": "θ",
    "∂": "δ",
    "∆": "δ",
    "Ω": "ω",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
}
"""Characters, and the plain ones that are read in their place."""

LOOKALIKES: Final[dict[str, str]] = dict(
    zip("АВЕКМНОРСТУХаеорсухкІіЅѕЈј", "ABEKMHOPCTYXaeopcyxkIiSsJj", strict=True)
) | dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True))
"""Cyrillic and Greek letters, and the Latin ones that they look like."""

_MOST_BROKEN: Final = max(map(len, (*DOUBLE_ENCODED, *ENTITIES)))
"""Characters that one is shown as at most."""
# Alternatives that all begin with a plain character let the search skip to one of those.
_DAMAGE: Final = regex(
    "|".join(
        (
            *map(re.escape, sorted(DOUBLE_ENCODED, key=len, reverse=True)),
            *map(re.escape, EQUIVALENTS),
            *map(re.escape, ENTITIES),
            NUMBERED,
        )
    )
)
_LOOKALIKE: Final = regex("[" + "".join(LOOKALIKES) + "]")
_LATIN: Final = regex("[A-Za-z0-9]")
_WORD: Final = regex(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class CleanText:
    """A repaired text and the way back to the original.

    Attributes:
        text: the repaired text.
        original: the text that it was made from.
        offsets: for each code point of `text`, and its end, the code-point offset in `original`;
            None when nothing moved.
    """

    text: str
    original: str
    offsets: tuple[int, ...] | None = None
    _ends: dict[int, int] = field(default_factory=dict, repr=False, compare=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of `original` that a non-empty span of `text` stands for.

        >>> broken = clean("NF-Œ∫B on")
        >>> broken.text, broken.span(0, 5)
        ('NF-κB on', (0, 6))
        """
        if self.offsets is None:
            return start, end
        first = self.offsets[start]
        return first, max(self._end(end), min(first + 1, self.offsets[end]))

    def _end(self, end: int) -> int:
        """Where the original ends, without the characters behind it that were left out.

        Kept, as many spans end at one place and any number of such characters may stand there.
        """
        if self.offsets is None:
            return end
        if end not in self._ends:
            last = self.offsets[end]
            while last and not EQUIVALENTS.get(self.original[last - 1], "?"):
                last -= 1
            self._ends[end] = last
        return self._ends[end]


def clean(text: str) -> CleanText:
    r"""Repair the characters of a text; every change keeps the way back.

    Double-encoded UTF-8 becomes the character that it was, soft hyphens and zero-width characters
    go, dashes, spaces, quotes and ligatures become plain, HTML entities (`&kappa;`) what they
    stand for, Latin look-alikes of other scripts become Latin inside a Latin word.

    >>> clean("IFN-Œ≥ and\u00a0TGF\u2013β1").text
    'IFN-γ and TGF-β1'
    """
    if not _DAMAGE.search(text):
        return CleanText(_latinise(text), text)
    repaired, offsets = _repair(text)
    # A repair can bring the two halves of another broken character together, as in text that was
    # encoded twice over.
    if _DAMAGE.search(repaired):
        repaired, offsets = _Rounds(repaired, offsets).result()
    return CleanText(_latinise(repaired), text, offsets)


def _repair(text: str) -> tuple[str, tuple[int, ...] | None]:
    """One round of repairs, with offsets in the original; None when nothing moved."""
    pieces: list[str] = []
    offsets: list[int] = []
    done = 0
    moved = False
    for hit in _DAMAGE.finditer(text):
        start, end = hit.span()
        fixed = _fixed(hit.group())
        pieces.append(text[done:start])
        offsets.extend(range(done, start))
        pieces.append(fixed)
        offsets.extend([start] * len(fixed))
        moved = moved or len(fixed) != end - start
        done = end
    pieces.append(text[done:])
    offsets.extend(range(done, len(text) + 1))
    return "".join(pieces), tuple(offsets) if moved else None


class _Rounds:
    """The rounds of repairs after the first one, until none is left to do.

    There may be as many rounds as there are characters. New damage can only lie where the round
    before has changed something, so nothing else is looked at: the characters are a linked list,
    from which a round picks the few around each change.
    """

    def __init__(self, text: str, offsets: tuple[int, ...] | None) -> None:
        size = len(text)
        self._chars = ["", *text, ""]
        # Of each character, by its number: its offset, and the numbers of those beside it.
        self._offsets = [0, *(range(size + 1) if offsets is None else offsets)]
        self._after = list(range(1, size + 3))
        self._before = list(range(-1, size + 1))
        self._end = size + 1
        self._moved = offsets is not None
        places: Iterable[int] = [hit.start() + 1 for hit in _DAMAGE.finditer(text)]
        while places:
            places = self._round(places)

    def result(self) -> tuple[str, tuple[int, ...] | None]:
        """The repaired text, with offsets in the original; None when nothing moved."""
        order, at = [], self._after[0]
        while at != self._end:
            order.append(at)
            at = self._after[at]
        text = "".join([self._chars[at] for at in order])
        offsets = tuple(self._offsets[at] for at in (*order, self._end))
        return text, offsets if self._moved else None

    def _round(self, places: Iterable[int]) -> dict[int, None]:
        """Repair what is broken at some places, in text order; those to look at next."""
        chars, after = self._chars, self._after
        changed: dict[int, None] = {}
        for place in places:
            if not chars[place]:
                continue
            run: list[int] = []
            at = place
            while at != self._end and len(run) < _MOST_BROKEN:
                run.append(at)
                at = after[at]
            hit = _DAMAGE.match("".join([chars[at] for at in run]))
            if hit is not None:
                self._replace(run[: hit.end()], _fixed(hit.group()), changed)
        return changed

    def _replace(self, old: Sequence[int], fixed: str, changed: dict[int, None]) -> None:
        """Put other characters in the place of some, and note where damage may lie now."""
        left, right = self._before[old[0]], self._after[old[-1]]
        self._moved = self._moved or len(fixed) != len(old)
        near: list[int] = []
        at = left
        while at and len(near) < _MOST_BROKEN - 1:
            near.append(at)
            at = self._before[at]
        for at in reversed(near):
            changed[at] = None
        for at in old:
            self._chars[at] = ""
        for char in fixed:
            new = len(self._chars)
            self._chars.append(char)
            self._offsets.append(self._offsets[old[0]])
            self._before.append(left)
            self._after.append(right)
            self._after[left] = left = new
            changed[new] = None
        self._after[left], self._before[right] = right, left


def _fixed(found: str) -> str:
    """What a damaged or uncommon character is repaired to."""
    fixed = DOUBLE_ENCODED.get(found) or ENTITIES.get(found)
    if fixed is None and found.startswith("&#"):
        fixed = numbered(found)
        if not fixed.isprintable() and fixed not in EQUIVALENTS:
            return ""
    return EQUIVALENTS.get(fixed or found, fixed or found)


def _latinise(text: str) -> str:
    """Replace look-alike letters one by one where they stand in a word with Latin letters."""
    if text.isascii() or not _LOOKALIKE.search(text):
        return text
    out = list(text)
    for word in _WORD.finditer(text):
        if _LATIN.search(word.group()):
            for i in range(*word.span()):
                out[i] = LOOKALIKES.get(out[i], out[i])
    return "".join(out)
