"""The result of the human figure, put back into the genes of the organism."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final, TypeAlias

from reconcile.lexicon.species import SpeciesGene
from reconcile.metrics import Counts
from reconcile.organism_records import (
    OrganismGene,
    OrganismMention,
    OrganismReconciliation,
    OrganismVerdict,
)
from reconcile.organisms.about import organism_of
from reconcile.records import (
    GENE_STATUSES,
    HUMAN,
    Concept,
    Evidence,
    Figure,
    Gene,
    KeywordStatus,
    KeywordVerdict,
    Mention,
    Reconciliation,
)
from reconcile.suggest.case import ocr_evidence
from reconcile.targets.changes import changes
from reconcile.targets.entries import Entry
from reconcile.targets.names import Names, organism_gene

__all__ = ["Own", "human_result", "put_back"]

Own: TypeAlias = Mapping[int, SpeciesGene]
"""The genes that stand for themselves in a caption, by the index of the mention."""

_STATUS: Final[Mapping[str, KeywordStatus]] = {
    "symbol": "gene",
    "previous": "previous",
    "synonym": "alias",
}
_WORDING: Final = {
    "gene": "current symbol of",
    "alias": "alias of",
    "previous": "former symbol of",
}


def put_back(
    figure: Figure,
    entries: Sequence[Entry],
    names: Names,
    own: Own,
    found: Sequence[Mention],
    human: Reconciliation,
) -> OrganismReconciliation:
    """The result in the organism's genes.

    Args:
        figure: as it was given.
        entries: what each entry of its list is.
        names: how the human genes are called in the organism.
        own: the genes that stand for themselves in the caption.
        found: what the caption names, as it was found.
        human: the result with human genes in the place of those of the organism.
    """
    mentions = tuple(_mention(m, own.get(i), names) for i, m in enumerate(found))
    reader = _Verdicts(names, own, mentions, human)
    verdicts = tuple(map(reader.verdict, entries))
    listed = {v.gene_id for v in verdicts if v.status in GENE_STATUSES}
    concepts = tuple(
        sorted(
            (
                *(replace(c, genes=names.genes(c.genes)) for c in human.concepts),
                *_own_concepts(own, listed),
            ),
            key=lambda concept: concept.mentions[0],
        )
    )
    counts = _counts(figure, verdicts, concepts)
    changed = {
        "precision": counts.precision,
        "recall": counts.recall,
        "recall_strict": counts.recall_strict,
        "f1": counts.f1,
        "counts": counts.to_dict(),
        "keywords": verdicts,
        "mentions": mentions,
        "concepts": concepts,
        "organism": organism_of(figure),
        "suggestions": changes(entries, names, verdicts, concepts, mentions, human, own),
        "figure": figure,
    }
    return OrganismReconciliation(**{**_fields(human), **changed}, taxon_id=names.table.taxon)


def human_result(result: Reconciliation) -> OrganismReconciliation:
    """A result in human symbols, where each record says which organism's symbols it has."""

    def ids(gene: Gene) -> OrganismGene:
        return OrganismGene(gene.symbol, gene.hgnc_id, gene.ncbi_gene_id, gene.hgnc_id)

    verdicts = tuple(
        OrganismVerdict(
            **{**_fields(verdict), "genes": tuple(map(ids, verdict.genes))},
            gene_id=verdict.hgnc_id,
        )
        for verdict in result.keywords
    )
    mentions = tuple(_with_genes(m, tuple(map(ids, m.genes))) for m in result.mentions)
    concepts = tuple(replace(c, genes=tuple(map(ids, c.genes))) for c in result.concepts)
    changed = {"keywords": verdicts, "mentions": mentions, "concepts": concepts}
    return OrganismReconciliation(**{**_fields(result), **changed}, taxon_id=HUMAN)


def _fields(record: Any) -> dict[str, Any]:
    return {own.name: getattr(record, own.name) for own in fields(record)}


def _mention(mention: Mention, own: SpeciesGene | None, names: Names) -> OrganismMention:
    if own is None:
        return _with_genes(mention, names.genes(mention.genes))
    meant = replace(mention, kind="gene", taxon=names.table.taxon)
    return _with_genes(meant, (organism_gene(own),))


def _with_genes(mention: Mention, genes: tuple[OrganismGene, ...]) -> OrganismMention:
    return OrganismMention(**{**_fields(mention), "genes": genes})


def _own_concepts(own: Own, listed: set[str | None]) -> list[Concept]:
    where: dict[int, list[int]] = {}
    for place, gene in own.items():
        where.setdefault(gene.index, []).append(place)
    by_index = {gene.index: gene for gene in own.values()}
    return [
        Concept(
            "gene",
            None,
            (organism_gene(by_index[index]),),
            tuple(places),
            "full" if by_index[index].id in listed else "none",
        )
        for index, places in where.items()
    ]


@dataclass(frozen=True)
class _Verdicts:
    names: Names
    own: Own
    mentions: Sequence[Mention]
    human: Reconciliation

    def verdict(self, entry: Entry) -> OrganismVerdict:
        """The verdict on an entry of the list as it was given."""
        if entry.role == "human":
            return self._of_human(entry)
        if entry.gene is None:
            return self._of_other(entry, self._human_verdict(entry.keyword))
        if entry.stand_in is not None:
            return self._of_gene(entry, entry.gene, self._human_verdict(entry.stand_in))
        return self._of_gene(entry, entry.gene, None)

    def _human_verdict(self, keyword: str) -> KeywordVerdict:
        return next(v for v in self.human.keywords if v.keyword == keyword)

    def _of_gene(
        self, entry: Entry, gene: SpeciesGene, human: KeywordVerdict | None
    ) -> OrganismVerdict:
        status = _STATUS[entry.kind]
        what = f"{_WORDING[status]} {gene.symbol}"
        source = self.names.table.nomenclature.source
        evidence = (Evidence("lexicon", entry.keyword, what, source), *ocr_evidence(entry.rows))
        texts = [] if human is None else list(human.supported_by)
        texts += [
            self.mentions[place].text
            for place, found in self.own.items()
            if found.index == gene.index
        ]
        return OrganismVerdict(
            keyword=entry.keyword,
            status=status,
            symbol=gene.symbol,
            hgnc_id=None,
            ncbi_gene_id=gene.ncbi_gene_id,
            taxon_id=self.names.table.taxon,
            supported=bool(texts),
            supported_by=tuple(dict.fromkeys(texts)),
            genes=(organism_gene(gene),),
            evidence=evidence,
            gene_id=gene.id,
        )

    def _of_human(self, entry: Entry) -> OrganismVerdict:
        """A human symbol in a list of the organism: another species' gene."""
        genes = self.names.genes(self.names.human_genes([entry.human or ""]))
        ids = {gene.gene_id for gene in genes}
        texts = [m.text for m in self.mentions if ids & set(map(_id, m.genes))]
        what = Evidence("lexicon", entry.keyword, "gene of Homo sapiens", "hgnc")
        evidence = (what, *ocr_evidence(entry.rows))
        return _verdict(
            entry.keyword, "other_species", genes, HUMAN, tuple(dict.fromkeys(texts)), evidence
        )

    def _of_other(self, entry: Entry, human: KeywordVerdict) -> OrganismVerdict:
        genes = self.names.genes(human.genes)
        evidence = self.names.evidence(human.evidence)
        own = any(gene.hgnc_id is None for gene in genes)
        if human.status in GENE_STATUSES and not own:  # another name of a human gene
            return _verdict(
                entry.keyword, "other_species", genes, HUMAN, human.supported_by, evidence
            )
        taxon = self.names.table.taxon if human.taxon_id == HUMAN else human.taxon_id
        if human.symbol is None:
            return _verdict(
                entry.keyword, human.status, genes, taxon, human.supported_by, evidence, one=False
            )
        return _verdict(entry.keyword, human.status, genes, taxon, human.supported_by, evidence)


def _id(gene: Gene) -> str | None:
    return gene.gene_id if isinstance(gene, OrganismGene) else None


def _verdict(
    keyword: str,
    status: KeywordStatus,
    genes: tuple[OrganismGene, ...],
    taxon: str | None,
    supported_by: tuple[str, ...],
    evidence: tuple[Evidence, ...],
    *,
    one: bool = True,
) -> OrganismVerdict:
    single = genes[0] if one and len(genes) == 1 else None
    return OrganismVerdict(
        keyword=keyword,
        status=status,
        symbol=single.symbol if single else None,
        hgnc_id=single.hgnc_id if single else None,
        ncbi_gene_id=single.ncbi_gene_id if single else None,
        taxon_id=taxon,
        supported=bool(supported_by),
        supported_by=supported_by,
        genes=genes,
        evidence=evidence,
        gene_id=single.gene_id if single else None,
    )


def _counts(
    figure: Figure, verdicts: Sequence[OrganismVerdict], concepts: Sequence[Concept]
) -> Counts:
    """The integers behind the scores, as `reconcile.compare` counts them."""
    listed = [v for v in verdicts if v.status in GENE_STATUSES]
    genes = {v.gene_id for v in listed}
    supported = {v.gene_id for v in listed if v.supported}
    statuses = Counter(v.status for v in verdicts)
    has_caption, has_list = figure.caption is not None, figure.keywords is not None
    compared = concepts if has_list else ()
    return Counts(
        gene_keywords=len(genes) if has_caption else 0,
        supported_keywords=len(supported) if has_caption else 0,
        concepts=len(compared),
        covered_concepts=sum(c.covered != "none" for c in compared),
        fully_covered_concepts=sum(c.covered == "full" for c in compared),
        family=statuses["family"],
        complex=statuses["complex"],
        other_species=statuses["other_species"],
        non_gene=statuses["non_gene"],
        unknown=statuses["unknown"],
        duplicates=len(listed) - len(genes),
    )
