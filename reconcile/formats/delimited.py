"""Text with delimiters, such as CSV: its header and its rows, each with its line.

Quotes are those of RFC 4180, with two liberties: blanks may stand around a quoted cell, and a quote
inside an unquoted cell is that character. A row that cannot be read is one error, and reading goes
on in the next line.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Final

from reconcile.errors import InputError
from reconcile.formats.fields import MAX_RECORD_BYTES, Lines, Report, decode, too_large
from reconcile.formats.recoding import recoded_lines
from reconcile.patterns import regex

__all__ = ["MAX_COLUMNS", "Delimited", "sniff"]

MAX_COLUMNS: Final = 1000
"""Most columns of a table."""

_DELIMITERS: Final = (",", ";", "\t")
_SAID: Final = regex(r"sep=(.)\s*", re.IGNORECASE)
"""A first line by which a table tells spreadsheets its delimiter."""
_QUOTED: Final = regex(r'"[^"]*"')


class _MalformedError(Exception):
    """A row that no reading of quotes makes sense of; its text says why and what to do."""


def sniff(header: str) -> str:
    """The delimiter of a table by its header: comma, semicolon or tab, whichever is most there.

    >>> sniff("figid;caption, as printed;genes"), sniff('"a;b",c')
    (';', ',')
    """
    bare = _QUOTED.sub("", header)
    return max(_DELIMITERS, key=bare.count)


class Delimited:
    """A table: the header when it is made, the rows when they are asked for.

    Args:
        lines: of the file.
        source: its name, for messages.
        report: gets each bad row.
        tabs: the delimiter is the tab; else the header tells it. Between tabs, a quote that is
            not closed is a character like others.
        quoted_tabs: whether quotes mean anything between tabs.

    Attributes:
        header: names of the columns; empty for a file without any line.
        line: of the header.
        key: the column that has the figids, None where nobody said; rows of another width are
            reported with the figid there.

    Raises:
        InputError: the file is binary or its header cannot be read.
    """

    def __init__(
        self,
        lines: Lines,
        *,
        source: str,
        report: Report,
        tabs: bool = False,
        quoted_tabs: bool = True,
    ) -> None:
        self._source, self._report = source, report
        self._lines = recoded_lines(lines, source=source)
        self._again: deque[tuple[int, str | None]] = deque()
        self._delimiter = "\t"
        self.header: list[str] = []
        self.line = 1
        self.key: int | None = None
        item = self._begun() if not tabs else self._next(strict=True)
        self._lenient = self._delimiter == "\t"
        self._quotes = quoted_tabs or not self._lenient
        if item is not None:
            self._read_header(*item)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The line and the cells of each row that is not blank, as many as the header has."""
        width = len(self.header)
        while (item := self._next()) is not None:
            line, text = item
            cells: list[str] = []
            try:
                cells = self._row(text, width)
                if len(cells) > width and not any(map(str.strip, cells[width:])):
                    del cells[width:]
                if not any(map(str.strip, cells)):
                    continue
                self._check(cells, width)
            except _MalformedError as error:
                refused = InputError(str(error), source=self._source, line=line)
                self._report(refused, self._named(cells))
            else:
                yield line, cells

    def _named(self, cells: list[str]) -> str | None:
        """The figid of a row, None where it cannot be told."""
        if self.key is None or self.key >= len(cells):
            return None
        return cells[self.key].strip() or None

    def _begun(self) -> tuple[int, str] | None:
        """The line of the header, which tells the delimiter, as may one before it."""
        item = self._next(strict=True)
        if item is not None and (said := _SAID.fullmatch(item[1])):
            self._delimiter = said[1]
            return self._next(strict=True)
        self._delimiter = sniff(item[1] if item else "")
        return item

    def _read_header(self, line: int, text: str) -> None:
        self.line = line
        try:
            names = self._row(text, None)
        except _MalformedError as error:
            raise InputError(str(error), source=self._source, line=line) from error
        if len(names) > MAX_COLUMNS:
            raise InputError(
                f"more than {MAX_COLUMNS:,} columns; keep those of the figures",
                source=self._source,
                line=line,
            )
        while names and not names[-1].strip():
            names.pop()
        self.header = [name.strip() for name in names]

    def _next(self, *, strict: bool = False) -> tuple[int, str] | None:
        """The next line with something in it; what is no text is reported, or raised."""
        while (item := self._raw(strict=strict)) is not None:
            if item[1] is not None and item[1].strip("\r "):
                return item[0], item[1]
        return None

    def _raw(self, *, strict: bool = False) -> tuple[int, str | None] | None:
        """The next line, None at the end; without a text where it is none, which is reported."""
        if self._again:
            return self._again.popleft()
        for line, data in self._lines:
            try:
                if data is None:
                    raise too_large(self._source, line)
                text = decode(data, source=self._source, first_line=line)
            except InputError as error:
                if strict:
                    raise
                self._report(error)
                return line, None
            return line, text.removesuffix("\n").rstrip("\r")
        return None

    def _row(self, text: str, width: int | None) -> list[str]:
        """The cells of the row that begins with a line, and may go on in the next ones."""
        if not self._quotes or '"' not in text:
            return _plain(text).split(self._delimiter)
        row = _Row(self._delimiter)
        try:
            if row.feed(text):
                return row.cells
            literal = text.split(self._delimiter)
            fits = width is None or len(literal) == width
            whole = fits and not any(map(_is_quoted, literal))
            if self._lenient and whole and not self._is_broken_off(width):
                return literal
        except _MalformedError:
            if self._lenient:
                return text.split(self._delimiter)
            raise
        return self._continued(row, text, width)

    def _is_broken_off(self, width: int | None) -> bool:
        """Whether the next line is no row, so that an open quote before it may go over its end."""
        item = self._raw()
        if item is None:
            return False
        self._again.appendleft(item)
        after = item[1]
        return after is not None and width is not None and after.count(self._delimiter) + 1 != width

    def _continued(self, row: _Row, text: str, width: int | None) -> list[str]:
        """The cells of a row whose quoted cell goes over the end of its line."""
        taken: list[tuple[int, str]] = []
        size, opened = len(text), len(row.cells) + 1
        problem = "is not closed; close it, and write a quote inside a quoted cell twice"
        while (item := self._raw()) is not None:
            line, more = item
            if more is None:
                problem = f"is not closed before line {line}, which cannot be read"
                break
            taken.append((line, more))
            size += len(more) + 1
            if size > MAX_RECORD_BYTES:
                problem = f"is not closed within {MAX_RECORD_BYTES:,} bytes"
                break
            try:
                whole = row.feed(more)
            except _MalformedError as error:
                problem = f"is closed in line {line}, where {error}"
                break
            if whole and width in {None, len(row.cells)}:
                return row.cells
            if whole:
                problem = (
                    f"closes in line {line}, and then there are {len(row.cells)} cells where the "
                    f"header has {width}"
                )
                break
        self._again.extendleft(reversed(taken))
        if self._lenient:
            return text.split(self._delimiter)
        raise _MalformedError(f"the quote that opens cell {opened} {problem}")

    def _check(self, cells: list[str], width: int) -> None:
        if len(cells) != width:
            quotes = (
                f", and put a cell with `{self._delimiter}` in it in quotes"
                if len(cells) > width and self._delimiter != "\t"
                else ""
            )
            raise _MalformedError(
                f"{len(cells)} cells where the header has {width}; "
                f"restore the row or remove it{quotes}"
            )
        for number, cell in enumerate(cells, start=1):
            if "\0" in cell:
                raise _MalformedError(f"cell {number} has a NUL byte in it; remove it")


def _is_quoted(cell: str) -> bool:
    """Whether a cell stands in quotes, so that quotes mean something in its row."""
    return len(cell) > 1 and cell[0] == cell[-1] == '"'


class _Row:
    """The cells of one row, fed line by line."""

    def __init__(self, delimiter: str) -> None:
        self.cells: list[str] = []
        self._delimiter = delimiter
        self._open: list[str] | None = None

    def feed(self, text: str) -> bool:
        """Take a line; False where a quoted cell goes on in the next one.

        Raises:
            _MalformedError: there is text behind a quoted cell, or a carriage return outside one.
        """
        at = 0
        if self._open is not None:
            self._open.append("\n")
            at = self._closed(text, 0)
        else:
            at = self._cell(text, 0)
        while 0 <= at < len(text):
            at = self._cell(text, at + 1)
        return at >= 0

    def _cell(self, text: str, at: int) -> int:
        """Take the cell that begins at an offset; where it ends, -1 where it goes on."""
        start = at
        while text.startswith(" ", start):
            start += 1
        if text.startswith('"', start):
            self._open = []
            return self._closed(text, start + 1)
        stop = text.find(self._delimiter, at)
        stop = len(text) if stop < 0 else stop
        self.cells.append(_plain(text[at:stop]))
        return stop

    def _closed(self, text: str, at: int) -> int:
        """Take the rest of a quoted cell, likewise."""
        assert self._open is not None
        while True:
            quote = text.find('"', at)
            if quote < 0:
                self._open.append(text[at:])
                return -1
            self._open.append(text[at:quote])
            if not text.startswith('"', quote + 1):
                break
            self._open.append('"')
            at = quote + 2
        self.cells.append("".join(self._open))
        self._open = None
        at = quote + 1
        while text.startswith(" ", at):
            at += 1
        if at < len(text) and text[at] != self._delimiter:
            raise _MalformedError(
                f"there is text behind the quote that closes cell {len(self.cells)}; write a "
                "quote inside a quoted cell twice"
            )
        return at


def _plain(text: str) -> str:
    if "\r" in text:
        raise _MalformedError(
            "there is a carriage return outside quotes; remove it, or put the cell in quotes"
        )
    return text
