"""A text's memory: a name that is mostly marked where it stands is marked wherever it stands.

The network sees a few words around a token. What it found in one sentence helps in the next, where
the same letters stand without a word that gives them away.

Importing this module registers the component with spaCy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

__all__ = ["REPEATS", "mark_repeats"]

REPEATS: Final = "reconcile_repeats"
"""The name of the component."""

_SHORTEST: Final = 2


@Language.component(REPEATS)
def mark_repeats(doc: Doc) -> Doc:
    """Mark the unmarked places of each name that is marked in at least half of its places.

    Places within or across other names do not count, nor do names of one letter. Longer names come
    first. Returns the document.
    """
    if not doc.ents:
        return doc
    words: list[int] = doc.to_array("ORTH").tolist()
    labels: dict[tuple[int, ...], str] = {}
    marks: Counter[tuple[int, ...]] = Counter()
    for entity in doc.ents:
        name = tuple(words[entity.start : entity.end])
        if entity.end_char - entity.start_char >= _SHORTEST:
            labels.setdefault(name, entity.label_)
            marks[name] += 1
    taken = set(chain.from_iterable(range(entity.start, entity.end) for entity in doc.ents))
    places: dict[int, list[int]] = {}
    for i, word in enumerate(words):
        if i not in taken:
            places.setdefault(word, []).append(i)
    added: list[Span] = []
    for name in sorted(marks, key=len, reverse=True):
        free = list(_free(name, words, places.get(name[0], ()), taken))
        if free and len(free) <= marks[name]:
            added += [Span(doc, i, i + len(name), labels[name]) for i in free]
            taken.update(chain.from_iterable(range(i, i + len(name)) for i in free))
    if added:
        doc.set_ents(added, default="unmodified")
    return doc


def _free(
    name: tuple[int, ...], words: Sequence[int], places: Sequence[int], taken: set[int]
) -> Iterator[int]:
    """Where a name stands and nothing is marked, without overlaps."""
    end = 0
    for i in places:
        if i >= end and tuple(words[i : i + len(name)]) == name:
            here = range(i, i + len(name))
            if taken.isdisjoint(here):
                end = here.stop
                yield i
