"""How a command declares its options and arguments: beside the type of a parameter.

`form: Annotated[str, Option("--format", help="...")] = "table"` is an option, and a parameter that
no `Option` or `Argument` stands beside is none of the command line's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["Argument", "Completer", "Declared", "Option"]

Completer = Callable[[str], list[str]]
"""From the beginning of a value to the values that begin so."""


class Declared:
    """What options and arguments have in common.

    Attributes:
        names: of an option, as they are typed; none for the parameter's own name.
        help: what it is for.
        metavar: what stands for its value in help; None for a word made from its type.
        show_default: whether its default is shown in help, or what is shown instead.
        parser: from what is typed to the value; None for texts, paths and flags.
        callback: called with the context and the value, whether it was typed or not; gives the
            value that the command gets.
        exists: whether a path has to be there.
        file_okay: whether it may be a file.
        dir_okay: whether it may be a folder.
        completer: what values begin so; None where the shell's own files are as good.
        is_eager: whether it comes before those that are not.
        expose_value: whether the command gets the value.
    """

    def __init__(
        self,
        *names: str,
        help: str = "",
        metavar: str | None = None,
        show_default: bool | str = True,
        parser: Callable[[str], Any] | None = None,
        callback: Callable[[Any, Any], Any] | None = None,
        exists: bool = False,
        file_okay: bool = True,
        dir_okay: bool = True,
        completer: Completer | None = None,
        is_eager: bool = False,
        expose_value: bool = True,
    ) -> None:
        self.names = names
        self.help = help
        self.metavar = metavar
        self.show_default = show_default
        self.parser = parser
        self.callback = callback
        self.exists = exists
        self.file_okay = file_okay
        self.dir_okay = dir_okay
        self.completer = completer
        self.is_eager = is_eager
        self.expose_value = expose_value


class Option(Declared):
    """An option: `--name VALUE`, or a flag where the parameter is a bool."""


class Argument(Declared):
    """An argument, by its place; any number of them where the parameter is a list."""
