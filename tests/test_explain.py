"""Explanations name what decided, and show all that was weighed."""

from __future__ import annotations

import json

import pytest
from support import cli

from reconcile.records import Annotation, Mention
from reconcile.report.explain import explain, explanation


@pytest.fixture
def shown(fast):
    return lambda text: explain(fast.annotate(text))


def decisions(shown, text):
    return {mention["text"]: mention["decided_by"] for mention in shown(text)["mentions"]}


@pytest.mark.parametrize(
    ("text", "name", "decided"),
    [
        ("HER2 is amplified.", "HER2", "exact"),
        ("Active pSTAT3 moves.", "pSTAT3", "prefix"),
        ("It needs MEK1/2 here.", "MEK1/2", "enumeration"),
        ("It binds VEGF receptor 1 here.", "VEGF receptor 1", "order"),
        ("Tissue factor (TF) binds factor VIIa.", "TF", "abbreviation"),
        ("PDK1 phosphorylates AKT downstream of PI3K.", "PDK1", "context"),
        ("EGFR in Arabidopsis seedlings", "EGFR", "organism"),
    ],
)
def test_the_deciding_rule(shown, text, name, decided):
    assert decisions(shown, text)[name] == decided


def test_candidates_stand_best_first_with_both_scores(shown):
    (mention,) = (m for m in shown("PDK1 binds AKT and PI3K.")["mentions"] if m["text"] == "PDK1")
    symbols = [[gene["symbol"] for gene in c["genes"]] for c in mention["candidates"]]
    assert symbols[:2] == [["PDPK1"], ["PDK1"]]
    best = mention["candidates"][0]
    assert best["score"] > best["score_alone"]
    assert best["match"]["source"] == "famplex"
    assert mention["match"] == best["match"]


def test_taxa_come_with_the_words_that_name_them(shown):
    text = "Mice and one rat; mice express Stat3."
    taxa = shown(text)["taxa"]
    assert [taxon["taxon_id"] for taxon in taxa] == ["10090", "10116"]
    assert [text[p["start"] : p["end"]] for p in taxa[0]["evidence"]] == ["Mice", "mice"]


def test_what_only_the_tagger_saw():
    mention = Mention("Xyzin", 0, 5, "gene", None, (), "9606", 0.4, found_by="tagger")
    annotation = Annotation("Xyzin", (mention,))
    assert explain(annotation)["mentions"][0]["candidates"] == []
    assert any("only the tagger" in line for line in explanation(annotation))


def test_what_the_text_alone_brings_up_has_no_score_outside(shown):
    """ThPx is in no lexicon: its only candidate is that of the long form."""
    mentions = shown("Thyroid peroxidase (ThPx) rises; ThPx falls.")["mentions"]
    mention = next(m for m in mentions if m["text"] == "ThPx")
    (candidate,) = mention["candidates"]
    assert candidate["score_alone"] is None
    assert candidate["genes"][0]["symbol"] == "TPO"
    assert mention["decided_by"] == "abbreviation"


def test_nothing_is_looked_up_to_explain(fast, monkeypatch):
    annotation = fast.annotate("PDK1 phosphorylates AKT downstream of PI3K in mice.")
    for name in ("lookup", "gene", "family", "keys"):
        monkeypatch.setattr(fast.lexicon, name, None)
    assert explain(annotation)["mentions"][0]["decided_by"] == "context"


def test_untrusted_text_is_shown_and_not_obeyed(fast):
    lines = list(explanation(fast.annotate("\x1b[31mHER2 in mice")))
    assert lines[0].startswith("organism mouse (10090): mice")
    assert not any("\x1b" in line for line in lines)


def run(*arguments, stdin=None):
    return cli("annotate", "--ner", "lexicon", *arguments, input=stdin)


def test_table():
    done = run("HER2 is amplified.", "--explain", "--format", "table")
    assert done.exit_code == 0
    first, second, *_ = done.stdout.splitlines()
    assert first == "0-4 HER2: gene ERBB2, score 0.92"
    assert second == "  decided by exact: the name is in the lexicon"
    assert run("x", "--explain", "--format", "table").stdout == "no genes named\n"


def test_json_adds_to_what_annotate_writes():
    plain = json.loads(run("HER2 in mice", "--format", "json").stdout)
    full = json.loads(run("HER2 in mice", "--explain", "--format", "json").stdout)
    assert full.keys() - plain.keys() <= {"taxa"}
    (mention,) = full["mentions"]
    assert mention.keys() - plain["mentions"][0].keys() == {
        "candidates",
        "decided_by",
        "organism",
        "context",
    }
    assert (mention["organism"]["text"], mention["organism"]["start"]) == ("mice", 8)
    assert {k: mention[k] for k in plain["mentions"][0]} == plain["mentions"][0]


def test_jsonl_keeps_line_for_line():
    done = run("-", "--explain", "--format", "jsonl", stdin="HER2\nnone\n")
    assert [len(json.loads(line)["mentions"]) for line in done.stdout.splitlines()] == [1, 0]


@pytest.mark.parametrize("form", ["pubtator", "bioc"])
def test_formats_without_a_place_for_it(form):
    assert run("HER2", "--explain", "--format", form).exit_code == 2
