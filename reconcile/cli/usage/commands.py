"""Commands and groups of them: from the words of a command line to the function that runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from reconcile.cli.usage.context import Context
from reconcile.cli.usage.declared import Option
from reconcile.cli.usage.ends import Exit, UsageError
from reconcile.cli.usage.parameters import Parameter, parameters_of, unwrapped
from reconcile.cli.usage.splitting import Given, Words, closest

__all__ = ["USAGE", "Command", "Commands", "Group", "Later", "echo"]

USAGE: Final = 2
"""The exit status of wrong use."""


def echo(message: str, *, err: bool = False) -> None:
    """Write a line to standard output, or to standard error."""
    stream = sys.stderr if err else sys.stdout
    stream.write(f"{message}\n")
    stream.flush()


class Command:
    """A command: a function whose parameters are options and arguments.

    Attributes:
        name: what it is called by.
        callback: the function; None for a group that does nothing by itself.
        about: what it does, in paragraphs.
    """

    stops_at_first = False
    """Whether what follows the first word that is no option is for another command."""

    def __init__(
        self, name: str, callback: Callable[..., None] | None = None, about: str = ""
    ) -> None:
        self.name = name
        self.callback = callback
        self.about = about or (unwrapped(callback).__doc__ or "" if callback else "")
        self._parameters: list[Parameter] | None = None
        self._taker: str | None = None

    @property
    def params(self) -> list[Parameter]:
        """The options and arguments, in the order of help; read from the function when asked."""
        if self._parameters is None:
            own: list[Parameter] = []
            if self.callback is not None:
                own, self._taker = parameters_of(self.callback)
            self._parameters = [*own, *self.common(), _help_option()]
        return self._parameters

    def common(self) -> Sequence[Parameter]:
        """Options besides those of the function."""
        return ()

    @property
    def short_help(self) -> str:
        """What it does, in a sentence."""
        from reconcile.cli.usage.helping import first_sentence

        return first_sentence(self.about)

    def help(self, context: Context) -> str:
        """What `--help` says, in lines."""
        return "".join(f"{line}\n" for line in self._help_lines(context))

    def usage(self, context: Context) -> str:
        """How it is called, in lines."""
        from reconcile.cli.usage.helping import usage_lines

        return "\n".join(usage_lines(context.path, self.params, group=self.stops_at_first))

    def _help_lines(self, context: Context) -> Iterator[str]:
        from reconcile.cli.usage.helping import help_lines

        return help_lines(context.path, self.about, self.params)

    def run(self, context: Context, words: Sequence[str]) -> None:
        """Follow the words.

        Raises:
            UsageError: they cannot be followed.
            Exit: the command ended with a status.
        """
        try:
            values, others = self.parsed(context, list(words))
            self.follow(context, values, others)
        except UsageError as error:
            error.usage = error.usage or self._wrong(context)
            raise

    def _wrong(self, context: Context) -> str:
        return f"{self.usage(context)}\nTry '{context.path} -h' for help.\n"

    def parsed(self, context: Context, words: list[str]) -> tuple[dict[str, Any], list[str]]:
        """The values of the function's parameters, and the words that belong to none.

        Raises:
            UsageError: a word that cannot be taken.
            Exit: one of them asked for something else, such as help.
        """
        split = Words(self.params, stop_at_first=self.stops_at_first)
        given, others = split.split(words)
        if not self.stops_at_first:
            others = self._give_arguments(given, others)
        values: dict[str, Any] = {}
        for param in _in_order(self.params, list(given)):
            value, source = param.read(context, given.get(param.name, ()))
            context.sources[param.name] = source
            if param.declared.expose_value:
                values[param.name] = value
        return values, others

    def follow(self, context: Context, values: dict[str, Any], others: list[str]) -> None:
        """Call the function.

        Raises:
            UsageError: there are words that belong to no parameter.
        """
        if others:
            noun = "argument" if len(others) == 1 else "arguments"
            raise UsageError(f"Got unexpected extra {noun} ({' '.join(others)})")
        if self.callback is not None:
            if self._taker is not None:
                values[self._taker] = context
            self.callback(**values)

    def _give_arguments(self, given: Given, words: list[str]) -> list[str]:
        """Give the words to the arguments in their order, and what is left.

        One that takes any number leaves as many as those behind it need.
        """
        arguments = [param for param in self.params if param.is_argument]
        left = list(words)
        for i, param in enumerate(arguments):
            behind = len(arguments) - i - 1
            count = max(len(left) - behind, 0) if param.multiple else min(len(left), 1)
            if count:
                given[param.name] = list(left[:count])
                del left[:count]
        return left


class Later:
    """A command that is imported when it is asked for.

    Attributes:
        module: where it is.
        attribute: its function there, or a command or group.
        short_help: what it does, in a sentence.
    """

    def __init__(self, module: str, attribute: str, short_help: str) -> None:
        self.module = module
        self.attribute = attribute
        self.short_help = short_help


class Commands(Mapping[str, Command]):
    """The commands of a group by their names, each imported when it is asked for."""

    def __init__(self, kind: type[Command]) -> None:
        self._kind = kind
        self._known: dict[str, Command | Later] = {}

    def add(self, name: str, command: Command | Later) -> None:
        """Know one more."""
        self._known[name] = command

    def __getitem__(self, name: str) -> Command:
        found = self._known[name]
        if isinstance(found, Later):
            from importlib import import_module

            target = getattr(import_module(found.module), found.attribute)
            found = target if isinstance(target, Command) else self._kind(name, target)
            self._known[name] = found
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def short_helps(self) -> list[tuple[str, str]]:
        """Each name with what the command does; imports none of them."""
        return [(name, command.short_help) for name, command in self._known.items()]


class Group(Command):
    """A group of commands, which alone shows its help and ends as wrong use."""

    stops_at_first = True
    kind: type[Command] = Command
    """What its commands are made as."""

    def __init__(
        self, name: str, callback: Callable[..., None] | None = None, about: str = ""
    ) -> None:
        super().__init__(name, callback, about)
        self.commands = Commands(self.kind)

    def command(self, name: str = "") -> Callable[[Callable[..., None]], Callable[..., None]]:
        """A decorator that makes a function a command of the group, by default of its name."""

        def added(function: Callable[..., None]) -> Callable[..., None]:
            called = name or function.__name__
            self.commands.add(called, self.kind(called, function))
            return function

        return added

    def _help_lines(self, context: Context) -> Iterator[str]:
        from reconcile.cli.usage.helping import help_lines

        return help_lines(context.path, self.about, self.params, self.commands.short_helps())

    def parsed(self, context: Context, words: list[str]) -> tuple[dict[str, Any], list[str]]:
        """The values of the group's own parameters, and the words from the command's name on."""
        if not words:
            sys.stderr.write(self.help(context))
            raise Exit(USAGE)
        return super().parsed(context, words)

    def follow(self, context: Context, values: dict[str, Any], others: list[str]) -> None:
        """Run the command that is named.

        Raises:
            UsageError: there is none of this name.
        """
        if self.callback is not None:
            super().follow(context, values, [])
        if not others:
            raise UsageError("Missing command.")
        name, *words = others
        if name not in self.commands:
            raise UsageError(f"No such command {name!r}{closest(name, self.commands)}")
        command = self.commands[name]
        command.run(Context(command, name, context), words)

    def main(self, words: Sequence[str] | None = None, name: str | None = None) -> None:
        """Run the program as its words ask, and exit with its status unless that is 0.

        Args:
            words: of the command line, without the program's name; None for those of the process.
            name: what the program is called by; None for its own.
        """
        try:
            self.run(
                Context(self, name or self.name), sys.argv[1:] if words is None else list(words)
            )
        except Exit as end:
            if end.code:
                sys.exit(end.code)
        except UsageError as error:
            from reconcile.shown import printable

            echo(f"{error.usage}\nError: {printable(error.shown())}", err=True)
            sys.exit(USAGE)


def _in_order(params: Sequence[Parameter], given: Sequence[str]) -> list[Parameter]:
    """The parameters as they are looked at: eager ones first, those that were typed as typed."""
    last = len(given)
    places = {name: place for place, name in enumerate(given)}
    return sorted(params, key=lambda one: (not one.declared.is_eager, places.get(one.name, last)))


def _show_help(context: Context, wanted: bool) -> None:
    if wanted:
        sys.stdout.write(context.command.help(context))
        raise Exit


def _help_option() -> Parameter:
    declared = Option(
        "--help",
        "-h",
        callback=_show_help,
        is_eager=True,
        expose_value=False,
        help="Show this message and exit.",
    )
    return Parameter("help", declared, bool, False)
