"""One open file, wherever it lies, by its suffix or its first character."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import PurePath
from typing import IO

from reconcile.formats.fields import MAX_RECORD_BYTES, Lines, Report, bounded_lines, too_large
from reconcile.formats.jsonl import read_jsonl
from reconcile.formats.parquet import read_parquet
from reconcile.formats.paths import JSONL_SUFFIXES, PARQUET_SUFFIXES, PFOCR_SUFFIXES
from reconcile.formats.pfocr import read_record
from reconcile.records import Figure

__all__ = ["Placed", "read_stream", "read_untold"]

Placed = tuple[int | None, Figure]
"""A figure with its line in the file, None where the file is the record."""


def read_stream(stream: IO[bytes], *, source: str, report: Report) -> Iterator[Placed]:
    """The figures of an open file, each with its line; bad records go to `report` one by one."""
    suffix = PurePath(source).suffix.lower()
    if suffix in PARQUET_SUFFIXES:
        yield from read_parquet(stream, source=source, report=report)
    elif suffix in PFOCR_SUFFIXES:
        data = stream.read(MAX_RECORD_BYTES + 1)
        bare = suffix in {".yml", ".yaml"}
        for figure in read_record(data, source=source, report=report, bare=bare):
            yield None, figure
    elif suffix in JSONL_SUFFIXES:
        yield from read_jsonl(bounded_lines(stream), source=source, report=report)
    else:
        yield from read_untold(bounded_lines(stream), source=source, report=report)


def read_untold(lines: Lines, *, source: str, report: Report) -> Iterator[Placed]:
    """The figures of lines whose format the first character that is not blank tells."""
    head: list[tuple[int, bytes | None]] = []
    first: bytes | None = b""
    blank = 0
    for number, first in lines:
        head.append((number, first))
        if first is None or first.strip(b" \t\r\n\xef\xbb\xbf"):
            break
        # A long run of blank lines is not worth its memory; its count is in `number`.
        head.clear()
        blank += len(first)
        if blank > MAX_RECORD_BYTES:  # which may go on for ever
            report(too_large(source, number))
            return
    if first is not None and first.lstrip(b" \t\xef\xbb\xbf").startswith(b"{"):
        yield from read_jsonl(chain(head, lines), source=source, report=report)
        return
    data = _joined(chain(head, lines))
    for figure in read_record(data, source=source, report=report):
        yield None, figure


def _joined(lines: Lines) -> bytes:
    """The rest of a stream, cut off where `read_record` refuses it anyway."""
    data = bytearray()
    for number, line in lines:
        if not data:
            data += b"\n" * (number - 1)
        data += b" " * (MAX_RECORD_BYTES + 1) if line is None else line
        if len(data) > MAX_RECORD_BYTES:
            break
    return bytes(data)
