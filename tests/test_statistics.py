"""Laws of the statistics: intervals, p-values, agreement, reliability."""

from __future__ import annotations

import ast
import itertools
import math
import random
import statistics as standard
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import reconcile.statistics as own
from reconcile.statistics import (
    brier_score,
    calibration_error,
    cohens_kappa,
    holm,
    interval95,
    kappa_interval,
    log_losses,
    p_values,
    ratios,
    reliability,
    reliability_bins,
    resampled_sums,
    wilson95,
)

PACKAGE = Path(own.__file__).parents[1]


def test_the_standard_library_keeps_its_statistics():
    assert standard is not own
    assert standard.median([1, 3, 2]) == 2


@pytest.mark.parametrize(
    "path",
    [path for path in PACKAGE.rglob("*.py") if path.parent.name != "statistics"],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_nothing_else_has_statistics_of_its_own(path):
    calls = {
        node.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    assert not calls & {"percentile", "quantile", "quantiles", "bincount", "inv_cdf", "choices"}


# intervals


def test_sums_are_those_of_rows_drawn_with_replacement():
    table = np.array([[1.0, 10.0], [2.0, 20.0], [4.0, 40.0]])
    sums = resampled_sums(table, 0, 500)
    possible = {sum(rows) for rows in itertools.product((1, 2, 4), repeat=3)}
    assert set(sums[:, 0]) == possible
    assert (sums[:, 1] == 10 * sums[:, 0]).all()


def test_a_ratio_without_a_whole_is_undefined_and_nothing_without_any():
    found = ratios(np.array([1.0, 2.0, 0.0]), np.array([2.0, 0.0, 0.0]))
    assert found[0] == 0.5 and np.isnan(found[1:]).all()
    assert interval95(found[1:]) is None
    assert interval95(found) == [0.5, 0.5]


@given(st.integers(0, 300), st.integers(1, 300))
def test_at_wilsons_bounds_the_share_is_as_far_off_as_chance_goes(part, whole):
    assume(part <= whole)
    low, high = wilson95(part, whole)
    share = part / whole
    assert 0 <= low <= share <= high <= 1
    for bound in (low, high):
        reach = 1.959963984540054 * math.sqrt(bound * (1 - bound) / whole)
        assert abs(share - bound) == pytest.approx(reach, abs=1e-9)


def test_a_share_of_nothing_has_no_interval_and_nonsense_is_refused():
    assert wilson95(0, 0) is None
    for part, whole in ((2, 1), (-1, 3)):
        with pytest.raises(ValueError, match="is no share"):
            wilson95(part, whole)


# p-values

P_VALUES = st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=6)


@given(P_VALUES)
def test_holm_is_the_closure_of_bonferroni(values):
    known = {i: p for i, p in enumerate(values) if p is not None}
    for i, found in enumerate(holm(values)):
        if i not in known:
            assert found is None
            continue
        others = [j for j in known if j != i]
        families = (
            [known[j] for j in (i, *more)]
            for size in range(len(others) + 1)
            for more in itertools.combinations(others, size)
        )
        worst = max(min(1.0, len(family) * min(family)) for family in families)
        assert found == pytest.approx(worst, abs=1e-12)


def mean_of_swapped(pairs):
    """Rows for `p_values`, and the difference of the sums of both sides."""
    moves = np.array([[float(b - a)] for a, b in pairs])
    start = float(sum(a - b for a, b in pairs))
    return moves, lambda moved: start + 2 * moved


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=6))
def test_exact_p_values_count_the_ways_to_swap(pairs):
    moves, difference = mean_of_swapped(pairs)
    apart = [a - b for a, b in pairs]
    ways = [
        abs(sum(sign * d for sign, d in zip(signs, apart, strict=True)))
        for signs in itertools.product((1, -1), repeat=len(apart))
    ]
    share = sum(way >= abs(sum(apart)) for way in ways) / len(ways)
    assert p_values(moves, difference, slack=[1e-9]) == [pytest.approx(share)]


def test_random_ways_never_give_zero_and_count_the_pairs_as_they_are():
    moves, difference = mean_of_swapped([(2, 0)] * 40)
    assert p_values(moves, difference, slack=[1e-9], permutations=99) == [1 / 100]


def test_no_pairs_make_no_difference_and_undefined_ones_none():
    assert p_values(np.empty((0, 1)), lambda moved: moved, slack=[0.0, 0.0]) == [1.0, 1.0]
    undefined = p_values(np.ones((3, 1)), lambda moved: moved * np.nan, slack=[0.0])
    assert undefined == [None]


# agreement


def test_kappa_is_that_of_the_textbook():
    # Cohen's formula by shares: (observed - chance) / (1 - chance).
    table = (45, 15, 25, 15)
    observed, chance = 0.6, 0.6 * 0.7 + 0.4 * 0.3
    assert cohens_kappa(table) == pytest.approx((observed - chance) / (1 - chance))
    assert cohens_kappa((0, 0, 0, 0)) is None


def test_the_interval_of_kappa_is_that_of_figures_drawn():
    dice = random.Random(4)
    figures = [tuple(dice.randrange(5) for _ in range(4)) for _ in range(30)]
    drawn = [
        cohens_kappa(tuple(map(sum, zip(*dice.choices(figures, k=30), strict=True))))
        for _ in range(2000)
    ]
    low, high = kappa_interval(figures)
    assert (low, high) == kappa_interval(figures[::-1])
    assert [low, high] == pytest.approx([sorted(drawn)[50], sorted(drawn)[1950]], abs=0.03)
    assert kappa_interval(figures[:1]) is None


# reliability

JUDGED = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30)


def test_reliability_counts():
    judged = [(0.95, True), (0.95, False), (0.15, False)]
    low, high = reliability_bins(judged)
    assert (low.start, low.end, low.said, low.right, low.count) == (0.1, 0.2, 0.15, 0.0, 1)
    assert (high.start, high.end, high.right, high.count) == (0.9, 1.0, 0.5, 2)
    assert high.said == pytest.approx(0.95)
    assert high.interval == wilson95(1, 2)
    assert calibration_error(judged) == pytest.approx((0.15 + 2 * 0.45) / 3)
    assert brier_score([(1.0, True), (0.5, False)]) == pytest.approx(0.125)
    assert reliability_bins([(1.0, True)])[0].end == 1.0


@given(JUDGED, st.randoms(use_true_random=False))
def test_the_order_of_what_was_said_changes_nothing(judged, dice):
    shuffled = judged.copy()
    dice.shuffle(shuffled)
    for measure in (brier_score, calibration_error, reliability_bins):
        assert measure(shuffled) == measure(judged)
    found = reliability([judged[:5], judged[5:]], resamples=20)
    assert found == reliability([judged[5:], judged[:5]], resamples=20)


@given(JUDGED)
def test_bins_hold_everything_once_and_the_error_is_within_brier(judged):
    bins = reliability_bins(judged)
    assert sum(one.count for one in bins) == len(judged)
    for one in bins:
        assert one.interval[0] <= one.right <= one.interval[1]
        assert one.start - 1e-9 <= one.said <= one.end + 1e-9
    # The mean distance is at most the root of the mean squared one.
    assert calibration_error(judged) <= math.sqrt(brier_score(judged)) + 1e-9


def test_losses_are_finite_and_know_chances():
    assert log_losses([(0.5, True)]) == [pytest.approx(math.log(2))]
    assert log_losses([(0.0, True)], edge=0.001) == [pytest.approx(-math.log(0.001))]
    assert log_losses([(0.25, 0.5)]) == [pytest.approx(-(math.log(0.25) + math.log(0.75)) / 2)]


def said(figures: int, off: float) -> list[list[tuple[float, bool]]]:
    """What comes true less often by `off` than it is said, three times a figure."""
    dice = random.Random(9)
    drawn = [[dice.uniform(0.3, 1.0) for _ in range(3)] for _ in range(figures)]
    return [[(p, dice.random() < p - off) for p in one] for one in drawn]


def test_intervals_of_reliability_hold_what_is_true():
    boasted = reliability(said(200, 0.2))
    error, interval = boasted.calibration_error
    assert interval[0] < 0.2 < interval[1] and interval[1] - interval[0] < 0.12
    assert boasted.brier[1][0] < boasted.brier[0] < boasted.brier[1][1]
    assert boasted.log_loss[1][0] < boasted.log_loss[0] < boasted.log_loss[1][1]
    honest = reliability(said(200, 0.0)).calibration_error
    # Chance alone lifts the error above 0; its interval takes that off.
    assert honest[0] > 0.02 and honest[1][0] < 0.02 and honest[1][1] < error


def test_reliability_of_little():
    nothing = reliability([[], []])
    assert (nothing.count, nothing.right, nothing.brier, nothing.bins) == (
        0,
        None,
        (None, None),
        [],
    )
    one = reliability([[(0.8, True)]])
    assert one.brier == (pytest.approx(0.04), None) and one.calibration_error[1] is None
    for measure in (brier_score, calibration_error):
        with pytest.raises(ValueError, match="nothing was said"):
            measure([])
    with pytest.raises(ValueError, match="resamples is 0"):
        reliability([], resamples=0)
