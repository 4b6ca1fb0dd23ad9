"""The words off the images behind genes that a gold list has not, and behind those it has alone.

A gene that is listed and not gold came in by the words of its entries. One that is gold and not
listed may stand on the image all the same: under one of its names, as a member of a family whose
label stands there, or as a word that OCR makes of one of its names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Literal, TypeAlias

from reconcile.benchmark.corpus import Names
from reconcile.benchmark.goldlist import GoldList
from reconcile.lexicon import Lexicon
from reconcile.lexicon.schema import NO_REF, NON_GENE_TYPES
from reconcile.naming.confusions import SHORTEST, pieces, reading_cost, skeleton
from reconcile.naming.enumerations import find_enumerations
from reconcile.naming.variants import name_variants
from reconcile.patterns import regex
from reconcile.records import Figure, OcrWord
from reconcile.suggest.ways import uses
from reconcile.text import letter_key, surface_key

__all__ = ["WordsBehind"]

How: TypeAlias = Literal["exact", "family", "close"]

_BETWEEN: Final = regex(r"[\s,;/|&+]+")
_EDGES: Final = " .,;:/|&+()[]-‐–—"
_ONE_LETTER: Final = 9.5
"""The cost up to which a name may have been printed: one confusion, or a letter lost, as in the
suggestions of `reconcile.suggest.misread`."""
_KEPT: Final = 20_000
"""Words that are not read twice: about those of as many figures."""


@dataclass(slots=True)
class _Ranking:
    """Genes by figures, and what is behind each of them by figures."""

    genes: Names = field(default_factory=Names)
    behind: dict[str, Names] = field(default_factory=dict)
    without: Counter[str] = field(default_factory=Counter)

    def add(self, figid: str, gene: str, words: Collection[tuple[str, ...]]) -> None:
        self.genes.add(figid, [(gene,)])
        self.behind.setdefault(gene, Names()).add(figid, words)
        self.without[gene] += not words

    def most(self, top: int) -> Iterator[tuple[dict[str, Any], Names]]:
        for (gene,), found in self.genes.most(top):
            yield {"symbol": gene, **found}, self.behind[gene]


class WordsBehind:
    """Counts, over figures, the words behind the genes that lists and gold lists do not share."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._readings = _Readings(lexicon)
        self._extra, self._missed = _Ranking(), _Ranking()

    def add(self, figure: Figure, named: Mapping[str, frozenset[str]], gold: GoldList) -> None:
        """Count a figure.

        Args:
            figure: the figure.
            named: the genes of each entry of its list, as the gold list calls them.
            gold: the genes that are right.
        """
        listed = frozenset[str]().union(*named.values())
        rows: dict[str, list[OcrWord]] = {}
        for row in figure.ocr:
            if row.kind == "gene":
                rows.setdefault(row.symbol, []).append(row)
        for gene in listed - gold.genes:
            own = (entry for entry, genes in named.items() if gene in genes)
            self._extra.add(figure.figid, gene, list(_behind(own, rows)))
        if missed := gold.genes - listed:
            printed = _Printed(figure, self._readings, gold.genes)
            for gene in missed:
                found = printed.naming(gold.alternatives(gene))
                self._missed.add(figure.figid, gene, found)

    def extra(self, top: int) -> list[dict[str, Any]]:
        """The genes that most lists have and their gold lists have not, with the words behind.

        `match` and `source` are of PFOCR's lexicon, None where an entry has no provenance and
        stands for its word.
        """
        return [
            gene
            | {
                "words": [
                    {"word": word, "match": match or None, "source": source or None, **found}
                    for (word, match, source), found in behind.most(top)
                ]
            }
            for gene, behind in self._extra.most(top)
        ]

    def missed(self, top: int) -> list[dict[str, Any]]:
        """The genes that most gold lists have and the lists have not, with what may name them.

        `how` a word does: `exact`, `family` or `close`. `taken_for` is what it brought in.
        `unnamed` are the figures in which nothing does.
        """
        found = []
        for gene, behind in self._missed.most(top):
            words = [
                {"word": word, "how": how, "taken_for": taken.split(), **seen}
                for (word, how, taken), seen in behind.most(top)
            ]
            found.append(gene | {"words": words, "unnamed": self._missed.without[gene["symbol"]]})
        return found


def _behind(
    entries: Iterable[str], rows: Mapping[str, Iterable[OcrWord]]
) -> Iterator[tuple[str, str, str]]:
    """Word, match and source of each row of some entries; of one without rows itself."""
    for entry in entries:
        own = [(row.word, row.match, row.source or "") for row in rows.get(entry, ())]
        yield from own or [(entry, "", "")]


class _Readings:
    """What words stand for, each looked up once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.of = lru_cache(_KEPT)(self._of)

    def _of(self, word: str) -> Mapping[str, How]:
        """The symbols of the genes that a word, or a part of it, is a name of."""
        read: dict[str, How] = {}
        for part in _parts(word):
            for symbol, how in self._part(part):
                if how == "exact" or symbol not in read:
                    read[symbol] = how
        return read

    def _part(self, part: str) -> Iterator[tuple[str, How]]:
        """The genes of one name; a label that is an alias of a member too is that of its family."""
        keys = {key(name) for name, _ in name_variants(part) for key in (surface_key, letter_key)}
        entries = [entry for key in sorted(keys) for entry in self._lexicon.lookup(key)]
        families = {entry.ref for entry in entries if entry.is_family}
        members = {ref for family in families for ref in self._lexicon.family(family).members}
        for ref in members:
            yield self._lexicon.gene(ref).gene.symbol, "family"
        for entry in entries:
            if entry.is_family or entry.ref == NO_REF or entry.type in NON_GENE_TYPES:
                continue
            if entry.type == "approved" or entry.ref not in members:
                yield self._lexicon.gene(entry.ref).gene.symbol, "exact"

    def names(self, symbol: str) -> tuple[str, ...]:
        """The names of a gene that are long enough to be misread."""
        return tuple(n for n in (symbol, *uses(symbol)) if len(skeleton(n)) >= SHORTEST)


def _parts(word: str) -> tuple[str, ...]:
    """A word, its pieces, and what an enumeration in it names."""
    pieces = [piece.strip(_EDGES) for piece in _BETWEEN.split(word)]
    listed = [name for one in find_enumerations(word) for names in one.names for name in names]
    return tuple(dict.fromkeys(filter(None, (word.strip(_EDGES), *pieces, *listed))))


class _Printed:
    """The words of one figure; where none is known its entries."""

    def __init__(self, figure: Figure, readings: _Readings, right: frozenset[str]) -> None:
        self._readings, self._right = readings, right
        self._taken: dict[str, set[str]] = {}
        for row in figure.ocr or _as_words(figure.keywords or ()):
            self._taken.setdefault(row.word, set()).update([row.symbol] if row.symbol else ())
        self._pieces: dict[str, set[tuple[str, str]]] = {}

    def naming(self, symbols: Iterable[str]) -> list[tuple[str, str, str]]:
        """The words that name any of some genes most surely, with how and what became of them."""
        genes = frozenset(symbols)
        ways: dict[str, set[str]] = {}
        for word in self._taken:
            read = self._readings.of(word)
            for gene in genes & read.keys():
                ways.setdefault(read[gene], set()).add(word)
        for how in ("exact", "family"):
            if how in ways:
                return [self._told(word, how) for word in sorted(ways[how])]
        return [self._told(word, "close") for word in sorted(self._close(genes))]

    def _told(self, word: str, how: str) -> tuple[str, str, str]:
        return word, how, " ".join(sorted(self._taken[word]))

    def _close(self, genes: Iterable[str]) -> set[str]:
        """The words that OCR makes of a name of the genes by one confusion."""
        index = self._index()
        found: set[str] = set()
        for name in {name for gene in genes for name in self._readings.names(gene)}:
            near = {one for piece in pieces(skeleton(name)) for one in index.get(piece, ())}
            for word, part in near:
                cost = reading_cost(name, part)
                if cost is not None and cost <= _ONE_LETTER:
                    found.add(word)
        return found

    def _index(self) -> Mapping[str, set[tuple[str, str]]]:
        """The parts of words by what is left of them without some letter.

        A word that is a name of a right gene was not misread.
        """
        if not self._pieces:
            for word, taken in self._taken.items():
                if not self._right.isdisjoint((*taken, *self._readings.of(word))):
                    continue
                for part in _parts(word):
                    for piece in pieces(skeleton(part)):
                        self._pieces.setdefault(piece, set()).add((word, part))
        return self._pieces


def _as_words(keywords: Iterable[str]) -> Iterator[OcrWord]:
    return (OcrWord(entry, entry, entry) for entry in keywords)
