"""One open file, wherever it lies, by its suffix or by how it begins."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import starmap
from pathlib import PurePath
from typing import IO, Final, NamedTuple, cast

from reconcile.errors import InputError
from reconcile.formats.accepted import (
    CSV_SUFFIXES,
    EXCEL_SUFFIXES,
    JATS_SUFFIXES,
    JSON_SUFFIXES,
    JSONL_SUFFIXES,
    PARQUET_SUFFIXES,
    PFOCR_SUFFIXES,
    TSV_SUFFIXES,
    accepted_formats,
)
from reconcile.formats.columns import Columns
from reconcile.formats.fields import MAX_RECORD_BYTES, Report, bounded_lines, too_large
from reconcile.formats.recoding import refuse_binary, text_of_head
from reconcile.locks import IMPORTS
from reconcile.records import Figure

__all__ = ["Located", "read_stream", "read_untold"]

_BLANK: Final = b" \t\r\n\xef\xbb\xbf"


class Located(NamedTuple):
    """A figure as it was found.

    Attributes:
        line: its line in the file, None where the file is the record.
        figure: itself.
        record: the bytes of the file where that is a PFOCR record, else None.
    """

    line: int | None
    figure: Figure
    record: bytes | None = None


def read_stream(
    stream: IO[bytes], *, source: str, report: Report, columns: Columns
) -> Iterator[Located]:
    """The figures of an open file, each with its line; bad records go to `report` one by one."""
    suffix = PurePath(source).suffix.lower()
    if suffix in PFOCR_SUFFIXES:
        data = stream.read(MAX_RECORD_BYTES + 1)
        yield from _read_record(data, source, report, bare=suffix in {".yml", ".yaml"})
    elif suffix in JSONL_SUFFIXES:
        yield from _read_lines(stream, source, report, columns)
    elif suffix in CSV_SUFFIXES | TSV_SUFFIXES:
        yield from _read_table(stream, source, report, columns, tabs=suffix in TSV_SUFFIXES)
    elif suffix in EXCEL_SUFFIXES:
        with IMPORTS:
            from reconcile.formats.excel import read_excel
        yield from starmap(
            Located, read_excel(stream, source=source, report=report, columns=columns)
        )
    elif suffix in PARQUET_SUFFIXES:
        with IMPORTS:
            from reconcile.formats.parquet import read_parquet
        yield from starmap(
            Located, read_parquet(stream, source=source, report=report, columns=columns)
        )
    elif suffix in JATS_SUFFIXES:
        yield from _read_article(stream, source, report)
    else:
        yield from read_untold(stream, source=source, report=report, columns=columns)


def read_untold(
    stream: IO[bytes], *, source: str, report: Report, columns: Columns
) -> Iterator[Located]:
    """The figures of a file whose format the first characters that are not blank tell."""
    with IMPORTS:
        from reconcile.formats.jsonlist import is_json_lines
        from reconcile.formats.tables import is_table
    number, head = _begun(stream)
    rest = cast(IO[bytes], _Rejoined(head, stream))
    first = text_of_head(head)
    if not first and len(head) > MAX_RECORD_BYTES:  # which may go on for ever
        report(too_large(source, number))
    elif is_json_lines(first):
        yield from _read_lines(rest, source, report, columns, number)
    elif first.startswith(("{", "[")) or PurePath(source).suffix.lower() in JSON_SUFFIXES:
        yield from _read_json(rest, source, report, columns, number)
    elif first.startswith("<"):
        yield from _read_article(rest, source, report, number)
    elif not first or first.startswith("---") or len(head) > MAX_RECORD_BYTES:
        data = b"\n" * (number - 1) + rest.read(MAX_RECORD_BYTES + 1)
        yield from _read_record(data, source, report)
    elif is_table(head, columns):
        yield from _read_table(rest, source, report, columns, tabs=False, number=number)
    else:
        report(_unknown(head, source, number))


# Each format is imported where it is read: most runs read one.


def _read_record(
    data: bytes, source: str, report: Report, *, bare: bool = False
) -> Iterator[Located]:
    """The figure of a PFOCR record."""
    with IMPORTS:
        from reconcile.formats.pfocr import read_record
    for figure in read_record(data, source=source, report=report, bare=bare):
        yield Located(None, figure, data)


def _read_lines(
    stream: IO[bytes], source: str, report: Report, columns: Columns, number: int = 1
) -> Iterator[Located]:
    """The figures of JSON Lines that begin in a line."""
    with IMPORTS:
        from reconcile.formats.jsonl import read_jsonl
    lines = bounded_lines(stream, first=number)
    return starmap(Located, read_jsonl(lines, source=source, report=report, columns=columns))


def _read_json(
    stream: IO[bytes], source: str, report: Report, columns: Columns, number: int
) -> Iterator[Located]:
    """The figures of a JSON document that begins in a line."""
    with IMPORTS:
        from reconcile.formats.jsonlist import read_json
    found = read_json(stream, source=source, report=report, columns=columns, first_line=number)
    return starmap(Located, found)


def _read_table(
    stream: IO[bytes],
    source: str,
    report: Report,
    columns: Columns,
    *,
    tabs: bool,
    number: int = 1,
) -> Iterator[Located]:
    """The figures of a table whose header is in a line."""
    with IMPORTS:
        from reconcile.formats.tables import read_delimited
    lines = bounded_lines(stream, first=number)
    found = read_delimited(lines, source=source, report=report, columns=columns, tabs=tabs)
    return starmap(Located, found)


def _read_article(
    stream: IO[bytes], source: str, report: Report, number: int = 1
) -> Iterator[Located]:
    """The figures of a JATS article that begins in a line."""
    with IMPORTS:
        from reconcile.formats.jats import read_jats
    return starmap(Located, read_jats(stream, source=source, report=report, first_line=number))


def _begun(stream: IO[bytes]) -> tuple[int, bytes]:
    """The first line with something in it, and its number; blank ones up to a limit else."""
    number, line, blank = 1, b"", 0
    while line := stream.readline(MAX_RECORD_BYTES + 1):
        if line.strip(_BLANK):
            break
        blank += len(line)
        if blank > MAX_RECORD_BYTES:
            return number, b" " * blank
        number += line.endswith(b"\n")
    return number, line


def _unknown(head: bytes, source: str, line: int) -> InputError:
    """The error for a file that nothing is known of."""
    what = "no front matter, no JSON, no XML and no header of a table of figures"
    try:
        refuse_binary(head, source=source)
    except InputError as error:
        what = error.message
    return InputError(f"{what}; what is read: {accepted_formats()}", source=source, line=line)


class _Rejoined:
    """What was read of a stream, and then the rest of it."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def readline(self, size: int) -> bytes:
        """The next line, or as much of it as is allowed."""
        head, self._head = self._head, b""
        if not head or head.endswith(b"\n") or len(head) >= size:
            return head or self._rest.readline(size)
        return head + self._rest.readline(size - len(head))

    def read(self, size: int) -> bytes:
        """As many bytes, or those that are left."""
        head, self._head = self._head, b""
        return head + self._rest.read(max(0, size - len(head)))
