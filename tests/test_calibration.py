"""Confidences refitted from decisions: the fit, what it gains, its file, and where it counts."""

from __future__ import annotations

import json
import math
import pickle
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support import SEEDS, cli

from reconcile import Figure, OcrWord, Reconciler, read_figures
from reconcile.calibration import Calibration, Line
from reconcile.curation.calibration import calibration_text, read_calibration
from reconcile.errors import FieldTypeError, InputError
from reconcile.learning.fitting import (
    NO_CHANGE,
    Decided,
    Pull,
    fit_lines,
    folds_of,
)
from reconcile.learning.measuring import measured
from reconcile.learning.sufficient import LEAST, why_not
from reconcile.override import Override
from reconcile.overrides.table import Overrides
from reconcile.report import report_schema
from reconcile.store import NewDecision, Run, Store
from reconcile.suggest import DEFAULT_MIN_CONFIDENCE
from reconcile.suggest.calibrated import confidence_of_rule

KINDS = ("remove non_gene", "remove alias_collision", "add missing_gene")
LOOSE = Pull(0.01, 0.01)


def drawn(count, truth, seed=0, a_figure=4):
    """Decisions with a known truth, so many about each figure."""
    generator = np.random.default_rng(seed)
    found = []
    for i in range(count):
        kind = KINDS[int(generator.integers(len(KINDS)))]
        confidence = float(generator.uniform(0.6, 0.99))
        accepted = bool(generator.random() < truth(kind, confidence))
        found.append(Decided(f"F{i // a_figure}", kind, confidence, accepted))
    return found


def shifted(by):
    return lambda kind, p: Line(by.get(kind, 0.0)).of(p)


ALL = dict.fromkeys(KINDS, -1.5)
RIGHT = shifted({})


def test_the_fit_finds_the_truth():
    truth = {KINDS[0]: -1.5, KINDS[1]: 0.5}
    fit = fit_lines(drawn(6000, shifted(truth)), LOOSE)
    for kind in KINDS:
        for p in (0.65, 0.8, 0.95):
            assert fit.lines[kind].of(p) == pytest.approx(shifted(truth)(kind, p), abs=0.06)


def test_a_strong_pull_changes_nothing_and_a_kind_without_decisions_follows_the_others():
    decided = drawn(400, shifted(ALL))
    for strong in (NO_CHANGE, Pull(1e8, 1e8)):
        fit = fit_lines(decided, strong)
        assert fit.general.of(0.8) == pytest.approx(0.8, abs=0.001)
    fit = fit_lines(decided, Pull(0.01, math.inf))
    assert len({(round(o.shift, 3), round(o.slope, 3)) for o in fit.lines.values()}) == 1
    other = Decided("X", "remove ocr_artifact", 0.9, True)
    assert fit.of(other) == pytest.approx(shifted(ALL)(KINDS[0], 0.9), abs=0.1)


DECISIONS = st.lists(
    st.builds(
        Decided,
        st.sampled_from([f"F{i}" for i in range(12)]),
        st.sampled_from(KINDS),
        st.floats(0, 1),
        st.booleans(),
    ),
    max_size=40,
)
PULL = st.builds(Pull, *[st.sampled_from([0.01, 1.0, 64.0, math.inf])] * 2)


@settings(max_examples=30, deadline=None)
@given(DECISIONS, PULL, st.randoms())
def test_every_map_is_monotone_and_the_order_makes_no_difference(decided, pull, generator):
    fit = fit_lines(decided, pull)
    for line in (*fit.lines.values(), fit.general):
        said = [line.of(p / 20) for p in range(21)]
        assert said == sorted(said)
        assert all(0 <= p <= 1 for p in said)
    shuffled = list(decided)
    generator.shuffle(shuffled)
    assert fit_lines(shuffled, pull) == fit


def test_decisions_about_one_figure_are_left_out_together():
    """Where a figure is all accepted or all declined, only a leak would tell which."""
    decided = [
        Decided(f"F{i}", "remove non_gene", 0.8, i % 5 > 0) for i in range(60) for _ in range(6)
    ]
    assert len(folds_of(one.figid for one in decided)) == 60
    found = measured(decided, resamples=50)
    before, after = found.scores[0].log_loss
    assert after == pytest.approx(before, abs=0.02)


def test_the_scores_are_what_they_are_called():
    decided = [Decided(f"F{i}", "remove non_gene", 0.75, i > 0) for i in range(4)]
    scores, action = measured(decided, resamples=20).scores
    assert (scores.name, action.name, scores.decisions, scores.accepted) == (
        "all",
        "remove",
        4,
        0.75,
    )
    loss = -(3 * math.log(0.75) + math.log(0.25)) / 4
    assert scores.log_loss[0] == pytest.approx(loss)
    assert scores.brier[0] == pytest.approx((3 * 0.25**2 + 0.75**2) / 4)
    assert scores.calibration_error[0] == pytest.approx(0)
    low, high = scores.difference[1]
    assert low <= scores.difference[0] <= high


def test_a_gain_is_found_where_there_is_one_and_not_else():
    better = measured(drawn(150, shifted(ALL)), resamples=200)
    assert better.is_better
    assert why_not(better) is None
    assert better.scores[0].calibration_error[1] < better.scores[0].calibration_error[0] / 3
    none = measured(drawn(150, RIGHT), resamples=200)
    assert not none.is_better
    assert why_not(none)


def test_what_is_refused_says_what_would_do():
    few = measured(drawn(LEAST - 1, shifted(ALL)), resamples=20)
    assert f"{LEAST - 1}, and at least {LEAST} are needed" in why_not(few)
    assert "too few" in why_not(measured([]))
    unclear = measured(drawn(110, shifted(dict.fromkeys(KINDS, -0.35)), seed=3), resamples=100)
    assert not unclear.is_better
    said = why_not(unclear)
    assert "would show it" in said or "no gain" in said


# -- the file --------------------------------------------------------------------------------------

SOME = Calibration(
    {"remove non_gene": Line(-1.25, 0.5), "add missing_gene": Line(0.5, 0.0)},
    Line(-0.5, 0.9),
    412,
    96,
    ("Ann", "Bob"),
    "2026-11-27",
)


def test_the_file_reads_back(tmp_path):
    path = tmp_path / "c.json"
    path.write_text(calibration_text(SOME))
    assert read_calibration(path) == SOME
    assert calibration_text(read_calibration(path)) == path.read_text()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": "other"}, "`format`"),
        ({"decisions": -1}, "no count"),
        ({"curators": "Ann"}, "no list of names"),
        ({"until": 3}, "no text"),
        ({"lines": []}, "no object"),
        ({"lines": {"remove everything": {"shift": 0, "slope": 1}}}, "of the kind"),
        ({"lines": {"remove non_gene": {"shift": 0, "slope": -1}}}, "below 0"),
        ({"lines": {"remove non_gene": {"shift": 1e9, "slope": 1}}}, "no number up to"),
        ({"lines": {"remove non_gene": {"shift": float("nan"), "slope": 1}}}, ""),
        ({"lines": {"remove non_gene": 3}}, "`shift` and `slope`"),
        ({"general": None}, "no object"),
        ({"general": {"slope": 1}}, "`shift` is missing"),
    ],
)
def test_what_is_no_calibration_is_refused(tmp_path, change, said):
    path = tmp_path / "c.json"
    path.write_text(json.dumps(json.loads(calibration_text(SOME)) | change))
    with pytest.raises(InputError, match=r"c\.json: .*make it anew with") as found:
        read_calibration(path)
    assert said in str(found.value)
    done = cli("report", SEEDS, "--calibration", path)
    assert done.exit_code == 2
    assert "make it anew" in done.stderr


@pytest.mark.parametrize("text", ["", "[]", "{", "\x00", "x" * 1_000_001])
def test_what_is_no_json_is_refused(tmp_path, text):
    path = tmp_path / "c.json"
    path.write_text(text)
    with pytest.raises(InputError, match=r"c\.json"):
        read_calibration(path)


# -- where it counts -------------------------------------------------------------------------------

PLAIN = Reconciler(ner="lexicon")


@pytest.fixture(scope="module")
def figures():
    return list(read_figures(SEEDS))


def test_confidences_are_led_through_the_map_and_say_so(figures):
    steep = Calibration({}, Line(0.0, 1.5), 412, 96, ("Ann",), "2026-11-27")
    own = Reconciler(ner="lexicon", calibration=steep)
    for one_figure in figures:
        before = {
            (s.action, s.keyword, s.symbols): s for s in PLAIN.reconcile(one_figure).suggestions
        }
        after = own.reconcile(one_figure)
        assert after.calibration == steep.said
        for one in after.suggestions:
            old = before.get((one.action, one.keyword, one.symbols))
            raw = confidence_of_rule(one)
            assert one.confidence == steep.of(one.action, one.reason, raw)
            assert one.evidence[-1].type == "calibration"
            assert "412 decisions about 96 figures by Ann" in one.evidence[-1].detail
            if old is not None and old.reason == one.reason:
                assert raw == old.confidence
        order = [s.confidence for s in after.suggestions if s.action == "add"]
        assert order == sorted(order, reverse=True)


def test_thresholds_mean_the_refitted_confidences(figures):
    lower = Calibration({}, Line(-3.0))
    found = Reconciler(ner="lexicon", calibration=lower).reconcile(figures[1])
    against = [s for s in found.suggestions if s.reason == "alias_collision"]
    assert all(s.confidence >= DEFAULT_MIN_CONFIDENCE for s in against)
    assert len(against) < sum(
        s.reason == "alias_collision" for s in PLAIN.reconcile(figures[1]).suggestions
    )
    assert not any(s.safe for s in found.suggestions if s.confidence < DEFAULT_MIN_CONFIDENCE)


def test_a_map_that_changes_nothing_changes_nothing(figures):
    same = Reconciler(ner="lexicon", calibration=Calibration())
    for one_figure in figures:
        one, two = same.reconcile(one_figure), PLAIN.reconcile(one_figure)
        bare = tuple(replace(s, evidence=s.evidence[:-1]) for s in one.suggestions)
        assert [replace(s, confidence=0) for s in bare] == [
            replace(s, confidence=0) for s in two.suggestions
        ]
        for a, b in zip(bare, two.suggestions, strict=True):
            assert a.confidence == pytest.approx(b.confidence, abs=1e-4)
        assert "calibration" not in two.to_dict()


def test_what_curators_decided_of_a_word_is_not_refitted():
    overrides = Overrides([Override("APC", ("PROC",), decided_by=("Ann",), support=3)])
    own = Reconciler(ner="lexicon", overrides=overrides, calibration=Calibration({}, Line(-9.0)))
    ocr = [OcrWord("APC", "APC", "APC", "324", "ncbigene_symbol", "9606")]
    (one,) = own.reconcile(Figure("F1", "x", ["APC", "EGF"], ocr=ocr)).suggestions
    assert one.confidence == 0.8


def test_it_is_taken_as_a_path_and_pickled(tmp_path, figures):
    path = tmp_path / "c.json"
    path.write_text(calibration_text(SOME))
    own = Reconciler(ner="lexicon", calibration=path)
    assert own.calibration == SOME
    again = pickle.loads(pickle.dumps(own))
    assert again.reconcile(figures[1]) == own.reconcile(figures[1])
    with pytest.raises(FieldTypeError, match="Calibration or a path"):
        Reconciler(calibration=3)


@pytest.mark.parametrize("form", ["table", "markdown", "html", "json"])
def test_every_report_says_that_confidences_were_refitted(tmp_path, form):
    path = tmp_path / "c.json"
    path.write_text(calibration_text(SOME))
    seed = SEEDS / "001_a573d036c7085437.txt"
    args = ("report", seed, "--ner", "lexicon", "--format", form)
    done = cli(*args, "--calibration", path)
    assert "412 decisions about 96 figures by Ann, Bob" in " ".join(done.stdout.split())
    assert "refitted" not in cli(*args).stdout
    if form == "json":
        Draft202012Validator(report_schema()).validate(json.loads(done.stdout))
    changed = cli("apply", seed, "--ner", "lexicon", "--calibration", path, "--min-confidence", 0.9)
    assert changed.stdout != cli("apply", seed, "--ner", "lexicon", "--min-confidence", 0.9).stdout
    both = cli("apply", seed, "--calibration", path, "--decisions", path)
    assert both.exit_code == 2


def test_a_batch_refits_and_its_rows_say_so(tmp_path):
    pytest.importorskip("pyarrow", reason="needs the extra `batch`")
    import pyarrow.parquet as pq

    (tmp_path / "c.json").write_text(calibration_text(SOME))
    (tmp_path / "o.tsv").write_text("word\tgenes\tdecided_by\nAKT\tAKT1\tAnn\n")
    given = ("--calibration", tmp_path / "c.json", "--overrides", tmp_path / "o.tsv")
    batch = ("batch", SEEDS, tmp_path / "out", "--ner", "lexicon", "--workers", 1)
    done = cli(*batch, *given)
    assert done.exit_code == 0, done.stderr
    report = cli("report", SEEDS, "--ner", "lexicon", "--format", "jsonl", *given).stdout
    wanted = [json.loads(line) for line in report.splitlines()]
    (part,) = (tmp_path / "out" / "figures").iterdir()
    rows = pq.read_table(part).to_pylist()
    assert {row["calibration"] for row in rows} == {SOME.said}
    assert any(row["overrides"] for row in rows)
    for row, one in zip(rows, wanted, strict=True):
        del row["line"]
        hints = [s for s in one["suggestions"] if s["confidence"] < DEFAULT_MIN_CONFIDENCE]
        sure = [s for s in one["suggestions"] if s not in hints]
        assert [s for s in row["suggestions"] if s in sure] == sure
        assert {**row, "suggestions": []} == {"overrides": [], **one, "suggestions": []}
    other = cli(*batch, *given[2:])
    assert other.exit_code == 2
    assert "options.calibration was " in " ".join(other.stderr.split())


def test_a_benchmark_scores_refitted_confidences(tmp_path):
    (tmp_path / "c.json").write_text(calibration_text(Calibration({}, Line(-9.0))))
    args = ("benchmark", SEEDS, "--ner", "lexicon", "--format", "json")
    plain, refitted = cli(*args), cli(*args, "--calibration", tmp_path / "c.json")
    assert (plain.exit_code, refitted.exit_code) == (0, 0), refitted.stderr
    changed = [json.loads(one.stdout)["reconciled"]["changed"] for one in (plain, refitted)]
    assert changed[0] > changed[1] == 0  # nothing is safe any more


def test_from_a_store_to_a_report(tmp_path, monkeypatch):
    """Curators who decline most of what is suggested teach that it is less sure."""
    monkeypatch.chdir(tmp_path)
    ocr = [
        OcrWord("LPS", "LPS", "IRF6", "3664", "ncbigene_synonym", "9606"),
        OcrWord("ERK", "ERK", "EPHB2", "2048", "ncbigene_synonym", "9606"),
    ]
    given = Figure("F", "LPS, HER2 and ERK.", ["IRF6", "EPHB2", "TLR4"], ocr=ocr)
    result = PLAIN.reconcile(given)
    assert len(result.suggestions) >= 3
    figids = [f"F{i}" for i in range(-(-LEAST // 3))]
    with Store("a.db") as store:
        put = (replace(result, figid=f, figure=replace_id(given, f)) for f in figids)
        store.put(Run("1", "lexicon", "model"), [(one, None) for one in put])
        generator = random.Random(0)
        for figid in figids:
            verdicts = (generator.choice(["accept", "decline"]) for _ in result.suggestions)
            pairs = zip(result.suggestions, verdicts, strict=True)
            store.decide([NewDecision.on(figid, *pair) for pair in pairs], curator="Ann")
    done = cli("learn", "a.db", "-o", "c.json")
    assert done.exit_code == 0, done.stderr
    assert "refitting is better on figures that were left out" in done.stdout
    own = Reconciler(ner="lexicon", calibration="c.json", min_confidence=0)
    for one in own.reconcile(given).suggestions:
        assert 0.3 < one.confidence < 0.7
    # What was refitted once is refitted from the confidences of the rules, not from its own.
    with Store("a.db") as store:
        again = own.reconcile(given)
        put = (replace(again, figid=f, figure=replace_id(given, f)) for f in figids)
        store.put(Run("2", "lexicon", "model"), [(one, None) for one in put])
    assert cli("learn", "a.db", "-o", "d.json").exit_code == 0
    one, two = read_calibration("c.json"), read_calibration("d.json")
    assert two.general.shift == pytest.approx(one.general.shift, abs=0.2)
    assert cli("learn", "a.db", "-o", "c.json").exit_code == 2


def replace_id(given, figid):
    return Figure(figid, given.caption, given.keywords, ocr=given.ocr)
