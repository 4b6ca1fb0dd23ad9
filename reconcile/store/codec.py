"""Results and records as the bytes that the database keeps: JSON of all fields, compressed.

Unlike the JSON of a report it has all that a result has, so that it reads back as the same.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from functools import cache
from typing import Any, Final, cast

from pydantic import TypeAdapter

from reconcile.organism_records import OrganismReconciliation
from reconcile.records import Reconciliation

__all__ = ["json_of", "pack", "packed", "same_result", "texts_of", "unpack", "unpacked"]

_LEVEL: Final = 6


@cache
def _adapter(*, own: bool) -> TypeAdapter[Any]:
    return TypeAdapter(OrganismReconciliation if own else Reconciliation)


def pack(result: Reconciliation) -> bytes:
    """A result with its figure; `unpack` brings it back."""
    own = isinstance(result, OrganismReconciliation)
    return (b"O" if own else b"H") + zlib.compress(_adapter(own=own).dump_json(result), _LEVEL)


def unpack(data: bytes) -> Reconciliation:
    """The result of `pack`."""
    adapter = _adapter(own=data[:1] == b"O")
    return cast("Reconciliation", adapter.validate_json(zlib.decompress(data[1:])))


def same_result(one: bytes, two: bytes) -> bool:
    """Whether two results of `pack` are of the same result, however they were compressed."""
    if one == two:
        return True
    return one[:1] == two[:1] and zlib.decompress(one[1:]) == zlib.decompress(two[1:])


def packed(record: bytes | None) -> bytes | None:
    """The bytes of a record, compressed."""
    return None if record is None else zlib.compress(record, _LEVEL)


def unpacked(data: bytes | None) -> bytes | None:
    """The record of `packed`."""
    return None if data is None else zlib.decompress(data)


def json_of(value: Any) -> str:
    """JSON in one form."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def texts_of(text: str) -> tuple[str, ...]:
    """The texts of a JSON list."""
    found: Sequence[str] = json.loads(text)
    return tuple(found)
