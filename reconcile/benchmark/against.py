"""Lists held against others of the same figures: scores, genes and words, groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reconcile.benchmark.decision import answer_of, deciding_score
from reconcile.benchmark.gains import gains_and_losses
from reconcile.benchmark.listed import Listed
from reconcile.benchmark.paired import compare_lists, compare_pairs
from reconcile.metrics import METRICS, Counts
from reconcile.statistics import holm

__all__ = ["Side", "held_against"]


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of one side's figures, all by figid.

    Attributes:
        counts: against the captions.
        gold_counts: against the gold lists; None without gold lists.
        captions: digests of the captions.
        listed: the gene lists.
        groups: the figures of each group of each field, in the order of the groups.
    """

    counts: Mapping[str, Counts]
    gold_counts: Mapping[str, Counts] | None
    captions: Mapping[str, bytes]
    listed: Mapping[str, Listed]
    groups: Mapping[str, Mapping[str, Iterable[str]]]


def held_against(here: Side, there: Side, metric: str) -> dict[str, Any]:
    """The part `against` of a document.

    Args:
        here: the lists that are judged; their groups count.
        there: those that they are held against.
        metric: the score that ranks groups.
    """
    both = here.counts.keys() & there.counts.keys()
    mine, theirs = here.gold_counts, there.gold_counts
    by_gold = None if mine is None or theirs is None else (mine, theirs)
    judge = (here.counts, there.counts) if by_gold is None else by_gold
    return {
        "only_here": sorted(here.counts.keys() - both),
        "only_there": sorted(there.counts.keys() - both),
        "captions_differ": sorted(f for f in both if here.captions[f] != there.captions[f]),
        "caption": compare_lists(here.counts, there.counts),
        "gold": None if by_gold is None else compare_lists(*by_gold),
        **gains_and_losses(here.listed, there.listed, with_gold=by_gold is not None),
        "groups": {field: _groups(groups, *judge, metric) for field, groups in here.groups.items()},
    }


def _groups(
    groups: Mapping[str, Iterable[str]],
    here: Mapping[str, Counts],
    there: Mapping[str, Counts],
    metric: str,
) -> list[dict[str, Any]]:
    """Each group compared; those first that moved for sure, then the largest differences."""
    found = []
    for group, figids in groups.items():
        pairs = [(here[f], there[f]) for f in figids if f in here and f in there]
        if pairs:
            found.append({"group": group, **compare_pairs(pairs)})
    for level in ("micro", "macro"):
        for name in METRICS:
            scores = [one[level][name] for one in found]
            for score, p in zip(scores, holm([score["p"] for score in scores]), strict=True):
                score["p_holm"] = p

    def rank(one: Mapping[str, Any]) -> tuple[bool, bool, float]:
        score = deciding_score(one, metric)
        unsure = answer_of(score, "p_holm") not in ("better", "worse")
        return unsure, score["ci95"] is None, -abs(score["difference"] or 0.0)

    return sorted(found, key=rank)
