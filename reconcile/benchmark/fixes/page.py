"""What is kept of one figure to say what another pipeline would make of its list.

The verdicts of entries and the mentions of the caption stay as they are: what is asked is which
entries a list has, not how it is read.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from reconcile.compare import GENE_STATUSES, Comparison
from reconcile.compare import Row as ComparedRow
from reconcile.lexicon import Lexicon
from reconcile.metrics import Counts
from reconcile.records import WHOLE_LIST, Reconciliation, Suggestion
from reconcile.suggest import DEFAULT_MIN_CONFIDENCE
from reconcile.text import surface_key

__all__ = [
    "WHOLE",
    "Basis",
    "Entry",
    "Page",
    "Row",
    "State",
    "against_caption",
    "against_gold",
    "bare_row",
]

WHOLE: Final = 1_000_000
"""Probabilities are counted in millionths, so that sums are exact in any order."""

State: TypeAlias = Literal["wrong", "right", "open"]
"""What is known of an entry of one list."""

Basis: TypeAlias = tuple[int, int, int, int, int]
"""Genes listed, of them right; concepts, of them covered, of them covered wholly."""

NOTHING_SAID: Final[Mapping[str, bool]] = MappingProxyType({})
_RENAMING: Final = frozenset({"outdated_symbol", "alias_symbol"})
_LABELS: Final = frozenset({"family_label", "complex_label"})
_MEMBERS: Final = "members:"


class Row(NamedTuple):
    """How an entry came into a list: one word, taken for one entry of the pipeline's lexicon.

    Attributes:
        word: off the image; for lists without words, the entry.
        match: the entry of the pipeline's lexicon; for lists without words, the entry.
        source: of that lexicon; empty where nothing says.
        gene: the entry of the list that came of it.
        taxon: NCBI Taxonomy id of the gene; empty where nothing says.
    """

    word: str
    match: str
    source: str
    gene: str
    taxon: str


def bare_row(entry: str) -> Row:
    """The row of an entry that no words are known of: it is its own word."""
    return Row(entry, entry, "", entry, "")


class Entry(NamedTuple):
    """One distinct entry of a list.

    Attributes:
        name: as it is written.
        genes: what it counts for in the scores: mostly one gene or none.
        labels: what it covers as the label of a family or complex.
        rows: what brought it in, sorted; one at least.
        state: what is known of it.
        doubt: how probably it is wrong, in millionths.
        to: what should stand in its place, by a suggestion to replace it; empty where there is
            none.
        renames: whether `to` is only another name of the same gene.
    """

    name: str
    genes: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[Row, ...]
    state: State
    doubt: int
    to: tuple[str, ...]
    renames: bool


class Concept(NamedTuple):
    """Something that a list should have.

    Attributes:
        members: genes; one that the list has covers it, all of them cover it wholly.
        labels: entries that cover it wholly.
    """

    members: frozenset[str]
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Page:
    """One figure.

    Attributes:
        figid: the figure.
        entries: the distinct entries of its list.
        named: the genes that count as right.
        concepts: what the list should have.
        counted: whether there is a caption or gold list to count against.
        group: the group of organisms that the figure is about; empty where nobody says.
        elsewhere: whether it is not about human genes at all. That its entries are wrong for this
            reason says nothing of the words that brought them in, and that its caption names them
            does not make them right.
        missing: how many genes are probably missing, in millionths.
    """

    figid: str
    entries: tuple[Entry, ...]
    named: frozenset[str]
    concepts: tuple[Concept, ...]
    counted: bool
    group: str
    elsewhere: bool
    missing: int

    def basis(self, without: frozenset[int] = frozenset(), added: Iterable[str] = ()) -> Basis:
        """The integers behind the scores of the list.

        Args:
            without: the entries that it has no more.
            added: symbols of genes that it has besides.
        """
        stay = [entry for i, entry in enumerate(self.entries) if i not in without]
        genes = {gene for entry in stay for gene in entry.genes}.union(added)
        labels = {label for entry in stay for label in entry.labels}
        full = partial = 0
        for concept in self.concepts:
            if genes >= concept.members or not labels.isdisjoint(concept.labels):
                full += 1
            elif not genes.isdisjoint(concept.members):
                partial += 1
        listed = len(genes) if self.counted else 0
        return listed, len(genes & self.named), len(self.concepts), full + partial, full

    def counts(self, keywords: Iterable[str]) -> Counts:
        """The counts behind the scores of another list: entries that stay, and current symbols."""
        kept = frozenset(keywords)
        names = {entry.name for entry in self.entries}
        gone = frozenset(i for i, entry in enumerate(self.entries) if entry.name not in kept)
        return Counts(*self.basis(gone, kept - names))

    def dumped(self) -> bytes:
        """The page as bytes, for `loaded`."""
        return marshal.dumps(
            (
                self.figid,
                _plain(self.entries),
                tuple(sorted(self.named)),
                tuple((tuple(sorted(c.members)), tuple(sorted(c.labels))) for c in self.concepts),
                self.counted,
                self.group,
                self.elsewhere,
                self.missing,
            )
        )

    @classmethod
    def loaded(cls, data: bytes) -> Page:
        """The page that `dumped` gave, of this very process."""
        figid, entries, named, concepts, *rest = marshal.loads(data)
        return cls(
            figid,
            tuple(
                Entry(name, genes, labels, tuple(Row(*row) for row in rows), *others)
                for name, genes, labels, rows, *others in entries
            ),
            frozenset(named),
            tuple(Concept(frozenset(members), frozenset(labels)) for members, labels in concepts),
            *rest,
        )


def _plain(value: Any) -> Any:
    """Tuples without their names, which marshal does not take."""
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def against_caption(
    comparison: Comparison,
    result: Reconciliation,
    lexicon: Lexicon,
    said: Mapping[str, bool] = NOTHING_SAID,
) -> Page:
    """The page of a figure whose list is held against its caption.

    Args:
        comparison: of the list as it is.
        result: the figure, with suggestions of any confidence.
        lexicon: names the genes.
        said: whether people said of entries that they are right; that comes before all else.
    """

    def symbol(ref: int) -> str:
        return lexicon.gene(ref).gene.symbol

    concepts: list[Concept] = []
    for concept, refs in zip(comparison.concepts, comparison.concept_refs, strict=True):
        members = frozenset(map(symbol, refs))
        labels = frozenset[str]()
        if concept.kind != "gene":
            spelled = {surface_key(comparison.mentions[i].text) for i in concept.mentions}
            labels = frozenset({*spelled, surface_key(concept.label or ""), _members(members)})
        concepts.append(Concept(members, labels))
    genes = {
        row.verdict.keyword: (symbol(row.refs[0]),)
        for row in comparison.rows
        if row.verdict.status in GENE_STATUSES
    }
    states: dict[str, State] = {
        verdict.keyword: "right"
        for verdict in comparison.verdicts
        if verdict.supported and not _scope(result)[1]
    }
    return Page(
        result.figid,
        tuple(_entries(comparison, result, genes, states | _said(said), symbol)),
        frozenset(map(symbol, comparison.caption)),
        tuple(concepts) if comparison.figure.keywords is not None else (),
        comparison.figure.caption is not None,
        *_scope(result),
        sum(_millionths(s) for s in result.suggestions if s.action == "add"),
    )


def against_gold(
    comparison: Comparison,
    result: Reconciliation,
    lexicon: Lexicon,
    genes: Mapping[str, tuple[str, ...]],
    gold: frozenset[str],
    said: Mapping[str, bool] = NOTHING_SAID,
) -> Page:
    """The page of a figure whose list is held against a gold list.

    Args:
        comparison: of the list as it is.
        result: the figure, with suggestions of any confidence.
        lexicon: names the genes of labels.
        genes: what each entry counts for.
        gold: the genes that are right.
        said: as for `against_caption`.
    """
    states: dict[str, State] = {
        entry: "wrong" if gold.isdisjoint(own) else "right" for entry, own in genes.items() if own
    }
    listed = {gene for own in genes.values() for gene in own}

    def symbol(ref: int) -> str:
        return lexicon.gene(ref).gene.symbol

    return Page(
        result.figid,
        tuple(_entries(comparison, result, genes, states | _said(said), symbol)),
        gold,
        tuple(Concept(frozenset({gene}), frozenset()) for gene in sorted(gold)),
        True,
        *_scope(result),
        WHOLE * len(gold - listed),
    )


def _said(said: Mapping[str, bool]) -> dict[str, State]:
    return {entry: "right" if right else "wrong" for entry, right in said.items()}


def _entries(
    comparison: Comparison,
    result: Reconciliation,
    genes: Mapping[str, tuple[str, ...]],
    states: Mapping[str, State],
    symbol: Callable[[int], str],
) -> Iterator[Entry]:
    doubts = _doubts(result.suggestions)
    seen: set[str] = set()
    for row in comparison.rows:
        name = row.verdict.keyword
        if name in seen:
            continue
        seen.add(name)
        doubt = doubts.get(name)
        state, probability = _judged(states.get(name), doubt)
        labels: tuple[str, ...] = ()
        if row.label is not None:
            members = _members(frozenset(map(symbol, row.refs)))
            labels = tuple(sorted({surface_key(name), surface_key(row.label), members}))
        to = doubt.symbols if doubt is not None and doubt.action == "replace" else ()
        renames = doubt is not None and doubt.reason in _RENAMING
        yield Entry(
            name, genes.get(name, ()), labels, _rows(name, row), state, probability, to, renames
        )


def _scope(result: Reconciliation) -> tuple[str, bool]:
    """What a figure is about, and whether its whole list of human genes is to go."""
    listed = {verdict.keyword for verdict in result.keywords}
    elsewhere = WHOLE_LIST not in listed and any(
        s.keyword == WHOLE_LIST and s.confidence >= DEFAULT_MIN_CONFIDENCE
        for s in result.suggestions
        if s.action == "remove"
    )
    return "" if result.organism is None else result.organism.group, elsewhere


def _doubts(suggestions: Iterable[Suggestion]) -> dict[str, Suggestion]:
    """What is said against each entry; a new name for its gene only where that is all."""
    found: dict[str, Suggestion] = {}
    for one in suggestions:
        if one.action == "add":
            continue
        other = found.get(one.keyword)
        if other is None or _weight(one) > _weight(other):
            found[one.keyword] = one
    return found


def _weight(one: Suggestion) -> tuple[bool, float]:
    return one.reason not in _RENAMING, one.confidence


def _judged(known: State | None, doubt: Suggestion | None) -> tuple[State, int]:
    """What is known of an entry, and how probably it is wrong.

    What people or gold lists say comes first. A suggestion says that an entry is wrong where it is
    as sure as those that `reconcile report` shows; labels are neither wrong nor right.
    """
    against = None if doubt is None or doubt.reason in _RENAMING else doubt
    if known is not None and (known == "wrong" or against is None):
        return known, WHOLE * (known == "wrong")
    if against is None:
        return "open", 0
    if known == "right":
        return known, 0
    sure = against.confidence >= DEFAULT_MIN_CONFIDENCE and against.reason not in _LABELS
    return "wrong" if sure else "open", _millionths(against)


def _rows(name: str, row: ComparedRow) -> tuple[Row, ...]:
    found = {
        Row(ocr.word, ocr.match, ocr.source or "", name, ocr.taxon_id or "") for ocr in row.ocr
    }
    return tuple(sorted(found)) or (bare_row(name),)


def _members(symbols: frozenset[str]) -> str:
    return _MEMBERS + " ".join(sorted(symbols))


def _millionths(suggestion: Suggestion) -> int:
    return round(suggestion.confidence * WHOLE)
