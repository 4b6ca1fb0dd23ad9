"""Distinct names of a text: each counts once, however often it stands there.

A name of the gold is found if an answer shares a character with one of its places, and grounded if
the genes of one of these answers, or of all together, are right, see `GoldMention.fits`. An answer
with genes that touches no place of the gold is spurious, once for each distinct spelling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from reconcile.evaluation.linking.counts import KINDS, Key, Tally
from reconcile.evaluation.linking.records import Answer, GoldDocument, GoldMention
from reconcile.evaluation.overlaps import Spans
from reconcile.records import Kind

__all__ = ["ERRORS", "Outcome", "OutcomeClass", "of_forms", "tallies"]

OutcomeClass: TypeAlias = Literal[
    "right",
    "boundary",
    "missed",
    "no_genes",
    "missing_members",
    "too_many_genes",
    "wrong_genes",
    "nonhuman",
    "spurious",
]
"""What came of a name.

`boundary`: found and grounded right, but nowhere with both ends where the gold has them.
`missing_members`: some of the genes, and none besides. `too_many_genes`: all, and others besides.
`nonhuman`: human genes for a name that stands for none.
"""

ERRORS: Final[tuple[OutcomeClass, ...]] = (
    "missed",
    "spurious",
    "wrong_genes",
    "missing_members",
    "too_many_genes",
    "no_genes",
    "nonhuman",
    "boundary",
)
_GROUNDED: Final = frozenset({"right", "boundary"})
_NOT_FOUND: Final = frozenset({"missed", "nonhuman", "spurious"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a distinct name.

    Attributes:
        group: see `OutcomeClass`.
        start: where it stands first.
        text: its characters.
        kind: that of the gold; of the answer where the gold has no such name.
        wanted: the symbols that are required.
        found: those that came.
    """

    group: OutcomeClass
    start: int
    text: str
    kind: Kind
    wanted: frozenset[str]
    found: frozenset[str]


def of_forms(document: GoldDocument, answers: Sequence[Answer]) -> Iterator[Outcome]:
    """What came of the names of a document, and the names that it does not have."""
    places = Spans((answer.start, answer.end) for answer in answers)
    used: set[int] = set()
    for mention in document.mentions:
        hits = sorted({hit for span in mention.spans for hit in places.touching(*span)})
        used.update(hits)
        if mention.spans and not mention.optional and mention.asked:
            outcome = _outcome(mention, [answers[hit] for hit in hits])
            if outcome is not None:
                yield outcome
    seen: set[str] = set()
    for position, answer in enumerate(answers):
        form = document.text[answer.start : answer.end]
        if position in used or answer.kind == "nonhuman" or not answer.symbols or form in seen:
            continue
        seen.add(form)
        nothing = frozenset[str]()
        yield Outcome("spurious", answer.start, form, answer.kind, nothing, answer.symbols)


def _outcome(mention: GoldMention, hits: Sequence[Answer]) -> Outcome | None:
    found = frozenset[str]().union(*(hit.symbols for hit in hits))
    group: OutcomeClass
    kind = mention.kind
    if kind == "nonhuman":
        human = next((hit for hit in hits if hit.kind != "nonhuman" and hit.symbols), None)
        if human is None:
            return None
        group, kind, found = "nonhuman", human.kind, human.symbols
    elif not hits:
        group = "missed"
    elif mention.fits(found) or any(mention.fits(hit.symbols) for hit in hits):
        exact = any((hit.start, hit.end) in mention.spans for hit in hits)
        group = "right" if exact else "boundary"
    else:
        group = _why(mention, found)
    return Outcome(group, mention.spans[0][0], mention.text, kind, mention.required, found)


def _why(mention: GoldMention, found: frozenset[str]) -> OutcomeClass:
    if not found:
        return "no_genes"
    if mention.required <= found:
        return "too_many_genes"
    if found <= mention.allowed and found & mention.required:
        return "missing_members"
    return "wrong_genes"


def tallies(outcomes: Iterable[Outcome]) -> dict[Key, Tally]:
    """The counts of `found` and `grounded`, in all and by kind."""
    sums: dict[Key, Tally] = {}
    for outcome in outcomes:
        found = outcome.group not in _NOT_FOUND
        asked = outcome.group not in ("nonhuman", "spurious")
        given = found or outcome.group == "spurious"
        counted = {
            "found": Tally(int(found), int(given), int(asked)),
            "grounded": Tally(int(outcome.group in _GROUNDED), int(given or not asked), int(asked)),
        }
        for measure, tally in counted.items():
            for kind in ("", outcome.kind):
                if kind in KINDS or not kind:
                    sums[measure, kind] = sums.get((measure, kind), Tally()) + tally
    return sums
