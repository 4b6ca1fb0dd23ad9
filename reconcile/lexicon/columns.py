"""Named columns of numbers and text in one file, mapped into memory: nothing is read at opening.

The file is a mark, the length of a table of contents, that table in JSON (of each column its type,
its place and its length) and the columns, little-endian, each at a multiple of eight bytes.
"""

from __future__ import annotations

import json
import mmap
import struct
import sys
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal, TypeAlias

__all__ = ["Column", "Columns", "as_views", "read_columns", "write_columns"]

Column: TypeAlias = "array[int] | bytes"
"""What a column is made of: numbers that are not negative, or UTF-8."""

Columns: TypeAlias = Mapping[str, memoryview]
"""Columns to read: of numbers, which an index gives, or of bytes."""

_MARK: Final = b"columns1"
_LENGTH: Final = struct.Struct("<Q")
_ALIGNED: Final = 8
_TYPES: Final = {"B": 1, "H": 2, "I": 4}


def write_columns(path: Path, columns: Mapping[str, Column]) -> None:
    """Write columns into a file, in their order."""
    contents: dict[str, tuple[str, int, int]] = {}
    place = 0
    blocks: list[bytes] = []
    for name, column in columns.items():
        block = _little(column)
        contents[name] = ("B" if isinstance(column, bytes) else column.typecode, place, len(block))
        blocks.append(block + bytes(-len(block) % _ALIGNED))
        place += len(blocks[-1])
    table = json.dumps(contents, ensure_ascii=True).encode()
    table += b" " * (-len(table) % _ALIGNED)
    path.write_bytes(b"".join((_MARK, _LENGTH.pack(len(table)), table, *blocks)))


def read_columns(path: Path) -> dict[str, memoryview]:
    """The columns of a file, mapped.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no file of columns.
    """
    with path.open("rb") as stream:
        whole = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    first = len(_MARK) + _LENGTH.size
    if bytes(whole[: len(_MARK)]) != _MARK or len(whole) < first:
        raise ValueError(f"{path}: not a file of columns")
    (size,) = _LENGTH.unpack_from(whole, len(_MARK))
    contents = json.loads(bytes(whole[first : first + size]))
    first += size
    found: dict[str, memoryview] = {}
    for name, (kind, place, length) in contents.items():
        if kind not in _TYPES or first + place + length > len(whole):
            raise ValueError(f"{path}: no column {name!r} where its table says")
        found[name] = _native(whole[first + place : first + place + length], kind)
    return found


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
