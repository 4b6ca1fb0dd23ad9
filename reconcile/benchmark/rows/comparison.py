"""What several parts have: two lists held against each other, and scores by threshold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconcile.benchmark.rows.row import Document, Row, row
from reconcile.metrics import METRICS

__all__ = ["comparison", "curve"]


def comparison(section: str, found: Document) -> Iterator[Row]:
    """Both sides, the differences, and the figures that moved."""
    for name in ("figures", "changed", "same", "undefined"):
        yield row(section, metric=name, value=found[name])
    for level in ("micro", "macro"):
        for name, score in found[level].items():
            for side in ("here", "there"):
                yield row(section, item=side, level=level, metric=name, value=score[side])
            yield row(
                section,
                item="difference",
                level=level,
                metric=name,
                value=score["difference"],
                interval=score["ci95"],
                p=score["p"],
            )
    for change in ("better", "worse"):
        for moved in found[change]:
            for side in ("here", "there"):
                for name in METRICS:
                    value = moved[side][name]
                    figid = moved["figid"]
                    yield row(
                        f"{section}_{change}", item=figid, detail=side, metric=name, value=value
                    )


def curve(section: str, curve: Sequence[Document]) -> Iterator[Row]:
    """What each threshold gives."""
    for step in curve:
        threshold = f"{step['threshold']:.2f}"
        yield row(section, item=threshold, metric="suggestions", value=step["suggestions"])
        for level in ("micro", "macro"):
            for name in METRICS:
                yield row(
                    section, item=threshold, level=level, metric=name, value=step[level][name]
                )
