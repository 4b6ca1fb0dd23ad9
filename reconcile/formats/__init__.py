"""Reading figures from PFOCR records, tables, JSON and articles.

Each name is loaded on first use: who reads one format loads no other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_HOME = {
    "MAX_RECORD_BYTES": "fields",
    "figure_of_object": "jsonl",
    "parse_provenance": "provenance",
    "parse_record": "pfocr",
    "read_figures": "reading",
    "read_provenance": "provenance",
}


def __getattr__(name: str) -> Any:
    """Load a name from its module on first use (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
