"""The commands on the sample records, with the real lexicon and recogniser."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from itertools import pairwise

import jsonschema
import pytest
from support import SEEDS, cli

from reconcile.report import FORMATS, report_schema


def run(*args):
    result = cli(*args)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


@pytest.fixture(scope="module")
def report():
    return json.loads(run("report", SEEDS, "--format", "json"))


def test_report_obeys_the_published_schema(report):
    jsonschema.validate(report, report_schema(), cls=jsonschema.Draft202012Validator)
    assert report["failures"] == []
    assert [figure["figid"] for figure in report["figures"]] == [
        "PMC3835685__nihms524354f1",
        "PMC11240652__cancers-16-02466-g001",
        "PMC8268006__ijms-22-06813-g001",
    ]


def test_mentions_are_spans_of_text_in_order(report):
    for figure in report["figures"]:
        spans = [(m["start"], m["end"]) for m in figure["mentions"]]
        assert spans == sorted(spans)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
        assert all(m["end"] - m["start"] == len(m["text"]) for m in figure["mentions"])


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_names_every_figure_and_is_the_same_again(report, form):
    once = run("report", SEEDS, "--format", form, "--ner", "lexicon")
    for figure in report["figures"]:
        assert figure["figid"].replace("_", r"\_").replace("-", r"\-") in once or (
            figure["figid"] in once
        )
    assert run("report", SEEDS, "--format", form, "--ner", "lexicon") == once


def test_processes_change_nothing():
    one = run("report", SEEDS, "--format", "jsonl", "--ner", "lexicon")
    assert run("report", SEEDS, "--format", "jsonl", "--ner", "lexicon", "--n-process", 2) == one


def test_csv_has_a_row_for_every_keyword(report):
    rows = csv.DictReader(io.StringIO(run("report", SEEDS, "--format", "csv")))
    listed = [row["figid"] for row in rows if row["record_type"] == "keyword"]
    for figure in report["figures"]:
        assert listed.count(figure["figid"]) == len(figure["keywords"])


def test_annotate():
    answer = json.loads(run("annotate", "HER2 activates MEK1/2.", "--format", "json"))
    symbols = {gene["symbol"] for m in answer["mentions"] for gene in m["genes"]}
    assert symbols == {"ERBB2", "MAP2K1", "MAP2K2"}


def test_ground_answers_without_spacy():
    code = (
        "import sys\n"
        "from reconcile.cli import main\n"
        "sys.argv = ['reconcile', 'ground', 'HER2', 'MEK', 'zzzyx', '--format', 'json']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'numpy', 'yaml', 'rich', 'scispacy'} & set(sys.modules)\n"
        "sys.exit(','.join(heavy) or None)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    her2, mek, nothing = json.loads(done.stdout)
    assert [gene["hgnc_id"] for gene in her2["genes"]] == ["HGNC:3430"]
    assert (mek["kind"], mek["label"]) == ("family", "MEK")
    assert nothing["genes"] == []
