"""Who is looking: a name without a password, kept in a cookie."""

from __future__ import annotations

import getpass
import unicodedata
from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse, Response

from reconcile.serve.addresses import local
from reconcile.serve.errors import Refused
from reconcile.serve.security import require_csrf
from reconcile.serve.settings import is_local
from reconcile.store.deciding import MAX_NAME

__all__ = ["ALONE", "COOKIE", "counting", "curator_of", "independent", "router"]

router = APIRouter(include_in_schema=False)

COOKIE: Final = "curator"
ALONE: Final = "independent"
"""The cookie of who works independently of others."""
_KEPT_S: Final = 365 * 24 * 3600


def curator_of(request: Request) -> str:
    """The name under which a request decides.

    On this machine it is that of the system's user until another one is chosen; "" where others
    can reach the service, under which nothing can be decided.
    """
    chosen = _name(unquote(request.cookies.get(COOKIE, ""), errors="replace"))
    if chosen or not is_local(request.app.state.settings.host):
        return chosen
    return _name(_of_the_system()) or "curator"


def independent(request: Request) -> bool:
    """Whether the curator works independently of others.

    Then what is open, done and left is by their decisions alone, and what others decided about a
    suggestion is not shown before they have decided it: else two would not agree by themselves.
    """
    return request.cookies.get(ALONE) == "yes" and bool(curator_of(request))


def counting(request: Request) -> str:
    """By whose decisions something is open or done for who asks; "" for anybody's."""
    return curator_of(request) if independent(request) else ""


@router.post("/independent", dependencies=[Depends(require_csrf)])
def choose_alone(
    request: Request,
    alone: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Begin or end to work independently of others, and go back."""
    answer = RedirectResponse(_of_anybody(local(next)), HTTPStatus.SEE_OTHER)
    if alone == "yes":
        answer.set_cookie(
            ALONE,
            "yes",
            max_age=_KEPT_S,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
    else:
        answer.delete_cookie(ALONE)
    return answer


def _of_anybody(address: str) -> str:
    """An address of ours without the curator whose decisions count: the cookie says that.

    >>> _of_anybody("/?text=a+b&curator=Ada"), _of_anybody("/same?curator=Ada#x")
    ('/?text=a+b', '/same#x')
    """
    parts = urlsplit(address)
    kept = [pair for pair in parts.query.split("&") if pair.partition("=")[0] != "curator"]
    return urlunsplit(parts._replace(query="&".join(kept)))


@router.post("/curator", dependencies=[Depends(require_csrf)])
def choose(
    request: Request,
    name: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Take a name, and go back to where it was given.

    Raises:
        Refused: it is none.
    """
    chosen = _name(name)
    if not chosen:
        raise Refused(
            HTTPStatus.BAD_REQUEST,
            "name",
            f"no name of 1 to {MAX_NAME} printable characters",
            "go back and write another one",
            where="name",
        )
    answer = RedirectResponse(local(next), HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        COOKIE,
        quote(chosen, safe=""),
        max_age=_KEPT_S,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


def _name(given: str) -> str:
    r"""A name in the one form in which the store keeps it; "" for what is none.

    >>> _name("  Ada   L. "), _name("a\u202eb"), _name("x" * 101)
    ('Ada L.', '', '')
    """
    name = " ".join(unicodedata.normalize("NFC", given).split())
    return name if name.isprintable() and len(name) <= MAX_NAME else ""


def _of_the_system() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no name for the number of the user, as in containers
        return ""
