"""What other packages say to developers does not reach those who run commands."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from support import cli

import reconcile
from reconcile.hushed import hush

WORKER = """
from test_hushed import chatter
from reconcile.parallel.isolated import Isolated
from reconcile.parallel.process import Setup

def opened():
    chatter("worker")

def work(opened, tasks, beat):
    chatter("task")
    for _ in tasks:
        beat()
    return list(tasks)
"""
RUN = """
from chatty import opened, work
from reconcile.parallel.isolated import Isolated
from reconcile.parallel.process import Setup

workers = Isolated(Setup(opened, work), lambda task, error: error)
print(workers.do([1, 2]))
workers.close()
"""


def chatter(who):
    """Warn in all the ways that packages do."""
    warnings.simplefilter("always")
    warnings.warn(f"{who} warns", FutureWarning, stacklevel=1)
    compile(f"'\\{who}'", "x", "eval")
    logging.getLogger("nobody").warning("%s logs", who)
    own = logging.getLogger("somebody")
    own.addHandler(logging.StreamHandler())
    own.error("%s logs itself", who)


class Chatty:
    def __init__(self, ner="default", disable=(), **_):
        with warnings.catch_warnings():
            chatter("opening")

    def ground(self, label):
        with warnings.catch_warnings():
            chatter("grounding")
        return []


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setitem(vars(reconcile), "Reconciler", Chatty)
    monkeypatch.delenv("PYTHONWARNINGS", raising=False)
    monkeypatch.setattr(sys, "warnoptions", [])
    logging.getLogger("somebody").handlers.clear()
    yield cli
    logging.getLogger("somebody").handlers.clear()


def test_a_command_keeps_them_to_itself_and_verbose_shows_them(run, recwarn):
    assert run("ground", "x").stderr == ""
    assert not [str(one.message) for one in recwarn if "warns" in str(one.message)]
    logging.getLogger("somebody").handlers.clear()
    assert "grounding logs itself" in run("ground", "x", "-v").stderr
    assert "grounding warns" in [str(one.message) for one in recwarn]


def test_the_program_that_runs_a_command_goes_on_as_it_was(run, caplog):
    before = warnings.showwarning
    run("ground", "x")
    assert warnings.showwarning is before
    assert "PYTHONWARNINGS" not in os.environ
    logging.getLogger("nobody").warning("heard")
    assert "heard" in caplog.text


def test_who_asks_for_warnings_gets_them(monkeypatch):
    before = warnings.showwarning
    monkeypatch.setattr(sys, "warnoptions", ["default"])
    hush()
    assert warnings.showwarning is before


@pytest.mark.parametrize("asked", ["", "default"])
def test_neither_do_workers_say_a_word_unless_asked(tmp_path, asked):
    (tmp_path / "chatty.py").write_text(WORKER, encoding="utf-8")
    places = [str(tmp_path), str(Path(__file__).parent), *sys.path]
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, places)),
            "PYTHONWARNINGS": asked,
        },
    )
    assert (done.returncode, done.stdout) == (0, "[[1, 2]]\n")
    if asked:
        assert "task warns" in done.stderr and "worker logs" in done.stderr
    else:
        assert done.stderr == ""
