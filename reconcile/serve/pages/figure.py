"""The page of a figure: what a curator looks at and decides."""

from __future__ import annotations

from collections import Counter
from functools import partial
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from reconcile.organism_records import taxon_of_list
from reconcile.records import Reconciliation
from reconcile.report.html.figure import KINDS, caption_pieces, figure_title, telling
from reconcile.report.html.page import template
from reconcile.report.organism import organism_line
from reconcile.report.wording import (
    COVERAGE,
    SAFE,
    change,
    meaning,
    named_things,
    organism_heading,
    reason_name,
    verdict_groups,
)
from reconcile.serve.errors import Refused
from reconcile.serve.images import Images
from reconcile.serve.pages.blind import without_others
from reconcile.serve.pages.figure_view import View, view_of
from reconcile.serve.pages.layout import here, show, store_of
from reconcile.serve.pages.outcome import outcome_of
from reconcile.serve.pages.place import Place, place_of
from reconcile.serve.pages.query import query_of, query_string, same_in_figure_path, same_path
from reconcile.serve.pages.viewer import curator_of, independent
from reconcile.store import Query, Store, StoredFigure

__all__ = ["look", "parts_of", "router", "stored_figure"]

router = APIRouter(include_in_schema=False)

_PACKAGE: Final = "reconcile.serve"


@router.get("/figures/{figid:path}")
def figure(request: Request, figid: str) -> Response:
    """Show a figure.

    Raises:
        Refused: there is none of this id.
    """
    store = store_of(request)
    query = query_of(request)
    stored = stored_figure(store, figid)
    view = look(request, stored, query)
    frame = _frame(view, place_of(store, query, view))
    return show(
        request,
        "figure-page.html.j2",
        section="queue",
        title=figure_title(stored.result),
        **_shown(request, view, frame["outcome"].reported()),
        **frame,
        query=query_string(query),
        same_path=lambda card, id: same_path(card.of, f"{here(request)}#from-{id}"),
        rule_path=partial(same_in_figure_path, figid, back=here(request)),
        alike=Counter(suggestion.reason for suggestion in stored.result.suggestions),
    )


def stored_figure(store: Store, figid: str) -> StoredFigure:
    """A figure of the store.

    Raises:
        Refused: there is none of this id.
    """
    found = store.figure(figid) if "\x00" not in figid else None
    if found is None:
        raise Refused(
            HTTPStatus.NOT_FOUND,
            "no_figure",
            "there is no such figure in the store",
            "look for it in the queue, or import it",
            where=figid,
        )
    return found


def look(request: Request, stored: StoredFigure, query: Query) -> View:
    """A figure as who asks sees it, on the way through a queue."""
    curator = curator_of(request)
    if independent(request):
        stored = without_others(stored, curator)
    history = store_of(request).decisions(stored.figid, curator=curator, history=True)
    return view_of(stored, curator, list(history), mine_alone=query.curator == curator)


def parts_of(view: View, place: Place) -> dict[str, str]:
    """The parts of the page that decisions change, as HTML by their ids."""
    macros: Any = template("figure-state.html.j2", _PACKAGE).module
    frame = _frame(view, place)
    found = {f"c{card.number}-said": macros.said(card.said, view) for card in view.cards}
    outcome = frame["outcome"]
    for number, verdict in enumerate(view.result.keywords):
        if rows := frame["marks"].get(verdict.keyword):
            found[f"e{number}-mark"] = macros.mark(verdict.keyword, rows, outcome, view.curator)
    for number, word in enumerate(view.words()):
        found[f"w{number}-mark"] = macros.word_mark(word, view, outcome)
    found["outcome"] = macros.outcome_line(outcome, view)
    found["added"] = macros.added(outcome)
    found["caption-text"] = macros.caption(*caption_pieces(outcome.reported()), KINDS, COVERAGE)
    found["own"] = macros.own(view)
    found["place"] = macros.place(place)
    found["left"] = macros.left(view)
    found["onward"] = macros.onward(view, place)
    return {name: str(text) for name, text in found.items()}


def _frame(view: View, place: Place) -> dict[str, Any]:
    """What the changing parts are made from."""
    return {
        "view": view,
        "place": place,
        "marks": view.marks(),
        "outcome": outcome_of(view.stored),
    }


def _shown(request: Request, view: View, after: Reconciliation) -> dict[str, Any]:
    """What else the page shows; `after` is the report with the decisions that hold."""
    result = view.result
    meta = dict(result.figure.meta) if result.figure else {}
    pieces, tips = caption_pieces(after)
    images: Images = request.app.state.images
    words = view.words()
    there = images.find(meta.get("filename")) is not None
    numbers = {verdict.keyword: number for number, verdict in enumerate(result.keywords)}
    return {
        "result": result,
        "figure": result.figure,
        "figlink": meta.get("figlink"),
        "journal": meta.get("journal_title", ""),
        "year": meta.get("year", ""),
        "picture": there and f"/images/{quote(result.figid, safe='')}",
        "organism": organism_line(result),
        "own_taxon": taxon_of_list(result),
        "about": organism_heading(result),
        "pieces": pieces,
        "tips": tips,
        "things": [(thing, meaning(thing)) for thing in named_things(after)],
        "lists": list(verdict_groups(result)),
        "numbers": numbers,
        "advised": view.advised(),
        "words": words,
        "read_as": {entry: word.word for word in reversed(words) for entry in word.listed},
        "change": change,
        "coverage": COVERAGE,
        "kinds": KINDS,
        "reason_name": reason_name,
        "safe": SAFE,
        "telling": telling,
    }
