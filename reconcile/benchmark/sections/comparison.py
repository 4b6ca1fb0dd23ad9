"""What several parts have: two lists held against each other, and scores by threshold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from reconcile.benchmark.sections.section import Document, Row, Section, signed, three
from reconcile.report.wording import SCORE_NAMES, UNDEFINED, number, plural

__all__ = ["comparison", "curve", "moves"]

_NAMES: Final = 10


def comparison(
    part: str,
    name: str,
    title: str,
    found: Document,
    names: tuple[str, str],
    metrics: Sequence[str],
    notes: tuple[str, ...] = (),
) -> Section:
    """Scores of both sides, differences and p."""
    how = "all ways to swap lists" if found["exact"] else f"{found['permutations']:,} random swaps"
    summed = (
        f"{plural(found['figures'], 'figure')}: F1 is higher in {len(found['better'])}, lower in "
        f"{len(found['worse'])}, the same in {found['same']}, undefined in {found['undefined']}. "
        f"In brackets: 95 % intervals of paired bootstrap; p: {how}."
    )
    rows = tuple(
        (
            f"{level} {SCORE_NAMES[metric]}",
            three(score["here"]),
            three(score["there"]),
            signed(score["difference"], score["ci95"]),
            UNDEFINED if score["p"] is None else f"{score['p']:.4f}",
        )
        for level in ("micro", "macro")
        for metric, score in found[level].items()
        if metric in metrics
    )
    head = ("score", *names, "difference", "p")
    return Section(part, name, title, (*notes, summed), head, rows)


def moves(
    part: str,
    name: str,
    others: str,
    found: Document,
    metrics: Sequence[str],
    whole: bool,
) -> Iterator[Section]:
    """The figures that are better and those that are worse, most changed first."""
    for change in ("better", "worse"):
        moved = found[change]
        if not moved:
            continue
        shown = moved if whole else moved[:_NAMES]
        left = len(moved) - len(shown)
        yield Section(
            part,
            f"{name}-{change}",
            f"{change.capitalize()} than {others}: {plural(len(moved), 'figure')}",
            (f"{left} more are in JSON, CSV and HTML only.",) if left else (),
            ("figure", "F1 change", *map(SCORE_NAMES.__getitem__, metrics)),
            tuple(
                (
                    one["figid"],
                    signed(one["change"], None),
                    *(f"{number(one['there'][m])} → {number(one['here'][m])}" for m in metrics),
                )
                for one in shown
            ),
            figids=0,
        )


def curve(
    part: str,
    name: str,
    title: str,
    curve: Sequence[Document],
    metrics: Sequence[str],
    whole: bool,
) -> Section:
    """The curve; unless `whole`, without the steps at which nothing changes."""
    rows: list[Row] = []
    last: tuple[Any, ...] = ()
    for step in curve:
        values = (step["suggestions"], step["micro"], step["macro"]["f1"])
        if whole or values != last:
            micro = tuple(three(step["micro"][metric]) for metric in metrics)
            threshold = f"{step['threshold']:.2f}"
            macro = three(step["macro"]["f1"])
            rows.append((threshold, str(step["suggestions"]), *micro, macro))
        last = values
    head = ("from", "suggestions", *map(SCORE_NAMES.__getitem__, metrics), "Macro F1")
    notes = () if whole else ("Thresholds at which nothing changes are left out.",)
    return Section(part, name, title, notes, head, tuple(rows))
