"""The page about the service shows what it answers: curl, Python and R ask one that runs."""

from __future__ import annotations

import shutil
import subprocess
import threading
from dataclasses import replace

import pytest
from doc_pages import ROOT, Reader, blocks, make_tools, matches
from serve_support import served

from reconcile.serve.running import Service, listen
from reconcile.serve.settings import Limits

pytestmark = pytest.mark.long

PAGE = "docs/service.md"
ASKS = "asks a service"
LIMITS = Limits()


@pytest.fixture(scope="module")
def steps():
    """The blocks of the page that ask, of a service that runs."""
    app = served(ner="lexicon").app
    ready = threading.Event()
    service = Service(app, ready.set)
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    thread = threading.Thread(target=service.run, args=[listening])
    thread.start()
    try:
        assert ready.wait(120)
        yield [
            replace(block, text=block.text.replace("localhost:8765", f"127.0.0.1:{port}"))
            for block in blocks(PAGE)
        ]
    finally:
        service.end()
        thread.join(60)


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_commands_and_python_are_answered_as_shown(steps, tmp_path):
    asking = [
        replace(block, reason=None) if (block.reason or "").startswith(ASKS) else block
        for block in steps
    ]
    assert sum(block.reason is None and block.language == "console" for block in asking) == 5
    Reader(tmp_path, make_tools(tmp_path / "bin")).follow(asking)


def has_r():
    """Whether there is R with what the page needs; takes a second, so it is asked for by a test."""
    if shutil.which("Rscript") is None:
        return False
    asked = ["Rscript", "-e", "library(httr2); library(jsonlite)"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def test_r_is_answered_as_shown(steps, tmp_path):
    if not has_r():
        pytest.skip("needs R with httr2 and jsonlite: apt-get install r-cran-httr2 r-cran-jsonlite")
    place = next(i for i, block in enumerate(steps) if block.language == "r")
    script = tmp_path / "client.R"
    script.write_text(steps[place].text, encoding="utf-8")
    done = subprocess.run(
        ["Rscript", "--vanilla", script], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    shown = steps[place + 1]
    assert shown.after and matches(shown.text, done.stdout), done.stdout


def test_the_limits_that_the_page_names_are_those_of_the_service():
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    for said in (
        f"{LIMITS.body_bytes // 1_000_000} MB (a stream: {LIMITS.stream_bytes // 10**9} GB)",
        f"{LIMITS.characters:,} characters a text or figure, {LIMITS.name_characters:,} a name",
        f"or {LIMITS.items:,} items",
        f"within {LIMITS.body_seconds:g} s",
        f"more than {LIMITS.waiting:,} items wait",
        f"closed after {LIMITS.head_seconds:g} s; there are {LIMITS.connections} at most",
        f"up to {LIMITS.spool_bytes // 1_000_000} MB",
    ):
        assert said in page, said
