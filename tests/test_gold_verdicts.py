"""Verdicts of people are read by one helper, alike for all benchmarks of suggestions."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@pytest.fixture
def helper(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    monkeypatch.delitem(sys.modules, "gold_verdicts", raising=False)
    import gold_verdicts

    return gold_verdicts


def test_figures_are_read_by_figid(helper, tmp_path):
    lines = [{"figid": "A__1", "keywords": {"MEK": "ok"}}, {"figid": "A__2", "keywords": {}}]
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert helper.verdicts(path) == {line["figid"]: line for line in lines}


def test_the_judgements_that_are_kept_can_be_read(helper):
    found = helper.judgements(BENCHMARKS / "alias_judgements.tsv")
    assert {word for own in found.values() for word in own.values()} == {"undecided", "wrong"}
    assert helper.article_of("PMC1__f2") == "PMC1"


@pytest.mark.parametrize("name", ["doubt_examples", "safe_suggestions"])
def test_no_benchmark_reads_verdicts_by_itself(name):
    text = (BENCHMARKS / f"{name}.py").read_text(encoding="utf-8")
    assert "gold_verdicts.verdicts(gold)" in text
    assert "gold.open(" not in text and "gold.read_text(" not in text
