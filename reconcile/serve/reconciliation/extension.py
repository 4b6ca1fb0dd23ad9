"""Data extension: the values of properties, row by row, and which properties a type has."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

from reconcile.lexicon import Family
from reconcile.serve.reconciliation.batches import Extension, PropertyRequest, refused
from reconcile.serve.reconciliation.entities import Entities, Entity
from reconcile.serve.reconciliation.kinds import TYPES
from reconcile.serve.reconciliation.properties import (
    PROPERTIES,
    Property,
    Value,
    properties_of_type,
    unknown,
)

__all__ = ["SETTINGS", "extended", "proposed"]

SETTINGS: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "name": "limit",
        "label": "Limit",
        "type": "number",
        "default": 0,
        "help_text": "Maximum number of values to return per row (0 for no limit)",
    },
    {
        "name": "of_members",
        "label": "Of members",
        "type": "checkbox",
        "default": False,
        "help_text": "For a family or complex, return the values of its members",
    },
)
"""What can be set for each property."""

_TRUE: Final = frozenset({"true", "on", "1", "yes"})
_MOST_VALUES: Final = 10_000


def extended(query: Extension, entities: Entities) -> dict[str, Any]:
    """The answer to a data extension query.

    Every id that was asked for has a row, in the order of the query, and every row every property:
    what there is no value of is an empty list, and so is all of an id or a property that is not
    known.

    Raises:
        Refused: for a setting that cannot be read.
    """
    columns = [_column(each, f"extend.properties[{i}]") for i, each in enumerate(query.properties)]
    rows: dict[str, dict[str, list[Value]]] = {}
    for identifier in query.ids:
        entity = entities.by_id(identifier)
        rows[identifier] = {
            of.id: [] if entity is None else _values(of, entity, entities, limit, members)
            for of, limit, members in columns
        }
    return {"meta": [of.meta() for of, _, _ in columns], "rows": rows}


def proposed(type_id: str, limit: int | None) -> dict[str, Any]:
    """The properties that are proposed for a type."""
    found = [of.brief() for of in properties_of_type(type_id)]
    answer: dict[str, Any] = {"properties": found if limit is None else found[:limit]}
    if type_id in TYPES:
        answer["type"] = type_id
    return answer if limit is None else {**answer, "limit": limit}


def _column(asked: PropertyRequest, where: str) -> tuple[Property, int, bool]:
    found = PROPERTIES.get(asked.id) or unknown(asked.id)
    limit = _number(asked.settings.get("limit", 0), f"{where}.settings.limit")
    members = str(asked.settings.get("of_members", False)).strip().lower() in _TRUE
    return found, limit, members


def _number(value: Any, where: str) -> int:
    """A number as clients send it, also as text; empty for no limit."""
    text = "0" if value in (None, "") else str(value).strip().removesuffix(".0")
    if isinstance(value, bool) or not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise refused("no number", where, "give a whole number, 0 for no limit")
    return int(text)


def _values(
    of: Property, entity: Entity, entities: Entities, limit: int, members: bool
) -> list[Value]:
    found = of.find(entity, entities)
    if members and of.of_members and isinstance(entity.of, Family):
        genes = entities.members(entity.of)
        found = (value for gene in genes for value in of.find(gene, entities))
    return list(islice(found, limit or _MOST_VALUES))
