"""The rows of a table that may have been through a spreadsheet.

A byte order mark, `;` or tab between the cells, UTF-16 and other line ends make no difference.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import IO, Final, TextIO

from reconcile.errors import InputError
from reconcile.formats.fields import MAX_RECORD_BYTES, too_large

__all__ = ["sheet_rows"]

_DELIMITERS: Final = (",", ";", "\t")
_BOMS: Final = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def sheet_rows(stream: IO[bytes], source: str, head: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table, each with the line that it begins on, the header first.

    Args:
        stream: the file.
        source: its name, for errors.
        head: its first bytes.

    Raises:
        InputError: it is no table in UTF-8 or UTF-16.
    """
    encoding = next((name for bom, name in _BOMS.items() if head.startswith(bom)), "utf-8-sig")
    try:
        text = io.TextIOWrapper(stream, encoding, newline="")
        yield from _cells(_bounded(text, source), source)
    except UnicodeError as error:
        raise InputError("not UTF-8; save the spreadsheet as “CSV UTF-8”", source=source) from error


def _bounded(text: TextIO, source: str) -> Iterator[str]:
    """The lines of a text, none of them larger than a record may be."""
    number = 0
    while line := text.readline(MAX_RECORD_BYTES + 1):
        number += 1
        if len(line) > MAX_RECORD_BYTES:
            raise too_large(source, number)
        yield line


def _cells(lines: Iterator[str], source: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file, each with the line that it begins on."""
    first = next(lines, "")
    skipped = 0
    found = re.fullmatch("sep=(.)", first.strip().strip('"'), re.IGNORECASE)
    if found:  # Excel's way to name the delimiter
        first, skipped = next(lines, ""), 1
    delimiter = max(_DELIMITERS, key=first.count) if found is None else found.group(1)

    def again() -> Iterator[str]:
        yield first
        yield from lines

    reader = csv.reader(again(), delimiter=delimiter)
    begin = 1 + skipped
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise InputError(
                f"not CSV ({error}); save it again", source=source, line=begin
            ) from error
        if row is None:
            return
        yield begin, row
        begin = reader.line_num + 1 + skipped
