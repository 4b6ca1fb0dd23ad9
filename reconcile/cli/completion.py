"""Completion of commands, options and their values in bash, zsh and fish.

The shell asks the program itself: it is run with `_RECONCILE_COMPLETE` set, and answers with the
words that may follow, one a line.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, cast, get_args

from reconcile.cli.usage import BadParameter, Command, Context, Exit, echo
from reconcile.cli.values import choice

__all__ = ["INSTALL", "SHOW", "Shell", "answer", "with_shells"]

_PROGRAM = "reconcile"
_VARIABLE = "_RECONCILE_COMPLETE"


Shell: TypeAlias = Literal["bash", "zsh", "fish", "auto"]
"""The shells that completion is for; `auto` is the one that the command was called from."""

_AUTO: Final = "auto"

_SCRIPTS: Final[Mapping[str, str]] = {
    "bash": """\
_{program}_completion() {{
    local IFS=$'\\n'
    COMPREPLY=($(COMP_WORDS="${{COMP_WORDS[*]}}" COMP_CWORD=$COMP_CWORD \\
        {variable}=complete_bash "$1"))
}}
complete -o default -F _{program}_completion {program}""",
    "zsh": """\
#compdef {program}
_{program}_completion() {{
    local -a found
    found=("${{(@f)$(COMP_WORDS="${{(F)words}}" COMP_CWORD=$((CURRENT - 1)) \\
        {variable}=complete_zsh {program})}}")
    if [[ -n "$found" ]]; then
        _describe {program} found
    else
        _files
    fi
}}
if [[ "$funcstack[1]" = _{program} ]]; then
    _{program}_completion
else
    compdef _{program}_completion {program}
fi""",
    "fish": """\
function _{program}_completion
    set -l before (commandline -opc)
    set -l words $before (commandline -ct)
    COMP_WORDS=(string join \\n -- $words | string collect) COMP_CWORD=(count $before) \\
        {variable}=complete_fish {program}
end
complete --command {program} --arguments "(_{program}_completion)\"""",
}
"""What each shell is to run; it offers its own files where there is no answer."""

_APART: Final[Mapping[str, Callable[[str, str], str]]] = {
    "complete_zsh": lambda word, about: f"{word.replace(':', chr(92) + ':')}:{about}",
    "complete_fish": lambda word, about: f"{word}\t{about}",
}
"""How a word stands beside what it is for, for the shells that show that."""


def answer(program: Command, environment: Mapping[str, str] = os.environ) -> str | None:
    """What a shell is told that asks for words that may follow, in lines; None if none asks.

    It sets the words of the line in `COMP_WORDS`, a line each, and the number of the one that is
    being typed in `COMP_CWORD`.
    """
    asked = environment.get(_VARIABLE)
    if not asked:
        return None
    from reconcile.cli.usage.completing import completions

    words = environment.get("COMP_WORDS", "").split("\n")
    number = environment.get("COMP_CWORD", "")
    place = int(number) if number.isascii() and number.isdigit() else len(words) - 1
    incomplete = words[place] if place < len(words) else ""
    found = completions(program, words[1:place], incomplete)
    apart = _APART.get(asked)
    return "".join(
        f"{word if apart is None or not about else apart(word, about)}\n" for word, about in found
    )


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


def _show(_: Context, shell: Shell | None) -> None:
    if shell is not None:
        echo(_script(_told(shell)))
        raise Exit


def _install(_: Context, shell: Shell | None) -> None:
    if shell is None:
        return
    told = _told(shell)
    try:
        place = _installed(told)
    except OSError as error:
        raise BadParameter(
            f"cannot write {error.filename}: {error.strerror}; put what --show-completion {told} "
            "prints where your shell reads it"
        ) from None
    echo(f"completion for {told} is in {place}; it works in the next shell that you open")
    raise Exit


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
    raise BadParameter("which shell this is cannot be told; name it: bash, zsh or fish")


def _around() -> str | None:
    """The shell that this process runs in, where the package that can tell is installed."""
    try:
        return str(import_module("shellingham").detect_shell()[0])
    except Exception:  # not installed, no shell around, or no process table to look at
        return None


def _script(shell: Shell) -> str:
    return _SCRIPTS[shell].format(program=_PROGRAM, variable=_VARIABLE)


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
