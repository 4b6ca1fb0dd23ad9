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

from reconcile.compare.dictionaries import KNOWN, TABLES, Dictionaries, is_ortholog
from reconcile.compare.sense import Sense
from reconcile.compare.strangers import AS_IN_MAN, Strangers
from reconcile.lexicon import Lexicon
from reconcile.lexicon.nomenclatures import nomenclature_of, table_taxon
from reconcile.organisms import ANIMALS, BY_TAXON, ORGANISMS, Organism, find_organisms
from reconcile.records import Evidence, Figure

__all__ = ["read_elsewhere"]

_RODENTS: Final = ("10090", "10116")
"""Organisms whose symbols are those of man in another letter case: they name no other gene."""
_OF_MAN: Final = frozenset({"gene", "alias", "previous", "family", "complex"})
_SHORT: Final = 2
"""Letters of which an organism has symbols by chance. Of 21,895 words in 1,439 captions on mammals
that no lexicon knows, five longer ones are another organism's symbol and do not mean it."""
_SURE: Final = 2 / 3
_TOLD_APART: Final = ANIMALS | {"virus"}
_TABLED: Final = frozenset(o.taxon for o in ORGANISMS if table_taxon(o.taxon) in KNOWN)


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
    record = _Record.of(figure)
    known = (_is_settled(sense) or _is_symbol(k, sense) for k, sense in letters.items())
    if record.of_man and all(known):
        return {}
    signs = _Signs.of(letters, given, record, lexicon, strangers)
    found: dict[str, Sense] = {}
    for keyword, sense in letters.items():
        taxon = None if _is_settled(sense) else signs.organism_of(keyword, sense)
        if taxon is None:
            continue
        found[keyword] = signs.dictionaries.symbol(taxon, keyword)
        if sense.status in _OF_MAN:
            found[keyword] = _decided_by_list(found[keyword], keyword, signs)
    return found


def _is_settled(sense: Sense) -> bool:
    """Whether letters are a symbol of what the figure is about, or no gene."""
    return sense.status == "non_gene" or (sense.status == "other_species" and not sense.entries)


def _is_symbol(keyword: str, sense: Sense) -> bool:
    """Whether letters are exactly the symbol of a human gene."""
    return any(e.type == "approved" and e.form == keyword for e in sense.entries)


@dataclass(frozen=True, slots=True)
class _Record:
    """The organisms that a record names: today those in whose dictionaries words were found.

    Attributes:
        named: their taxon ids, as of their tables.
        unlisted: the one organism without human genes whose symbols nothing has; None if there are
            several, or none.
        of_man: whether words may have been looked up as human ones: the record names man, an
            animal that shares his symbols, or nothing.
    """

    named: frozenset[str]
    unlisted: Organism | None
    of_man: bool

    @staticmethod
    def of(figure: Figure) -> _Record:
        hits = [hit for name in figure.organisms for hit in find_organisms(name)[:1]]
        named = frozenset(table_taxon(hit.taxon) for hit in hits)
        others = {hit.taxon for hit in hits if hit.group not in _TOLD_APART} - _TABLED
        unlisted = BY_TAXON[min(others)] if len(others) == 1 else None
        of_man = not hits or any(hit.group in AS_IN_MAN for hit in hits)
        return _Record(named, unlisted, of_man)


@dataclass(frozen=True, slots=True)
class _Signs:
    """In whose dictionaries the words of a list were looked up.

    Attributes:
        record: what the record names.
        dictionaries: the symbols of other organisms.
        tables: those whose symbols letters may be that are nothing else. In a figure on organisms
            without human genes they may be theirs, of which there is no table.
        alone: for each organism, how many entries are its symbols and nothing else.
        others: how many entries are another name of a human gene, and no such organism's symbol.
    """

    record: _Record
    dictionaries: Dictionaries
    tables: tuple[str, ...]
    alone: Counter[str]
    others: int

    @staticmethod
    def of(
        letters: Mapping[str, Sense],
        given: Mapping[str, Sense],
        record: _Record,
        lexicon: Lexicon,
        strangers: Strangers,
    ) -> _Signs:
        """The signs that a list and its record give."""
        dictionaries = Dictionaries(lexicon, record.unlisted)
        tables = tuple(t for t in TABLES if t in record.named or not strangers.are_told)
        if record.unlisted is not None:
            tables = (*tables, record.unlisted.taxon)
        theirs = [_taxa_of(k, sense, tables, dictionaries) for k, sense in letters.items()]
        theirs += [
            [table_taxon(s.taxon or "")] for s in given.values() if s.status == "other_species"
        ]
        alone = Counter(taxon for taxa in theirs for taxon in taxa if taxon in {*KNOWN, *tables})
        others = sum(
            sense.status in _OF_MAN
            and any(e.form == keyword for e in sense.entries)
            and not _is_symbol(keyword, sense)
            and not dictionaries.having(keyword, alone)
            for keyword, sense in letters.items()
        )
        return _Signs(record, dictionaries, tables, alone, others)

    def rank(self, taxon: str) -> tuple[bool, int, int]:
        """How likely a symbol that several organisms have is this one's."""
        place = KNOWN.index(taxon) if taxon in KNOWN else len(KNOWN)
        return taxon in self.record.named, self.alone[taxon], -place

    def organism_of(self, keyword: str, sense: Sense) -> str | None:
        """The organism that letters are a symbol of; None where they are not, or known to be.

        Human symbols, and what is only written like a symbol of some organism, are no other's in a
        list that may be of man.
        """
        if sense.status == "unknown":
            return max(self._of_unread(keyword), key=self.rank, default=None)
        if self.record.of_man and _is_symbol(keyword, sense):
            return None
        taxa = [taxon for taxon in self.alone if taxon in KNOWN or not self.record.of_man]
        taxon = max(self.dictionaries.having(keyword, taxa), key=self.rank, default=None)
        if taxon is None or taxon in {e.taxon for e in sense.entries if is_ortholog(keyword, e)}:
            return None
        if sense.status in _OF_MAN and (taxon in _RODENTS or self.share(taxon) <= _SURE):
            return None
        return taxon

    def _of_unread(self, keyword: str) -> list[str]:
        taxa = self.dictionaries.having(keyword, self.tables)
        return [t for t in taxa if len(keyword) > _SHORT or t in self.record.named or self.alone[t]]

    def share(self, taxon: str) -> float:
        """How probable it is that letters which may be both are an organism's symbol.

        By Laplace's rule: of the entries that are one or the other and cannot be both, the share
        that are symbols; that the record names the organism counts as one of them.
        """
        for_it = self.alone[taxon] + (taxon in self.record.named)
        return (for_it + 1) / (for_it + self.others + 2)


def _taxa_of(
    keyword: str, sense: Sense, tables: Iterable[str], dictionaries: Dictionaries
) -> Iterable[str]:
    """The organisms that letters are a symbol of, if they are nothing else."""
    if sense.status == "unknown":
        return dictionaries.having(keyword, tables) if len(keyword) > _SHORT else ()
    if sense.status != "other_species":
        return ()
    if not sense.entries:
        return [table_taxon(sense.taxon or "")]
    return {e.taxon for e in sense.entries if is_ortholog(keyword, e)}


def _decided_by_list(symbol: Sense, keyword: str, signs: _Signs) -> Sense:
    """A symbol that letters may be, with what the list says of it."""
    assert symbol.taxon is not None
    of = nomenclature_of(symbol.taxon)
    name = BY_TAXON[symbol.taxon].name if of is None else of.scientific
    alone = signs.alone[symbol.taxon]
    entries = "1 entry is" if alone == 1 else f"{alone} entries are"
    detail = f"{entries} nothing but a symbol of {name}"
    if not signs.record.of_man:
        detail += ", and the record does not name man"
    why = Evidence("list", keyword, detail, "nomenclature")
    certainty = signs.share(symbol.taxon)
    return replace(symbol, evidence=(*symbol.evidence, why), certainty=certainty)
