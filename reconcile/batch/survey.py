"""A first look at the input: what it is, byte for byte, and how many records to expect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest, sha256
from io import BufferedReader
from pathlib import Path
from typing import Any

from reconcile.errors import InputError
from reconcile.formats.accepted import (
    EXCEL_SUFFIXES,
    JATS_SUFFIXES,
    JSON_SUFFIXES,
    PARQUET_SUFFIXES,
    PFOCR_SUFFIXES,
)
from reconcile.formats.opening import open_file
from reconcile.formats.paths import is_url, local_name, record_files
from reconcile.formats.provenance import TABLES

__all__ = ["Survey", "survey"]

_UNCOUNTED = EXCEL_SUFFIXES | JATS_SUFFIXES | JSON_SUFFIXES
"""Formats whose records only reading would count."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What an input is.

    Attributes:
        files: record files.
        bytes: their size.
        sha256: over the names and contents of the files and of the provenance tables near them;
            for those of a URL over what its store says of them.
        records: how many there may be, blank lines counted; None where only reading would tell.
    """

    files: int
    bytes: int
    sha256: str
    records: int | None


def survey(source: str, ocr_dir: str | None = None) -> Survey:
    """Look at an input.

    Raises:
        InputError: there is nothing, or it cannot be listed.
    """
    seen = _Seen()
    if is_url(source):
        folders = list(_remote(source, seen))
        if ocr_dir is None:
            _remote_tables(source, folders, seen)
    else:
        local = list(_local(source, seen))
        if ocr_dir is None:
            near = {place / "_data": None for f in local for place in (f.parent, f)}
            _tables(list(near), seen)
    if ocr_dir is not None:
        _tables([Path(ocr_dir)], seen)
    return seen.result()


class _Seen:
    """What was seen so far."""

    def __init__(self) -> None:
        self._digest = sha256()
        self._files = self._bytes = 0
        self._records: int | None = 0
        self._problem: InputError | None = None

    def complain(self, error: InputError, figid: str | None = None) -> None:
        """Note what cannot be listed; it is no reason to stop unless nothing else is there."""
        self.note(error.source or "", error.message)
        self._problem = self._problem or error

    def note(self, name: str, state: str) -> None:
        self._digest.update(f"{state}  {name}\n".encode("utf-8", "surrogateescape"))

    def count(self, size: int, records: int | None) -> None:
        self._files += 1
        self._bytes += size
        if records is None or self._records is None:
            self._records = None
        else:
            self._records += records

    def result(self) -> Survey:
        if self._problem is not None and not self._files:
            raise self._problem
        return Survey(self._files, self._bytes, self._digest.hexdigest(), self._records)


def _local(source: str, seen: _Seen) -> Iterator[Path]:
    """Note the files and yield the folders that they are in."""
    folder: Path | None = None
    for path in record_files(local_name(source), report=seen.complain):
        try:
            with open_file(path) as stream:
                records, state = _look(stream, path.suffix.lower())
                size = stream.tell()
        except InputError as error:
            seen.complain(error)
            continue
        except OSError as error:
            # Reading will name it among the failures.
            seen.note(path.as_posix(), f"cannot be read: {error.strerror}")
            continue
        seen.note(path.as_posix(), state)
        seen.count(size, records)
        if path.parent != folder:
            folder = path.parent
            yield folder


def _look(stream: BufferedReader, suffix: str) -> tuple[int | None, str]:
    """How many records a file has and the digest of its content; read to its end."""
    if suffix in PFOCR_SUFFIXES:
        return 1, file_digest(stream, "sha256").hexdigest()
    if suffix in PARQUET_SUFFIXES:
        records = _rows(stream)
        stream.seek(0)
        return records, file_digest(stream, "sha256").hexdigest()
    if suffix in _UNCOUNTED:
        return None, file_digest(stream, "sha256").hexdigest()
    digest, lines, last = sha256(), 0, b"\n"
    while block := stream.read(1 << 20):
        digest.update(block)
        lines += block.count(b"\n")
        last = block
    return lines + (not last.endswith(b"\n")), digest.hexdigest()


def _rows(stream: BufferedReader) -> int | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        rows: int = pq.read_metadata(stream).num_rows
    except (pa.ArrowException, OSError):
        return None
    return rows


def _tables(folders: list[Path], seen: _Seen) -> None:
    for folder in folders:
        for path in sorted(folder.glob("*.tsv")):
            if path.name.endswith(tuple(TABLES)) and path.is_file():
                with open_file(path) as stream:
                    seen.note(path.as_posix(), file_digest(stream, "sha256").hexdigest())


def _remote(url: str, seen: _Seen) -> Iterator[str]:
    from reconcile.formats.remote import remote_files

    folder: str | None = None
    for file in remote_files(url, report=seen.complain):
        seen.note(file.path, _state(file.info))
        seen.count(int(file.info.get("size") or 0), 1 if file.is_record else None)
        if (place := file.path.rpartition("/")[0]) != folder:
            folder = place
            yield place


def _remote_tables(url: str, folders: list[str], seen: _Seen) -> None:
    from reconcile.formats.remote import remote_tables

    found: dict[str, Any] = {}
    for folder in dict.fromkeys(folders):
        found |= remote_tables(url, folder)
    for path in sorted(found):
        seen.note(path, _state(found[path]))


def _state(info: Any) -> str:
    """What a store says of a file: its size, its tag, when it changed."""
    said = json.dumps(dict(info), sort_keys=True, default=str)
    return sha256(said.encode("utf-8", "surrogateescape")).hexdigest()
