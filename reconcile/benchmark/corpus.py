"""Statistics of a corpus: integer counts and names only, whatever the order of its figures."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias, get_args

from reconcile.metrics import Counts, summarise, total
from reconcile.records import KeywordStatus, Reason, Reconciliation

__all__ = ["CorpusStatistics", "Facts", "Names", "facts_of"]

_EXAMPLES = 3
_STATUSES: tuple[str, ...] = get_args(KeywordStatus)
_REASONS: tuple[str, ...] = get_args(Reason)
_BY_A_WORD = frozenset({"alias_collision", "ambiguous_symbol", "ocr_artifact"})
"""The reasons that say that a word was taken for the wrong gene."""

Key: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What one figure adds to the statistics.

    Attributes:
        figid: the figure.
        source: its file.
        counts: against its caption.
        has_caption: whether it has one.
        has_list: whether it has a gene list.
        statuses: entries of the list by status.
        reasons: suggestions by reason.
        wrong: word, gene and reason of each entry that a word was wrongly taken for.
        missed: kind, label and symbols of each concept of which the list has nothing.
    """

    figid: str
    source: str
    counts: Counts
    has_caption: bool
    has_list: bool
    statuses: tuple[tuple[str, int], ...]
    reasons: tuple[tuple[str, int], ...]
    wrong: frozenset[tuple[str, str, str]]
    missed: frozenset[tuple[str, str, str]]


def facts_of(result: Reconciliation, *, has_caption: bool, has_list: bool) -> Facts:
    """The facts of a figure."""
    symbols = {verdict.keyword: verdict.symbol or verdict.keyword for verdict in result.keywords}
    wrong = {
        (word, symbols.get(s.keyword, s.keyword), s.reason)
        for s in result.suggestions
        if s.action != "add" and s.reason in _BY_A_WORD
        for word in _words(s.evidence) or (s.keyword,)
    }
    missed = {
        (concept.kind, concept.label or "", " ".join(gene.symbol for gene in concept.genes))
        for concept in result.concepts
        if has_list and concept.covered == "none"
    }
    return Facts(
        figid=result.figid,
        source=result.source or "",
        counts=Counts.from_dict(result.counts),
        has_caption=has_caption,
        has_list=has_list,
        statuses=_counted(verdict.status for verdict in result.keywords),
        reasons=_counted(s.reason for s in result.suggestions),
        wrong=frozenset(wrong),
        missed=frozenset(missed),
    )


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items()))


def _words(evidence: Iterable[Any]) -> tuple[str, ...]:
    """The words that brought a gene in: off the image, else the name in the lexicon."""
    evidence = tuple(evidence)
    read = tuple(dict.fromkeys(e.text for e in evidence if e.type == "ocr" and e.source == "pfocr"))
    return read or next(((e.text,) for e in evidence if e.type == "lexicon"), ())


@dataclass(slots=True)
class Names:
    """How many figures have each of some names, with the first few of them by figid."""

    figures: Counter[Key] = field(default_factory=Counter)
    examples: dict[Key, list[str]] = field(default_factory=dict)

    def add(self, figid: str, keys: Iterable[Key]) -> None:
        """Count one figure, once for each of its names."""
        for key in set(keys):
            self.figures[key] += 1
            few = self.examples.setdefault(key, [])
            insort(few, figid)
            del few[_EXAMPLES:]

    def most(self, top: int) -> Iterator[tuple[Key, dict[str, Any]]]:
        """The most frequent names, with `figures` and `examples`."""
        ranked = sorted(self.figures.items(), key=lambda item: (-item[1], item[0]))
        for key, figures in ranked[:top]:
            yield key, {"figures": figures, "examples": list(self.examples[key])}


@dataclass(slots=True)
class CorpusStatistics:
    """What is counted over the figures of a corpus, or of one group of it."""

    figures: list[Facts] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    wrong: Names = field(default_factory=Names)
    wrong_for: dict[Key, set[str]] = field(default_factory=dict)
    missed: Names = field(default_factory=Names)

    def add(self, facts: Facts) -> None:
        """Count one figure."""
        self.figures.append(facts)
        for mine, theirs in ((self.statuses, facts.statuses), (self.reasons, facts.reasons)):
            for name, count in theirs:
                mine[name] += count
        self.wrong.add(facts.figid, ((word, symbol) for word, symbol, _ in facts.wrong))
        for word, symbol, reason in facts.wrong:
            self.wrong_for.setdefault((word, symbol), set()).add(reason)
        self.missed.add(facts.figid, facts.missed)

    def to_dict(self, top: int) -> dict[str, Any]:
        """Scores with intervals, counts, and the `top` of each ranking."""
        counts = [facts.counts for facts in self.figures]
        return {
            **summarise(counts),
            "with_caption": sum(facts.has_caption for facts in self.figures),
            "with_list": sum(facts.has_list for facts in self.figures),
            "counts": total(counts).to_dict(),
            "statuses": {name: self.statuses[name] for name in _STATUSES},
            "reasons": {name: self.reasons[name] for name in _REASONS},
            "wrong_aliases": [
                {
                    "word": word,
                    "symbol": symbol,
                    "reasons": sorted(self.wrong_for[word, symbol]),
                    **found,
                }
                for (word, symbol), found in self.wrong.most(top)
            ],
            "missed": [
                {"kind": kind, "label": label or None, "symbols": symbols.split(), **found}
                for (kind, label, symbols), found in self.missed.most(top)
            ],
            "worst": list(self._worst(top)),
        }

    def _worst(self, top: int) -> Iterator[dict[str, Any]]:
        """The figures of the lowest F1; of equals first those with more genes and concepts."""
        ranked = sorted(
            (f1, -facts.counts.gene_keywords - facts.counts.concepts, facts.figid, i)
            for i, facts in enumerate(self.figures)
            if (f1 := facts.counts.f1) is not None
        )
        for *_, i in ranked[:top]:
            facts = self.figures[i]
            yield {
                "figid": facts.figid,
                "source": facts.source or None,
                **facts.counts.scores(),
                "counts": facts.counts.to_dict(),
            }
