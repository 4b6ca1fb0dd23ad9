"""How answers are written: JSON by our one writer, refusals as JSON or as a page."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from reconcile.report.html.page import template
from reconcile.report.jsonout import dumps
from reconcile.serve.errors import Refused, shape

__all__ = ["JSON", "answer", "json_text", "refuse", "wants_page"]

JSON: Final = "application/json"
_PACKAGE: Final = "reconcile.serve"


def answer(value: object, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """A value as JSON."""
    return json_text(dumps(value), status)


def json_text(text: str | bytes, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """JSON that is written already."""
    return Response(text, status, media_type=JSON)


def refuse(scope: Scope, refused: Refused) -> Response:
    """A refusal, as a page for a browser and as JSON for a program."""
    headers = dict(refused.headers or {})
    if not wants_page(scope):
        return Response(dumps(shape(refused)) + "\n", refused.status, headers, JSON)
    page = template("error.html.j2", _PACKAGE)
    text = page.render(
        title=refused.status.phrase,
        csrf="",
        what=refused.what,
        where=refused.where,
        remedy=refused.remedy,
    )
    return HTMLResponse(text, refused.status, headers)


def wants_page(scope: Scope) -> bool:
    """Whether a browser asks for a page that somebody will look at."""
    return "text/html" in Headers(scope=scope).get("accept", "")
