"""Addresses of records in public databases: fixed hosts, checked identifiers, None for others."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from reconcile.organism_records import gene_id_of
from reconcile.records import Gene

__all__ = [
    "HOSTS",
    "famplex_url",
    "hgnc_url",
    "ncbi_gene_url",
    "organism_gene_url",
    "paper_url",
    "pfocr_url",
    "pmc_figure_url",
]

HOSTS: Final = (
    "flybase.org",
    "pfocr.wikipathways.org",
    "pmc.ncbi.nlm.nih.gov",
    "rgd.mcw.edu",
    "sorgerlab.github.io",
    "wormbase.org",
    "www.genenames.org",
    "www.informatics.jax.org",
    "www.ncbi.nlm.nih.gov",
    "www.yeastgenome.org",
    "zfin.org",
)
"""The hosts that links lead to."""


def hgnc_url(hgnc_id: str | None) -> str | None:
    """The report of a gene symbol.

    >>> hgnc_url("HGNC:3430")
    'https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:3430'
    """
    if not re.fullmatch(r"HGNC:[0-9]+", hgnc_id or ""):
        return None
    return f"https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/{hgnc_id}"


_OF_ORGANISMS: Final = {
    "MGI": (r"[0-9]+", "https://www.informatics.jax.org/marker/MGI:"),
    "RGD": (r"[0-9]+", "https://rgd.mcw.edu/rgdweb/report/gene/main.html?id="),
    "ZFIN": (r"ZDB-[A-Z]+-[0-9-]+", "https://zfin.org/"),
    "FB": (r"FBgn[0-9]+", "https://flybase.org/reports/"),
    "WB": (r"WBGene[0-9]+", "https://wormbase.org/species/c_elegans/gene/"),
    "SGD": (r"S[0-9]+", "https://www.yeastgenome.org/locus/"),
}


def organism_gene_url(gene: Gene) -> str | None:
    """The page of a gene in the database of its organism; None for a human gene.

    >>> from reconcile.organism_records import OrganismGene
    >>> organism_gene_url(OrganismGene("Trp53", None, "22059", "MGI:98834"))
    'https://www.informatics.jax.org/marker/MGI:98834'
    """
    prefix, _, local = (gene_id_of(gene) or "").partition(":")
    pattern, place = _OF_ORGANISMS.get(prefix, ("", ""))
    return place + local if pattern and re.fullmatch(pattern, local) else None


def ncbi_gene_url(gene_id: str | None) -> str | None:
    """The page of a gene.

    >>> ncbi_gene_url("2064"), ncbi_gene_url("2064/../x")
    ('https://www.ncbi.nlm.nih.gov/gene/2064', None)
    """
    if not re.fullmatch(r"[0-9]+", gene_id or ""):
        return None
    return f"https://www.ncbi.nlm.nih.gov/gene/{gene_id}"


def famplex_url(label: str | None) -> str | None:
    """The page of a family or complex.

    >>> famplex_url("NFkappaB"), famplex_url(None)
    ('https://sorgerlab.github.io/famplex/NFkappaB', None)
    """
    if not re.fullmatch(r"[A-Za-z0-9_-]+", label or ""):
        return None
    return f"https://sorgerlab.github.io/famplex/{label}"


def pfocr_url(figid: str) -> str | None:
    """The page that shows the figure.

    >>> pfocr_url("PMC1__a b.jpg"), pfocr_url("F1")
    ('https://pfocr.wikipathways.org/figures/PMC1__a%20b.jpg.html', None)
    """
    if not re.match(r"PMC[0-9]+__", figid):
        return None
    return f"https://pfocr.wikipathways.org/figures/{quote(figid, safe='', errors='replace')}.html"


def pmc_figure_url(link: str | None) -> str | None:
    """The page of the figure in its article, from a record's `figlink`.

    >>> pmc_figure_url("/pmc/articles/PMC1/figure/F1/")
    'https://pmc.ncbi.nlm.nih.gov/articles/PMC1/figure/F1/'
    """
    found = re.fullmatch(r"/?pmc/articles/(PMC[0-9]+)/figure/([A-Za-z0-9._-]+)/?", link or "")
    if found is None:
        return None
    return f"https://pmc.ncbi.nlm.nih.gov/articles/{found[1]}/figure/{found[2]}/"


def paper_url(figid: str) -> str | None:
    """The article that the figure is from.

    >>> paper_url("PMC1__a.jpg")
    'https://pmc.ncbi.nlm.nih.gov/articles/PMC1/'
    """
    found = re.match(r"(PMC[0-9]+)__", figid)
    return f"https://pmc.ncbi.nlm.nih.gov/articles/{found[1]}/" if found else None
