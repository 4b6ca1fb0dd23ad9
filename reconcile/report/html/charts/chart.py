"""What the kinds of charts share.

Names of records are text and nothing else: matplotlib is not to find formulas in them, and what
XML cannot hold is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from markupsafe import Markup

from reconcile.patterns import regex
from reconcile.report.wording import readable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["STYLES", "Chart", "Spread", "label_of", "legend", "said"]

Spread: TypeAlias = tuple[float | None, tuple[float, float] | None]
"""A score, and its interval where it has one."""

STYLES: Final = (("one", "-", "o"), ("two", "--", "s"), ("three", ":", "^"))
"""Colour, line and mark of the first series, the second and the third."""
_NO_TEXT: Final = regex("[\ufffe\uffff]")
_LONGEST: Final = 34


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its caption; the name is that of its file."""

    name: str
    title: str
    note: str
    svg: Markup


def label_of(text: str) -> str:
    """A name as it can stand beside a plot, cut where it is too long."""
    shown = _NO_TEXT.sub("", readable(text))
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def legend(axes: Axes, entries: int, *, whole: bool = False) -> None:
    """What the series are called, in one row above the plot.

    Args:
        axes: of the plot.
        entries: how many series there are.
        whole: the row begins above the names on the left, so that long ones leave it room.
    """
    if whole:
        axes.figure.legend(loc="outside upper left", ncols=entries, borderpad=0)
    else:
        axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1), ncols=entries, borderpad=0)


def said(spread: Spread) -> str:
    """A score in words."""
    value, interval = spread
    if value is None:
        return "undefined"
    return f"{value:.2f}" + (f" [{interval[0]:.2f}, {interval[1]:.2f}]" if interval else "")
