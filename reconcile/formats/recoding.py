"""Lines of a text file as its readers want them: UTF-8, ended by line feeds, and text at all."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import chain
from typing import Final

from reconcile.errors import InputError
from reconcile.formats.fields import MAX_RECORD_BYTES, UTF16, Lines, decode, too_large

__all__ = ["UTF16", "decode_document", "recoded_lines", "refuse_binary", "text_of_head"]

_BINARY: Final = {
    b"PK\x03\x04": "a zip archive, as Excel files are; name an Excel table `.xlsx`",
    b"PAR1": "a Parquet file; name it `.parquet`",
    b"\xd0\xcf\x11\xe0": "an old or protected Office file; save the table as `.xlsx` or `.csv`",
    b"\x1f\x8b": "compressed; unpack it first",
    b"\x7fELF": "a program; name a file of records",
    b"\x89PNG": "an image; name a file of records",
    b"%PDF": "a PDF; save the table that it shows as `.csv`",
}


def refuse_binary(head: bytes, *, source: str) -> None:
    """Raise where the first bytes of a file say that it is no text.

    Raises:
        InputError: they do; says what the file is.
    """
    for magic, what in _BINARY.items():
        if head.startswith(magic):
            raise InputError(f"not text but {what}", source=source)


def text_of_head(head: bytes) -> str:
    """The first characters of a file, without what is blank in front and behind."""
    if head.startswith(UTF16):
        return head.decode("utf-16", "ignore").strip()
    return head.decode("utf-8-sig", "replace").strip(" \t\r\n\ufeff")


def recoded_lines(lines: Lines, *, source: str) -> Lines:
    r"""The same lines in UTF-8 where the file is UTF-16, and cut at `\r` where it has no `\n`.

    Raises:
        InputError: the file is binary; or it is UTF-16 and broken.
    """
    first = next(lines, None)
    if first is None:
        return
    number, data = first
    if data is not None:
        refuse_binary(data, source=source)
    if data is not None and data.startswith(UTF16):
        lines = _from_utf16(chain([first], lines), source)
        first = next(lines, None)
        if first is None:
            return
        number, data = first
    if data is not None and b"\r" in data.rstrip(b"\r\n"):
        for number, line in _cut(chain([first], lines)):
            yield number, line
        return
    yield number, data
    yield from lines


def _cut(lines: Lines) -> Lines:
    """Lines that end in carriage returns."""
    number = 0
    for _, data in lines:
        if data is None:
            number += 1
            yield number, None
            continue
        for line in data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").splitlines(keepends=True):
            number += 1
            yield number, line


def _from_utf16(lines: Lines, source: str) -> Lines:
    """The lines of a text whose bytes were cut wherever there was a byte 10."""
    number, parts, size = 1, list[str](), 0
    for text in _decoded(lines, source):
        size += len(text)
        if size > MAX_RECORD_BYTES:
            raise too_large(source, number)
        parts.append(text)
        if "\n" not in text:
            continue
        *whole, rest = "".join(parts).split("\n")
        parts, size = [rest], len(rest)
        for line in whole:
            data = f"{line}\n".encode("utf-8", "surrogatepass")
            yield number, data if len(data) <= MAX_RECORD_BYTES else None
            number += 1
    if size:
        yield number, "".join(parts).encode("utf-8", "surrogatepass")


def _decoded(lines: Lines, source: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-16")()
    line = 1
    try:
        for _, data in lines:
            if data is None:
                raise too_large(source, line)
            text = decoder.decode(data)
            line += text.count("\n")
            yield text
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise InputError(
            f"not UTF-16, as which it begins ({error.reason}); save the file as UTF-8",
            source=source,
            line=line,
        ) from error


def decode_document(data: bytes, *, source: str) -> str:
    """The text of a whole file, in UTF-8 or in UTF-16 with a byte order mark.

    Raises:
        InputError: it is binary, empty, or in neither.
    """
    refuse_binary(data, source=source)
    if data.startswith(UTF16):
        text = "".join(_decoded(iter([(1, data)]), source)).replace("\r\n", "\n")
    else:
        text = decode(data, source=source)
    if not text.strip():
        raise InputError("the file is empty; remove it or restore the records", source=source)
    return text
