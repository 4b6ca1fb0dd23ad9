"""JSON whose objects know the lines that they begin in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from reconcile.formats.jsontext import STRING, NotJSON, parse
from reconcile.patterns import regex

__all__ = ["LocatedObject", "loads"]

_TOKEN: Final = regex(rf"{STRING}|[{{}}\n]", re.DOTALL)


class LocatedObject(dict[str, Any]):
    """A JSON object, or what stands for one, with its 1-based line."""

    line: int | None = None


def loads(text: str, *, first_line: int = 1) -> Any:
    r"""Parse JSON text, which begins in a given line of its file.

    Raises:
        NotJSON: see `reconcile.formats.jsontext.parse`; its line is that of the file.

    >>> loads('[{"a": "{"},\n {"b": {}}]')[1].line
    2
    """
    lines = _lines(text, first_line)

    def located(pairs: list[tuple[str, Any]]) -> LocatedObject:
        value = LocatedObject(pairs)
        value.line = next(lines, None)
        return value

    try:
        return parse(text, hook=located)
    except NotJSON as error:
        if error.line is not None:
            error.line += first_line - 1
        raise


def _lines(text: str, line: int) -> Iterator[int]:
    """The lines that objects begin in, in the order in which objects end."""
    begun: list[int] = []
    for token in _TOKEN.finditer(text):
        match token.group():
            case "\n":
                line += 1
            case "{":
                begun.append(line)
            case "}" if begun:
                yield begun.pop()
