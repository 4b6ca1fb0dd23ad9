"""Defaults of options from `reconcile.toml`, or from `[tool.reconcile]` of `pyproject.toml`.

The nearest file from the working directory upward counts, and it alone. Keys on top are for every
command that works on figures and texts and has the option; a table such as `[report]` is for that
command. The command line wins.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from inspect import unwrap
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

import typer

from reconcile.cli.nearest import SHARED
from reconcile.cli.values import closest
from reconcile.errors import InputError

__all__ = ["Config", "command_defaults", "path_parameters", "read_config"]

REFUSED: Final = frozenset({"in-place", "force", "output", "out"})
"""What writes: only a person who types it may ask for it."""
BY_COMMAND: Final = frozenset({"format"})
"""Options whose values differ between the commands."""
_LOOSE: Final = frozenset({"against", "ner"})
"""Options whose value may be a path, but also a URL or a name."""


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration file that was read: its keys and tables, and its text."""

    path: Path
    table: Mapping[str, Any]
    text: str

    def error(self, message: str, key: str = "") -> InputError:
        """What is wrong, with the line of the key where just one line can be meant."""
        lines = [
            number
            for number, line in enumerate(self.text.split("\n"), start=1)
            if key and re.match(rf"""\s*\[?[\w."'-]*\b{re.escape(key)}\b""", line)
        ]
        return InputError(
            message, source=str(self.path), line=lines[0] if len(lines) == 1 else None
        )


def read_config(path: Path) -> Config:
    """Read a configuration file.

    Raises:
        InputError: it cannot be read, or is not TOML.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
        found = tomllib.loads(text)
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}; check the file, or pass --no-config"
        raise InputError(problem, source=str(path)) from error
    except (ValueError, RecursionError) as error:
        problem = f"expected TOML: {error}; mend the file, or pass --no-config"
        raise InputError(problem, source=str(path)) from error
    if path.name == SHARED:
        found = found.get("tool", {}).get("reconcile", {})
    config = Config(path, found, text)
    if not isinstance(found, dict):
        raise config.error("`tool.reconcile` is no table", "reconcile")
    return config


def command_defaults(config: Config, root: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """The defaults of a command's options, by the names of its parameters.

    Every key and value of the file is checked, so that a slip is found by any command. Whether a
    path is there is left to the command that uses it: another one may have yet to write it.

    Args:
        config: the file.
        root: the application's group of commands.
        names: the command's name, with its group's before it.

    Raises:
        InputError: a key that no command has, or that has no place in a file, or a value that no
            option takes; it names the file and the nearest known key.
    """
    common = [command for name, command in root.commands.items() if not _is_group(command)]
    shared = {name: option for command in common for name, option in _options(command).items()}
    tables = dict(_tables(config, root, shared))
    own = _options(_command(root, names))
    top = {key: value for key, value in config.table.items() if not isinstance(value, dict)}
    values: dict[str, Any] = {}
    for key, value in top.items():
        option = _known(config, key, shared, tables)
        if _spelled(key) in BY_COMMAND:
            raise config.error(f"`{key}` belongs in the table of a command, such as [report]", key)
        checked = _value(config, key, value, option, path_parameters(common))
        for command in common:
            if _spelled(key) in (options := _options(command)):
                _check(config, key, checked, options[_spelled(key)], command)
        if len(names) == 1 and _spelled(key) in own:
            values[own[_spelled(key)].name] = checked
    for place, table in tables.items():
        command = _command(root, place)
        options, paths = _options(command), path_parameters([command])
        for key, value in table.items():
            option = _known(config, key, options, ())
            checked = _value(config, key, value, option, paths)
            _check(config, key, checked, option, command)
            if place == names:
                values[option.name] = checked
    return values


def _tables(
    config: Config, root: Any, shared: Iterable[str]
) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """The tables of the commands, each with the command's name and its group's."""
    for name, table in config.table.items():
        if not isinstance(table, dict):
            continue
        command = root.commands.get(name)
        if command is None:
            known = [*root.commands, *shared]
            raise config.error(f"`{name}` is no command{closest(name, known)}", name)
        if not _is_group(command):
            yield (name,), table
            continue
        for part, inner in table.items():
            if part not in command.commands or not isinstance(inner, dict):
                near = closest(part, command.commands)
                raise config.error(f"`{name}.{part}` is no command with a table{near}", part)
            yield (name, part), inner


def _known(config: Config, key: str, options: Mapping[str, Any], tables: Iterable[Any]) -> Any:
    name = _spelled(key)
    if name in REFUSED:
        raise config.error(
            f"`{key}` has no place in a configuration file: what is written, and where, is said on "
            "the command line",
            key,
        )
    if name not in options:
        known = [*(option for option in options if option not in REFUSED), *(t[0] for t in tables)]
        near = closest(name, known) or f"; known are {', '.join(sorted(set(known)))}"
        raise config.error(f"unknown key `{key}`{near}", key)
    return options[name]


def _value(config: Config, key: str, value: Any, option: Any, paths: Container[str]) -> Any:
    """The value as the command line would give it."""
    if option.is_flag:
        if not isinstance(value, bool):
            raise config.error(f"`{key}` takes true or false, not {value!r}", key)
        return value
    several = option.multiple and isinstance(value, list)
    found = []
    for one in value if several else [value]:
        if isinstance(one, bool) or not isinstance(one, str | int | float):
            raise config.error(f"`{key}` takes a text or a number, not {one!r}", key)
        text = str(one)
        loose = _spelled(key) in _LOOSE and "/" in text and "://" not in text
        found.append(str(config.path.parent / text) if loose or option.name in paths else text)
    return found if option.multiple else found[0]


def _check(config: Config, key: str, value: Any, option: Any, command: Any) -> None:
    """Refuse a value that the option of a command would refuse on the command line."""
    if option.name in path_parameters([command]):
        return
    try:
        option.process_value(typer.Context(command), value)
    except typer.BadParameter as error:
        raise config.error(f"`{key}`: {error.message}", key) from None


def path_parameters(commands: Iterable[Any]) -> frozenset[str]:
    """The names of the parameters that take a path."""
    return frozenset(
        name
        for command in commands
        for name, hint in get_type_hints(unwrap(command.callback)).items()
        if Path in {hint, *get_args(hint)} or hint == list[Path] | None
    )


def _options(command: Any) -> dict[str, Any]:
    """The options of a command by their long names, without those that every command has."""
    found = {}
    for param in command.params:
        if param.param_type_name == "option" and param.expose_value:
            name = max(param.opts, key=len)
            found[name.removeprefix("--")] = param
    return found


def _command(root: Any, names: tuple[str, ...]) -> Any:
    for name in names:
        root = root.commands[name]
    return root


def _is_group(command: Any) -> bool:
    return hasattr(command, "commands")


def _spelled(key: str) -> str:
    return key.replace("_", "-")
