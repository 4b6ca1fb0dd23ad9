"""A system held against a gold: counts, scores, intervals, errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from reconcile.errors import InputError
from reconcile.evaluation.linking.counts import Counts, Key, Tally, total
from reconcile.evaluation.linking.forms import ERRORS, Outcome, OutcomeClass, of_forms, tallies
from reconcile.evaluation.linking.genesets import of_genes
from reconcile.evaluation.linking.identifiers import GeneIds
from reconcile.evaluation.linking.intervals import MACRO, intervals, macro
from reconcile.evaluation.linking.places import detection, linking
from reconcile.evaluation.linking.records import Answer, Gold, GoldDocument
from reconcile.evaluation.linking.systems import System
from reconcile.lexicon import Lexicon
from reconcile.records import Failure
from reconcile.statistics import Interval

__all__ = ["LinkingScore", "Watch", "evaluate_linking", "judge", "slots"]

Answers = list[Answer] | InputError
Watch = Callable[[Iterable[Answers]], Iterator[Answers]]


@dataclass(frozen=True)
class LinkingScore:
    """What a system reaches on a gold.

    Attributes:
        gold: the gold.
        system: the system's name.
        version: its version, None where it says none.
        counts: by document id; documents that could not be judged are not among them.
        outcomes: what came of the distinct names, by document id, in text order.
    """

    gold: Gold
    system: str
    version: str | None
    counts: dict[str, Counts]
    outcomes: dict[str, tuple[Outcome, ...]]

    def on(self, documents: Collection[str]) -> LinkingScore:
        """The score on some of the documents, by id."""
        return replace(
            self,
            counts={i: one for i, one in self.counts.items() if i in documents},
            outcomes={i: one for i, one in self.outcomes.items() if i in documents},
        )

    @cached_property
    def total(self) -> Counts:
        """The sum over the documents."""
        return total(self.counts.values())

    @cached_property
    def intervals(self) -> dict[Key, dict[str, Interval]]:
        """95 % bootstrap intervals of all scores, over documents."""
        return intervals(list(self.counts.values()))

    @cached_property
    def errors(self) -> Counter[OutcomeClass]:
        """How many distinct names there are of each class of error."""
        found = (one.group for listed in self.outcomes.values() for one in listed)
        counted = Counter(found)
        return Counter({group: counted[group] for group in ERRORS if counted[group]})

    def examples(self, group: OutcomeClass, most: int) -> list[tuple[str, Outcome]]:
        """The first names of a class, with the ids of their documents, in the order of the gold.

        The same name in another document is passed over as long as there are others.
        """
        every = [(i, one) for i, listed in self.outcomes.items() for one in listed]
        every = [(i, one) for i, one in every if one.group == group]
        first = {one.text: (i, one) for i, one in reversed(every)}
        ranked = [pair for pair in every if first[pair[1].text] == pair]
        return [*ranked, *(pair for pair in every if first[pair[1].text] != pair)][:most]

    def to_dict(self, examples: int = 0) -> dict[str, Any]:
        """The object of the JSON output of `reconcile model evaluate --grounding`."""
        counts = self.total
        genes = list(self.counts.values())
        return {
            "name": self.gold.name,
            "source": self.gold.source,
            "documents": len(self.counts),
            "orthologs": self.gold.orthologs,
            "not_asked": self.gold.not_asked,
            "detection": {
                m: self._detected(m, counts) for m in ("strict", "exact", "partial", "type")
            },
            "linking": {
                "strict": self._scored("linked", counts),
                "overlap": self._scored("linked_overlap", counts),
            },
            "genes": {
                "micro": self._scored("genes", counts),
                "macro": {**macro(genes), "ci95": self.intervals[MACRO]},
            },
            "names": {
                "found": self._scored("found", counts),
                "grounded": self._scored("grounded", counts),
            },
            "errors": [
                {
                    "class": group,
                    "count": count,
                    "examples": [_example(*one) for one in self.examples(group, examples)],
                }
                for group, count in self.errors.items()
            ],
        }

    def _scored(self, measure: str, counts: Counts) -> dict[str, Any]:
        by = {
            kind: _with(tally, self.intervals[measure, kind])
            for kind, tally in counts.by_kind(measure).items()
        }
        return _with(counts[measure], self.intervals[measure, ""]) | ({"by_kind": by} if by else {})

    def _detected(self, measure: str, counts: Counts) -> dict[str, Any]:
        return {
            **slots(counts, measure),
            **counts[measure].scores(),
            "ci95": self.intervals[measure, ""],
        }


def slots(counts: Counts, measure: str) -> dict[str, int]:
    """The counts of detection as nervaluate names them.

    >>> one = {"exact": Tally(1, 2, 3), "partial": Tally(3, 4, 6)}
    >>> list(slots(Counts.of({(name, ""): tally for name, tally in one.items()}), "partial"))
    ['correct', 'incorrect', 'partial', 'missed', 'spurious', 'possible', 'actual']
    """
    exact = counts["exact"]
    paired = counts["partial"].right - exact.right
    correct = exact.right if measure == "partial" else counts[measure].right
    return {
        "correct": correct,
        "incorrect": 0 if measure == "partial" else paired - correct,
        "partial": paired - correct if measure == "partial" else 0,
        "missed": exact.gold - paired,
        "spurious": exact.predicted - paired,
        "possible": exact.gold,
        "actual": exact.predicted,
    }


def _with(tally: Tally, interval: dict[str, Interval]) -> dict[str, Any]:
    return {**tally.to_dict(), **tally.scores(), "ci95": interval}


def _example(document: str, outcome: Outcome) -> dict[str, Any]:
    return {
        "document": document,
        "start": outcome.start,
        "text": outcome.text,
        "kind": outcome.kind,
        "wanted": sorted(outcome.wanted),
        "found": sorted(outcome.found),
    }


def evaluate_linking(
    gold: Gold,
    system: System,
    lexicon: Lexicon,
    *,
    on_error: Callable[[Failure], None],
    watch: Watch = iter,
) -> LinkingScore:
    """Hold what a system finds in the texts of a gold against it.

    Args:
        gold: what is right.
        system: what is measured.
        lexicon: says what identifiers stand for; the one that the gold was read with.
        on_error: gets each document for which the system has no answers that can be used; it is
            left out of all counts.
        watch: passes the answers on one by one; for a progress line.

    Raises:
        InputError: the system has annotations, and none of a document of the gold.
    """
    ids = GeneIds(lexicon, orthologs=gold.orthologs)
    counts: dict[str, Counts] = {}
    outcomes: dict[str, tuple[Outcome, ...]] = {}
    found = watch(system.answers(gold.documents, ids))
    for document, answers in zip(gold.documents, found, strict=True):
        if isinstance(answers, InputError):
            source = answers.source or system.name
            on_error(Failure(source, answers.message, answers.line, document.id))
            continue
        counts[document.id], outcomes[document.id] = judge(
            document, answers, has_kinds=gold.has_kinds
        )
    return LinkingScore(gold, system.name, system.version, counts, outcomes)


def judge(
    document: GoldDocument, answers: Iterable[Answer], *, has_kinds: bool
) -> tuple[Counts, tuple[Outcome, ...]]:
    """Hold answers to one text against its gold: the counts, and what came of its names.

    Args:
        document: the text and its names.
        answers: in any order; no two at the same place.
        has_kinds: whether the gold tells families and complexes from genes.
    """
    ordered = sorted(answers, key=lambda answer: (answer.start, answer.end))
    outcomes = tuple(of_forms(document, ordered))
    counts = {
        **detection(document, ordered, has_kinds=has_kinds),
        **linking(document, ordered),
        **of_genes(document, ordered),
        **tallies(outcomes),
    }
    return Counts.of(counts), outcomes
