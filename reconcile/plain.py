"""Records as JSON has them: dataclasses become objects, tuples lists.

A field may have another name in JSON, or none (`metadata={"json": None}`).
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any, cast

__all__ = ["as_json", "json_names"]


def json_names(record: type) -> dict[str, str]:
    """The names that the fields of a record have in JSON, in order, with its own names for them.

    >>> from reconcile.records import Gene
    >>> json_names(Gene)
    {'symbol': 'symbol', 'hgnc_id': 'hgnc_id', 'ncbi_gene_id': 'ncbi_gene_id'}
    """
    names = ((own.metadata.get("json", own.name), own.name) for own in fields(record))
    return {name: own for name, own in names if name is not None}


@lru_cache(maxsize=64)
def _names(record: Hashable) -> dict[str, str]:
    return json_names(cast("type", record))


def as_json(record: Any) -> dict[str, Any]:
    """A record as plain dicts, lists, strings and numbers."""
    names = _names(cast("Hashable", type(record)))
    return {name: _plain(getattr(record, own)) for name, own in names.items()}


def _plain(value: Any) -> Any:
    """A value as JSON types: records become dicts and tuples lists."""
    if value is None or isinstance(value, str):
        return value
    if is_dataclass(value):
        return as_json(value)
    if isinstance(value, dict):
        return dict(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
