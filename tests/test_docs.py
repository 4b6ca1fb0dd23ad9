"""The documentation knows every command and option, and nothing that is not there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from reconcile.benchmark import FORMATS as BENCHMARK_FORMATS
from reconcile.cli.app import app
from reconcile.frames import COLUMNS, TABLES
from reconcile.report import FORMATS
from reconcile.report.exchange import EXCHANGE_FORMATS

ROOT = Path(__file__).parent.parent
CLI_DOC = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
FORMATS_DOC = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def commands():
    found = {}

    def walk(command, name):
        children = getattr(command, "commands", {})
        for child, inner in children.items():
            walk(inner, f"{name} {child}")
        if not children:
            found[name] = command

    walk(typer.main.get_command(app), "reconcile")
    return found


COMMANDS = commands()


def section(name):
    return CLI_DOC.split(f"## `{name}`", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name):
    text = section(name)
    for parameter in COMMANDS[name].params:
        for option in parameter.opts:
            if option.startswith("-") and option != "--help":
                assert option in text, f"{name} {option}"


def test_no_command_is_documented_that_is_not_there():
    assert set(re.findall(r"^## `(.+)`$", CLI_DOC, re.MULTILINE)) == set(COMMANDS)


def test_every_report_format_is_documented():
    text = section("reconcile report")
    for forms in (FORMATS, EXCHANGE_FORMATS):
        assert f"--format {'|'.join(forms)}" in text
        for form in forms:
            assert f"- `{form}` " in text


def test_every_benchmark_format_is_documented():
    text = section("reconcile benchmark")
    assert f"--format {'|'.join(BENCHMARK_FORMATS)}" in text
    described = re.findall(r"^- (.+?) (?:is|are|has) ", text, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", " ".join(described))) == set(BENCHMARK_FORMATS)


def test_every_column_of_a_frame_is_documented_with_its_dtype():
    tables = FORMATS_DOC.split("\n## pandas", 1)[1].split("| **")[1:]
    assert [table.split("**")[0] for table in tables] == list(TABLES)
    for table in tables:
        name = table.split("**")[0]
        found = {}
        for dtype, columns in re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.MULTILINE):
            found |= dict.fromkeys(re.findall(r"`(\w+)`", columns), dtype)
        assert found == COLUMNS[name]


EXAMPLES = re.findall(r"^\$ reconcile (.+)\n((?:.*\n)*?)```$", FORMATS_DOC, re.MULTILINE)


@pytest.mark.parametrize(("command", "output"), EXAMPLES, ids=[one[0] for one in EXAMPLES])
def test_examples_of_formats_print_what_the_documentation_shows(command, output, monkeypatch):
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(app, shlex.split(command))
    assert result.exit_code == 0
    shown, cut, _ = output.partition("…")
    assert result.stdout.startswith(shown) if cut else result.stdout == shown


@pytest.mark.parametrize(
    "path", ["README.md", "docs/index.md", "docs/cli.md", "docs/formats.md", "CONTRIBUTING.md"]
)
def test_links_between_files_lead_somewhere(path):
    file = ROOT / path
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", file.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (file.parent / target).exists(), target


def test_readme_names_both_make_targets_and_only_targets_that_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"\bmake ([a-z]+)", readme))
    assert {"demo", "test"} <= named
    for target in named:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
