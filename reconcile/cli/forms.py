"""The format of a result: what was asked for, else what the suffix of its file says."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast, get_args

import typer

__all__ = ["form_of"]

F = TypeVar("F", bound=str)

_SUFFIXES: Final = MappingProxyType(
    {
        ".html": "html",
        ".json": "json",
        ".jsonl": "jsonl",
        ".csv": "csv",
        ".tsv": "tsv",
        ".md": "markdown",
        ".gmt": "gmt",
    }
)
"""The format that a suffix stands for, in each command that has it."""
_PLAIN: Final = ("", ".txt")
_TABLE: Final = "table"


def form_of(asked: F | None, kind: Any, output: Path | None) -> F:
    """How to write a result.

    Args:
        asked: the format that the command line or a configuration file names; None for neither.
        kind: the formats of the command, as a `Literal`.
        output: where it goes; None or `-` for standard output. A device or pipe has no suffix.

    Raises:
        typer.BadParameter: nobody named a format, and the suffix stands for none of the command's.
    """
    if asked is not None:
        return asked
    if output is None or str(output) == "-" or (output.exists() and not output.is_file()):
        return cast(F, _TABLE)
    suffix = output.suffix.lower()
    if suffix in _PLAIN:
        return cast(F, _TABLE)
    forms = get_args(kind)
    form = _SUFFIXES.get(suffix)
    if form in forms:
        return cast(F, form)
    known = ", ".join(suffix for suffix, form in _SUFFIXES.items() if form in forms)
    raise typer.BadParameter(
        f"{output}: the suffix {suffix} says no format; name it with --format, of which `table` "
        f"writes plain text, or give the file one of the suffixes {known}, .txt"
    )
