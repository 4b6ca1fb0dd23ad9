"""How often what was said with some confidence was right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from reconcile.report.html.charts.chart import Chart
from reconcile.report.html.svg import COLOURS, canvas

__all__ = ["Said", "reliability"]

_TICKS: Final = [0, 0.25, 0.5, 0.75, 1]


class Said(NamedTuple):
    """What was said with about the same confidence.

    Attributes:
        confidence: the mean.
        right: the share that was right.
        low: the lower bound of its interval.
        high: the upper bound.
        times: how often it was said.
    """

    confidence: float
    right: float
    low: float
    high: float
    times: int


def reliability(
    name: str, title: str, note: str, bins: Sequence[Said], *, spoken: str, labels: tuple[str, str]
) -> Chart:
    """The share that was right over the confidence; on the diagonal both are the same.

    Args:
        name: as for `canvas`, like `spoken` (its title).
        title: heading.
        note: line below it.
        bins: in the order of their confidence.
        spoken: see above.
        labels: of the axes.
    """
    told = "; ".join(map(_told, bins)) or "Nothing was said."
    with canvas(f"plot-{name}", spoken, told, height=3.3, panels=(2.3, 0.6)) as drawing:
        axes, below = drawing.panels
        axes.plot((0, 1), (0, 1), color=COLOURS["rule"], linewidth=1.4)
        for one in bins:
            places = (one.confidence, one.confidence)
            axes.plot(places, (one.low, one.high), color=COLOURS["one"], linewidth=1.8)
        axes.plot(
            [one.confidence for one in bins],
            [one.right for one in bins],
            "o-",
            color=COLOURS["one"],
            linewidth=0.8,
            markersize=5,
            markeredgewidth=0,
        )
        axes.set_ylim(-0.03, 1.03)
        axes.set_yticks(_TICKS, [f"{tick:g}" for tick in _TICKS])
        axes.set_ylabel(labels[1])
        axes.grid(axis="y")
        heights = [one.times for one in bins]
        made = below.bar(
            [one.confidence for one in bins], heights, width=0.05, color=COLOURS["one"]
        )
        below.bar_label(made, padding=1, fontsize=7)
        below.margins(y=0.3)
        below.set_yticks([])
        below.set_xlabel(labels[0])
        for each in (axes, below):
            each.set_xlim(-0.03, 1.03)
        axes.set_xticks(_TICKS, [""] * len(_TICKS))
        below.set_xticks(_TICKS, [f"{tick:g}" for tick in _TICKS])
    return Chart(name, title, note, drawing.svg)


def _told(one: Said) -> str:
    interval = f"[{one.low:.2f}, {one.high:.2f}]"
    return f"said {one.confidence:.2f}, right {one.right:.2f} {interval} of {one.times}"
