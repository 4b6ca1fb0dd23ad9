"""Reading a command line: what is declared is what may be typed, told and completed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import cli

from reconcile.cli.app import app
from reconcile.cli.usage import Argument, BadParameter, Context, Exit, Group, Option, UsageError
from reconcile.cli.usage.completing import completions
from reconcile.cli.usage.helping import first_sentence

program = Group("program", about="Do things.")
seen: dict[str, object] = {}


def _even(value: str) -> int:
    if not value.isdigit() or int(value) % 2:
        raise BadParameter(f"{value!r} is not even")
    return int(value)


def _names(incomplete: str) -> list[str]:
    return [name for name in ("alpha", "beta") if name.startswith(incomplete)]


@program.command()
def copy(
    context: Context,
    paths: Annotated[list[str], Argument(metavar="PATH", help="What to copy.")],
    out: Annotated[str, Argument(metavar="OUT")],
    name: Annotated[str, Option("--name", "-n", completer=_names, help="A name.")] = "none",
    words: Annotated[list[str], Option("--word", "-w")] = [],  # noqa: B006
    even: Annotated[int, Option(parser=_even, metavar="N", help="An even number.")] = 2,
    force: Annotated[bool, Option("--force/--gently", "-f", help="Write over.")] = False,
    folder: Annotated[Path | None, Option(exists=True, file_okay=False)] = None,
) -> None:
    """Copy all of it. Nothing else.

    And more of it.
    """
    seen.clear()
    seen.update(paths=paths, out=out, name=name, words=words, even=even, force=force, folder=folder)
    seen["typed"] = {key for key, source in context.sources.items() if source == "typed"}


def run(*words: str) -> dict[str, object]:
    program.run(Context(program, "program"), words)
    return seen


def refused(*words: str) -> str:
    with pytest.raises(UsageError) as error:
        run(*words)
    assert error.value.usage.startswith("Usage: program")
    return error.value.shown()


plain = st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda s: not s.startswith("-"))


@given(plain | st.just("--force") | st.just("-"))
def test_a_value_is_taken_as_it_stands_however_it_is_joined(value):
    found = [
        dict(run("copy", "a", "b", *words))
        for words in (["--name", value], [f"--name={value}"], ["-n", value], [f"-fn{value}"])
    ]
    assert [one["name"] for one in found] == [value] * 4
    assert [one["force"] for one in found] == [False, False, False, True]


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=2))
def test_behind_two_hyphens_all_are_arguments_and_the_last_has_its_own(words):
    found = run("copy", "--", *words)
    assert (found["paths"], found["out"], found["force"]) == (words[:-1], words[-1], False)


@given(st.permutations(["x", "y", "-f", "--word=1", "-w2", "-n7"]))
def test_options_stand_anywhere_and_keep_the_order_of_what_is_repeated(words):
    found = run("copy", *words)
    assert [*found["paths"], found["out"]] == [word for word in words if word in ("x", "y")]
    order = [word[-1] for word in words if "w" in word]
    assert (found["words"], found["name"], found["force"]) == (order, "7", True)
    assert found["typed"] == {"paths", "out", "name", "words", "force"}


def test_defaults_are_as_declared_and_lists_are_nobody_elses():
    found = run("copy", "a", "b")
    assert (found["name"], found["words"], found["even"], found["folder"]) == ("none", [], 2, None)
    assert found["typed"] == {"paths", "out"}
    found["words"].append("x")
    assert run("copy", "a", "b")["words"] == []


def test_the_last_of_what_is_not_repeated_counts():
    found = run("copy", "a", "b", "-n1", "--force", "-n2", "--gently")
    assert (found["name"], found["force"]) == ("2", False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Missing argument 'PATH'"),
        (["a"], "Missing argument 'PATH'"),
        (["a", "b", "--nam", "x"], "No such option: --nam; did you mean '--name'?"),
        (["a", "b", "-x"], "No such option: -x"),
        (["a", "b", "-1"], "No such option: -1"),
        (["a", "b", "--name"], "'--name' requires an argument"),
        (["a", "b", "-n"], "'-n' requires an argument"),
        (["a", "b", "--force=1"], "'--force' does not take a value"),
        (["a", "b", "--even", "3"], "Invalid value for '--even': '3' is not even"),
        (["a", "b", "--folder", "nothing"], "Invalid value for '--folder': nothing does not exist"),
        (["a", "b", "--folder", __file__], "is a file; name a folder"),
        (["a", "b", "--folder", "a\0b"], "is no path"),
        (["a", "b", "--folder", "a" * 5000], "is no path"),
    ],
)
def test_what_cannot_be_followed_is_said_in_one_line(words, said):
    assert said in refused("copy", *words)


def test_a_name_that_is_no_command_is_answered_with_the_nearest():
    assert refused("copi") == "No such command 'copi'; did you mean 'copy'?"
    assert refused("--", "x").startswith("No such command 'x'")


def test_a_group_takes_none_but_its_own_words():
    sole = Group("sole", lambda: None, "Do.")
    sole.command("one")(lambda: None)
    with pytest.raises(UsageError, match="Missing command"):
        sole.run(Context(sole, "sole"), ["--"])
    with pytest.raises(UsageError, match="unexpected extra argument"):
        sole.run(Context(sole, "sole"), ["one", "two"])


@pytest.mark.parametrize("kind", [int, float, Literal["a", "b"], list[int], int | None])
def test_what_a_value_is_made_by_has_to_be_declared(kind):
    def odd(value: Annotated[kind, Option("--value")] = None) -> None:  # type: ignore[valid-type]
        """Do it."""

    odd.__annotations__["value"] = Annotated[kind, Option("--value")]
    group = Group("odd", about="Do.")
    group.command()(odd)
    with pytest.raises(TypeError, match="needs a parser"):
        _ = group.commands["odd"].params


def test_help_comes_before_what_is_missing_and_says_all(capsys):
    with pytest.raises(Exit) as end:
        run("copy", "--even", "2", "-h")
    assert end.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Usage: program copy [OPTIONS] PATH... OUT\n\n  Copy all of it.")
    for part in ("-n, --name TEXT", "[default: none]", "-f, --force / --gently", "--folder DIR"):
        assert part in shown
    assert "[default: False]" not in shown and "[default: []]" not in shown


def leaves(group, *names):
    for name, command in group.commands.items():
        if isinstance(command, Group):
            yield from leaves(command, *names, name)
        else:
            yield (*names, name), command


@pytest.mark.parametrize("columns", ["20", "60", "80", "300", "no", ""])
def test_help_of_every_command_fits_and_has_every_option(columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    for names, command in leaves(app):
        shown = cli(*names, "--help").stdout
        words = " ".join(shown.split())
        for param in command.params:
            assert all(name in words for name in (*param.opts, *param.off) if name[0] == "-")
            assert " ".join(param.declared.help.split()) in words or "-\n" in shown
        longest = max(map(len, shown.splitlines()))
        whole = max(len(word) for word in shown.split())
        assert longest <= max(78 if columns in ("80", "300", "no", "") else 58, whole + 2 + 30)


def test_what_a_program_says_of_its_commands_is_what_they_say():
    told = dict(app.commands.short_helps())
    assert told == {name: first_sentence(app.commands[name].about) for name in app.commands}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["c"], ["copy"]),
        (["x", "-"], []),
        (["copy", "--n"], ["--name"]),
        (["copy", "--na"], ["--name"]),
        (["copy", "--name", ""], ["alpha", "beta"]),
        (["copy", "-n", "b"], ["beta"]),
        (["copy", "--name=a"], ["--name=alpha"]),
        (["copy", "--name", "x", "--f"], ["--force", "--folder"]),
        (["copy", "--gen"], ["--gently"]),
        (["copy", "--", "--n"], []),
        (["copy", "--force", ""], []),
        (["-h", "co"], ["copy"]),
    ],
)
def test_what_may_follow_is_offered(words, found):
    assert [word for word, _ in completions(program, words[:-1], words[-1])] == found


@given(st.lists(st.sampled_from(["report", "lexicon", "--ner", "-q", "--", "x", ""]), max_size=5))
def test_whatever_is_typed_has_an_answer(words):
    for word, _ in completions(app, words, ""):
        assert word


def test_a_flag_and_its_opposite_are_one_parameter():
    (force,) = [one for one in program.commands["copy"].params if one.name == "force"]
    assert (force.opts, force.off) == (("--force", "-f"), ("--gently",))


def test_a_path_that_may_not_be_read_is_refused(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("the superuser may read all")
    closed = tmp_path / "closed"
    closed.mkdir(0)
    assert "may not be read" in refused("copy", "a", "b", "--folder", str(closed))
