"""Decisions of several people, in several files and at several times."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from test_apply import CAPTION, HEADER, decided, everything, keywords, record, reported, run

from reconcile.curation.decisions import Decision, read_decisions
from reconcile.curation.settled import accepted_changes, by_figure
from reconcile.formats.changes import Change, changed_keywords
from reconcile.report import report_schema
from reconcile.report.csvlong import digest

assert CAPTION


@pytest.fixture
def figure(tmp_path, monkeypatch):
    """One record with a list to be put right."""
    monkeypatch.chdir(tmp_path)
    path = Path("F1.md")
    path.write_bytes(record("F1", ["ERBB2", "MEK", "HER2", "Cancer", "RAS", "NRAS"]))
    return path


def wrote(name, *rows):
    Path(name).write_text(HEADER + "".join(f"F1,{row},d\n" for row in rows), encoding="utf-8")
    return name


def applied(figure, *files, code=0):
    result = run(
        "apply", figure, *itertools.chain(*(("--decisions", f) for f in files)), "--in-place"
    )
    assert result.exit_code == code, result.stderr
    return result.stderr


def test_all_files_are_used(figure):
    one = wrote("a.csv", "Cancer,remove,,,y")
    two = wrote("b.csv", "MEK,replace,MAP2K1 MAP2K2,,y")
    assert "2 suggestions applied" in applied(figure, one, two)
    assert keywords(figure) == ("ERBB2", "MAP2K1", "MAP2K2", "HER2", "RAS", "NRAS")


def test_a_file_named_twice_is_read_once(figure, tmp_path):
    one = wrote("a.csv", "Cancer,remove,,,y")
    Path("link.csv").symlink_to(tmp_path / "a.csv")
    assert len(read_decisions(one, f"./{one}", "link.csv")) == 1
    assert "1 suggestion applied" in applied(figure, one, f"./{one}", "link.csv")


def test_decisions_hold_in_instalments(figure):
    """The whole report is decided at once and applied in parts, in any order."""
    text = reported(figure)
    first = decided(text, lambda row: "y" if row["text"] == "Cancer" else "")
    Path("a.csv").write_text(first, encoding="utf-8")
    Path("b.csv").write_text(
        decided(text, lambda row: "y" if row["action"] and row["text"] != "Cancer" else ""),
        encoding="utf-8",
    )
    Path("all.csv").write_text(decided(text, everything), encoding="utf-8")
    before = figure.read_bytes()
    applied(figure, "all.csv")
    whole = figure.read_bytes()
    assert whole != before
    for order in (("a.csv", "b.csv"), ("b.csv", "a.csv")):
        figure.write_bytes(before)
        for name in order:
            applied(figure, name)
        assert figure.read_bytes() == whole
        for name in ("a.csv", "b.csv", "all.csv"):
            assert " 0 changed, 0 suggestions applied" in applied(figure, name)
        assert figure.read_bytes() == whole


CLASHES = {
    "answers": (["Cancer,remove,,,y"], ["Cancer,remove,,,n"], "declined here and accepted in"),
    "changes": (
        ["Cancer,remove,,,y"],
        ["Cancer,replace,ERBB3,,y"],
        "changed in one way here and in another in",
    ),
    "another change declined": (
        ["Cancer,remove,,,n"],
        ["Cancer,replace,ERBB3,,y"],
        "declined here and accepted in",
    ),
    "narrowed addition": (
        ["RAS,add,HRAS KRAS,,y"],
        ["RAS,add,KRAS,,y"],
        "changed in one way here and in another in",
    ),
    "taken out and put in": (
        ["RAS,replace,HRAS NRAS,NRAS,y"],
        ["NRAS,remove,,,y"],
        "NRAS of F1 is put in or kept here and taken out in",
    ),
}


@pytest.mark.parametrize("name", CLASHES)
@pytest.mark.parametrize("turned", [False, True])
def test_a_contradiction_is_named_with_both_places_and_the_rest_is_done(figure, name, turned):
    one, two, _ = CLASHES[name]
    if turned:
        one, two = two, one
    applied_too = "MEK,replace,MAP2K1,,y"
    first, second = wrote("a.csv", *one, applied_too), wrote("b.csv", *two)
    errors = [e for e in applied(figure, first, second, code=1).splitlines() if "error" in e]
    assert len(errors) == 1
    assert "a.csv:2" in errors[0] and "b.csv:2" in errors[0] and "neither is done" in errors[0]
    assert keywords(figure) == ("ERBB2", "MAP2K1", "HER2", "Cancer", "RAS", "NRAS")


@pytest.mark.parametrize("name", CLASHES)
def test_what_a_contradiction_says(figure, name):
    one, two, said = CLASHES[name]
    assert said in applied(figure, wrote("a.csv", *one), wrote("b.csv", *two), code=1)


def test_within_one_file_a_suggestion_may_be_declined_for_another(figure):
    applied(figure, wrote("a.csv", "Cancer,remove,,,n", "Cancer,replace,ERBB3,,y"))
    assert keywords(figure)[3] == "ERBB3"
    again = wrote("b.csv", "MEK,remove,,,y", "MEK,remove,,,n")
    assert re.search(r"b\.csv:3: MEK of F1 is declined .* b\.csv:2", applied(figure, again, code=1))
    assert "MEK" in keywords(figure)


def test_an_entry_that_is_gone_is_named_and_the_rest_is_done(figure):
    rows = ("GONE,replace,AKT1,,y", "Cancer,remove,,,y")
    said = applied(figure, wrote("a.csv", *rows), code=1)
    assert "error: a.csv:2: 'GONE' has left the gene list of F1 since the decision" in said
    assert "Cancer" not in keywords(figure)


def test_an_entry_is_not_merged_with_one_that_is_gone(figure):
    figure.write_bytes(record("F1", ["MEK", "HER2"]))
    said = applied(figure, wrote("a.csv", "HER2,replace,EGFR,EGFR,y"), code=1)
    assert "EGFR, which 'HER2' was to be merged with, has left" in said
    assert keywords(figure) == ("MEK", "HER2")
    # By another name it is still there.
    figure.write_bytes(record("F1", ["HER2", "NEU"]))
    applied(figure, wrote("a.csv", "NEU,replace,ERBB2,ERBB2,y"))
    assert keywords(figure) == ("HER2",)


def test_a_list_is_emptied_as_a_whole(figure):
    listed = ["MEK", "HER2", "Cancer"]
    figure.write_bytes(record("F1", listed))
    rows = f"F1,*,remove,,,y,{digest(listed)}\n"
    Path("a.csv").write_text(
        HEADER + rows + f"F1,HER2,replace,ERBB2,,y,{digest(listed)}\n", "utf-8"
    )
    applied(figure, "a.csv")
    assert not keywords(figure)
    # Once more it is done already.
    applied(figure, "a.csv")
    assert not keywords(figure)


def test_another_list_is_not_emptied(figure):
    figure.write_bytes(record("F1", ["MEK"]))
    said = applied(figure, wrote("a.csv", "*,remove,,,y"), code=1)
    assert "the gene list of F1 is not the one that was to be emptied; make a new report" in said
    assert keywords(figure) == ("MEK",)


WORDS = ["A", "B", "C", "D"]


@st.composite
def decisions(draw):
    listed = draw(st.lists(st.sampled_from(WORDS), unique=True))
    action = draw(st.sampled_from(["add", "remove", "replace"]))
    word = draw(st.sampled_from(WORDS))
    symbols = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True))
    if action == "remove":
        symbols = []
    elif action == "replace":  # no rule keeps the entry that it replaces
        symbols = [s for s in symbols if s != word] or [f"{word}1"]
    change = Change(action, "" if action == "add" else word, tuple(symbols))
    source, line = draw(st.sampled_from(["a", "b"])), draw(st.integers(1, 9))
    accept = draw(st.booleans())
    symbols = frozenset(symbols)
    return Decision("F1", digest(listed), accept, change, word, symbols, frozenset(), source, line)


def told(*symbols, accept=True, source="a"):
    change = Change("add", "", symbols)
    return Decision(
        "F1", digest([]), accept, change, "A", frozenset(symbols), frozenset(), source, 1
    )


@pytest.mark.parametrize(
    "found",
    [
        [told("A", accept=False), told("A", "B"), told("A", "B", source="b")],
        [told("A", "B"), told("B", "C"), told("C")],
    ],
    ids=["declined in the file of one of two", "a chain of additions"],
)
def test_contradictions_are_found_in_any_order(found):
    for order in itertools.permutations(found):
        assert by_figure(order, lambda _: None)["F1"] == []


def test_curators_of_one_file_contradict_each_other_as_people_do():
    def said(curator, *symbols, accept=True):
        change = Change("replace", "MEK", symbols)
        both = frozenset(symbols), frozenset()
        return Decision("F1", "d", accept, change, "MEK", *both, "a", 1, curator)

    taken, other = said("Ada", "A"), said("Ada", "B", accept=False)
    same, declined = said("Bo", "A"), said("Bo", "B", accept=False)
    for found, left in (
        ([taken, other], 2),  # one person, one mind
        ([taken, other, same], 3),
        ([taken, other, same, declined], 4),
        ([taken, declined], 0),  # Bo declines a change, and takes no other
        ([taken, said("Bo", "A", accept=False)], 0),
        ([taken, said("Bo", "B")], 0),
    ):
        errors = []
        for order in itertools.permutations(found):
            assert len(by_figure(order, errors.append)["F1"]) == left
        assert bool(errors) == (not left)
        assert all("Ada" in str(error) and "Bo" in str(error) for error in errors)


def test_an_addition_that_a_curator_thought_of_contradicts_another_for_the_same_words():
    def said(curator, *symbols, reason="", accept=True):
        change, both = Change("add", "", symbols), (frozenset(symbols), frozenset())
        return Decision("F1", "d", accept, change, "p53", *both, "a", 1, curator, reason)

    suggested = said("Bo", "TP53", reason="missing_gene")
    for found, left in (
        ([said("Ada", "TP63"), suggested], 0),
        ([said("Ada", "TP63"), said("Bo", "TP73")], 0),
        ([said("Ada", "TP63"), said("Bo", "TP73"), said("Cy", "TP53", reason="missing_gene")], 0),
        ([said("Ada", "TP53"), suggested], 2),
        ([said("Bo", "TP63"), suggested], 2),  # one person, one mind
        ([said("Ada", "TP73", reason="missing_gene"), suggested], 2),  # two are suggested
        ([said("", "TP73"), said("", "TP63")], 2),  # a file that says neither who nor why
        ([said("Ada", "TP63"), replace(suggested, accept=False)], 2),
    ):
        for order in itertools.permutations(found):
            errors = []
            assert len(by_figure(order, errors.append)["F1"]) == left
            assert bool(errors) == (not left)


@given(st.lists(decisions(), max_size=6), st.lists(st.sampled_from(WORDS), unique=True), st.data())
def test_laws(found, listed, data):
    """What is left never contradicts itself, does not depend on the order, and is done once."""
    errors = []
    settled = by_figure(found, errors.append).get("F1", [])
    after = changed_keywords(listed, accepted_changes(settled, listed, errors.append))
    shuffled = data.draw(st.permutations(found))
    again = by_figure(shuffled, lambda _: None).get("F1", [])
    other = accepted_changes(again, listed, lambda _: None)
    assert set(changed_keywords(listed, other)) == set(after)
    for decision in settled:
        if not decision.accept:
            continue
        change = decision.change
        no = [d for d in found if not d.accept and d.text == decision.text]
        assert not [d for d in no if d.change == change]
    repeated = accepted_changes(settled, after, lambda _: None)
    assert changed_keywords(after, repeated) == after


def test_what_was_declined_stays_declined_in_the_next_report(figure):
    text = reported(figure)
    answers = {"Cancer": "n", "MEK": "y"}
    Path("d.csv").write_text(
        decided(text, lambda row: answers.get(row["text"], "") if row["action"] else "")
    )
    figure.write_bytes(record("F1", ["ERBB2", "NEW", "MEK", "HER2", "Cancer", "RAS", "NRAS"]))

    def report(form):
        args = ("--ner", "lexicon", "--min-confidence", "0", "--format", form)
        result = run("report", figure, *args, "--decisions", "d.csv")
        assert result.exit_code == 0, result.stderr
        return result.stdout

    whole = json.loads(report("json"))
    Draft202012Validator(report_schema()).validate(whole)
    said = {s["keyword"]: s["decision"] for s in whole["figures"][0]["suggestions"]}
    assert said["Cancer"] == "declined" and said["MEK"] == "accepted" and None in said.values()
    rows = csv.DictReader(io.StringIO(report("csv")))
    assert {row["text"]: row["accept"] for row in rows if row["accept"]} == answers
    for form in ("table", "markdown"):
        assert report(form).count("declined before") == 1
        assert report(form).count("accepted before") == 1
    page = report("html")
    assert page.count('data-decided="n"') == page.count('value="n" checked') == 1
    assert page.count('data-decided="y"') == page.count('value="y" checked') == 1
    # A report with decisions is a file of decisions.
    for form in ("csv", "jsonl"):
        Path(f"again.{form}").write_text(report(form), encoding="utf-8")
        again = [(d.text, d.accept) for d in read_decisions(f"again.{form}")]
        assert sorted(again) == [("Cancer", False), ("MEK", True)]


def test_a_decline_is_about_the_same_suggestion_only(figure):
    wrote("d.csv", "Cancer,replace,ERBB3,,n", "MEK,remove,,,n")
    args = ("--ner", "lexicon", "--format", "json", "--decisions", "d.csv")
    (found,) = json.loads(run("report", figure, *args).stdout)["figures"]
    assert {s["decision"] for s in found["suggestions"]} == {None}


def test_a_report_names_decisions_that_contradict_each_other(figure):
    wrote("a.csv", "Cancer,remove,,,n")
    wrote("b.csv", "Cancer,remove,,,y")
    files = ("--decisions", "a.csv", "--decisions", "b.csv")
    result = run("report", figure, "--ner", "lexicon", "--format", "jsonl", *files)
    assert result.exit_code == 1 and "a.csv:2" in result.stderr and "b.csv:2" in result.stderr
    assert {s["decision"] for s in json.loads(result.stdout)["suggestions"]} == {None}
    # The report is whole: no record is missing from it.
    whole = run("report", figure, "--ner", "lexicon", "--format", "json", *files)
    assert whole.exit_code == 1 and json.loads(whole.stdout)["failures"] == []
