"""Completion of commands, options and their values in bash, zsh and fish.

The shell asks the program itself: it is run with `_RECONCILE_COMPLETE` set, which Typer answers.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, cast, get_args

import typer

from reconcile.cli.values import choice

__all__ = ["INSTALL", "SHOW", "Shell", "prepare_completion", "with_shells"]

_PROGRAM = "reconcile"
_VARIABLE = "_RECONCILE_COMPLETE"


Shell: TypeAlias = Literal["bash", "zsh", "fish", "auto"]
"""The shells that completion is for; `auto` is the one that the command was called from."""

_AUTO: Final = "auto"


def prepare_completion() -> None:
    """Make Typer know the shells, if one of them asks; costs nothing else."""
    if os.environ.get(_VARIABLE):
        import_module("typer.completion").completion_init()


def with_shells(args: Sequence[str]) -> list[str]:
    """The arguments with `auto` after a completion option that names no shell.

    >>> with_shells(["--show-completion"]), with_shells(["--show-completion", "zsh"])
    (['--show-completion', 'auto'], ['--show-completion', 'zsh'])
    """
    found = list(args)
    asked = found[:1] in (["--install-completion"], ["--show-completion"])
    if asked and (len(found) == 1 or found[1].startswith("-")):
        found.insert(1, _AUTO)
    return found


def _show(ctx: typer.Context, shell: Shell | None) -> None:
    if shell is not None and not ctx.resilient_parsing:
        typer.echo(_script(_told(shell)))
        raise typer.Exit


def _install(ctx: typer.Context, shell: Shell | None) -> None:
    if shell is None or ctx.resilient_parsing:
        return
    told = _told(shell)
    try:
        place = _installed(told)
    except OSError as error:
        raise typer.BadParameter(
            f"cannot write {error.filename}: {error.strerror}; put what --show-completion {told} "
            "prints where your shell reads it"
        ) from None
    typer.echo(f"completion for {told} is in {place}; it works in the next shell that you open")
    raise typer.Exit


SHOW: Any = choice(
    Shell,
    "--show-completion",
    callback=_show,
    is_eager=True,
    expose_value=False,
    help="Print the script for completion in a shell (by default yours), and exit.",
)
INSTALL: Any = choice(
    Shell,
    "--install-completion",
    callback=_install,
    is_eager=True,
    expose_value=False,
    help="Install completion for a shell (by default yours), and exit.",
)


def _told(shell: Shell) -> Shell:
    """The shell, found out if need be."""
    if shell != _AUTO:
        return shell
    name = _around() or Path(os.environ.get("SHELL", "")).name
    if name in get_args(Shell) and name != _AUTO:
        return cast(Shell, name)
    raise typer.BadParameter("which shell this is cannot be told; name it: bash, zsh or fish")


def _around() -> str | None:
    """The shell that this process runs in, where the package that can tell is installed."""
    try:
        return str(import_module("shellingham").detect_shell()[0])
    except Exception:  # not installed, no shell around, or no process table to look at
        return None


def _script(shell: Shell) -> str:
    typers = import_module("typer.completion")
    script = typers.get_completion_script(prog_name=_PROGRAM, complete_var=_VARIABLE, shell=shell)
    return str(script)


def _installed(shell: Shell) -> Path:
    """Write the script where the shell finds it; what is in the shell's own files stays."""
    home = Path.home()
    if shell == "fish":
        base = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
        place = base / "fish" / "completions" / f"{_PROGRAM}.fish"
    elif shell == "zsh":
        place = home / ".zfunc" / f"_{_PROGRAM}"
    else:
        place = home / ".bash_completions" / f"{_PROGRAM}.sh"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(_script(shell) + "\n", encoding="utf-8")
    if shell == "bash":
        _append(home / ".bashrc", f"source '{place}'")
    elif shell == "zsh":
        zshrc = Path(os.environ.get("ZDOTDIR") or home) / ".zshrc"
        _append(zshrc, "fpath+=~/.zfunc; autoload -Uz compinit; compinit")
    return place


def _append(path: Path, line: str) -> None:
    """Add a line to a file that lacks it."""
    wanted = line.encode()
    old = path.read_bytes() if path.exists() else b""
    if wanted not in old.splitlines():
        with path.open("ab") as stream:
            stream.write((b"" if old.endswith(b"\n") or not old else b"\n") + wanted + b"\n")
