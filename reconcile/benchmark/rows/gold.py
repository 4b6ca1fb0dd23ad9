"""The lists against gold lists."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.benchmark.rows.comparison import comparison, curve
from reconcile.benchmark.rows.corpus import scores
from reconcile.benchmark.rows.row import Document, Row, row

__all__ = ["gold_rows"]


def gold_rows(document: Document) -> Iterator[Row]:
    """None without gold lists."""
    gold = document["gold"]
    if gold is None:
        return
    for key in ("raw", "reconciled"):
        yield from scores(f"gold_{key}", "", "", gold[key])
    yield from comparison("gold_comparison", gold["comparison"])
    yield from curve("gold_curve", gold["curve"])
    for key in ("missed", "extra"):
        for gene in gold[key]:
            yield row(f"gold_{key}", item=gene["symbol"], metric="figures", value=gene["figures"])
    for gene in gold["missed"]:
        yield row("gold_missed", item=gene["symbol"], metric="unnamed", value=gene["unnamed"])
    yield from _words(gold)
    for key in ("only_in_gold", "only_in_lists", "unknown", "several", "labels"):
        for name in gold[key]:
            yield row(f"gold_{key}", item=name)


def _words(gold: Document) -> Iterator[Row]:
    """The words behind genes: `by` and `group` say how they came in, or may name the gene."""
    for gene in gold["extra"]:
        for word in gene["words"]:
            yield row(
                "gold_extra_words",
                by=word["source"] or "",
                group=word["match"] or "",
                item=gene["symbol"],
                detail=word["word"],
                metric="figures",
                value=word["figures"],
            )
    for gene in gold["missed"]:
        for word in gene["words"]:
            yield row(
                "gold_missed_words",
                by=word["how"],
                group=" ".join(word["taken_for"]),
                item=gene["symbol"],
                detail=word["word"],
                metric="figures",
                value=word["figures"],
            )
