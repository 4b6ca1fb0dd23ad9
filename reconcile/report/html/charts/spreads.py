"""Scores with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reconcile.report.html.charts.chart import STYLES, Chart, Spread, label_of, legend, said
from reconcile.report.html.svg import COLOURS, canvas

__all__ = ["spreads"]


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
    shown = [label_of(row) for row in rows]
    told = "; ".join(
        f"{row} {series_name}: {said(found[i])}" if len(series) > 1 else f"{row}: {said(found[i])}"
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
            colour, _, marker = STYLES[k]
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
                clip_on=False,  # a score of 1 lies on the edge
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
            legend(axes, len(series))
    return Chart(name, title, note, drawing.svg)
