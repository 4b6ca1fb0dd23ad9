r"""Untrusted text as it may be shown: what would command a terminal or a reader is written out.

Captions, words off an image, identifiers and file names come from elsewhere. Three things keep
what is hidden in them from being obeyed:

- Every error message of this package is [`printable`][reconcile.shown.printable] when it is shown.
- Reports make each piece of text printable where it becomes a cell or a line.
- Whatever a readable format writes passes [`harmless`][reconcile.shown.harmless] as a whole at
  the end, so that a piece that was forgotten cannot do more than look odd. JSON has one writer,
  `reconcile.report.jsonout.dumps`; cells of CSV have one, `reconcile.report.csvlong.guard`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reconcile.patterns import regex

if TYPE_CHECKING:
    import re

__all__ = ["HIDDEN", "escaped", "harmless", "in_json", "printable", "unescaped"]

HIDDEN: Final = (
    r"\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\ud800-\udfff"
)
"""What is written out, as the inside of a character class: control characters, marks that change
the writing direction or the lines, and halves of surrogate pairs."""

_BLANK: Final = regex(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_HIDDEN: Final = regex(f"[{HIDDEN}]")
_LEFT: Final = regex(rf"(?![\n\t])[{HIDDEN}]")
_TOLD: Final = regex(rf"[{HIDDEN}]|\\(?=x[0-9a-f]{{2}}|u[0-9a-f]{{4}})")
_CODE: Final = regex(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4}))")


def printable(text: str) -> str:
    r"""The text on one line, with hidden characters shown instead of obeyed.

    >>> printable("a\nb \x1b[31mred")
    'a b \\x1b[31mred'
    """
    return _HIDDEN.sub(_code, _BLANK.sub(" ", text))


def harmless(text: str) -> str:
    r"""Text of several lines with all hidden characters shown but line breaks and tabs.

    >>> harmless("a\x1b[31m\nb")
    'a\\x1b[31m\nb'
    """
    return _LEFT.sub(_code, text)


def escaped(text: str) -> str:
    r"""The text on one line, with hidden characters written so that `unescaped` brings them back.

    A backslash that would look like such a character is written as `\x5c`.

    >>> escaped("a\nb"), escaped("\\x0a"), escaped("a\\b")
    ('a\\x0ab', '\\x5cx0a', 'a\\b')
    """
    return _TOLD.sub(_code, text)


def unescaped(text: str) -> str:
    r"""The text that `escaped` made this of.

    >>> unescaped(escaped("a\n\\x0a")) == "a\n\\x0a"
    True
    """
    return _CODE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)


def in_json(text: str) -> str:
    """JSON text with the hidden characters of its strings as escapes of JSON."""
    return _LEFT.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _code(match: re.Match[str]) -> str:
    point = ord(match.group())
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}"
