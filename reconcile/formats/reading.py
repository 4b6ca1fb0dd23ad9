"""`read_figures`: every format behind one streamed reader."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from reconcile.errors import InputError
from reconcile.formats.fields import MAX_RECORD_BYTES, Lines, Report, bounded_lines
from reconcile.formats.jsonl import read_jsonl
from reconcile.formats.parquet import read_parquet
from reconcile.formats.paths import (
    JSONL_SUFFIXES,
    PARQUET_SUFFIXES,
    PFOCR_SUFFIXES,
    STDIN,
    record_files,
)
from reconcile.formats.pfocr import read_record
from reconcile.formats.provenance import find_provenance, read_provenance
from reconcile.records import Failure, Figure

__all__ = ["read_figures"]

Placed = tuple[int | None, Figure]
"""A figure with its line in the file, None where the file is the record."""


def read_figures(
    *paths: str | Path,
    ocr_dir: str | Path | None = None,
    on_error: Callable[[Failure], None] | None = None,
) -> Iterator[Figure]:
    """Read figures one by one from PFOCR records, JSONL and Parquet.

    Args:
        paths: files, folders (walked through in the order of names), globs, or `-` for standard
            input (JSONL if it begins with `{`, else one PFOCR record). The suffix decides the
            format: `.md .txt .yml .yaml` are PFOCR records, `.jsonl .ndjson` JSONL, `.parquet`
            Parquet; another file that is named itself is told by its first character. In
            folders and globs, README and hidden files and other suffixes are passed over.
        ocr_dir: folder of the provenance tables `<figid>-genes.tsv`; by default `_data` beside
            or in the folder of the record. A record without a table has `ocr=()`.
        on_error: gets each bad record, and reading goes on with the next. Without it the first
            bad record raises.

    Yields:
        Figures in the order of `paths`. A missing caption (absent, null, empty, `NA`,
        `.na.character`) is `caption=None`, a missing gene list `keywords=None`: neither is an
        error. Entries of the gene list are the text as written (`NO`, `1E5`); missing entries
        are left out.

    Raises:
        TypeError: no path.
        InputError: `ocr_dir` is no folder; or, without `on_error`, a bad record: no such file,
            a folder without records, an empty file, no or unterminated front matter, YAML or
            JSON that does not parse, repeats a field or uses aliases or tags, text that is not
            UTF-8, a record over 5 MB, `figid` that is missing, no text, or another record's
            already, a caption that is a number or list, a gene list that is no list of texts,
            or a broken provenance table. The last is reported under the table's own name, and
            with `on_error` the record goes on without provenance.

    >>> from pathlib import Path; from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.jsonl").write_text('{"figid": "F1", "keywords": ["AKT1"]}')
    ...     [figure.keywords for figure in read_figures(folder)]
    [('AKT1',)]
    """
    if not paths:
        raise TypeError("read_figures() needs at least one path, or '-' for standard input")
    place = None if ocr_dir is None else Path(ocr_dir)
    if place is not None and not place.is_dir():
        raise InputError(
            "no such folder; name the folder of the *-genes.tsv files", source=str(ocr_dir)
        )

    def report(error: InputError, figid: str | None = None) -> None:
        if on_error is None:
            raise error
        on_error(
            Failure(source=error.source or "", error=error.message, line=error.line, figid=figid)
        )

    return _read(paths, place, report)


def _read(paths: tuple[str | Path, ...], ocr_dir: Path | None, report: Report) -> Iterator[Figure]:
    seen: dict[str, str] = {}
    for name in paths:
        for folder, (line, figure) in _placed(name, report):
            source = figure.source or ""
            if figure.figid in seen:
                report(_duplicate(figure, line, seen[figure.figid]), figure.figid)
                continue
            seen[figure.figid] = source if line is None else f"{source}:{line}"
            yield _with_provenance(figure, folder, ocr_dir, report)


def _placed(name: str | Path, report: Report) -> Iterator[tuple[Path, Placed]]:
    """The figures behind one argument, each with the folder to look for provenance from."""
    if name == STDIN:
        for placed in _from_lines(bounded_lines(sys.stdin.buffer), "<stdin>", report):
            yield Path(), placed
        return
    for path in record_files(name, report=report):
        for placed in _from_file(path, report):
            yield path.parent, placed


def _from_file(path: Path, report: Report) -> Iterator[Placed]:
    suffix = path.suffix.lower()
    if suffix in PARQUET_SUFFIXES:
        yield from read_parquet(path, report=report)
        return
    source = str(path)
    try:
        stream = path.open("rb")
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}; check the file"
        report(InputError(problem, source=source))
        return
    with stream:
        if suffix in PFOCR_SUFFIXES:
            data = stream.read(MAX_RECORD_BYTES + 1)
            bare = suffix in {".yml", ".yaml"}
            for figure in read_record(data, source=source, report=report, bare=bare):
                yield None, figure
        elif suffix in JSONL_SUFFIXES:
            yield from read_jsonl(bounded_lines(stream), source=source, report=report)
        else:
            yield from _from_lines(bounded_lines(stream), source, report)


def _from_lines(lines: Lines, source: str, report: Report) -> Iterator[Placed]:
    """Tell the format by the first character that is not blank."""
    head: list[tuple[int, bytes | None]] = []
    first: bytes | None = b""
    for number, first in lines:
        head.append((number, first))
        if first is None or first.strip(b" \t\r\n\xef\xbb\xbf"):
            break
        # A long run of blank lines is not worth its memory; its count is in `number`.
        head.clear()
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


def _duplicate(figure: Figure, line: int | None, first: str) -> InputError:
    return InputError(
        f"figid {figure.figid!r} was already read from {first}; "
        "remove one of the two, or give it its own figid",
        source=figure.source,
        line=line,
    )


def _with_provenance(figure: Figure, folder: Path, ocr_dir: Path | None, report: Report) -> Figure:
    if figure.ocr:
        return figure
    path = find_provenance(figure.figid, folder=folder, ocr_dir=ocr_dir)
    if path is None:
        return figure
    try:
        return dataclasses.replace(figure, ocr=read_provenance(path))
    except InputError as error:
        report(error, figure.figid)
        return figure
