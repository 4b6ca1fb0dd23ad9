"""From JSON to tasks: each item of a request is checked by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from reconcile.errors import InputError
from reconcile.formats.jsonl import figure_of_object
from reconcile.records import Figure
from reconcile.serve.engine import Kind, Task
from reconcile.serve.errors import Refused, refusal
from reconcile.serve.settings import Limits

__all__ = ["ASKED", "Asked", "too_many"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What may be asked at one address.

    Attributes:
        kind: what the engine is to do.
        one: the field with one item.
        many: the field with a list of them.
        beside: fields that hold for all items of a request.
        task: makes a task of an item, what stands beside it, and the limits; raises `Refused`.
    """

    kind: Kind
    one: str
    many: str
    beside: tuple[str, ...]
    task: Callable[[Any, Mapping[str, Any], Limits], Task]

    def item(self, value: Any, beside: Mapping[str, Any], limits: Limits, where: str) -> Task:
        """The task of one item.

        Raises:
            Refused: it is none; `where` says which.
        """
        try:
            return self.task(value, beside, limits)
        except Refused as refused:
            raise refused.at(f"{where}.{refused.where}" if refused.where else where) from None


def too_many(count: int, limits: Limits, where: str) -> Refused:
    """What a request with too many items is told."""
    return Refused(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "too_many",
        f"{count:,} items, of which a request takes {limits.items:,}",
        "send several requests, or JSON Lines as application/x-ndjson",
        where=where,
    )


def _text(value: Any, beside: Mapping[str, Any], limits: Limits) -> Task:
    if isinstance(value, Mapping):
        value = _only(value, ("text",)).get("text")
    return Task("annotate", _checked(value, limits.characters))


def _name(value: Any, beside: Mapping[str, Any], limits: Limits) -> Task:
    context = beside.get("context", "")
    if isinstance(value, Mapping):
        fields = _only(value, ("name", "context"))
        value, context = fields.get("name"), fields.get("context", context)
    name = _checked(value, limits.name_characters)
    return Task("ground", (name, _checked(context, limits.characters, "context")))


def _figure(kind: Kind, value: Any, beside: Mapping[str, Any], limits: Limits) -> Task:
    if not isinstance(value, dict):
        raise _invalid(
            f"a figure is {_kind(value)}, not an object",
            'write {"figid": …, "caption": …, "keywords": […]}',
        )
    try:
        figure = figure_of_object(value, source="request", line=1)
    except InputError as error:
        raise refusal(error) from None
    if (count := _characters(figure)) > limits.characters:
        raise _too_long(count, limits.characters)
    return Task(kind, replace(figure, source=None))


def _characters(figure: Figure) -> int:
    """Of its texts and lists together."""
    texts = (figure.caption, figure.title, figure.paper_title)
    lists = (*(figure.keywords or ()), *figure.organisms)
    words = (word.word for word in figure.ocr)
    return sum(map(len, (*(text for text in texts if text), *lists, *words)))


def _checked(value: Any, most: int, where: str | None = None) -> str:
    if not isinstance(value, str):
        raise _invalid(f"expected a text, not {_kind(value)}", "write it in quotes", where)
    if len(value) > most:
        raise _too_long(len(value), most, where)
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise _invalid("half a surrogate pair, which is no character", "remove it", where)
    return value


def _only(fields: Mapping[str, Any], known: tuple[str, ...]) -> Mapping[str, Any]:
    for name in fields:
        if name not in known:
            raise _invalid(
                f"no field is called {name[:40]!r} here", f"the fields are {', '.join(known)}"
            )
    return fields


def _too_long(count: int, most: int, where: str | None = None) -> Refused:
    return Refused(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "too_long",
        f"{count:,} characters, of which {most:,} are read",
        "send it in pieces",
        where=where,
    )


def _invalid(what: str, remedy: str, where: str | None = None) -> Refused:
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", what, remedy, where=where)


def _kind(value: Any) -> str:
    """What a JSON value is, in words.

    >>> _kind(None), _kind(5), _kind([])
    ('null', 'a number', 'a list')
    """
    if value is None:
        return "null"
    names: tuple[tuple[Any, str], ...] = (
        (bool, "true or false"),
        (int | float, "a number"),
        (str, "a text"),
        (list, "a list"),
    )
    return next((name for kind, name in names if isinstance(value, kind)), "an object")


ASKED: Final[dict[str, Asked]] = {
    "annotate": Asked("annotate", "text", "texts", (), _text),
    "ground": Asked("ground", "name", "names", ("context",), _name),
    "reconcile": Asked("reconcile", "figure", "figures", (), partial(_figure, "reconcile")),
    "suggest": Asked("suggest", "figure", "figures", (), partial(_figure, "suggest")),
}
"""What may be asked, by the address."""
