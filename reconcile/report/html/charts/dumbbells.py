"""Where scores were and where they are, a line between the two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from reconcile.report.html.charts.chart import Chart, label_of, legend
from reconcile.report.html.svg import COLOURS, canvas

__all__ = ["Move", "dumbbells"]

_ROW: Final = 0.26
_ROOM: Final = 0.05
"""Of the width, left free at either end."""


class Move(NamedTuple):
    """A score that moved.

    Attributes:
        name: what is scored.
        there: where it was; None where it is undefined, as all below.
        here: where it is.
        interval: that of the difference, `here - there`.
    """

    name: str
    there: float | None
    here: float | None
    interval: tuple[float, float] | None


def dumbbells(
    name: str,
    title: str,
    note: str,
    moves: Sequence[Move],
    *,
    sides: tuple[str, str],
    spoken: str,
    label: str,
) -> Chart:
    """Two marks a row with a line between them, the first row on top.

    A band shows where the second mark may lie by the interval of the difference: where the first
    mark is outside of it, chance alone hardly makes so large a difference.

    Args:
        name: as for `canvas`, like `spoken` (its title).
        title: heading.
        note: line below it.
        moves: the rows, one at least.
        sides: what the two marks are called, that of `there` first.
        spoken: see above.
        label: of the axis.
    """
    shown = [move._replace(name=label_of(move.name)) for move in moves]
    told = "; ".join(map(_told, shown))
    with canvas(f"plot-{name}", spoken, told, height=_ROW * len(shown) + 0.8) as drawing:
        axes = drawing.axes
        for row, move in enumerate(shown):
            if move.there is None or move.here is None:
                continue
            if move.interval is not None:
                band = [min(max(move.there + bound, 0.0), 1.0) for bound in move.interval]
                axes.plot(band, (row, row), color=COLOURS["rule"], linewidth=7, zorder=1)
            ends = (move.there, move.here)
            axes.plot(ends, (row, row), color=COLOURS["ink"], linewidth=1.2, zorder=2)
        for side, colour, mark, found in (
            (sides[0], "two", "s", [move.there for move in shown]),
            (sides[1], "one", "o", [move.here for move in shown]),
        ):
            placed = [(value, row) for row, value in enumerate(found) if value is not None]
            axes.plot(
                [value for value, _ in placed],
                [row for _, row in placed],
                mark,
                label=side,
                color=COLOURS[colour],
                markersize=5.5,
                markeredgewidth=0,
            )
        axes.set_yticks(range(len(shown)), [move.name for move in shown])
        axes.set_ylim(len(shown) - 0.5, -0.5)
        axes.margins(x=_ROOM)
        axes.locator_params(axis="x", nbins=5)
        axes.set_xlabel(label)
        axes.grid(axis="x")
        legend(axes, 2, whole=True)
    return Chart(name, title, note, drawing.svg)


def _told(move: Move) -> str:
    if move.there is None or move.here is None:
        return f"{move.name}: undefined"
    interval = "" if move.interval is None else " [{:+.3f}, {:+.3f}]".format(*move.interval)
    difference = move.here - move.there
    return f"{move.name}: {move.there:.3f} to {move.here:.3f}, {difference:+.3f}{interval}"
