"""The data that moves between the stages: frozen, hashable, and free of behaviour but to be shown.

What goes in is in `reconcile.figure`, under the same promises, and may be imported from here.

Offsets are half-open `[start, end)` in Unicode code points of the original text. Identifiers are
strings as their databases print them (`"HGNC:3430"`, NCBI Gene `"2064"`, NCBI Taxonomy `"9606"`).
Collections are tuples, so that every record can be hashed, shared between threads and compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from reconcile.figure import MISSING, Figure, Kind, OcrWord, TaggedSpan, WordKind
from reconcile.htmltable import html_table
from reconcile.override import Override
from reconcile.plain import as_json

__all__ = [
    "GENE_STATUSES",
    "HUMAN",
    "MISSING",
    "WHOLE_LIST",
    "Action",
    "Annotation",
    "Concept",
    "Coverage",
    "Evidence",
    "Failure",
    "Figure",
    "FigureOrganism",
    "Gene",
    "Grounding",
    "GroupShare",
    "KeywordStatus",
    "KeywordVerdict",
    "Kind",
    "Match",
    "Mention",
    "OcrWord",
    "Override",
    "Reason",
    "Reconciliation",
    "Suggestion",
    "TaggedSpan",
    "Taxon",
    "WordKind",
]

KeywordStatus: TypeAlias = Literal[
    "gene", "alias", "previous", "family", "complex", "other_species", "non_gene", "unknown"
]
Coverage: TypeAlias = Literal["full", "partial", "none"]
Action: TypeAlias = Literal["add", "remove", "replace"]
Reason: TypeAlias = Literal[
    "missing_gene",
    "missing_members",
    "family_label",
    "complex_label",
    "outdated_symbol",
    "alias_symbol",
    "ortholog_duplicate",
    "species_mismatch",
    "alias_collision",
    "ambiguous_symbol",
    "non_gene",
    "ocr_artifact",
]

GENE_STATUSES: frozenset[KeywordStatus] = frozenset({"gene", "alias", "previous"})
"""The statuses that count in precision."""

_ASIDE = {"json": None}
"""Of a field that stands in no JSON."""

HUMAN = "9606"
"""NCBI Taxonomy id of *Homo sapiens*."""

WHOLE_LIST = "*"
"""The keyword of a suggestion, and of a decision, that is about the whole list."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A record that could not be done, and why; `line` is 1-based, None where unknown."""

    source: str
    error: str
    line: int | None = None
    figid: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Gene:
    """A human gene: HGNC approved symbol, HGNC id, NCBI Gene id.

    An id is None where the source has none for the gene.
    """

    symbol: str
    hgnc_id: str | None = None
    ncbi_gene_id: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """The lexicon entry and the rule behind a grounding.

    Attributes:
        form: the entry's spelling in its source (`MEK`, `NF-kappaB`).
        type: `approved`, `previous`, `alias`, `name`, `designation`, `curated`, `label`,
            `ortholog`, `non_gene`, ….
        source: `hgnc`, `ncbi_gene`, `famplex`, `mgi`, `rgd`, `zfin`, `curated`, ….
        rule: how the text led to the entry: `exact`, `plural`, `prefix`, `enumeration`,
            `abbreviation`, `fuzzy`, `greek`, `words`, `chain` (the letters and numbers of a
            protein's chains), `microbe` (a protein of a virus or bacterium), `species` (a gene of
            the table of its organism), ….
        similarity: 0–1; 1 for all rules but `fuzzy` and `words`.
    """

    form: str
    type: str
    source: str
    rule: str = "exact"
    similarity: float = 1.0


@dataclass(frozen=True, slots=True)
class Grounding:
    """One reading of a name.

    Attributes:
        kind: `gene`, `family`, `complex` or `nonhuman`.
        label: the FamPlex id of a family or complex; of a `nonhuman` gene its id in the database of
            its organism, where there is a table (`FB:FBgn0004644`); else None.
        genes: the human genes, sorted by symbol; empty for `nonhuman`.
        score: 0–1, higher is surer; comparable within one name.
        match: the evidence.
        taxon: NCBI Taxonomy id of the organism that the spelling or context points to.
        score_alone: the score before the text had its say; None for what only a text brings up.
    """

    kind: Kind
    label: str | None
    genes: tuple[Gene, ...]
    score: float
    match: Match
    taxon: str = HUMAN
    score_alone: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence behind a verdict or suggestion.

    Attributes:
        type: `caption` (a span), `heading` (of the paper), `lexicon` (an entry), `ocr` (a word off
            the image), `list` (another keyword), `neighbour` (a gene with a shared function),
            `organism`, `rule`, `decision` (of curators), `calibration` (a confidence before).
        text: the span, entry, word or symbol itself.
        detail: what it says, in a few words.
        source: database, file or rule that it comes from; None where `type` says it all.
        start: code-point offset in the caption, for `caption` only.
        end: likewise, exclusive.
    """

    type: str
    text: str
    detail: str = ""
    source: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the text that names genes, with its best reading and the others.

    `text == annotation.text[start:end]`. `genes` is empty for `nonhuman` and for a mention that
    no candidate fits well enough. `found_by` says who proposed the span: `dictionary`, `tagger`,
    `both`, `abbreviation`, `enumeration`, `fuzzy`, or `annotations` for a `TaggedSpan`. `organism`
    are the words that put the mention in its `taxon`, its `detail` where they stand: in the same
    `sentence` (the `nearest` of several), elsewhere in the `text`, in a `heading` or the `record`,
    or the name's own `spelling`; None where nothing was said. `context` are the words and
    genes that decided between several meanings of the same letters, strongest first, with type
    `caption`, `heading` or `list`; empty where nothing of that kind did.

    `decided_by` says what made the best candidate the best. Either the text: `abbreviation` (a
    definition in it), `context` (the words, genes and organisms around), `organism` (the sentence
    or text is about one without human genes). Or the name: the rule that led to the lexicon's
    entry, see `Match`. `tagger`: only the tagger saw it, and nothing in the lexicon is like it;
    `annotations`: the identifiers of another tagger say so. `override`: curators decided it, see
    `match.source`.
    """

    text: str
    start: int
    end: int
    kind: Kind
    label: str | None
    genes: tuple[Gene, ...]
    taxon: str = field(metadata={"json": "taxon_id"})
    score: float
    found_by: str = "dictionary"
    match: Match | None = None
    candidates: tuple[Grounding, ...] = field(default=(), repr=False, metadata=_ASIDE)
    organism: Evidence | None = field(default=None, repr=False, metadata=_ASIDE)
    context: tuple[Evidence, ...] = field(default=(), repr=False, metadata=_ASIDE)
    decided_by: str = field(default="tagger", repr=False, metadata=_ASIDE)

    @property
    def symbols(self) -> tuple[str, ...]:
        """The approved symbols of `genes`."""
        return tuple(gene.symbol for gene in self.genes)

    def to_dict(self) -> dict[str, Any]:
        """The mention as it stands in JSON outputs, without the losing candidates."""
        return as_json(self)


@dataclass(frozen=True, slots=True)
class Taxon:
    """An organism that a text is about: NCBI Taxonomy id, and the words that say so."""

    taxon_id: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A text, its mentions in text order, not overlapping, and the organisms that it names.

    `taxa` is ordered by how often the text names them. Mentions of genes of organisms without
    human ones, such as yeasts, plants and flies, are `nonhuman`. `decided` are the readings of
    curators that hold in the text.
    """

    text: str
    mentions: tuple[Mention, ...]
    taxa: tuple[Taxon, ...] = ()
    decided: tuple[Override, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The object that `reconcile annotate` writes as JSON."""
        found = {"text": self.text, "mentions": [mention.to_dict() for mention in self.mentions]}
        return found | _decided(self.decided)

    def _repr_html_(self) -> str:
        """A short table of the mentions, for a notebook."""
        rows = (
            (f"{m.start}–{m.end}", m.text, m.kind, m.label or "", ", ".join(m.symbols), m.score)
            for m in self.mentions
        )
        head = ("span", "text", "kind", "label", "genes", "score")
        count = len(self.mentions)
        return html_table(f"{count} mention{'s' * (count != 1)}", head, rows)


@dataclass(frozen=True, slots=True)
class Concept:
    """The mentions of one caption that ground to the same thing.

    Attributes:
        kind: as for a mention (never `nonhuman`: those make no concept).
        label: FamPlex id, None for genes.
        genes: the members, sorted by symbol.
        mentions: indices into `Reconciliation.mentions`, ascending.
        covered: how many members the gene list has; a family label in the list covers all.
    """

    kind: Kind
    label: str | None
    genes: tuple[Gene, ...]
    mentions: tuple[int, ...]
    covered: Coverage


@dataclass(frozen=True, slots=True)
class KeywordVerdict:
    """What one entry of the gene list is, and whether the caption names it.

    Attributes:
        keyword: the entry as written in the record.
        status: see `KeywordStatus`.
        symbol: the current human symbol, None where there is not exactly one.
        hgnc_id: its HGNC id.
        ncbi_gene_id: its NCBI Gene id.
        taxon_id: organism of the spelling (`9606` for a human symbol), None if no gene.
        supported: whether some concept has this gene (or, for a label, shares a member).
        supported_by: the distinct surface forms that say so, in text order.
        genes: every human gene that the entry stands for: one for a gene, members for a label.
        evidence: lexicon entry and OCR words that made the verdict.
    """

    keyword: str
    status: KeywordStatus
    symbol: str | None
    hgnc_id: str | None
    ncbi_gene_id: str | None
    taxon_id: str | None
    supported: bool
    supported_by: tuple[str, ...] = ()
    genes: tuple[Gene, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change to the gene list, with its reason.

    Attributes:
        action: `add`, `remove` or `replace`.
        keyword: the entry to remove or replace; for `add` the surface form in the caption.
        symbols: for `add`, the symbols to put in; for `replace`, all current symbols that the
            entry stands for; empty for `remove`.
        already_listed: for `replace`, those of `symbols` that the list has and that need not be
            added; for `add`, the other members that it has; for `remove`, the listed genes that
            the entry repeats or was confused with.
        reason: see `Reason`.
        confidence: 0–1.
        explanation: one plain sentence that names the evidence.
        evidence: the pieces behind it, at least one.
        safe: whether it may be carried out without a person, see `reconcile.suggest.safety`.
        decision: `accepted` or `declined` where a person said so before, else None.
    """

    action: Action
    keyword: str
    symbols: tuple[str, ...]
    already_listed: tuple[str, ...]
    reason: Reason
    confidence: float
    explanation: str
    evidence: tuple[Evidence, ...]
    safe: bool = False
    decision: Literal["accepted", "declined"] | None = None


@dataclass(frozen=True, slots=True)
class GroupShare:
    """A group of organisms (`plant`, `mixed`, …) and how probable it is."""

    group: str
    probability: float


@dataclass(frozen=True, slots=True)
class FigureOrganism:
    """What organisms a figure is about, see `reconcile.organisms`.

    Attributes:
        group: the likeliest group: `mammal`, `vertebrate`, `insect`, `worm`, `animal`, `fungus`,
            `plant`, `protist`, `bacterium`, `archaeon`, `virus`, or `mixed`.
        probability: how probable it is.
        groups: all groups of at least one percent, the likeliest first.
        parts: of `mixed`, the two likeliest groups.
        taxon: NCBI Taxonomy id of the species named most, None if no text names one of the table.
        name: its name, None if no text names one.
        human: how probable it is that human genes can be what the figure shows.
        evidence: what says so, the weightiest first; `source` names the text of its offsets.
    """

    group: str
    probability: float
    groups: tuple[GroupShare, ...]
    parts: tuple[str, ...] = ()
    taxon: str | None = field(default=None, metadata={"json": "taxon_id"})
    name: str | None = None
    human: float = 1.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The result for one figure.

    Scores are None where they are undefined: no gene keywords, no precision; no concepts, no
    recall. Precision against the caption is a lower bound, because a figure shows more than its
    caption says.

    `counts` holds the integers behind the scores, see `reconcile.metrics.Counts`. `organism` says
    what organisms the figure is about, None where only older results are known. `figure` is what
    was compared, for readable reports; it is None where only the result is known, and part of
    neither `to_dict` nor comparisons. `decided` are the readings of curators that hold in the
    figure, `calibration` on what the confidences were refitted; empty where they were not.
    """

    figid: str
    source: str | None
    precision: float | None
    recall: float | None
    recall_strict: float | None
    f1: float | None
    counts: dict[str, int] = field(hash=False)
    keywords: tuple[KeywordVerdict, ...] = ()
    mentions: tuple[Mention, ...] = ()
    concepts: tuple[Concept, ...] = field(default=(), metadata=_ASIDE)
    suggestions: tuple[Suggestion, ...] = ()
    organism: FigureOrganism | None = None
    figure: Figure | None = field(default=None, compare=False, repr=False, metadata=_ASIDE)
    decided: tuple[Override, ...] = field(default=(), repr=False, metadata=_ASIDE)
    calibration: str = field(default="", repr=False, metadata=_ASIDE)

    def to_dict(self) -> dict[str, Any]:
        """The figure object of the JSON report: plain dicts, lists, strings and numbers."""
        coverage = {i: c.covered for c in self.concepts for i in c.mentions}
        found = as_json(self)
        for i, mention in enumerate(found["mentions"]):
            mention["covered"] = coverage.get(i, "none")
        refitted = {"calibration": self.calibration} if self.calibration else {}
        return found | _decided(self.decided) | refitted

    def _repr_html_(self) -> str:
        """The scores and a short table of the suggestions, for a notebook."""
        shown = (
            f"{name} {'–' if score is None else f'{score:.2f}'}"
            for name, score in (
                ("precision", self.precision),
                ("recall", self.recall),
                ("F1", self.f1),
            )
        )
        entries, things = len(self.keywords), len(self.concepts)
        title = f"{self.figid}: {', '.join(shown)}; {entries} entries, {things} things named"
        rows = (
            (s.action, s.keyword, ", ".join(s.symbols), s.reason, s.confidence, s.explanation)
            for s in self.suggestions
        )
        head = ("suggestion", "entry", "symbols", "reason", "confidence", "explanation")
        return html_table(title, head, rows)


def _decided(rows: tuple[Override, ...]) -> dict[str, Any]:
    """The readings of curators as JSON has them: only where there are some."""
    return {"overrides": [as_json(row) for row in rows]} if rows else {}
