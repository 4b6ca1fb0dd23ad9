"""Characters that a format cannot represent, refused before anything is written."""

from __future__ import annotations

import re
from typing import Final

from reconcile.errors import InputError
from reconcile.patterns import regex

__all__ = ["FIGID_IN_LINES", "NOT_IN_XML", "SURROGATE", "representable"]

SURROGATE: Final = regex("[\ud800-\udfff]")
"""Half of a surrogate pair, which is no character and has no UTF-8."""

NOT_IN_XML: Final = regex("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document can hold, not even by a reference."""

FIGID_IN_LINES: Final = regex("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029|\ufeff\ud800-\udfff]")
"""What would end the identity of a figure in a format of lines and columns."""


def representable(text: str, refused: re.Pattern[str], *, form: str, what: str) -> str:
    """The text, if it has no character that the format cannot hold.

    Raises:
        InputError: it has one; names it and its code-point offset.
    """
    found = refused.search(text)
    if found is None:
        return text
    at = found.end() - 1
    raise InputError(
        f"{what} has U+{ord(text[at]):04X} at offset {at}, which {form} cannot "
        "hold; take it out, or choose another format"
    )
