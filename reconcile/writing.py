"""Writing files: whole or not at all, and never a record without what the system keeps of it."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from reconcile.errors import OutputError, PatchError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["STANDARD_OUTPUT", "replace_record", "text_stream", "whole_file"]

STANDARD_OUTPUT: Final = "standard output"
_PRIVATE: Final = ("security.", "trusted.")
"""Attributes that the system sets by itself, and that not every user may set."""


class _Sink(io.FileIO):
    """A file that says by our own error what stopped it; that a reader has left stays as it is."""

    def __init__(self, file: int | Path, name: str, *, closefd: bool = True) -> None:
        super().__init__(file, "w", closefd=closefd)
        self._shown = name

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except (BrokenPipeError, BlockingIOError):
            raise
        except OSError as error:
            raise OutputError(self._shown, error) from error


def text_stream(
    file: int | Path, name: str, *, encoding: str = "utf-8", line_buffering: bool = False
) -> TextIO:
    """A file or an open descriptor, which stays open, for text.

    Args:
        file: its path or number.
        name: what errors call it.
        encoding: of the bytes.
        line_buffering: write each line at once.

    Writing raises `OutputError` where the system refuses, on a full disk for one.
    """
    raw = _Sink(file, name, closefd=not isinstance(file, int))
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding,
        errors="backslashreplace",
        newline="",
        line_buffering=line_buffering,
    )


@contextmanager
def whole_file(path: Path, name: str, *, replace: bool) -> Iterator[TextIO]:
    """A text file that appears once the block ends without an error, and else leaves no trace.

    It is written beside its place, put to disk and renamed. Devices and pipes are written
    directly.

    Args:
        path: the file, links followed.
        name: what errors call it.
        replace: whether a file that is there may be replaced, which keeps its mode.

    Raises:
        OutputError: nothing can be written there, or a file is there that may not be replaced.
    """
    try:
        special = path.exists() and not (path.is_file() or path.is_dir())
    except OSError as error:
        raise OutputError(name, error) from error
    if special:
        with _opened(path, name) as handle:
            yield handle
        return
    if path.is_dir():
        raise OutputError(name, IsADirectoryError(21, "it is a directory"))
    from reconcile.scratch import scratch_file

    with ExitStack() as stack:
        try:
            temporary = stack.enter_context(scratch_file(path.parent))
            temporary.chmod(_mode_for(path))
        except OSError as error:
            raise OutputError(name, error) from error
        with _opened(temporary, name) as handle:
            yield handle
            handle.flush()
            _to_disk(handle, name)
        _put_in_place(temporary, path, name, replace=replace)


def _opened(path: Path, name: str) -> TextIO:
    try:
        return text_stream(path, name)
    except OSError as error:
        raise OutputError(name, error) from error


def _mode_for(path: Path) -> int:
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _to_disk(handle: TextIO, name: str) -> None:
    try:
        os.fsync(handle.fileno())
    except OSError as error:
        raise OutputError(name, error) from error


def _put_in_place(temporary: Path, path: Path, name: str, *, replace: bool) -> None:
    try:
        if not replace and _linked(temporary, path):
            temporary.unlink()
        else:
            temporary.replace(path)
    except OSError as error:
        raise OutputError(name, error) from error


def _linked(temporary: Path, path: Path) -> bool:
    """Give the file its name, which fails where the name was taken meanwhile.

    False where the file system has no links.
    """
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def replace_record(path: Path, old: bytes, new: bytes, *, source: str) -> None:
    """Put new bytes in the place of a file, at once, and keep all else that is known of it.

    Owner, group, mode, access lists and extended attributes are carried over. What cannot be
    kept is a reason to leave the file as it is.

    Args:
        path: the file, no link.
        old: what must still be in it.
        new: what is to be in it.
        source: the file's name, for messages.

    Raises:
        PatchError: the file may not be written; it has other names (hard links), which would
            keep the old list; its owner or attributes cannot be kept; or it is not `old`.
        OSError: the system refuses.
    """
    from reconcile.scratch import scratch_file

    status = path.stat()
    _check_writable(path, status, source)
    with scratch_file(path.parent) as temporary:
        with temporary.open("wb") as stream:
            stream.write(new)
            stream.flush()
            _take_over(path, temporary, status, source)
            os.fsync(stream.fileno())
        if path.read_bytes() != old:
            raise PatchError("was changed by another program just now; try again", source=source)
        temporary.replace(path)


def _check_writable(path: Path, status: os.stat_result, source: str) -> None:
    # The superuser may write what nobody may, so that the mode is asked as well.
    if not status.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise PatchError(
            "is read-only; make it writable (chmod u+w) if it is to be changed", source=source
        )
    if status.st_nlink > 1:
        raise PatchError(
            f"has {status.st_nlink} names (hard links), and the others would change with it or "
            "be left behind; make it a file of its own (cp FILE COPY, mv COPY FILE), or apply "
            "the diff",
            source=source,
        )


def _take_over(path: Path, temporary: Path, status: os.stat_result, source: str) -> None:
    """Make a file like another in all but its bytes; the mode last, since chown clears bits."""
    mine = temporary.stat()
    if (mine.st_uid, mine.st_gid) != (status.st_uid, status.st_gid):
        try:
            os.chown(temporary, status.st_uid, status.st_gid)
        except PermissionError as error:
            raise PatchError(
                "belongs to another user or group and would change hands; run this as its "
                "owner, or have the owner apply the diff",
                source=source,
            ) from error
    temporary.chmod(stat.S_IMODE(status.st_mode))
    if sys.platform != "linux":  # elsewhere Python has no way to them
        return
    for name in os.listxattr(path):
        try:
            os.setxattr(temporary, name, os.getxattr(path, name))
        except OSError as error:
            if not name.startswith(_PRIVATE):
                raise PatchError(
                    f"its attribute {name} cannot be kept ({error.strerror or error}); "
                    "apply the diff instead",
                    source=source,
                ) from error
    for name in set(os.listxattr(temporary)).difference(os.listxattr(path)):
        with suppress(OSError):  # a default access list of the folder
            os.removexattr(temporary, name)
