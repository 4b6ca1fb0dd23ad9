"""The history: what was decided, by whom and when, with undo of one's own."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from reconcile.serve.addresses import local
from reconcile.serve.pages.layout import show, store_of
from reconcile.serve.pages.query import figure_path, number_of, text_of
from reconcile.serve.pages.said import UNDO, decisions_of, leave
from reconcile.serve.pages.viewer import counting, curator_of
from reconcile.serve.pages.words import VERDICTS, change_of, summary_of
from reconcile.serve.security import require_csrf
from reconcile.store import Batch, Store

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_ROWS: Final = 100
_BATCHES: Final = 20
_MOST_ID: Final = 2**53


@router.get("/history")
def history(request: Request) -> Response:
    """The latest decisions, those for many apart from those made one by one."""
    store, asked = store_of(request), request.query_params
    # Who works independently does not see what others decide.
    alone = counting(request)
    curator = alone or text_of(asked, "curator")
    before, noted = number_of(asked, "before", 1, _MOST_ID), bool(text_of(asked, "noted"))
    rows = store.recent(limit=_ROWS + 1, before=before, curator=curator, noted=noted)
    kept = {"curator": curator, "noted": "yes" if noted else ""}
    older = kept | {"before": rows[_ROWS - 1].id if len(rows) > _ROWS else None}
    return show(
        request,
        "history.html.j2",
        section="history",
        title="History",
        rows=rows[:_ROWS],
        batches=() if before or noted else _batches(store, curator),
        older=_address(older) if older["before"] else None,
        newest=_address(kept),
        noted=noted,
        noted_address=_address(kept | {"noted": "" if noted else "yes"}),
        before=before,
        chosen=curator,
        curators=() if alone else store.curators(),
        address_of=lambda name: _address(kept | {"curator": name}),
        me=curator_of(request),
        undo_batch=UNDO,
        verdicts=VERDICTS,
        change_of=change_of,
        figure_path=figure_path,
    )


@router.post("/history/undo", dependencies=[Depends(require_csrf)])
def undo(
    request: Request,
    id: Annotated[int, Form(ge=1, le=_MOST_ID)],
    next: Annotated[str, Form()] = "/history",
) -> Response:
    """Take a decision of one's own back."""
    store_of(request).undo([id], curator=curator_of(request))
    answer = RedirectResponse(local(next), HTTPStatus.SEE_OTHER)
    leave(answer, "undone", str(id))
    return answer


@router.post("/undo", dependencies=[Depends(require_csrf)])
def undo_last(request: Request, next: Annotated[str, Form()] = "/") -> Response:
    """Take back what the curator decided last, all of it if it was for many; the page says what."""
    store, curator = store_of(request), curator_of(request)
    rows = store.last_of(curator) if curator else ()
    answer = RedirectResponse(local(next), HTTPStatus.SEE_OTHER)
    if not rows:
        leave(answer, "nothing")
    else:
        store.undo([row.id for row in rows], curator=curator)
        leave(answer, "undone", rows[0].batch or str(rows[0].id))
    return answer


def _batches(store: Store, curator: str) -> list[tuple[Batch, str]]:
    """The latest decisions for many, each with what it says."""
    found = [one for one in store.batches() if curator in ("", one.first.curator)]
    return [(one, summary_of(decisions_of(store, one.name))) for one in found[:_BATCHES]]


def _address(parts: dict[str, Any]) -> str:
    kept = {name: value for name, value in parts.items() if value}
    return f"/history?{urlencode(kept)}" if kept else "/history"
