"""What each entry of a gene list is, and how the list and the caption cover each other.

Two steps, both pure. `judge_keywords` says of each entry what its letters (and, where the figure
has it, the OCR word behind it) stand for. `compare` groups the mentions of the caption into
concepts and counts: a keyword is supported when its gene is a member of some concept, a concept
is covered when the list has a member of it or its label.

Nothing here depends on the order of keywords or mentions, except the order of the results.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reconcile.compare.keywords import GENE_STATUSES, read_keywords
from reconcile.compare.sense import Sense
from reconcile.compare.things import thing_evidence, things_of_entries
from reconcile.compare.unlisted import read_unlisted
from reconcile.lexicon import Lexicon
from reconcile.metrics import Counts
from reconcile.records import (
    Concept,
    Coverage,
    Figure,
    Gene,
    KeywordStatus,
    KeywordVerdict,
    Mention,
    OcrWord,
)
from reconcile.text import surface_key

__all__ = ["GENE_STATUSES", "Comparison", "Row", "compare", "judge_keywords"]


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a gene list.

    Attributes:
        verdict: what it is.
        refs: the human genes that it stands for.
        label: the id of the family or complex that it names, else None.
        ocr: its rows of OCR provenance.
        certainty: how probable its status is; 1 but where the rest of the list decided.
    """

    verdict: KeywordVerdict
    refs: tuple[int, ...]
    label: str | None
    ocr: tuple[OcrWord, ...]
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """A gene list held against the concepts of its caption.

    Genes are given by their index in the lexicon, as in `Entry.ref`.

    Attributes:
        figure: the figure.
        mentions: the mentions as given.
        concepts: in text order of their first mention.
        concept_refs: for each concept, its members.
        rows: one for each keyword, in list order.
        counts: the integers behind the scores.
        genes: K: the human genes that the list has by a current, alias or previous symbol.
        caption: for each gene of a concept, the indices of the mentions that name it.
    """

    figure: Figure
    mentions: tuple[Mention, ...]
    concepts: tuple[Concept, ...]
    concept_refs: tuple[tuple[int, ...], ...]
    rows: tuple[Row, ...]
    counts: Counts
    genes: frozenset[int]
    caption: Mapping[int, tuple[int, ...]] = field(hash=False)

    @property
    def verdicts(self) -> tuple[KeywordVerdict, ...]:
        """The verdict of each keyword, in list order."""
        return tuple(row.verdict for row in self.rows)

    def gene_keywords(self) -> Iterator[tuple[KeywordVerdict, int, tuple[OcrWord, ...]]]:
        """The distinct gene keywords with their gene and OCR rows, in list order."""
        for row in self._distinct(*GENE_STATUSES):
            yield row.verdict, row.refs[0], row.ocr

    def distinct(
        self, *statuses: KeywordStatus
    ) -> Iterator[tuple[KeywordVerdict, tuple[int, ...]]]:
        """The distinct keywords of some statuses with their genes, in list order."""
        for row in self._distinct(*statuses):
            yield row.verdict, row.refs

    def _distinct(self, *statuses: KeywordStatus) -> Iterator[Row]:
        seen: set[str] = set()
        for row in self.rows:
            if row.verdict.status in statuses and row.verdict.keyword not in seen:
                seen.add(row.verdict.keyword)
                yield row


def judge_keywords(
    figure: Figure, mentions: Sequence[Mention], lexicon: Lexicon
) -> tuple[KeywordVerdict, ...]:
    """What each entry of the gene list is; empty without a list."""
    return compare(figure, mentions, lexicon).verdicts


def compare(figure: Figure, mentions: Sequence[Mention], lexicon: Lexicon) -> Comparison:
    """Hold the gene list of a figure against the mentions of its caption."""
    mentions = tuple(mentions)
    groups = _group(mentions, lexicon)
    caption: dict[int, list[int]] = defaultdict(list)
    for refs, where in groups.values():
        for ref in refs:
            caption[ref].extend(where)
    places = {ref: _in_text_order(where, mentions) for ref, where in caption.items()}
    labels = {key[1] for key in groups if isinstance(key[1], str)}
    senses, rows = read_keywords(figure, lexicon, frozenset(places), labels)
    things = things_of_entries(figure, rows)
    senses = [
        _as_thing(keyword, sense, own, things[keyword], lexicon)
        for keyword, sense, own in zip(figure.keywords or (), senses, rows, strict=True)
    ]
    verdict_of = {
        keyword: _verdict(keyword, sense, things[keyword], places, mentions, lexicon)
        for keyword, sense in dict(zip(figure.keywords or (), senses, strict=True)).items()
    }
    verdicts = tuple(verdict_of[keyword] for keyword in figure.keywords or ())
    listed = [r.refs[0] for r in senses if r.status in GENE_STATUSES]
    genes = frozenset(listed)
    shown = _labels_listed(verdicts, senses)
    concepts = tuple(
        _concept(kind, label, refs, where, mentions, genes, shown, lexicon)
        for (kind, label), (refs, where) in groups.items()
    )
    has_caption, has_list = figure.caption is not None, figure.keywords is not None
    counts = Counts(
        gene_keywords=len(genes) if has_caption else 0,
        supported_keywords=len(genes & places.keys()),
        concepts=len(concepts) if has_list else 0,
        covered_concepts=sum(c.covered != "none" for c in concepts) if has_list else 0,
        fully_covered_concepts=sum(c.covered == "full" for c in concepts) if has_list else 0,
        **{
            status: sum(r.status == status for r in senses)
            for status in ("family", "complex", "other_species", "non_gene", "unknown")
        },
        duplicates=len(listed) - len(genes),
    )
    return Comparison(
        figure=figure,
        mentions=mentions,
        concepts=concepts,
        concept_refs=tuple(refs for refs, _ in groups.values()),
        rows=tuple(
            Row(verdict, sense.refs, sense.label, own, sense.certainty)
            for verdict, sense, own in zip(verdicts, senses, rows, strict=True)
        ),
        counts=counts,
        genes=genes,
        caption=places,
    )


# -- the caption's side ----------------------------------------------------------------------------

_Key = tuple[str, "str | tuple[int, ...]"]


def _group(
    mentions: tuple[Mention, ...], lexicon: Lexicon
) -> dict[_Key, tuple[tuple[int, ...], tuple[int, ...]]]:
    """Members and mention indices of each concept, in text order of the first mention."""
    where: dict[_Key, list[int]] = defaultdict(list)
    members: dict[_Key, tuple[int, ...]] = {}
    order = sorted(range(len(mentions)), key=lambda i: (mentions[i].start, mentions[i].end, i))
    for i in order:
        mention = mentions[i]
        refs = tuple(
            sorted({r for g in mention.genes if (r := gene_index(g, lexicon)) is not None})
        )
        if mention.kind == "nonhuman" or not refs:
            continue
        key: _Key = (
            (mention.kind, mention.label or refs) if mention.kind != "gene" else ("gene", refs)
        )
        where[key].append(i)
        members[key] = tuple(sorted({*members.get(key, ()), *refs}))
    return {key: (members[key], tuple(sorted(where[key]))) for key in where}


def gene_index(gene: Gene, lexicon: Lexicon) -> int | None:
    """The index of a gene in the lexicon, by symbol or else by id; None where it has none."""
    record = lexicon.gene_by_symbol(gene.symbol)
    if record is None and gene.hgnc_id is not None:
        record = lexicon.gene_by_hgnc(gene.hgnc_id)
    if record is None and gene.ncbi_gene_id is not None:
        record = lexicon.gene_by_ncbi(gene.ncbi_gene_id)
    return None if record is None else record.index


def _in_text_order(where: Iterable[int], mentions: tuple[Mention, ...]) -> tuple[int, ...]:
    return tuple(sorted(set(where), key=lambda i: (mentions[i].start, mentions[i].end, i)))


def _labels_listed(
    verdicts: tuple[KeywordVerdict, ...], senses: Sequence[Sense]
) -> frozenset[str | tuple[int, ...]]:
    """The families that the list names by a label: their ids, surface keys and members."""
    shown: set[str | tuple[int, ...]] = set()
    for verdict, sense in zip(verdicts, senses, strict=True):
        if sense.label is not None:
            shown |= {surface_key(verdict.keyword), surface_key(sense.label), sense.refs}
    return frozenset(shown)


def _concept(
    kind: str,
    label: str | tuple[int, ...],
    refs: tuple[int, ...],
    where: tuple[int, ...],
    mentions: tuple[Mention, ...],
    genes: frozenset[int],
    shown: frozenset[str | tuple[int, ...]],
    lexicon: Lexicon,
) -> Concept:
    name = label if isinstance(label, str) else None
    spelled = {surface_key(mentions[i].text) for i in where} | {surface_key(name or "")}
    covered: Coverage = "none"
    if genes.issuperset(refs) or (kind != "gene" and (refs in shown or spelled & shown)):
        covered = "full"
    elif not genes.isdisjoint(refs):
        covered = "partial"
    members = tuple(sorted(lexicon.gene(ref).gene for ref in refs))
    return Concept(mentions[where[0]].kind, name, members, where, covered)


def _as_thing(
    keyword: str,
    sense: Sense,
    rows: tuple[OcrWord, ...],
    things: tuple[OcrWord, ...],
    lexicon: Lexicon,
) -> Sense:
    """An entry that no lexicon and no gene's word knows is what it looks like.

    Or what PFOCR's other tables say.
    """
    if sense.status != "unknown" or rows:
        return sense
    found = read_unlisted(keyword, lexicon)
    if found is not None:
        return replace(sense, status="non_gene", evidence=found.evidence)
    return replace(sense, status="non_gene") if things else sense


def _verdict(
    keyword: str,
    sense: Sense,
    things: tuple[OcrWord, ...],
    places: Mapping[int, tuple[int, ...]],
    mentions: tuple[Mention, ...],
    lexicon: Lexicon,
) -> KeywordVerdict:
    genes = tuple(sorted(lexicon.gene(ref).gene for ref in sense.refs))
    one = genes[0] if len(genes) == 1 and sense.status not in ("family", "complex") else None
    where = _in_text_order((i for ref in sense.refs for i in places.get(ref, ())), mentions)
    return KeywordVerdict(
        keyword=keyword,
        status=sense.status,
        symbol=one.symbol if one else None,
        hgnc_id=one.hgnc_id if one else None,
        ncbi_gene_id=one.ncbi_gene_id if one else None,
        taxon_id=sense.taxon,
        supported=bool(where),
        supported_by=tuple(dict.fromkeys(mentions[i].text for i in where)),
        genes=genes,
        evidence=tuple(dict.fromkeys((*sense.evidence, *map(thing_evidence, things)))),
    )
