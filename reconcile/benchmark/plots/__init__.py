"""What a benchmark draws: a module a part of the document.

The charts stand in the page beside the tables of their sections, and can be files of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, get_args

from reconcile.benchmark.plots.after import after_plots
from reconcile.benchmark.plots.against import against_plots
from reconcile.benchmark.plots.corpus import corpus_plots, group_plots
from reconcile.benchmark.plots.drawn import Document, Named
from reconcile.benchmark.plots.fixes import fix_plots
from reconcile.benchmark.plots.gold import gold_plots
from reconcile.benchmark.plots.verdicts import verdict_plots
from reconcile.benchmark.sections import slug
from reconcile.choices import GroupField
from reconcile.report.html.charts import Chart
from reconcile.report.html.svg import can_plot
from reconcile.report.html.svgfile import svg_file

__all__ = ["PLOT_FILES", "benchmark_plots", "plot_files"]

_DRAWN_BY: Final[tuple[Callable[[Document], Iterator[Named]], ...]] = (
    corpus_plots,
    group_plots,
    fix_plots,
    after_plots,
    gold_plots,
    verdict_plots,
    against_plots,
)
"""What draws the parts, in their order."""

_NAMES: Final = (
    *("scores", "statuses", "reasons", "fixes", "after-difference", "after-curve"),
    *("gold-scores", "gold-difference", "gold-curve", "verdicts-reliability"),
    *(f"against-{by}-{what}" for by in ("caption", "gold") for what in ("moves", "difference")),
    *(f"against-{by}-changes" for by in ("caption", "gold")),
    *(f"{side}by-{slug(field)}" for side in ("", "against-") for field in get_args(GroupField)),
)

PLOT_FILES: Final = tuple(f"{name}.svg" for name in _NAMES)
"""The names of all files that `plot_files` may give."""


def benchmark_plots(document: Document) -> Mapping[str, tuple[Chart, ...]] | None:
    """The plots by the section that they belong to; None where matplotlib is not installed."""
    if not can_plot():
        return None
    found: dict[str, tuple[Chart, ...]] = {}
    for drawn in _DRAWN_BY:
        for section, chart in drawn(document):
            found[section] = (*found.get(section, ()), chart)
    return found


def plot_files(document: Document) -> dict[str, str]:
    """The plots of a document as SVG files, by their names; none without matplotlib."""
    charts = [chart for found in (benchmark_plots(document) or {}).values() for chart in found]
    return {f"{chart.name}.svg": svg_file(chart) for chart in charts}
