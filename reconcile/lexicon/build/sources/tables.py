"""Reading of delimited source files, with one clear error for a missing file or column."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Mapping, Sequence
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
        header: wanted column → the name that it goes by in this file.
        missing: the optional columns that the file does not have, by their official names.
        line: 1-based number of the line that was read last.
    """

    def __init__(
        self,
        path: Path,
        columns: Mapping[str, Sequence[str]],
        *,
        required: Sequence[str],
        delimiter: str = "\t",
    ) -> None:
        """Map each wanted column to the first of its known header names.

        Raises:
            LexiconBuildError: if the file or a required column is missing.
        """
        self.path = path
        self.delimiter = delimiter
        header = next(self._cells(), [])
        names = {name.strip().lstrip("#"): i for i, name in enumerate(header)}
        self._at: dict[str, int] = {}
        self.header: dict[str, str] = {}
        self.missing: list[str] = []
        for wanted, spellings in columns.items():
            found = next((name for name in spellings if name in names), None)
            if found is not None:
                self.header[wanted] = found
                self._at[wanted] = names[found]
            elif wanted in required:
                raise LexiconBuildError(
                    f"{path}:{self.line or 1}: no column {' or '.join(spellings)}; "
                    f"found {', '.join(names) or 'nothing'}"
                )
            else:
                self.missing.append(spellings[0])

    def rows(self) -> Iterator[dict[str, str]]:
        """Each row as a dict of the wanted columns; columns that the file lacks are left out."""
        cells_of_lines = self._cells()
        next(cells_of_lines, None)
        for cells in cells_of_lines:
            if cells:
                yield {
                    name: cells[at].strip() if at < len(cells) else ""
                    for name, at in self._at.items()
                }

    def _cells(self) -> Iterator[list[str]]:
        self.line = 0
        try:
            with open_text(self.path) as lines:
                if self.delimiter == "\t":
                    yield from self._tab_separated(lines)
                    return
                reader = csv.reader(lines, delimiter=self.delimiter)
                for cells in reader:
                    self.line = reader.line_num
                    yield cells
        except (UnicodeDecodeError, EOFError, OSError, csv.Error) as error:
            raise LexiconBuildError(
                f"{self.path}:{self.line + 1}: cannot be read ({error}); download it again"
            ) from error

    def _tab_separated(self, lines: io.TextIOBase) -> Iterator[list[str]]:
        """The cells of each line, without blank lines and comments above the header."""
        started = False
        for self.line, line in enumerate(lines, 1):
            cells = line.rstrip("\r\n").split("\t")
            if cells == [""] or (not started and line.startswith("#") and len(cells) == 1):
                continue
            started = True
            yield [_unquoted(cell) for cell in cells]


def _unquoted(cell: str) -> str:
    """A cell of a tab-separated file without the quotes that some files put around lists.

    A quote that is not closed in its own cell belongs to the name: read as CSV, it would swallow
    the lines that follow.
    """
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell


def split_list(cell: str, separator: str) -> list[str]:
    """The non-empty items of a cell; `-` means none.

    >>> split_list('"A1B|ABG"', "|"), split_list("-", "|")
    (['A1B', 'ABG'], [])
    """
    items = (item.strip() for item in cell.strip('"').split(separator))
    return [item for item in items if item and item != "-"]
