"""Pages: templates of this package with what each of them needs."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from starlette.responses import HTMLResponse

from reconcile.report.html.page import template

__all__ = ["page"]

_PACKAGE: Final = "reconcile.serve"


def page(
    request: Request, name: str, *, status: HTTPStatus = HTTPStatus.OK, **values: Any
) -> HTMLResponse:
    """A template of the folder `templates`, with the secret that forms send back.

    The templates extend `base.html.j2`, which has the head of every page and wants a `title`.
    """
    text = template(name, _PACKAGE).render(csrf=request.app.state.csrf, **values)
    return HTMLResponse(text, status)
