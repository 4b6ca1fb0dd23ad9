"""The body of a request: one JSON object, checked before anything of it is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request

from reconcile.formats.jsonl import unique_fields
from reconcile.formats.jsontext import NotJSON, parse
from reconcile.serve.answers import JSON
from reconcile.serve.api.items import Asked, too_many
from reconcile.serve.bodies import STREAM
from reconcile.serve.engine import Task
from reconcile.serve.errors import Refused
from reconcile.serve.settings import Limits

__all__ = ["Items", "decoded", "read", "wrong_type"]

_UTF8: Final = frozenset({"utf-8", "utf8", "us-ascii"})


@dataclass(frozen=True, slots=True)
class Items:
    """What a request asks for.

    Attributes:
        tasks: a task for each item, or why it is none, in order.
        single: whether it is one item that does not stand in a list.
    """

    tasks: list[Task | Refused]
    single: bool


async def read(request: Request, asked: Asked, limits: Limits) -> Items:
    """The items of a request.

    Raises:
        Refused: its body is no JSON object of the fields that belong there.
    """
    if _media_type(request) != JSON:
        raise wrong_type(request)
    body = _object(decoded(await request.body(), "body"))
    known = (asked.one, asked.many, *asked.beside)
    for name in body:
        if name not in known:
            raise _unfit(f"no field is called {name[:40]!r} here", known, name[:40])
    if (asked.one in body) == (asked.many in body):
        problem = f"expected one of the fields {asked.one} and {asked.many}"
        raise _unfit(problem, (asked.one, asked.many), "body")
    if asked.one in body:
        return Items([asked.item(body[asked.one], body, limits, asked.one)], single=True)
    values = body[asked.many]
    if not isinstance(values, list):
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid",
            f"`{asked.many}` is no list",
            f"write a list, or `{asked.one}` for one alone",
            where=asked.many,
        )
    if len(values) > limits.items:
        raise too_many(len(values), limits, asked.many)
    return Items(list(_each(values, body, asked, limits)), single=False)


def decoded(data: bytes, where: str) -> Any:
    """JSON text as a value.

    Raises:
        Refused: it is none.
    """
    try:
        return parse(data.decode("utf-8-sig"), hook=unique_fields)
    except UnicodeDecodeError as error:
        what = f"not UTF-8 at byte {error.start:,}"
        remedy = "encode it as UTF-8"
    except NotJSON as error:
        place = "" if error.line is None else f", line {error.line}"
        what, remedy = f"not JSON ({error}{place})", "write it by a library for JSON"
    raise Refused(HTTPStatus.BAD_REQUEST, "not_json", what, remedy, where=where)


def wrong_type(request: Request) -> Refused:
    """What a body of another type is told."""
    given = request.headers.get("content-type", "none")
    return Refused(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "media_type",
        f"the type of the body is {given[:80]}",
        f"send {JSON}, or {STREAM} for JSON Lines, in UTF-8",
        where="Content-Type",
    )


def _media_type(request: Request) -> str:
    """The type of the body, empty where it is in another encoding than UTF-8."""
    kind, *options = request.headers.get("content-type", "").lower().split(";")
    for option in options:
        name, _, value = option.partition("=")
        if name.strip() == "charset" and value.strip(" \"'") not in _UTF8:
            return ""
    return kind.strip()


def _object(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise Refused(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid",
        "the body is no object",
        "write its fields in braces",
        where="body",
    )


def _each(
    values: list[Any], body: Mapping[str, Any], asked: Asked, limits: Limits
) -> Iterator[Task | Refused]:
    for place, value in enumerate(values):
        try:
            yield asked.item(value, body, limits, f"{asked.many}[{place}]")
        except Refused as refused:
            yield refused


def _unfit(what: str, known: tuple[str, ...], where: str) -> Refused:
    remedy = f"the fields are {', '.join(known)}"
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", what, remedy, where=where)
