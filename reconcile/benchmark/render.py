"""A benchmark in several formats: rendering only, nothing is computed here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from reconcile.benchmark.rows import COLUMNS, rows
from reconcile.benchmark.sections import sections
from reconcile.choices import BenchmarkFormat
from reconcile.report.csvlong import guard, tsv_line
from reconcile.report.jsonout import dumps
from reconcile.report.markdown import escape
from reconcile.report.table import columns
from reconcile.report.wording import readable

__all__ = ["FORMATS", "BenchmarkFormat", "render"]

FORMATS: tuple[BenchmarkFormat, ...] = get_args(BenchmarkFormat)


def render(form: BenchmarkFormat, document: Mapping[str, Any]) -> Iterator[str]:
    """The document of `reconcile.benchmark.run.document` in pieces of text."""
    if form == "json":
        yield dumps(document, indent=2) + "\n"
    elif form == "csv":
        yield from _csv(document)
    elif form == "tsv":
        yield tsv_line(COLUMNS)
        for row in rows(document):
            yield tsv_line("" if cell is None else cell for cell in row)
    elif form == "markdown":
        yield from _markdown(document)
    elif form == "html":
        from reconcile.benchmark.html import benchmark_page

        yield from benchmark_page(document)
    else:
        yield from _table(document)


def _table(document: Mapping[str, Any]) -> Iterator[str]:
    for section in sections(document):
        title = readable(section.title)
        lines = [title, "=" * len(title), *map(readable, section.notes)]
        if section.rows:
            rows = [section.head, *section.rows]
            lines += ["", *columns([tuple(map(readable, row)) for row in rows], indent=2)]
        yield "\n".join((*lines, "", ""))


def _markdown(document: Mapping[str, Any]) -> Iterator[str]:
    yield "# Benchmark of gene lists\n\n"
    for section in sections(document):
        lines = [
            f"## {escape(readable(section.title))}",
            "",
            *(escape(readable(note)) for note in section.notes),
        ]
        if section.notes:
            lines.append("")
        if section.rows:
            lines += [_line(section.head), _line(["---"] * len(section.head))]
            lines += [_line(escape(readable(cell)) for cell in row) for row in section.rows]
            lines.append("")
        yield "\n".join((*lines, ""))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _csv(document: Mapping[str, Any]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows(document):
        writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in row])
    yield buffer.getvalue()
