"""The frame of the pages: who is looking, where, how far the work is, what was just done."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from starlette.responses import HTMLResponse

from reconcile.serve.errors import Refused
from reconcile.serve.pages.said import COOKIE, said_of
from reconcile.serve.pages.viewer import counting, curator_of, independent
from reconcile.serve.rendering import page
from reconcile.store import Store

__all__ = ["SECTIONS", "here", "show", "store_of"]

SECTIONS: Final = (
    ("queue", "/", "Queue"),
    ("same", "/same", "The same for all"),
    ("curators", "/curators", "Curators"),
    ("history", "/history", "History"),
    ("export", "/export", "Export"),
)
"""The parts of the workbench: name, address, words."""


def store_of(request: Request) -> Store:
    """The store of the service.

    Raises:
        Refused: it was started without one.
    """
    store: Store | None = request.app.state.store
    if store is None:
        raise Refused(
            HTTPStatus.NOT_FOUND,
            "no_store",
            "this service was started without figures",
            "start it with a database, as with `reconcile serve figures.db`",
        )
    return store


def here(request: Request) -> str:
    """The address of this page, for forms that come back to it."""
    scope = request.scope
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope["query_string"]
    return (path + b"?" + query if query else path).decode("latin-1")


def show(
    request: Request,
    name: str,
    *,
    section: str = "",
    status: HTTPStatus = HTTPStatus.OK,
    **values: Any,
) -> HTMLResponse:
    """A page of the workbench: a template that extends `base.html.j2`, and what that needs.

    Args:
        request: what asks for it.
        name: of the template.
        section: the part of the workbench that it belongs to, see `SECTIONS`.
        status: of the answer.
        values: what the template prints, with its `title`.
    """
    store, curator = store_of(request), curator_of(request)
    said = said_of(request, store, curator)
    frame = {
        "viewer": curator,
        "sections": SECTIONS,
        "section": section,
        "here": here(request),
        "progress": store.progress(counting(request)),
        "independent": independent(request),
        "said": said,
    }
    shown = page(request, name, status=status, **frame | values)
    if COOKIE in request.cookies:
        shown.delete_cookie(COOKIE)
    return shown
