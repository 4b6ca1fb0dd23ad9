"""Entries that are symbols of another organism, as the rest of their list tells.

PFOCR looks each word up once for each organism that the paper names, so that a list of human genes
may have fly symbols beside them (`hth`, `betaTub60D`, and then `p53`, `Akt`). Some are symbols of
one organism and nothing else. They show in whose dictionary the words were looked up, and with that
what its other symbols are, though their letters are a name of a human gene too. A list of people's
own names for human genes (`HER2`, `p53`, `Akt`) has no such entries, and stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from reconcile.compare.sense import Sense
from reconcile.compare.strangers import Strangers
from reconcile.lexicon import Lexicon
from reconcile.lexicon.nomenclatures import NOMENCLATURES, nomenclature_of, table_taxon
from reconcile.lexicon.schema import NO_REF, Entry
from reconcile.lexicon.species import SpeciesGene, SpeciesLexicon
from reconcile.organisms import BY_TAXON, ORGANISMS, find_organisms
from reconcile.records import Evidence, Figure
from reconcile.text import surface_key

__all__ = ["read_elsewhere"]

_ORGANISMS: Final = tuple(of.taxon for of in NOMENCLATURES)
_IN_LEXICON: Final = frozenset(o.taxon for o in ORGANISMS if o.source)
"""Those whose symbols the lexicon has itself, so that no table needs to be opened."""
_RODENTS: Final = ("10090", "10116")
"""Organisms whose symbols are those of man in another letter case: they name no other gene."""
_OF_MAN: Final = frozenset({"gene", "alias", "previous", "family", "complex"})
_SHORT: Final = 2
"""Letters of which an organism has symbols by chance. Of 21,895 words in 1,439 captions on mammals
that no lexicon knows, five longer ones are another organism's symbol and do not mean it."""
_SURE: Final = 2 / 3


def read_elsewhere(
    letters: Mapping[str, Sense],
    given: Mapping[str, Sense],
    figure: Figure,
    lexicon: Lexicon,
    strangers: Strangers,
) -> dict[str, Sense]:
    """The senses of the entries that are other organisms' symbols, as far as the list tells.

    Args:
        letters: what the letters of entries stand for by themselves.
        given: entries that provenance has decided.
        figure: the figure.
        lexicon: the lexicon of human genes.
        strangers: the organisms without human genes that the figure is about.
    """
    open_ones = {k: sense for k, sense in letters.items() if not _is_settled(k, sense)}
    if not open_ones:
        return {}
    signs = _Signs.of(letters, given, figure, lexicon, strangers)
    found: dict[str, Sense] = {}
    for keyword, sense in open_ones.items():
        taxon = signs.organism_of(keyword, sense)
        if taxon is None:
            continue
        found[keyword] = _symbol_of(taxon, keyword, lexicon)
        if sense.status in _OF_MAN:
            found[keyword] = _decided_by_list(found[keyword], keyword, signs)
    return found


def _is_settled(keyword: str, sense: Sense) -> bool:
    """Whether letters are a human symbol, a symbol of what the figure is about, or no gene."""
    if sense.status == "non_gene":
        return True
    if sense.status == "other_species":
        return not sense.entries
    return any(e.type == "approved" and e.form == keyword for e in sense.entries)


def _is_ortholog(keyword: str, entry: Entry) -> bool:
    return entry.type == "ortholog" and entry.form == keyword


def _having(keyword: str, taxa: Iterable[str], lexicon: Lexicon) -> list[str]:
    """Those of some organisms that have a gene of exactly this symbol, or had it once."""
    known = {e.taxon for e in lexicon.lookup(surface_key(keyword)) if _is_ortholog(keyword, e)}
    return [
        taxon
        for taxon in taxa
        if (taxon in known if taxon in _IN_LEXICON else _gene(taxon, keyword) is not None)
    ]


def _gene(taxon: str, keyword: str) -> SpeciesGene | None:
    """The gene that a table has, or had once, exactly this symbol for."""
    for match in SpeciesLexicon.open(taxon).lookup(keyword):
        if match.spelling == "exact" and match.kind != "synonym":
            return match.gene
    return None


@dataclass(frozen=True, slots=True)
class _Signs:
    """In whose dictionaries the words of a list were looked up.

    Attributes:
        lexicon: the lexicon of human genes.
        alone: for each organism, how many entries are its symbols and nothing else.
        named: the organisms that the record names.
        tables: those whose symbols letters may be that are nothing else. In a figure on organisms
            without human genes they may be theirs, of which there is no table.
        others: how many entries are another name of a human gene, and no such organism's symbol.
    """

    lexicon: Lexicon
    alone: Counter[str]
    named: frozenset[str]
    tables: tuple[str, ...]
    others: int

    @staticmethod
    def of(
        letters: Mapping[str, Sense],
        given: Mapping[str, Sense],
        figure: Figure,
        lexicon: Lexicon,
        strangers: Strangers,
    ) -> _Signs:
        """The signs that a list and its record give."""
        names = (hit for name in figure.organisms for hit in find_organisms(name)[:1])
        named = frozenset(table_taxon(hit.taxon) for hit in names)
        tables = tuple(
            taxon
            for taxon in _ORGANISMS
            if taxon not in _IN_LEXICON and (taxon in named or not strangers.are_told)
        )
        theirs = [_taxa_of(keyword, sense, tables, lexicon) for keyword, sense in letters.items()]
        theirs += [
            [table_taxon(s.taxon or "")] for s in given.values() if s.status == "other_species"
        ]
        alone = Counter(taxon for taxa in theirs for taxon in taxa if taxon in _ORGANISMS)
        others = sum(
            sense.status in _OF_MAN
            and any(e.form == keyword for e in sense.entries)
            and not _is_settled(keyword, sense)
            and not _having(keyword, alone, lexicon)
            for keyword, sense in letters.items()
        )
        return _Signs(lexicon, alone, named, tables, others)

    def rank(self, taxon: str) -> tuple[bool, int, int]:
        """How likely a symbol that several organisms have is this one's."""
        return taxon in self.named, self.alone[taxon], -_ORGANISMS.index(taxon)

    def organism_of(self, keyword: str, sense: Sense) -> str | None:
        """The organism that letters are a symbol of; None where they are not, or known to be."""
        if sense.status == "unknown":
            return max(self._of_unread(keyword), key=self.rank, default=None)
        taxon = max(_having(keyword, self.alone, self.lexicon), key=self.rank, default=None)
        if taxon is None or taxon in {e.taxon for e in sense.entries if _is_ortholog(keyword, e)}:
            return None
        if sense.status in _OF_MAN and (taxon in _RODENTS or self.share(taxon) <= _SURE):
            return None
        return taxon

    def _of_unread(self, keyword: str) -> list[str]:
        taxa = _having(keyword, self.tables, self.lexicon)
        return [t for t in taxa if len(keyword) > _SHORT or t in self.named or self.alone[t]]

    def share(self, taxon: str) -> float:
        """How probable it is that letters which may be both are an organism's symbol.

        By Laplace's rule: of the entries that are one or the other and cannot be both, the share
        that are symbols; that the record names the organism counts as one of them.
        """
        for_it = self.alone[taxon] + (taxon in self.named)
        return (for_it + 1) / (for_it + self.others + 2)


def _taxa_of(keyword: str, sense: Sense, tables: Iterable[str], lexicon: Lexicon) -> Iterable[str]:
    """The organisms that letters are a symbol of, if they are nothing else."""
    if sense.status == "unknown":
        return _having(keyword, tables, lexicon) if len(keyword) > _SHORT else ()
    if sense.status != "other_species":
        return ()
    if not sense.entries:
        return [table_taxon(sense.taxon or "")]
    return {e.taxon for e in sense.entries if _is_ortholog(keyword, e)}


def _symbol_of(taxon: str, keyword: str, lexicon: Lexicon) -> Sense:
    """An entry as the symbol of an organism's gene, with its human orthologs."""
    if taxon in _IN_LEXICON:
        known = [e for e in lexicon.lookup(surface_key(keyword)) if _is_ortholog(keyword, e)]
        entries = tuple(e for e in known if e.taxon == taxon)
        refs = tuple(sorted({e.ref for e in entries if e.ref != NO_REF}))
        what = f"gene of {BY_TAXON[taxon].name}"
        evidence = Evidence("lexicon", keyword, what, entries[0].source)
        return Sense("other_species", entries, refs, taxon, (evidence,))
    gene = _gene(taxon, keyword)
    assert gene is not None
    of = SpeciesLexicon.open(taxon).nomenclature
    detail = f"gene of {of.scientific}, {gene.id}"
    evidence = Evidence("lexicon", gene.symbol, detail, of.source)
    return Sense("other_species", taxon=taxon, evidence=(evidence,))


def _decided_by_list(symbol: Sense, keyword: str, signs: _Signs) -> Sense:
    """A symbol that letters may be, with what the list says of it."""
    assert symbol.taxon is not None
    of = nomenclature_of(symbol.taxon)
    alone = signs.alone[symbol.taxon]
    entries = "1 entry is" if alone == 1 else f"{alone} entries are"
    detail = f"{entries} nothing but a symbol of {of.scientific if of else symbol.taxon}"
    why = Evidence("list", keyword, detail, "nomenclature")
    certainty = signs.share(symbol.taxon)
    return replace(symbol, evidence=(*symbol.evidence, why), certainty=certainty)
