"""A benchmark in several formats: rendering only, nothing is computed here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, get_args

from reconcile.benchmark.sections import sections
from reconcile.choices import BenchmarkFormat
from reconcile.metrics import METRICS
from reconcile.report.csvlong import guard, tsv_line
from reconcile.report.jsonout import dumps
from reconcile.report.markdown import escape
from reconcile.report.table import columns
from reconcile.report.wording import readable

__all__ = ["COLUMNS", "FORMATS", "BenchmarkFormat", "render"]

FORMATS: tuple[BenchmarkFormat, ...] = get_args(BenchmarkFormat)

COLUMNS = (
    "section",
    "by",
    "group",
    "item",
    "detail",
    "level",
    "metric",
    "value",
    "low",
    "high",
    "p",
)
"""The columns of the CSV and TSV forms."""

Cell: TypeAlias = str | int | float | None


def render(form: BenchmarkFormat, document: Mapping[str, Any]) -> Iterator[str]:
    """The document of `reconcile.benchmark.run.document` in pieces of text."""
    if form == "json":
        yield dumps(document, indent=2) + "\n"
    elif form == "csv":
        yield from _csv(document)
    elif form == "tsv":
        yield tsv_line(COLUMNS)
        for row in _rows(document):
            yield tsv_line("" if cell is None else str(cell) for cell in row)
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
    for row in _rows(document):
        writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in row])
    yield buffer.getvalue()


def _rows(document: Mapping[str, Any]) -> Iterator[Sequence[Cell]]:
    yield from _statistics("corpus", "", "", document)
    for by, groups in document["groups"].items():
        for group in groups:
            yield from _statistics("group", by, group["group"], group)
    yield from _comparison("reconciled", document["reconciled"])
    yield from _curve("reconciled_curve", document["reconciled"]["curve"])
    gold = document["gold"]
    if gold is not None:
        for key in ("raw", "reconciled"):
            yield from _scores(f"gold_{key}", "", "", gold[key])
        yield from _comparison("gold_comparison", gold["comparison"])
        yield from _curve("gold_curve", gold["curve"])
        for key in ("missed", "extra"):
            for gene in gold[key]:
                yield _row(
                    f"gold_{key}", item=gene["symbol"], metric="figures", value=gene["figures"]
                )
        for key in ("only_in_gold", "only_in_lists", "unknown"):
            for name in gold[key]:
                yield _row(f"gold_{key}", item=name)
    against = document["against"]
    if against is not None:
        for key in ("caption", "gold"):
            if against[key] is not None:
                yield from _comparison(f"against_{key}", against[key])
        for key in ("only_here", "only_there", "captions_differ"):
            for name in against[key]:
                yield _row(f"against_{key}", item=name)
    for failure in document["failures"]:
        yield _row(
            "failure", item=failure["source"], detail=failure["error"], value=failure["line"]
        )


def _row(
    section: str,
    *,
    by: str = "",
    group: str = "",
    item: str = "",
    detail: str = "",
    level: str = "",
    metric: str = "",
    value: Cell = None,
    interval: Sequence[float] | None = None,
    p: float | None = None,
) -> Sequence[Cell]:
    low, high = (None, None) if interval is None else interval
    return (section, by, group, item, detail, level, metric, value, low, high, p)


def _statistics(
    section: str, by: str, group: str, found: Mapping[str, Any]
) -> Iterator[Sequence[Cell]]:
    for name in ("figures", "with_caption", "with_list"):
        yield _row(section, by=by, group=group, metric=name, value=found[name])
    yield from _scores(section, by, group, found)
    for kind in ("statuses", "reasons"):
        for name, value in found[kind].items():
            yield _row(f"{section}_{kind}", by=by, group=group, item=name, value=value)
    for wrong in found["wrong_aliases"]:
        yield _row(
            f"{section}_wrong_aliases",
            by=by,
            group=group,
            item=wrong["word"],
            detail=" ".join((wrong["symbol"], *wrong["reasons"])),
            metric="figures",
            value=wrong["figures"],
        )
    for missed in found["missed"]:
        symbols = " ".join(missed["symbols"])
        yield _row(
            f"{section}_missed",
            by=by,
            group=group,
            item=missed["label"] or symbols,
            detail=symbols,
            metric="figures",
            value=missed["figures"],
        )
    for worst in found["worst"]:
        for name in METRICS:
            yield _row(
                f"{section}_worst",
                by=by,
                group=group,
                item=worst["figid"],
                metric=name,
                value=worst[name],
            )


def _scores(
    section: str, by: str, group: str, summary: Mapping[str, Any]
) -> Iterator[Sequence[Cell]]:
    for name, value in summary["counts"].items():
        yield _row(section, by=by, group=group, level="count", metric=name, value=value)
    for level in ("micro", "macro"):
        for name in METRICS:
            yield _row(
                section,
                by=by,
                group=group,
                level=level,
                metric=name,
                value=summary[level][name],
                interval=summary["ci95"][level][name],
            )


def _comparison(section: str, found: Mapping[str, Any]) -> Iterator[Sequence[Cell]]:
    for name in ("figures", "changed", "same", "undefined"):
        yield _row(section, metric=name, value=found[name])
    for level in ("micro", "macro"):
        for name, score in found[level].items():
            for side in ("here", "there"):
                yield _row(section, item=side, level=level, metric=name, value=score[side])
            yield _row(
                section,
                item="difference",
                level=level,
                metric=name,
                value=score["difference"],
                interval=score["ci95"],
                p=score["p"],
            )
    for change in ("better", "worse"):
        for moved in found[change]:
            for side in ("here", "there"):
                for name in METRICS:
                    value = moved[side][name]
                    figid = moved["figid"]
                    yield _row(
                        f"{section}_{change}", item=figid, detail=side, metric=name, value=value
                    )


def _curve(section: str, curve: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Cell]]:
    for step in curve:
        threshold = f"{step['threshold']:.2f}"
        yield _row(section, item=threshold, metric="suggestions", value=step["suggestions"])
        for level in ("micro", "macro"):
            for name in METRICS:
                yield _row(
                    section, item=threshold, level=level, metric=name, value=step[level][name]
                )
