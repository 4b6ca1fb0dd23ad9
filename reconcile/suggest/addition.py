"""How sure it is that a figure shows a gene or family that its caption names and its list lacks.

A small logistic model turns features into the probability that a curator would add it. The weights
were fitted by `benchmarks/fit_additions.py` on additions that people judged by the caption.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

from reconcile.records import Concept, Mention
from reconcile.suggest.addition_features import addition_features
from reconcile.suggest.addition_weights import ADDITION_BIAS, ADDITION_WEIGHTS
from reconcile.suggest.caption_side import CaptionSide
from reconcile.suggest.case import Case
from reconcile.suggest.never_added import is_never_added

__all__ = ["LEAST_SHOWN", "Addition", "additions"]

LEAST_SHOWN: Final = 0.6
"""The confidence below which nothing is proposed; of what lies under it one in three is right or
fewer, see `docs/suggestions.md`."""


class Addition(NamedTuple):
    """A concept of the caption that the list lacks, or lacks some genes of.

    Attributes:
        concept: what the caption names.
        mentions: where it does, in text order.
        refs: all its genes.
        missing: those that the list lacks.
        confidence: how probable it is that the figure shows them, 0–1.
        context: the kind of sentence that all mentions stand in, None for several or a plain one.
    """

    concept: Concept
    mentions: tuple[Mention, ...]
    refs: tuple[int, ...]
    missing: tuple[int, ...]
    confidence: float
    context: str | None


def additions(case: Case, *, labels: bool, least: float = LEAST_SHOWN) -> Iterator[Addition]:
    """What the list lacks of the caption's concepts, in text order.

    Args:
        case: the figure.
        labels: whether of families and complexes, or of genes.
        least: the least confidence at which something is proposed.
    """
    comparison = case.comparison
    side: CaptionSide | None = None
    for place, (concept, refs) in enumerate(
        zip(comparison.concepts, comparison.concept_refs, strict=True)
    ):
        missing = tuple(ref for ref in refs if ref not in comparison.genes)
        if (concept.kind != "gene") is not labels or concept.covered == "full" or not missing:
            continue
        side = side or CaptionSide(case)
        if is_never_added(side, place):
            continue
        confidence = _confidence(side, place)
        if confidence >= least:
            mentions = sorted(side.mentions(place), key=lambda m: (m.start, m.end))
            contexts = {side.around.context(m.start, m.end) for m in mentions}
            context = contexts.pop() if len(contexts) == 1 else None
            yield Addition(concept, tuple(mentions), refs, missing, confidence, context)


def _confidence(side: CaptionSide, place: int) -> float:
    found = addition_features(side, place)
    total = ADDITION_BIAS + sum(ADDITION_WEIGHTS[name] * found[name] for name in ADDITION_WEIGHTS)
    return round(1 / (1 + math.exp(-total)), 3)
