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
from typing import Final

from reconcile.naming.abbreviations import Definition

__all__ = ["find_glossary"]

_PARTING: Final = re.compile(r"[;()\[\]\n]|[.:](?=\s|$)|(?<=[a-z])\.(?=[A-Z])")
_COMMA: Final = re.compile(r",\s")
_HEADING: Final = re.compile(r"abbreviations?(?: used)?\s*$", re.IGNORECASE)
_SHORT: Final = r"(?P<short>[A-Za-z0-9α-ωΑ-Ω][A-Za-z0-9α-ωΑ-Ω/+*-]{1,13})"
_NO_MERE_WORD: Final = r"(?=[a-z0-9/+*-]{0,13}[A-ZΑ-Ωα-ω])"
"""A capital or Greek letter is near, as in every short form."""
_ENTRY: Final = re.compile(
    rf"\s*(?:and\s+)?{_NO_MERE_WORD}{_SHORT}"
    r"(?P<mark>\s?[:=]\s?|\s?[,–—]\s?|\s-\s|\s)(?P<long>\S.{3,90})$"
)
_ASSIGNED: Final = re.compile(
    rf"(?<![A-Za-z0-9-]){_NO_MERE_WORD}{_SHORT}\s?(?P<mark>[:=])\s?"
    r"(?P<long>[A-Za-zα-ω][^;,.:=()\[\]\n]{3,90})"
)
_WORD: Final = re.compile(r"[A-Za-z0-9α-ωΑ-Ω]+")
_SENTENCE: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|that|which|who|whose|where|when|while|can|may|will"
    r"|this|these|those|then|thus|also|not|leads?|shows?|indicates?|activates|inhibits|binds|by"
    r"|regulates|promotes|represents?|via|through)\b|^(?:the|an?|to|as|of|in|on|at|or|if|for)\b"
)
_EMPTY_WORDS: Final = frozenset(
    ("of", "the", "and", "in", "for", "to", "a", "an", "on", "with", "or", "from", "at")
)
_GREEK: Final = (
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("kappa", "κ"),
    ("lambda", "λ"),
)
_LEAST_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True)
class _Entry:
    definition: Definition
    assigned: bool


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
        match = _ENTRY.match(text, start, end)
        entries: list[_Entry] = []
        if match is not None:
            entries += _entry(text, match, ":" in match["mark"] or "=" in match["mark"])
        yield from entries or _between_commas(text, start, end)


def _between_commas(text: str, start: int, end: int) -> Iterator[_Entry]:
    """The entries of `AR androgen receptor, TF tissue factor`; at least two."""
    parts = [*_COMMA.finditer(text, start, end)]
    bounds = [start, *(part.end() for part in parts)]
    stops = [*(part.start() for part in parts), end]
    found: list[_Entry] = []
    for first, last in zip(bounds, stops, strict=True):
        match = _ENTRY.match(text, first, last)
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
    for match in _ASSIGNED.finditer(text):
        yield from _entry(text, match, True)


def _entry(text: str, match: re.Match[str], assigned: bool) -> Iterator[_Entry]:
    long = match["long"].rstrip(" .,")
    if _stands_for(match["short"], long):
        start = match.start("long")
        end = start + len(long)
        yield _Entry(Definition(match["short"], text[start:end], start, end), assigned)


def _stands_for(short: str, long: str) -> bool:
    """Whether a short form is made of a long form's letters, mostly of the first of each word.

    >>> _stands_for("OXPHOS", "oxidative phosphorylation"), _stands_for("AKT1", "a kinase that")
    (True, False)
    """
    named = [char for char in short if char.isalpha()]
    if len(named) < 2 or not any(char.isupper() or char > "z" for char in short):
        return False
    letters = [char for char in _spelled(short) if char.isalnum()]
    long_words = _WORD.findall(long)
    if long_words and long_words[0].isdigit() and not short[0].isdigit():
        del long_words[0]
    if not long_words or _spelled(long_words[0])[0] != letters[0]:
        return False
    if _SENTENCE.search(long) or len(long_words) > 2 * len(letters) + 2:
        return False
    words = [_spelled(word) for word in long_words]
    if len("".join(words)) <= len(letters):
        return False
    used = _aligned(letters, words)
    if used is None:
        return False
    meant = [i for i, word in enumerate(words) if word not in _EMPTY_WORDS]
    return sum(i in used for i in meant) >= _LEAST_SHARE * len(meant)


def _aligned(letters: list[str], words: list[str]) -> set[int] | None:
    """The words whose first letter the short form takes, read from left to right.

    None if a letter of the short form is nowhere; digits may be.
    """
    used: set[int] = set()
    word, place = 0, -1
    for letter in letters:
        ahead = next((i for i in range(word + 1, len(words)) if words[i][0] == letter), None)
        inside = words[word].find(letter, place + 1)
        if place == -1 and words[word][0] == letter:
            used.add(word)
            place = 0
        elif ahead is not None and (inside < 0 or _only_small_words(words[word + 1 : ahead])):
            word, place = ahead, 0
            used.add(word)
        elif inside >= 0:
            place = inside
        elif letter.isdigit():
            continue
        else:
            later = next((i for i in range(word + 1, len(words)) if letter in words[i]), None)
            if later is None:
                return None
            word, place = later, words[later].index(letter)
    return used


def _only_small_words(words: list[str]) -> bool:
    return all(word in _EMPTY_WORDS for word in words)


def _spelled(text: str) -> str:
    """In lower case, with each Greek letter as one."""
    lowered = text.lower()
    for name, letter in _GREEK:
        lowered = lowered.replace(name, letter)
    return lowered
