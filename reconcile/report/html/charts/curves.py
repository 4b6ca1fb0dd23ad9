"""Lines over the axis from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reconcile.report.html.charts.chart import STYLES, Chart, legend
from reconcile.report.html.svg import COLOURS, canvas

__all__ = ["Curve", "curves"]


@dataclass(frozen=True, slots=True)
class Curve:
    """A line: its name, and a value, or None, for each place on the axis."""

    name: str
    values: Sequence[float | None]
    style: int = 0


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
            colour, dashes, _ = STYLES[line.style]
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
        legend(axes, len(lines))
    return Chart(name, title, note, drawing.svg)
