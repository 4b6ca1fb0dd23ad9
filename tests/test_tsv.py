"""The TSV forms: the rows of the CSV, with tabs and without quotes."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import sample
from support import cli

from reconcile.curation.decisions import read_decisions
from reconcile.report import render
from reconcile.report.csvlong import tsv_line, unguard

RECORD = """---
figid: F1
caption: HER2 activates MEK.
schema-jsonld:
  keywords: [ERBB2, MEK]
---
"""


def rows(form, *results):
    text = "".join(render(form, results, [], dict))
    delimiter = "\t" if form == "tsv" else ","
    return text, list(csv.reader(io.StringIO(text), delimiter=delimiter))


def test_the_rows_are_those_of_the_csv():
    result = replace(sample("F1"), source='a,"b"')
    text, found = rows("tsv", result)
    assert found == rows("csv", result)[1]
    assert [line.split("\t") for line in text.splitlines()] == found


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_any_cell_is_read_alike_with_quotes_and_without(cells):
    line = tsv_line(cells)
    assert line.endswith("\n") and len(line.splitlines()) == 1
    split = line.removesuffix("\n").split("\t")
    (quoted,) = list(csv.reader(io.StringIO(line), delimiter="\t")) or [[""]]
    assert quoted in (split, [])  # one empty cell is an empty line
    assert [unguard(cell) for cell in split] == cells


@pytest.fixture
def record(tmp_path):
    path = tmp_path / "F1.md"
    path.write_text(RECORD, encoding="utf-8")
    return path


def test_decisions_are_read_from_it(record, tmp_path):
    out = tmp_path / "out.tsv"
    args = ["report", str(record), "--ner", "lexicon", "--format", "tsv", "-o", str(out)]
    assert cli(*args).exit_code == 0
    head, *lines = [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines()]
    action, accept = head.index("action"), head.index("accept")
    for line in lines:
        line[accept] = "y" if line[action] == "replace" else ""
    text = "\n".join("\t".join(line) for line in (head, *lines))
    out.write_text(text, encoding="utf-8")
    decisions = read_decisions(out)
    assert [(d.change.keyword, d.change.symbols) for d in decisions] == [
        ("MEK", ("MAP2K1", "MAP2K2"))
    ]


def test_a_benchmark_has_it_too(record):
    def shown(form):
        args = ["benchmark", str(record), "--ner", "lexicon", "--format", form]
        done = cli(*args)
        assert done.exit_code == 0
        return done.stdout

    table = [line.split("\t") for line in shown("tsv").splitlines()]
    assert table == list(csv.reader(io.StringIO(shown("csv"))))
