"""Where the data that come with the package are: lexicon, tagger, and tables beside the code."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["bundled_path", "packaged_text", "sorted_rows"]

_PACKAGE: Final = Path(__file__).resolve().parent


def bundled_path(name: str) -> Path:
    """The folder of a bundled model, in an installed package or in the repository.

    It need not exist.

    >>> bundled_path("lexicon").name
    'lexicon'
    """
    installed = _PACKAGE / "_models"
    return (installed if installed.is_dir() else _PACKAGE.parent / "models") / name


def packaged_text(*names: str) -> str:
    """The text of a file that lies in the package, by its folders and name.

    `importlib.resources` reads it too, but loads what reads archives.

    >>> packaged_text("organisms", "organisms.tsv")[:7]
    '# taxon'
    """
    return _PACKAGE.joinpath(*names).read_text(encoding="utf-8")


def sorted_rows(text: str, first: str) -> list[list[str]]:
    r"""The rows of a table that begin with a cell, found without reading the others.

    Args:
        text: the table, a line a row with tabs between its cells, in the order of its first cells
            (of their code points).
        first: the cell.

    >>> sorted_rows("A\tx\nB\ty\nB\tz\nC\tx\n", "B")
    [['B', 'y'], ['B', 'z']]
    """
    low, high = 0, len(text)  # each the begin of a line
    while low < high:
        start = text.rfind("\n", 0, (low + high) // 2) + 1
        line = _line(text, start)
        if line.partition("\t")[0] < first:
            low = start + len(line) + 1
        else:
            high = start
    found = []
    while low < len(text) and (cells := _line(text, low).split("\t"))[0] == first:
        found.append(cells)
        low += sum(map(len, cells)) + len(cells)
    return found


def _line(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start:] if end < 0 else text[start:end]
