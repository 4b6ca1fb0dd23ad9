"""How probable it is that a figure is about a group of organisms, from what speaks of them.

Two logistic models over readable features, fitted by `benchmarks/fit_organisms.py`. The first is a
choice among the groups (McFadden 1974): each has log-odds by what speaks of it, and the weights are
the same for all groups, so one that is rare in the figures at hand is known as well as another. The
second says whether it is not one group but several at once: a host and what infects or was put
into it, a comparison.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, cast

from reconcile.bundled import packaged_text
from reconcile.organisms.clues import Clue
from reconcile.organisms.table import ANIMALS, GROUPS, Group

__all__ = [
    "Features",
    "clue_weight",
    "group_features",
    "group_odds",
    "group_shares",
    "kingdom",
    "mixed_features",
    "mixed_share",
    "weights",
]

Features = dict[str, float]

_TABLE: Final = "weights.tsv"
_MOST: Final = 3.0
_WEAKEST: Final = -6.0
_NAMES: Final = frozenset({"species", "kingdom", "binomial", "genus", "abbreviated"})
_HINTS: Final = ("engineered", "product", "infection", "comparison")
_NAMING: Final = tuple(sorted(_NAMES))
_RECORD: Final = " in record"
_TEXTS: Final = frozenset({"caption", "title", "paper title"})
_MICROBES: Final = frozenset({"bacterium", "fungus", "archaeon", "protist"})


def kingdom(group: Group) -> str:
    """A group, all animals as one."""
    return "animal" if group in ANIMALS else group


def group_features(clues: Iterable[Clue]) -> dict[Group, Features]:
    """What speaks for each group: `word in caption` and the like, in log2(1 + times)."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    named: defaultdict[str, set[str]] = defaultdict(set)
    for clue in clues:
        counts[clue.of][f"{clue.kind} in {clue.place}"] += 1
        if clue.kind in _NAMES:
            named[clue.place].add(clue.of)
    found = {g: {name: _scaled(n) for name, n in counts[g].items()} for g in GROUPS}
    # Texts on other animals have the words of medicine and the names of signals too.
    like_mammals = {
        f"as of mammals, {name}": its
        for name, its in found["mammal"].items()
        if name.startswith(("word", "spelled"))
    }
    for group in ANIMALS - {"mammal"}:
        # A record also names those in whose dictionaries a word was found.
        if any(name.startswith(_NAMING) and not name.endswith(_RECORD) for name in found[group]):
            found[group] |= like_mammals
    for place, groups in named.items():
        if len(groups) == 1:
            found[cast("Group", min(groups))][f"alone in {place}"] = 1.0
    for group in GROUPS:
        if group != "mammal" and not counts[group]:
            found[group]["not spoken of"] = 1.0
    found["mammal"]["unless told otherwise"] = 1.0
    return found


def mixed_features(clues: Iterable[Clue], odds: Mapping[Group, float]) -> Features:
    """What speaks for several groups at once."""
    clues = list(clues)
    found: Features = {"always": 1.0}
    first, second = _best_two(odds)
    found["second to first"] = max(_WEAKEST, odds[second] - odds[first])
    named: defaultdict[str, set[str]] = defaultdict(set)
    times: Counter[str] = Counter()
    hints: Counter[str] = Counter()
    spoken: defaultdict[str, set[str]] = defaultdict(set)
    for clue in clues:
        if clue.of in odds:
            spoken[clue.place].add(kingdom(cast("Group", clue.of)))
        if clue.of in _HINTS:
            hints[f"{clue.of} in {clue.place}"] += 1
        elif (clue.kind in _NAMES or clue.of == "animal") and clue.of in odds:
            its = kingdom(cast("Group", clue.of))
            named[clue.place].add(its)
            times[its] += clue.place in _TEXTS
    found |= {name: _scaled(n) for name, n in hints.items()}
    compared = any(name.startswith("comparison") for name in hints)
    for place, kingdoms in named.items():
        without_virus = len(kingdoms - {"virus"})
        if without_virus > 1:
            found[f"several in {place}"] = 1.0
            if compared and place in _TEXTS:
                found["several compared"] = 1.0
        if without_virus > 2:
            found[f"many in {place}"] = 1.0
    del times["virus"]
    if len(times) > 1:
        (_, most), (_, next_to_it) = times.most_common(2)
        found["as often named"] = next_to_it / max(1, most)
    engineered = any(name.startswith("engineered") for name in hints)
    if engineered and first in _MICROBES:
        found["engineered microbe"] = 1.0
        for place in ("title", "paper title"):
            if hints[f"engineered in {place}"]:
                found[f"engineered microbe in {place}"] = 1.0
                if hints[f"product in {place}"]:
                    found[f"engineered to produce in {place}"] = 1.0
    if {kingdom(first), kingdom(second)} & _MICROBES and "animal" in map(kingdom, (first, second)):
        for place in _TEXTS:
            if {"animal"} < spoken[place] and spoken[place] & _MICROBES:
                found[f"microbe and animal in {place}"] = 1.0
    if "virus" in {first, second} and first != second:
        found["virus and other"] = 1.0
        for place in ("title", "paper title", "caption"):
            if any(c.of == "virus" and c.place == place for c in clues):
                found[f"virus in {place}"] = 1.0
    return found


def _best_two(odds: Mapping[Group, float]) -> tuple[Group, Group]:
    """The likeliest group and the likeliest one of another kingdom."""
    first = max(GROUPS, key=lambda group: odds[group])
    others = [group for group in GROUPS if kingdom(group) != kingdom(first)]
    return first, max(others, key=lambda group: odds[group])


def _scaled(times: int) -> float:
    return min(_MOST, math.log2(1 + times))


def group_odds(
    features: Mapping[Group, Features], table: Mapping[str, float]
) -> dict[Group, float]:
    """The log-odds of each group, but for a constant."""
    return {group: _sum(its, table) for group, its in features.items()}


def group_shares(odds: Mapping[Group, float]) -> dict[Group, float]:
    """The probability of each group, where it is one."""
    top = max(odds.values())
    exps = {group: math.exp(its - top) for group, its in odds.items()}
    total = sum(exps.values())
    return {group: its / total for group, its in exps.items()}


def clue_weight(clue: Clue, table: Mapping[str, float]) -> float:
    """What a clue that stands alone adds to the log-odds of its group."""
    return table.get(f"{clue.kind} in {clue.place}", 0.0)


def mixed_share(features: Features, table: Mapping[str, float]) -> float:
    """The probability that it is several groups at once."""
    return 1 / (1 + math.exp(-_sum({f"mixed, {k}": v for k, v in features.items()}, table)))


def _sum(features: Features, table: Mapping[str, float]) -> float:
    # Summed without rounding between, so that the order of clues does not matter.
    return math.fsum(table.get(name, 0.0) * value for name, value in features.items())


@cache
def weights() -> Mapping[str, float]:
    """The weight of each feature in log-odds."""
    text = packaged_text("organisms", _TABLE)
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(weight) for name, weight in rows}
