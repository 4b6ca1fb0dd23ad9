"""Unified diffs of bytes, for `patch -p1` and `git apply`."""

from __future__ import annotations

import difflib
import os
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

__all__ = ["shown_path", "unified_diff"]

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_SHORT = 10_000
"""Pairs of lines that are few enough to be compared each with each."""
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
    before, after = _LINE.findall(old), _LINE.findall(new)
    whole = (
        line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"
        for group in _Matcher(before, after).get_grouped_opcodes()
        for line in _hunk(group, before, after)
    )
    return b"".join([*head, *whole])


def shown_path(path: str | Path) -> str:
    """How a diff is to name a file: from the current folder, else from the root.

    Links are followed, because neither `patch` nor `git apply` goes through one.
    """
    real, here = Path(os.path.realpath(path)), Path(os.path.realpath("."))
    place = real.relative_to(here) if real.is_relative_to(here) else real.relative_to(real.anchor)
    return place.as_posix()


class _Matcher(difflib.SequenceMatcher[bytes]):
    """Lines compared in a time that grows with their number, where difflib takes its square.

    Lines that are there once in both files hold the two together (Cohen's patience diff), with the
    equal lines beside them; only short stretches between are left to difflib.
    """

    def __init__(self, before: Sequence[bytes], after: Sequence[bytes]) -> None:
        super().__init__(None, before, after, autojunk=False)
        self._before, self._after = before, after

    def get_matching_blocks(self) -> list[difflib.Match]:
        """The stretches that both have, in order, and an empty one at the end."""
        before, after = self._before, self._after
        found: list[difflib.Match] = []
        i = j = 0
        for x, y in (*_anchors(before, after), (len(before), len(after))):
            if x < i or y < j:
                continue
            same = _same(before[i:x], after[j:y])
            found.append(difflib.Match(i, j, same))
            i, j = i + same, j + same
            last = _same(before[i:x][::-1], after[j:y][::-1])
            found += self._between(i, x - last, j, y - last)
            found.append(difflib.Match(x - last, y - last, last))
            i, j = x, y
        found.append(difflib.Match(i, j, 0))
        return _joined(found)

    def _between(self, i: int, x: int, j: int, y: int) -> Iterator[difflib.Match]:
        if 0 < (x - i) * (y - j) <= _SHORT:
            inner = difflib.SequenceMatcher(None, self._before[i:x], self._after[j:y], False)
            for a, b, size in inner.get_matching_blocks():
                yield difflib.Match(i + a, j + b, size)


def _anchors(before: Sequence[bytes], after: Sequence[bytes]) -> list[tuple[int, int]]:
    """Places of lines that are there once in both, as many as keep their order."""
    times, others = Counter(before), Counter(after)
    place = {line: j for j, line in enumerate(after) if others[line] == 1}
    pairs = [
        (i, place[line]) for i, line in enumerate(before) if line in place and times[line] == 1
    ]
    ends: list[int] = []
    piles: list[int] = []
    behind: list[int] = []
    for at, (_, j) in enumerate(pairs):
        pile = bisect_left(ends, j)
        behind.append(piles[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [j]
        piles[pile : pile + 1] = [at]
    chain = []
    at = piles[-1] if piles else -1
    while at >= 0:
        chain.append(pairs[at])
        at = behind[at]
    return chain[::-1]


def _same(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    """How many lines are the same from the beginning on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _joined(blocks: Iterable[difflib.Match]) -> list[difflib.Match]:
    """Blocks without empty ones, but for the last, and with those that touch as one."""
    found: list[difflib.Match] = []
    for block in blocks:
        last = found[-1] if found else None
        if last and (last.a + last.size, last.b + last.size) == (block.a, block.b) and block.size:
            found[-1] = difflib.Match(last.a, last.b, last.size + block.size)
        elif block.size:
            found.append(block)
        end = block
    return [*found, end]


def _hunk(
    group: Sequence[tuple[str, int, int, int, int]],
    before: Sequence[bytes],
    after: Sequence[bytes],
) -> Iterator[bytes]:
    """The lines of one hunk, the heading first."""
    first, last = group[0], group[-1]
    old, new = _range(first[1], last[2]), _range(first[3], last[4])
    yield f"@@ -{old} +{new} @@\n".encode()
    for tag, i, x, j, y in group:
        if tag == "equal":
            yield from (b" " + line for line in before[i:x])
            continue
        yield from (b"-" + line for line in before[i:x])
        yield from (b"+" + line for line in after[j:y])


def _range(start: int, stop: int) -> str:
    """Where lines stand, counted from 1; before an empty stretch stands the line before it."""
    size = stop - start
    if size == 1:
        return str(start + 1)
    return f"{start + 1 if size else start},{size}"


def _name(name: bytes) -> bytes:
    """A name in a header, in quotes where it holds what would end it."""
    if _UNSAFE.search(name):
        return b'"' + _UNSAFE.sub(_escape, name) + b'"\n'
    return name + (b"\t\n" if b" " in name else b"\n")


def _escape(found: re.Match[bytes]) -> bytes:
    byte = found.group()
    return _ESCAPES.get(byte) or b"\\%03o" % byte[0]
