"""Suggestions against what people said of entries: counts by hand, and what order cannot change."""

from __future__ import annotations

import csv
import io
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import SEEDS, cli

from reconcile import Figure, Lexicon, Reconciler, read_figures
from reconcile.benchmark import FORMATS, Benchmark, document, render
from reconcile.benchmark.judged import HeldAgainstVerdicts
from reconcile.benchmark.judged.voices import agreements
from reconcile.benchmark.sections import first_sections, sections
from reconcile.curation.verdicts import FigureVerdicts, Verdicts, read_verdicts
from reconcile.records import Evidence, Gene, KeywordVerdict, OcrWord, Reconciliation, Suggestion
from reconcile.statistics import cohens_kappa

WHY = (Evidence("rule", "x"),)


def suggestion(action, keyword, reason, confidence, symbols="", safe=False):
    genes = tuple(symbols.split())
    return Suggestion(action, keyword, genes, (), reason, confidence, "so", WHY, safe)


def result(figid, keywords, *suggestions, supported=()):
    verdicts = tuple(
        KeywordVerdict(k, "gene", k, None, None, "9606", k in supported, genes=(Gene(k),))
        for k in keywords.split()
    )
    scores = dict.fromkeys(("precision", "recall", "recall_strict", "f1"))
    return Reconciliation(
        figid, None, **scores, counts={}, keywords=verdicts, suggestions=suggestions
    )


def said(ok="", wrong="", **others):
    sets = {name: frozenset(value.split()) for name, value in (("ok", ok), ("wrong", wrong))}
    genes = {k: v if k == "complete" else frozenset(v.split()) for k, v in others.items()}
    return FigureVerdicts(**sets, **genes)


def held(figures, *files, resamples=100):
    """The part of a document about figures, each given by its result, and files of verdicts."""
    parts = [Verdicts((f"file {i}",), one) for i, one in enumerate(files)]
    found = HeldAgainstVerdicts(parts)
    for one in figures:
        found.add(Figure(one.figid, "x", [v.keyword for v in one.keywords]), one)
    return found.to_dict(resamples=resamples)


FIGURES = (
    result(
        "A",
        "IRF6 EGFR MYC PDK1 FRAP1 X",
        suggestion("remove", "IRF6", "alias_collision", 0.95, safe=True),
        suggestion("remove", "EGFR", "ocr_artifact", 0.75),
        suggestion("replace", "PDK1", "ambiguous_symbol", 0.85, "PDPK1"),
        suggestion("replace", "FRAP1", "outdated_symbol", 0.99, "MTOR", safe=True),
        suggestion("remove", "MYC", "ocr_artifact", 0.4),  # a hint
        suggestion("remove", "X", "non_gene", 0.9),
        supported=("EGFR",),
    ),
    result(
        "B",
        "KRAS TP53",
        suggestion("remove", "*", "species_mismatch", 0.7),
        suggestion("add", "MEK", "missing_members", 0.8, "MAP2K1 MAP2K2"),
        suggestion("add", "LPS", "missing_gene", 0.55, "IRF6"),
        suggestion("add", "HER2", "missing_gene", 0.6, "ERBB2"),
    ),
    result("C", "EGFR"),
)
SAID = {
    "A": FigureVerdicts(
        ok=frozenset({"EGFR", "FRAP1"}),
        wrong=frozenset({"IRF6", "PDK1", "MYC", "GONE"}),
        other=frozenset({("X", "skip")}),
        replacements=frozenset({("PDK1", frozenset({"PDPK1"}))}),
        renamed=frozenset({"FRAP1"}),
    ),
    "B": said("KRAS", "TP53", wanted="MAP2K1 MAP2K2 NRAS TP53", unwanted="IRF6"),
    "Z": said("EGFR"),
}


def counted(score):
    return [score[name] for name in ("right", "named", "found", "wanted")]


def test_counts_are_those_of_a_person():
    found = held(FIGURES, SAID)
    everything, safe = found["scores"]["all"], found["scores"]["safe"]
    # TP53 of B is wrong and named by nothing but the whole list.
    assert counted(everything["changes"]) == [2, 3, 2, 4]
    assert counted(everything["remove"]) == [1, 2, 1, 4]
    assert counted(everything["replace"]) == [1, 1, 1, 4]
    assert counted(safe["changes"]) == [1, 1, 1, 4]
    # Of ERBB2 nobody spoke; NRAS was not suggested, TP53 is listed.
    assert counted(everything["add"]) == [1, 2, 2, 3]
    assert counted(safe["add"]) == [0, 0, 0, 3]
    assert (everything["changes"]["precision"], everything["changes"]["recall"]) == (2 / 3, 1 / 2)
    assert safe["add"]["precision"] is None
    assert found["figures"] == 2 and found["without_verdicts"] == 1
    assert found["only_in_verdicts"] == ["Z"]
    assert found["entries"] == {
        "ok": 3,
        "wrong": 4,
        "disputed": 0,
        "other": {"skip": 1},
        "gone": 1,
    }
    assert found["instead"] == {"known": 1, "same": 1}
    assert found["whole_lists"] == {"named": 1, "right": 0}
    assert found["supported"] == {
        "named": {"ok": 1, "wrong": 0},
        "not_named": {"ok": 2, "wrong": 4},
    }


def test_rules_thresholds_and_errors():
    found = held(FIGURES, SAID)
    assert [(r["action"], r["reason"], *counted(r)) for r in found["reasons"]] == [
        ("add", "missing_gene", 0, 1, 0, 3),
        ("add", "missing_members", 1, 1, 2, 3),
        ("remove", "alias_collision", 1, 1, 1, 4),
        ("remove", "ocr_artifact", 0, 1, 0, 4),
        ("replace", "ambiguous_symbol", 1, 1, 1, 4),
    ]
    assert found["apart"] == [
        {
            "action": "replace",
            "reason": "outdated_symbol",
            "ok": 1,
            "wrong": 0,
            "accepted": 1,
            "declined": 0,
        }
    ]
    curve = {step["threshold"]: step for step in found["curve"]}
    assert counted(curve[0.0]["changes"]) == [3, 4, 3, 4]  # with the hint
    assert counted(curve[0.8]["changes"]) == [2, 2, 2, 4]
    assert counted(curve[0.8]["add"]) == [1, 1, 2, 3]
    assert counted(curve[1.0]["changes"]) == [0, 0, 0, 4]
    assert [(m["figid"], m["entry"]) for m in found["missed"]] == [("A", "MYC"), ("B", "TP53")]
    assert [(a["figid"], a["entry"], a["action"]) for a in found["false_alarms"]] == [
        ("A", "EGFR", "remove"),
        ("B", "LPS", "add"),
    ]


def test_confidences_are_held_against_what_is_true():
    found = held(FIGURES, SAID)["reliability"]
    judged = [(0.95, 1), (0.75, 0), (0.85, 1), (0.4, 1), (0.8, 1), (0.55, 0)]
    assert found["count"] == len(judged)
    assert found["brier"]["value"] == pytest.approx(sum((c - r) ** 2 for c, r in judged) / 6)
    assert sum(one["count"] for one in found["bins"]) == 6
    assert found["by_action"]["add"]["count"] == 2
    assert found["by_action"]["changes"]["count"] == 4


def test_a_whole_list_is_rightly_called_wrong_where_no_entry_is_right():
    for verdicts, right in ((said("", "KRAS TP53"), 1), (said("KRAS", "*"), 1), (said("*"), 0)):
        assert held(FIGURES, {"B": verdicts})["whole_lists"] == {"named": 1, "right": right}
    assert held(FIGURES, {"B": said(wanted="NRAS")})["whole_lists"] == {"named": 0, "right": 0}


def test_where_all_mentions_are_known_another_addition_is_wrong():
    verdicts = said(wanted="MAP2K1", allowed="MAP2K1 MAP2K2", complete=True)
    assert counted(held(FIGURES, {"B": verdicts})["scores"]["all"]["add"]) == [1, 3, 1, 1]


def test_nothing_judged_is_undefined():
    found = held((), {"A": said("EGFR")})
    score = found["scores"]["all"]["changes"]
    assert (score["precision"], score["recall"]) == (None, None)
    assert score["ci95"] == {"precision": None, "recall": None}
    assert found["reliability"]["brier"]["value"] is None
    assert held(FIGURES[:1], SAID)["scores"]["all"]["changes"]["ci95"]["precision"] is None


# --- two files ----------------------------------------------------------------------------------


def test_agreement_is_counted_by_subject_and_status():
    one = {
        "A": said("EGFR MYC", "IRF6 PDK1", wanted="NRAS", renamed="FRAP1"),
        "B": said("KRAS", "TP53"),
    }
    two = {
        "A": said("EGFR PDK1", "IRF6 MYC", unwanted="NRAS", renamed="FRAP1"),
        "B": said("KRAS", "TP53 GONE"),
        "C": said("EGFR"),
    }
    found = held(FIGURES, one, two)
    (pair,) = found["agreement"]
    assert (pair["first"], pair["second"]) == ("file 0", "file 1")
    entries = pair["subjects"]["entries"]
    assert entries["table"] == {"yes": 2, "first": 1, "second": 1, "no": 2}
    assert entries["kappa"] == cohens_kappa((2, 1, 1, 2))
    assert entries["raw"] == 4 / 6 and entries["figures"] == 2
    low, high = entries["kappa_ci95"]
    assert low <= entries["kappa"] <= high
    assert pair["subjects"]["additions"]["table"]["first"] == 1
    assert pair["subjects"]["new names"]["raw"] == 1
    assert pair["statuses"]["gene"]["count"] == 6
    assert pair["overall"]["count"] == 8
    told = {(d["figid"], d["item"], d["first"], d["second"]) for d in pair["disagreements"]}
    assert told == {
        ("A", "MYC", "ok", "wrong"),
        ("A", "PDK1", "wrong", "ok"),
        ("A", "NRAS", "wanted", "unwanted"),
    }
    # What they do not agree on says nothing about suggestions.
    assert found["entries"] == {"ok": 3, "wrong": 2, "disputed": 2, "other": {}, "gone": 1}
    assert len(held(FIGURES, one, two, SAID)["agreement"]) == 3
    assert held(FIGURES, one)["agreement"] == []


names = st.frozensets(st.sampled_from(["IRF6", "EGFR", "MYC", "PDK1", "KRAS", "TP53"]), max_size=4)
verdicts = st.dictionaries(
    st.sampled_from("ABC"),
    st.builds(FigureVerdicts, ok=names, wrong=names, wanted=names, unwanted=names),
    max_size=3,
)


@settings(max_examples=25)
@given(verdicts, verdicts)
def test_agreement_is_the_same_from_either_side(one, two):
    first, second = Verdicts(("a",), one), Verdicts(("b",), two)
    (pair,) = agreements([first, second], {}, resamples=5)
    (turned,) = agreements([second, first], {}, resamples=5)
    for name in ("count", "raw", "raw_ci95", "kappa", "figures"):
        assert pair["overall"][name] == turned["overall"][name]
    assert pair["overall"]["table"]["first"] == turned["overall"]["table"]["second"]
    (itself,) = agreements([first, first], {}, resamples=5)
    assert itself["disagreements"] == []
    assert itself["overall"]["raw"] in (1, None) and itself["overall"]["kappa"] in (1, None)


@settings(max_examples=25)
@given(verdicts, verdicts, st.randoms(use_true_random=False))
def test_the_order_of_figures_and_files_changes_no_score(one, two, rng):
    found = held(FIGURES, one, two, resamples=5)
    other = held(rng.sample(FIGURES, 3), two, one, resamples=5)
    for name in found.keys() - {"sources", "agreement"}:
        assert found[name] == other[name], name
    joined = Verdicts(("a",), one) | Verdicts(("b",), two)
    assert held(FIGURES, dict(joined.figures), resamples=5)["scores"] == found["scores"]


@settings(max_examples=25)
@given(verdicts)
def test_scores_are_those_of_counting_one_by_one(one):
    found = held(FIGURES, one, resamples=5)["scores"]["all"]["changes"]
    named = {("A", "IRF6"), ("A", "EGFR"), ("A", "PDK1"), ("A", "X")}
    listed = {(f.figid, v.keyword) for f in FIGURES for v in f.keywords}
    judged = {
        (figid, entry): verdict
        for figid, own in one.items()
        for entry, verdict in own.entries.items()
        if (figid, entry) in listed
    }
    wrong = {key for key, verdict in judged.items() if verdict == "wrong"}
    assert found["named"] == len(named & judged.keys())
    assert found["right"] == len(named & wrong)
    assert found["wanted"] == len(wrong)


# --- the command --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Two files of verdicts on the samples, of which the second has a bad line."""
    folder = tmp_path_factory.mktemp("verdicts")
    rng = random.Random(1)
    lines, rows = [], ["figid\tentry\tverdict"]
    for figure in read_figures(SEEDS):
        entries = figure.keywords or ()
        words = {entry: rng.choice(["ok", "ok", "wrong", "skip"]) for entry in entries}
        lines.append(json.dumps({"figid": figure.figid, "keywords": words}))
        rows += [f"{figure.figid}\t{e}\t{rng.choice(['ok', 'wrong'])}" for e in entries[::2]]
    one, two = folder / "a.jsonl", folder / "b.tsv"
    one.write_text("\n".join(lines), encoding="utf-8")
    two.write_text("\n".join([*rows, "=1+1\tX\tok", "F\tX"]), encoding="utf-8")
    return one, two


def test_the_command_names_bad_lines_and_goes_on(files):
    args = ("benchmark", SEEDS, "--ner", "lexicon", "--format", "json", "--verdicts", files[0])
    done = cli(*args)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["verdicts"]["agreement"] == []
    both = cli(*args, "--verdicts", files[1])
    assert both.exit_code == 1
    assert f"{files[1]}:" in both.stderr and "2 cells" in both.stderr
    found = json.loads(both.stdout)["verdicts"]
    assert found["only_in_verdicts"] == ["=1+1"]
    assert found["agreement"][0]["overall"]["count"] > 10


@pytest.fixture(scope="module")
def written(files, fast):
    """The document of the samples with both files."""
    said = [read_verdicts(path, fast.lexicon, on_error=lambda _: None) for path in files]
    found = Benchmark(fast.lexicon, verdicts=said)
    for figure in read_figures(SEEDS):
        found.note(figure)
        found.add(fast.reconcile(figure))
    return document(found)


def test_the_first_screen_has_the_scores_and_the_agreement(written):
    names = [section.name for section in first_sections(written)]
    assert [n for n in names if n.startswith("verdicts")] == [
        "verdicts-scores",
        "verdicts-agreement-1",
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_them(written, form):
    text = "".join(render(form, written, detail=True))
    assert form == "html" or "".join(render(form, written, detail=True)) == text
    if form in ("csv", "tsv"):
        delimiter = "\t" if form == "tsv" else ","
        rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
        kinds = {row["section"] for row in rows if row["section"].startswith("verdicts")}
        assert {
            *("verdicts_scores", "verdicts_curve", "verdicts_reasons", "verdicts_reliability"),
            *("verdicts_missed", "verdicts_agreement", "verdicts_disagreements"),
        } <= kinds
        assert not any(cell.startswith("=") for row in rows for cell in row.values() if cell)
    elif form != "json":
        for words in ("Suggestions against verdicts", "How far verdicts agree", "Brier score"):
            assert words in text
        (first, *_) = (s for s in sections(written) if s.part == "verdicts")
        assert any("agree on 0." in note and ", kappa" in note for note in first.notes)


def test_verdicts_say_first_what_is_wrong_with_a_pipeline():
    """What the caption names and nothing speaks against is wrong if people say so."""
    rows = [OcrWord("EGFR", "EGFR", "EGFR", "1956", "ncbigene_symbol", "9606")]
    figure = Figure("F", "EGFR activates KRAS.", ["EGFR", "KRAS"], ocr=rows)
    outcome = Reconciler(ner="lexicon", min_confidence=0).reconcile(figure)

    def fixes(*files):
        found = Benchmark(Lexicon.load(), verdicts=files, faults=True)
        found.note(figure)
        found.add(outcome)
        return found.to_dict()["fixes"]

    verdicts = Verdicts(("a",), {"F": said("KRAS", "EGFR")})
    assert fixes()["judge"] == "captions" and fixes(verdicts)["judge"] == "verdicts"
    wrong = [sum(one["wrong"] for one in found["words"]) for found in (fixes(), fixes(verdicts))]
    assert wrong == [0, 1]


def test_without_verdicts_there_is_nothing_of_them(fast):
    assert Benchmark(fast.lexicon).to_dict()["verdicts"] is None


def test_a_file_that_has_no_verdicts_is_an_error(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("nothing\n")
    done = cli("benchmark", SEEDS, "--ner", "lexicon", "--verdicts", path)
    assert done.exit_code == 1 and not done.stdout
    assert "no verdicts; expected decisions" in done.stderr
    assert cli("benchmark", SEEDS, "--verdicts", "absent.tsv").exit_code == 2
