"""Bars: lying ones with names, and standing ones over equal steps."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.report.html.charts.chart import Chart, label_of
from reconcile.report.html.svg import COLOURS, canvas

__all__ = ["bars", "columns"]


def bars(
    name: str, title: str, note: str, values: Sequence[tuple[str, int]], *, spoken: str
) -> Chart:
    """Lying bars with a number behind each, the first one on top."""
    shown = [(label_of(label), value) for label, value in reversed(values)]
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
    return Chart(name, title, note, drawing.svg)


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
    return Chart(name, title, note, drawing.svg)
