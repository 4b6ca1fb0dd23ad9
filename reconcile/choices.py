"""The words that options and functions take, each set of them written once."""

from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = [
    "AnnotationFormat",
    "BenchmarkFormat",
    "BenchmarkMetric",
    "Engine",
    "ExchangeFormat",
    "GroupField",
    "PlainFormat",
    "ReportFormat",
    "ResultFormat",
    "StoreFormat",
    "TextFormat",
]

ReportFormat: TypeAlias = Literal["table", "json", "jsonl", "csv", "tsv", "markdown", "html"]
"""Reports of results."""

TextFormat: TypeAlias = Literal["pubtator", "bioc", "bioc-xml", "webannotation"]
"""Annotated texts for other programs."""

ExchangeFormat: TypeAlias = Literal["gmt", "gmt-raw", "sssom", TextFormat]
"""Results for other programs."""

ResultFormat: TypeAlias = Literal[ReportFormat, ExchangeFormat]
"""All that results are written in."""

AnnotationFormat: TypeAlias = Literal["table", "json", "jsonl", TextFormat, "sssom"]
"""All that one annotated text is written in."""

BenchmarkFormat: TypeAlias = Literal["table", "json", "csv", "tsv", "markdown", "html"]
"""Benchmarks."""

BenchmarkMetric: TypeAlias = Literal[
    "precision",
    "recall",
    "recall_strict",
    "f1",
    "macro_precision",
    "macro_recall",
    "macro_recall_strict",
    "macro_f1",
]
"""Scores that a benchmark may decide by; those without `macro_` are micro."""

PlainFormat: TypeAlias = Literal["table", "json"]
"""What the small commands write."""

StoreFormat: TypeAlias = Literal["csv", "jsonl", "records", "gmt", "sssom", "parquet"]
"""What is in a database, as files."""

GroupField: TypeAlias = Literal["year", "journal_title", "organism", "source", "length"]
"""What a benchmark groups figures by."""

Engine: TypeAlias = Literal["local", "ray"]
"""What runs the workers of a batch."""
