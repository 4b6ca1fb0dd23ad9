"""HTML's ways to write a character: by name (`&kappa;`) and by number (`&#954;`, `&#x3BA;`)."""

from __future__ import annotations

from html.entities import name2codepoint
from typing import Final

__all__ = ["ENTITIES", "NUMBERED", "numbered"]

ENTITIES: Final = {f"&{name};": chr(point) for name, point in name2codepoint.items()}
"""Characters by name; those of HTML 4, among them the Greek letters."""

NUMBERED: Final = r"&#(?:\d{2,5}|[xX][0-9A-Fa-f]{2,4});"
"""The pattern of a character by number."""


def numbered(entity: str) -> str:
    """The character of a number.

    >>> numbered("&#954;"), numbered("&#x3BA;")
    ('κ', 'κ')
    """
    number = entity[2:-1]
    return chr(int(number[1:], 16) if number[0] in "xX" else int(number))
