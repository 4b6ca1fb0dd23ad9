"""What may follow in a command line that is being typed."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.cli.usage.commands import Command, Group
from reconcile.cli.usage.parameters import Parameter
from reconcile.cli.usage.splitting import Words

__all__ = ["completions"]


def completions(command: Command, words: Sequence[str], incomplete: str) -> list[tuple[str, str]]:
    """Commands, options or values that begin so, each with what it is for, or "".

    Nothing is found where a file is as good as anything, and behind a word that is no command.

    Args:
        command: the program.
        words: those that stand before the one that is being typed.
        incomplete: that one, as far as it is typed.
    """
    left = list(words)
    while isinstance(command, Group):
        name = _first(command, left)
        if name is None:
            break
        if name not in command.commands:
            return []
        command = command.commands[name]
    options = Words(command.params)
    waiting = _waiting(options, left)
    if waiting is not None:
        return _values(waiting, incomplete)
    if incomplete.startswith("-") and "--" not in left:
        return _options(command, options, incomplete)
    if isinstance(command, Group):
        return [one for one in command.commands.short_helps() if one[0].startswith(incomplete)]
    arguments = [param for param in command.params if param.is_argument]
    return _values(arguments[0], incomplete) if arguments else []


def _first(group: Group, left: list[str]) -> str | None:
    """The command that the words name, taken off them with what is before it; None if none."""
    options = Words(group.params)
    for i, word in enumerate(left):
        if not word.startswith("-") and _waiting(options, left[:i]) is None:
            del left[: i + 1]
            return word
    return None


def _waiting(options: Words, words: Sequence[str]) -> Parameter | None:
    """The option whose value comes next; None if none waits for one."""
    if not words or "--" in words:
        return None
    last = options.option(words[-1])
    return None if last is None or last.is_flag else last


def _options(command: Command, options: Words, incomplete: str) -> list[tuple[str, str]]:
    name, equals, value = incomplete.partition("=")
    if equals:
        param = options.option(name)
        found = [] if param is None or param.is_flag else _values(param, value)
        return [(f"{name}={one}", about) for one, about in found]
    return [
        (one, param.declared.help)
        for param in command.params
        if not param.is_argument
        for one in (*param.opts, *param.off)
        if one.startswith(incomplete)
    ]


def _values(param: Parameter, incomplete: str) -> list[tuple[str, str]]:
    if param.declared.completer is None:
        return []
    return [(value, "") for value in param.declared.completer(incomplete)]
