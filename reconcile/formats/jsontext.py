"""JSON text within bounds of our own: how deep it is nested and how long its whole numbers are."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from typing import Any, Final

from reconcile.patterns import regex

__all__ = ["STRING", "NotJSON", "parse"]

STRING: Final = r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)'
"""A JSON string as a pattern, with DOTALL; one without an end goes on to the end of the text."""

_DEEPEST: Final = 100
_MOST_DIGITS: Final = sys.int_info.str_digits_check_threshold
"""Python turns so many digits into a number whatever it is set to; more depends on its settings."""

_TOKEN: Final = regex(rf"{STRING}|[\[\]{{}}]", re.DOTALL)


class NotJSON(ValueError):
    """Text that is no JSON, or is outside the bounds.

    Attributes:
        reason: what is wrong, without the place.
        line: 1-based line in the text, None where no line can be named.
        column: likewise.
    """

    def __init__(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        self.reason, self.line, self.column = reason, line, column
        super().__init__(reason)

    def __str__(self) -> str:
        return self.reason if self.column is None else f"{self.reason}, column {self.column}"


def parse(text: str, *, hook: Callable[[list[tuple[str, Any]]], Any] | None = None) -> Any:
    """Parse JSON text.

    Args:
        text: the text.
        hook: makes objects of their pairs; what `ValueError` it raises is the reason.

    Raises:
        NotJSON: it is not JSON, nested more than 100 levels deep, or has a whole number of more
            digits than Python reads under all settings.

    >>> parse('{"a": [1]}')
    {'a': [1]}
    """
    _must_be_shallow(text)
    try:
        return json.loads(text, object_pairs_hook=hook, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise NotJSON(error.msg, error.lineno, error.colno) from error
    except ValueError as error:
        raise NotJSON(str(error)) from error


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"a number of {len(digits):,} digits; write it as text, or correct it")
    return int(digits)


def _must_be_shallow(text: str) -> None:
    if text.count("[") + text.count("{") <= _DEEPEST:
        return
    depth = 0
    for token in _TOKEN.finditer(text):
        bracket = token.group()
        if bracket in ("[", "{"):
            depth += 1
        elif bracket in ("]", "}"):
            depth -= 1
        if depth > _DEEPEST:
            line = text.count("\n", 0, token.start()) + 1
            raise NotJSON(f"nested too deep, more than {_DEEPEST} levels", line)
