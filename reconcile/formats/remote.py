"""Records behind an fsspec URL: object stores, web servers, archives; needs the extra `urls`.

Small files are fetched many at a time, large ones are streamed. What is read of a store is listed
folder by folder, in the order of names.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, groupby, islice
from pathlib import PurePosixPath
from typing import Any, Final, TypeAlias

from reconcile.errors import InputError
from reconcile.extras import quiet, to_install
from reconcile.formats.accepted import PFOCR_SUFFIXES
from reconcile.formats.columns import Columns
from reconcile.formats.fields import MAX_RECORD_BYTES, Report, decode, too_large
from reconcile.formats.paths import is_candidate, nonempty
from reconcile.formats.provenance import TABLES, Words, kind_of_table, parse_provenance
from reconcile.formats.streams import Located, read_stream
from reconcile.records import OcrWord

__all__ = ["RemoteFile", "open_store", "read_remote", "remote_files", "remote_tables"]

_AT_A_TIME: Final = 32


_Tables: TypeAlias = Mapping[str, Sequence[tuple[str, bytes | Exception]]]
"""By figid the tables of a figure with what is in them, or what went wrong."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a store: its path there, and what the store says of it."""

    path: str
    info: Mapping[str, Any] = field(hash=False)

    @property
    def is_record(self) -> bool:
        """Whether it holds one PFOCR record."""
        return PurePosixPath(self.path).suffix.lower() in PFOCR_SUFFIXES


def open_store(url: str) -> tuple[Any, str]:
    """The file system of a URL and the path in it.

    Raises:
        InputError: fsspec, or what it needs for this kind of URL, is not installed.
    """
    try:
        with quiet():
            from fsspec.core import url_to_fs
    except ImportError as error:
        raise InputError(
            f"reading a URL needs fsspec ({error}); {to_install('urls')}", source=url
        ) from error
    try:
        store, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise InputError(f"cannot be opened: {error}", source=url) from error
    return store, str(path)


def remote_files(url: str, *, report: Report) -> Iterator[RemoteFile]:
    """The files behind the URL of a file, folder or glob, as `record_files` finds local ones."""
    try:
        store, path = open_store(url)
        if any(char in path for char in "*?["):
            found = sorted(store.glob(path, detail=True).items())
            files = (RemoteFile(name, info) for name, info in found if _is_file(name, info, path))
            yield from nonempty(files, url, "no record file matches", report)
        elif store.isdir(path):
            yield from nonempty(_walk(store, path), url, "the folder holds no records", report)
        elif store.exists(path):
            yield RemoteFile(path, store.info(path))
        else:
            report(InputError("no such file or folder; check the URL", source=url))
    except InputError as error:
        report(error)
    except Exception as error:  # each store has its own
        report(InputError(f"cannot be listed: {_said(error)}; check the URL", source=url))


def remote_tables(url: str, folder: str) -> dict[str, Mapping[str, Any]]:
    """The provenance tables that records in a folder of the store have, by path."""
    store, _ = open_store(url)
    found: dict[str, Mapping[str, Any]] = {}
    above = folder.rpartition("/")[0]
    for place in (f"{above}/_data" if above else "_data", f"{folder}/_data"):
        try:
            listed = store.ls(place, detail=True)
        except (FileNotFoundError, NotADirectoryError):
            continue
        found |= {i["name"]: i for i in listed if str(i["name"]).endswith(tuple(TABLES))}
    return found


def read_remote(
    url: str, *, with_tables: bool, report: Report, columns: Columns
) -> Iterator[tuple[Words, Located]]:
    """The figures behind a URL, each with what knows the words of its image.

    Args:
        url: see `remote_files`.
        with_tables: whether to look for provenance in `_data` beside or in a record's folder.
        report: gets each bad record.
        columns: knows what the columns of tables are called.
    """
    files = remote_files(url, report=report)
    first = next(files, None)
    if first is None:
        return
    store, _ = open_store(url)
    folder, tables = "", dict[str, list[str]]()
    runs = groupby(chain([first], files), key=lambda file: (_folder(file), file.is_record))
    for (place, is_record), run in runs:
        if not is_record:
            for file in run:
                for located in _streamed(store, file, report, columns):
                    yield partial(_words, {}), located
            continue
        if with_tables and place != folder:
            folder, tables = place, _by_figid(url, place)
        while some := list(islice(run, _AT_A_TIME)):
            found = list(_fetched(store, some, report, columns))
            wanted = {
                figure.figid: tables[figure.figid]
                for figure in (located.figure for located in found)
                if figure.figid in tables and not figure.ocr
            }
            words = partial(_words, _fetched_tables(store, wanted))
            for located in found:
                yield words, located


def _walk(store: Any, folder: str) -> Iterator[RemoteFile]:
    listed = sorted(store.ls(folder, detail=True), key=lambda info: str(info["name"]))
    for info in listed:
        if _is_file(info["name"], info):
            yield RemoteFile(info["name"], info)
    for info in listed:
        name = str(info["name"]).rstrip("/")
        if info["type"] == "directory" and not PurePosixPath(name).name.startswith("."):
            yield from _walk(store, name)


def _is_file(name: str, info: Mapping[str, Any], pattern: str = "") -> bool:
    return info["type"] == "file" and is_candidate(PurePosixPath(name).name, pattern)


def _folder(file: RemoteFile) -> str:
    return file.path.rpartition("/")[0]


def _by_figid(url: str, folder: str) -> dict[str, list[str]]:
    """The tables of each figure in the order of `TABLES`; of two with the same name the first."""
    paths = {PurePosixPath(path).name: path for path in reversed(remote_tables(url, folder))}
    found: dict[str, list[str]] = {}
    for end in TABLES:
        for name, path in paths.items():
            if name.endswith(end):
                found.setdefault(name.removesuffix(end), []).append(path)
    return found


def _streamed(store: Any, file: RemoteFile, report: Report, columns: Columns) -> Iterator[Located]:
    source = store.unstrip_protocol(file.path)
    try:
        with store.open(file.path, "rb") as stream:
            yield from read_stream(stream, source=source, report=report, columns=columns)
    except InputError:
        raise
    except Exception as error:
        report(InputError(f"cannot be read: {_said(error)}; check the file", source=source))


def _fetched(
    store: Any, files: list[RemoteFile], report: Report, columns: Columns
) -> Iterator[Located]:
    """The figures of PFOCR records; those that are too large are not fetched."""
    fit = [file.path for file in files if (file.info.get("size") or 0) <= MAX_RECORD_BYTES]
    data = _cat(store, fit)
    for file in files:
        source = store.unstrip_protocol(file.path)
        content = data.get(file.path)
        if content is None:
            report(too_large(source))
        elif isinstance(content, Exception):
            problem = f"cannot be read: {_said(content)}; check the file"
            report(InputError(problem, source=source))
        else:
            stream = io.BytesIO(content)
            yield from read_stream(stream, source=source, report=report, columns=columns)


def _words(tables: _Tables, figid: str) -> Iterator[tuple[OcrWord, ...] | InputError]:
    for source, data in tables.get(figid, ()):
        try:
            yield _parsed(source, data)
        except InputError as error:
            yield error


def _parsed(source: str, data: bytes | Exception) -> tuple[OcrWord, ...]:
    if isinstance(data, Exception):
        raise InputError(f"cannot be read: {_said(data)}", source=source) from data
    if len(data) > MAX_RECORD_BYTES:
        raise too_large(source)
    kind = kind_of_table(source)
    return parse_provenance(decode(data, source=source), source=source, kind=kind)


def _fetched_tables(store: Any, wanted: Mapping[str, list[str]]) -> _Tables:
    data = _cat(store, [path for paths in wanted.values() for path in paths])
    return {
        figid: [(store.unstrip_protocol(path), data[path]) for path in paths]
        for figid, paths in wanted.items()
    }


def _cat(store: Any, paths: list[str]) -> dict[str, bytes | Exception]:
    """The content of files, or what went wrong with each, fetched at the same time."""
    if not paths:
        return {}
    found = store.cat(paths, on_error="return")
    if isinstance(found, bytes):  # one path may not come back as a mapping
        return {paths[0]: found}
    return {path: found[path] for path in paths}


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
