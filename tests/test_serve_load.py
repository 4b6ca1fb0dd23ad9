"""The load benchmark in small: all that is asked is answered; no seconds are pinned."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from support import ENVIRONMENT, ROOT

pytestmark = pytest.mark.long


def test_everything_that_many_clients_ask_at_the_same_time_is_answered(tmp_path):
    captions = tmp_path / "captions.jsonl"
    texts = [f"HER2 activates MEK and gene {number}." for number in range(40)]
    lines = (json.dumps({"caption": text}) + "\n" for text in texts)
    captions.write_text("".join(lines), encoding="utf-8")
    script = ROOT / "benchmarks" / "load.py"
    options = ["--ner", "lexicon", "--workers", "1", "--clients", "20"]
    done = subprocess.run(
        [sys.executable, script, captions, *options],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("40 captions, 20 clients")
    row = r"workers +(captions|names), (?:words )?(\w+) .* failed (\d+)$"
    rows = re.findall(row, done.stdout, re.MULTILINE)
    assert rows == [(what, how, "0") for what, how in EXPECTED]


EXPECTED = [("captions", "new"), ("captions", "known"), ("names", "alone"), ("names", "beside")]
