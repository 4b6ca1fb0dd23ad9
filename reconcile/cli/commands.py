"""What all commands have: `--quiet`, `--verbose`, and defaults from a configuration file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from reconcile.cli.completion import with_shells
from reconcile.cli.console import USAGE, complain
from reconcile.cli.later import Commands, Later, first_sentence
from reconcile.cli.loudness import Loudness, detail, is_verbose, set_loudness
from reconcile.cli.nearest import find_config
from reconcile.cli.sparing import spare, spare_flag
from reconcile.errors import InputError

__all__ = ["Command", "Group", "Root", "typed"]

_SLIP: type[Exception] = typer.BadParameter.__bases__[0]
"""What all errors about wrong use are, whichever package Typer has them from."""

_CONFIG = "reconcile.config"
_ISOLATED = "reconcile.isolated"
_LOUDNESS = "reconcile.loudness"


class Group(TyperGroup):
    """A group of commands, which alone shows its help and ends as wrong use."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows help; None without one."""
        return spare_flag(super().get_help_option(ctx))

    def get_short_help_str(self, limit: int = 0) -> str:
        """What it is for, in a sentence, however long."""
        return first_sentence(self.help or "")

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse, or show the help where nothing follows; Click would raise it as one message."""
        if not args and not ctx.resilient_parsing:
            typer.echo(ctx.get_help(), err=True)
            raise typer.Exit(USAGE)
        return super().parse_args(ctx, args)


class Root(Group):
    """The application itself; its common options are those of the command that follows.

    Its help and what it completes are told from `later`, and no command is imported for them.
    """

    later: ClassVar[Mapping[str, Later]] = {}

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        spare(self.params, self.callback)
        self.params = [*self.params, *_common()]
        self.commands = Commands(self.later, Command)  # type: ignore[assignment]  # none is added

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands."""
        return list(self.commands)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Say what the commands do."""
        self._told().format_commands(ctx, formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """What may follow the application's name and options."""
        told = ctx.command = self._told()
        return told.shell_complete(ctx, incomplete)

    def _told(self) -> TyperGroup:
        """The group with what is known of its commands alone."""
        known = [TyperCommand(name, short_help=one.about) for name, one in self.later.items()]
        return TyperGroup(name=self.name, params=self.params, commands=known)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Begin with the usual loudness: a process may run the application several times."""
        set_loudness(Loudness.USUAL)
        with _harmless_slips():
            return super().parse_args(ctx, with_shells(args))

    def invoke(self, ctx: Any) -> Any:
        """Run the command that follows."""
        with _harmless_slips():
            return super().invoke(ctx)


@contextmanager
def _harmless_slips() -> Iterator[None]:
    """Write out what would command the terminal in messages about wrong use, which repeat words.

    What is wrong with no one option is said without `Invalid value`, which leaves open of what.
    """
    try:
        yield
    except _SLIP as slip:
        from reconcile.shown import printable

        slip.message = printable(slip.message)  # type: ignore[attr-defined]
        if isinstance(slip, typer.BadParameter) and not (slip.param or slip.param_hint):
            raise _SLIP(slip.message, slip.ctx) from None
        raise


class Command(TyperCommand):
    """A command that takes defaults of its options from a configuration file."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        spare(self.params, self.callback)
        self.params = [*self.params, *_common()]

    def get_help_option(self, ctx: Any) -> Any:
        """The option that shows help; None without one."""
        return spare_flag(super().get_help_option(ctx))

    def get_short_help_str(self, limit: int = 0) -> str:
        """What it does, in a sentence, however long."""
        return first_sentence(self.help or "")

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse, and name the configuration file where a value of it cannot be taken."""
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            name = getattr(error.param, "name", None)
            config = ctx.meta.get(_CONFIG)
            if config is None or name is None or _source(ctx, name) != "DEFAULT_MAP":
                raise
            key = max(error.param.opts, key=len).removeprefix("--")  # type: ignore[union-attr]
            complain(f"error: {config}: `{key}`: {error.message}")
            raise typer.Exit(USAGE) from None

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what other packages say to developers is shown with `--verbose` only."""
        from reconcile.hushed import hushed

        with hushed(but=is_verbose()):
            return super().invoke(ctx)


def typed(ctx: typer.Context, name: str) -> bool:
    """Whether a parameter was given on the command line, not by a configuration file."""
    return _source(ctx, name) == "COMMANDLINE"


def _source(ctx: Any, name: str) -> str:
    return getattr(ctx.get_parameter_source(name), "name", "")


def _set_quiet(ctx: typer.Context, wanted: bool) -> None:
    if wanted:
        _set(ctx, Loudness.QUIET)


def _set_verbose(ctx: typer.Context, wanted: bool) -> None:
    if wanted:
        _set(ctx, Loudness.VERBOSE)


def _set(ctx: typer.Context, loudness: Loudness) -> None:
    if ctx.meta.setdefault(_LOUDNESS, loudness) is not loudness:
        raise typer.BadParameter("--quiet and --verbose contradict each other; leave one out")
    set_loudness(loudness)


def _set_isolated(ctx: typer.Context, wanted: bool) -> None:
    if wanted:
        ctx.meta[_ISOLATED] = True
        _check_isolated(ctx)


def _set_config(ctx: typer.Context, path: Path | None) -> None:
    """Keep the file; in a command, which comes last, take its defaults from it."""
    if ctx.resilient_parsing:
        return
    if path is not None:
        ctx.meta[_CONFIG] = path
        _check_isolated(ctx)
    if isinstance(ctx.command, Command) and not ctx.meta.get(_ISOLATED):
        ctx.default_map = _defaults(ctx)


def _check_isolated(ctx: typer.Context) -> None:
    if ctx.meta.get(_ISOLATED) and ctx.meta.get(_CONFIG) is not None:
        raise typer.BadParameter("--config and --no-config contradict each other; leave one out")


def _defaults(ctx: typer.Context) -> dict[str, Any]:
    path = ctx.meta.get(_CONFIG) or find_config(Path.cwd())
    if path is None:
        return {}
    from reconcile.cli.config import command_defaults, read_config

    ctx.meta[_CONFIG] = path
    try:
        found = command_defaults(read_config(path), ctx.find_root().command, _names(ctx))
    except InputError as error:
        complain(f"error: {error}")
        raise typer.Exit(USAGE) from None
    detail(f"defaults of options: {path}")
    return found


def _names(ctx: Any) -> tuple[str, ...]:
    """The command's name, with those of its groups before it."""
    return () if ctx.parent is None else (*_names(ctx.parent), ctx.info_name)


@cache
def _common() -> tuple[Any, ...]:
    """The options, as Typer makes them for a command of their own."""
    sample = typer.Typer(add_completion=False)
    sample.command()(_take)
    found = typer.main.get_command(sample).params
    spare(found, _take)
    return tuple(found)


def _take(  # the names of its parameters are none that a command uses
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet",
            "-q",
            callback=_set_quiet,
            expose_value=False,
            is_eager=True,
            help="Say nothing but errors: no progress, no summary.",
        ),
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose",
            "-v",
            callback=_set_verbose,
            expose_value=False,
            is_eager=True,
            help="Say what is read, with which lexicon and model, and how long it takes.",
        ),
    ] = False,
    isolated: Annotated[
        bool,
        typer.Option(
            "--no-config",
            callback=_set_isolated,
            expose_value=False,
            is_eager=True,
            help="Take no defaults from a configuration file.",
        ),
    ] = False,
    config_file: Annotated[
        Path | None,
        typer.Option(
            "--config",
            exists=True,
            dir_okay=False,
            metavar="FILE",
            callback=_set_config,
            expose_value=False,
            is_eager=True,
            help="Take defaults of options from this file.",
            show_default="the nearest reconcile.toml, or pyproject.toml with [tool.reconcile]",
        ),
    ] = None,
) -> None:
    """Never run: only its options are of use."""
