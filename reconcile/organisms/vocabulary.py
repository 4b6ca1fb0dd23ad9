"""What the single words of a text speak of: leaves, tumours, operons, hosts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple

from reconcile.bundled import packaged_text
from reconcile.patterns import regex

__all__ = ["WordHit", "find_words", "topics_of"]

_TABLE: Final = "vocabulary.tsv"
_WORD: Final = regex(r"[A-Za-z]{3,40}")
_SILENT: Final[set[str]] = set()
"""Words that are known to speak of nothing: nearly all, so that each is looked at once."""
_MOST_SILENT: Final = 50_000


class WordHit(NamedTuple):
    """A word that speaks of something: of a group of organisms, or of `engineered`, …."""

    topic: str
    start: int
    end: int


def find_words(text: str) -> Iterator[WordHit]:
    """The words of a clean text that speak of something.

    >>> [hit.topic for hit in find_words("Leaves of infected roots")]
    ['plant', 'infection', 'plant']
    """
    speaking = {word: _topics(word) for word in _speaking(text)}
    for match in _WORD.finditer(text) if speaking else ():
        for topic in speaking.get(match.group(), ()):
            yield WordHit(topic, match.start(), match.end())


def topics_of(text: str) -> frozenset[str]:
    """What the words of a clean text speak of.

    >>> sorted(topics_of("Leaves of infected roots"))
    ['infection', 'plant']
    """
    return frozenset(topic for word in _speaking(text) for topic in _topics(word))


def _speaking(text: str) -> list[str]:
    """The different words of a text that speak of something, in no order."""
    unknown = set(_WORD.findall(text)).difference(_SILENT)
    speaking = [word for word in unknown if _topics(word)]
    if len(unknown) > len(speaking):
        if len(_SILENT) > _MOST_SILENT:
            _SILENT.clear()
        _SILENT.update(unknown.difference(speaking))
    return speaking


@lru_cache(maxsize=5_000)
def _topics(word: str) -> tuple[str, ...]:
    lowered = word.lower()
    return tuple(topic for topic, pattern in _patterns().items() if pattern.fullmatch(lowered))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    text = packaged_text("organisms", _TABLE)
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {topic: re.compile(pattern) for topic, pattern in rows}
