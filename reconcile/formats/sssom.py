"""SSSOM: which label stands for which gene, as a mapping set that ontology tools read.

The subject of a mapping is a literal: the label as it is written in a caption or gene list. The
object is a gene at HGNC, or in the database of the organism that was asked for. Mappings of many
figures are put together, one row for each label, gene and way of mapping.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple
from uuid import UUID, uuid5

from reconcile.formats.characters import SURROGATE, representable
from reconcile.lexicon.nomenclatures import NOMENCLATURES
from reconcile.organism_records import gene_id_of
from reconcile.records import GENE_STATUSES, HUMAN, Gene, KeywordVerdict, Mention

__all__ = ["COLUMNS", "Mappings"]

COLUMNS: Final = (
    "subject_label",
    "subject_category",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "subject_type",
    "confidence",
    "other",
)

_SPACE: Final = UUID("5d3b6a54-2f5e-5c0b-8a63-8a1f3a6f0c11")
_HEAD: Final = (
    "curie_map:",
    '  HGNC: "https://identifiers.org/hgnc:"',
    '  semapv: "https://w3id.org/semapv/vocab/"',
    '  skos: "http://www.w3.org/2004/02/skos/core#"',
)
_LICENSE: Final = "https://w3id.org/sssom/license/unspecified"


class _Mapping(NamedTuple):
    """What a row says, but for how often and how surely."""

    label: str
    category: str
    predicate: str
    gene_id: str
    symbol: str
    justification: str


@dataclass(slots=True)
class _Counts:
    captions: int = 0
    lists: int = 0
    scores: int = 0
    ten_thousandths: int = 0
    """The sum of the scores; whole, so that the order of figures does not matter."""


class Mappings:
    r"""The mappings of many texts and gene lists, put together.

    >>> mappings, gene = Mappings(), Gene("ERBB2", "HGNC:3430", "2064")
    >>> mappings.add([Mention("HER2", 0, 4, "gene", None, (gene,), "9606", 1.0)])
    >>> mappings.render("0.1.0").splitlines()[-1].split("\t")[:5]
    ['HER2', 'gene', 'skos:exactMatch', 'HGNC:3430', 'ERBB2']
    """

    def __init__(self) -> None:
        self._counts: dict[_Mapping, _Counts] = {}

    def add(self, mentions: Iterable[Mention], keywords: Iterable[KeywordVerdict] = ()) -> None:
        """Take the mentions of one text and the entries of one gene list.

        Raises:
            InputError: a label has a character that the format cannot hold; nothing is taken then.
        """
        named: dict[_Mapping, list[float]] = {}
        for mention in mentions:
            for mapping in _of_mention(mention):
                named.setdefault(mapping, []).append(mention.score)
        listed = dict.fromkeys(m for verdict in keywords for m in _of_keyword(verdict))
        for mapping in (*named, *listed):
            representable(mapping.label, SURROGATE, form="SSSOM", what="a label")
        for mapping, scores in named.items():
            counts = self._counts.setdefault(mapping, _Counts())
            counts.captions += 1
            counts.scores += len(scores)
            counts.ten_thousandths += sum(round(10_000 * score) for score in scores)
        for mapping in listed:
            self._counts.setdefault(mapping, _Counts()).lists += 1

    def render(self, version: str) -> str:
        """The mapping set as TSV with its metadata in front, in the order of labels.

        Args:
            version: that of the program, for `mapping_tool_version`.
        """
        found = (_cells(mapping, self._counts[mapping]) for mapping in sorted(self._counts))
        rows = "".join(map(_line, (COLUMNS, *found)))
        head = (
            *_curie_map(mapping.gene_id for mapping in self._counts),
            f'mapping_set_id: "{uuid5(_SPACE, rows).urn}"',
            'mapping_set_title: "Labels of pathway figures and the genes that they stand for"',
            f'license: "{_LICENSE}"',
            "mapping_tool: reconcile",
            f'mapping_tool_version: "{version}"',
        )
        return "".join(f"#{line}\n" for line in head) + rows


def _curie_map(gene_ids: Iterable[str]) -> Iterator[str]:
    """The prefixes of the set: those of every set, and those of other organisms' databases."""
    used = {gene_id.partition(":")[0] for gene_id in gene_ids} - {"HGNC"}
    yield from _HEAD
    for prefix in sorted(used):
        yield f'  {prefix}: "https://identifiers.org/{prefix.lower()}:"'


def _line(cells: Sequence[str]) -> str:
    """The cells with tabs between them, quoted where they hold a tab, quote or line break."""
    buffer = io.StringIO()
    # A carriage return is quoted only where it may end a line.
    csv.writer(buffer, delimiter="\t", lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().removesuffix("\r\n") + "\n"


def _cells(mapping: _Mapping, counts: _Counts) -> Sequence[str]:
    sure = f"{counts.ten_thousandths / counts.scores / 10_000:.4f}" if counts.scores else ""
    often = f"captions={counts.captions}|lists={counts.lists}"
    return (*mapping, "rdfs literal", sure, often)


def _of_mention(mention: Mention) -> Iterator[_Mapping]:
    justification = "LexicalMatching"
    if mention.match is None:
        justification = "UnspecifiedMatching"
    elif mention.match.rule in ("fuzzy", "words"):
        justification = "LexicalSimilarityThresholdMatching"
    predicate = _predicate(mention.kind, mention.genes, mention.taxon)
    yield from _to_genes(mention.text, mention.kind, predicate, mention.genes, justification)


def _of_keyword(verdict: KeywordVerdict) -> Iterator[_Mapping]:
    """An entry of a gene list; `unknown` ones and those that are no genes map to nothing."""
    kind = "gene" if verdict.status in {*GENE_STATUSES, "other_species"} else verdict.status
    predicate = _predicate(kind, verdict.genes, verdict.taxon_id or HUMAN)
    yield from _to_genes(verdict.keyword, kind, predicate, verdict.genes, "LexicalMatching")


def _predicate(kind: str, genes: Sequence[Gene], taxon: str) -> str:
    """How a label is related to each of its genes.

    A gene of another species is the ortholog of the human one, or of that of the organism that was
    asked for. A family or enumeration is broader
    than each of its members, and a complex is related to its parts.
    """
    if kind == "complex":
        return "skos:relatedMatch"
    exact = kind == "gene" and len(genes) == 1
    if taxon != _taxon_of(genes):
        return f"semapv:crossSpecies{'Exact' if exact else 'Narrow'}Match"
    return "skos:exactMatch" if exact else "skos:narrowMatch"


def _taxon_of(genes: Sequence[Gene]) -> str:
    """The organism of the genes that labels are mapped to."""
    prefixes = {(gene_id_of(gene) or "").partition(":")[0] for gene in genes}
    return next((of.taxon for of in NOMENCLATURES if of.prefix in prefixes), HUMAN)


def _to_genes(
    label: str, kind: str, predicate: str, genes: Iterable[Gene], justification: str
) -> Iterator[_Mapping]:
    for gene in genes:
        gene_id = gene_id_of(gene)
        if gene_id is not None:
            yield _Mapping(label, kind, predicate, gene_id, gene.symbol, f"semapv:{justification}")
