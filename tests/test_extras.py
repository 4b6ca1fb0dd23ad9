"""Extras: their names in hints, and no warning of another package on standard error."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

import reconcile
from reconcile.extras import quiet, to_install

PACKAGE = Path(reconcile.__file__).parent
PROJECT = PACKAGE.parent / "pyproject.toml"

LOUD = """
import builtins, warnings
real = builtins.__import__
OTHERS = {OTHERS!r}

class Marked(Warning): pass

def loud(name, globals=None, locals=None, fromlist=(), level=0):
    found = real(name, globals, locals, fromlist, level)
    if level == 0 and name.split(".")[0] in OTHERS:
        for kind in (UserWarning, FutureWarning, DeprecationWarning, SyntaxWarning, Marked):
            warnings.warn(f"loud {name}", kind, stacklevel=2)
    return found

builtins.__import__ = loud
"""
OTHERS = ("spacy", "thinc", "scispacy", "pyarrow", "pandas", "bioc", "lxml", "matplotlib", "fsspec")


@pytest.fixture
def loud(tmp_path, monkeypatch):
    """Every import of another package gives warnings, in this interpreter's children."""
    (tmp_path / "loud").mkdir()
    script = LOUD.replace("{OTHERS!r}", repr(OTHERS))
    (tmp_path / "loud" / "sitecustomize.py").write_text(script, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path / "loud"), str(PACKAGE.parent)])
    monkeypatch.setenv("PYTHONPATH", path)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("PYTHONWARNINGS", raising=False)
    return tmp_path


def run(*args, **options):
    command = [sys.executable, *args]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def test_the_warnings_of_this_test_are_heard(loud):
    assert "loud spacy" in run("-c", "import spacy").stderr


MAIN = "from reconcile.cli import main; main()"


@pytest.mark.long
@pytest.mark.parametrize(
    "args",
    [
        ["annotate", "HER2 activates MEK1/2."],
        ["report", "seeds", "--format", "bioc-xml"],
        ["report", "seeds", "--format", "html"],
        ["batch", "seeds", "OUT", "--workers", "2"],
    ],
    ids=lambda args: " ".join(args[:1] + args[3:4]),
)
def test_no_command_shows_a_warning_of_another_package(loud, args):
    if "batch" in args and not (find_spec("pyarrow") and find_spec("spacy")):
        pytest.skip("needs the extra `batch`")
    if "bioc-xml" in args:
        pytest.importorskip("bioc")
    places = {"seeds": str(PACKAGE.parent / "seeds"), "OUT": str(loud / "out")}
    done = run("-c", MAIN, *(places.get(arg, arg) for arg in args), cwd=loud)
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr and "loud" not in done.stderr.replace(str(loud), "")


def test_the_library_shows_none_and_leaves_the_warnings_of_others_alone(loud):
    code = (
        "import warnings\n"
        "from reconcile import Figure, Reconciler\n"
        "r = Reconciler()\n"
        "assert r.annotate('HER2 binds.').mentions\n"
        "r.reconcile(Figure(figid='F', caption='HER2 binds.', keywords=['ERBB2']))\n"
        "warnings.warn('my own')\n"
    )
    done = run("-c", code, cwd=loud)
    assert done.returncode == 0
    assert re.fullmatch(r"<string>:6: UserWarning: my own\n(?:.*\n)?", done.stderr)


def test_tables_show_none(loud):
    pytest.importorskip("pandas")
    code = "from reconcile.frames import to_frame; print(len(to_frame([])))"
    done = run("-c", code, cwd=loud)
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_who_asks_for_warnings_gets_them(loud):
    spacy = pytest.importorskip("spacy")
    model = spacy.blank("en")
    model.add_pipe("entity_ruler").add_patterns([{"label": "GENE", "pattern": "CAP"}])
    model.to_disk(loud / "model")
    line = ["annotate", "--ner", str(loud / "model"), "Levels of CAP rose."]
    done = run("-W", "default", "-c", MAIN, *line, cwd=loud)
    assert done.returncode == 0
    assert "loud spacy" in done.stderr
    done = run("-c", MAIN, *line, cwd=loud)
    assert "loud" not in done.stderr.replace(str(loud), "")


def test_quiet_ends():
    with pytest.warns(UserWarning, match="after"):
        import warnings

        with quiet():
            warnings.warn("inside", UserWarning, stacklevel=1)
        warnings.warn("after", UserWarning, stacklevel=1)


# extras


@pytest.fixture
def extras():
    if not PROJECT.is_file():
        pytest.skip("needs a checkout")
    return tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]


def test_each_hint_names_an_extra_that_is_there(extras):
    named = set()
    for path in (*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.j2"), *PROJECT.parent.glob("docs/*.md")):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"gene-reconcile\[([\w,-]+)\]", text))
        named |= set(re.findall(r"to_install\(['\"]([\w-]+)['\"]\)", text))
    assert {"batch", "bioc", "pandas", "plots", "ray", "urls", "lexicon-build"} <= named
    assert named <= set(extras)


def test_no_two_extras_are_the_same(extras):
    resolved = {name: tuple(sorted(needs)) for name, needs in extras.items()}
    assert len(set(resolved.values())) == len(resolved)


def test_all_has_what_commands_use(extras):
    (everything,) = extras["all"]
    named = set(re.findall(r"[\w-]+", everything.partition("[")[2]))
    assert named == set(extras) - {"all", "dev", "lexicon-build", "peers", "scispacy"}


def test_a_hint_helps_in_a_checkout_too():
    assert "'gene-reconcile[batch]'" in to_install("batch")
    assert "-e '.[batch]'" in to_install("batch")
