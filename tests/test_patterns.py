"""Expressions that are compiled when they are used are in all else as those of `re`."""

from __future__ import annotations

import ast
import copy
import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reconcile
from reconcile.patterns import regex

ROOT = Path(reconcile.__file__).parent


@given(st.sampled_from([r"a+", r"(?P<x>a)|b", r"[^\W_]+", r"\b"]), st.text("ab Ä_"), st.booleans())
def test_it_finds_what_the_compiled_one_finds(text, searched, ignored):
    flags = re.IGNORECASE if ignored else 0
    late, now = regex(text, flags), re.compile(text, flags)
    assert late.findall(searched) == now.findall(searched)
    assert late.sub("-", searched) == now.sub("-", searched)
    assert late.split(searched) == now.split(searched)
    for name in ("search", "match", "fullmatch"):
        found, wanted = getattr(late, name)(searched), getattr(now, name)(searched)
        assert (found and found.span()) == (wanted and wanted.span())
    assert [m.groupdict() for m in late.finditer(searched)] == [
        m.groupdict() for m in now.finditer(searched)
    ]
    for name in ("pattern", "flags", "groups", "groupindex"):
        assert getattr(late, name) == getattr(now, name)


def test_nothing_is_compiled_before_it_is_asked_for():
    broken = regex("(")
    with pytest.raises(re.error):
        broken.match("x")


@pytest.mark.parametrize("used", [False, True])
def test_it_is_copied_and_pickled(used):
    late = regex("a+", re.IGNORECASE)
    if used:
        assert late.match("A")
    for one in (copy.copy(late), copy.deepcopy(late), pickle.loads(pickle.dumps(late))):
        assert one.match("AA")[0] == "AA"
    with pytest.raises(AttributeError):
        _ = late.nothing


def test_threads_may_use_it_first():
    for _ in range(50):
        late = regex("a+")
        with ThreadPoolExecutor(8) as pool:
            found = [pool.submit(getattr, late, "match") for _ in range(16)]
            assert {one.result()("aa")[0] for one in found} == {"aa"}


def compiled_on_import(path):
    """The lines of a module that compile an expression while it is imported."""
    waiting = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            kept = [part for part in ast.walk(node) if isinstance(part, ast.Constant)]
            if not any(isinstance(part.value, bytes) for part in kept):
                yield node.lineno
        waiting.extend(ast.iter_child_nodes(node))


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.stem)
def test_no_module_compiles_while_it_is_imported(path):
    assert list(compiled_on_import(path)) == [], f"{path}: use reconcile.patterns.regex"
