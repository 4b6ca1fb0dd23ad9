"""What stands in one cell of a table: lists as one text, and what Excel makes of gene names."""

from __future__ import annotations

import re
from typing import Final

from reconcile.errors import InputError
from reconcile.patterns import regex

__all__ = ["mangled", "split_list"]

_SEPARATORS: Final = (";", "|", "\t", ",")
"""What stands between the entries of a list, the first of them that a cell has."""
_LINES: Final = regex(r"[\r\n]+")
_SYMBOL: Final = regex(r"(?=.*[A-Z0-9])(?:[^a-z\s]{2,}|(?=\S*\d)\S{2,})")
"""A word that is written like a symbol: without small letters, or with a digit."""

_ITEM: Final = r"""(?:"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*')"""
_ITEMS: Final = regex(_ITEM, re.DOTALL)
_WRITTEN: Final = regex(rf"[\[(]\s*{_ITEM}(?:\s*,\s*{_ITEM})*\s*,?\s*[\])]", re.DOTALL)
"""A list as Python or JSON write it."""
_BARE: Final = regex(r"\[([^\[\]\"']*)\]")
_ESCAPE: Final = regex(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U(000[0-9a-fA-F]{5})|(.))", re.DOTALL
)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t"}

_MONTH: Final = "(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)"
_DATES: Final = regex(
    rf"\d{{1,2}}-{_MONTH}(?:-(?:\d\d|\d{{4}}))?"  # 2-Sep
    rf"|{_MONTH}-(?:0\d|\d{{4}})"  # Sep-02; not Oct-4, which is a gene
    r"|\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?"
    r"|\d{1,2}/\d{1,2}/(?:\d\d|\d{4})|\d{4}/\d\d?/\d\d?"
    r"|\d{1,2}\.\d{1,2}\.\d{4}",
    re.IGNORECASE,
)
_NUMBER: Final = regex(r"\d[.,]\d+E\+\d\d")


def split_list(cell: str, *, blanks: bool = True) -> list[str]:
    """The entries of a list that is written in one cell; empty ones are left out.

    Line breaks separate, and the first of `;`, `|`, tab and `,` that the cell has. Where there is
    none of them, blanks do, if all words are written like symbols. A list as Python or JSON write
    it (`['A', 'B']`) is read as such.

    Args:
        cell: the text.
        blanks: whether blanks may separate at all.

    Raises:
        InputError: it has the brackets of such a list and cannot be read. Has no place.

    >>> split_list("ERBB2; 1,25-dihydroxyvitamin D3"), split_list("ERBB2, EGFR")
    (['ERBB2', '1,25-dihydroxyvitamin D3'], ['ERBB2', 'EGFR'])
    >>> split_list("ERBB2 EGFR"), split_list("Lung cancer")
    (['ERBB2', 'EGFR'], ['Lung cancer'])
    """
    text = cell.strip()
    if text[:2] in {"['", '["', "('", '("'} and text[-1] in "])":
        return [entry for entry in map(str.strip, _written(text)) if entry]
    bare = _BARE.fullmatch(text)
    if bare is not None and ("," in bare[1] or not bare[1].strip()):
        text = bare[1]
    separator = next((mark for mark in _SEPARATORS if mark in text), None)
    entries = [
        entry.strip()
        for line in _LINES.split(text)
        for entry in (line.split(separator) if separator else [line])
    ]
    if blanks and separator is None:
        entries = [word for entry in entries for word in _words(entry)]
    return [entry for entry in entries if entry]


def _words(entry: str) -> list[str]:
    words = entry.split()
    return words if all(map(_SYMBOL.fullmatch, words)) else [entry]


def _written(text: str) -> list[str]:
    if _WRITTEN.fullmatch(text) is None:
        raise InputError(
            f"{text[:40]!r} looks like a list and cannot be read as one; write the entries "
            "with `;` between them"
        )
    return [_ESCAPE.sub(_unescaped, item[0][1:-1]) for item in _ITEMS.finditer(text)]


def _unescaped(escape: re.Match[str]) -> str:
    number = escape[1] or escape[2] or escape[3]
    return chr(int(number, 16)) if number else _ESCAPED.get(escape[4], escape[4])


def mangled(entry: str) -> str | None:
    """What a spreadsheet made of a gene name, in words; None for an entry that is as it was.

    A formula, which it would compute, is no name either.

    >>> mangled("2-Sep")
    'a date, as spreadsheets make of names such as SEPT2, MARCH1 and DEC1'
    >>> mangled("Oct-4"), mangled("EGFR")
    (None, None)
    """
    if entry.startswith("="):
        return "a formula"
    if _DATES.fullmatch(entry):
        return "a date, as spreadsheets make of names such as SEPT2, MARCH1 and DEC1"
    if _NUMBER.fullmatch(entry):
        return "a rounded number, as spreadsheets make of names such as 2310009E13"
    return None
