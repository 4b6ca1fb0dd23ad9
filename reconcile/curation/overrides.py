"""The file of readings that curators confirmed: `overrides.tsv`, for programs and for spreadsheets.

One row a reading, with a header. `word`, `genes` and `decided_by` have to be there; the other
columns may be missing, in any order, and further ones make no difference. Genes have blanks, commas
or semicolons between them, pieces of context and names semicolons.

As it is written, each cell is one line that no spreadsheet runs as a formula, the rows are in one
order, and the same rows give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from reconcile.curation.sheet import sheet_rows
from reconcile.errors import FieldTypeError, InputError
from reconcile.formats.cells import mangled
from reconcile.formats.opening import open_source, rewound
from reconcile.lexicon import Lexicon
from reconcile.organisms import ORGANISMS
from reconcile.override import Override
from reconcile.overrides.table import Matter, Overrides, fault_of, matter_of
from reconcile.patterns import regex
from reconcile.report.csvlong import tsv_line, unguard
from reconcile.writing import whole_file

__all__ = ["COLUMNS", "overrides_text", "read_overrides", "table_of", "write_overrides"]

COLUMNS: Final = (
    "word",
    "genes",
    "context",
    "organism",
    "support",
    "decided_by",
    "decided_at",
    "note",
)
_REQUIRED: Final = ("word", "genes", "decided_by")
_BETWEEN_GENES: Final = regex(r"[\s,;]+")
_BETWEEN: Final = regex(r"\s*;\s*")
_MOST: Final = 1_000_000_000


def read_overrides(
    path: str | Path,
    *,
    lexicon: Lexicon | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Overrides:
    """The readings of a file.

    Args:
        path: the file.
        lexicon: knows the approved symbols; None for the bundled one.
        on_error: gets each row that cannot be used, and the others are read. Without it the first
            one raises.

    Raises:
        InputError: the file cannot be used; or, without `on_error`, one of its rows.
    """

    def report(error: InputError) -> None:
        if on_error is None:
            raise error
        on_error(error)

    known = Lexicon.load() if lexicon is None else lexicon
    source = str(path)
    found: dict[Matter, tuple[Override, int]] = {}
    bad: set[Matter] = set()
    try:
        with open_source(path) as stream:
            head = stream.read(4096)
            for row, line in _rows(sheet_rows(rewound(stream, head), source, head), source):
                if isinstance(row, InputError):
                    report(row)
                    continue
                if wrong := fault_of(row) or _fault_of_genes(row, known):
                    report(InputError(wrong, source=source, line=line))
                    continue
                other, place = found.setdefault(matter_of(row), (row, line))
                if other is not row:
                    bad.add(matter_of(row))
                    report(_contradiction(row, other, source, line, place))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", source=source) from error
    return Overrides(row for matter, (row, _) in found.items() if matter not in bad)


def table_of(given: Overrides | str | Path, lexicon: Lexicon) -> Overrides:
    """A table as it is, or that of a file, whose genes the lexicon has.

    Raises:
        InputError: the file or a row cannot be used.
        FieldTypeError: it is neither.
    """
    if isinstance(given, str | Path):
        return read_overrides(given, lexicon=lexicon)
    if not isinstance(given, Overrides):
        raise FieldTypeError(f"overrides: expected Overrides or a path, not {given!r:.80}")
    given.check(lexicon)
    return given


def _contradiction(
    row: Override, other: Override, source: str, line: int, place: int
) -> InputError:
    what = f"{row.word!r} is {row.means} here and {other.means} in {source}:{place}"
    if row.genes == other.genes:
        what = f"{row.word!r} stands here and in {source}:{place}"
    return InputError(
        f"{what}, with the same context and organism; keep one of them", source=source, line=line
    )


def _rows(
    rows: Iterator[tuple[int, list[str]]], source: str
) -> Iterator[tuple[Override | InputError, int]]:
    line, header = next(rows, (1, []))
    names = [unguard(name).strip().lower() for name in header]
    twice = [name for name in COLUMNS if names.count(name) > 1]
    missing = [name for name in _REQUIRED if name not in names]
    if missing or twice:
        raise InputError(
            f"no column {', '.join(missing)} in the header"
            if missing
            else f"column {', '.join(twice)} stands twice in the header",
            source=source,
            line=line,
        )
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(names) :]):
            said = f"{len(cells)} cells where the header has {len(names)}; restore the row"
            yield InputError(said, source=source, line=line), line
            continue
        row = dict.fromkeys(COLUMNS, "") | dict(zip(names, map(unguard, cells), strict=False))
        try:
            yield _row(row), line
        except ValueError as error:
            yield InputError(str(error), source=source, line=line), line


def _row(row: Mapping[str, str]) -> Override:
    """The reading of a row.

    Raises:
        ValueError: a cell says nothing that can be used; the message has the remedy.
    """
    for name in ("word", "genes", "context"):
        for text in _BETWEEN.split(row[name].strip()):
            what = mangled(text)
            if what and (name == "genes" or not text.startswith("=")):
                raise ValueError(f"{name} has {text[:40]!r}, {what}; write it as text")
    return Override(
        word=row["word"].strip(),
        genes=tuple(filter(None, _BETWEEN_GENES.split(row["genes"]))),
        context=_pieces(row["context"]),
        organism=_organism(row["organism"].strip()),
        support=_support(row["support"].strip()),
        decided_by=_pieces(row["decided_by"]),
        decided_at=_day(row["decided_at"].strip()),
        note=row["note"].strip(),
    )


def _pieces(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, _BETWEEN.split(cell.strip())))


def _organism(cell: str) -> str | None:
    if not cell:
        return None
    said = " ".join(cell.split()).lower()
    for one in ORGANISMS:
        if said in (one.taxon, one.name.lower(), one.common.lower()):
            return one.taxon
    raise ValueError(f"organism is {cell[:40]!r}; write a name such as mouse, or a taxon id")


def _support(cell: str) -> int:
    """In how many figures: in one, where nobody says."""
    if not cell:
        return 1
    if not (cell.isascii() and cell.isdigit() and int(cell[:20]) <= _MOST):
        raise ValueError(f"support is {cell[:40]!r}; write a number of figures, or nothing")
    return int(cell)


def _day(cell: str) -> str:
    if not cell:
        return ""
    try:
        return date.fromisoformat(cell).isoformat()
    except ValueError:
        said = f"decided_at is {cell[:40]!r}; write the date as 2026-11-27, or leave it empty"
        raise ValueError(said) from None


def _fault_of_genes(row: Override, lexicon: Lexicon) -> str | None:
    for symbol in row.genes:
        if lexicon.gene_by_symbol(symbol) is not None:
            continue
        spelled = lexicon.gene_by_symbol(symbol.upper())
        remedy = "name an approved one" if spelled is None else f"write {spelled.gene.symbol}"
        return f"genes has {symbol[:40]!r}, which is no approved symbol; {remedy}"
    return None


def overrides_text(table: Overrides) -> str:
    """The file of a table: the same for the same rows."""
    return "".join(map(tsv_line, (COLUMNS, *map(_cells, table))))


def _cells(row: Override) -> Sequence[str]:
    return (
        row.word,
        " ".join(row.genes),
        "; ".join(row.context),
        row.organism or "",
        str(row.support),
        "; ".join(row.decided_by),
        row.decided_at,
        row.note,
    )


def write_overrides(path: str | Path, table: Overrides, *, replace: bool = False) -> None:
    """Write a table to a file, whole or not at all.

    Args:
        path: the file.
        table: the readings.
        replace: whether a file that is there may be replaced.

    Raises:
        OutputError: it cannot be written, or is there.
    """
    with whole_file(Path(path), str(path), replace=replace) as out:
        out.write(overrides_text(table))
