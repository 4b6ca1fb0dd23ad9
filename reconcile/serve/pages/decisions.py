"""What a curator decides about one figure: kept, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from reconcile.curation.symbols import symbol_fault
from reconcile.organism_records import taxon_of_list
from reconcile.records import WHOLE_LIST, Action
from reconcile.report.wording import readable
from reconcile.serve.answers import answer
from reconcile.serve.errors import Refused
from reconcile.serve.pages.figure import look, parts_of, stored_figure
from reconcile.serve.pages.figure_view import View
from reconcile.serve.pages.layout import store_of
from reconcile.serve.pages.place import place_of
from reconcile.serve.pages.query import query_of
from reconcile.serve.pages.viewer import counting, curator_of
from reconcile.serve.security import require_csrf
from reconcile.store import (
    DecisionRow,
    NewDecision,
    StaleError,
    Store,
    StoredFigure,
    StoreError,
)
from reconcile.store.records import Verdict

__all__ = ["router"]

router = APIRouter(include_in_schema=False, dependencies=[Depends(require_csrf)])

_MOST = 500
"""Decisions in one request: more than any list has entries with suggestions."""


class Reading(BaseModel):
    """A word off the image, and the genes that it means in this figure; none for no gene."""

    model_config = ConfigDict(extra="forbid")

    word: str
    symbols: tuple[str, ...] = ()


class Decided(BaseModel):
    """One decision, see `reconcile.store.NewDecision`; `listed` may be left out."""

    model_config = ConfigDict(extra="forbid")

    action: Action
    text: str = ""
    symbols: tuple[str, ...] = ()
    listed: tuple[str, ...] | None = None
    verdict: Verdict = "accept"
    note: str = ""
    own: bool = False
    reading: Reading | None = None


class Decisions(BaseModel):
    """Decisions about one figure, on the gene list of this digest."""

    model_config = ConfigDict(extra="forbid")

    figid: str
    digest: str
    decisions: Annotated[list[Decided], Field(min_length=1, max_length=_MOST)]


class Undo(BaseModel):
    """What is taken back: decisions by their ids, or a batch; and the figure that is shown."""

    model_config = ConfigDict(extra="forbid")

    figid: str
    ids: Annotated[list[int], Field(max_length=_MOST)] = []
    batch: str = ""


@router.post("/decisions")
def decide(request: Request, told: Decisions) -> Response:
    """Keep decisions, all or none; several of them as a batch.

    Who declines a suggestion gives up what they accepted instead of it: that is declined with it.
    Of two changes of one entry that are accepted, or for the same words, the later one holds. What
    the curator has said already, and still holds, is not kept once more.

    Raises:
        Refused: one cannot be kept, or the list is not the one that was looked at.
    """
    store = store_of(request)
    curator = curator_of(request)
    stored = stored_figure(store, told.figid)
    said = {_said(row) for row in stored.decisions if row.curator == curator}
    asked = [_new(stored, told.digest, one) for one in told.decisions]
    new = [one for one in dict.fromkeys(asked) if _said(one) not in said]
    new += _given_up(look(request, stored, query_of(request)), asked)
    batch = store.new_batch() if len(new) > 1 else None
    try:
        rows = store.decide(new, curator=curator, batch=batch)
    except StoreError as error:
        raise _refused(error) from error
    return _state(request, store, told.figid, rows)


@router.post("/decisions/undo")
def undo(request: Request, told: Undo) -> Response:
    """Take decisions of one's own back.

    Raises:
        Refused: there is none, or it is somebody else's.
    """
    store = store_of(request)
    curator = curator_of(request)
    try:
        if told.batch:
            rows = store.undo_batch(told.batch, curator=curator)
        else:
            rows = store.undo(told.ids, curator=curator)
    except StoreError as error:
        raise _refused(error) from error
    return _state(request, store, told.figid, rows)


def _said(one: NewDecision | DecisionRow) -> tuple[object, ...]:
    """What a decision says, whenever it is said; of a note or a word its text too."""
    reading = one.state.get("reading") if isinstance(one, DecisionRow) else one.reading
    if isinstance(reading, dict):
        reading = reading["word"], tuple(reading["genes"])
    return one.subject, one.verdict, one.note, reading


def _new(stored: StoredFigure, digest: str, told: Decided) -> NewDecision:
    """A decision as the store takes it.

    Raises:
        Refused: it is about an entry that the list does not have, or puts in what is no symbol.
    """
    entries = {verdict.keyword for verdict in stored.result.keywords}
    if told.action != "add" and told.text not in entries and told.text != WHOLE_LIST:
        raise _wrong(f"{told.text[:100]!r} is not in the gene list", "load the figure again")
    symbols = tuple(dict.fromkeys(told.symbols))
    if told.own and told.verdict == "accept":
        _check_symbols(stored, symbols)
    listed = told.listed
    if listed is None:
        listed = tuple(symbol for symbol in symbols if symbol in entries and symbol != told.text)
    return NewDecision(
        stored.figid,
        told.action,
        told.text,
        symbols,
        tuple(symbol for symbol in listed if symbol in symbols),
        told.verdict,
        told.note.strip(),
        digest,
        told.own,
        None if told.reading is None else (told.reading.word, told.reading.symbols),
    )


def _check_symbols(stored: StoredFigure, symbols: Iterable[str]) -> None:
    known = {verdict.keyword for verdict in stored.result.keywords}
    known |= {s for suggestion in stored.result.suggestions for s in suggestion.symbols}
    taxon = taxon_of_list(stored.result)
    for symbol in symbols:
        if symbol not in known and (fault := symbol_fault(taxon, symbol)):
            what, _, remedy = fault.partition("; ")
            raise _wrong(what, remedy or "name a current symbol")


def _given_up(view: View, new: Sequence[NewDecision]) -> list[NewDecision]:
    """Declines of what the curator accepted instead of suggestions that are decided now."""
    verdicts = {one.subject: one for one in new if one.verdict != "note"}
    found: dict[str, NewDecision] = {}
    for card in view.cards:
        decided = verdicts.get(card.subject)
        if decided is None or decided.verdict == "accept":
            continue
        for row in card.said.instead:
            if row.curator == view.curator and row.subject not in verdicts:
                found[row.subject] = _declined(row, decided)
    return list(found.values())


def _declined(row: DecisionRow, by: NewDecision) -> NewDecision:
    """A decline of a decision, that goes with another one."""
    listed, own = row.listed, bool(row.state.get("own"))
    return NewDecision(
        row.figid, row.action, row.text, row.symbols, listed, "decline", by.note, by.digest, own
    )


def _state(request: Request, store: Store, figid: str, rows: Sequence[DecisionRow]) -> Response:
    """What was kept, and how the figure and the queue stand now."""
    query = query_of(request)
    view = look(request, stored_figure(store, figid), query)
    place = place_of(store, query, view)
    progress = store.progress(counting(request))
    return answer(
        {
            "decisions": [_told(row) for row in rows],
            "figure": {
                "figid": figid,
                "digest": view.stored.digest,
                "open": view.open,
                "disagreed": view.disagreed,
                "cards": {
                    f"c{card.number}": {"mine": card.mine(view.curator), "todo": view.todo(card)}
                    for card in view.cards
                },
                "undo": list(view.undo),
            },
            "queue": {
                "open": progress.open,
                "suggestions": progress.suggestions,
                "place": str(place),
                "next": place.after,
                "previous": place.before,
            },
            "parts": parts_of(view, place),
        }
    )


def _told(row: DecisionRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "action": row.action,
        "text": row.text,
        "shown": readable(row.text),
        "symbols": list(row.symbols),
        "listed": list(row.listed),
        "verdict": row.verdict,
        "curator": row.curator,
        "note": row.note,
        "batch": row.batch,
        "undoes": row.undoes,
    }


def _wrong(what: str, remedy: str) -> Refused:
    return Refused(HTTPStatus.BAD_REQUEST, "decision", what, remedy)


def _refused(error: StoreError) -> Refused:
    what, _, remedy = str(error).partition("; ")
    if isinstance(error, StaleError):
        return Refused(HTTPStatus.CONFLICT, "stale", what, remedy or "load the figure again")
    return _wrong(what, remedy or "correct it and decide again")
