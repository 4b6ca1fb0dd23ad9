"""What the entries of a gold list name, and which of them the entries of a gene list are.

An entry of a gold list is read as one of a gene list without caption and provenance. Where its
letters are a name of several genes, the gold does not say which: any of them is it, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from reconcile.compare.keywords import read_alone
from reconcile.lexicon import Lexicon
from reconcile.locks import kept_property
from reconcile.text import surface_key

__all__ = ["GoldList", "Named", "gene_key", "named"]

_UNKNOWN: Final = "ncbigene:"


@dataclass(frozen=True, slots=True)
class Named:
    """What an entry of a gold list names.

    Attributes:
        kind: `gene` for one; `label` for all members of a family or complex; `several` where it is
            one of some genes; `unknown` where the lexicon knows no gene by it.
        genes: their approved symbols; of what is unknown its name.
    """

    kind: Literal["gene", "label", "several", "unknown"]
    genes: frozenset[str]


def gene_key(number: str, lexicon: Lexicon) -> tuple[str, bool]:
    """The approved symbol of an NCBI Gene id, and whether it is known.

    Of an id that the lexicon does not know it is `ncbigene:` and the id.

    >>> gene_key("2064", Lexicon.load())
    ('ERBB2', True)
    """
    record = lexicon.gene_by_ncbi(number)
    return (f"{_UNKNOWN}{number}", False) if record is None else (record.gene.symbol, True)


def named(entry: str, lexicon: Lexicon) -> Named:
    """What an entry of a gold list names by itself.

    Args:
        entry: an NCBI Gene id, an HGNC id, or any name that an entry of a gene list may be.
        lexicon: knows the genes.

    >>> lexicon = Lexicon.load()
    >>> sorted(named("HGNC:3430", lexicon).genes), sorted(named("Trp53", lexicon).genes)
    (['ERBB2'], ['TP53'])
    >>> named("GIF", lexicon).kind, sorted(named("ERK", lexicon).genes)
    ('several', ['MAPK1', 'MAPK3'])
    """
    space, colon, name = entry.rpartition(":")
    number = name if space.lower() + colon in ("", _UNKNOWN) else ""
    if number.isdecimal() and number.isascii():
        key, known = gene_key(number, lexicon)
        return Named("gene" if known else "unknown", frozenset({key}))
    if space.upper() == "HGNC":
        record = lexicon.gene_by_hgnc(name)
        return _of(entry, () if record is None else (record.index,), lexicon)
    sense = read_alone(entry, lexicon)
    found = _of(entry, sense.refs, lexicon)
    return replace(found, kind="label") if sense.label is not None else found


def _of(entry: str, refs: Iterable[int], lexicon: Lexicon) -> Named:
    genes = frozenset(lexicon.gene(ref).gene.symbol for ref in refs)
    if not genes:
        return Named("unknown", frozenset({entry}))
    return Named("gene" if len(genes) == 1 else "several", genes)


class GoldList:
    """The right genes of one figure.

    A name of several genes is one of them that the list has by another name, and else a gene of
    its own, under the name as written.

    Attributes:
        genes: by approved symbol, or as written.
    """

    def __init__(self, entries: Mapping[str, Named]) -> None:
        sure = {e: one.genes for e, one in entries.items() if one.kind != "several"}
        known = frozenset[str]().union(*sure.values())
        self._keys = dict(sure)
        self._open: dict[str, frozenset[str]] = {}
        own: dict[frozenset[str], str] = {}
        for entry in sorted(entries.keys() - sure.keys()):
            may_be = entries[entry].genes
            if may_be & known:
                key = min(may_be & known)
            else:
                key = own.setdefault(may_be, entry)
                self._open[key] = may_be
            self._keys[entry] = frozenset({key})
        self.genes = known | self._open.keys()

    @kept_property
    def _loose(self) -> dict[str, frozenset[str]]:
        return _loosely(self._keys)

    def alternatives(self, gene: str) -> frozenset[str]:
        """What a gene of this list is: itself, or under a name of several any of these."""
        return self._open.get(gene) or frozenset({gene})

    def named_by(self, listed: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        """The genes of each entry of a gene list, by the names that this list has for them.

        An entry that stands in this list is what it is here, also in other letter case.

        Args:
            listed: each entry with the symbols of the genes that it is by itself.
        """
        found: dict[str, frozenset[str]] = {}
        also: dict[str, str] = {}
        for entry, own in listed.items():
            keys = self._keys.get(entry) or self._loose.get(surface_key(entry))
            found[entry] = own if keys is None else keys
            if keys is not None and keys <= self._open.keys():
                also |= {g: key for key in keys for g in own & self._open[key] - self.genes}
        have = frozenset[str]().union(*found.values())
        also |= self._matched(have - self.genes - also.keys(), have)
        return {
            entry: frozenset(also.get(gene, gene) for gene in genes)
            for entry, genes in found.items()
        }

    def _matched(self, others: Iterable[str], have: Iterable[str]) -> dict[str, str]:
        """Genes that a name of several may be, each with another name, as many as there can be."""
        genes: dict[str, str] = {}

        def take(key: str, tried: set[str]) -> bool:
            for gene in sorted(self._open[key].intersection(others) - tried):
                tried.add(gene)
                if gene not in genes or take(genes[gene], tried):
                    genes[gene] = key
                    return True
            return False

        for key in sorted(self._open.keys() - have):
            take(key, set())
        return genes


def _loosely(keys: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The genes of each key under which all spellings meet, where all of them are the same."""
    found: dict[str, set[frozenset[str]]] = {}
    for entry, genes in keys.items():
        found.setdefault(surface_key(entry), set()).add(genes)
    return {key: next(iter(own)) for key, own in found.items() if key and len(own) == 1}
