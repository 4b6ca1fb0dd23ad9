"""Tables with one figure a row, wherever their cells come from, and those in text files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from reconcile.errors import InputError
from reconcile.formats.cells import mangled, split_list
from reconcile.formats.columns import Columns, Found, listed
from reconcile.formats.delimited import Delimited
from reconcile.formats.fields import Lines, Report, build_figure, is_missing, read_figid
from reconcile.records import Figure

__all__ = [
    "empty_table",
    "figure_of_cells",
    "is_table",
    "read_delimited",
    "table_columns",
    "with_lists",
]


def read_delimited(
    lines: Lines, *, source: str, report: Report, columns: Columns, tabs: bool
) -> Iterator[tuple[int, Figure]]:
    """The figures of CSV, or with `tabs` of TSV, each with the line that its row begins in.

    Bad rows go to `report` one by one; so does a header that is none, which is the end.
    """
    try:
        table = Delimited(lines, source=source, report=report, tabs=tabs)
        if not table.header:
            raise InputError("the file is empty; remove it or restore the records", source=source)
        found = table_columns(table.header, columns, source=source, line=table.line)
    except InputError as error:
        report(error)
        return
    places = {field: [table.header.index(name) for name in names] for field, names in found.items()}
    table.key = places["figid"][0]
    empty = True
    for line, cells in table.rows():
        empty = False
        row = {
            field: next((cells[i] for i in indexes if not is_missing(cells[i])), "")
            for field, indexes in places.items()
        }
        figid = None
        try:
            figid = read_figid(row, source=source, locate=lambda *_, n=line: n)
            figure = figure_of_cells(row, source=source, line=line)
        except InputError as error:
            report(error, figid)
        else:
            yield line, figure
    if empty:
        report(empty_table(source))


def empty_table(source: str) -> InputError:
    """The error of a table with a header alone."""
    return InputError("the table has no rows; remove it or restore it", source=source)


def table_columns(
    header: Sequence[str], columns: Columns, *, source: str, line: int | None, text: bool = True
) -> Found:
    """The columns of a table of figures.

    Args:
        header: the names of its columns.
        columns: knows what they mean.
        source: the file, for messages.
        line: of the header.
        text: whether a caption or a gene list must be among them.

    Raises:
        InputError: see `Columns.find`; or there is no figid, or neither caption nor gene list.
    """
    try:
        found = columns.find([name for name in header if name])
        if "figid" not in found:
            raise InputError(
                f"no column figid among {listed(header)}; rename the column that has the "
                "figures' ids, or name it with --columns figid=NAME"
            )
        if text and not {"caption", "keywords"} & set(found):
            raise InputError(
                f"no column caption or keywords among {listed(header)}; rename the columns, or "
                "name them with --columns caption=NAME,keywords=NAME"
            )
    except InputError as error:
        raise InputError(error.message, source=source, line=line) from None
    return found


def is_table(head: bytes, columns: Columns) -> bool:
    """Whether the first line of a file is the header of a table of figures."""

    def refuse(error: InputError, figid: str | None = None) -> None:
        raise error

    try:
        table = Delimited(iter([(1, head)]), source="", report=refuse)
        table_columns(table.header, columns, source="", line=1)
    except InputError:
        return False
    return True


def figure_of_cells(
    row: Mapping[str, str],
    *,
    source: str,
    line: int,
    place: Callable[[str], str] = lambda _: "",
) -> Figure:
    """The figure of a row whose cells are texts.

    Args:
        row: the cells by field; those of lists have them as one text, see `split_list`.
        source: the file.
        line: of the row.
        place: from a field to where its cell is, as ` in C5`, for messages.

    Raises:
        InputError: see `read_figures`; names the line.
    """
    fields = with_lists(row, source=source, line=line, place=place)
    return build_figure(fields, source=source, locate=lambda *_: line)


def with_lists(
    row: Mapping[str, Any],
    *,
    source: str,
    line: int,
    place: Callable[[str], str] = lambda _: "",
) -> dict[str, Any]:
    """The fields of a row whose lists may be one text, with lists in their place.

    Raises:
        InputError: a list cannot be read, or a spreadsheet has made something else of a gene.
    """
    fields = dict(row)
    try:
        for field, blanks in (("keywords", True), ("organisms", False)):
            cell = row.get(field)
            if isinstance(cell, str) and not is_missing(cell):
                fields[field] = split_list(cell, blanks=blanks)
                _refuse_mangled(fields[field], place(field) if field == "keywords" else None)
    except InputError as error:
        raise InputError(error.message, source=source, line=line) from None
    return fields


def _refuse_mangled(entries: list[str], place: str | None) -> None:
    for entry in entries if place is not None else ():
        if what := mangled(entry):
            raise InputError(
                f"{entry!r} in the gene list{place} is {what}; restore the name, and format the "
                "column as text"
            )
