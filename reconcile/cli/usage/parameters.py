"""The options and arguments of a command, read from its function."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from reconcile.cli.usage.context import Context, Source
from reconcile.cli.usage.declared import Argument, Declared
from reconcile.cli.usage.ends import BadParameter, UsageError

__all__ = ["Parameter", "parameters_of", "unwrapped"]

_NOTHING: Final = object()
"""The default of what has to be given."""


class Parameter:
    """An option or an argument.

    Attributes:
        name: of the function's parameter.
        opts: how it is typed; the name alone for an argument.
        off: how a flag is typed that is not wanted, behind a slash in its declaration.
        declared: what the command says of it.
        is_argument: whether it is typed by its place, without a name.
        is_flag: whether it takes no value.
        multiple: whether it may be given several times.
        is_path: whether its values are paths.
        default: the value if nothing is given; of no meaning where it is required.
        required: whether something has to be given.
    """

    def __init__(self, name: str, declared: Declared, hint: Any, default: Any = _NOTHING) -> None:
        self.name = name
        self.declared = declared
        self.is_argument = isinstance(declared, Argument)
        names = [one.partition("/") for one in declared.names]
        self.opts = tuple(on for on, _, _ in names) or (
            name if self.is_argument else _option_name(name),
        )
        self.off = tuple(off for _, _, off in names if off)
        kind = _without_none(hint)
        self.multiple = get_origin(kind) is list
        if self.multiple:
            (kind,) = get_args(kind)
        self.is_flag = kind is bool
        self.is_path = kind is Path
        if declared.parser is None and kind not in (bool, str, Path):
            raise TypeError(f"{name}: a value of type {kind} needs a parser")
        self.required = default is _NOTHING
        self.default = default

    @property
    def called(self) -> str:
        """What errors call it."""
        if self.is_argument:
            return f"'{self.metavar}'"
        return " / ".join(f"'{name}'" for name in self.opts)

    @property
    def metavar(self) -> str:
        """What stands for a value of it."""
        if self.declared.metavar is not None:
            return self.declared.metavar
        if self.is_argument:
            return self.name.upper()
        if not self.is_path:
            return "TEXT"
        if not self.declared.dir_okay:
            return "FILE"
        return "PATH" if self.declared.file_okay else "DIR"

    def read(self, context: Context, typed: Sequence[str | bool]) -> tuple[Any, Source]:
        """The value, and where it is from.

        Args:
            context: of the command; it has the defaults of a file.
            typed: what stands on the command line for it, in order.

        Raises:
            UsageError: it is missing, or what is given cannot be taken.
        """
        value, source = self._found(context, typed)
        if self.declared.callback is not None:
            try:
                value = self.declared.callback(context, value)
            except BadParameter as error:
                error.param = error.param or self
                raise
        return value, source

    def _found(self, context: Context, typed: Sequence[str | bool]) -> tuple[Any, Source]:
        if typed:
            return self.converted(list(typed) if self.multiple else typed[-1]), "typed"
        if self.name in context.defaults:
            return self.converted(context.defaults[self.name]), "file"
        if self.required:
            what = "argument" if self.is_argument else "option"
            raise UsageError(f"Missing {what} {self.called}.")
        return list(self.default) if isinstance(self.default, list) else self.default, "default"

    def converted(self, value: Any) -> Any:
        """What is given as the command takes it; several of a parameter that may be repeated.

        Raises:
            BadParameter: it cannot be taken.
        """
        try:
            if self.multiple:
                return [self._one(part) for part in value]
            return self._one(value)
        except BadParameter as error:
            error.param = error.param or self
            raise

    def _one(self, value: Any) -> Any:
        if self.declared.parser is not None:
            return self.declared.parser(value)
        return self._path(value) if self.is_path else value

    def _path(self, value: str) -> Path:
        """The path, if it is what is asked for.

        A file that is to be written need not be there.
        """
        wanted = self.declared
        try:
            mode = Path(value).stat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            if wanted.exists:
                raise BadParameter(f"{value} does not exist; check the path") from None
            return Path(value)
        except (OSError, ValueError) as error:  # too long, with a NUL, or may not be looked at
            why = getattr(error, "strerror", None) or error
            raise BadParameter(f"{value} is no path: {why}; check it") from None
        if stat.S_ISDIR(mode) and not wanted.dir_okay:
            raise BadParameter(f"{value} is a folder; name a file")
        if stat.S_ISREG(mode) and not wanted.file_okay:
            raise BadParameter(f"{value} is a file; name a folder")
        if not os.access(value, os.R_OK):
            raise BadParameter(f"{value} may not be read; check its permissions")
        return Path(value)


def parameters_of(function: Callable[..., Any]) -> tuple[list[Parameter], str | None]:
    """The parameters of a command's function, and the name of the one that takes its context.

    The function may be wrapped; the innermost one counts.
    """
    from typing import get_type_hints

    inner = unwrapped(function)
    hints = get_type_hints(inner, include_extras=True)
    defaults = _defaults(inner)
    found: list[Parameter] = []
    taker = None
    for name, hint in hints.items():
        if get_origin(hint) is Annotated:
            kind, *notes = get_args(hint)
            declared = next((note for note in notes if isinstance(note, Declared)), None)
            if declared is not None:
                found.append(Parameter(name, declared, kind, defaults.get(name, _NOTHING)))
        elif hint is Context:
            taker = name
    return found, taker


def unwrapped(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function within those that wrap it."""
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function


def _defaults(function: Any) -> Mapping[str, Any]:
    code = function.__code__
    names = code.co_varnames[: code.co_argcount]
    values = function.__defaults__ or ()
    return dict(zip(names[len(names) - len(values) :], values, strict=True))


def _option_name(name: str) -> str:
    return "--" + name.replace("_", "-")


def _without_none(hint: Any) -> Any:
    if get_origin(hint) not in (UnionType, Union):
        return hint
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    return kinds[0] if len(kinds) == 1 else hint
