"""The scripts of `benchmarks/` go with the code: what they take from it is there."""

from __future__ import annotations

import ast
import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = sorted((ROOT / "benchmarks").glob("*.py"))


def taken(code: str) -> Iterator[tuple[str, str]]:
    """The modules of the package that code imports from, and what it takes from each."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "reconcile":
            yield from ((str(node.module), name.name) for name in node.names)


def is_there(module: str, name: str) -> bool:
    found = importlib.import_module(module)
    return hasattr(found, name) or (
        hasattr(found, "__path__") and find_spec(f"{module}.{name}") is not None
    )


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_imports_what_is_there(path):
    names = list(taken(path.read_text(encoding="utf-8")))
    assert [name for name in names if not is_there(*name)] == []


def test_what_is_not_there_is_seen():
    (name,) = taken("from reconcile import annotator")
    assert not is_there(*name)
    assert is_there("reconcile.annotate", "annotator")


@pytest.mark.parametrize("ner", ["lexicon", "default"])
def test_stages_says_where_the_time_of_each_step_goes(tmp_path, ner):
    captions = tmp_path / "captions.jsonl"
    captions.write_text(json.dumps({"caption": "The MET of HER2."}) + "\n", encoding="utf-8")
    command = [sys.executable, ROOT / "benchmarks" / "stages.py", captions, "--ner", ner]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    stages = [line.split(" | ")[0].strip("| ") for line in done.stdout.splitlines()]
    steps = {"detect", "senses", "things", "definitions", "decide"}
    steps |= {"tagger", "agreement"} if ner == "default" else set()
    assert {f"step: {step}" for step in steps} <= set(stages)
    assert stages[-2:] == ["together", "the floor"]
