"""`reconcile model evaluate --grounding`: what it says first, exit status, what is written."""

from __future__ import annotations

import json

import pytest
import spacy
from linking_samples import jsonl, pubtator
from support import cli

from reconcile.evaluation.linking import MEASURES

TEXT = "HER2 and AKT bind p53."
MENTIONS = [
    {"text": "HER2", "kind": "gene", "required": ["ERBB2"], "spans": [[0, 4]]},
    {"text": "AKT", "kind": "family", "required": ["AKT1", "AKT2", "AKT3"], "spans": [[9, 12]]},
    {"text": "p53", "kind": "gene", "required": ["TP53"], "spans": [[18, 21]]},
]
RECORDS = [
    {"caption": TEXT, "mentions": MENTIONS},
    {"caption": "BRAF \x1b[31mand EGFR.", "mentions": [{**MENTIONS[0], "text": "BRAF"}]},
]
FOUND = pubtator(
    [
        ("F0", TEXT, [(0, 4, "Gene", "2064"), (9, 12, "Family", "207"), (13, 17, "Gene", "673")]),
        ("F1", "BRAF \x1b[31mand EGFR.", [(0, 4, "Gene", "673")]),
    ]
)


@pytest.fixture
def files(tmp_path):
    """A gold and annotations, by name."""
    (tmp_path / "x").mkdir()
    paths = {"gold": tmp_path / "x" / "gold.jsonl", "found": tmp_path / "found.PubTator"}
    paths["gold"].write_text(jsonl(RECORDS), encoding="utf-8")
    paths["found"].write_text(FOUND, encoding="utf-8")
    return paths


def run(*args):
    return cli("model", "evaluate", "--grounding", *args)


def test_the_first_five_lines_are_the_answer(files):
    result = run("--corpus", files["gold"], "--annotations", files["found"])
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == (
        f"{files['found']} on x/gold: 4 distinct names in 2 documents, 3 found, "
        "1 found and grounded right"
    )
    assert lines[1].startswith("Names found and grounded to the right genes  F1 0.250 [")
    assert lines[2].startswith("Names found                                  F1 0.750 [")
    assert lines[3].startswith("Genes by document                            F1 0.333 [")
    assert lines[4] == "Most often wrong: missed (1), spurious (1), wrong genes (1)"
    assert "\x1b" not in result.stdout


def test_examples_of_errors_are_shown_where_they_are_asked_for(files):
    args = ("--corpus", files["gold"], "--annotations", files["found"])
    assert "TP53" not in run(*args).stdout
    shown = run(*args, "--errors", 1).stdout
    assert "missed\n  p53: TP53 (F0:18)\n" in shown
    assert "spurious\n  bind: BRAF (F0:13)\n" in shown
    assert "missing members\n  AKT: AKT1 instead of AKT1, AKT2, AKT3 (F0:9)\n" in shown
    assert "wrong genes\n  BRAF: BRAF instead of ERBB2 (F1:0)\n" in shown


def test_json_has_counts_scores_and_intervals(files):
    args = ("--corpus", files["gold"], "--annotations", files["found"], "--format", "json")
    result = run(*args, "--errors", 1)
    assert (result.exit_code, result.stderr) == (0, "")
    report = json.loads(result.stdout)
    assert report["model"] == {"name": str(files["found"]), "version": None}
    assert report["failures"] == []
    (one,) = report["corpora"]
    assert (one["name"], one["documents"]) == ("x/gold", 2)
    assert (one["orthologs"], one["not_asked"]) == (True, 0)
    grounded = one["names"]["grounded"]
    assert (grounded["right"], grounded["predicted"], grounded["gold"]) == (1, 4, 4)
    assert grounded["precision"] == grounded["recall"] == grounded["f1"] == 0.25
    low, high = grounded["ci95"]["f1"]
    assert 0 <= low <= 0.25 <= high <= 1
    by_kind = grounded["by_kind"]
    assert {k: (v["right"], v["predicted"], v["gold"]) for k, v in by_kind.items()} == {
        "gene": (1, 3, 3),
        "family": (0, 1, 1),
        "complex": (0, 0, 0),
    }
    assert one["detection"]["strict"]["correct"] == 3
    assert one["detection"]["partial"]["possible"] == 4
    assert set(one["detection"]) == {"strict", "exact", "partial", "type"}
    assert one["linking"]["strict"]["right"] == 1
    assert one["genes"]["micro"]["gold"] == 3
    assert one["genes"]["macro"]["recall"] == 0.25
    assert {e["class"]: e["count"] for e in one["errors"]} == {
        "missed": 1,
        "spurious": 1,
        "wrong_genes": 1,
        "missing_members": 1,
    }
    (example,) = one["errors"][0]["examples"]
    assert example == {
        "document": "F0",
        "start": 18,
        "text": "p53",
        "kind": "gene",
        "wanted": ["TP53"],
        "found": [],
    }


def test_the_chain_is_the_default_and_the_dictionary_can_be_had(files):
    args = ("--corpus", files["gold"], "--format", "json")
    chain, lexicon = (json.loads(run(*args, *more).stdout) for more in ((), ("--ner", "lexicon")))
    assert (chain["model"]["name"], lexicon["model"]["name"]) == ("chain", "lexicon")
    for report in (chain, lexicon):
        assert report["corpora"][0]["names"]["grounded"]["right"] == 3
        assert report["model"]["version"]


def test_the_tagger_alone_is_grounded_name_by_name(files):
    report = json.loads(
        run("--corpus", files["gold"], "--ner", "tagger", "--format", "json").stdout
    )
    assert report["model"]["name"] not in ("chain", "lexicon")
    assert report["corpora"][0]["names"]["grounded"]["right"] == 3


def test_a_second_system_gives_a_verdict_first(files):
    args = ("--corpus", files["gold"], "--annotations", files["found"])
    lines = run(*args, "--against", "lexicon").stdout.splitlines()
    assert lines[0].startswith(
        f"No difference that is more than chance between {files['found']} and lexicon "
    )
    assert ": F1 of names found and grounded 0.250 against 0.667, -0.417 [" in lines[0]
    assert lines[0].endswith(", p 1.000")  # 0.222 and 0.750 if F1 alone changes places
    assert "names, found and grounded right  f1         0.250  0.667  -0.417" in "\n".join(lines)
    result = run(*args, "--against", files["found"], "--format", "json")
    (one,) = json.loads(result.stdout)["corpora"]
    found = one["comparison"]
    assert found["against"] == {"name": str(files["found"]), "version": None}
    assert (found["answer"], found["documents"], found["changed"]) == ("no difference", 2, 0)
    assert found["scores"]["grounded"]["f1"] == {
        "here": 0.25,
        "there": 0.25,
        "difference": 0.0,
        "ci95": [0.0, 0.0],
        "p": 1.0,
    }
    assert set(found["scores"]) == {*MEASURES, "genes_macro"}


def test_two_systems_are_compared_on_the_texts_that_both_have(files, tmp_path):
    other = tmp_path / "other.PubTator"
    other.write_text(pubtator([("F0", TEXT, [])]))
    args = ("--corpus", files["gold"], "--annotations", files["found"], "--format", "json")
    result = run(*args, "--against", other)
    assert result.exit_code == 1
    (one,) = json.loads(result.stdout)["corpora"]
    assert (one["documents"], one["comparison"]["documents"]) == (1, 1)
    assert one["comparison"]["scores"]["found"]["precision"]["ci95"] is None


def test_what_is_wrong_is_named_and_the_rest_is_done(files, tmp_path):
    files["gold"].write_text(jsonl(RECORDS) + "{\n", encoding="utf-8")
    files["found"].write_text(
        pubtator(
            [("F0", TEXT, [(0, 4, "Gene", "MESH:D1")]), ("F7", "More.", [(0, 4, "Gene", "1")])]
        )
    )
    none = tmp_path / "none.jsonl"
    none.write_text("{\n")
    result = run("--corpus", files["gold"], none, "--annotations", files["found"])
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0].endswith(
        "on x/gold: 3 distinct names in 1 document, 1 found, 0 found and grounded right"
    )
    said = result.stderr.splitlines()
    assert [line.partition(":")[0] for line in said] == ["error"] * 4 + ["note"] * 2
    assert said[0].startswith(f"error: {files['gold']}:3: not JSON")
    assert said[1].startswith(f"error: {none}:1: not JSON")
    assert said[2].startswith(f"error: {none}: no document that can be used")
    assert f"{files['found']}: no text F1" in said[3]
    assert "MESH:D1 (HER2): of no human gene" in said[4]
    assert said[5].endswith("no gold has the text F7")


def test_where_no_text_can_be_judged_nothing_is_printed(files):
    files["found"].write_text(pubtator([("F7", "More.", [])]))
    result = run("--corpus", files["gold"], "--annotations", files["found"])
    assert (result.exit_code, result.stdout) == (1, "")
    said = result.stderr.splitlines()
    assert said[0].startswith(
        f"error: {files['found']}: none of its texts has the id of a document"
    )
    assert "it has 'F7', the gold 'F0'" in said[0]
    files["found"].write_text(pubtator([("F0", "Other.", [(0, 5, "Gene", "1")])]))
    result = run("--corpus", files["gold"], "--annotations", files["found"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{files['found']}:3: 0-5 is 'HER2 ' in the text of F0" in result.stderr


def test_symbols_of_a_gold_that_no_gene_has_are_named(files):
    record = {"caption": "HER2", "mentions": [{**MENTIONS[0], "required": ["ERBBB2"]}]}
    files["gold"].write_text(jsonl([record]), encoding="utf-8")
    result = run("--corpus", files["gold"], "--ner", "lexicon")
    assert result.exit_code == 0
    assert result.stderr == f"note: {files['gold']}: ERBBB2 (HER2): of no human gene\n"
    assert run("--corpus", files["gold"], "--ner", "lexicon", "-q").stderr == ""


def test_a_model_takes_the_taggers_place(files, tmp_path):
    nlp = spacy.blank("en", meta={"name": "small"})
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GENE", "pattern": "bind"}])
    nlp.to_disk(tmp_path / "en_small")
    args = ("--corpus", files["gold"], "--ner", tmp_path / "en_small", "--format", "json")
    report = json.loads(run(*args).stdout)
    assert report["model"]["name"] == str(tmp_path / "en_small")
    assert report["corpora"][0]["names"]["grounded"]["right"] == 3


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--grounding",), "give at least one corpus"),
        (("--grounding", "--annotations", "FOUND", "--ner", "chain", "GOLD"), "not both"),
        (("--grounding", "--labels", "GENE", "GOLD"), "of no use with --grounding"),
        (("--grounding", "--style", "general", "GOLD"), "of no use with --grounding"),
        (("--grounding", "--ner", "en_none", "GOLD"), "en_none"),
        (
            ("--grounding", "--against", "en_none", "GOLD"),
            "there is no file 'en_none', and no spaCy",
        ),
        (("--annotations", "FOUND", "GOLD"), "--annotations needs --grounding"),
        (("--against", "lexicon", "GOLD"), "--against needs --grounding"),
        (("--orthologs", "GOLD"), "--orthologs needs --grounding"),
        (("--errors", "3", "GOLD"), "--errors needs --grounding"),
    ],
)
def test_wrong_use_exits_2_and_writes_no_data(files, args, message):
    paths = {"GOLD": files["gold"], "FOUND": files["found"]}
    result = cli("model", "evaluate", *(paths.get(arg, arg) for arg in args))
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())
