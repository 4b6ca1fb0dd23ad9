"""Unified diffs of bytes, for `patch -p1` and `git apply`."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

__all__ = ["shown_path", "unified_diff"]

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_UNSAFE = re.compile(rb'[\x00-\x1f"\\\x7f]')
_ESCAPES = {b"\t": b"\\t", b"\n": b"\\n", b"\r": b"\\r", b'"': b'\\"', b"\\": b"\\\\"}


def unified_diff(old: bytes, new: bytes, path: str) -> bytes:
    r"""The change from `old` to `new` in the file `path`, empty if there is none.

    Lines end at `\n` only and keep their `\r`. A last line without a line break is marked as
    `patch` and `git` want it.

    >>> print(unified_diff(b"a\nb", b"a\nc", "x.md").decode(), end="")
    --- a/x.md
    +++ b/x.md
    @@ -1,2 +1,2 @@
     a
    -b
    \ No newline at end of file
    +c
    \ No newline at end of file
    """
    if old == new:
        return b""
    name = path.encode("utf-8", "surrogateescape")
    head = [b"--- " + _name(b"a/" + name), b"+++ " + _name(b"b/" + name)]
    lines = difflib.diff_bytes(
        difflib.unified_diff, _LINE.findall(old), _LINE.findall(new), lineterm=b"\n"
    )
    body = list(lines)[2:]
    whole = (
        line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"
        for line in body
    )
    return b"".join([*head, *whole])


def shown_path(path: str | Path) -> str:
    """How a diff is to name a file: from the current folder, else from the root.

    Links are followed, because neither `patch` nor `git apply` goes through one.
    """
    real, here = Path(os.path.realpath(path)), Path(os.path.realpath("."))
    place = real.relative_to(here) if real.is_relative_to(here) else real.relative_to(real.anchor)
    return place.as_posix()


def _name(name: bytes) -> bytes:
    """A name in a header, in quotes where it holds what would end it."""
    if _UNSAFE.search(name):
        return b'"' + _UNSAFE.sub(_escape, name) + b'"\n'
    return name + (b"\t\n" if b" " in name else b"\n")


def _escape(found: re.Match[bytes]) -> bytes:
    byte = found.group()
    return _ESCAPES.get(byte) or b"\\%03o" % byte[0]
