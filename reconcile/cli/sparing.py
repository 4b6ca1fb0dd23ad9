"""Values that are taken as they are typed, or by a parser of ours, without what converts others.

Typer converts every value, even one that is not given, with a package that takes longer to load
than a name to ground.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import unwrap
from types import NoneType
from typing import Any, get_args, get_type_hints

import typer
from typer.models import ParameterInfo

__all__ = ["spare", "spare_flag"]


def spare(params: Sequence[Any], function: Callable[..., Any] | None) -> None:
    """Let the parameters of a command convert their values by Typer only where that is needed.

    Nothing is to be converted where no value is given or a text is asked for; what has a parser is
    read by it. Paths that are given are left to Typer.

    Args:
        params: as Typer made them from the function.
        function: of the command; it may be wrapped.
    """
    hints = get_type_hints(unwrap(function), include_extras=True) if function else {}
    for param in params:
        if param.name in hints and not getattr(param, "is_flag", False):
            param.process_value = _taker(param, _reader(hints[param.name]))


def spare_flag(param: Any) -> Any:
    """The same for a flag that Typer made without a function, such as `--help`; the flag itself."""
    if param is not None and "process_value" not in vars(param):
        param.process_value = _taker(param, None)
    return param


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    """What reads a single value; None where Typer has to."""
    kind, *notes = get_args(hint)
    declared = next((note for note in notes if isinstance(note, ParameterInfo)), None)
    if declared is not None and declared.parser is not None:
        return declared.parser
    return _text if {str, NoneType, list[str]} >= {kind, *get_args(kind)} - {list} else None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _taker(param: Any, read: Callable[[Any], Any] | None) -> Callable[[typer.Context, Any], Any]:
    """In the place of the parameter's `process_value`."""
    convert: Callable[[typer.Context, Any], Any] = param.process_value
    several = getattr(param, "multiple", False) or param.nargs == -1

    def taken(value: Any) -> Any:
        if value is None or value in ((), []):
            if param.required:
                raise ValueError
            return () if several else None
        if read is None or isinstance(value, list | tuple) is not several:
            raise ValueError
        return [read(one) for one in value] if several else read(value)

    def process_value(context: typer.Context, value: Any) -> Any:
        if context.resilient_parsing:  # a shell asks what may follow: no value is of use
            return None
        try:
            found = taken(value)
        except ValueError:  # Typer converts it, or says what is wrong
            return convert(context, value)
        return found if param.callback is None else param.callback(context, param, found)

    return process_value
