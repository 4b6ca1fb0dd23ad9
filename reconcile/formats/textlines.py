r"""The lines of tables as text, whichever of `\n`, `\r\n` and `\r` ends them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TypeAlias

from reconcile.errors import InputError
from reconcile.formats.fields import bounded_lines, decode, too_large

__all__ = ["TextLines", "text_lines"]

TextLines: TypeAlias = Iterator[tuple[int, "str | InputError"]]
"""1-based numbers with the line, which ends in a line feed, or with why it cannot be read."""


def text_lines(stream: IO[bytes], *, source: str) -> TextLines:
    r"""The lines of a stream, each decoded by itself.

    >>> import io
    >>> list(text_lines(io.BytesIO(b"a,b\rc\r\n"), source="x.csv"))
    [(1, 'a,b\n'), (2, 'c\n')]
    """
    number = 0
    for _, data in bounded_lines(stream):
        if data is None:
            number += 1
            yield number, too_large(source, number)
            continue
        for line in data.splitlines():
            number += 1
            try:
                yield number, decode(line, source=source, first_line=number) + "\n"
            except InputError as error:
                yield number, error
