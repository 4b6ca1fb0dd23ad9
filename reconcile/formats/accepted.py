"""Which files are read, by their names, and what is said of one that is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

from reconcile.extras import to_install

__all__ = [
    "CSV_SUFFIXES",
    "EXCEL_SUFFIXES",
    "FOLDER_SUFFIXES",
    "JATS_SUFFIXES",
    "JSONL_SUFFIXES",
    "JSON_SUFFIXES",
    "PARQUET_SUFFIXES",
    "PFOCR_SUFFIXES",
    "SUFFIXES",
    "TSV_SUFFIXES",
    "accepted_formats",
]

PFOCR_SUFFIXES: Final = frozenset({".md", ".txt", ".yml", ".yaml"})
JSONL_SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})
JSON_SUFFIXES: Final = frozenset({".json"})
CSV_SUFFIXES: Final = frozenset({".csv"})
TSV_SUFFIXES: Final = frozenset({".tsv"})
EXCEL_SUFFIXES: Final = frozenset({".xlsx", ".xlsm"})
PARQUET_SUFFIXES: Final = frozenset({".parquet"})
JATS_SUFFIXES: Final = frozenset({".xml", ".nxml"})

FOLDER_SUFFIXES: Final = PFOCR_SUFFIXES | JSONL_SUFFIXES | PARQUET_SUFFIXES | {".nxml"}
"""What is read of a folder; files of other formats there may be anything, and have to be named."""


@dataclass(frozen=True, slots=True)
class _Format:
    """A format: its name, the suffixes of its files, the package that it needs, and its extra."""

    name: str
    suffixes: frozenset[str]
    package: str | None = None
    extra: str = ""


_FORMATS: Final = (
    _Format("PFOCR records", PFOCR_SUFFIXES),
    _Format("JSON Lines", JSONL_SUFFIXES),
    _Format("JSON", JSON_SUFFIXES),
    _Format("CSV", CSV_SUFFIXES),
    _Format("TSV", TSV_SUFFIXES),
    _Format("Excel", EXCEL_SUFFIXES, "openpyxl", "excel"),
    _Format("Parquet", PARQUET_SUFFIXES, "pyarrow", "batch"),
    _Format("JATS XML", JATS_SUFFIXES),
)

SUFFIXES: Final = frozenset(suffix for form in _FORMATS for suffix in form.suffixes)
"""The suffixes of all that is read."""


def accepted_formats() -> str:
    """What is read, for messages; says so where an extra is not installed."""
    return ", ".join(_described())


def _described() -> Iterator[str]:
    for form in _FORMATS:
        suffixes = " ".join(sorted(form.suffixes))
        missing = form.package is not None and find_spec(form.package) is None
        needs = f"; {to_install(form.extra)}" if missing else ""
        yield f"{form.name} ({suffixes}{needs})"
