"""The queue: figures by need, found, filtered, and walked through page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from reconcile.organisms import group_name
from reconcile.serve.pages.layout import show, store_of
from reconcile.serve.pages.query import STANDARD, figure_path, query_of, queue_path, text_of
from reconcile.serve.pages.viewer import curator_of, independent
from reconcile.serve.pages.words import change_of, reason_name, status_name
from reconcile.serve.rendering import page
from reconcile.store import Query, Store
from reconcile.store.queue_records import SORTS, QueueRow, Sort, State

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_ROWS: Final = 50
_SHOWN: Final = 8
"""Values of a filter that are seen at once."""
_STATES: Final[dict[State, str]] = {
    "open": "Open",
    "done": "Done",
    "disagreed": "Curators disagree",
    "any": "All",
}
_MEANINGS: Final[dict[Sort, str]] = {
    "need": "Figures where the most suggestions are probably right come first.",
    "surest": "The figure with the surest suggestion comes first.",
    "doubt": "Figures whose suggestions could be right or wrong come first.",
    "shared": "Figures whose suggestions stand in many others too come first.",
    "order": "As the figures were imported.",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A page of the queue.

    Attributes:
        rows: the figures.
        first: how many come before.
        count: how many there are.
        before: the address of the page before, None on the first one.
        after: that of the next page, None on the last one.
    """

    rows: tuple[QueueRow, ...]
    first: int
    count: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a filter: what it is called, how many figures have it, and where it leads."""

    name: str
    count: int | None
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter with its values."""

    name: str
    values: tuple[Value, ...]
    more: tuple[Value, ...]


@router.get("/")
def queue(request: Request) -> Response:
    """A page of the queue; without a store, what is served."""
    state = request.app.state
    if state.store is None:
        return page(
            request, "start.html.j2", title="reconcile", settings=state.settings, store=None
        )
    store, query, curator = store_of(request), query_of(request), curator_of(request)
    asked = request.query_params
    stretch = _stretch(store, query, *(text_of(asked, name) for name in ("after", "before", "at")))
    return show(
        request,
        "queue.html.j2",
        section="queue",
        title="Queue",
        query=query,
        standard=STANDARD,
        stretch=stretch,
        rows=[(row, figure_path(row.figid, query)) for row in stretch.rows],
        elsewhere=_elsewhere(store, query, stretch.count),
        here_at=text_of(asked, "at"),
        states=[(name, words, _to(query, state=name)) for name, words in _STATES.items()],
        sorts=SORTS,
        meanings=_MEANINGS,
        chosen=tuple(_chosen(query, curator_of(request) if independent(request) else "")),
        noted_address=_to(query, noted="" if query.noted else "yes"),
        store_name=store.name,
        mine=store.progress(curator),
        whose=_whose(query, curator),
        everybody=store.progress(),
        filters=_filters(store, query) if "filters" in asked else None,
        filters_address=queue_path(query, filters="show"),
        facets_address=queue_path(query).replace("/", "/facets", 1),
        all_address=queue_path(STANDARD),
        change_of=change_of,
        reason_name=reason_name,
        group_name=group_name,
    )


@router.get("/facets")
def facets(request: Request) -> Response:
    """The filters with their counts, a piece of the page that comes after it."""
    found = _filters(store_of(request), query_of(request))
    return page(request, "filters.html.j2", filters=found)


def _stretch(store: Store, query: Query, after: str, before: str, at: str) -> Stretch:
    """The page after a figure, before one, or with one.

    Pages are told by figures and not by numbers: a number would pass figures over as soon as some
    before it are decided and leave the queue.
    """
    count = store.count(query)
    anchor = after or before or at
    place = store.neighbours(query, anchor)[2] if anchor else 0
    limit = _ROWS
    if before:
        limit = min(place, _ROWS)
        place -= limit
    elif at:
        place -= place % _ROWS
    rows = store.queue(query, limit=limit + 1, offset=place) if limit else ()
    if after and rows and rows[0].figid == after:
        rows, place = rows[1:], place + 1
    rows = rows[:limit]
    further = {"before": rows[0].figid} if rows and place > _ROWS else {}
    return Stretch(
        rows,
        place,
        count,
        queue_path(query, **further) if place else None,
        queue_path(query, after=rows[-1].figid) if rows and place + len(rows) < count else None,
    )


def _elsewhere(store: Store, query: Query, count: int) -> tuple[int, str] | None:
    """How many more figures a search finds in all states, and where; None for no search."""
    if not query.text or query.state == "any":
        return None
    every = replace(query, state="any")
    more = store.count(every) - count
    return (more, queue_path(every)) if more > 0 else None


def _filters(store: Store, query: Query) -> tuple[Filter, ...]:
    found = store.facets(query)
    parts = (
        ("Reason", "reason", reason_name, found.reasons),
        ("Organism", "organism", group_name, found.organisms),
        ("Doubted words", "word", str, found.words),
        ("Journal", "journal", str, found.journals),
        ("Entries with status", "status", status_name, found.statuses),
    )
    made = []
    for heading, name, words, counted in parts:
        values = [
            Value(words(value), number, _to(query, **{name: value}), False)
            for value, number in counted
            if value != getattr(query, name)
        ]
        if chosen := getattr(query, name):
            values.insert(0, Value(words(chosen), None, _to(query, **{name: ""}), True))
        if values:
            made.append(Filter(heading, tuple(values[:_SHOWN]), tuple(values[_SHOWN:])))
    return tuple(made)


def _whose(query: Query, curator: str) -> str:
    """By whose decisions the figures of a queue are open or done, in words."""
    if not query.curator:
        return "anybody"
    return "you" if query.curator == curator else query.curator


def _chosen(query: Query, alone: str) -> Iterator[tuple[str, str, str]]:
    """What narrows the queue: name, value in words, and the address without it.

    Args:
        query: the queue.
        alone: who works independently of others; that is told elsewhere.
    """
    if query.noted:
        yield "with", "a note", _to(query, noted="")
    for name, heading, words in (
        ("text", "with", str),
        ("reason", "reason", reason_name),
        ("organism", "organism", group_name),
        ("word", "word", str),
        ("journal", "journal", str),
        ("status", "status", status_name),
        ("curator", "decisions of", str),
    ):
        value = getattr(query, name)
        if value and not (name == "curator" and value == alone):
            yield heading, words(value), _to(query, **{name: ""})


def _to(query: Query, **other: str) -> str:
    """The queue with parts of its query changed."""
    return queue_path(replace(query, **other))  # type: ignore[arg-type]
