"""The grounding benchmark's counts and error classes, on cases small enough to count by hand."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest

from reconcile.evaluation.linking import GeneIds

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"

PUBTATOR = (
    "1|t|Egfr in mice.\n1|a|AKT and HER2 in men.\n"
    "1\t0\t4\tEgfr\tGeneOrGeneProduct\t13649\n"
    "1\t8\t12\tmice\tOrganismTaxon\t10090\n"
    "1\t14\t17\tAKT\tGeneOrGeneProduct\t207\n"
    "1\t22\t26\tHER2\tGeneOrGeneProduct\t2064\n\n"
)


@pytest.fixture(scope="module")
def bench():
    sys.path.insert(0, str(BENCHMARKS))
    try:
        yield importlib.import_module("grounding")
    finally:
        sys.path.remove(str(BENCHMARKS))


@pytest.fixture
def documents(bench, fast, tmp_path):
    file = tmp_path / "Tiny.PubTator"
    file.write_text(PUBTATOR, encoding="utf-8")
    return list(bench.whole_gold(file, fast.lexicon).documents)


def test_only_human_ids_are_gold(documents):
    (document,) = documents
    assert document.genes == {"ERBB2", "AKT1"}
    spans = sys.modules["pubtator_gold"].gold_spans(document)
    assert [document.text[s.start : s.end] for s in spans] == ["AKT", "HER2"]


def test_a_family_holds_its_member_but_is_not_exact(bench, documents, fast):
    akt, her2 = bench.ground_documents(documents, bench.Own(fast))
    assert (her2.exact, her2.holds) == (True, True)
    assert (akt.exact, akt.holds) == (False, True)


def test_a_system_is_asked_once_a_document_and_its_mouse_genes_are_left_out(bench, documents, fast):
    asked = bench.Asked(bench.Own(fast))
    (found,) = asked.answers(documents, GeneIds(fast.lexicon))
    named = {documents[0].text[a.start : a.end]: a.symbols for a in found}
    assert named == {"Egfr": frozenset(), "AKT": {"AKT1", "AKT2", "AKT3"}, "HER2": {"ERBB2"}}
    assert [one.text for one in asked.answered["1"]] == list(named)
    (mapped,) = asked.answers(documents, GeneIds(fast.lexicon, orthologs=True))
    assert mapped[0].symbols == {"EGFR"}


@pytest.mark.parametrize(
    ("name", "text", "wanted", "found", "group"),
    [
        ("AKT", "AKT", {"AKT1"}, {"AKT1", "AKT2", "AKT3"}, "family or member"),
        ("TF", "x (TF) y", {"F3"}, {"TF"}, "abbreviation"),
        ("TCF4", "TCF4", {"TCF7L2"}, {"TCF4"}, "ambiguous name"),
        ("calcium binding protein", "", {"S100A7"}, {"CETN1"}, "generic words"),
        ("EGFR of skin", "EGFR of skin", {"EGFR"}, set(), "wrong span"),
        ("MET", "MET", {"BRAF"}, {"MET"}, "ambiguous letters"),
        ("qqqzzz", "qqqzzz", {"BRAF"}, set(), "not in the lexicon"),
        ("qqqzzz", "qqqzzz", set(), set(), "other species"),
    ],
)
def test_error_classes(bench, fast, name, text, wanted, found, group):
    answer = sys.modules["systems"].Answer(name, frozenset(found)) if found else None
    classifier = bench.Classifier(fast.lexicon)
    assert classifier.group(name, text, frozenset(wanted), answer) == group
    assert group in sys.modules["grounding_errors"].CLASSES


def test_the_whole_run(bench, tmp_path, capsys):
    gold = tmp_path / "gold.jsonl"
    mention = {"text": "HER2", "kind": "gene", "required": ["ERBB2"], "spans": [[0, 4]]}
    record = {"figid": "F", "caption": "HER2 and EGFR.", "mentions": [mention]}
    gold.write_text(json.dumps(record), encoding="utf-8")
    corpus = tmp_path / "Tiny.PubTator"
    corpus.write_text(PUBTATOR, encoding="utf-8")
    arguments = ["--gold", str(gold), "--pubtator", str(corpus), "--captions", str(gold)]
    assert bench.main([*arguments, "--ner", "lexicon", "--json"]) == 0
    (result,) = json.loads(capsys.readouterr().out)
    values = {figure["measure"]: figure["value"] for figure in result["figures"]}
    assert values["detection F1"] == pytest.approx(2 / 3)
    assert values["gold spans, exact set"] == 0.5
    assert values["genes by document, F1"] == pytest.approx(
        2 / 3
    )  # Egfr is a mouse's, AKT a family
    assert values["names, found and grounded, F1"] == 0.5
    assert values["words a second"] > 0
    assert [e["text"] for es in result["errors"].values() for e in es] == ["EGFR"]
    assert bench.main([*arguments, "--ner", "lexicon", "--errors"]) == 0
    out = capsys.readouterr().out
    assert "| detection F1 | 0.667 |" in out
    assert "'EGFR': want nothing, got EGFR" in out
