"""A benchmark in several formats: rendering only, nothing is computed here."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, get_args

from reconcile.benchmark.rows import COLUMNS, rows
from reconcile.benchmark.sections import Section, first_sections, sections
from reconcile.choices import BenchmarkFormat
from reconcile.report.cells import columns
from reconcile.report.csvlong import guard, tsv_line
from reconcile.report.jsonout import dumps
from reconcile.report.markdown import escape
from reconcile.report.wording import readable

__all__ = ["FORMATS", "BenchmarkFormat", "render"]

FORMATS: tuple[BenchmarkFormat, ...] = get_args(BenchmarkFormat)

_WIDTH: Final = 100
_INDENT: Final = 2
_LEAST: Final = 9
"""Columns of no more characters are not cut."""
_MORE: Final = "--detail has all groups, counts and curves."


def render(
    form: BenchmarkFormat, document: Mapping[str, Any], *, detail: bool = False
) -> Iterator[str]:
    """A document in pieces of text.

    Args:
        form: how to write it.
        document: of `reconcile.benchmark.run.document`.
        detail: whether `table` and `markdown` have more than the first screen; the other forms
            have all there is.
    """
    if form == "json":
        yield dumps(document, indent=2) + "\n"
    elif form == "csv":
        yield from _csv(document)
    elif form == "tsv":
        yield tsv_line(COLUMNS)
        for row in rows(document):
            yield tsv_line("" if cell is None else cell for cell in row)
    elif form == "markdown":
        yield from _markdown(document, detail)
    elif form == "html":
        from reconcile.benchmark.html import benchmark_page

        yield from benchmark_page(document)
    elif detail:
        yield from _detailed_table(document)
    else:
        yield from _first_screen(document)


def _first_screen(document: Mapping[str, Any]) -> Iterator[str]:
    yield _verdict(document)
    for section in first_sections(document):
        lines = [readable(section.title), *map(readable, section.notes)]
        yield "\n".join((*lines, *_columns(section, _WIDTH), "", ""))
    yield f"{_MORE}\n"


def _detailed_table(document: Mapping[str, Any]) -> Iterator[str]:
    yield _verdict(document)
    for section in sections(document):
        title = readable(section.title)
        lines = [title, "=" * len(title), *map(readable, section.notes)]
        if section.rows:
            lines += ["", *_columns(section)]
        yield "\n".join((*lines, "", ""))


def _verdict(document: Mapping[str, Any]) -> str:
    lines = [
        line
        for said in document["verdict"]["lines"]
        for line in textwrap.wrap(readable(said), _WIDTH, subsequent_indent="  ")
    ]
    return "\n".join((*lines, "", ""))


def _columns(section: Section, most: int | None = None) -> Iterable[str]:
    """The rows of a table; no line longer than `most`, where names can be cut so far."""
    if not section.rows:
        return ()
    cells = [tuple(map(readable, row)) for row in (section.head, *section.rows)]
    if most is not None:
        widths = _widths(cells, most - _INDENT)
        cells = [tuple(map(_cut, row, widths)) for row in cells]
    return columns(cells, indent=_INDENT)


def _widths(cells: Sequence[Sequence[str]], most: int) -> list[int]:
    """How wide columns may be: the widest give way first, down to `_LEAST`."""
    widths = [min(most, max(map(len, column))) for column in zip(*cells, strict=True)]
    spare = most - 2 * (len(widths) - 1)
    while sum(widths) > spare and max(widths) > _LEAST:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    return widths


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _markdown(document: Mapping[str, Any], detail: bool) -> Iterator[str]:
    said = [escape(readable(line)) for line in document["verdict"]["lines"]]
    said[0] = f"**{said[0]}**"
    yield "\n\n".join(("# Benchmark of gene lists", *said, ""))
    for section in sections(document) if detail else first_sections(document):
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
    if not detail:
        yield f"{escape(_MORE)}\n"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _csv(document: Mapping[str, Any]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows(document):
        writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in row])
    yield buffer.getvalue()
