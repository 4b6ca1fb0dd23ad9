"""What is said in a word, and what genes names stand for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from reconcile.compare.keywords import read_alone
from reconcile.curation.verdicts.said import FigureVerdicts
from reconcile.lexicon import Lexicon
from reconcile.shown import printable

__all__ = ["MEANT", "Line", "Names", "shown", "verdict_on"]

_WORDS: Final = {
    "ok": ("ok", "right", "correct"),
    "wrong": ("wrong", "incorrect"),
    "missing": ("missing",),
}
"""What may be written for each verdict, in any letter case."""
MEANT: Final = {word: verdict for verdict, words in _WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says of a figure, and where."""

    figid: str
    said: FigureVerdicts
    line: int


@dataclass(slots=True)
class Names:
    """What names stand for, each looked up once."""

    lexicon: Lexicon
    known: dict[str, frozenset[str]] = field(default_factory=dict)

    def genes(self, name: str) -> frozenset[str]:
        """The approved symbols of all genes that a name may be of."""
        found = self.known.get(name)
        if found is None:
            gene = self.lexicon.gene_by_symbol(name)
            refs = read_alone(name, self.lexicon).refs if gene is None else (gene.index,)
            found = frozenset(self.lexicon.gene(ref).gene.symbol for ref in refs)
            self.known[name] = found
        return found

    def symbols(self, names: Iterable[str]) -> frozenset[str]:
        """The approved symbols of names; one that is not of one gene stays as it is."""
        each = (self.genes(name) if len(self.genes(name)) == 1 else {name} for name in names)
        return frozenset[str]().union(*each)


def verdict_on(entry: str, word: str, symbols: Sequence[str], names: Names) -> FigureVerdicts:
    """What a word says of an entry.

    Args:
        entry: the entry; for what is missing a gene, if `symbols` has none.
        word: see `_WORDS`; another one leaves the entry without a verdict.
        symbols: what belongs there instead, or is missing.
        names: of genes.
    """
    name = shown(entry)
    genes = names.symbols(symbols)
    meant = MEANT.get(word.strip().lower())
    if meant == "ok":
        return FigureVerdicts(ok=frozenset({name}))
    if meant == "wrong":
        instead = frozenset({(name, genes)} if genes else ())
        return FigureVerdicts(wrong=frozenset({name}), replacements=instead)
    if meant == "missing":
        return FigureVerdicts(wanted=genes or names.symbols([name]))
    return FigureVerdicts(other=frozenset({(name, word.strip())}))


def shown(entry: str) -> str:
    """An entry as a report shows it."""
    return printable(entry).strip()
