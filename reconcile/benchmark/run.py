"""A benchmark: figures in, one document with all scores out.

Of each figure only counts and names are kept. The document is the same whatever the order of the
figures.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from reconcile.benchmark.against import Side, held_against
from reconcile.benchmark.changes import THRESHOLDS, Lists, gold_counts
from reconcile.benchmark.corpus import CorpusStatistics, facts_of
from reconcile.benchmark.decision import METRIC
from reconcile.benchmark.fixes import Judge, PipelineFaults, against_caption, against_gold
from reconcile.benchmark.gold import Gold
from reconcile.benchmark.goldlist import gene_key
from reconcile.benchmark.grouping import group_order, groups_of
from reconcile.benchmark.judged import HeldAgainstVerdicts
from reconcile.benchmark.listed import KeptLists
from reconcile.benchmark.paired import compare_lists
from reconcile.benchmark.verdict import verdict
from reconcile.benchmark.wordsbehind import WordsBehind
from reconcile.choices import BenchmarkMetric
from reconcile.curation.verdicts import Verdicts
from reconcile.lexicon import Lexicon
from reconcile.metrics import Counts, basis, macro, micro, summarise, total
from reconcile.records import HUMAN, Failure, Figure, Reconciliation
from reconcile.suggest import is_hint

__all__ = ["SCHEMA_VERSION", "Benchmark", "document"]

FIXES: Final = 200
"""How many fixes a document has; the file of fixes has all."""

SCHEMA_VERSION: Final = "2.0"
"""Version of the document's shape; the part before the dot rises when a reader could break."""


@dataclass(frozen=True, slots=True)
class _Note:
    """What is kept of a figure until its result comes."""

    figure: Figure
    groups: tuple[tuple[str, str], ...]
    caption: bytes
    provenance: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class _Curve:
    """At each threshold how many suggestions are carried out, and the counts of the figures."""

    suggestions: Counter[float] = field(default_factory=Counter)
    counts: dict[float, Counter[Counts]] = field(
        default_factory=lambda: {step: Counter() for step in THRESHOLDS}
    )

    def add(self, step: float, accepted: int, counts: Counts) -> None:
        self.suggestions[step] += accepted
        self.counts[step][Counts(*basis(counts))] += 1

    def to_list(self) -> list[dict[str, Any]]:
        return [
            {
                "threshold": step,
                "suggestions": self.suggestions[step],
                "micro": micro(counts.elements()),
                "macro": macro(counts.elements()),
            }
            for step, counts in self.counts.items()
        ]


class Benchmark:
    """The figures of one corpus with one set of lists.

    `note` is told of each figure before it is reconciled, `add` of its result.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        *,
        by: Sequence[str] = (),
        gold: Gold | None = None,
        verdicts: Sequence[Verdicts] = (),
        min_confidence: float | None = None,
        top: int = 10,
        faults: bool = False,
    ) -> None:
        """Begin with no figures.

        Args:
            lexicon: knows the genes that the provenance gives by id.
            by: fields of `reconcile.benchmark.grouping.FIELDS` to group by.
            gold: lists that are right.
            verdicts: what people said of entries, a file each.
            min_confidence: from which confidence on the reconciled lists have taken suggestions;
                None for the safe ones, as a plain `reconcile apply` takes.
            top: how many names a ranking has.
            faults: whether to find out what is wrong with the pipeline that made the lists.
        """
        self.by = tuple(dict.fromkeys(by))
        self.gold, self.min_confidence, self.top = gold, min_confidence, top
        self.corpus = CorpusStatistics()
        self.counts: dict[str, Counts] = {}
        self.gold_counts: dict[str, Counts] = {}
        self.captions: dict[str, bytes] = {}
        self._lexicon = lexicon
        self._notes: dict[str, _Note] = {}
        self._groups: dict[str, dict[str, CorpusStatistics]] = {name: {} for name in self.by}
        self._after: dict[str, Counts] = {}
        self._gold_after: dict[str, Counts] = {}
        self._curve, self._gold_curve = _Curve(), _Curve()
        self._words_behind = WordsBehind(lexicon)
        self._judged = HeldAgainstVerdicts(verdicts) if verdicts else None
        self._listed = KeptLists()
        self._faults: PipelineFaults | None = None
        if faults:
            judge: Judge = "captions" if gold is None else "gold"
            self._faults = PipelineFaults(lexicon, "verdicts" if verdicts else judge)

    def note(self, figure: Figure) -> Figure:
        """Keep of a figure what its result will not say, and hand it back."""
        caption = (figure.caption or "").encode("utf-8", "surrogatepass")
        self._notes[figure.figid] = _Note(
            figure=figure,
            groups=tuple((name, group) for name in self.by for group in groups_of(name, figure)),
            caption=hashlib.sha256(caption).digest()[:8],
            provenance=self._provenance(figure) if self.gold is not None else {},
        )
        return figure

    def add(self, result: Reconciliation) -> None:
        """Count the result of a figure that was noted.

        Raises:
            PatchError: its suggestions contradict each other; then nothing is counted.
        """
        note = self._notes.pop(result.figid)
        figid, figure = result.figid, note.figure
        has_list = figure.keywords is not None
        right = None if self.gold is None else self.gold.genes.get(figid)
        gold = None if self.gold is None or right is None else self.gold.of(figid)
        lists = Lists(figure, result, self._lexicon, note.provenance, gold)
        judged = self._judged if has_list else None
        said: Mapping[str, bool] = {} if judged is None else judged.said(figure)
        accepted = {step: lists.accepted(step) for step in THRESHOLDS}
        least = self.min_confidence
        words = lists.safe() if least is None else lists.after(least)
        # As many are the same ones: a list is made once for each number.
        first: dict[int, tuple[str, ...]] = {}
        for step, count in accepted.items():
            if count not in first:
                first[count] = lists.after(step)
        as_it_is = lists.compared(lists.after(None))
        page = against_caption(as_it_is, result, self._lexicon, said)
        counts = {kept: page.counts(kept) for kept in {words, *first.values()}}
        if judged is not None:
            judged.add(figure, result)
        sure = _sure(result)
        facts = facts_of(sure, has_caption=figure.caption is not None, has_list=has_list)
        self.corpus.add(facts)
        for name, group in note.groups:
            self._groups[name].setdefault(group, CorpusStatistics()).add(facts)
        self.counts[figid], self.captions[figid] = facts.counts, note.caption
        self._after[figid] = counts[words]
        for step in THRESHOLDS:
            self._curve.add(step, accepted[step], counts[first[accepted[step]]])
        if not has_list:
            return
        if self._faults is not None and self.gold is None:
            self._faults.add(page)
        if gold is None or right is None:
            self._listed.add(figure, sure)
            return
        named = lists.named(as_it_is)
        self._listed.add(figure, sure, {word: bool(them & right) for word, them in named.items()})
        if self._faults is not None:
            own = {name: tuple(sorted(genes)) for name, genes in named.items()}
            self._faults.add(against_gold(as_it_is, result, self._lexicon, own, right, said))
        self.gold_counts[figid] = gold_counts(frozenset[str]().union(*named.values()), right)
        self._words_behind.add(figure, named, gold)
        held = {kept: gold_counts(lists.genes(lists.compared(kept)), right) for kept in counts}
        self._gold_after[figid] = held[words]
        for step in THRESHOLDS:
            self._gold_curve.add(step, accepted[step], held[first[accepted[step]]])

    def to_dict(self) -> dict[str, Any]:
        """The parts of the document that are about these lists alone."""
        groups = {
            name: [
                {"group": group, **found[group].to_dict(self.top)}
                for group in sorted(found, key=lambda group: group_order(name, group))
            ]
            for name, found in self._groups.items()
        }
        return {
            **self.corpus.to_dict(self.top),
            "groups": groups,
            "reconciled": {
                **compare_lists(self._after, self.counts),
                "curve": self._curve.to_list(),
            },
            "gold": self._held_against_gold(),
            "fixes": None
            if self.fixes is None
            else {**self.fixes, "list": self.fixes["list"][:FIXES]},
            "verdicts": None if self._judged is None else self._judged.to_dict(),
        }

    @cached_property
    def fixes(self) -> dict[str, Any] | None:
        """What is wrong with the pipeline, with all fixes; None where nobody asked."""
        return None if self._faults is None else self._faults.to_dict(self.top)

    def side(self) -> Side:
        """What other lists of the same figures are held against."""
        return Side(
            counts=self.counts,
            gold_counts=None if self.gold is None else self.gold_counts,
            captions=self.captions,
            listed=self._listed.by_figure,
            groups={
                name: {
                    group: [facts.figid for facts in found[group].figures]
                    for group in sorted(found, key=lambda group: group_order(name, group))
                }
                for name, found in self._groups.items()
            },
        )

    def _held_against_gold(self) -> dict[str, Any] | None:
        gold = self.gold
        if gold is None:
            return None
        return {
            "source": gold.source,
            "unknown": gold.unknown,
            "several": gold.several,
            "labels": gold.labels,
            "only_in_gold": sorted(gold.genes.keys() - self.gold_counts.keys()),
            "only_in_lists": sorted(self.counts.keys() - gold.genes.keys()),
            "raw": _summary(self.gold_counts),
            "reconciled": _summary(self._gold_after),
            "comparison": compare_lists(self._gold_after, self.gold_counts),
            "curve": self._gold_curve.to_list(),
            "missed": self._words_behind.missed(self.top),
            "extra": self._words_behind.extra(self.top),
        }

    def _provenance(self, figure: Figure) -> dict[str, frozenset[str]]:
        """The human genes of entries by their ids, and others that the gold list has by id."""
        assert self.gold is not None
        right = self.gold.genes.get(figure.figid, frozenset())
        found: dict[str, set[str]] = {}
        for row in figure.ocr:
            if row.ncbi_gene_id:
                key, _ = gene_key(row.ncbi_gene_id, self._lexicon)
                if row.taxon_id in (HUMAN, None) or key in right:
                    found.setdefault(row.symbol, set()).add(key)
        return {word: frozenset(keys) for word, keys in found.items()}


def _sure(result: Reconciliation) -> Reconciliation:
    """The result without hints, which only the curve counts."""
    sure = tuple(s for s in result.suggestions if not is_hint(s))
    return replace(result, suggestions=sure)


def document(
    here: Benchmark,
    there: Benchmark | None = None,
    failures: Iterable[Failure] = (),
    *,
    metric: BenchmarkMetric = METRIC,
) -> dict[str, Any]:
    """The whole result: plain dicts, lists, texts and numbers, the same for the same figures.

    Args:
        here: the lists that are judged.
        there: those that they are held against.
        failures: the records that could not be done.
        metric: the score that the verdict goes by; one that was chosen before it was looked at.
    """
    failed = sorted(failures, key=lambda f: (f.source, f.line or 0, f.error, f.figid or ""))
    found = {
        "min_confidence": here.min_confidence,
        **here.to_dict(),
        "against": None if there is None else held_against(here.side(), there.side(), metric),
        "failures": [
            {name: asdict(failure)[name] for name in ("source", "line", "error")}
            for failure in failed
        ],
    }
    return {"schema_version": SCHEMA_VERSION, "verdict": verdict(found, metric), **found}


def _summary(counts: Mapping[str, Counts]) -> dict[str, Any]:
    sums = total(counts.values())
    parts = {
        "listed": sums.gene_keywords,
        "right": sums.supported_keywords,
        "gold": sums.concepts,
    }
    return {**summarise(counts.values()), "counts": parts}
