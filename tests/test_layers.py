"""Imports run one way, spaCy stays in its place, and the front door stays light."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import reconcile

ROOT = Path(reconcile.__file__).parent

ORDER = (
    "version",
    "choices",
    "patterns",
    "locks",
    "memo",
    "remembered",
    "opening",
    "extras",
    "entities",
    "mojibake",
    "shown",
    "htmltable",
    "hushed",
    "errors",
    "figure",
    "plain",
    "override",
    "calibration",
    "records",
    "organism_records",
    "scratch",
    "writing",
    "checksums",
    "bundled",
    "cleaning",
    "text",
    "statistics",
    "metrics",
    "shape",
    "viruses",
    "organisms",
    "naming",
    "lexicon",
    "overrides",
    "tagger",
    "grounding",
    "annotate",
    "compare",
    "suggest",
    "targets",
    "frames",
    "formats",
    "report",
    "curation",
    "made_with",
    "parallel",
    "reconciler",
    "evaluation",
    "benchmark",
    "batch",
    "store",
    "learning",
    "serve",
    "",
    "cli",
    "__main__",
)
"""The parts of the package, the lowest first: a part imports what stands before it alone."""
LEVEL = {part: level for level, part in enumerate(ORDER)}
TOPS = (ROOT, Path(__file__).parents[1])
ARCHITECTURE = (TOPS[1] / "docs" / "architecture.md").read_text(encoding="utf-8")
MODULES = sorted(path for path in ROOT.rglob("*.py") if "_models" not in path.parts)
NAMES = {
    ".".join((ROOT.name, *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in MODULES
}


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of all that a module imports, also inside functions."""
    package = ("reconcile", *path.relative_to(ROOT).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *([node.module] if node.module else [])))
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def part(name: str) -> str | None:
    """Which part of the package a name is in; "" for the front door, None for another package."""
    first, *rest = name.split(".")
    if first != "reconcile":
        return None
    return rest[0] if rest and rest[0] in LEVEL else ""


def own_part(path: Path) -> str:
    relative = path.relative_to(ROOT)
    return (
        ""
        if relative.name == relative.as_posix() == "__init__.py"
        else (relative.parts[0].removesuffix(".py"))
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_go_down(path):
    own = own_part(path)
    assert own in LEVEL, f"{own} has no place in ORDER"
    for line, name in imports(path):
        target = part(name)
        if target is None or target == own:
            continue
        assert LEVEL[target] < LEVEL[own], f"{path}:{line} imports {name}, which is not below it"


def test_the_architecture_lists_the_parts_from_the_highest_down():
    table = ARCHITECTURE.split("| --- | --- |\n", 1)[1].split("\n\n", 1)[0]
    cells = [row.split("|")[1] for row in table.splitlines()]
    listed = [name for cell in cells for name in re.findall(r"`(\w+)(?:/|\.py)`", cell)]
    assert listed == [name for name in reversed(ORDER) if name not in ("", "__main__")]


def test_the_architecture_names_files_that_are_there():
    named = set(re.findall(r"`((?:\w+/)+(?:\w+(?:\.\w+)+)?)`", ARCHITECTURE))
    assert len(named) > 60
    assert [name for name in named if not any((top / name).exists() for top in TOPS)] == []
    modules = {path.name for path in MODULES} | {path.name for path in TOPS[1].glob("*/*.py")}
    assert set(re.findall(r"\b\w+\.py\b", ARCHITECTURE)) <= modules


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_frameworks_stay_in_their_place(path):
    places = {"spacy": "tagger", "scispacy": "tagger", "typer": "cli", "yaml": "formats"}
    places |= dict.fromkeys(("jinja2", "markupsafe", "matplotlib"), "report")
    places |= dict.fromkeys(("fastapi", "starlette", "uvicorn"), "serve")
    places |= {"bioc": "formats", "lxml": "formats", "pandas": "frames"}
    for line, name in imports(path):
        place = places.get(name.split(".")[0])
        assert place in {None, own_part(path)}, f"{path}:{line} imports {name} outside {place}/"


def module_of(name: str) -> str:
    """The module of the package that a name is in or is."""
    while name and name not in NAMES:
        name = name.rpartition(".")[0]
    return name


def test_no_modules_import_each_other():
    graph = {
        own: {module_of(name) for _, name in imports(path)} - {own, ""}
        for own, path in NAMES.items()
    }
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_the_walk_sees_imports():
    names = {name for _, name in imports(ROOT / "cli" / "report.py")}
    assert "reconcile.metrics.Counts" in names
    assert part("reconcile.metrics.Counts") == "metrics"
    assert part("reconcile.Reconciler") == ""
    assert part("json.dumps") is None


def test_importing_the_package_is_light():
    code = "import sys, reconcile; print(*(m for m in sys.modules if m.startswith('reconcile')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["reconcile"]


def test_no_module_is_ignored_by_git():
    """What `.gitignore` names is neither committed nor packed into a wheel."""
    git = shutil.which("git")
    if git is None or not (ROOT.parent / ".git").exists():
        pytest.skip("needs a checkout")
    asked = "\n".join(str(path.relative_to(ROOT.parent)) for path in MODULES)
    done = subprocess.run(
        [git, "check-ignore", "--no-index", "--stdin"],
        cwd=ROOT.parent,
        input=asked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, ""), done.stderr
