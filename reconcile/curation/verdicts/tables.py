"""Verdicts in tables, a row an entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Final

from reconcile.curation.verdicts.words import MEANT, Line, Names, verdict_on
from reconcile.errors import InputError
from reconcile.formats.fields import is_missing
from reconcile.formats.textlines import text_lines
from reconcile.patterns import regex
from reconcile.report.csvlong import unguard

__all__ = ["COLUMNS", "of_table", "tabbed_rows"]

_BETWEEN: Final = regex(r"[\s,;|]+")
COLUMNS: Final = {
    "figid": ("figid", "wpid"),
    "entry": ("entry", "keyword", "text"),
    "verdict": ("verdict",),
    "symbols": ("symbols", "genes"),
}


def tabbed_rows(stream: IO[bytes], source: str) -> Iterator[tuple[int, list[str] | InputError]]:
    """The cells of lines with tabs between them, which nothing quotes."""
    for line, text in text_lines(stream, source=source):
        if isinstance(text, InputError):
            yield line, text
        elif not text.startswith("#"):
            yield line, text.rstrip("\n").split("\t")


def of_table(
    rows: Iterable[tuple[int, list[str] | InputError]], source: str, names: Names
) -> Iterator[Line | InputError]:
    """What each row says, in their order, with an error in the place of each bad one.

    Args:
        rows: lines and cells; those of a header name the columns.
        source: the file.
        names: of genes.
    """
    places: dict[str, int] | None = None
    for line, cells in rows:
        if isinstance(cells, InputError):
            yield cells
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if places is None:
            places = _places(cells)
            if places is not None:
                continue
            places = {name: place for place, name in enumerate(COLUMNS)}
        try:
            found = _row(cells, places, source, line, names)
        except InputError as error:
            yield error
            continue
        if found is not None:
            yield found


def _places(header: Sequence[str]) -> dict[str, int] | None:
    """Where the columns are by a header; None for a line that is none."""
    known = [cell.strip().lower() for cell in header]
    found = {
        name: next((known.index(way) for way in ways if way in known), -1)
        for name, ways in COLUMNS.items()
    }
    return None if min(found["figid"], found["entry"], found["verdict"]) < 0 else found


def _row(
    cells: Sequence[str], places: Mapping[str, int], source: str, line: int, names: Names
) -> Line | None:
    """What a row says; None where its verdict is still empty.

    Raises:
        InputError: it lacks a cell that is needed.
    """

    def bad(message: str) -> InputError:
        return InputError(message, source=source, line=line)

    def cell(name: str) -> str:
        place = places[name]
        return unguard(cells[place]).strip() if 0 <= place < len(cells) else ""

    figid, entry, word = cell("figid"), cell("entry"), cell("verdict")
    if len(cells) <= max(places[name] for name in ("figid", "entry", "verdict")):
        raise bad(f"{len(cells)} cells; write figid, entry, verdict and, if any, symbols")
    if not word:
        return None
    if is_missing(figid) or not entry:
        raise bad("no figid or no entry; restore the row")
    symbols = [symbol for symbol in _BETWEEN.split(cell("symbols")) if symbol]
    if symbols and MEANT.get(word.lower()) == "ok":
        raise bad("symbols for an entry that is ok; write wrong, or leave them out")
    return Line(figid, verdict_on(entry, word, symbols, names), line)
