"""The one place of the statistics: intervals, p-values, agreement, reliability.

Everything that tells how sure a number is asks here. The same input and seed give the same result
on any machine; callers sort their rows, so that the order of figures changes nothing.
"""

from __future__ import annotations

from reconcile.statistics.bootstrap import (
    RESAMPLES,
    Interval,
    check_resamples,
    interval95,
    ratios,
    resampled_sums,
)
from reconcile.statistics.kappa import Table, cohens_kappa, kappa_interval
from reconcile.statistics.permutation import PERMUTATIONS, is_exact, p_values
from reconcile.statistics.reliability import (
    Bin,
    Judged,
    Reliability,
    brier_score,
    calibration_error,
    log_losses,
    reliability,
    reliability_bins,
)
from reconcile.statistics.shares import holm, wilson95

__all__ = [
    "PERMUTATIONS",
    "RESAMPLES",
    "Bin",
    "Interval",
    "Judged",
    "Reliability",
    "Table",
    "brier_score",
    "calibration_error",
    "check_resamples",
    "cohens_kappa",
    "holm",
    "interval95",
    "is_exact",
    "kappa_interval",
    "log_losses",
    "p_values",
    "ratios",
    "reliability",
    "reliability_bins",
    "resampled_sums",
    "wilson95",
]
