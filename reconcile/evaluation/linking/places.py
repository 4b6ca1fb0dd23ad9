"""All places of names in a text: found, with the right ends, with the right identifiers.

Detection counts as SemEval-2013 task 9.1 does (I. Segura-Bedmar and others, SemEval-2013, 341-350),
and as nervaluate does, but with the best one-to-one pairing of spans, so that order changes
nothing. Linking asks for the span and for all identifiers at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from reconcile.evaluation.corpora import TypedSpan
from reconcile.evaluation.linking.counts import KINDS, Key, Tally
from reconcile.evaluation.linking.records import Answer, GoldDocument, GoldMention
from reconcile.evaluation.overlaps import Place, Spans
from reconcile.evaluation.pairing import best_pairs
from reconcile.evaluation.scoring import count

__all__ = ["detection", "linking"]


def detection(
    document: GoldDocument, answers: Sequence[Answer], *, has_kinds: bool
) -> dict[Key, Tally]:
    """The counts of `strict`, `exact`, `partial` and `type`.

    Left out are answers of kind `nonhuman`, and those that touch only such names of the gold as
    need not be found. Without kinds in the gold all answers are of one kind.
    """
    wanted = [mention for mention in document.mentions if mention.is_scored]
    gold = [
        TypedSpan(start, end, mention.kind if has_kinds else "gene")
        for mention in wanted
        for start, end in mention.spans
    ]
    found = [
        TypedSpan(answer.start, answer.end, answer.kind if has_kinds else "gene")
        for answer in _judged(document, wanted, answers)
        if answer.kind != "nonhuman"
    ]
    counts = count(gold, found)
    exact = (_places(gold) & _places(found)).total()
    both = counts.predicted, counts.gold
    return {
        ("strict", ""): Tally(counts.strict, *both),
        ("exact", ""): Tally(exact, *both),
        ("partial", ""): Tally(exact + counts.overlap, 2 * both[0], 2 * both[1]),
        ("type", ""): Tally(counts.type, *both),
    }


def linking(document: GoldDocument, answers: Sequence[Answer]) -> dict[Key, Tally]:
    """The counts of `linked`, by kind too, and of `linked_overlap`.

    The gold's are the places whose genes are asked for and known; two names at one place are one,
    and either is right. Answers without genes are none here, nor are those that touch only other
    names of the gold.
    """
    wanted = [mention for mention in document.mentions if mention.is_linked]
    at: dict[Place, list[GoldMention]] = {}
    for mention in wanted:
        for span in mention.spans:
            at.setdefault(span, []).append(mention)
    given = [answer for answer in _judged(document, wanted, answers) if answer.symbols]
    right: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    gold = Counter(mentions[0].kind for mentions in at.values())
    for answer in given:
        there = at.get((answer.start, answer.end))
        kind = there[0].kind if there else answer.kind
        predicted[kind] += 1
        right[kind] += any(mention.has_set(answer.symbols) for mention in there or ())
    places = list(at)
    overlap = best_pairs(
        places,
        [(answer.start, answer.end) for answer in given],
        lambda i, j: any(mention.fits(given[j].symbols) for mention in at[places[i]]),
    )
    return {
        ("linked", ""): Tally(right.total(), predicted.total(), gold.total()),
        **{("linked", kind): Tally(right[kind], predicted[kind], gold[kind]) for kind in KINDS},
        ("linked_overlap", ""): Tally(overlap, len(given), len(at)),
    }


def _judged(
    document: GoldDocument, wanted: Sequence[GoldMention], answers: Sequence[Answer]
) -> Iterator[Answer]:
    """The answers but for those that touch names of the gold, and none of the wanted ones."""
    every, asked = _spans(document.mentions), _spans(wanted)
    for answer in answers:
        place = answer.start, answer.end
        if asked.any(*place) or not every.any(*place):
            yield answer


def _spans(mentions: Iterable[GoldMention]) -> Spans:
    return Spans(span for mention in mentions for span in mention.spans)


def _places(spans: Iterable[TypedSpan]) -> Counter[Place]:
    return Counter((span.start, span.end) for span in set(spans))
