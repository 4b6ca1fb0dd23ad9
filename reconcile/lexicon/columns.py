"""Named columns of numbers and text in one file, compressed.

The file is a mark, the length of a table of contents, that table in JSON (of each column its type,
its place, its length there and its own) and the columns, little-endian, each compressed by zlib.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal, TypeAlias

__all__ = ["Column", "Columns", "as_views", "read_columns", "write_columns"]

Column: TypeAlias = "array[int] | bytes"
"""What a column is made of: numbers that are not negative, or UTF-8."""

Columns: TypeAlias = Mapping[str, memoryview]
"""Columns to read: of numbers, which an index gives, or of bytes."""

_MARK: Final = b"columns2"
_LENGTH: Final = struct.Struct("<Q")
_TYPES: Final = {"B": 1, "H": 2, "I": 4}


def write_columns(path: Path, columns: Mapping[str, Column]) -> None:
    """Write columns into a file, in their order."""
    contents: dict[str, tuple[str, int, int, int]] = {}
    place = 0
    blocks: list[bytes] = []
    for name, column in columns.items():
        plain = _little(column)
        blocks.append(zlib.compress(plain, level=9))
        kind = "B" if isinstance(column, bytes) else column.typecode
        contents[name] = (kind, place, len(blocks[-1]), len(plain))
        place += len(blocks[-1])
    table = json.dumps(contents, ensure_ascii=True).encode()
    path.write_bytes(b"".join((_MARK, _LENGTH.pack(len(table)), table, *blocks)))


def read_columns(path: Path) -> dict[str, memoryview]:
    """The columns of a file.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no file of columns.
    """
    whole = memoryview(path.read_bytes())
    first = len(_MARK) + _LENGTH.size
    if bytes(whole[: len(_MARK)]) != _MARK or len(whole) < first:
        raise ValueError(f"{path}: not a file of columns")
    (size,) = _LENGTH.unpack_from(whole, len(_MARK))
    contents = json.loads(bytes(whole[first : first + size]))
    blocks = whole[first + size :]
    found: dict[str, memoryview] = {}
    for name, (kind, place, length, own) in contents.items():
        plain = _unpacked(blocks[place : place + length], own) if kind in _TYPES else None
        if plain is None:
            raise ValueError(f"{path}: no column {name!r} where its table says")
        found[name] = _native(memoryview(plain), kind)
    return found


def _unpacked(block: memoryview, length: int) -> bytes | None:
    """So many bytes out of a compressed block; None if it holds others."""
    opened = zlib.decompressobj()
    try:
        plain = opened.decompress(block, length + 1)
    except zlib.error:
        return None
    return plain if len(plain) == length and opened.eof else None


def as_views(columns: Mapping[str, Column]) -> dict[str, memoryview]:
    """Columns in memory as a file of them would be read.

    >>> as_views({"sizes": array("H", [3, 500])})["sizes"][1]
    500
    """
    return {name: memoryview(column) for name, column in columns.items()}


def _little(column: Column) -> bytes:
    if isinstance(column, bytes):
        return column
    if _TYPES.get(column.typecode) != column.itemsize:
        raise ValueError(f"no column of type {column.typecode}")
    if sys.byteorder == "big":
        column = column[:]
        column.byteswap()
    return column.tobytes()


def _native(view: memoryview, kind: Literal["B", "H", "I"]) -> memoryview:
    if sys.byteorder == "little":
        return view.cast(kind)
    numbers: array[int] = array(kind, view.tobytes())
    numbers.byteswap()
    return memoryview(numbers)
