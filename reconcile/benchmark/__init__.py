"""How good gene lists are over a corpus: by captions, by gold lists, against other lists."""

from __future__ import annotations

from reconcile.benchmark.fixes import Fix, Fixes, Place, changes, fixes_text, read_fixes
from reconcile.benchmark.gold import Gold, read_gold
from reconcile.benchmark.lists import holds_lists, read_lists
from reconcile.benchmark.paired import compare_pairs
from reconcile.benchmark.render import FORMATS, BenchmarkFormat, render
from reconcile.benchmark.run import SCHEMA_VERSION, Benchmark, document
from reconcile.benchmark.verdict import worse_sentences

__all__ = [
    "FORMATS",
    "SCHEMA_VERSION",
    "Benchmark",
    "BenchmarkFormat",
    "Fix",
    "Fixes",
    "Gold",
    "Place",
    "changes",
    "compare_pairs",
    "document",
    "fixes_text",
    "holds_lists",
    "read_fixes",
    "read_gold",
    "read_lists",
    "render",
    "worse_sentences",
]
