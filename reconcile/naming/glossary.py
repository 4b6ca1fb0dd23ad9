"""Lists of abbreviations: `APC: antigen-presenting cell; HLA, human leukocyte antigen`.

Captions often end in one. An entry is a short form, a mark or nothing, and a long form up to the
next semicolon, full stop or bracket. It counts if the letters of the short form stand in the long
form in order and most of its words give their first letter; where no colon or equals sign parts
the two, only beside another entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reconcile.naming.abbreviations import Definition, find_definitions
from reconcile.naming.letters import is_made_of
from reconcile.patterns import regex

__all__ = ["defined_in", "find_glossary"]

_PARTING: Final = regex(r"[;()\[\]\n.:](?:(?<=[;()\[\]\n])|(?=\s|$)|(?<=[a-z]\.)(?=[A-Z]))")
"""Semicolons, brackets, ends of sentences; it begins with a class, which is sought quickest."""
_COMMA: Final = regex(r",\s")
_HEADING: Final = regex(r"abbreviations?(?: used)?\s*$", re.IGNORECASE)
_SHORT: Final = r"(?P<short>[A-Za-z0-9α-ωΑ-Ω][A-Za-z0-9α-ωΑ-Ω/+*-]{0,12}[A-Za-z0-9α-ωΑ-Ω+*])"
_NO_MERE_WORD: Final = r"(?=[a-z0-9/+*-]{0,13}[A-ZΑ-Ωα-ω])"
"""A capital or Greek letter is near, as in every short form."""
_LEAD: Final = regex(r"\s*(?:and\s+)?")
_ENTRY: Final = regex(
    rf"{_NO_MERE_WORD}{_SHORT}"
    r"(?P<mark>\s?[:=]\s?|\s?[,–—]\s?|\s?-\s|\s)(?P<long>\S.{3,90})$"
)
_LONGEST: Final = 14 + 3 + 91
"""Characters of the longest entry: its short form, the mark and the long form."""
_BEFORE_MARK: Final = 14 + 1
"""Characters before a colon or equals sign: the short form and a space."""
_ASSIGNED: Final = regex(
    rf"(?<![A-Za-z0-9-]){_NO_MERE_WORD}{_SHORT}\s?(?P<mark>[:=])\s?"
    r"(?P<long>[A-Za-zα-ω][^;,.:=()\[\]\n]{3,90})"
)
_ASSIGNS: Final = regex("[:=]")


@dataclass(frozen=True, slots=True)
class _Entry:
    definition: Definition
    assigned: bool


@lru_cache(maxsize=16)
def defined_in(text: str) -> tuple[Definition, ...]:
    """All definitions of a clean text: those in brackets, then those of its lists.

    Several ask about one text, its caption; the last few are kept.
    """
    return (*find_definitions(text), *find_glossary(text))


def find_glossary(text: str) -> list[Definition]:
    """The entries of abbreviation lists in a clean text, in order.

    >>> text = "APC presents. APC: antigen-presenting cell; HLA, human leukocyte antigen."
    >>> [(entry.short, entry.long) for entry in find_glossary(text)]
    [('APC', 'antigen-presenting cell'), ('HLA', 'human leukocyte antigen')]
    """
    entries: dict[int, _Entry] = {}
    for entry in (*_in_segments(text), *_assigned(text)):
        entries.setdefault(entry.definition.long_start, entry)
    alone = len(entries) < 2
    found = [e.definition for e in entries.values() if e.assigned or not alone]
    return sorted(found, key=lambda definition: definition.long_start)


def _in_segments(text: str) -> Iterator[_Entry]:
    for start, end in _segments(text):
        match = _entry_at(text, start, end)
        entries: list[_Entry] = []
        if match is not None:
            entries += _entry(text, match, ":" in match["mark"] or "=" in match["mark"])
        if entries:
            yield from entries
        elif text.find(",", start, end) >= 0:
            yield from _between_commas(text, start, end)


def _entry_at(text: str, start: int, end: int) -> re.Match[str] | None:
    """The short form, mark and long form that a part of a text consists of."""
    lead = _LEAD.match(text, start, end)
    first = start if lead is None else lead.end()
    return None if end - first > _LONGEST else _ENTRY.match(text, first, end)


def _between_commas(text: str, start: int, end: int) -> Iterator[_Entry]:
    """The entries of `AR androgen receptor, TF tissue factor`; at least two."""
    parts = [*_COMMA.finditer(text, start, end)]
    bounds = [start, *(part.end() for part in parts)]
    stops = [*(part.start() for part in parts), end]
    found: list[_Entry] = []
    for first, last in zip(bounds, stops, strict=True):
        match = _entry_at(text, first, last)
        if match is not None:
            found += _entry(text, match, False)
    if len(found) > 1:
        yield from found


def _segments(text: str) -> Iterator[tuple[int, int]]:
    """What stands between semicolons, brackets and the ends of sentences."""
    start = 0
    for mark in _PARTING.finditer(text):
        if mark.group() != ":" or _HEADING.search(
            text, max(start, mark.start() - 20), mark.start()
        ):
            yield start, mark.start()
            start = mark.end()
    yield start, len(text)


def _assigned(text: str) -> Iterator[_Entry]:
    done = 0
    for mark in _ASSIGNS.finditer(text):
        at = mark.start()
        if at >= done:
            first = max(done, at - _BEFORE_MARK)
            match = _ASSIGNED.search(text, first, at + _LONGEST)
            if match is not None and match.start("mark") <= at < match.end("mark"):
                done = match.end()
                yield from _entry(text, match, True)


def _entry(text: str, match: re.Match[str], assigned: bool) -> Iterator[_Entry]:
    long = match["long"].rstrip(" .,")
    if is_made_of(match["short"], long):
        start = match.start("long")
        end = start + len(long)
        yield _Entry(Definition(match["short"], text[start:end], start, end), assigned)
