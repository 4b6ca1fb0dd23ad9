"""Tests go in by the front door: no test names what a module of reconcile keeps to itself."""

from __future__ import annotations

import ast
import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
OWN = {"self", "cls", "os"}
"""Whose private names a test may use: its own, and those of the standard library."""
SETTERS = {"setattr", "getattr", "delattr", "hasattr", "patch", "object", "setitem"}


def is_private(name: str) -> bool:
    """Whether a name is private; `__init__` and `_repr_html_` are names of protocols."""
    return name.startswith("_") and not name.endswith("_")


def private_names(code: str) -> Iterator[str]:
    """The private names of others that Python code imports, reads, replaces, or runs as a text."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                parts = [*module.split("."), *(name.name for name in names)]
                yield from filter(is_private, parts if module.startswith("reconcile") else ())
            case ast.Import(names=names):
                for name in names:
                    yield from filter(is_private, name.name.split("."))
            case ast.Attribute(value=ast.Name(id=owner), attr=attr) if owner in OWN:
                pass
            case ast.Attribute(attr=attr) if is_private(attr):
                yield attr
            case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=args):
                texts = [arg.value for arg in args[:2] if isinstance(arg, ast.Constant)]
                for text in texts if called in SETTERS else ():
                    yield from filter(is_private, str(text).split("."))
            case ast.Constant(value=str(text)) if re.search(r"[\n;]", text):
                with contextlib.suppress(SyntaxError, ValueError):  # then it is no script
                    yield from private_names(text)


def test_no_test_names_what_is_private():
    files = [path for path in TESTS.glob("*.py") if path != Path(__file__)]
    assert len(files) > 60
    found = {path.name: [*private_names(path.read_text(encoding="utf-8"))] for path in files}
    assert not {name: names for name, names in found.items() if names}


@pytest.mark.parametrize(
    "code",
    [
        "from reconcile.text import _x",
        "from reconcile._text import x",
        "import reconcile._text",
        "text._x",
        "text._x = 1",
        "Reconciler()._x(1)",
        "monkeypatch.setattr(text, '_x', 1)",
        "monkeypatch.setattr('reconcile.text._x', 1)",
        "RUN = 'import reconcile\\nreconcile._x'",
    ],
)
def test_private_names_are_found(code):
    assert list(private_names(code)) == ["_text" if "_text" in code else "_x"]


@pytest.mark.parametrize(
    "code", ["self._x", "os._exit(1)", "x.__class__", "x._repr_html_()", "'_x'", "import reconcile"]
)
def test_what_is_no_private_name_is_not(code):
    assert not list(private_names(code))
