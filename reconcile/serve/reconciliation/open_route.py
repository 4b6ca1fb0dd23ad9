"""Routes that pages of other places may read: CORS, JSONP, and refusals that they can read too.

The specification asks for it, and nothing here is secret: what is answered follows from the
question, the lexicon and the overrides alone. No cookie is asked for, and none is of use.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from reconcile.patterns import regex
from reconcile.report.jsonout import dumps
from reconcile.serve.answers import JSON
from reconcile.serve.errors import Refused, shape
from reconcile.serve.reconciliation.batches import refused

__all__ = ["OPEN", "OpenRoute", "said"]

OPEN: Final = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-headers": "Content-Type, Authorization",
    "access-control-max-age": "86400",
    "cross-origin-resource-policy": "cross-origin",
}
"""The headers that let any page read an answer, without its cookies."""

_CALLBACK: Final = regex(r"[A-Za-z_$][\w$]{0,99}(?:\.[A-Za-z_$][\w$]{0,99}){0,9}", re.ASCII)
_SCRIPT: Final = "text/javascript; charset=utf-8"


class OpenRoute(APIRoute):
    """A route whose answers, and refusals, any page may read."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        """The handler, with these headers on all that it answers."""
        handle = super().get_route_handler()

        async def opened(request: Request) -> Response:
            try:
                response = await handle(request)
            except Refused as problem:
                headers = dict(problem.headers or {})
                response = Response(dumps(shape(problem)) + "\n", problem.status, headers, JSON)
            response.headers.update(OPEN)
            return response

        return opened


def said(value: Mapping[str, Any], callback: str | None) -> Response:
    """A value as JSON, or as a call of the function that a script names (JSONP).

    Raises:
        Refused: the name of the function could be something else.
    """
    text = dumps(value)
    if callback is None:
        return Response(text, media_type=JSON)
    if not _CALLBACK.fullmatch(callback):
        raise refused("no name of a function", "callback", "give letters, digits, _, $ and dots")
    # The comment keeps the first bytes from being what the client chose.
    return Response(f"/**/{callback}({text});", media_type=_SCRIPT)
