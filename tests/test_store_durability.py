"""What a store has acknowledged is there, whoever is killed and whoever else writes; in small.

`benchmarks/store.py` does the same in full.
"""

from __future__ import annotations

import re
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from postgres import new_database
from support import ENVIRONMENT, ROOT, SEEDS, cli

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    result = cli("store", "import", SEEDS, "--db", path, "--ner", "lexicon")
    assert result.exit_code == 0, result.stderr
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request, tmp_path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "a.db")
    return new_database(request.getfixturevalue("durable_postgres"), f"d{uuid.uuid4().hex}")


def told(sample: Path, where: str, *args: str) -> list[str]:
    command = [sys.executable, ROOT / "benchmarks" / "store.py", sample, "--where", where, *args]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_who_is_killed_loses_nothing_that_was_acknowledged(sample, where):
    (said,) = told(sample, where, "--kills", "2")
    assert "| 2 kills |" in said and "| 0 lost |" in said


def test_writers_at_once_lose_nothing(sample, where):
    (said,) = told(sample, where, "--writers", "2", "--each", "10")
    assert re.search(r"2 writers .* 0 lost .* 0 failed", said), said
