"""JSON whose objects know the lines that they begin in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

__all__ = ["Placed", "loads"]

_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\n]', re.DOTALL)


class Placed(dict[str, Any]):
    """A JSON object, or what stands for one, with its 1-based line."""

    line: int | None = None


def loads(text: str, *, first_line: int = 1) -> Any:
    r"""Parse JSON text, which begins in a given line of its file.

    Raises:
        json.JSONDecodeError: it is not JSON.
        RecursionError: it is nested too deep.

    >>> loads('[{"a": "{"},\n {"b": {}}]')[1].line
    2
    """
    lines = _lines(text, first_line)

    def placed(pairs: list[tuple[str, Any]]) -> Placed:
        value = Placed(pairs)
        value.line = next(lines, None)
        return value

    return json.loads(text, object_pairs_hook=placed)


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
