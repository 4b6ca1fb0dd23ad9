"""Where a figure stands in the queue that it was reached from."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.serve.pages.figure_view import View
from reconcile.serve.pages.query import figure_path, queue_path
from reconcile.store import Query, Store

__all__ = ["Place", "place_of"]

_STATES = {"open": "open", "done": "done", "disagreed": "disagreed", "any": ""}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands.

    Attributes:
        number: how many figures of the queue come before it, and one.
        count: how many figures the queue has.
        there: whether the figure is one of them; one that is decided has left a queue of open ones,
            and keeps its place between the others.
        state: what they are, in a word: `open`, `done`, `disagreed`, or nothing.
        queue: address of the queue, at this figure.
        before: address of the figure before, None for none.
        after: address of the figure after, None for none.
        first: address of the first figure, None where that is this one or there is none.
    """

    number: int
    count: int
    there: bool
    state: str
    queue: str
    before: str | None
    after: str | None
    first: str | None

    def __str__(self) -> str:
        """In words, as `12 of 163 open`."""
        kind = f" {self.state}" if self.state else ""
        if self.there:
            return f"{self.number:,} of {self.count:,}{kind}"
        return f"{self.count:,}{kind} left" if self.state == "open" else f"{self.count:,}{kind}"


def place_of(store: Store, query: Query, view: View) -> Place:
    """Where a figure stands in a queue."""
    figid = view.stored.figid
    before, after, passed = store.neighbours(query, figid)
    count = store.count(query)
    first = None
    if after is None and passed:
        rows = store.queue(query, limit=1)
        first = rows[0].figid if rows else None
    return Place(
        passed + 1,
        count,
        _is_in(query, view),
        _STATES[query.state],
        queue_path(query, at=figid),
        before and figure_path(before, query),
        after and figure_path(after, query),
        first and figure_path(first, query),
    )


def _is_in(query: Query, view: View) -> bool:
    """Whether the state of a figure is that of the queue: the other filters do not change."""
    if query.state == "any":
        return True
    if query.state == "disagreed":
        return view.disagreed
    return view.left > 0 if query.state == "open" else not view.left and bool(view.cards)
