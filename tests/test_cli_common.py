"""What all commands have: values and paths that are refused, loudness, defaults from a file."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal, get_args, get_origin, get_type_hints

import pytest
import typer.main
from hypothesis import given, settings
from hypothesis import strategies as st
from report_samples import blank
from support import cli

import reconcile
from reconcile.cli import config, loudness, values
from reconcile.cli.app import app
from reconcile.cli.completion import prepare_completion
from reconcile.cli.stages import Stages
from reconcile.errors import InputError
from reconcile.suggest import RULES

ROOT = typer.main.get_command(app)
FIGURE = ("report", "apply", "benchmark")
RECORD = "---\nfigid: {figid}\ncaption: HER2 and MEK.\nschema-jsonld:\n  keywords: [HER2]\n---\n"


def leaves(command=ROOT, names=()):
    """All commands, each with its name and that of its group before it."""
    for name, part in command.commands.items():
        if hasattr(part, "commands"):
            yield from leaves(part, (*names, name))
        else:
            yield (*names, name), part


LEAVES = dict(leaves())


class Fake:
    """Gives an empty result for each figure, and remembers how it was made."""

    made: dict

    def __init__(self, ner="default", disable=(), **_):
        Fake.made = {"ner": ner, "disable": list(disable)}

    def reconcile_many(self, figures, n_process=1, **_):
        Fake.made["n_process"] = n_process
        yield from (replace(blank(), figid=figure.figid) for figure in figures)

    def ground(self, label):
        return []


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.setitem(vars(reconcile), "Reconciler", Fake)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "F1.md").write_text(RECORD.format(figid="F1"), encoding="utf-8")

    def invoke(*args):
        return cli(*args)

    return invoke


def program(*args, **environment):
    return subprocess.run(
        [sys.executable, "-c", "from reconcile.cli import main; main()", *args],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


# values


@pytest.mark.parametrize("args", [["--format", "tabel"], ["--disable", "missing_gne"]])
def test_a_slip_in_a_choice_is_answered_with_what_is_meant(run, args):
    result = run("report", "F1.md", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    meant = {"tabel": "table", "missing_gne": "missing_gene"}[args[1]]
    assert f"did you mean {meant!r}?" in result.stderr
    assert "Value error" not in result.stderr


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--min-confidence", "2"),
        ("--min-confidence", "nan"),
        ("--min-confidence", "much"),
        ("--n-process", "0"),
        ("--n-process", "1.5"),
    ],
)
def test_a_number_that_does_not_fit_is_shown_with_what_would(run, option, value):
    result = run("report", "F1.md", option, value)
    assert result.exit_code == 2
    assert f"not {value!r}" in result.stderr
    assert "expected a" in result.stderr


def test_no_option_leaves_its_errors_to_a_dependency():
    """Typer's own choices and numbers speak of `Value error` and `Input should be`."""
    parsed = 0
    for names, command in LEAVES.items():
        hints = get_type_hints(inspect.unwrap(command.callback), include_extras=True)
        for name, hint in hints.items():
            if get_origin(hint) is not Annotated:
                continue
            kind, setting = get_args(hint)
            kinds = {kind, *get_args(kind)}
            if {int, float} & kinds or any(get_origin(one) is Literal for one in kinds):
                assert setting.parser is not None, (names, name)
                parsed += 1
    assert parsed > 10


def test_a_slip_in_the_name_of_a_model_is_answered_and_other_names_are_not(tmp_path, monkeypatch):
    with pytest.raises(typer.BadParameter, match="did you mean 'lexicon'"):
        values.model_name("lexcon")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lexcon").mkdir()
    assert values.model_name("lexcon") == "lexcon"
    assert values.model_name("en_core_sci_sm") == "en_core_sci_sm"


def test_the_names_of_rules_are_those_of_the_rules():
    assert set(values.names_of_rules()) == set(RULES)


# paths


@pytest.mark.parametrize("command", FIGURE)
@pytest.mark.parametrize("missing", ["nothing.md", "nothing", "no*.md", "empty"])
def test_a_path_that_is_not_there_is_wrong_use(run, tmp_path, command, missing):
    (tmp_path / "empty").mkdir()
    out = tmp_path / "out"
    result = run(command, "F1.md", missing, "also.md", "-o", out)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{missing}: " in result.stderr and "also.md: " in result.stderr
    assert not out.exists()


@pytest.mark.parametrize(
    "args",
    [
        ("batch", "nothing", "out"),
        ("benchmark", "F1.md", "--against", "nothing"),
        ("benchmark", "nothing.csv"),
        ("model", "evaluate", "--corpus", "nothing"),
        ("model", "evaluate", "nothing"),
        ("model", "train", "nothing"),
        ("model", "info", "nothing"),
        ("apply", "F1.md", "--decisions", "nothing"),
        ("report", "F1.md", "--annotations", "nothing"),
        ("lexicon", "build", "--hgnc", "nothing"),
    ],
)
def test_that_holds_for_all_commands_and_options(run, args):
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nothing" in result.stderr


# loudness


@pytest.mark.parametrize("place", ["before", "after"])
def test_quiet_leaves_the_errors_and_verbose_adds_details(run, tmp_path, place):
    (tmp_path / "bad.md").write_text("no front matter", encoding="utf-8")

    def said(*flag):
        args = [*flag, "apply"] if place == "before" else ["apply", *flag]
        return run(*args, tmp_path).stderr.splitlines()

    usual, quiet, verbose = said(), said("-q"), said("--verbose")
    assert [line.startswith(f"error: {tmp_path / 'bad.md'}") for line in usual] == [True, False]
    assert quiet == usual[:1]
    assert set(usual) < set(verbose)
    assert f"reading {tmp_path / 'F1.md'}" in verbose
    assert any(line.startswith("lexicon: ") for line in verbose)
    assert any(line.startswith("time: ") and "reading" in line for line in verbose)


def test_quiet_and_verbose_contradict_each_other(run):
    assert run("-q", "report", "-v", "F1.md").exit_code == 2
    assert run("report", "F1.md", "-q", "-v").exit_code == 2


def test_loudness_ends_with_the_command(run):
    run("-q", "ground", "x")
    run("ground", "x")
    assert not loudness.is_quiet()


def test_every_command_has_the_common_options_once():
    for names, command in (*LEAVES.items(), ((), ROOT)):
        params = [param.name for param in command.params]
        assert len(params) == len(set(params)), names
        options = [option for param in command.params for option in param.opts]
        assert len(options) == len(set(options)), names
        assert {"-q", "-v", "--config", "--no-config"} <= set(options), names


def test_stages_count_each_moment_once(monkeypatch):
    clock = iter(range(100))
    monkeypatch.setattr("reconcile.cli.stages.time.perf_counter", lambda: next(clock))
    stages = Stages()
    with stages.stage("outer"), stages.stage("inner"):
        pass
    assert stages.seconds == {"outer": 2, "inner": 1}


# defaults from a file


def test_the_nearest_file_gives_defaults_and_the_command_line_wins(run, tmp_path, monkeypatch):
    (tmp_path / "reconcile.toml").write_text(
        'ner = "lexicon"\ndisable = ["non_gene"]\n[report]\nformat = "jsonl"\nn_process = 3\n',
        encoding="utf-8",
    )
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert json.loads(run("report", tmp_path / "F1.md").stdout)["figid"] == "F1"
    assert Fake.made == {"ner": "lexicon", "disable": ["non_gene"], "n_process": 3}
    args = ("report", tmp_path / "F1.md", "--n-process", "1", "--format", "csv")
    assert run(*args).stdout.startswith("record_type,")
    assert Fake.made["n_process"] == 1
    assert run("apply", tmp_path / "F1.md").exit_code == 0
    assert Fake.made == {"ner": "lexicon", "disable": ["non_gene"], "n_process": 1}


@pytest.mark.parametrize("place", ["before", "after"])
def test_no_config_and_config_choose(run, tmp_path, place):
    (tmp_path / "reconcile.toml").write_text('ner = "lexicon"\n', encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text("[report]\nn-process = 2\n", encoding="utf-8")

    def made(*flag):
        args = [*flag, "report"] if place == "before" else ["report", *flag]
        result = run(*args, "F1.md")
        assert result.exit_code == 0, result.stderr
        return Fake.made["ner"], Fake.made["n_process"]

    assert made() == ("lexicon", 1)
    assert made("--no-config") == ("default", 1)
    assert made("--config", other) == ("default", 2)
    assert run("--no-config", "report", "--config", other, "F1.md").exit_code == 2


def test_pyproject_counts_only_with_a_table_of_ours(run, tmp_path, monkeypatch):
    project, inside = tmp_path / "pyproject.toml", tmp_path / "in"
    project.write_text('[tool.reconcile]\nner = "lexicon"\n', encoding="utf-8")
    inside.mkdir()
    monkeypatch.chdir(inside)
    for text in ('name = "reconcile"\n', "reconcile, but no TOML [", '[tool.other]\nner = "x"\n'):
        (inside / "pyproject.toml").write_text(text, encoding="utf-8")
        assert run("report", tmp_path / "F1.md").exit_code == 0
        assert Fake.made["ner"] == "lexicon"
    (inside / "pyproject.toml").write_text("[tool.reconcile]\n", encoding="utf-8")
    run("report", tmp_path / "F1.md")
    assert Fake.made["ner"] == "default"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("x = 1\nn-proces = 2\n", 1, "unknown key `x`"),
        ("\nn-proces = 2\n", 2, "did you mean 'n-process'"),
        ("[report]\nfromat = 'csv'\n", 2, "did you mean 'format'"),
        ("[raport]\n", 1, "did you mean 'report'"),
        ("[model.evaluat]\n", 1, "did you mean 'evaluate'"),
        ("format = 'csv'\n", 1, "[report]"),
        ("[report]\nformat = 'tabel'\n", 2, "did you mean 'table'"),
        ("[annotate]\nformat = 'jsn'\n", 2, "did you mean 'json'"),
        ("[ground]\nformat = 'csv'\n[report]\nformat = 'csv'\n", None, "table, json"),
        ("min-confidence = 7\n", 1, "`min-confidence`: expected a number from 0 to 1, not '7'"),
        ("n-process = 0\n", 1, "expected a whole number from 1 on"),
        ("time_limit = 'soon'\n", 1, "expected a number"),
        ("disable = ['non_gene', 'non_gen']\n", 1, "did you mean 'non_gene'"),
        ("[benchmark]\nner = 'defualt'\n", 2, "did you mean 'default'"),
        ("n-process = true\n", 1, "`n-process`"),
        ("[annotate]\nexplain = 'yes'\n", 1 + 1, "true or false"),
        ("[apply]\nin-place = true\n", 2, "command line"),
        ("[apply]\nin_place = false\n", 2, "command line"),
        ("in-place = true\n", 1, "command line"),
        ("force = true\n", 1, "command line"),
        ("[report]\noutput = 'x'\n", 2, "command line"),
        ("[lexicon.build]\nout = 'x'\n", 2, "command line"),
        ("[report]\nquiet = true\n", 2, "unknown key"),
        ("[report]\npaths = ['x']\n", 2, "unknown key"),
        ("not TOML\n", None, "expected TOML"),
        ("ner = '\udc80'\n", None, "expected TOML"),
    ],
)
@pytest.mark.parametrize("command", [("report", "F1.md"), ("ground", "MEK")])
def test_what_a_file_may_not_say_names_file_key_and_remedy(
    run, tmp_path, text, line, words, command
):
    path = tmp_path / "reconcile.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    result = run(*command)
    place = f"{path}:{line}" if line else str(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: {place}: ")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_path_of_another_command_need_not_be_there_yet(run, tmp_path):
    text = '[apply]\ndecisions = "d.csv"\nmin-confidence = 0.9\n'
    (tmp_path / "reconcile.toml").write_text(text, encoding="utf-8")
    assert run("report", "F1.md").exit_code == 0
    assert run("apply", "F1.md").exit_code == 2


def test_paths_of_a_file_are_seen_from_where_it_is(run, tmp_path, monkeypatch):
    (tmp_path / "words").mkdir()
    text = 'ocr-dir = "words"\nner = "./model"\n[benchmark]\nagainst = "./F1.md"\n'
    (tmp_path / "reconcile.toml").write_text(text, encoding="utf-8")
    inside = tmp_path / "in"
    inside.mkdir()
    monkeypatch.chdir(inside)
    assert run("report", tmp_path / "F1.md").exit_code == 0
    assert Fake.made["ner"] == str(tmp_path / "model")
    assert "no such file" not in run("benchmark", tmp_path / "F1.md").stderr


def test_the_options_that_take_a_path_are_known():
    paths = config.path_parameters([LEAVES["benchmark",], LEAVES["model", "evaluate"]])
    assert {"ocr_dir", "gold", "annotations", "corpus", "output"} <= paths
    assert not {"ner", "by", "top", "form", "disable"} & paths


def test_defaults_for_deciding_give_way_to_decisions(run, tmp_path):
    (tmp_path / "reconcile.toml").write_text(
        'min-confidence = 0.9\ndisable = ["non_gene"]\n', encoding="utf-8"
    )
    decisions = tmp_path / "decisions.jsonl"
    decisions.write_text("", encoding="utf-8")
    used = run("apply", "F1.md", "--decisions", decisions)
    assert "leave out" not in used.stderr
    assert run("apply", "F1.md", "--decisions", decisions, "--min-confidence", 1).exit_code == 2


words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
tables = st.recursive(
    st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | words
    | st.lists(words, max_size=2),
    lambda inner: st.dictionaries(
        words | st.sampled_from(["report", "model", "format", "in-place", "ner"]), inner, max_size=3
    ),
    max_leaves=6,
)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(["report", "model", "ner", "force", "x"]) | words, tables))
def test_any_table_gives_defaults_of_the_command_or_one_error(table):
    found = config.Config(Path("reconcile.toml"), table, "")
    try:
        values = config.command_defaults(found, ROOT, ("report",))
    except InputError as error:
        assert error.source == "reconcile.toml"
    else:
        names = {param.name for param in LEAVES["report",].params}
        assert set(values) <= names - {"output", "paths"}


# completion


def completions(line, monkeypatch):
    words = line.split(" ")
    monkeypatch.setenv("_RECONCILE_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "\n".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    prepare_completion()
    done = cli(prog_name="reconcile")
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("reconcile re", ["report"]),
        ("reconcile report --format ht", ["html"]),
        ("reconcile report --disable missing_", ["missing_gene", "missing_members"]),
        ("reconcile benchmark --by l", ["length"]),
        ("reconcile annotate --ner l", ["lexicon"]),
        ("reconcile lexicon i", ["info"]),
        ("reconcile apply --in", ["--in-place"]),
    ],
)
def test_commands_options_and_values_are_completed(line, answer, monkeypatch):
    assert completions(line, monkeypatch) == answer


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_installed_once_and_what_is_there_stays(run, tmp_path, monkeypatch, shell):
    rc = {"bash": ".bashrc", "zsh": ".zshrc"}.get(shell)
    if rc:
        (tmp_path / rc).write_bytes(b"alias caf\xe9=true")
    for name, value in (("HOME", str(tmp_path)), ("XDG_CONFIG_HOME", ""), ("ZDOTDIR", "")):
        monkeypatch.setenv(name, value)
    for _ in range(2):
        done = run("--install-completion", shell)
        assert (done.exit_code, done.stderr) == (0, "")
    script = run("--show-completion", shell).stdout
    written = [path for path in tmp_path.rglob("*reconcile*") if path.is_file()]
    assert [path.read_text(encoding="utf-8").strip() for path in written] == [script.strip()]
    assert f"complete_{shell}" in script
    if rc:
        first, *added = (tmp_path / rc).read_bytes().splitlines()
        assert first == b"alias caf\xe9=true"
        assert len(added) == 1


def test_bash_takes_the_script(run, tmp_path):
    script = run("--show-completion", "bash").stdout
    path = tmp_path / "complete.sh"
    path.write_text(f"{script}\ncomplete -p reconcile\n", encoding="utf-8")
    done = subprocess.run(["bash", path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "_reconcile_completion" in done.stdout


def test_the_shell_is_told_without_the_package_that_tells_it(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "shellingham", None)
    monkeypatch.setenv("SHELL", "/bin/zsh")
    assert "complete_zsh" in run("--show-completion").stdout
    monkeypatch.setenv("SHELL", "/bin/other")
    refused = run("--show-completion")
    assert refused.exit_code == 2
    assert "bash, zsh or fish" in refused.stderr


def test_a_shell_that_asks_is_answered_by_the_program():
    done = program(_RECONCILE_COMPLETE="complete_bash", COMP_WORDS="reconcile\nre", COMP_CWORD="1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "report\n", "")


def test_version_has_a_short_option(run):
    assert run("-V").stdout == run("--version").stdout != ""


@pytest.mark.parametrize("names", [(), ("lexicon",), ("model",)])
def test_a_group_alone_shows_its_help_in_whole_lines(run, names):
    alone, asked = run(*names), run(*names, "--help")
    assert (alone.exit_code, alone.stdout) == (2, "")
    assert alone.stderr == asked.stdout
    assert len(asked.stdout.splitlines()) > 8


def test_python_runs_the_package():
    command = [sys.executable, "-m", "reconcile", "-V"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"reconcile {reconcile.__version__}\n"
