"""What a name may stand for: the entries of one gene, family or other thing, with a score.

The score of a candidate is the probability that it is what the name means: the candidates of a
name compete with each other and with *none of them* (a conditional logit, see `scoring.py`). So two
genes that nothing tells apart have less than one half each, and make no mention.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import exp, isnan, log, nan
from typing import Final, Literal

from reconcile.lexicon import Entry

__all__ = [
    "ACCEPT",
    "WEAK",
    "Candidate",
    "compete",
    "competing",
    "first",
    "gene_share",
    "held_at",
    "if_a_gene",
    "odds_of",
    "order",
    "together",
]

ACCEPT: Final = 0.5
"""Lowest score at which a candidate makes a mention: it is more likely right than not."""

WEAK: Final = 0.1
"""Lowest share of all genes under a name at which a text may still make it a mention."""

_SUREST: Final = 0.9999


@dataclass(slots=True, unsafe_hash=True)
class Candidate:
    """One meaning of a name in a text; never changed once it is made, for caches share it.

    Not frozen, as that takes three times as long to make: every name of a text is scored.

    Attributes:
        kind: `gene`, `family`, `complex`, `nonhuman` or `non_gene`.
        ref: index of the gene or family; `NO_REF` for things that are no genes.
        score: 0–1, the probability that this is meant.
        entry: the lexicon entry, of several that whose form is nearest to the name.
        rule: how the text led to the entry.
        similarity: 0–1, below 1 only for fuzzy matches.
        alone: the score outside any text; None for what only a text brings up.
        odds: what speaks for it in log-odds, before it competes with the others; by itself that
            of the score.
    """

    kind: Literal["gene", "family", "complex", "nonhuman", "non_gene"]
    ref: int
    score: float
    entry: Entry
    rule: str
    similarity: float = 1.0
    alone: float | None = None
    odds: float = nan

    def __post_init__(self) -> None:
        if isnan(self.odds):
            self.odds = round(odds_of(self.score), 4)

    def with_odds(self, odds: float, score: float, alone: float | None) -> Candidate:
        """The same with other odds and scores; several times as fast as `dataclasses.replace`."""
        return Candidate(
            self.kind, self.ref, score, self.entry, self.rule, self.similarity, alone, odds
        )

    @property
    def is_gene(self) -> bool:
        """Whether the candidate names genes."""
        return self.kind != "non_gene"


def order(candidate: Candidate) -> tuple[float, bool, int]:
    """Sorts candidates best first; of equals genes first, then by their index."""
    return (-candidate.score, not candidate.is_gene, candidate.ref)


def compete(candidates: Iterable[Candidate], *, alone: bool = False) -> tuple[Candidate, ...]:
    """The candidates of one name with the scores that they leave each other, best first.

    `alone` says that there is no text: these are then the scores outside any text too.
    """
    listed = list(candidates)
    return competing(listed, [candidate.odds for candidate in listed], alone=alone)


def competing(
    candidates: Sequence[Candidate], odds: Sequence[float], *, alone: bool = False
) -> tuple[Candidate, ...]:
    """The candidates of one name with these log-odds instead of their own; see `compete`."""
    if len(candidates) == 1:
        only, own = candidates[0], odds[0]
        for_it, for_none = (1.0, exp(-own)) if own > 0.0 else (exp(own), 1.0)
        score = round(for_it / (for_none + for_it), 4)
        return (only.with_odds(own, score, score if alone else only.alone),)
    top = max(odds, default=0.0)
    top = max(top, 0.0)
    weights = [exp(own - top) for own in odds]
    total = exp(-top) + sum(weights)
    scored = []
    for candidate, own, weight in zip(candidates, odds, weights, strict=True):
        score = round(weight / total, 4)
        scored.append(candidate.with_odds(own, score, score if alone else candidate.alone))
    scored.sort(key=order)
    return tuple(scored)


def together(*several: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Candidates that one name has by several keys as those of one name; the likelier of twins."""
    best: dict[tuple[str, int], Candidate] = {}
    for candidate in (candidate for candidates in several for candidate in candidates):
        key = (candidate.kind, candidate.ref)
        if key not in best or candidate.odds > best[key].odds:
            best[key] = candidate
    return compete(best.values(), alone=True)


def gene_share(candidates: Iterable[Candidate]) -> float:
    """How probable it is that a name is of a gene or family at all, 0–1."""
    share = 0.0
    for candidate in candidates:
        if candidate.kind != "non_gene":
            share += candidate.score
    return share


def if_a_gene(candidates: Sequence[Candidate]) -> Candidate | None:
    """The gene or family that a name most likely means if it means one; None where two compete.

    For names of which what they are part of says that they are genes'.
    """
    best = next((candidate for candidate in candidates if candidate.is_gene), None)
    if best is None or best.score < ACCEPT * gene_share(candidates):
        return None
    return best


def held_at(candidate: Candidate, score: float) -> Candidate:
    """A candidate whose score a rule sets."""
    return replace(candidate, score=score, alone=score, odds=nan)


def first(candidate: Candidate, rivals: Iterable[Candidate]) -> Candidate:
    """A candidate that the text speaks for: level with its rivals, and with none, at least."""
    odds = max([0.0, candidate.odds, *[rival.odds for rival in rivals]])
    return candidate.with_odds(odds, candidate.score, candidate.alone)


def odds_of(probability: float) -> float:
    """A probability as log-odds against everything else, within bounds."""
    held = min(max(probability, 1 - _SUREST), _SUREST)
    return log(held / (1 - held))
