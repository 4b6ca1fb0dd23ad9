"""Reading figures from PFOCR records, tables, JSON and articles."""

from __future__ import annotations

from reconcile.formats.fields import MAX_RECORD_BYTES
from reconcile.formats.jsonl import figure_of_object
from reconcile.formats.pfocr import parse_record
from reconcile.formats.provenance import parse_provenance, read_provenance
from reconcile.formats.reading import read_figures

__all__ = [
    "MAX_RECORD_BYTES",
    "figure_of_object",
    "parse_provenance",
    "parse_record",
    "read_figures",
    "read_provenance",
]
