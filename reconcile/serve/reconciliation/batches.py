"""What is asked, read from JSON: batches of queries and data extension queries.

The rules are those of the JSON Schemas of the specification, besides them those of its text (a
limit is a positive integer) and bounds of ours. What is wrong is refused as a whole, with its
place, for an answer has no room for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, NoReturn

from reconcile.serve.errors import Refused

__all__ = [
    "BATCH_SIZE",
    "MOST_CANDIDATES",
    "MOST_IDS",
    "Extension",
    "PropertyRequest",
    "Query",
    "read_extension",
    "read_queries",
    "refused",
]

BATCH_SIZE: Final = 100
"""Queries of a batch at most; the manifest says so."""
MOST_CANDIDATES: Final = 100
"""Candidates of a query at most."""
MOST_IDS: Final = 1000
"""Entities that one request may ask values of."""
_MOST_PROPERTIES: Final = 100
_MOST_VALUES: Final = 1000
_MOST_DIGITS: Final = 100
_USUAL_LIMIT: Final = 10
_FIELDS: Final = frozenset({"query", "type", "limit", "properties", "type_strict"})
_STRICT: Final = ("any", "should", "all")


@dataclass(frozen=True, slots=True)
class Query:
    """One reconciliation query.

    Attributes:
        text: the name; empty where only properties are given.
        types: ids of the types that are wanted, empty for any.
        limit: how many candidates at most.
        properties: values by the id of their property, as text.
        strict: how several types restrict: `any` and `all` leave out, `should` does not.
    """

    text: str
    types: tuple[str, ...]
    limit: int
    properties: Mapping[str, tuple[str, ...]]
    strict: str = "any"


@dataclass(frozen=True, slots=True)
class PropertyRequest:
    """A property whose values are asked for, with its settings."""

    id: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Extension:
    """A data extension query: entities, and properties of theirs."""

    ids: tuple[str, ...]
    properties: tuple[PropertyRequest, ...]


def refused(
    what: str, where: str, remedy: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST
) -> Refused:
    """A refusal that names the part of the request."""
    code = "too_large" if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE else "invalid"
    return Refused(status, code, what, remedy, where=where)


def read_queries(text: str, characters: int) -> dict[str, Query]:
    """The queries of a batch by their keys, in order.

    Args:
        text: the JSON of the batch.
        characters: that a text among them may have.

    Raises:
        Refused: it is no JSON, or no batch.

    >>> read_queries('{"q0": {"query": "MEK"}}', 1000)["q0"].text
    'MEK'
    """
    batch = _object(_json(text, "queries"), "queries")
    if len(batch) > BATCH_SIZE:
        raise refused(
            f"{len(batch)} queries, at most {BATCH_SIZE} are answered at a time",
            "queries",
            f"send batches of {BATCH_SIZE}, the batchSize of the manifest",
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        )
    return {key: _query(value, f"queries.{key}", characters) for key, value in batch.items()}


def read_extension(text: str, characters: int) -> Extension:
    """A data extension query.

    Args:
        text: its JSON.
        characters: that a text in it may have.

    Raises:
        Refused: it is no JSON, or no such query.
    """
    query = _object(_json(text, "extend"), "extend")
    for field in ("ids", "properties"):
        if field not in query:
            _fail(f"{field} is missing", f"extend.{field}", "give both ids and properties")
    ids = _list(query["ids"], "extend.ids", MOST_IDS)
    asked = _list(query["properties"], "extend.properties", _MOST_PROPERTIES)
    return Extension(
        tuple(_string(each, f"extend.ids[{i}]", characters) for i, each in enumerate(ids)),
        tuple(_request(each, f"extend.properties[{i}]") for i, each in enumerate(asked)),
    )


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant, parse_int=_short_number)
    except RecursionError:
        _fail("nested too deeply", where, "send a reconciliation query batch")
    except ValueError as error:
        _fail(f"no JSON: {error}", where, "send a JSON object, URL-encoded")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _short_number(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


def _query(value: Any, where: str, characters: int) -> Query:
    query = _object(value, where)
    for field in query:
        if field not in _FIELDS:
            known = ", ".join(sorted(_FIELDS))
            _fail(f"unknown field {field}", f"{where}.{field}", f"expected one of {known}")
    listed = _list(query.get("properties", []), f"{where}.properties", _MOST_PROPERTIES)
    if "query" not in query and not listed:
        _fail("neither query nor properties", where, "give at least one of them")
    text = _string(query.get("query", ""), f"{where}.query", characters)
    strict = query.get("type_strict", "any")
    if strict not in _STRICT:
        _fail("no such strictness", f"{where}.type_strict", f"expected {', '.join(_STRICT)}")
    properties: dict[str, tuple[str, ...]] = {}
    for i, each in enumerate(listed):
        pid, values = _property(each, f"{where}.properties[{i}]", characters)
        properties[pid] = properties.get(pid, ()) + values
    types = _types(query.get("type", []), f"{where}.type", characters)
    limit = _limit(query.get("limit", _USUAL_LIMIT), f"{where}.limit")
    return Query(text.strip(), types, limit, properties, strict)


def _property(value: Any, where: str, characters: int) -> tuple[str, tuple[str, ...]]:
    found = _object(value, where)
    for field in ("pid", "v"):
        if field not in found:
            _fail(f"{field} is missing", where, "give pid and v")
    pid, given = _string(found["pid"], f"{where}.pid", characters), found["v"]
    if not isinstance(given, list):
        return pid, (_value(given, f"{where}.v", characters),)
    values = _list(given, f"{where}.v", _MOST_VALUES)
    read = (_value(each, f"{where}.v[{i}]", characters) for i, each in enumerate(values))
    return pid, tuple(read)


def _value(value: Any, where: str, characters: int) -> str:
    """A property value as text: what was reconciled already by its id."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, dict):
        if "name" in value:
            _string(value["name"], f"{where}.name", characters)
        if "id" not in value:
            _fail("id is missing", where, "give the id of the entity")
        return _string(value["id"], f"{where}.id", characters)
    return _string(value, where, characters)


def _types(value: Any, where: str, characters: int) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    listed = _list(value, where, _MOST_PROPERTIES)
    return tuple(_string(each, f"{where}[{i}]", characters) for i, each in enumerate(listed))


def _limit(value: Any, where: str) -> int:
    number = not isinstance(value, bool) and isinstance(value, (int, float))
    if not number or value != value // 1 or value < 1:
        _fail("no positive integer", where, f"give a number from 1 to {MOST_CANDIDATES}")
    return min(int(value), MOST_CANDIDATES)


def _request(value: Any, where: str) -> PropertyRequest:
    found = _object(value, where)
    if "id" not in found:
        _fail("id is missing", where, "give the id of the property")
    settings = _object(found.get("settings", {}), f"{where}.settings")
    return PropertyRequest(_string(found["id"], f"{where}.id", _MOST_VALUES), settings)


def _object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        _fail(f"expected an object, not {_kind(value)}", where, "send a JSON object here")
    return dict(value)


def _list(value: Any, where: str, most: int) -> list[Any]:
    if not isinstance(value, list):
        _fail(f"expected an array, not {_kind(value)}", where, "send a JSON array here")
    if len(value) > most:
        raise refused(
            f"{len(value)} items, at most {most} are read",
            where,
            f"send no more than {most}",
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        )
    return list(value)


def _string(value: Any, where: str, characters: int) -> str:
    if not isinstance(value, str):
        _fail(f"expected a string, not {_kind(value)}", where, "send a JSON string here")
    if len(value) > characters:
        raise refused(
            f"{len(value)} characters, at most {characters} are read",
            where,
            "send a shorter text",
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        )
    return str(value)


def _kind(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else "a boolean"
    names = {dict: "an object", list: "an array", str: "a string"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "a number")


def _fail(what: str, where: str, remedy: str) -> NoReturn:
    raise refused(what, where, remedy)
