"""`read_figures`: every format behind one streamed reader."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from reconcile.errors import InputError
from reconcile.formats.columns import Columns
from reconcile.formats.fields import Report
from reconcile.formats.opening import open_source
from reconcile.formats.paths import STDIN, is_url, local_name, record_files
from reconcile.formats.provenance import Words, find_provenance, read_provenance
from reconcile.formats.streams import Located, read_stream, read_untold
from reconcile.records import Failure, Figure, OcrWord

__all__ = ["Claim", "read_figures", "read_located", "read_records"]

Claim = Callable[[str, str], str | None]
"""From a figid and its place to the place that had the figid before, None if it is new."""


def read_figures(
    *paths: str | Path,
    ocr_dir: str | Path | None = None,
    on_error: Callable[[Failure], None] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Figure]:
    """Read figures one by one from PFOCR records, tables, JSON and articles.

    Args:
        paths: files, folders (walked through in the order of names), globs, fsspec URLs of one
            of these (`s3://bucket/figures/`; needs the extra `urls`), or `-` for standard input.
            The suffix decides the format: `.md .txt .yml .yaml` are PFOCR records, `.jsonl
            .ndjson` JSONL, `.json` JSON, `.csv .tsv` text tables, `.xlsx` Excel (extra `excel`),
            `.parquet` Parquet (extra `batch`), `.xml .nxml` JATS; another file that is named
            itself, and standard input, is told by how it begins. In folders, README and hidden
            files are passed over, and all but PFOCR, JSONL, Parquet and `.nxml`; a glob that
            names the suffix (`*.csv`) finds the others too.
        ocr_dir: folder of the provenance tables `<figid>-genes.tsv`, `-chemicals.tsv` and
            `-diseases.tsv`; by default `_data` beside or in the folder of the record. A record
            without a table has `ocr=()`.
        on_error: gets each bad record, and reading goes on with the next. Without it the first
            bad record raises.
        columns: what columns of tables and keys of JSON are called where it is not guessed, such
            as `{"caption": "Legend"}`.

    Yields:
        Figures in the order of `paths`. A missing caption (absent, null, empty, `NA`,
        `.na.character`) is `caption=None`, a missing gene list `keywords=None`: neither is an
        error. Entries of the gene list are the text as written (`NO`, `1E5`); missing entries
        are left out.

    Raises:
        TypeError: no path.
        InputError: `ocr_dir` is no folder; `columns` names a field that is none; or, without
            `on_error`, a bad record: no such file, a folder without records, an empty file, a
            file of no known format, no or unterminated front matter, YAML, JSON or XML that does
            not parse, repeats a field or uses aliases, tags or entities, text that is not UTF-8,
            a record over 5 MB, `figid` that is missing, no text, or another record's already, a
            caption that is a number or list, a gene list that is no list of texts, a table
            without the columns of figures or with two that could be the same, a row that does
            not fit its header, a date in the place of a gene, or a broken provenance table. The
            last is reported under the table's own name, and with `on_error` the record goes on
            without provenance.

    >>> from pathlib import Path; from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.jsonl").write_text('{"figid": "F1", "keywords": ["AKT1"]}')
    ...     [figure.keywords for figure in read_figures(folder)]
    [('AKT1',)]
    """
    if not paths:
        raise TypeError("read_figures() needs at least one path, or '-' for standard input")
    found = read_records(*paths, ocr_dir=ocr_dir, on_error=on_error, columns=columns)
    return (figure for figure, _ in found)


def read_records(
    *paths: str | Path,
    ocr_dir: str | Path | None = None,
    on_error: Callable[[Failure], None] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[tuple[Figure, bytes | None]]:
    """The figures of `read_figures`, each with the bytes of its PFOCR record, None where none is.

    Args:
        paths: as for `read_figures`, as are the others.
        ocr_dir: likewise.
        on_error: likewise.
        columns: likewise.

    Raises:
        InputError: as `read_figures`.
    """
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

    seen: dict[str, str] = {}

    def claim(figid: str, where: str) -> str | None:
        if figid in seen:
            return seen[figid]
        seen[figid] = where
        return None

    names = Columns(columns)
    located = read_located(paths, place, report=report, claim=claim, columns=names)
    return ((found.figure, found.record) for found in located)


def read_located(
    paths: tuple[str | Path, ...],
    ocr_dir: Path | None,
    *,
    report: Report,
    claim: Claim,
    columns: Columns,
) -> Iterator[Located]:
    """The figures of `read_figures`, each with its line.

    Args:
        paths: as for `read_figures`.
        ocr_dir: likewise.
        report: gets each bad record.
        claim: knows which figids were read before.
        columns: knows what the columns of tables are called.
    """
    for name in paths:
        for words, found in _found(name, ocr_dir, report, columns):
            line, figure = found.line, found.figure
            source = figure.source or ""
            first = claim(figure.figid, source if line is None else f"{source}:{line}")
            if first is not None:
                report(_duplicate(figure, line, first), figure.figid)
                continue
            yield found._replace(figure=_with_words(figure, words, report))


def _found(
    name: str | Path, ocr_dir: Path | None, report: Report, columns: Columns
) -> Iterator[tuple[Words, Located]]:
    """The figures behind one argument, each with what knows the words of its image."""
    if name == STDIN:
        words = partial(_words, Path(), ocr_dir)
        stream = sys.stdin.buffer
        for located in read_untold(stream, source="<stdin>", report=report, columns=columns):
            yield words, located
    elif is_url(name):
        from reconcile.formats.remote import read_remote

        with_tables = ocr_dir is None
        for there, located in read_remote(
            str(name), with_tables=with_tables, report=report, columns=columns
        ):
            yield (there if ocr_dir is None else partial(_words, Path(), ocr_dir)), located
    else:
        for path in record_files(local_name(name), report=report):
            words = partial(_words, path.parent, ocr_dir)
            for located in _from_file(path, report, columns):
                yield words, located


def _words(
    folder: Path, ocr_dir: Path | None, figid: str
) -> Iterator[tuple[OcrWord, ...] | InputError]:
    for path in find_provenance(figid, folder=folder, ocr_dir=ocr_dir):
        try:
            yield read_provenance(path)
        except InputError as error:
            yield error


def _from_file(path: Path, report: Report, columns: Columns) -> Iterator[Located]:
    try:
        stream = open_source(path)
    except InputError as error:
        report(error)
        return
    with stream:
        yield from read_stream(stream, source=str(path), report=report, columns=columns)


def _duplicate(figure: Figure, line: int | None, first: str) -> InputError:
    return InputError(
        f"figid {figure.figid!r} was already read from {first}; "
        "remove one of the two, or give it its own figid",
        source=figure.source,
        line=line,
    )


def _with_words(figure: Figure, words: Words, report: Report) -> Figure:
    if figure.ocr:
        return figure
    found: list[OcrWord] = []
    for table in words(figure.figid):
        if isinstance(table, InputError):
            report(table, figure.figid)
        else:
            found += table
    return dataclasses.replace(figure, ocr=tuple(found)) if found else figure
