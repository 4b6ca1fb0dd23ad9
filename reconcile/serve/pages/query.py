"""The queue in an address: which figures, in which order; every link to a figure carries it."""

from __future__ import annotations

from dataclasses import fields, replace
from http import HTTPStatus
from typing import Any, Final, get_args
from urllib.parse import quote, urlencode

from fastapi import Request
from starlette.datastructures import QueryParams

from reconcile.serve.errors import Refused
from reconcile.serve.pages.viewer import counting
from reconcile.store import Query, StoredFigure, SuggestionClass
from reconcile.store.queue_records import SORTS, State

__all__ = [
    "STANDARD",
    "entry_path",
    "figure_path",
    "number_of",
    "query_of",
    "query_string",
    "queue_path",
    "same_in_figure_path",
    "same_path",
    "text_of",
]

STANDARD: Final = Query(state="open")
"""What an address without a query asks for: figures with something left to decide, by need."""

_NAMES: Final = tuple(field.name for field in fields(Query))
_KNOWN: Final = {"state": get_args(State), "sort": tuple(SORTS), "noted": ("", "yes")}
_MOST: Final = 500
"""Characters of one part."""


def query_of(request: Request) -> Query:
    """The query of a request; what its address does not say is as in `STANDARD`.

    Of who works independently of others, see `viewer.independent`, their decisions count alone.

    Raises:
        Refused: a part is none that there is, or too long.
    """
    found = _query(request.query_params)
    return found if found.curator else replace(found, curator=counting(request))


def query_string(query: Query, **more: str) -> str:
    """A query as an address has it, without a question mark; "" for `STANDARD`.

    Args:
        query: the query.
        more: further parts; those without a value are left out.

    >>> query_string(Query(state="done", text="a&b"), after="F 1")
    'text=a%26b&state=done&after=F+1'
    """
    said = {name: getattr(query, name) for name in _NAMES}
    kept = {name: value for name, value in said.items() if value != getattr(STANDARD, name)}
    return urlencode(kept | {name: value for name, value in more.items() if value})


def queue_path(query: Query, **more: str) -> str:
    """The address of the queue; with `at=FIGID` of its page that has the figure.

    >>> queue_path(STANDARD), queue_path(STANDARD, at="F1")
    ('/', '/?at=F1')
    """
    return _with("/", query_string(query, **more))


def figure_path(figid: str, query: Query = STANDARD) -> str:
    """The address of a figure, reached from a queue.

    >>> figure_path("a/b?.jpg")
    '/figures/a%2Fb%3F.jpg'
    """
    return _with(f"/figures/{quote(figid, safe='')}", query_string(query))


def entry_path(figid: str, figure: StoredFigure | None, text: str, query: Query = STANDARD) -> str:
    """The address of an entry in its figure: of what is suggested for it, or of itself.

    Args:
        figid: the figure.
        figure: the same as it is now, None where it is not there.
        text: the entry, or what the caption has.
        query: the queue that it is reached from.
    """
    result = None if figure is None else figure.result
    suggested = [one.keyword for one in result.suggestions] if result else []
    entries = [one.keyword for one in result.keywords] if result else []
    place = ""
    if text in suggested:
        place = f"#c{suggested.index(text)}"
    elif text in entries:
        place = f"#e{entries.index(text)}"
    return figure_path(figid, query) + place


def same_path(of: SuggestionClass, back: str = "", *, any_word: bool = False) -> str:
    """The address of a class of suggestions in all figures.

    Args:
        of: the class.
        back: the address to return to; where that is of a figure, what was read as in that figure
            stands apart from the rest.
        any_word: whether it is all with the same entry and change, by whatever word.
    """
    asked = {"key": of.key, "words": "any" if any_word else "", "next": back}
    return _with("/same/class", urlencode({name: text for name, text in asked.items() if text}))


def same_in_figure_path(figid: str, reason: str, back: str = "") -> str:
    """The address of the suggestions of one rule in one figure.

    >>> same_in_figure_path("F/1", "non_gene")
    '/same/figure/F%2F1?reason=non_gene'
    """
    asked = urlencode({"reason": reason} | ({"next": back} if back else {}))
    return _with(f"/same/figure/{quote(figid, safe='')}", asked)


def text_of(parts: QueryParams, name: str, most: int = _MOST) -> str:
    """One part of an address, "" where it is not there.

    Raises:
        Refused: it is too long, or has characters that no text has.
    """
    value = parts.get(name, "")
    if len(value) > most:
        raise _wrong(name, f"{len(value)} characters are too many", f"ask for at most {most}")
    if "\x00" in value:
        raise _wrong(name, "a text cannot have a NUL in it", "leave it out")
    return value


def number_of(parts: QueryParams, name: str, least: int, most: int) -> int | None:
    """One part of an address as a number, None where it is not there.

    Raises:
        Refused: it is none, or out of range.
    """
    given = text_of(parts, name)
    if not given:
        return None
    plain = given.isascii() and given.isdecimal() and len(given) <= len(str(most))
    number = int(given) if plain else -1
    if not least <= number <= most:
        raise _wrong(name, f"{given[:20]!r} is no number from {least} to {most}", "ask for another")
    return number


def _query(parts: QueryParams) -> Query:
    found: dict[str, Any] = {}
    for name in _NAMES:
        value = text_of(parts, name) or getattr(STANDARD, name)
        known = _KNOWN.get(name)
        if known is not None and value not in known:
            raise _wrong(name, f"{value!r} is none of {', '.join(known)}", "choose one of them")
        found[name] = value
    return Query(**found)


def _with(path: str, asked: str) -> str:
    return f"{path}?{asked}" if asked else path


def _wrong(name: str, what: str, remedy: str) -> Refused:
    return Refused(HTTPStatus.BAD_REQUEST, "query", what, remedy, where=name)
