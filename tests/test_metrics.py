"""Laws of the counts, the scores and the intervals."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.metrics import (
    METRICS,
    Counts,
    bootstrap_ci95,
    macro,
    micro,
    score_table,
    summarise,
    total,
)


@st.composite
def counts(draw, most: int = 40) -> Counts:
    genes, concepts = draw(st.integers(0, most)), draw(st.integers(0, most))
    covered = draw(st.integers(0, concepts))
    return Counts(
        gene_keywords=genes,
        supported_keywords=draw(st.integers(0, genes)),
        concepts=concepts,
        covered_concepts=covered,
        fully_covered_concepts=draw(st.integers(0, covered)),
        family=draw(st.integers(0, most)),
        unknown=draw(st.integers(0, most)),
    )


many = st.lists(counts(), max_size=12)


@given(counts(), counts(), counts())
def test_addition_is_a_commutative_monoid(a, b, c):
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + Counts() == a


@given(many, st.randoms(use_true_random=False))
def test_order_and_grouping_change_nothing(figures, rng):
    shuffled = figures.copy()
    rng.shuffle(shuffled)
    cut = rng.randint(0, len(figures))
    assert total(shuffled) == total(figures)
    assert total([total(figures[:cut]), total(figures[cut:])]) == total(figures)
    assert micro(shuffled) == micro(figures)
    assert macro(shuffled) == macro(figures)


# A figure drawn as sets: what the list has, and what members the caption's concepts have.
genes = st.sets(st.integers(0, 9), max_size=6)
concept_lists = st.lists(st.sets(st.integers(0, 9), min_size=1, max_size=3), max_size=5)


def _counts_of(keywords: set[int], concepts: list[set[int]]) -> Counts:
    named = set().union(*concepts) if concepts else set()
    return Counts(
        gene_keywords=len(keywords),
        supported_keywords=len(keywords & named),
        concepts=len(concepts),
        covered_concepts=sum(bool(concept & keywords) for concept in concepts),
        fully_covered_concepts=sum(concept <= keywords for concept in concepts),
    )


@given(st.lists(st.tuples(genes, concept_lists), max_size=8))
def test_merged_counts_score_as_all_figures_scored_together(figures):
    merged = micro([_counts_of(keywords, concepts) for keywords, concepts in figures])

    # Independent count: one flat list of outcomes over the whole corpus.
    keyword_hits = [any(k in c for c in concepts) for ks, concepts in figures for k in ks]
    any_hits = [any(g in ks for g in c) for ks, concepts in figures for c in concepts]
    all_hits = [all(g in ks for g in c) for ks, concepts in figures for c in concepts]

    def share(hits: list[bool]) -> Fraction | None:
        return Fraction(sum(hits), len(hits)) if hits else None

    p, r, strict = share(keyword_hits), share(any_hits), share(all_hits)
    f1 = None if p is None or r is None else Fraction(0) if p + r == 0 else 2 * p * r / (p + r)
    for name, expected in zip(METRICS, (p, r, strict, f1), strict=True):
        if expected is None:
            assert merged[name] is None
        else:
            assert merged[name] == pytest.approx(float(expected), abs=1e-12)


@given(counts())
def test_scores_are_in_range_and_undefined_exactly_without_denominator(one):
    assert (one.precision is None) == (one.gene_keywords == 0)
    assert (one.recall is None) == (one.recall_strict is None) == (one.concepts == 0)
    assert (one.f1 is None) == (one.precision is None or one.recall is None)
    assert all(value is None or 0 <= value <= 1 for value in one.scores().values())
    if one.recall is not None and one.recall_strict is not None:
        assert one.recall_strict <= one.recall


def test_f1_of_two_zeros_is_zero():
    assert Counts(gene_keywords=3, concepts=2).f1 == 0.0


@given(many)
def test_macro_is_the_mean_over_figures_where_defined(figures):
    means = macro(figures)
    for name in METRICS:
        values = [value for one in figures if (value := one.scores()[name]) is not None]
        assert means["defined"][name] == len(values)
        if values:
            exact = sum(map(Fraction, values)) / len(values)
            assert means[name] == pytest.approx(float(exact), abs=1e-12)
        else:
            assert means[name] is None


@given(counts())
def test_counts_survive_a_dict(one):
    assert Counts.from_dict(one.to_dict()) == one


@pytest.mark.parametrize(
    "wrong",
    [
        {"gene_keywords": -1},
        {"supported_keywords": 1},
        {"concepts": 1, "covered_concepts": 2},
        {"concepts": 2, "covered_concepts": 1, "fully_covered_concepts": 2},
    ],
)
def test_impossible_counts_are_refused(wrong):
    with pytest.raises(ValueError, match=r"count|keywords|concepts"):
        Counts(**wrong)


def test_counts_add_to_counts_only():
    with pytest.raises(TypeError):
        Counts() + 1  # type: ignore[operator]


@settings(max_examples=25)
@given(many, st.randoms(use_true_random=False))
def test_intervals_do_not_depend_on_order(figures, rng):
    shuffled = figures.copy()
    rng.shuffle(shuffled)
    before = figures.copy()
    intervals = bootstrap_ci95(figures, resamples=50)
    assert intervals == bootstrap_ci95(shuffled, resamples=50)
    assert figures == before
    for level in ("micro", "macro"):
        for name in METRICS:
            interval = intervals[level][name]
            defined = [one for one in figures if one.scores()[name] is not None]
            assert (interval is None) == (len(defined) < 2)
            if interval is not None:
                low, high = interval
                assert -1e-9 <= low <= high <= 1 + 1e-9


def _corpus(size: int) -> list[Counts]:
    rng = random.Random(5)
    corpus = []
    for _ in range(size):
        n, c = rng.randint(0, 20), rng.randint(0, 8)
        covered = rng.randint(0, c)
        corpus.append(Counts(n, rng.randint(0, n), c, covered, rng.randint(0, covered)))
    return corpus


def test_intervals_are_fixed_by_the_seed_and_hold_the_score():
    corpus = _corpus(200)
    summary = summarise(corpus)
    assert summary == summarise(reversed(corpus))
    assert summary["ci95"] != summarise(corpus, seed=1)["ci95"]
    assert summary["figures"] == 200
    for level in ("micro", "macro"):
        for name in METRICS:
            low, high = summary["ci95"][level][name]
            assert low < summary[level][name] < high
            assert high - low < 0.2


def test_intervals_agree_with_a_plain_bootstrap():
    corpus = _corpus(60)
    rng = random.Random(11)
    drawn = [[rng.choice(corpus) for _ in corpus] for _ in range(2000)]
    intervals = bootstrap_ci95(corpus)
    for level, score in (("micro", micro), ("macro", macro)):
        for name in METRICS:
            values = sorted(score(figures)[name] for figures in drawn)
            low, high = intervals[level][name]
            assert low == pytest.approx(values[50], abs=0.02)
            assert high == pytest.approx(values[1950], abs=0.02)


def test_intervals_are_the_same_however_the_resampling_is_cut(monkeypatch):
    corpus = _corpus(50)
    whole = bootstrap_ci95(corpus, resamples=100)
    monkeypatch.setattr("reconcile.statistics.bootstrap.CHUNK_CELLS", 350)
    assert bootstrap_ci95(corpus, resamples=100) == whole


def test_a_summary_of_nothing_is_undefined_throughout():
    nothing = dict.fromkeys(METRICS)
    assert summarise([]) == {
        "figures": 0,
        "micro": nothing,
        "macro": {**nothing, "defined": dict.fromkeys(METRICS, 0)},
        "ci95": {"micro": nothing, "macro": nothing},
    }


def test_one_figure_has_scores_but_no_interval():
    summary = summarise([Counts(2, 1, 1, 1, 0)])
    assert summary["micro"]["precision"] == 0.5
    assert summary["ci95"]["micro"]["precision"] is None


@given(st.lists(counts(), min_size=1, max_size=12))
def test_the_rows_of_the_bootstrap_are_the_figures_scores(figures):
    for one, row in zip(figures, score_table(figures), strict=True):
        for i, score in enumerate(one.scores().values()):
            assert (row[5 + i], row[9 + i]) == ((0, 0) if score is None else (score, 1))


def test_no_resamples_are_refused():
    with pytest.raises(ValueError, match="resamples is 0"):
        bootstrap_ci95([], resamples=0)
