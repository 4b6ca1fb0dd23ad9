"""Which names of the lexicon stand at a token: facts of its entries, and no score of ours.

A token by itself is looked up once for all texts; names of several tokens come from the dictionary
scan. What the entries under a name say is worked out in `facts`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from reconcile.cleaning import clean
from reconcile.lexicon import Lexicon
from reconcile.lexicon.scan import scan
from reconcile.remembered import WORDS
from reconcile.tagger.facts import Facts, facts_of
from reconcile.text import tokens

__all__ = ["NAMED", "Row", "named", "named_alone", "named_over"]

NAMED: Final = ("longest", "best", "sense", "inner", "other", "alone", "chosen")
"""The names of what `named` gives.

Names over a token are given with the token's place in them (B, I, E; S for a single one):
`longest` and `inner` the longest and the next shorter gene name, `best` the best spelled one with
all that is known of it, `sense` the same with what it stands for alone, `other` the longest name of
something else. `alone` is what the token is by itself, `chosen` which of the names that do not
overlap covers it, longest first.
"""

Row = tuple[str, ...]


class _Name(NamedTuple):
    """A name of several tokens: the first and the last, the length of its key, its facts."""

    first: int
    last: int
    width: int
    facts: Facts


class _Word(NamedTuple):
    """A token by itself: its features, and the facts of its best gene name; None without one."""

    row: Row
    facts: Facts | None


def named(words: Sequence[str], spaces: Sequence[bool]) -> list[Row]:
    """The features of each word by the names over it, in the order of `NAMED`.

    Args:
        words: the tokens of a text.
        spaces: for each, whether a space follows.
    """
    rows = [named_alone(word) for word in words]
    for i, row in named_over(words, spaces).items():
        rows[i] = row
    return rows


def named_alone(word: str) -> Row:
    """The features of a word over which no longer name stands, in the order of `NAMED`."""
    return _word(word).row


def named_over(words: Sequence[str], spaces: Sequence[bool]) -> dict[int, Row]:
    """The features, in the order of `NAMED`, of those words over which longer names stand."""
    names = sorted(_long_names(words, spaces), key=lambda name: -name.width)
    if not names:
        return {}
    over: dict[int, list[_Name]] = {}
    for name in names:
        for i in range(name.first, name.last + 1):
            over.setdefault(i, []).append(name)
    chosen = _chosen(names)
    return {i: _covered(i, several, _word(words[i]), chosen.get(i)) for i, several in over.items()}


def _covered(i: int, names: Sequence[_Name], own: _Word, chosen: _Name | None) -> Row:
    """The features of a token with longer names over it, the longest first."""
    longest, best, sense, inner, other, alone, single = own.row
    genes = [name for name in names if name.facts.gene]
    if genes:
        inner = f"{_place(i, genes[1])}-{genes[1].facts.gene}" if len(genes) > 1 else longest
        longest = f"{_place(i, genes[0])}-{genes[0].facts.gene}"
        finest = min(genes, key=lambda name: name.facts.order)
        if own.facts is None or finest.facts.order <= own.facts.order:
            best = f"{_place(i, finest)}-{finest.facts.whole}"
            sense = f"{_place(i, finest)}-{finest.facts.sense}"
    thing = next((name for name in names if name.facts.thing), None)
    if thing is not None:
        other = f"{_place(i, thing)}-{thing.facts.thing}"
    if chosen is not None:
        single = f"{_place(i, chosen)}-{chosen.facts.claim}"
    return longest, best, sense, inner, other, alone, single


def _place(i: int, name: _Name) -> str:
    return "B" if i == name.first else "E" if i == name.last else "I"


def _chosen(names: Sequence[_Name]) -> dict[int, _Name]:
    """The names that do not overlap, longest first, by the tokens that they cover."""
    chosen: dict[int, _Name] = {}
    for name in names:
        covered = range(name.first, name.last + 1)
        if not any(i in chosen for i in covered):
            chosen.update(dict.fromkeys(covered, name))
    return chosen


@lru_cache(maxsize=WORDS)
def _word(text: str) -> _Word:
    cleaned = clean(text).text
    best: Facts | None = None
    thing = alone = claim = ""
    for hit in scan(cleaned, tokens(cleaned), Lexicon.load()):
        facts = facts_of(hit.surface, hit.entries, hit.rule)
        if facts.gene and (best is None or facts.order < best.order):
            best = facts
        thing = thing or facts.thing
        if hit.rule != "suffix" or not alone:
            alone = f"{hit.rule} {facts.types} {facts.sense} {facts.thing}"
            claim = f"S-{facts.claim}"
    other = thing and f"S-{thing}"
    if best is None:
        return _Word(("", "", "", "", other, alone, claim), None)
    gene = (f"S-{best.gene}", f"S-{best.whole}", f"S-{best.sense}", "")
    return _Word((*gene, other, alone, claim), best)


def _long_names(words: Sequence[str], spaces: Sequence[bool]) -> Iterator[_Name]:
    """The names of several tokens."""
    spaced = [word + " " * space for word, space in zip(words, spaces, strict=True)]
    starts = list(accumulate(map(len, spaced), initial=0))
    cleaned = clean("".join(spaced))
    for hit in scan(cleaned.text, tokens(cleaned.text), Lexicon.load()):
        if hit.first == hit.last:
            continue
        start, end = cleaned.span(hit.start, hit.end)
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, end) - 1
        facts = facts_of(hit.surface, hit.entries, hit.rule)
        if facts.gene or facts.thing:
            yield _Name(first, last, len(hit.key), facts)
