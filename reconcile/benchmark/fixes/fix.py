"""A change to what a pipeline's lexicon says, and a list once it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from reconcile.benchmark.fixes.page import Row, bare_row
from reconcile.figure import Figure
from reconcile.formats.changes import Change

__all__ = ["ANY", "Action", "Fix", "Fixes", "Place", "changes", "rows_of"]

ANY: Final = "*"
"""Stands for whatever there is in that place."""

Action: TypeAlias = Literal["stop", "map", "rename"]
"""To bring in nothing, other genes, or the same gene under its present symbol."""


class Place(NamedTuple):
    """Which rows of a pipeline a fix is about; `ANY` for all.

    Attributes:
        word: off the image.
        match: the entry of the pipeline's lexicon.
        source: of that lexicon; empty where nothing says.
        gene: the entry of the list that comes of it.
        taxon: NCBI Taxonomy id of the gene.
    """

    word: str
    match: str
    source: str
    gene: str
    taxon: str

    def holds(self, row: Row) -> bool:
        """Whether a row is one of those."""
        return all(mine in (ANY, own) for mine, own in zip(self, row, strict=True))


@dataclass(frozen=True, slots=True)
class Fix:
    """What is to be done with some rows.

    Attributes:
        action: see `Action`.
        place: the rows.
        to: symbols that come in instead; empty for `stop`.
    """

    action: Action
    place: Place
    to: tuple[str, ...] = ()


class Fixes:
    """Fixes in their order; which of them is the first that is about a row."""

    def __init__(self, fixes: Iterable[Fix]) -> None:
        """Begin with the fixes, the most important first."""
        self.fixes: Sequence[Fix] = tuple(fixes)
        self._number: dict[Place, int] = {}
        for number, fix in enumerate(self.fixes):
            self._number.setdefault(fix.place, number)
        self._masks = sorted({tuple(part == ANY for part in place) for place in self._number})

    def all_of(self, row: Row) -> Iterator[int]:
        """The numbers of all fixes that are about a row, from 0, in no order.

        One look-up for each set of places that any fix leaves open, however many fixes there are.
        """
        for mask in self._masks:
            place = Place(*(ANY if open_ else part for open_, part in zip(mask, row, strict=True)))
            if (number := self._number.get(place)) is not None:
                yield number

    def of(self, row: Row) -> int | None:
        """The number of the first fix that is about a row, from 0; None if none is."""
        return min(self.all_of(row), default=None)


def rows_of(figure: Figure) -> dict[str, tuple[Row, ...]]:
    """How each entry of a figure's list came in; an entry without words is its own word."""
    found: dict[str, set[Row]] = {name: set() for name in figure.keywords or ()}
    for ocr in figure.ocr:
        if ocr.symbol in found and ocr.kind == "gene":
            row = Row(ocr.word, ocr.match, ocr.source or "", ocr.symbol, ocr.taxon_id or "")
            found[ocr.symbol].add(row)
    return {name: tuple(sorted(rows)) or (bare_row(name),) for name, rows in found.items()}


def changes(figure: Figure, fixes: Fixes) -> tuple[Change, ...]:
    """What the fixes change in the list of a figure.

    An entry goes if a fix is about each of the rows that brought it in, and no fix puts it in.
    """
    wanted: dict[str, tuple[str, ...]] = {}
    for name, rows in rows_of(figure).items():
        numbers = {fixes.of(row) for row in rows}
        if None not in numbers:
            of_them = (fixes.fixes[n] for n in sorted(n for n in numbers if n is not None))
            wanted[name] = tuple(dict.fromkeys(symbol for fix in of_them for symbol in fix.to))
    put_in = {symbol for to in wanted.values() for symbol in to}
    return tuple(
        Change("replace", name, to) if to else Change("remove", name)
        for name, to in wanted.items()
        if name not in put_in
    )
