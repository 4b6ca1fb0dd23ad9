"""What the letters of a gene list's entries stand for.

Exact spellings come before those that differ in case only, human symbols before those of other
organisms, families before the aliases that collide with them. Where the figure has the OCR
provenance of an entry, the NCBI Gene id of its rows decides, and their taxon ids say of which
organism it is. In a figure on an organism that there is a table of, its symbols come before human
aliases, as they do in a list that has others of them (`elsewhere`). Where the letters are a name of
several genes, the caption decides, then the clear entries of the list, then the better source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal, NamedTuple

from reconcile.compare.elsewhere import read_elsewhere
from reconcile.compare.sense import Sense
from reconcile.compare.strangers import Strangers
from reconcile.lexicon import Lexicon
from reconcile.lexicon.nomenclatures import nomenclature_of
from reconcile.lexicon.schema import NO_REF, NON_GENE_TYPES, ORTHOLOG_TYPES, Entry
from reconcile.organisms import BY_TAXON, ORGANISMS
from reconcile.records import GENE_STATUSES, HUMAN, Evidence, Figure, KeywordStatus, OcrWord
from reconcile.text import surface_key

__all__ = ["GENE_STATUSES", "Sense", "read_alone", "read_keywords"]

_NAMES: Final = {o.taxon: o.name for o in ORGANISMS if o.source}
"""Scientific names of the organisms whose gene symbols the lexicon knows."""

_CURATED: Final = frozenset({"famplex", "curated"})
_SOURCE_RANK: Final = {"curated": 0, "famplex": 1, "hgnc": 2, "ncbi_gene": 3}
_TYPE_RANK: Final = {"approved": 0, "curated": 1, "previous": 2, "withdrawn": 3, "alias": 4}


def read_keywords(
    figure: Figure, lexicon: Lexicon, named: frozenset[int], labels: set[str]
) -> tuple[list[Sense], tuple[tuple[OcrWord, ...], ...]]:
    """The sense of each keyword; rival genes are decided when the clear ones are known."""
    rows: dict[str, list[OcrWord]] = defaultdict(list)
    for word in figure.ocr:
        rows[word.symbol].append(word)
    keywords = figure.keywords or ()
    of_keyword = {keyword: tuple(rows.get(keyword, ())) for keyword in keywords}
    strangers = Strangers(figure)
    given = {
        keyword: sense
        for keyword, own in of_keyword.items()
        if (sense := _by_provenance(keyword, own, figure, lexicon)) is not None
    }
    letters = {
        keyword: _by_letters(keyword, figure, lexicon, strangers)
        for keyword in of_keyword
        if keyword not in given
    }
    first = given | letters | read_elsewhere(letters, given, figure, lexicon, strangers)
    clear = frozenset(r.refs[0] for r in first.values() if r.status in GENE_STATUSES and r.refs)
    decided = {
        keyword: _decide(keyword, sense, named, clear, labels, lexicon)
        for keyword, sense in first.items()
    }
    return [decided[keyword] for keyword in keywords], tuple(map(of_keyword.__getitem__, keywords))


def read_alone(letters: str, lexicon: Lexicon) -> Sense:
    """What letters stand for where nothing is known of a figure.

    Rival genes are not decided: `refs` are all genes that the letters may be of, or the members
    of a family; empty for what is no gene, and unknown.

    >>> lexicon = Lexicon.load()
    >>> read_alone("Trp53", lexicon).status, read_alone("MEK", lexicon).label
    ('other_species', 'MEK')
    """
    nowhere = Figure(figid="")
    sense = _by_letters(letters, nowhere, lexicon, Strangers(nowhere))
    if sense.status == "family":
        return _decide_family(sense, set(), lexicon)
    if sense.status == "gene":
        return replace(sense, refs=tuple(dict.fromkeys(e.ref for e in sense.entries)))
    return sense


def _by_provenance(
    keyword: str, rows: tuple[OcrWord, ...], figure: Figure, lexicon: Lexicon
) -> Sense | None:
    """The gene that PFOCR meant, by its NCBI Gene id; None where that says nothing of one gene.

    An entry that no row has from man is of the organism of its rows, whatever the lexicon knows.
    """
    evidence = tuple(
        dict.fromkeys(
            Evidence("ocr", row.word, f"taken for {row.match} ({row.source})", "pfocr")
            for row in rows
        )
    )
    human = [row for row in rows if row.taxon_id in (HUMAN, None) and row.ncbi_gene_id]
    records = {r.index: r for row in human if (r := lexicon.gene_by_ncbi(row.ncbi_gene_id or ""))}
    if len(records) == 1:
        (record,) = records.values()
        symbol = record.gene.symbol
        types = {
            e.type
            for e in lexicon.lookup(surface_key(keyword))
            if e.ref == record.index and not e.is_family and e.form == keyword
        }
        status: KeywordStatus = "previous"
        if symbol == keyword:
            status = "gene"
        elif "previous" not in types and types & {"alias", "curated"}:
            status = "alias"
        entry = Evidence("lexicon", keyword, f"{_WORDING[status]} {symbol}", "pfocr gene id")
        return Sense(status, refs=(record.index,), taxon=HUMAN, evidence=(entry, *evidence))
    taxa = tuple(dict.fromkeys(row.taxon_id for row in rows if row.taxon_id))
    if taxa and HUMAN not in taxa:
        entries = tuple(
            e
            for e in lexicon.lookup(surface_key(keyword))
            if e.type in ORTHOLOG_TYPES and e.taxon in taxa and e.form == keyword
        )
        if entries:
            found = _species(entries, _taxon(entries, figure))
        else:
            found = Sense("other_species", taxon=min(taxa, key=_is_unknown))
        return replace(found, evidence=(*found.evidence, *evidence))
    return None


def _is_unknown(taxon: str) -> bool:
    return taxon not in BY_TAXON and nomenclature_of(taxon) is None


_WORDING: Final[dict[KeywordStatus, str]] = {
    "gene": "current symbol of",
    "alias": "alias of",
    "previous": "former symbol of",
}


class _Preference(NamedTuple):
    """A class of entries that decides what letters stand for, if there are any of it.

    Attributes:
        types: their types.
        spelling: `same` as the letters, the same `word` in another case, or `any` with their key.
        source: that all of them have; None for any.
        witness: a source that at least one of them has; None for any.
        but: a source that none of them has.
        in_capitals: whether letters that are all capitals count.
    """

    types: frozenset[str]
    spelling: Literal["same", "word", "any"] = "any"
    source: frozenset[str] | None = None
    witness: str | None = None
    but: str | None = None
    in_capitals: bool = True

    def of(self, keyword: str, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Those of the entries that are of this class."""
        if keyword.isupper() and not self.in_capitals:
            return ()
        found = tuple(entry for entry in entries if self._has(entry, keyword))
        if self.witness is not None and all(e.source != self.witness for e in found):
            return ()
        return found

    def _has(self, entry: Entry, keyword: str) -> bool:
        if entry.type not in self.types or entry.source == self.but:
            return False
        if self.source is not None and entry.source not in self.source:
            return False
        if self.spelling == "word":
            return entry.form is None or entry.form.lower() == keyword.lower()
        return self.spelling == "any" or entry.form == keyword


def _types(*types: str) -> frozenset[str]:
    return frozenset(types)


_PREFERENCES: Final = (
    _Preference(_types("approved"), "same"),
    _Preference(NON_GENE_TYPES, "same", source=_CURATED),
    _Preference(_types("label"), "same"),
    _Preference(_types("curated"), "same"),
    _Preference(_types("previous", "alias"), "same", witness="hgnc"),
    _Preference(_types("root"), "same"),
    _Preference(_types("previous", "alias"), "same"),
    _Preference(_types("ortholog"), "same"),
    _Preference(_types("approved")),
    _Preference(_types("label")),
    _Preference(NON_GENE_TYPES, "word", in_capitals=False),
    _Preference(_types("curated", "previous", "alias"), but="ncbi_gene"),
    _Preference(_types("ortholog_alias"), "same"),
    _Preference(_types("root", "alias")),
    _Preference(_types("name", "designation")),
    _Preference(NON_GENE_TYPES),
    _Preference(_types("withdrawn")),
    _Preference(_types("ortholog")),
)
"""What letters stand for, the first that there is: exact spellings before those that differ in case
only, human symbols before those of other organisms, families before the aliases that collide."""


def _by_letters(keyword: str, figure: Figure, lexicon: Lexicon, strangers: Strangers) -> Sense:
    """What the letters stand for, by `_PREFERENCES`."""
    entries = [
        e for e in lexicon.lookup(surface_key(keyword)) if e.type != "withdrawn" or e.ref != NO_REF
    ]
    steps = (preference.of(keyword, entries) for preference in _PREFERENCES)
    found = next(filter(None, steps), ())
    if not found or found[0].type != "approved" or found[0].form != keyword:
        own = strangers.gene(keyword)
        if own is not None:
            of, gene = own
            detail = f"gene of {of.scientific}, {gene.id}"
            what = Evidence("lexicon", gene.symbol, detail, of.source)
            return Sense("other_species", taxon=of.taxon, evidence=(what,))
    if not found:
        return Sense("unknown")
    if found[0].type in NON_GENE_TYPES:
        first = found[0]
        what = Evidence("lexicon", first.form or keyword, first.type, first.source)
        return Sense("non_gene", found, evidence=(what,))
    if found[0].type in ORTHOLOG_TYPES:
        return _species(found, _taxon(found, figure))
    families = tuple(e for e in found if e.is_family)
    if families:
        return Sense("family", families)
    refs = tuple(dict.fromkeys(e.ref for e in found))
    return Sense("gene", found, refs if len(refs) == 1 else (), HUMAN)


def _taxon(entries: Sequence[Entry], figure: Figure) -> str:
    """The organism of a spelling that several share: one that the paper names, else the first."""
    taxa = list(dict.fromkeys(e.taxon for e in entries))
    named = [t for t in taxa if _NAMES.get(t) in figure.organisms]
    order = list(_NAMES)
    return min(named or taxa, key=order.index)


def _species(entries: Sequence[Entry], taxon: str) -> Sense:
    own = [e for e in entries if e.taxon == taxon]
    refs = tuple(sorted({e.ref for e in own if e.ref != NO_REF}))
    organism = _NAMES.get(taxon, f"taxon {taxon}")
    what = Evidence("lexicon", own[0].form or "", f"gene of {organism}", own[0].source)
    return Sense("other_species", tuple(own), refs, taxon, (what,))


def _decide(
    keyword: str,
    sense: Sense,
    named: frozenset[int],
    clear: frozenset[int],
    labels: set[str],
    lexicon: Lexicon,
) -> Sense:
    """Settle on one gene or family where the letters allow several."""
    if sense.status == "family":
        return _decide_family(sense, labels, lexicon)
    if sense.status != "gene" or not sense.entries:
        return sense

    def rank(entry: Entry) -> tuple[bool, bool, int, int, int]:
        return (
            entry.ref not in named,
            entry.ref not in clear,
            _SOURCE_RANK.get(entry.source, 9),
            _TYPE_RANK.get(entry.type, 9),
            entry.ref,
        )

    best = min(sense.entries, key=rank)
    symbol = lexicon.gene(best.ref).gene.symbol
    status: KeywordStatus = "alias"
    if surface_key(keyword) == surface_key(symbol):
        status = "gene"
    elif best.type in ("previous", "withdrawn"):
        status = "previous"
    what = Evidence("lexicon", best.form or keyword, f"{_WORDING[status]} {symbol}", best.source)
    others = sorted({lexicon.gene(e.ref).gene.symbol for e in sense.entries} - {symbol})
    evidence: tuple[Evidence, ...] = (what,)
    if others:
        by = "caption" if best.ref in named else "list" if best.ref in clear else "source"
        detail = f"also a name of {', '.join(others)}; decided by the {by}"
        evidence = (what, Evidence("rule", keyword, detail, "ambiguous name"))
    return Sense(status, sense.entries, (best.ref,), HUMAN, evidence)


def _decide_family(sense: Sense, labels: set[str], lexicon: Lexicon) -> Sense:
    def rank(entry: Entry) -> tuple[bool, int, int]:
        identifier = lexicon.family(entry.ref).id
        return (identifier not in labels, _SOURCE_RANK.get(entry.source, 9), entry.ref)

    best = min(sense.entries, key=rank)
    family = lexicon.family(best.ref)
    what = Evidence("lexicon", best.form or family.id, f"{family.kind} {family.id}", best.source)
    status: KeywordStatus = "complex" if family.kind == "complex" else "family"
    return Sense(status, sense.entries, family.members, HUMAN, (what,), family.id)
