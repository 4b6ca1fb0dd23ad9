"""Which rules of a pipeline bring wrong genes into lists, and what changing them would do."""

from __future__ import annotations

from reconcile.benchmark.fixes.fix import ANY, Fix, Fixes, Place, changes, rows_of
from reconcile.benchmark.fixes.page import Page, against_caption, against_gold
from reconcile.benchmark.fixes.run import Judge, PipelineFaults
from reconcile.benchmark.fixes.table import COLUMNS, fixes_text, read_fixes

__all__ = [
    "ANY",
    "COLUMNS",
    "Fix",
    "Fixes",
    "Judge",
    "Page",
    "PipelineFaults",
    "Place",
    "against_caption",
    "against_gold",
    "changes",
    "fixes_text",
    "read_fixes",
    "rows_of",
]
