"""What the lexicon says of the symbols that people write, and of the entries of gene lists."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reconcile.records import HUMAN, KeywordVerdict

if TYPE_CHECKING:
    from reconcile.lexicon.species import SpeciesLexicon

__all__ = ["standing", "symbol_fault"]

_FEW: Final = 5
"""How many symbols are named in a message; more do not help to choose."""


def standing(organism: str, keywords: Sequence[str]) -> frozenset[str]:
    """The symbols of the genes that the entries of a list may stand for, by any of their names.

    Args:
        organism: a taxon id, or `auto` for any organism.
        keywords: the entries.
    """
    human = (symbol for keyword in keywords for symbol in _genes_called(keyword))
    own = (
        match.gene.symbol
        for table in _tables(organism)
        for keyword in keywords
        for match in table.lookup(keyword)
    )
    return frozenset((*human, *own))


@lru_cache(maxsize=10_000)
def symbol_fault(organism: str, symbol: str) -> str | None:
    """What is wrong with a symbol that a person wrote; None for one that the organism has.

    Args:
        organism: a taxon id, or `auto` for any organism.
        symbol: the symbol.

    >>> symbol_fault("9606", "HRAS"), symbol_fault("9606", "hras")
    (None, "'hras' is no approved symbol; write HRAS")
    >>> symbol_fault("10090", "Trp53"), symbol_fault("10090", "TP53")
    (None, "no mouse gene has the symbol 'TP53'; name a current one")
    """
    from reconcile.lexicon import Lexicon

    tables = _tables(organism)
    if any(table.gene_by_symbol(symbol) is not None for table in tables):
        return None
    if tables and organism != "auto":
        return _fault_in(tables[0], symbol)
    if Lexicon.load().gene_by_symbol(symbol) is not None:
        return None
    genes = _genes_called(symbol)
    if not genes:
        return f"no human gene has the symbol {symbol!r}; name an approved one"
    spelled = [gene for gene in genes if gene.upper() == symbol.upper()]
    *some, last = (spelled or sorted(genes))[:_FEW]
    named = f"{', '.join(some)} or {last}" if some else last
    return f"{symbol!r} is no approved symbol; write {named}"


def _tables(organism: str) -> tuple[SpeciesLexicon, ...]:
    """The tables that a symbol may be of, beside the human genes."""
    if organism == HUMAN:
        return ()
    from reconcile.lexicon.nomenclatures import NOMENCLATURES
    from reconcile.lexicon.species import SpeciesLexicon

    taxa = [of.taxon for of in NOMENCLATURES] if organism == "auto" else [organism]
    return tuple(map(SpeciesLexicon.open, taxa))


def _fault_in(table: SpeciesLexicon, symbol: str) -> str:
    best = [gene.symbol for gene in table.best(symbol)][:_FEW]
    if best:
        return f"{symbol!r} is no current symbol; write {' or '.join(best)}"
    name = table.nomenclature.name
    return f"no {name} gene has the symbol {symbol!r}; name a current one"


def _genes_called(name: str) -> frozenset[str]:
    """The symbols of the human genes that have a name among theirs."""
    from reconcile.lexicon import Lexicon
    from reconcile.lexicon.schema import NO_REF, NON_GENE_TYPES
    from reconcile.text import surface_key

    lexicon = Lexicon.load()
    refs = {
        entry.ref
        for entry in lexicon.lookup(surface_key(name))
        if entry.ref != NO_REF and not entry.is_family and entry.type not in NON_GENE_TYPES
    }
    return frozenset(lexicon.gene(ref).gene.symbol for ref in refs)


def verdict_on(organism: str, symbol: str) -> KeywordVerdict | None:
    """What an entry is that is a current symbol of an organism; None for one that is none.

    Args:
        organism: a taxon id, or `auto` for any organism.
        symbol: the entry.

    >>> verdict_on("9606", "HRAS").hgnc_id, verdict_on("9606", "hras")
    ('HGNC:5173', None)
    """
    from reconcile.lexicon import Lexicon
    from reconcile.organism_records import OrganismGene, OrganismVerdict

    for table in _tables(organism):
        own = table.gene_by_symbol(symbol)
        if own is not None:
            genes = (OrganismGene(own.symbol, None, own.ncbi_gene_id, own.id),)
            own_ids = own.symbol, None, own.ncbi_gene_id, table.taxon
            return OrganismVerdict(symbol, "gene", *own_ids, False, genes=genes, gene_id=own.id)
    found = Lexicon.load().gene_by_symbol(symbol)
    if found is None:
        return None
    ids = found.gene.symbol, found.gene.hgnc_id, found.gene.ncbi_gene_id, HUMAN
    return KeywordVerdict(symbol, "gene", *ids, False, genes=(found.gene,))
