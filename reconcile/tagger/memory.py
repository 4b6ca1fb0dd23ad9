"""A text's memory: a name that is mostly marked where it stands is marked wherever it stands.

The network sees a few words around a token. What it found in one sentence helps in the next, where
the same letters stand without a word that gives them away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

__all__ = ["repeats_of"]

_SHORTEST: Final = 2

Span = tuple[int, int]
Name = tuple[str, ...]


def repeats_of(words: Sequence[str], marked: Sequence[Span]) -> list[tuple[Span, Span]]:
    """The unmarked places of each name that is marked in at least half of its places.

    Places within or across other names do not count, nor do names of one letter. Longer names come
    first.

    Args:
        words: the tokens of a text.
        marked: first and end token of each marked name, without overlaps.

    Returns:
        Each place, with the first that is marked with its name.

    >>> repeats_of("REN rises , REN falls".split(), [(0, 1)])
    [((3, 4), (0, 1))]
    """
    if not marked:
        return []
    model: dict[Name, Span] = {}
    marks: Counter[Name] = Counter()
    for start, end in marked:
        name = tuple(words[start:end])
        if len(name) > 1 or len(name[0]) >= _SHORTEST:
            model.setdefault(name, (start, end))
            marks[name] += 1
    taken = set(chain.from_iterable(range(start, end) for start, end in marked))
    firsts = {name[0] for name in marks}
    places: dict[str, list[int]] = {}
    for i, word in enumerate(words):
        if word in firsts and i not in taken:
            places.setdefault(word, []).append(i)
    added: list[tuple[Span, Span]] = []
    for name in sorted(marks, key=len, reverse=True):
        free = list(_free(name, words, places.get(name[0], ()), taken))
        if free and len(free) <= marks[name]:
            added += [((i, i + len(name)), model[name]) for i in free]
            taken.update(chain.from_iterable(range(i, i + len(name)) for i in free))
    return added


def _free(
    name: Name, words: Sequence[str], places: Sequence[int], taken: set[int]
) -> Iterator[int]:
    """Where a name stands and nothing is marked, without overlaps."""
    end = 0
    for i in places:
        if i >= end and tuple(words[i : i + len(name)]) == name:
            here = range(i, i + len(name))
            if taken.isdisjoint(here):
                end = here.stop
                yield i
