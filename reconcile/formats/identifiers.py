"""Identifiers of genes and organisms: as annotations write them, and as IRIs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple
from urllib.parse import quote

from reconcile.organism_records import OrganismGene
from reconcile.patterns import regex
from reconcile.records import Gene

__all__ = [
    "Identified",
    "hgnc_iri",
    "identified",
    "joined",
    "ncbi_gene_iri",
    "of_iris",
    "organism_gene_iri",
    "taxon_iri",
    "taxon_of",
]

_BETWEEN: Final = regex(r"[\s,;|]+")
_NOTHING: Final = frozenset({"", "-", "na", "nan", "none", "null"})
_NCBI_GENE: Final = regex(
    r"(?:(?:ncbi_?gene|entrez_?gene|entrez|gene_?id|gene|egid|eg):)?([0-9]+)(?:\(tax:([0-9]{1,18})\))?",
    re.IGNORECASE,
)
_TAXON: Final = regex(
    r"(?:(?:ncbi_?)?(?:taxon(?:omy)?|taxid|tax)(?:_?id)?[:_ ] ?)?([0-9]{1,18})", re.IGNORECASE
)
_HGNC: Final = regex(r"(?:hgnc:){1,2}([0-9]+)", re.IGNORECASE)
_IRI: Final = regex(r"https?://(?:www\.)?identifiers\.org/([a-z]+)[:/](.+)", re.IGNORECASE)


class Identified(NamedTuple):
    """What a tagger says that a name stands for: identifiers, and the organism where it says so."""

    ids: tuple[str, ...]
    taxon: str | None = None


def identified(text: str, *, hgnc: bool = False) -> Identified:
    """The identifiers in a text, as `NCBIGene:2064` and `HGNC:3430`; others stay as written.

    Args:
        text: identifiers with `,`, `;`, `|` or blanks between them. A bare number is an NCBI Gene
            id; `-` and `None` say that there is none.
        hgnc: a bare number is an HGNC id.

    >>> identified("5604;5605").ids, identified("13649(Tax:10090)")
    (('NCBIGene:5604', 'NCBIGene:5605'), Identified(ids=('NCBIGene:13649',), taxon='10090'))
    >>> identified("HGNC:3430|MESH:D1").ids, identified("-").ids
    (('HGNC:3430', 'MESH:D1'), ())
    """
    ids: dict[str, None] = {}
    taxon = None
    for piece in _BETWEEN.split(text):
        if piece.lower() in _NOTHING:
            continue
        if hgnc and piece.isascii() and piece.isdecimal():
            ids[f"HGNC:{piece}"] = None
        elif found := _NCBI_GENE.fullmatch(piece):
            ids[f"NCBIGene:{found[1]}"] = None
            taxon = taxon or found[2]
        elif found := _HGNC.fullmatch(piece):
            ids[f"HGNC:{found[1]}"] = None
        else:
            ids[piece] = None
    return Identified(tuple(ids), taxon)


def taxon_of(text: str) -> str | None:
    """The NCBI Taxonomy id in a text, None where there is none.

    >>> taxon_of("NCBITaxon:10090"), taxon_of(" 9606"), taxon_of("mouse")
    ('10090', '9606', None)
    """
    found = _TAXON.fullmatch(text.strip())
    return found[1] if found else None


def joined(values: Iterable[str | None]) -> str:
    """Those that there are, with commas between them.

    >>> joined(["5604", None, "5605"])
    '5604,5605'
    """
    return ",".join(value for value in values if value)


def hgnc_iri(gene: Gene) -> str | None:
    """The IRI of a gene at HGNC.

    >>> hgnc_iri(Gene("ERBB2", "HGNC:3430", "2064"))
    'https://identifiers.org/hgnc:3430'
    """
    found = _HGNC.fullmatch(gene.hgnc_id or "")
    return None if found is None else f"https://identifiers.org/hgnc:{found[1]}"


def ncbi_gene_iri(gene: Gene) -> str | None:
    """The IRI of a gene at NCBI."""
    return gene.ncbi_gene_id and f"https://identifiers.org/ncbigene:{gene.ncbi_gene_id}"


def organism_gene_iri(gene: Gene) -> str | None:
    """The IRI of a gene in the database of its organism; None for one that is known as human.

    >>> organism_gene_iri(OrganismGene("Trp53", None, "22059", "MGI:98834"))
    'https://identifiers.org/mgi:98834'
    """
    if not isinstance(gene, OrganismGene) or gene.gene_id is None or gene.hgnc_id is not None:
        return None
    prefix, _, local = gene.gene_id.partition(":")
    return f"https://identifiers.org/{prefix.lower()}:{quote(local)}"


def taxon_iri(taxon: str) -> str:
    """The IRI of an organism in the NCBI Taxonomy."""
    return f"https://identifiers.org/taxonomy:{taxon}"


def of_iris(iris: Iterable[str]) -> Identified:
    """The identifiers behind IRIs of identifiers.org.

    >>> of_iris(["http://identifiers.org/hgnc/HGNC:3430", "https://identifiers.org/taxonomy:9606"])
    Identified(ids=('HGNC:3430',), taxon='9606')
    """
    ids: dict[str, None] = {}
    taxon = None
    for iri in iris:
        found = _IRI.fullmatch(iri)
        space = found[1].lower() if found else ""
        if found and space == "taxonomy":
            taxon = taxon or taxon_of(found[2])
        elif found and space in {"hgnc", "ncbigene"}:
            ids.update(dict.fromkeys(identified(found[2], hgnc=space == "hgnc").ids))
        else:
            ids[iri] = None
    return Identified(tuple(ids), taxon)
