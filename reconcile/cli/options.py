"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "AnnotationForm",
    "Ner",
    "OutputFile",
    "PlainForm",
    "PlainFormOption",
    "ReportForm",
]


class ReportForm(StrEnum):
    """Formats of `reconcile report`."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"


class AnnotationForm(StrEnum):
    """Formats of `reconcile annotate`."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    PUBTATOR = "pubtator"
    BIOC = "bioc"


class PlainForm(StrEnum):
    """Formats of the small commands."""

    TABLE = "table"
    JSON = "json"


Ner = Annotated[
    str,
    typer.Option(
        "--ner",
        metavar="default|lexicon|PATH",
        help="What finds gene names: dictionary and bundled tagger, the dictionary only (faster), "
        "or any spaCy or scispaCy model by path or package name.",
    ),
]
OutputFile = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to FILE instead of standard output; it appears whole or not at all.",
    ),
]
PlainFormOption = Annotated[PlainForm, typer.Option("--format", help="How to write the result.")]
