"""Whether what is said with 80 % confidence is right 8 times in 10.

Brier score: G. W. Brier, Verification of forecasts expressed in terms of probability, Mon Weather
Rev 78:1-3, 1950. Expected calibration error: M. P. Naeini and others, Obtaining well calibrated
probabilities using Bayesian binning, AAAI 2015. All sums are rounded once, so that the order of
what was said changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum, log
from typing import Any, Final, TypeAlias

from reconcile.statistics.bootstrap import (
    RESAMPLES,
    Interval,
    check_resamples,
    interval95,
    ratios,
    resampled_sums,
)
from reconcile.statistics.shares import wilson95

__all__ = [
    "Bin",
    "Judged",
    "Reliability",
    "brier_score",
    "calibration_error",
    "log_losses",
    "reliability",
    "reliability_bins",
]

Judged: TypeAlias = tuple[float, float]
"""A probability that was said, and what came true: 1, 0, or how probable that was."""

_BINS: Final = 10
_EDGE: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Bin:
    """What was said within some bounds, and how often it was right.

    Attributes:
        start: the lower bound.
        end: the upper bound; what is said at a bound is in the bin above it.
        said: the mean of what was said.
        right: the share that was right.
        interval: its 95 % interval, see `wilson95`.
        count: how often something was said.
    """

    start: float
    end: float
    said: float
    right: float
    interval: Interval
    count: int


def reliability_bins(judged: Iterable[Judged], *, bins: int = _BINS) -> list[Bin]:
    """Bins of equal width over 0-1; those without anything are left out.

    >>> for one in reliability_bins([(0.95, True), (0.91, False), (0.15, False)]):
    ...     print(one.start, one.end, round(one.said, 2), one.right, one.count)
    0.1 0.2 0.15 0.0 1
    0.9 1.0 0.93 0.5 2
    """
    own = _binned(judged, bins)
    found = []
    for at in sorted(own):
        said, right = zip(*own[at], strict=True)
        share, count = fsum(right) / len(right), len(right)
        interval = wilson95(round(fsum(right)), count)
        found.append(Bin(at / bins, (at + 1) / bins, fsum(said) / count, share, interval, count))
    return found


def brier_score(judged: Iterable[Judged]) -> float:
    """The mean squared distance of what was said from what came true.

    Raises:
        ValueError: nothing was said.
    """
    return _mean([(said - right) ** 2 for said, right in judged])


def log_losses(judged: Iterable[Judged], *, edge: float = _EDGE) -> list[float]:
    """The log loss of each; what is said is held away from 0 and 1 by `edge`."""
    held = ((min(max(said, edge), 1 - edge), right) for said, right in judged)
    return [-(right * log(said) + (1 - right) * log(1 - said)) for said, right in held]


def calibration_error(judged: Iterable[Judged], *, bins: int = _BINS) -> float:
    """How far the mean of what was said is from what came true, over bins of equal width.

    Raises:
        ValueError: nothing was said.
    """
    own = list(_binned(judged, bins).values())
    if not own:
        raise _nothing()
    apart = fsum(abs(fsum(said - right for said, right in one)) for one in own)
    return apart / sum(map(len, own))


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far probabilities that were said can be trusted.

    Attributes:
        count: how often something was said.
        right: the share that was right; like all below, None of nothing.
        brier: the Brier score, and its 95 % bootstrap interval over figures.
        log_loss: likewise the mean log loss.
        calibration_error: likewise the expected calibration error. Chance lifts it above what it
            would be of very many, and a resample further still: its interval is the basic one,
            which takes off what a resample adds, so that it may lie below the value.
        bins: see `reliability_bins`.
    """

    count: int
    right: float | None
    brier: tuple[float | None, Interval]
    log_loss: tuple[float | None, Interval]
    calibration_error: tuple[float | None, Interval]
    bins: list[Bin]


def reliability(
    by_figure: Iterable[Sequence[Judged]],
    *,
    bins: int = _BINS,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> Reliability:
    """What was said of figures, figure by figure, against what came true.

    Args:
        by_figure: what was said of each figure; the order changes nothing.
        bins: how many, of equal width.
        seed: of the bootstrap.
        resamples: of the bootstrap.

    Raises:
        ValueError: `resamples` is not positive.
    """
    check_resamples(resamples)
    figures = sorted(sorted(one) for one in by_figure if one)
    if not figures:
        return Reliability(0, None, (None, None), (None, None), (None, None), [])
    judged = [pair for one in figures for pair in one]
    error = calibration_error(judged, bins=bins)
    spread: tuple[Interval, Interval, Interval] = (None, None, None)
    if len(figures) > 1:
        spread = _intervals([_row(one, bins) for one in figures], error, seed, resamples)
    return Reliability(
        len(judged),
        _mean([right for _, right in judged]),
        (brier_score(judged), spread[0]),
        (_mean(log_losses(judged)), spread[1]),
        (error, spread[2]),
        reliability_bins(judged, bins=bins),
    )


def _row(judged: Sequence[Judged], bins: int) -> list[float]:
    """The sums of a figure: how many, squares, losses, and in each bin how far apart."""
    own = _binned(judged, bins)
    apart = [fsum(said - right for said, right in own.get(at, ())) for at in range(bins)]
    squares = fsum((said - right) ** 2 for said, right in judged)
    return [len(judged), squares, fsum(log_losses(judged)), *apart]


def _intervals(
    rows: Sequence[Sequence[float]], error: float, seed: int, resamples: int
) -> tuple[Interval, Interval, Interval]:
    import numpy as np  # arrives with spaCy

    sums = resampled_sums(np.array(rows), seed, resamples)
    count = sums[:, 0]
    apart = interval95(ratios(np.abs(sums[:, 3:]).sum(axis=1), count))
    return (
        interval95(ratios(sums[:, 1], count)),
        interval95(ratios(sums[:, 2], count)),
        None if apart is None else _turned(error, apart),
    )


def _turned(value: float, bounds: Any) -> Interval:
    """The basic interval of what is at least 0, from the percentiles of its resamples."""
    low, high = (round(max(0.0, 2 * value - bound), 12) for bound in reversed(bounds))
    return [low, high]


def _binned(judged: Iterable[Judged], bins: int) -> dict[int, list[Judged]]:
    own: dict[int, list[Judged]] = {}
    for said, right in judged:
        own.setdefault(min(int(said * bins), bins - 1), []).append((said, right))
    return own


def _mean(values: Sequence[float]) -> float:
    if not values:
        raise _nothing()
    return fsum(values) / len(values)


def _nothing() -> ValueError:
    return ValueError("nothing was said, so that nothing can be right")
