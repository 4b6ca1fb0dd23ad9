"""What each of many changes does by itself, and all of them together: which few are most of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from reconcile.report.html.charts.chart import STYLES, Chart, label_of, legend
from reconcile.report.html.charts.curves import Curve
from reconcile.report.html.svg import COLOURS, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Gain", "pareto"]

_MOST: Final = 20
_ROW: Final = 0.24
_LINES: Final = 2.2
_AROUND: Final = 0.35
_ROOM: Final = 0.2


class Gain(NamedTuple):
    """What one change takes away.

    Attributes:
        name: what it is.
        wrong: how many wrong entries go.
        right: how many right ones go with them.
    """

    name: str
    wrong: int
    right: int


def pareto(
    name: str,
    title: str,
    note: str,
    gains: Sequence[Gain],
    lines: Sequence[Curve],
    *,
    spoken: str,
    labels: tuple[str, str],
) -> Chart:
    """What is gained by so many changes, and below the bars of the first of them, in their order.

    Args:
        name: as for `canvas`, like `spoken` (its title).
        title: heading.
        note: line below it.
        gains: the changes, the first one first; one at least.
        lines: at most three styles; one value more than `gains`, the first one without any change.
        spoken: see above.
        labels: of the axes of the lines.
    """
    first = [gain._replace(name=label_of(gain.name)) for gain in gains[:_MOST]]
    told = "; ".join(_told(i, gain, lines) for i, gain in enumerate(first, start=1))
    if left := len(gains) - len(first):
        told += f"; after {left} more: {_scores(lines, len(gains))}"
    panels = (_LINES, _ROW * len(first) + _AROUND)
    height = sum(panels)
    with canvas(f"plot-{name}", spoken, told, height=height, panels=panels, apart=True) as drawing:
        above, below = drawing.panels
        _draw_lines(above, lines, len(gains), labels)
        _draw_bars(below, first)
    more = f"; bars of the first {len(first)}" if left else ""
    return Chart(name, title, note + more, drawing.svg)


def _draw_lines(axes: Axes, lines: Sequence[Curve], count: int, labels: tuple[str, str]) -> None:
    for line in lines:
        colour, dashes, mark = STYLES[line.style]
        axes.plot(
            range(count + 1),
            [float("nan") if value is None else value for value in line.values],
            label=line.name,
            color=COLOURS[colour],
            linestyle=dashes,
            marker=mark if count <= _MOST else "",
            markersize=3.5,
            markeredgewidth=0,
            linewidth=1.8,
        )
    axes.set_xlim(-0.02 * count, 1.02 * count)
    axes.locator_params(axis="x", integer=True, nbins=6)
    axes.locator_params(axis="y", nbins=4)
    axes.set_xlabel(labels[0])
    axes.set_ylabel(labels[1])
    axes.grid(axis="y")
    legend(axes, len(lines), whole=True)


def _draw_bars(axes: Axes, gains: Sequence[Gain]) -> None:
    places = range(len(gains))
    for colour, name, lengths in (
        ("one", "wrong entries gone", [gain.wrong for gain in gains]),
        ("three", "right ones gone", [-gain.right for gain in gains]),
    ):
        made = axes.barh(places, lengths, height=0.66, label=name, color=COLOURS[colour])
        axes.bar_label(made, [str(abs(n)) if n else "" for n in lengths], padding=3)
    axes.axvline(0, color=COLOURS["rule"], linewidth=1.0)
    axes.set_yticks(places, [f"{i}. {gain.name}" for i, gain in enumerate(gains, start=1)])
    axes.tick_params(axis="y", pad=6)
    axes.set_ylim(len(gains) - 0.5, -0.5)
    most = max(gain.wrong for gain in gains), max(gain.right for gain in gains)
    room = _ROOM * (sum(most) or 1)  # for the numbers
    axes.set_xlim(-most[1] - (room if most[1] else 0), most[0] + room)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    legend(axes, 2, whole=True)


def _told(number: int, gain: Gain, lines: Sequence[Curve]) -> str:
    gone = f"{gain.wrong} wrong and {gain.right} right gone"
    return f"{number}. {gain.name}: {gone}, then {_scores(lines, number)}"


def _scores(lines: Sequence[Curve], at: int) -> str:
    values = ((line.name, line.values[at]) for line in lines)
    return ", ".join(f"{name} {'–' if v is None else f'{v:+.4f}'}" for name, v in values)
