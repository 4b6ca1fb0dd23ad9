"""The data that moves between the stages: frozen, hashable, free of behaviour.

Offsets are half-open `[start, end)` in Unicode code points of the original text. Identifiers are
strings as their databases print them (`"HGNC:3430"`, NCBI Gene `"2064"`, NCBI Taxonomy `"9606"`).
Collections are tuples, so that every record can be hashed, shared between threads and compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypeAlias

__all__ = [
    "GENE_STATUSES",
    "HUMAN",
    "MISSING",
    "Action",
    "Annotation",
    "Concept",
    "Coverage",
    "Evidence",
    "Failure",
    "Figure",
    "Gene",
    "Grounding",
    "KeywordStatus",
    "KeywordVerdict",
    "Kind",
    "Match",
    "Mention",
    "OcrWord",
    "Reason",
    "Reconciliation",
    "Suggestion",
    "TaggedSpan",
    "Taxon",
    "WordKind",
]

Kind: TypeAlias = Literal["gene", "family", "complex", "nonhuman"]
WordKind: TypeAlias = Literal["gene", "chemical", "disease"]
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

MISSING = frozenset({"", "NA", ".na.character"})
"""The texts with which PFOCR says "missing", beside null; `NA` is no symbol of a gene."""

HUMAN = "9606"
"""NCBI Taxonomy id of *Homo sapiens*."""


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word read off the image and what it was taken for: a row of one of PFOCR's three tables.

    The tables are `_data/<figid>-genes.tsv`, `-chemicals.tsv` and `-diseases.tsv`. The same word
    may be in several of them, and what the last two take for a thing may be a gene.

    Attributes:
        word: the characters that OCR read (`MyD88/Trif`).
        match: the lexicon entry of PFOCR that the word hit (`TRIF`); empty where the row has none.
        symbol: the gene symbol that went into the list (`TRIM69`); empty for no gene.
        ncbi_gene_id: its NCBI Gene id, None where the row has none.
        source: PFOCR's lexicon (`ncbigene_symbol`, `ncbigene_synonym`, `famplex_relations`, …), for
            no gene the table (`chemicals`, `diseases`).
        taxon_id: NCBI Taxonomy id of the gene, None where the row has none.
        kind: `gene`, `chemical` or `disease`: the table.
        name: what a chemical or disease is called in ChEBI or the Disease Ontology, None where the
            row has nothing.
        ids: its identifiers (`MESH:D000255`, `CHEBI:15422`, `DOID:1612`).
    """

    word: str
    match: str
    symbol: str
    ncbi_gene_id: str | None = None
    source: str | None = None
    taxon_id: str | None = None
    kind: WordKind = "gene"
    name: str | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """A span of a caption that names genes, as another tagger says.

    Attributes:
        start: code-point offset in the caption.
        end: likewise, exclusive.
        ids: what it stands for, such as `NCBIGene:2064` and `HGNC:3430`. Where none of them is an
            id of a human gene, the name is grounded in its context.
        kind: what the tagger takes it for, None where it does not say.
        label: id of the family or complex, None where the tagger does not say.
        taxon: NCBI Taxonomy id of the organism, None where the tagger does not say.
    """

    start: int
    end: int
    ids: tuple[str, ...] = ()
    kind: Kind | None = None
    label: str | None = None
    taxon: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A pathway figure: its texts and the gene list that OCR made of it.

    Lists are accepted and kept as tuples. `caption=None` means that the record has no caption;
    `keywords=None` that it has no gene list. Both are reported, with undefined scores. Entries
    of `keywords` and `organisms` that say "missing" (`MISSING`) are left out; a list of nothing
    else is no list.

    `meta` is what else the record says of the figure, as pairs of texts (`year`,
    `journal_title`, `figlink`); a mapping is accepted. It groups figures, leads to their pages and
    changes no result.

    `tagged` is what another tagger found in the caption; `()` says that it found nothing, None
    that the names are to be looked for.

    >>> Figure(figid="F1", caption="MEK activates ERK.", keywords=["MEK"]).keywords
    ('MEK',)
    """

    figid: str
    caption: str | None = None
    keywords: tuple[str, ...] | None = None
    title: str | None = None
    paper_title: str | None = None
    organisms: tuple[str, ...] = ()
    ocr: tuple[OcrWord, ...] = ()
    source: str | None = None
    meta: tuple[tuple[str, str], ...] = ()
    tagged: tuple[TaggedSpan, ...] | None = None

    def __init__(
        self,
        figid: str,
        caption: str | None = None,
        keywords: Iterable[str] | None = None,
        title: str | None = None,
        paper_title: str | None = None,
        organisms: Iterable[str] = (),
        ocr: Iterable[OcrWord] = (),
        source: str | None = None,
        meta: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        tagged: Iterable[TaggedSpan] | None = None,
    ) -> None:
        if isinstance(keywords, str):
            raise TypeError(f"keywords of {figid!r} is one string; pass a list of strings")
        put = object.__setattr__
        put(self, "figid", figid)
        put(self, "caption", caption)
        put(self, "keywords", None if keywords is None else _given(keywords))
        put(self, "title", title)
        put(self, "paper_title", paper_title)
        put(self, "organisms", _given(organisms) or ())
        put(self, "ocr", tuple(ocr))
        put(self, "source", source)
        pairs = meta.items() if isinstance(meta, Mapping) else meta
        put(self, "meta", tuple((name, value) for name, value in pairs))
        put(self, "tagged", None if tagged is None else tuple(tagged))


def _given(entries: Iterable[str]) -> tuple[str, ...] | None:
    """The entries that say something; None where there are only others."""
    listed = tuple(entries)
    kept = tuple(e for e in listed if not (isinstance(e, str) and e.strip() in MISSING))
    return kept if kept or not listed else None


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
            `abbreviation`, `fuzzy`, `greek`, ….
        similarity: 0–1; 1 for all rules but `fuzzy`.
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
        label: the FamPlex id of a family or complex, else None.
        genes: the human genes, sorted by symbol; empty for `nonhuman`.
        score: 0–1, higher is surer; comparable within one name.
        match: the evidence.
        taxon: NCBI Taxonomy id of the organism that the spelling or context points to.
    """

    kind: Kind
    label: str | None
    genes: tuple[Gene, ...]
    score: float
    match: Match
    taxon: str = HUMAN


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence behind a verdict or suggestion.

    Attributes:
        type: `caption` (a span), `heading` (of the paper), `lexicon` (an entry), `ocr` (a word off
            the image), `list` (another keyword), `neighbour` (a gene with a shared function),
            `organism`, `rule`.
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
    """

    text: str
    start: int
    end: int
    kind: Kind
    label: str | None
    genes: tuple[Gene, ...]
    taxon: str
    score: float
    match: Match | None = None
    found_by: str = "dictionary"
    candidates: tuple[Grounding, ...] = field(default=(), repr=False)
    organism: Evidence | None = field(default=None, repr=False)
    context: tuple[Evidence, ...] = field(default=(), repr=False)

    @property
    def symbols(self) -> tuple[str, ...]:
        """The approved symbols of `genes`."""
        return tuple(gene.symbol for gene in self.genes)


@dataclass(frozen=True, slots=True)
class Taxon:
    """An organism that a text is about: NCBI Taxonomy id, and the words that say so."""

    taxon_id: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A text, its mentions in text order, not overlapping, and the organisms that it names.

    `taxa` is ordered by how often the text names them. Mentions in a text about plants or
    bacteria alone are `nonhuman`.
    """

    text: str
    mentions: tuple[Mention, ...]
    taxa: tuple[Taxon, ...] = ()


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
    """

    action: Action
    keyword: str
    symbols: tuple[str, ...]
    already_listed: tuple[str, ...]
    reason: Reason
    confidence: float
    explanation: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The result for one figure.

    Scores are None where they are undefined: no gene keywords, no precision; no concepts, no
    recall. Precision against the caption is a lower bound, because a figure shows more than its
    caption says.

    `counts` holds the integers behind the scores, see `reconcile.metrics.Counts`. `figure` is what
    was compared, for readable reports; it is None where only the result is known, and part of
    neither `to_dict` nor comparisons.
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
    concepts: tuple[Concept, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    figure: Figure | None = field(default=None, compare=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The figure object of the JSON report: plain dicts, lists, strings and numbers."""
        coverage = {i: c.covered for c in self.concepts for i in c.mentions}
        return {
            "figid": self.figid,
            "source": self.source,
            "precision": self.precision,
            "recall": self.recall,
            "recall_strict": self.recall_strict,
            "f1": self.f1,
            "counts": dict(self.counts),
            "keywords": [_plain(verdict) for verdict in self.keywords],
            "mentions": [
                {**mention_dict(mention), "covered": coverage.get(i, "none")}
                for i, mention in enumerate(self.mentions)
            ],
            "suggestions": [_plain(suggestion) for suggestion in self.suggestions],
        }


def mention_dict(mention: Mention) -> dict[str, Any]:
    """A mention as it stands in JSON outputs, without the losing candidates."""
    return {
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "kind": mention.kind,
        "label": mention.label,
        "genes": _plain(mention.genes),
        "taxon_id": mention.taxon,
        "score": mention.score,
        "found_by": mention.found_by,
        "match": _plain(mention.match),
    }


def _plain(value: Any) -> Any:
    """A value as JSON types: records become dicts and tuples lists."""
    if value is None or isinstance(value, str):
        return value
    names = _FIELDS.get(type(value))
    if names is not None:
        return {name: _plain(getattr(value, name)) for name in names}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


_FIELDS = {
    record: tuple(field.name for field in fields(record))
    for record in (Evidence, Gene, KeywordVerdict, Match, Suggestion)
}
