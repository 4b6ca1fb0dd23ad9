"""Commands that are imported later, and values that Typer need not convert."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
import typer
import typer.main
from hypothesis import given
from hypothesis import strategies as st
from support import cli

from reconcile.cli.app import app
from reconcile.cli.later import first_sentence
from reconcile.cli.sparing import spare
from reconcile.cli.values import whole

ROOT = typer.main.get_command(app)


def leaves(group, *names):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from leaves(command, *names, name)
        else:
            yield (*names, name), command


LEAVES = dict(leaves(ROOT))


def test_what_the_application_says_of_its_commands_is_what_they_say():
    told = {name: one.about for name, one in ROOT.later.items()}
    assert told == {name: first_sentence(one.help) for name, one in ROOT.commands.items()}
    assert [one.name for one in ROOT.commands.values()] == list(told)


def test_a_command_is_made_once_and_none_is_made_of_another_name():
    assert ROOT.commands["report"] is ROOT.commands["report"]
    assert "reprot" not in ROOT.commands
    assert ROOT.commands.get("reprot") is None


@pytest.mark.parametrize("names", LEAVES, ids=" ".join)
def test_help_has_every_option_and_what_it_is_for(names):
    shown = " ".join(cli(*names, "--help").stdout.split())
    for param in LEAVES[names].params:
        assert all(name in shown for name in param.opts if name.startswith("-"))
        assert " ".join((param.help or "").split()) in shown or "-" in param.help


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "."),
        ("Do it", "Do it."),
        ("Do it. Then more.", "Do it."),
        ("Do e.g.\nthis.\n\nMore.", "Do e.g."),
        ("Do that\n\nand more.", "Do that."),
    ],
)
def test_the_first_sentence_is_one_line(text, found):
    assert first_sentence(text) == found


seen: list[object] = []


def _take(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument()],
    text: Annotated[str, typer.Option()] = "none",
    maybe: Annotated[str | None, typer.Option()] = None,
    words: Annotated[list[str], typer.Option("--word")] = [],  # noqa: B006
    count: Annotated[int, typer.Option(parser=whole)] = 10,
    counts: Annotated[list[int], typer.Option("--one", parser=whole)] = [],  # noqa: B006
    odd: Annotated[str | None, typer.Option(parser=bytes.fromhex)] = None,
    number: Annotated[int, typer.Option()] = 3,
    folder: Annotated[Path | None, typer.Option(exists=True, file_okay=False)] = None,
    files: Annotated[list[Path], typer.Option("--file")] = [],  # noqa: B006
    upper: Annotated[str, typer.Option(callback=lambda value: value.upper())] = "a",
    flag: Annotated[bool, typer.Option("--flag/--no-flag")] = False,
) -> None:
    sources = [str(context.get_parameter_source(name)) for name in context.params]
    seen.append([names, text, maybe, words, count, counts, odd, number, folder, files, upper, flag])
    seen.append([*map(type, seen[-1]), *sources])


def made(*, spared):
    sample = typer.Typer(add_completion=False, rich_markup_mode=None)
    sample.command()(_take)
    command = typer.main.get_command(sample)
    if spared:
        spare(command.params, _take)
    return command


SPARED, OTHER = made(spared=True), made(spared=False)
OPTIONS = ("--text", "--maybe", "--word", "--count", "--one", "--odd", "--number", "--folder",
           "--file", "--upper")  # fmt: skip
VALUES = st.sampled_from(["", "1", "0", "x", "ff", ".", "nothing-there", "-", "é", "[]"])


@given(
    st.lists(VALUES.filter(lambda value: value != "-x"), max_size=3),
    st.lists(st.tuples(st.sampled_from(OPTIONS), VALUES), max_size=3),
    st.sampled_from([[], ["--flag"], ["--no-flag"], ["--help"]]),
)
def test_spared_values_are_those_that_typer_makes(names, options, flags):
    words = [*flags, *(word for option in options for word in option), "--", *names]
    found = []
    for command in (SPARED, OTHER):
        seen.clear()
        try:
            code = command.main(words, "sample", standalone_mode=False)
        except Exception as error:  # one of Typer's, by its version
            code = (type(error), str(error), getattr(error, "message", None))
        found.append((code, list(seen)))
    assert found[0] == found[1]
