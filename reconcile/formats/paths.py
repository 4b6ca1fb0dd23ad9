"""From what the caller names (files, folders, globs, `-`) to the files that hold records."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import TypeVar

from reconcile.errors import InputError
from reconcile.formats.accepted import FOLDER_SUFFIXES, SUFFIXES
from reconcile.formats.fields import Report
from reconcile.formats.provenance import TABLES

__all__ = [
    "STDIN",
    "is_candidate",
    "is_url",
    "local_name",
    "nonempty",
    "record_files",
]

STDIN = "-"
_LOCAL = "file://"
_DEEP = "**"

T = TypeVar("T")


def is_url(name: str | Path) -> bool:
    """Whether a name is a URL that fsspec is to open.

    >>> is_url("s3://bucket/a.jsonl"), is_url("figures/a.jsonl"), is_url("file:///a.jsonl")
    (True, False, False)
    """
    return "://" in str(name) and not str(name).startswith(_LOCAL)


def local_name(name: str | Path) -> str | Path:
    """The path behind a `file://` URL; other names as they are.

    >>> local_name("file:///figures/a.jsonl")
    '/figures/a.jsonl'
    """
    return str(name).removeprefix(_LOCAL) if str(name).startswith(_LOCAL) else name


def record_files(name: str | Path, *, report: Report) -> Iterator[Path]:
    """The files behind one file, folder or glob, in an order that depends on names only.

    A folder is walked through; in it, and for globs, README files, hidden files and files with
    another suffix than those of `FOLDER_SUFFIXES` are passed over. A glob that names the suffix of
    its files (`*.csv`) finds those of all formats. Nothing found goes to `report`.
    """
    path = Path(name)
    source = str(name)
    try:
        exists, is_folder, is_link = path.exists(), path.is_dir(), path.is_symlink()
    except OSError as error:  # a name that is too long, a folder that may not be entered
        problem = f"cannot be read: {error.strerror or error}; check the path"
        report(InputError(problem, source=source))
        return
    if is_folder:
        yield from nonempty(_walk(path, report), source, "the folder holds no records", report)
    elif exists:
        yield path
    elif any(char in source for char in "*?["):
        yield from nonempty(_glob(source, report), source, "no record file matches", report)
    elif is_link:
        problem = "a link that leads nowhere, or in a circle; mend it or name the file"
        report(InputError(problem, source=source))
    else:
        report(InputError("no such file or folder; check the path", source=source))


def nonempty(files: Iterator[T], source: str, problem: str, report: Report) -> Iterator[T]:
    """The same files; that there is none goes to `report`."""
    empty = True
    for file in files:
        empty = False
        yield file
    if empty:
        suffixes = ", ".join(sorted(FOLDER_SUFFIXES))
        others = " ".join(sorted(SUFFIXES - FOLDER_SUFFIXES))
        remedy = f"expected files named {suffixes}; name files of other formats ({others}) as such"
        report(InputError(f"{problem}; {remedy}, as by a glob *.csv", source=source))


def _walk(folder: Path, report: Report) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        message = f"cannot be read: {error.strerror or error}; check its permissions"
        report(InputError(message, source=str(error.filename)))

    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if is_candidate(name):
                yield Path(place, name)


def _glob(pattern: str, report: Report) -> Iterator[Path]:
    for match in sorted(_matches(pattern)):
        path = Path(match)
        if not path.is_dir():
            if is_candidate(path.name, pattern):
                yield path
        elif "**" not in pattern:  # which matches what is in the folder by itself
            yield from _walk(path, report)


def _matches(pattern: str) -> set[str]:
    """What a glob matches; `**` goes into no folder through a link, which may lead in a circle."""
    parts = pattern.split("/")
    if _DEEP not in parts:
        # `Path.glob` takes no absolute pattern.
        return set(glob.glob(pattern))  # noqa: PTH207
    at = parts.index(_DEEP)
    before = "/".join(parts[:at]) or ("/" if at else "")
    after = "/".join(parts[at + 1 :] or ["*"])
    found: set[str] = set()
    for place in _matches(before) if before else [""]:
        for folder in _folders(place or os.curdir):
            inside = folder if place else os.path.relpath(folder)
            start = "" if inside == os.curdir and not place else glob.escape(inside)
            found |= _matches(os.path.join(start, after))  # noqa: PTH118
    return found


def _folders(top: str) -> Iterator[str]:
    """A folder and all below it, but for hidden ones and links."""
    for folder, inner, _ in os.walk(top):
        inner[:] = [name for name in inner if not name.startswith(".")]
        yield folder


def is_candidate(name: str, pattern: str = "") -> bool:
    """Whether a file of this name in a folder, or one that a glob matches, holds records.

    >>> is_candidate("a.md"), is_candidate("a.csv"), is_candidate("a.csv", "tables/*.csv")
    (True, False, True)
    """
    suffix = Path(name).suffix.lower()
    asked = Path(pattern).suffix.lower()
    named = suffix in SUFFIXES and asked != ".*" and fnmatch(suffix, asked)
    return (
        (suffix in FOLDER_SUFFIXES or named)
        and not name.startswith(".")
        and not name.upper().startswith("README")
        and not name.endswith(tuple(TABLES))
    )
