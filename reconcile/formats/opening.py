"""Opening the files that a caller names: only what has an end is opened.

A pipe, socket or device may never end, and opening a pipe waits for who writes into it. So they
are refused, in folders and globs as by name. Streams that this process was given are no danger:
standard input, and `<(command)` of a shell, which is a path below `/dev/fd`.
"""

from __future__ import annotations

import io
import os
import stat
from io import BufferedReader
from pathlib import Path
from typing import IO, Final

from reconcile.errors import InputError
from reconcile.patterns import regex

__all__ = ["open_file", "open_source", "rewound"]

_GIVEN: Final = regex(r"/dev/(?:stdin|fd/([0-9]{1,9}))|/proc/self/fd/([0-9]{1,9})")
_KINDS: Final = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_WITHOUT_WAITING: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def open_source(path: str | Path) -> BufferedReader:
    """Open a file, or a stream that this process was given, for reading.

    Raises:
        InputError: there is no such file, it may not be read, or it is no file.
    """
    return _opened(path, streams=True)


def open_file(path: str | Path) -> BufferedReader:
    """Open a file that will be read more than once; streams are refused too.

    Raises:
        InputError: see `open_source`.
    """
    return _opened(path, streams=False)


def rewound(stream: IO[bytes], head: bytes) -> IO[bytes]:
    """The stream from its beginning, after `head` was read of it; it need not be seekable."""
    if stream.seekable():
        stream.seek(0)
        return stream
    return io.BufferedReader(_Joined(head, stream))


class _Joined(io.RawIOBase):
    """What was read of a stream, and then the rest of it."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = memoryview(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        some = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(some) :]
        buffer[: len(some)] = some
        return len(some)


def _opened(path: str | Path, *, streams: bool) -> BufferedReader:
    source = str(path)
    given = _GIVEN.fullmatch(source)
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 -- a path as it is written
        if given is not None and streams and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            return os.fdopen(os.dup(int(given[1] or given[2] or 0)), "rb")
        _must_be_file(mode, source, streams)
        number = os.open(path, os.O_RDONLY | _WITHOUT_WAITING)
        try:
            # Another program may have put something else in its place just now.
            _must_be_file(os.fstat(number).st_mode, source, streams)
            return os.fdopen(number, "rb")
        except BaseException:
            os.close(number)
            raise
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}; check the file"
        raise InputError(problem, source=source) from error
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        raise InputError("no name of a file; check the path", source=source) from error


def _must_be_file(mode: int, source: str, streams: bool) -> None:
    kind = _KINDS.get(stat.S_IFMT(mode))
    if kind == "a folder":
        raise InputError("is a folder, not a file; name a file in it", source=source)
    if kind is not None:
        other = ", or pass it on as standard input or `<(command)`" if streams else ""
        raise InputError(
            f"is {kind}, not a file, and may never end; write what is in it to a file{other}",
            source=source,
        )
