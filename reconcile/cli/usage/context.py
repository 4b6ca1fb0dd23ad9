"""What is known of a command while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

__all__ = ["Context", "Source"]

Source = Literal["typed", "file", "default"]
"""Where a value is from: the command line, a file of defaults, or the command itself."""


class Context:
    """A command that runs.

    Attributes:
        command: the command.
        name: what it was called by.
        parent: of the group that it is in; None for the program itself.
        notes: what callbacks leave for those of the commands that follow; one for all of them.
        defaults: of its parameters, by their names, from a file.
        sources: where the value of each parameter is from.
    """

    def __init__(self, command: Any, name: str, parent: Context | None = None) -> None:
        self.command = command
        self.name = name
        self.parent = parent
        self.notes: dict[str, Any] = {} if parent is None else parent.notes
        self.defaults: Mapping[str, Any] = {}
        self.sources: dict[str, Source] = {}

    @property
    def root(self) -> Context:
        """Of the program itself."""
        return self if self.parent is None else self.parent.root

    @property
    def names(self) -> tuple[str, ...]:
        """The command's name, with those of its groups before it, without the program's."""
        return () if self.parent is None else (*self.parent.names, self.name)

    @property
    def path(self) -> str:
        """How the command is called, from the program on."""
        return " ".join((self.root.name, *self.names))
