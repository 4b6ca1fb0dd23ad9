"""Who decided: how much, how far they agree, where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from reconcile.serve.pages.layout import show, store_of
from reconcile.serve.pages.query import STANDARD, entry_path, queue_path
from reconcile.serve.pages.viewer import counting, curator_of
from reconcile.serve.pages.words import VERDICTS, change_of
from reconcile.store import Agreement, CuratorWork, Disagreement, Query, Store

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_MOST_CURATORS: Final = 30
"""Of whom it is told how far they are: that is counted for each."""
_MOST_ENTRIES: Final = 50
_DISAGREED: Final = Query(state="disagreed")


@dataclass(frozen=True, slots=True)
class Work:
    """What a curator did: decisions, and how far they are, None where it was not counted.

    Attributes:
        made: their decisions.
        decided: suggestions that they decided.
        left: address of the queue of what they left.
    """

    made: CuratorWork
    decided: int | None
    left: str


@router.get("/curators")
def curators(request: Request) -> Response:
    """The page of the curators.

    Who works independently sees their own part of it, and how far they agree with others once they
    have decided all: what others do is no hint then.
    """
    store, me = store_of(request), curator_of(request)
    alone = counting(request)
    work = _work(store, alone)
    hidden = bool(alone and store.progress(alone).open)
    found = _shown(store.disagreements(), alone)
    return show(
        request,
        "curators.html.j2",
        section="curators",
        title="Curators",
        known=[one.made.name for one in work],
        me=me,
        suggestions=store.progress().suggestions,
        work=work,
        hidden=hidden,
        agreements=[] if hidden else [(one, _table(one)) for one in _agreements(request, store)],
        disagreements=[(one, _entry(store, one)) for one in found[:_MOST_ENTRIES]],
        further=len(found) - _MOST_ENTRIES,
        disagreed_address=queue_path(_DISAGREED),
        change_of=change_of,
        verdicts=VERDICTS,
    )


def _shown(found: Sequence[Disagreement], alone: str) -> list[Disagreement]:
    """The disagreements; of who works independently those about which they decided themselves."""
    return [one for one in found if not alone or alone in {row.curator for row in one.decisions}]


def _agreements(request: Request, store: Store) -> tuple[Agreement, ...]:
    """How far each two agree, counted anew when somebody has decided something since.

    It takes all decisions to count that. Rows of decisions are only ever added, so that their
    number tells whether there are new ones.
    """
    state = request.app.state
    number = store.info().decisions
    known, found = getattr(state, "agreements", (None, ()))
    if known != number:
        found = store.agreements()
        state.agreements = number, found
    return tuple(found)


def _work(store: Store, alone: str) -> tuple[Work, ...]:
    """What each curator did, or with `alone` that one only."""
    made = [one for one in store.info().curators if alone in ("", one.name)]
    suggested = store.progress().suggestions
    found = []
    for number, one in enumerate(made):
        counted = number < _MOST_CURATORS
        decided = suggested - store.progress(one.name).open if counted else None
        left = Query(state=STANDARD.state, curator=one.name)
        found.append(Work(one, decided, queue_path(left)))
    return tuple(found)


def _table(agreement: Agreement) -> tuple[tuple[int, int], tuple[int, int]]:
    """Rows: what one said; columns: what the other did; first accepted, then declined."""
    yes, one_alone, two_alone, no = agreement.table
    return (yes, one_alone), (two_alone, no)


def _entry(store: Store, disagreement: Disagreement) -> str:
    """The address of the entry in its figure."""
    found = store.figure(disagreement.figid)
    return entry_path(disagreement.figid, found, disagreement.text, _DISAGREED)
