"""What a command loads before it answers: counted, for seconds depend on the machine."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from support import ENVIRONMENT, ROOT

RECORD = str(next((ROOT / "seeds").glob("000_*.txt")))

_COUNT = """
import json, re, sys
before = set(sys.modules)
compiled = []
compile_ = re.compile
re.compile = lambda text, flags=0: compiled.append(text) or compile_(text, flags)
from reconcile.cli import main
sys.argv = ["reconcile", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert end.code in (None, 0, 1, 2), end.code
sys.stderr.write(json.dumps([sorted(set(sys.modules) - before), len(compiled)]))
"""


def loaded(*args):
    """The modules that a command loads beside those of a bare interpreter, and its patterns."""
    done = subprocess.run(
        [sys.executable, "-c", _COUNT, *args],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT / "tests",
        env={**ENVIRONMENT, "PYTHONWARNINGS": "ignore"},
    )
    modules, patterns = json.loads(done.stderr.splitlines()[-1])
    return set(modules), patterns


TYPER = {"typer", "click", "annotated_doc", "shellingham", "typing_extensions"}
"""Typer and what it loads itself, by its version."""


def others(modules):
    """The packages that are neither ours nor Python's own, Typer aside."""
    tops = {name.partition(".")[0] for name in modules}
    left = tops - sys.stdlib_module_names - {"reconcile"} - TYPER
    return {top for top in left if "cython" not in top}


def parts(modules):
    """The parts of ours."""
    return {name.split(".")[1] for name in modules if name.startswith("reconcile.")}


def commands(modules):
    """The commands of ours."""
    return COMMANDS & {name.removeprefix("reconcile.cli.") for name in modules}


COMMANDS = {"annotate", "apply", "batch", "benchmark", "ground", "learn", "lexicon", "model",
            "report", "serve", "store"}  # fmt: skip


@pytest.mark.parametrize(
    "args", [["--help"], ["-V"], ["report", "--help"], ["--show-completion", "fish"], ["reprot"]]
)
def test_help_loads_the_command_line_alone(args):
    modules, patterns = loaded(*args)
    assert others(modules) == set()
    assert parts(modules) <= {
        "bundled", "choices", "cli", "errors", "patterns", "shown", "version", "writing",
    }  # fmt: skip
    assert not {"json", "logging", "tempfile", "tomllib"} & modules
    assert commands(modules) == {"report"} & set(args)
    assert patterns <= PATTERNS_OF_TYPER


PATTERNS_OF_TYPER = 30
"""With those of the standard library."""


@pytest.mark.parametrize(
    ("line", "asked"), [("", set()), ("re", set()), ("report --for", {"report"})]
)
def test_completion_loads_the_command_that_is_typed(line, asked, monkeypatch):
    words = ["reconcile", *line.split(" ")]
    asks = {
        "_RECONCILE_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    for name, value in asks.items():
        monkeypatch.setitem(ENVIRONMENT, name, value)
    modules, _ = loaded()
    assert (others(modules), commands(modules)) == (set(), asked)


def test_ground_loads_the_lexicon_and_no_more():
    modules, patterns = loaded("ground", "HER2", "MEK", "--no-config")
    assert others(modules) == {"marisa_trie"}
    assert commands(modules) == {"ground"}
    assert not {"annotate", "compare", "suggest", "formats", "targets", "parallel"} & parts(modules)
    assert not {"reconcile.organism_records", "zipfile", "importlib.resources"} & modules
    assert patterns <= PATTERNS_OF_GROUND


PATTERNS_OF_GROUND = 60


def test_a_report_by_the_dictionary_loads_no_tagger_and_no_tables():
    modules, _ = loaded("report", "--ner", "lexicon", RECORD, "--no-config")
    assert commands(modules) == {"report"}
    assert not {"pydantic", "rich"} & modules
    assert not {"spacy", "thinc", "numpy", "pandas", "pyarrow", "matplotlib", "jinja2"} & modules
    assert not {"serve", "store", "batch", "benchmark", "evaluation"} & parts(modules)


def test_a_report_loads_what_it_uses():
    modules, _ = loaded("report", RECORD, "--no-config")
    assert not {"pandas", "pyarrow", "matplotlib", "bioc"} & modules


_SERVED = """
import sys
from reconcile.serve.engine import Engine
from reconcile.serve.settings import Settings
engine = Engine(Settings(ner="lexicon", n_process=1))
engine.open()
late = []
import re
compile_ = re.compile
re.compile = lambda text, flags=0: late.append(("compile", text)) or compile_(text, flags)
sys.addaudithook(lambda event, args: event in ("import", "open") and late.append((event, args[0])))
for name in sys.argv[1:]:
    engine.ground(name)
found = list(late)
engine.close()
print(*found, sep="\\n", end="")
"""


def test_a_service_has_loaded_what_names_need_before_the_first_is_asked():
    pytest.importorskip("fastapi")
    names = (
        *("AKT", "IL-4 and -13", "transforming growth factr beta receptor", "x" * 40, "α-SMA"),
        *("HDAC(1)", "caspase-4, 5, and 11", "protein kinase (PKC)-alpha", "α2,6-sialyltransferse"),
        *("α/β-tubulin", "E- and N-cadherin", "Ca2+ channl subunit beta-3", "a b c d", "LINC0x159"),
    )
    done = subprocess.run(
        [sys.executable, "-c", _SERVED, *names],
        capture_output=True,
        text=True,
        check=True,
        env=ENVIRONMENT,
    )
    assert done.stdout == ""
