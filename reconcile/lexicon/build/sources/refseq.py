"""RefSeq: the genes of a bacterial genome from its annotation.

Reads a GFF3 file of NCBI, as the package `pymodulon` carries that of *Escherichia coli* K-12
MG1655. NCBI's data are in the public domain.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from reconcile.errors import LexiconBuildError
from reconcile.lexicon.build.sources.tables import open_text
from reconcile.lexicon.build.tablegene import TableGene

__all__ = ["read_refseq"]


def read_refseq(path: Path) -> list[TableGene]:
    """The genes of a genome with NCBI Gene id, symbol, synonyms, and the name of the product.

    Raises:
        LexiconBuildError: if the file is missing, a line has too few columns, or it has no gene
            with an NCBI Gene id.
    """
    genes: dict[str, dict[str, str]] = {}
    products: dict[str, str] = {}
    with open_text(path) as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("#") or not line.strip():
                continue
            cells = line.rstrip("\r\n").split("\t")
            if len(cells) != 9:
                raise LexiconBuildError(
                    f"{path}:{number}: {len(cells)} columns, need 9; download the file again"
                )
            facts = dict(pair.split("=", 1) for pair in cells[8].split(";") if "=" in pair)
            if cells[2] in ("gene", "pseudogene"):
                genes[facts.get("ID", "")] = facts
            elif "product" in facts and "Parent" in facts:
                products.setdefault(facts["Parent"], unquote(facts["product"]))
    found = [gene for key, facts in genes.items() if (gene := _gene(facts, products.get(key, "")))]
    if not found:
        raise LexiconBuildError(f"{path}: no gene with an NCBI Gene id; download the file again")
    return found


def _gene(facts: dict[str, str], product: str) -> TableGene | None:
    links = dict(link.partition(":")[::2] for link in facts.get("Dbxref", "").split(","))
    number, symbol = links.get("GeneID", ""), unquote(facts.get("gene", facts.get("Name", "")))
    if not number or not symbol:
        return None
    synonyms = [unquote(name) for name in facts.get("gene_synonym", "").split(",")]
    return TableGene(
        number,
        symbol,
        synonyms=(*synonyms, facts.get("locus_tag", "")),
        name=product,
        ncbi=number,
    )
