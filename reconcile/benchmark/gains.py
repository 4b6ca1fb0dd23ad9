"""Genes and words that lists have more or less than others of the same figures.

A gene is gained in a figure where these lists have it and the others do not, by whatever name: an
entry that was given its current symbol is neither gained nor lost. The suggestions of both sides
say what they think of it: a gene that the other side's suggestions wanted added, or removed, and
that was, agrees with them; one that was gained though these lists' suggestions call it wrong, or
lost though they want it added, does not.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from reconcile.benchmark.listed import Entry, Listed

__all__ = ["gains_and_losses"]

_EXAMPLES: Final = 3

Entries: TypeAlias = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    """A gene that one side has in a figure and the other has not.

    Attributes:
        gained: whether these lists have it; else the others.
        gene: its symbol.
        words: what brought it in.
        named: whether the caption names it.
        right: whether the gold list has it; None without one.
        agrees: the rule of a suggestion that asked for the change; empty for none.
        disagrees: the rule of one that asks for the contrary.
    """

    gained: bool
    gene: str
    words: frozenset[str]
    named: bool
    right: bool | None
    agrees: str
    disagrees: str


@dataclass(slots=True)
class _Tally:
    """In how many figures something was gained, or lost, and what is thought of that."""

    figures: int = 0
    examples: list[str] = field(default_factory=list)
    named: int = 0
    right: int = 0
    wrong: int = 0
    agree: Counter[str] = field(default_factory=Counter)
    disagree: Counter[str] = field(default_factory=Counter)

    def add(self, figid: str, change: _Change) -> None:
        self.figures += 1
        insort(self.examples, figid)
        del self.examples[_EXAMPLES:]
        self.named += change.named
        self.right += change.right is True
        self.wrong += change.right is False
        for counter, rule in ((self.agree, change.agrees), (self.disagree, change.disagrees)):
            if rule:
                counter[rule] += 1

    def to_dict(self, with_gold: bool) -> dict[str, Any]:
        return {
            "figures": self.figures,
            "examples": list(self.examples),
            "named": self.named,
            "right": self.right if with_gold else None,
            "wrong": self.wrong if with_gold else None,
            "agree": _sorted(self.agree),
            "disagree": _sorted(self.disagree),
        }


@dataclass(slots=True)
class _Both:
    """The tallies of what was gained and of what was lost."""

    gained: _Tally = field(default_factory=_Tally)
    lost: _Tally = field(default_factory=_Tally)

    def add(self, figid: str, change: _Change) -> None:
        (self.gained if change.gained else self.lost).add(figid, change)

    @property
    def figures(self) -> int:
        return self.gained.figures + self.lost.figures

    def to_dict(self, with_gold: bool) -> dict[str, Any]:
        return {"gained": self.gained.to_dict(with_gold), "lost": self.lost.to_dict(with_gold)}


def gains_and_losses(
    here: Mapping[str, Listed], there: Mapping[str, Listed], *, with_gold: bool = False
) -> dict[str, Any]:
    """What these lists have more and less than the others.

    Args:
        here: these lists by figid; figures that only one side has do not count.
        there: the others.
        with_gold: whether there are gold lists to say what is right.

    Returns:
        `{"changes": {"figures", "changed", "gained", "lost"}, "genes": [{"gene", "gained", "lost"},
        …], "words": [{"word", "gene", "gained", "lost"}, …]}`; genes and words that changed in
        most figures come first. `gained` and `lost` are each `{"figures", "examples", "named",
        "right", "wrong", "agree": {rule: figures}, "disagree": {…}}`; those of `changes` count
        each gene of each figure, and have no examples.
    """
    genes: dict[str, _Both] = {}
    words: dict[tuple[str, str], _Both] = {}
    whole, changed = _Both(), 0
    both = sorted(here.keys() & there.keys())
    for figid in both:
        found = list(_changes(here[figid], there[figid]))
        changed += bool(found)
        for change in found:
            whole.add(figid, change)
            genes.setdefault(change.gene, _Both()).add(figid, change)
            for word in change.words:
                words.setdefault((word, change.gene), _Both()).add(figid, change)
    sums = whole.to_dict(with_gold)
    for side in sums.values():
        del side["examples"]
    return {
        "changes": {"figures": len(both), "changed": changed, **sums},
        "genes": [
            {"gene": gene, **one.to_dict(with_gold)}
            for gene, one in sorted(genes.items(), key=lambda item: (-item[1].figures, item[0]))
        ],
        "words": [
            {"word": word, "gene": gene, **one.to_dict(with_gold)}
            for (word, gene), one in sorted(
                words.items(), key=lambda item: (-item[1].figures, item[0])
            )
        ],
    }


def _changes(here: Listed, there: Listed) -> Iterator[_Change]:
    mine, theirs = _by_gene(here), _by_gene(there)
    for gene in sorted(mine.keys() - theirs.keys()):
        own, asked = mine[gene], _rule_for(gene, there)
        yield _change(True, gene, own, agrees=asked, disagrees=_wrong(own))
    for gene in sorted(theirs.keys() - mine.keys()):
        own, asked = theirs[gene], _rule_for(gene, here)
        yield _change(False, gene, own, agrees=_wrong(own), disagrees=asked)


def _change(gained: bool, gene: str, own: Entries, *, agrees: str, disagrees: str) -> _Change:
    rights = [entry.right for entry in own if entry.right is not None]
    return _Change(
        gained,
        gene,
        words=frozenset(word for entry in own for word in entry.words),
        named=any(entry.named for entry in own),
        right=any(rights) if rights else None,
        agrees=agrees,
        disagrees=disagrees,
    )


def _by_gene(listed: Listed) -> dict[str, Entries]:
    found: dict[str, Entries] = {}
    for entry in listed.entries:
        found[entry.gene] = (*found.get(entry.gene, ()), entry)
    return found


def _wrong(entries: Iterable[Entry]) -> str:
    """The rule by which a gene is wrong, if all of its entries are."""
    rules = [entry.wrong for entry in entries]
    return min(rules) if all(rules) else ""


def _rule_for(gene: str, listed: Listed) -> str:
    """The rule that would put a gene in; empty for none."""
    return min((rule for symbol, rule in listed.wanted if symbol == gene), default="")


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
