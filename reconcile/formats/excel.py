"""Excel workbooks (`.xlsx`) with one figure a row; needs the extra `excel`.

The sheets that have the columns of figures are read, in their order; others and hidden ones are
passed over. What Excel makes of gene names (dates, numbers) is an error that names the cell.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice, repeat
from typing import IO, Any, Final

from reconcile.errors import InputError
from reconcile.extras import quiet, to_install
from reconcile.formats.columns import Columns
from reconcile.formats.delimited import MAX_COLUMNS
from reconcile.formats.fields import Report, read_figid
from reconcile.formats.tables import empty_table, figure_of_cells, table_columns
from reconcile.formats.workbook import checked_workbook
from reconcile.patterns import regex
from reconcile.records import Figure

__all__ = ["MAX_ROWS", "read_excel"]

MAX_ROWS: Final = 1_048_576
"""Rows that a sheet of Excel can have."""
_ROWS_AT_A_TIME: Final = 64
_TEXTS: Final = frozenset({"caption", "keywords", "organisms"})
"""Fields in which a number is a mistake."""
_ESCAPE: Final = regex(r"_x([0-9A-Fa-f]{4})_")
_DATES: Final = (date, datetime, time, timedelta)


def read_excel(
    stream: IO[bytes], *, source: str, report: Report, columns: Columns
) -> Iterator[tuple[int, Figure]]:
    """The figures of a workbook, each with its row, which errors name as their line.

    Bad rows go to `report` one by one, and so does what is wrong with the file.
    """
    try:
        openpyxl = _openpyxl(source)
        stream, has_formulas = checked_workbook(stream, source=source)
        values = _opened(openpyxl, stream, source, data_only=True)
        formulas = _opened(openpyxl, stream, source, data_only=False) if has_formulas else None
        none: InputError | None = None
        any_read = False
        for sheet in values.worksheets:
            if sheet.sheet_state != "visible":
                continue
            beside = None if formulas is None else formulas[sheet.title]
            try:
                table = _Table(_Sheet(sheet, beside, source), columns, source)
            except InputError as error:
                none = none or error
                continue
            any_read = True
            yield from table.figures(report)
    except InputError as error:
        report(error)
        return
    if not any_read:
        report(none or InputError("the workbook is empty; remove it or restore it", source=source))


class _Table:
    """A sheet whose first row that is not blank names the columns of figures."""

    def __init__(self, sheet: _Sheet, columns: Columns, source: str) -> None:
        self._title, self._source = sheet.title, source
        title = sheet.title
        line, cells = next(sheet.rows(1, MAX_COLUMNS + 1), (0, ()))
        if not line:
            raise InputError(f"sheet {title!r} is empty", source=source)
        header = ["" if c.value is None else str(c.value).strip() for c in cells]
        if len(header) > MAX_COLUMNS:
            raise InputError(
                f"sheet {title!r} has more than {MAX_COLUMNS:,} columns; keep those of the figures",
                source=source,
                line=line,
            )
        try:
            found = table_columns(header, columns, source=source, line=line)
        except InputError as error:
            message = f"sheet {title!r}: {error.message}"
            raise InputError(message, source=source, line=line) from None
        self._places = {f: [header.index(name) for name in names] for f, names in found.items()}
        self._rows = sheet.rows(line + 1, len(header))

    def figures(self, report: Report) -> Iterator[tuple[int, Figure]]:
        """The figures of the rows below, each with its row."""
        empty = True
        for line, cells in self._rows:
            empty = False
            figid = None
            try:
                row = {
                    field: self._text(field, indexes, line, cells)
                    for field, indexes in self._places.items()
                }
                figid = read_figid(row, source=self._source, locate=lambda *_, n=line: n)
                figure = figure_of_cells(
                    row,
                    source=self._source,
                    line=line,
                    place=partial(self._place, line),
                )
            except InputError as error:
                report(error, figid)
            else:
                yield line, figure
        if empty:
            report(empty_table(self._source))

    def _text(self, field: str, indexes: Sequence[int], line: int, cells: Sequence[Any]) -> str:
        """The text of the first column of a field that has something in this row."""
        for index in indexes:
            if index < len(cells) and (text := self._said(field, index, line, cells[index])):
                return text
        return ""

    def _said(self, field: str, index: int, line: int, cell: Any) -> str:
        value, kind = cell.value, cell.data_type
        problem: str | None = None
        if kind == "e":
            problem = f"is the error {value}; correct it"
        elif kind == "f":
            problem = "is a formula whose result is not in the file; save it again in Excel"
        elif isinstance(value, str):
            return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), value)
        elif value is None:
            return ""
        elif isinstance(value, _DATES):
            if field == "year" and isinstance(value, date):
                return str(value.year)
            problem = (
                f"is the date {value}, as Excel makes of names such as SEPT2, MARCH1 and DEC1; "
                "format the column as text, and restore the name"
                if field == "keywords"
                else f"is the date {value}, not text; format the column as text, and restore it"
            )
        elif field in _TEXTS or isinstance(value, bool):
            said = str(value).upper() if isinstance(value, bool) else f"the number {value}"
            problem = f"is {said}, not text; format the column as text, and restore it"
        if problem is None:
            whole = isinstance(value, float) and value.is_integer()
            return str(int(value) if whole else value)
        where = self._cell(index, line)
        raise InputError(f"`{field}`{where} {problem}", source=self._source, line=line)

    def _place(self, line: int, field: str) -> str:
        return self._cell(self._places[field][0], line)

    def _cell(self, index: int, line: int) -> str:
        return f" in {self._title!r} {_letters(index)}{line}"


def _letters(index: int) -> str:
    """The name of a column by its place.

    >>> _letters(0), _letters(25), _letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _openpyxl(source: str) -> Any:
    try:
        with quiet():
            import openpyxl
    except ImportError as error:
        raise InputError(
            f"reading Excel needs openpyxl ({error}); {to_install('excel')}", source=source
        ) from error
    return openpyxl


def _opened(openpyxl: Any, stream: IO[bytes], source: str, *, data_only: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(
                stream, read_only=True, data_only=data_only, keep_links=False
            )
    except Exception as error:  # whatever a damaged part makes of it
        raise _damaged(error, source) from error


class _Sheet:
    """The cells of a sheet; those of formulas come from another opening of it.

    Args:
        values: the sheet with the results of its formulas.
        formulas: the sheet with the formulas, None where there are none.
        source: the file, for messages.
    """

    def __init__(self, values: Any, formulas: Any, source: str) -> None:
        self.title: str = values.title
        self._values, self._formulas, self._source = values, formulas, source
        for sheet in filter(None, (values, formulas)):
            sheet.reset_dimensions()  # what the file says of them may cut rows off

    def rows(self, first: int, width: int) -> Iterator[tuple[int, Sequence[Any]]]:
        """The rows from one on that are not blank, with their numbers, cut off at a width.

        A formula without a result comes as the formula.

        Raises:
            InputError: the file is damaged.
        """
        place = {"min_row": first, "max_col": width}
        rows = self._values.iter_rows(**place)
        beside = None if self._formulas is None else self._formulas.iter_rows(**place)
        pairs = zip(self._each(rows), self._each(beside) if beside else repeat(None), strict=False)
        blank: Sequence[Any] | None = None
        for number, (cells, formulas) in zip(range(first, MAX_ROWS + 1), pairs, strict=False):
            if cells is blank:  # the same one stands for all rows that the file leaves out
                continue
            row = cells if formulas is None else _with_formulas(cells, formulas)
            last = max((i for i, cell in enumerate(row) if _filled(cell)), default=-1)
            if last >= 0:
                yield number, row[: last + 1]
            else:
                blank = cells

    def _each(self, rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """The same rows, read some at a time, without warnings and with our own errors."""
        while True:
            some: list[Sequence[Any]] = []
            problem: Exception | None = None
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    some.extend(islice(rows, _ROWS_AT_A_TIME))
            except Exception as error:  # whatever a damaged part makes of it
                problem = error
            yield from some
            if problem is not None:
                raise _damaged(problem, self._source) from problem
            if len(some) < _ROWS_AT_A_TIME:
                return


def _with_formulas(cells: Sequence[Any], formulas: Sequence[Any]) -> Sequence[Any]:
    """The cells of a row, with formulas in the place of results that the file does not have."""
    return [
        formula if cell.value is None and formula.data_type == "f" else cell
        for cell, formula in zip(cells, formulas, strict=True)
    ]


def _filled(cell: Any) -> bool:
    return cell.value is not None and bool(str(cell.value).strip())


def _damaged(error: Exception, source: str) -> InputError:
    said = str(error).split("\n", 1)[0] or type(error).__name__
    return InputError(f"not a readable Excel file ({said}); save it again", source=source)
