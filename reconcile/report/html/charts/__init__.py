"""The kinds of charts that pages have, each as SVG with its data in words; a module a kind."""

from __future__ import annotations

from reconcile.report.html.charts.bars import bars, columns
from reconcile.report.html.charts.chart import Chart, Spread
from reconcile.report.html.charts.curves import Curve, curves
from reconcile.report.html.charts.dumbbells import Move, dumbbells
from reconcile.report.html.charts.pareto import Gain, pareto
from reconcile.report.html.charts.reliability import Said, reliability
from reconcile.report.html.charts.spreads import spreads

__all__ = [
    "Chart",
    "Curve",
    "Gain",
    "Move",
    "Said",
    "Spread",
    "bars",
    "columns",
    "curves",
    "dumbbells",
    "pareto",
    "reliability",
    "spreads",
]
