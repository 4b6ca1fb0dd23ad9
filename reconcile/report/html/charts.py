"""The kinds of charts that pages have, each as SVG with its data in words.

Names of records are text and nothing else: matplotlib is not to find formulas in them, and what
XML cannot hold is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from markupsafe import Markup

from reconcile.report.html.svg import COLOURS, canvas
from reconcile.report.wording import readable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Chart", "Curve", "Spread", "bars", "columns", "curves", "spreads"]

Spread: TypeAlias = tuple[float | None, tuple[float, float] | None]
"""A score, and its interval where it has one."""

_STYLES: Final = (("one", "-", "o"), ("two", "--", "s"), ("three", ":", "^"))
"""Colour, line and mark of the first series, the second and the third."""
_NO_TEXT: Final = re.compile("[\ufffe\uffff]")
_LABEL: Final = 34


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its caption."""

    title: str
    note: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class Curve:
    """A line: its name, and a value, or None, for each place on the axis."""

    name: str
    values: Sequence[float | None]
    style: int = 0


def bars(
    name: str, title: str, note: str, values: Sequence[tuple[str, int]], *, spoken: str
) -> Chart:
    """Lying bars with a number behind each, the first one on top."""
    shown = [(_label(label), value) for label, value in reversed(values)]
    told = "; ".join(f"{label}: {value}" for label, value in reversed(shown))
    with canvas(f"plot-{name}", spoken, told, height=0.24 * len(shown) + 0.26) as drawing:
        axes = drawing.axes
        places = range(len(shown))
        made = axes.barh(places, [n for _, n in shown], height=0.66, color=COLOURS["one"])
        axes.set_yticks(places, [label for label, _ in shown])
        axes.bar_label(made, padding=3)
        axes.margins(x=0.1)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
    return Chart(title, note, drawing.svg)


def columns(
    name: str,
    title: str,
    note: str,
    heights: Sequence[int],
    *,
    spoken: str,
    label: str,
    start: float = 0.0,
    end: float = 1.0,
) -> Chart:
    """A histogram of figures over equal steps from `start` to `end`."""
    step = (end - start) / len(heights)
    edges = [start + i * step for i in range(len(heights))]
    told = "; ".join(
        f"{edge:.1f} to {edge + step:.1f}: {height} figure{'' if height == 1 else 's'}"
        for edge, height in zip(edges, heights, strict=True)
        if height
    )
    with canvas(f"plot-{name}", spoken, told or "No figures.") as drawing:
        axes = drawing.axes
        axes.bar(edges, heights, width=0.94 * step, align="edge", color=COLOURS["one"])
        ticks = [start + (end - start) * i / 4 for i in range(5)]
        axes.set_xlim(start, end)
        axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.locator_params(axis="y", integer=True, nbins=5)
        axes.set_xlabel(label)
        axes.set_ylabel("Figures")
        axes.grid(axis="y")
    return Chart(title, note, drawing.svg)


def curves(
    name: str,
    title: str,
    note: str,
    places: Sequence[float],
    lines: Sequence[Curve],
    *,
    spoken: str,
    told: str,
    labels: tuple[str, str],
    counts: bool = False,
    mark: float | None = None,
) -> Chart:
    """Lines over the axis from 0 to 1, stepped where the values are counts.

    Args:
        name: as for `canvas`, like `spoken` (its title) and `told` (its description).
        title: heading.
        note: line below it.
        places: on the axis, one for each value.
        lines: at most three styles.
        spoken: see above.
        told: see above.
        labels: of the axes.
        counts: the values are integers and begin at 0.
        mark: a place with an upright line.
    """
    with canvas(f"plot-{name}", spoken, told) as drawing:
        axes = drawing.axes
        if mark is not None:
            axes.axvline(mark, color=COLOURS["rule"], linewidth=1.4)
        for line in lines:
            colour, dashes, _ = _STYLES[line.style]
            heights = [float("nan") if value is None else value for value in line.values]
            axes.plot(
                places,
                heights,
                label=line.name,
                color=COLOURS[colour],
                linestyle=dashes,
                linewidth=1.8,
                drawstyle="steps-pre" if counts else "default",
            )
        axes.set_xlim(0, 1)
        if counts:
            axes.set_ylim(bottom=0)
        axes.locator_params(axis="y", integer=counts, nbins=5)
        axes.set_xlabel(labels[0])
        axes.set_ylabel(labels[1])
        axes.grid(axis="y")
        _legend(axes, len(lines))
    return Chart(title, note, drawing.svg)


def spreads(
    name: str,
    title: str,
    note: str,
    rows: Sequence[str],
    series: Mapping[str, Sequence[Spread]],
    *,
    spoken: str,
    label: str,
    about: float | None = None,
) -> Chart:
    """Scores with their intervals, a row for each name, the first one on top.

    Args:
        name: as for `canvas`, like `spoken` (its title).
        title: heading.
        note: line below it.
        rows: names.
        series: for each series the scores of the rows.
        spoken: see above.
        label: of the axis.
        about: a value that matters; without it the axis goes from 0 to 1.
    """
    shown = [_label(row) for row in rows]
    told = "; ".join(
        f"{row} {series_name}: {_said(found[i])}"
        if len(series) > 1
        else f"{row}: {_said(found[i])}"
        for i, row in enumerate(shown)
        for series_name, found in series.items()
    )
    height = 0.24 * len(rows) * (1 if len(series) == 1 else 1.6) + 0.75
    with canvas(f"plot-{name}", spoken, told, height=height) as drawing:
        axes = drawing.axes
        if about is not None:
            axes.axvline(about, color=COLOURS["rule"], linewidth=1.4)
        apart = 0.3
        for k, (series_name, found) in enumerate(series.items()):
            colour, _, marker = _STYLES[k]
            middle = (k - (len(series) - 1) / 2) * apart
            scores = [(i + middle, *one) for i, one in enumerate(found)]
            for place, _, interval in scores:
                if interval is not None:
                    axes.plot(interval, (place, place), color=COLOURS[colour], linewidth=1.8)
            axes.plot(
                [value for _, value, _ in scores if value is not None],
                [place for place, value, _ in scores if value is not None],
                marker,
                label=series_name,
                color=COLOURS[colour],
                markersize=5,
                markeredgewidth=0,
            )
        axes.set_yticks(range(len(rows)), shown)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        if about is None:
            axes.set_xlim(0, 1)
            axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
        else:
            axes.locator_params(axis="x", nbins=5)
        axes.set_xlabel(label)
        axes.grid(axis="x")
        if len(series) > 1:
            _legend(axes, len(series))
    return Chart(title, note, drawing.svg)


def _legend(axes: Axes, entries: int) -> None:
    axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1), ncols=entries, borderpad=0)


def _said(spread: Spread) -> str:
    value, interval = spread
    if value is None:
        return "undefined"
    return f"{value:.2f}" + (f" [{interval[0]:.2f}, {interval[1]:.2f}]" if interval else "")


def _label(text: str) -> str:
    shown = _NO_TEXT.sub("", readable(text))
    return shown if len(shown) <= _LABEL else f"{shown[: _LABEL - 1]}…"
