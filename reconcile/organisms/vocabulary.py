"""What the single words of a text speak of: leaves, tumours, operons, hosts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple

from reconcile.bundled import packaged_text

__all__ = ["WordHit", "find_words"]

_TABLE: Final = "vocabulary.tsv"
_WORD: Final = re.compile(r"[A-Za-z]{3,40}")


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
    for match in _WORD.finditer(text):
        for topic in _topics(match.group()):
            yield WordHit(topic, match.start(), match.end())


@lru_cache(maxsize=50_000)
def _topics(word: str) -> tuple[str, ...]:
    lowered = word.lower()
    return tuple(topic for topic, pattern in _patterns().items() if pattern.fullmatch(lowered))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    text = packaged_text("organisms", _TABLE)
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {topic: re.compile(pattern) for topic, pattern in rows}
