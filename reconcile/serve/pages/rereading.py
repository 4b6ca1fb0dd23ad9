"""What changes in a gene list when a word off the image means something else.

An entry goes if the word alone brought it in and it is not what the word means. It stays where
another word of the image, or the caption, speaks for it: then the word is not all there is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reconcile.records import Figure, KeywordVerdict, Reconciliation
from reconcile.store.index import words_behind

__all__ = ["Rereading", "Touched", "reread", "words_read"]


@dataclass(frozen=True, slots=True)
class Touched:
    """An entry that the word brought in.

    Attributes:
        entry: as the list has it.
        meant: whether it is what the word means.
        other_words: words of the image besides that brought it in.
        caption: what the caption calls it, by its names there.
    """

    entry: str
    meant: bool
    other_words: tuple[str, ...]
    caption: tuple[str, ...]

    @property
    def goes(self) -> bool:
        """Whether it is taken out unless somebody says otherwise."""
        return not (self.meant or self.other_words or self.caption)


@dataclass(frozen=True, slots=True)
class Rereading:
    """What a word means, and what follows for the list.

    Attributes:
        word: as read off the image.
        symbols: the genes that it means; none for no gene.
        touched: the entries that it brought in, in the order of the list.
        listed: those of `symbols` that the list has, or has under another name.
    """

    word: str
    symbols: tuple[str, ...]
    touched: tuple[Touched, ...]
    listed: tuple[str, ...]

    @property
    def coming(self) -> tuple[str, ...]:
        """The symbols that are put in."""
        return tuple(symbol for symbol in self.symbols if symbol not in self.listed)


def words_read(result: Reconciliation) -> tuple[str, ...]:
    """The words off the image, each once, in the order in which they were read."""
    figure = result.figure or Figure(result.figid)
    return tuple(dict.fromkeys(row.word for row in figure.ocr if row.word))


def reread(result: Reconciliation, word: str, symbols: Sequence[str]) -> Rereading:
    """What changes when a word means these genes and no others.

    Args:
        result: the report of the figure.
        word: off its image.
        symbols: what the word means; none for no gene.
    """
    figure = result.figure or Figure(result.figid)
    touched = []
    for verdict in result.keywords:
        words = words_behind(figure, "remove", verdict.keyword)
        if word in words:
            others = tuple(one for one in words if one != word)
            meant = _stands_for(verdict, symbols)
            caption = verdict.supported_by if verdict.supported else ()
            touched.append(Touched(verdict.keyword, meant, others, caption))
    leaving = {one.entry for one in touched if one.goes}
    kept = [verdict for verdict in result.keywords if verdict.keyword not in leaving]
    wanted = tuple(dict.fromkeys(symbols))
    listed = tuple(s for s in wanted if any(_stands_for(verdict, (s,)) for verdict in kept))
    return Rereading(word, wanted, tuple(touched), listed)


def _stands_for(verdict: KeywordVerdict, symbols: Collection[str]) -> bool:
    """Whether an entry is one of the genes, by this name or another; a label is not."""
    if verdict.keyword in symbols:
        return True
    return len(verdict.genes) == 1 and verdict.genes[0].symbol in symbols
