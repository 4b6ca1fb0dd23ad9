"""From what words were seen to mean to a table of readings, with the contexts that they held in.

The context of a reading are the genes that stood beside the word in all figures where it was
confirmed, without those that stood beside it where it meant something else. Where no gene tells the
meanings apart, an organism may. Else they contradict each other, and none is used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from reconcile.learning.observed import Seen
from reconcile.lexicon import Lexicon
from reconcile.override import Override
from reconcile.overrides.table import Overrides, fault_of, matter_of
from reconcile.overrides.words import same_word
from reconcile.text import surface_key

__all__ = ["LEARNED", "Learned", "Split", "learned_readings", "with_learned"]

LEARNED: Final = "learned from decisions"
"""How the note of a row begins that was made here, and that the next time replaces."""


class Split(NamedTuple):
    """A word of which figures say different things that nothing in them tells apart."""

    word: str
    meanings: tuple[tuple[str, tuple[str, ...]], ...]
    """What it means, in words, and the figures in which it does."""


@dataclass(frozen=True)
class Learned:
    """What decisions say of words.

    Attributes:
        rows: the readings.
        splits: the words of which nothing can be said.
    """

    rows: Overrides
    splits: tuple[Split, ...] = ()


def learned_readings(seen: Iterable[Seen], lexicon: Lexicon) -> Learned:
    """The readings that decisions confirm.

    Args:
        seen: what words meant, figure by figure.
        lexicon: tells words apart.
    """
    rows: list[Override] = []
    splits: list[Split] = []
    ordered = sorted(seen, key=lambda one: (surface_key(one.word), one.word, one.figid, one.genes))
    for word, own in _by_word(ordered, lexicon):
        found = _rows(word, own)
        if found is None:
            splits.append(_split(word, own))
        else:
            rows += [row for row in found if fault_of(row) is None]
    return Learned(Overrides(rows), tuple(splits))


def with_learned(known: Overrides, learned: Overrides) -> tuple[Overrides, list[Override]]:
    """A table with the learned rows in the place of those learned before.

    Rows that somebody wrote stay. Given back are also the learned rows that one of them
    contradicts, or says already.
    """
    written = {matter_of(row): row for row in known if not row.note.startswith(LEARNED)}
    left_out = [row for row in learned if matter_of(row) in written]
    fresh = [row for row in learned if matter_of(row) not in written]
    return Overrides((*written.values(), *fresh)), left_out


def _by_word(seen: Sequence[Seen], lexicon: Lexicon) -> Iterable[tuple[str, list[Seen]]]:
    """What was seen of each word, under its commonest spelling."""
    groups: list[list[Seen]] = []
    for one in seen:
        for group in reversed(groups):
            if surface_key(group[0].word) != surface_key(one.word):
                continue
            if all(same_word(lexicon, other.word, one.word) for other in group):
                group.append(one)
                break
        else:
            groups.append([one])
    for group in groups:
        counted = Counter(one.word for one in group)
        yield min(counted, key=lambda word: (-counted[word], word)), group


def _rows(word: str, seen: Sequence[Seen]) -> list[Override] | None:
    """The readings of a word; None where nothing tells them apart."""
    meanings: dict[tuple[str, ...], list[Seen]] = {}
    for one in seen:
        meanings.setdefault(one.genes, []).append(one)
    figures = [{one.figid for one in own} for own in meanings.values()]
    if sum(map(len, figures)) != len(set().union(*figures)):
        return None  # one figure has it in two meanings
    rows = []
    for genes, own in meanings.items():
        others = [one for one in seen if one.genes != genes]
        row = _row(word, genes, own, others)
        if row is None:
            return None
        rows.append(row)
    return rows


def _row(
    word: str, genes: tuple[str, ...], own: Sequence[Seen], others: Sequence[Seen]
) -> Override | None:
    figures = {one.figid for one in own}
    row = Override(
        word,
        genes,
        support=len(figures),
        decided_by=tuple(name for one in own for name in one.curators),
        decided_at=max(one.at for one in own).isoformat(),
        note=f"{LEARNED} about {', '.join(sorted(figures)[:3])}{', …' * (len(figures) > 3)}",
    )
    beside = frozenset.intersection(*(one.beside for one in own))
    elsewhere = frozenset().union(*(one.beside for one in others))
    if context := beside - elsewhere:
        return replace(row, context=tuple(context))
    if not others:
        return row  # confirmed among different genes
    taxa = frozenset.intersection(*(one.organisms for one in own))
    taxa -= frozenset().union(*(one.organisms for one in others))
    return replace(row, organism=min(taxa)) if taxa else None


def _split(word: str, seen: Sequence[Seen]) -> Split:
    found: dict[str, set[str]] = {}
    for one in seen:
        found.setdefault(", ".join(one.genes) or "no gene", set()).add(one.figid)
    return Split(word, tuple((name, tuple(sorted(ids))) for name, ids in sorted(found.items())))
