"""A short table in HTML, for what a notebook shows of a result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from reconcile.mojibake import mended
from reconcile.shown import printable

__all__ = ["html_table"]

_ROWS: Final = 20
_CHARACTERS: Final = 160


def html_table(title: str, head: Sequence[str], rows: Iterable[Sequence[str | float]]) -> str:
    """A table with its first rows, and how many more there are.

    Whatever is in a cell is shown as it is written, and nothing of it obeyed.

    >>> html_table("1 gene", ["name"], [["<b>"]])
    '<table><caption>1 gene</caption><tr><th>name</th></tr><tr><td>&lt;b&gt;</td></tr></table>'
    """
    listed = list(rows)
    lines = [_row("td", row) for row in listed[:_ROWS]]
    if more := len(listed) - len(lines):
        lines.append(f'<tr><td colspan="{len(head)}">… and {more:,} more</td></tr>')
    table = [_row("th", head), *lines] if listed else []
    return f"<table><caption>{_cell(title)}</caption>{''.join(table)}</table>"


def _row(tag: str, cells: Iterable[str | float]) -> str:
    return f"<tr>{''.join(f'<{tag}>{_cell(cell)}</{tag}>' for cell in cells)}</tr>"


def _cell(value: str | float) -> str:
    text = mended(value) if isinstance(value, str) else f"{value:.2f}"
    if len(text) > _CHARACTERS:
        text = text[:_CHARACTERS] + "…"
    return escape(printable(text))
