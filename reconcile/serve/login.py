"""The form by which a browser brings the token once, and has a cookie from then on."""

from __future__ import annotations

import time
from collections import deque
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from reconcile.serve.addresses import local
from reconcile.serve.errors import Refused
from reconcile.serve.rendering import page
from reconcile.serve.security import COOKIE, cookie_of, is_token

__all__ = ["Attempts", "router"]

router = APIRouter(include_in_schema=False)

_TRIES: Final = 10
_PER_S: Final = 60.0
_KEPT_S: Final = 30 * 24 * 3600


class Attempts:
    """Wrong tokens of the last minute, of whomever."""

    def __init__(self) -> None:
        self._failed: deque[float] = deque(maxlen=_TRIES)

    def check(self) -> None:
        """Refuse another try where there were too many.

        Raises:
            Refused: so it is.
        """
        if len(self._failed) == _TRIES and time.monotonic() - self._failed[0] < _PER_S:
            raise Refused(
                HTTPStatus.TOO_MANY_REQUESTS,
                "tries",
                f"{_TRIES} wrong tokens within {_PER_S:g} s",
                "wait a minute",
                headers={"retry-after": f"{_PER_S:g}"},
            )

    def failed(self) -> None:
        """Note a wrong token."""
        self._failed.append(time.monotonic())


@router.get("/login")
def form(request: Request, next: str = "/") -> Response:
    """Ask for the token."""
    if request.app.state.settings.token is None:
        return RedirectResponse(local(next), HTTPStatus.SEE_OTHER)
    return page(request, "login.html.j2", title="Log in", after=local(next), wrong=False)


@router.post("/login")
def log_in(
    request: Request,
    token: Annotated[str, Form()] = "",
    after: Annotated[str, Form()] = "/",
) -> Response:
    """Take the token, and set the cookie."""
    wanted = request.app.state.settings.token
    if wanted is None:
        return RedirectResponse(local(after), HTTPStatus.SEE_OTHER)
    attempts: Attempts = request.app.state.attempts
    attempts.check()
    if not is_token(token.strip(), wanted):
        attempts.failed()
        return page(
            request,
            "login.html.j2",
            title="Log in",
            after=local(after),
            wrong=True,
            status=HTTPStatus.FORBIDDEN,
        )
    answer = RedirectResponse(local(after), HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        COOKIE,
        cookie_of(wanted),
        max_age=_KEPT_S,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer
