"""What `--help` says of a command."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from textwrap import TextWrapper, dedent
from typing import Final

from reconcile.cli.usage.parameters import Parameter

__all__ = ["described", "first_sentence", "help_lines", "term", "usage_lines"]

_WIDEST: Final = 78
"""Columns that help takes at most: longer lines are hard to read."""
_NARROWEST: Final = 48
_LONGEST_TERM: Final = 30
"""Columns of a term beside its description; a longer one stands in a line of its own."""
_GAP: Final = 2


def usage_lines(path: str, parameters: Iterable[Parameter], *, group: bool) -> list[str]:
    """How a command is called."""
    words = ["[OPTIONS]", *(_usage(param) for param in parameters if param.is_argument)]
    if group:
        words.append("COMMAND [ARGS]...")
    head = f"Usage: {path} "
    return _wrapped(" ".join(words), head, " " * len(head))


def help_lines(
    path: str,
    about: str,
    parameters: Sequence[Parameter],
    commands: Iterable[tuple[str, str]] | None = None,
) -> Iterator[str]:
    """The help of a command, line for line.

    Args:
        path: how it is called.
        about: what it does, in paragraphs.
        parameters: its options and arguments.
        commands: of a group, their names and first sentences; None for a command.
    """
    yield from usage_lines(path, parameters, group=commands is not None)
    for paragraph in _paragraphs(about):
        yield ""
        yield from _wrapped(paragraph, "  ", "  ")
    arguments = [(term(one), described(one)) for one in parameters if one.is_argument]
    options = [(term(one), described(one)) for one in parameters if not one.is_argument]
    for title, rows in (("Arguments", arguments), ("Options", options), ("Commands", commands)):
        if rows:
            yield ""
            yield f"{title}:"
            yield from _table(list(rows))


def first_sentence(about: str) -> str:
    r"""What a command does, in a line.

    >>> first_sentence("Find genes that a text\n names. Ground them.\n\nOffsets count.")
    'Find genes that a text names.'
    """
    first = next(iter(_paragraphs(about)), "")
    return first.partition(". ")[0].removesuffix(".") + "."


def _paragraphs(about: str) -> Iterator[str]:
    first, _, rest = about.partition("\n")
    for paragraph in f"{first.strip()}\n{dedent(rest)}".split("\n\n"):
        if words := paragraph.split():
            yield " ".join(words)


def _usage(param: Parameter) -> str:
    word = param.metavar if param.required else f"[{param.metavar}]"
    return f"{word}..." if param.multiple else word


def term(param: Parameter) -> str:
    """What is typed for it."""
    if param.is_argument:
        return param.metavar
    names = ", ".join(sorted(param.opts, key=len))
    if param.off:
        names = f"{names} / {', '.join(param.off)}"
    return names if param.is_flag else f"{names} {param.metavar}"


def described(param: Parameter) -> str:
    """What it is for, and what it is if nothing is typed."""
    shown = _default(param)
    if param.is_argument and param.required:
        shown = "required"
    return f"{param.declared.help}  [{shown}]" if shown else param.declared.help


def _default(param: Parameter) -> str:
    told = param.declared.show_default
    if isinstance(told, str):
        return f"default: ({told})"
    if not told or param.required or param.default is False or param.default in (None, "", []):
        return ""
    return f"default: {param.default}"


def _table(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Terms and what is said of them, side by side."""
    column = min(max(len(term) for term, _ in rows), _LONGEST_TERM) + _GAP
    indent = " " * (2 + column)
    for term, text in rows:
        head = f"  {term}"
        if len(term) > column - _GAP:
            yield head
            head = ""
        yield from _wrapped(text, head.ljust(len(indent)), indent) or [head]


def _wrapped(text: str, head: str, indent: str) -> list[str]:
    wrapper = TextWrapper(
        _width(),
        initial_indent=head,
        subsequent_indent=indent,
        replace_whitespace=False,
        break_long_words=False,
    )
    return [line.rstrip() for line in wrapper.wrap(text)]


def _width() -> int:
    """The columns that help may take, by those of the terminal."""
    return max(min(_columns(), _WIDEST + 2) - 2, _NARROWEST)


def _columns() -> int:
    """The columns of the terminal, by the environment or the system."""
    told = os.environ.get("COLUMNS", "")
    if told.isascii() and told.isdigit() and int(told):
        return int(told)
    try:
        return os.get_terminal_size().columns or _WIDEST + 2
    except OSError:  # standard output is none
        return _WIDEST + 2
