"""The scores, counts and rankings of the corpus and of its groups."""

from __future__ import annotations

from collections.abc import Iterator

from reconcile.benchmark.rows.row import Document, Row, row
from reconcile.metrics import METRICS

__all__ = ["corpus_rows", "group_rows", "scores"]


def corpus_rows(document: Document) -> Iterator[Row]:
    """Of all figures."""
    yield from _statistics("corpus", "", "", document)


def group_rows(document: Document) -> Iterator[Row]:
    """Of each group of each field."""
    for by, groups in document["groups"].items():
        for group in groups:
            yield from _statistics("group", by, group["group"], group)


def _statistics(section: str, by: str, group: str, found: Document) -> Iterator[Row]:
    for name in ("figures", "with_caption", "with_list"):
        yield row(section, by=by, group=group, metric=name, value=found[name])
    yield from scores(section, by, group, found)
    for kind in ("statuses", "reasons"):
        for name, value in found[kind].items():
            yield row(f"{section}_{kind}", by=by, group=group, item=name, value=value)
    for wrong in found["wrong_aliases"]:
        yield row(
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
        yield row(
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
            yield row(
                f"{section}_worst",
                by=by,
                group=group,
                item=worst["figid"],
                metric=name,
                value=worst[name],
            )


def scores(section: str, by: str, group: str, summary: Document) -> Iterator[Row]:
    """Counts, and micro and macro scores with intervals."""
    for name, value in summary["counts"].items():
        yield row(section, by=by, group=group, level="count", metric=name, value=value)
    for level in ("micro", "macro"):
        for name in METRICS:
            yield row(
                section,
                by=by,
                group=group,
                level=level,
                metric=name,
                value=summary[level][name],
                interval=summary["ci95"][level][name],
            )
