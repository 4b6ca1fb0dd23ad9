"""The records of an input in numbered chunks, the same ones however often it is read."""

from __future__ import annotations

import os
import sqlite3
from collections import deque
from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from reconcile.batch.job import Job
from reconcile.errors import BatchError, InputError
from reconcile.formats.columns import Columns
from reconcile.formats.reading import read_located
from reconcile.records import Failure, Figure

__all__ = ["CACHE_KIB", "Chunk", "Item", "read_chunks", "read_items"]

Item: TypeAlias = tuple[int | None, Figure] | Failure
"""What a record came to when it was read: a figure with its line, or a failure."""

CACHE_KIB = 65536
"""Memory for the table of figids; what is more goes to disk."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive items of an input: `chunk` of them, fewer at its end."""

    number: int
    items: tuple[Item, ...]


def read_chunks(job: Job, skip: Collection[int] = frozenset()) -> Generator[Chunk]:
    """Read the input of a job; chunks whose number is in `skip` are passed over."""
    settings = job.settings
    items = read_items(job.source, settings.ocr_dir, dict(settings.columns))
    groups = iter(lambda: tuple(islice(items, settings.chunk)), ())
    for number, group in enumerate(groups):
        if number not in skip:
            yield Chunk(number, group)


def read_items(
    source: str, ocr_dir: str | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Item]:
    """Figures and failures in the order of the input, in memory that does not grow with it.

    The second record with a figid is a failure, as in `read_figures`. Which figids there were is
    kept in a temporary file, which has no name and so is gone however this process ends.
    """
    failures: deque[Failure] = deque()

    def report(error: InputError, figid: str | None = None) -> None:
        failures.append(Failure(error.source or "", error.message, error.line, figid))

    place, names = None if ocr_dir is None else Path(ocr_dir), Columns(columns)
    with closing(_Figids()) as figids:
        for located in read_located(
            (source,), place, report=report, claim=figids.claim, columns=names
        ):
            yield from _drained(failures)
            yield located.line, located.figure
        yield from _drained(failures)


def _drained(failures: deque[Failure]) -> Iterator[Failure]:
    while failures:
        yield failures.popleft()


class _Figids:
    """Which figids were read and where: in memory, and on disk beyond what fits there."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE_KIB}"):
            self._do(f"PRAGMA {setting}")
        self._do("CREATE TABLE seen (figid TEXT PRIMARY KEY, place BLOB NOT NULL) WITHOUT ROWID")
        self._do("BEGIN")

    def claim(self, figid: str, place: str) -> str | None:
        row = (figid, os.fsencode(place))  # a file name need not be UTF-8
        if self._do("INSERT OR IGNORE INTO seen VALUES (?, ?)", row).rowcount:
            return None
        (first,) = self._do("SELECT place FROM seen WHERE figid = ?", (figid,)).fetchone()
        return os.fsdecode(first)

    def _do(self, statement: str, values: tuple[str | bytes, ...] = ()) -> sqlite3.Cursor:
        try:
            return self._base.execute(statement, values)
        except sqlite3.OperationalError as error:
            raise BatchError(
                f"the temporary table of figids cannot be written: {error}; make room for it or "
                "set TMPDIR to another folder, and the same command goes on from here"
            ) from error

    def close(self) -> None:
        self._base.close()
