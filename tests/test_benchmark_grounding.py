"""The grounding benchmark's counts and error classes, on cases small enough to count by hand."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest

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
    return list(bench.read_documents(file, fast.lexicon))


def test_only_human_ids_are_gold(documents):
    (document,) = documents
    assert document.symbols == {"ERBB2", "AKT1"}
    assert [document.text[s.start : s.end] for s in document.spans] == ["AKT", "HER2"]


def test_a_family_holds_its_member_but_is_not_exact(bench, documents, fast):
    akt, her2 = bench.ground_documents(documents, bench.Own(fast))
    assert (her2.exact, her2.holds) == (True, True)
    assert (akt.exact, akt.holds) == (False, True)


def test_gene_sets_hold_human_genes_of_gene_mentions(bench, documents, fast):
    (found,) = bench.gene_sets(documents, bench.Own(fast))
    assert found.found == {"ERBB2"}  # Egfr is the mouse's, AKT a family
    rates = bench.set_rates([found])
    assert (rates.right, rates.predicted, rates.gold) == (1, 1, 2)


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
    answer = bench.Answer(name, frozenset(found)) if found else None
    classifier = bench.Classifier(fast.lexicon)
    assert classifier.group(name, text, frozenset(wanted), answer) == group
    assert group in sys.modules["grounding_errors"].CLASSES


def test_the_whole_run(bench, tmp_path, capsys):
    gold = tmp_path / "gold.jsonl"
    mention = {"text": "HER2", "kind": "gene", "required": ["ERBB2"]}
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
    assert values["words a second"] > 0
    assert [e["text"] for es in result["errors"].values() for e in es] == ["EGFR"]
    assert bench.main([*arguments, "--ner", "lexicon", "--errors"]) == 0
    out = capsys.readouterr().out
    assert "| detection F1 | 0.667 |" in out
    assert "'EGFR': want nothing, got EGFR" in out
