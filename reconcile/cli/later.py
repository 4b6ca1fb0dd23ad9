"""Commands that are imported when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple

import typer
import typer.main
from typer.core import TyperCommand

__all__ = ["Commands", "Later", "first_sentence"]


class Later(NamedTuple):
    """A command that is not imported yet."""

    module: str
    """Where it is: its application `app`, or a function of the command's name."""
    about: str
    """What it does: the sentence that begins its own text."""


class Commands(Mapping[str, Any]):
    """The commands of a group by their names, as Typer makes them; each is made when it is asked.

    Which there are is known without any of them.
    """

    def __init__(self, known: Mapping[str, Later], kind: type[TyperCommand]) -> None:
        """Know them.

        Args:
            known: the commands.
            kind: what a function becomes.
        """
        self._known = known
        self._kind = kind
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Import and make the command.

        Raises:
            KeyError: there is none of this name.
        """
        if name not in self._made:
            module = import_module(self._known[name].module)
            app = getattr(module, "app", None) or self._alone(name, getattr(module, name))
            self._made[name] = typer.main.get_command(app)
        return self._made[name]

    def _alone(self, name: str, function: Callable[..., None]) -> typer.Typer:
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        app.command(name, cls=self._kind)(function)
        return app

    def __contains__(self, name: object) -> bool:
        return name in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def first_sentence(text: str) -> str:
    r"""What a command does, in a line.

    >>> first_sentence("Find genes that a text\nnames. Ground them.\n\nOffsets count.")
    'Find genes that a text names.'
    """
    paragraph = " ".join(text.partition("\n\n")[0].split())
    return paragraph.partition(". ")[0].removesuffix(".") + "."
