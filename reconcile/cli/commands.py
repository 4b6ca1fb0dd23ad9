"""What all commands have: `--quiet`, `--verbose`, and defaults from a configuration file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from reconcile.cli import usage
from reconcile.cli.console import complain
from reconcile.cli.loudness import Loudness, detail, is_verbose, set_loudness
from reconcile.cli.usage import USAGE, BadParameter, Context, Exit, Option, Parameter
from reconcile.cli.usage.parameters import parameters_of
from reconcile.errors import InputError

__all__ = ["Command", "Group", "Root", "typed"]

_CONFIG = "reconcile.config"
_ISOLATED = "reconcile.isolated"
_LOUDNESS = "reconcile.loudness"


class Command(usage.Command):
    """A command that takes defaults of its options from a configuration file."""

    def common(self) -> Sequence[Parameter]:
        """The options that every command has."""
        return _common()

    def parsed(self, context: Context, words: list[str]) -> tuple[dict[str, Any], list[str]]:
        """Parse, and name the configuration file where a value of it cannot be taken."""
        try:
            return super().parsed(context, words)
        except BadParameter as error:
            config = context.notes.get(_CONFIG)
            param = next((one for one in self.params if one is error.param), None)
            if config is None or param is None or param.name not in context.defaults:
                raise
            if context.sources.get(param.name) == "typed":
                raise
            key = max(param.opts, key=len).removeprefix("--")
            complain(f"error: {config}: `{key}`: {error.message}")
            raise Exit(USAGE) from None

    def follow(self, context: Context, values: dict[str, Any], others: list[str]) -> None:
        """Run the command; what other packages say to developers is shown with `--verbose` only."""
        from reconcile.hushed import hushed

        with hushed(but=is_verbose()):
            super().follow(context, values, others)


class Group(usage.Group):
    """A group of such commands."""

    kind = Command


class Root(Group):
    """The application itself; its common options are those of the command that follows."""

    def common(self) -> Sequence[Parameter]:
        """The options that every command has."""
        return _common()

    def run(self, context: Context, words: Sequence[str]) -> None:
        """Begin with the usual loudness: a process may run the application several times."""
        from reconcile.cli.completion import with_shells

        set_loudness(Loudness.USUAL)
        super().run(context, with_shells(words))


def typed(context: Context, name: str) -> bool:
    """Whether a parameter was given on the command line, not by a configuration file."""
    return context.sources.get(name) == "typed"


def _set_quiet(context: Context, wanted: bool) -> None:
    if wanted:
        _set(context, Loudness.QUIET)


def _set_verbose(context: Context, wanted: bool) -> None:
    if wanted:
        _set(context, Loudness.VERBOSE)


def _set(context: Context, loudness: Loudness) -> None:
    if context.notes.setdefault(_LOUDNESS, loudness) is not loudness:
        raise usage.UsageError("--quiet and --verbose contradict each other; leave one out")
    set_loudness(loudness)


def _set_isolated(context: Context, wanted: bool) -> None:
    if wanted:
        context.notes[_ISOLATED] = True
        _check_isolated(context)


def _set_config(context: Context, path: Path | None) -> None:
    """Keep the file; in a command, which comes last, take its defaults from it."""
    if path is not None:
        context.notes[_CONFIG] = path
        _check_isolated(context)
    if isinstance(context.command, Command) and not context.notes.get(_ISOLATED):
        context.defaults = _defaults(context)


def _check_isolated(context: Context) -> None:
    if context.notes.get(_ISOLATED) and context.notes.get(_CONFIG) is not None:
        raise usage.UsageError("--config and --no-config contradict each other; leave one out")


def _defaults(context: Context) -> Mapping[str, Any]:
    path = context.notes.get(_CONFIG) or _nearest()
    if path is None:
        return {}
    from reconcile.cli.config import command_defaults, read_config

    context.notes[_CONFIG] = path
    try:
        found = command_defaults(read_config(path), context.root.command, context.names)
    except InputError as error:
        complain(f"error: {error}")
        raise Exit(USAGE) from None
    detail(f"defaults of options: {path}")
    return found


def _nearest() -> Path | None:
    from reconcile.cli.nearest import find_config

    return find_config(Path.cwd())


@cache
def _common() -> tuple[Parameter, ...]:
    """The options, as a command of their own would have them."""
    found, _ = parameters_of(_take)
    return tuple(found)


def _take(  # the names of its parameters are none that a command uses
    quiet: Annotated[
        bool,
        Option(
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
        Option(
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
        Option(
            "--no-config",
            callback=_set_isolated,
            expose_value=False,
            is_eager=True,
            help="Take no defaults from a configuration file.",
        ),
    ] = False,
    config_file: Annotated[
        Path | None,
        Option(
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
