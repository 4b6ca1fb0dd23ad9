"""Reports of many figures in several formats: rendering only, nothing is computed here.

Every renderer reads its figures once, in order, and holds one of them at a time. What is only
known at the end (the failures, the sum over the figures) is asked for after the last figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args

from reconcile.choices import ReportFormat
from reconcile.records import Failure, Reconciliation
from reconcile.report.schema import SCHEMA_VERSION, figure_schema, report_schema
from reconcile.shown import harmless

__all__ = [
    "FORMATS",
    "SCHEMA_VERSION",
    "ReportFormat",
    "figure_schema",
    "render",
    "report_schema",
]

FORMATS: tuple[ReportFormat, ...] = get_args(ReportFormat)


def render(
    form: ReportFormat,
    results: Iterable[Reconciliation],
    failures: Sequence[Failure],
    summarise: Callable[[], Mapping[str, Any]],
) -> Iterator[str]:
    """The report in pieces of text, to be written one after the other.

    Args:
        form: one of `FORMATS`. `table` is plain text; `reconcile.report.terminal` has colour.
        results: the figures, in order; may be a generator.
        failures: the records that could not be done. Read after the last figure, so that the
            list may grow until then. `jsonl`, `csv` and `tsv` have no place for them.
        summarise: returns what `reconcile.metrics.summarise` returns; called after the last
            figure, and not at all by `jsonl`, `csv` and `tsv`.
    """
    if form in ("json", "jsonl"):
        return _written(form, results, failures, summarise)
    return map(harmless, _written(form, results, failures, summarise))


def _written(
    form: ReportFormat,
    results: Iterable[Reconciliation],
    failures: Sequence[Failure],
    summarise: Callable[[], Mapping[str, Any]],
) -> Iterator[str]:
    if form == "json":
        from reconcile.report.jsonout import json_report

        return json_report(results, failures, summarise)
    if form == "jsonl":
        from reconcile.report.jsonout import jsonl_report

        return jsonl_report(results)
    if form == "csv":
        from reconcile.report.csvlong import csv_report

        return csv_report(results)
    if form == "tsv":
        from reconcile.report.csvlong import tsv_report

        return tsv_report(results)
    if form == "markdown":
        from reconcile.report.markdown import markdown_report

        return markdown_report(results, failures, summarise)
    if form == "html":
        from reconcile.report.html.corpus import html_report

        return html_report(results, failures, summarise)
    from reconcile.report.table import table_report

    return table_report(results, failures, summarise)
