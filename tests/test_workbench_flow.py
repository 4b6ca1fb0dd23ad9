"""The whole way of a curator in small: the benchmark with the samples, each three times."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from support import ENVIRONMENT, ROOT, SEEDS

pytestmark = pytest.mark.long

pytest.importorskip("playwright.sync_api", reason="needs playwright, of the extra dev")


def test_records_are_imported_decided_exported_and_applied():
    if not (os.environ.get("CHROMIUM") or shutil.which("chromium")):
        pytest.skip("no Chromium; apt-get install chromium")
    script = ROOT / "benchmarks" / "workbench_flow.py"
    command = [sys.executable, script, SEEDS, "--copies", "3", "--ner", "lexicon"]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert done.returncode == 0, done.stderr
    told = "9 decisions, 9 records as `apply` writes them, no console message"
    assert done.stdout.splitlines()[-1] == told
