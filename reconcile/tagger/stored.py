"""A trained network as spaCy saves it, read without spaCy.

`ner/model` of a pipeline's folder is one MessagePack object that thinc writes: `nodes` are the
parts of the network from the outside in, each with `name`, `dims` (sizes) and `refs` (parts with a
role); at the same places `attrs` has their settings, MessagePack again, and `params` their arrays.
The file is mapped: of an array that is not touched nothing is read.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reconcile.errors import ModelError

__all__ = ["Part", "read_parts", "unpacked"]

_DEEPEST: Final = 32
"""Objects within objects; thinc's have five."""

_FIXED: Final[Mapping[int, str]] = {
    0xCA: ">f",
    0xCB: ">d",
    0xCC: ">B",
    0xCD: ">H",
    0xCE: ">I",
    0xCF: ">Q",
    0xD0: ">b",
    0xD1: ">h",
    0xD2: ">i",
    0xD3: ">q",
}
"""Numbers, by their first byte."""
_SIZED: Final[Mapping[int, tuple[str, str]]] = {
    0xC4: ("bytes", ">B"),
    0xC5: ("bytes", ">H"),
    0xC6: ("bytes", ">I"),
    0xD9: ("text", ">B"),
    0xDA: ("text", ">H"),
    0xDB: ("text", ">I"),
    0xDC: ("list", ">H"),
    0xDD: ("list", ">I"),
    0xDE: ("map", ">H"),
    0xDF: ("map", ">I"),
}
"""What is as long as the number behind its first byte says."""
_SINGLE: Final[Mapping[int, bool | None]] = {0xC0: None, 0xC2: False, 0xC3: True}


class Part(NamedTuple):
    """A part of a network.

    Attributes:
        name: what it does, such as `maxout`.
        sizes: its sizes by name: `nO` out, `nI` in, `nP` pieces, `nF` features, `nV` rows.
        roles: the indices of the parts that it has a name for.
        settings: what else it was made with.
        arrays: what it has learned.
    """

    name: str
    sizes: Mapping[str, int | None]
    roles: Mapping[str, int | None]
    settings: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]


def read_parts(path: Path) -> list[Part]:
    """The parts of the network in a file, from the outside in.

    Raises:
        ModelError: if it cannot be read or is no network.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        found = unpacked(memoryview(mapped))
        parts = zip(found["nodes"], found["attrs"], found["params"], strict=True)
        return [_part(*part) for part in parts]
    except (OSError, ValueError, KeyError, TypeError, struct.error, IndexError) as error:
        raise ModelError(
            f"{path}: no network ({error!r}); train the tagger anew, or reinstall the package"
        ) from error


def _part(node: dict[str, Any], attrs: dict[str, Any], params: dict[str, Any]) -> Part:
    settings = {name: unpacked(memoryview(value)) for name, value in attrs.items()}
    arrays = {name: _array(value) for name, value in params.items() if value is not None}
    return Part(node["name"], node["dims"], node["refs"], settings, arrays)


def _array(found: dict[str, Any]) -> NDArray[Any]:
    """An array of the mapped file; it may stand at any byte."""
    kind = np.dtype(found["type"])
    return np.frombuffer(found["data"], kind).reshape(found["shape"])


def unpacked(data: memoryview) -> Any:
    """The object in MessagePack; strings of bytes stay where they are.

    Raises:
        ValueError: if it is damaged, or of a type that thinc does not write.

    >>> unpacked(memoryview(bytes.fromhex("82a16193010203a162cb3ff0000000000000")))
    {'a': [1, 2, 3], 'b': 1.0}
    """
    found, end = _object(data, 0, 0)
    if end != len(data):
        raise ValueError(f"{len(data) - end} bytes are left over")
    return found


def _object(data: memoryview, at: int, depth: int) -> tuple[Any, int]:
    """An object and where it ends."""
    if depth > _DEEPEST:
        raise ValueError("too many objects within each other")
    first = data[at]
    at += 1
    if first < 0x80 or first >= 0xE0:
        return first - 0x100 * (first >= 0xE0), at
    if first in _SINGLE:
        return _SINGLE[first], at
    if first in _FIXED:
        number = _FIXED[first]
        return struct.unpack_from(number, data, at)[0], at + struct.calcsize(number)
    if first < 0x90:
        return _sized("map", first & 0x0F, data, at, depth)
    if first < 0xA0:
        return _sized("list", first & 0x0F, data, at, depth)
    if first < 0xC0:
        return _sized("text", first & 0x1F, data, at, depth)
    if first in _SIZED:
        kind, number = _SIZED[first]
        size = struct.unpack_from(number, data, at)[0]
        return _sized(kind, size, data, at + struct.calcsize(number), depth)
    raise ValueError(f"an object of type {first:#x}")


def _sized(kind: str, size: int, data: memoryview, at: int, depth: int) -> tuple[Any, int]:
    if kind in ("text", "bytes"):
        end = at + size
        if end > len(data):
            raise ValueError("it ends too soon")
        return (str(data[at:end], "utf-8") if kind == "text" else data[at:end]), end
    found = []
    for _ in range(size * (2 if kind == "map" else 1)):
        one, at = _object(data, at, depth + 1)
        found.append(one)
    if kind == "list":
        return found, at
    names = [str(name, "utf-8") if isinstance(name, memoryview) else name for name in found[::2]]
    return dict(zip(names, found[1::2], strict=True)), at
