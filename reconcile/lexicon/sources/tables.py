"""Reading of delimited source files, with one clear error for a missing file or column."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from reconcile.errors import LexiconBuildError

__all__ = ["Table", "open_text", "split_list"]


def open_text(path: Path) -> io.TextIOBase:
    """Open a UTF-8 text file, gzip-compressed or not.

    Raises:
        LexiconBuildError: if there is no such file.
    """
    if not path.is_file():
        raise LexiconBuildError(f"{path}: no such file; give the path of the downloaded source")
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path), encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


class Table:
    """A tab-separated (or comma-separated) table whose columns go by several names.

    Attributes:
        missing: the optional columns that the file does not have.
    """

    def __init__(
        self,
        path: Path,
        columns: dict[str, Sequence[str]],
        *,
        required: Sequence[str],
        delimiter: str = "\t",
    ) -> None:
        """Map each wanted column to the first of its known header names.

        Raises:
            LexiconBuildError: if a required column is missing.
        """
        self.path = path
        self.delimiter = delimiter
        with open_text(path) as lines:
            header = next(csv.reader(lines, delimiter=delimiter, quoting=self._quoting), [])
        names = {name.strip().lstrip("#"): i for i, name in enumerate(header)}
        self._at: dict[str, int] = {}
        self.missing: list[str] = []
        for wanted, spellings in columns.items():
            found = next((names[name] for name in spellings if name in names), None)
            if found is not None:
                self._at[wanted] = found
            elif wanted in required:
                raise LexiconBuildError(
                    f"{path}:1: no column {' or '.join(spellings)}; found {', '.join(names)}"
                )
            else:
                self.missing.append(spellings[0])

    @property
    def _quoting(self) -> int:
        return csv.QUOTE_MINIMAL

    def rows(self) -> Iterator[dict[str, str]]:
        """Each row as a dict of the wanted columns; absent ones are empty strings."""
        empty = dict.fromkeys(self.missing, "")
        with open_text(self.path) as lines:
            reader = csv.reader(lines, delimiter=self.delimiter, quoting=self._quoting)
            next(reader, None)
            for cells in reader:
                row = {
                    name: cells[at].strip() if at < len(cells) else ""
                    for name, at in self._at.items()
                }
                yield {**empty, **row}


def split_list(cell: str, separator: str) -> list[str]:
    """The non-empty items of a cell; `-` means none.

    >>> split_list('"A1B|ABG"', "|"), split_list("-", "|")
    (['A1B', 'ABG'], [])
    """
    items = (item.strip() for item in cell.strip('"').split(separator))
    return [item for item in items if item and item != "-"]
