"""Who may ask what: names that the service is called by, a token, no requests forged by pages.

- **Host.** A page of anybody's may have its own name point to this machine, and then read what
  is served here as if it were its own (DNS rebinding). So a request has to call the service by a
  name that is its own. An address in figures cannot be pointed elsewhere.
- **Token.** Where others than this machine can reach the service, every request brings the token,
  in `Authorization: Bearer` or, for browsers, in a cookie that `/login` sets. The cookie holds no
  token but a value that only its owner can compute.
- **Origin.** What changes or computes something is not taken from pages of other places.
- **CSRF.** What changes something brings the secret of this process besides, see `require_csrf`.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import socket
from collections.abc import Collection
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request, cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from reconcile.patterns import regex
from reconcile.serve.answers import refuse, wants_page
from reconcile.serve.errors import Refused
from reconcile.serve.settings import Settings, is_local

__all__ = ["COOKIE", "Guard", "cookie_of", "is_token", "require_csrf"]

COOKIE: Final = "reconcile_session"
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_OPEN_PATHS: Final = frozenset({"/health", "/login"})
"""What is answered without a token: that the service is there, and the form for the token."""
_OPEN_FOLDER: Final = "/static/"
_CROSS_ORIGIN: Final = "/reconciliation"
"""What pages of other places may ask: it changes nothing, and is meant for them."""
_HARMLESS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_HOST: Final = regex(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]@/\\?#\s]+)(?::[0-9]{1,5})?")
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


class Guard:
    """Middleware that lets through who may ask, and refuses others before anything is read."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._token = app, settings.token
        self._hosts = _names(settings)
        self._any_address = not is_local(settings.host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # there are no web sockets here
            return
        if (problem := self._problem(scope)) is None:
            await self._app(scope, receive, send)
        else:
            await problem(scope, receive, send)

    def _problem(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = _host(headers.getlist("host"))
        if host is None or not self._is_ours(host):
            return refuse(scope, _other_host(host))
        if not _same_origin(scope, headers):
            return refuse(scope, _other_origin())
        if self._token is not None and not self._may(scope, headers, self._token):
            return _ask_for_token(scope)
        return None

    def _is_ours(self, host: str) -> bool:
        if host in self._hosts:
            return True
        return self._any_address and _is_address(host)

    def _may(self, scope: Scope, headers: Headers, token: str) -> bool:
        path = scope["path"]
        if path in _OPEN_PATHS or path.startswith(_OPEN_FOLDER) or _says_how(scope):
            return True
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and is_token(given.strip(), token):
            return True
        cookies = (cookie_parser(each) for each in headers.getlist("cookie"))
        wanted = cookie_of(token)
        return any(is_token(found.get(COOKIE, ""), wanted) for found in cookies)


def _says_how(scope: Scope) -> bool:
    """Whether a request asks how to ask the reconciliation service: its manifest, or a preflight.

    The manifest says that a token is asked for; a browser sends none with what it asks first.
    """
    path, method = scope["path"], scope["method"]
    if method == "OPTIONS":
        return bool(path == _CROSS_ORIGIN or path.startswith(f"{_CROSS_ORIGIN}/"))
    return bool(path == _CROSS_ORIGIN and method == "GET" and not scope["query_string"])


def is_token(given: str, wanted: str) -> bool:
    """Whether a secret is the one that is wanted; how long that takes does not say how nearly."""
    return hmac.compare_digest(
        hashlib.sha256(given.encode("utf-8", "surrogateescape")).digest(),
        hashlib.sha256(wanted.encode("utf-8", "surrogateescape")).digest(),
    )


def cookie_of(token: str) -> str:
    """What the cookie of who knows the token holds; the token cannot be told from it."""
    return hmac.new(token.encode(), b"cookie of reconcile serve", hashlib.sha256).hexdigest()


async def require_csrf(request: Request) -> None:
    """A dependency of what changes something: the secret of this process has to come along.

    It stands in `<meta name="csrf">` of the pages, and is sent back in the header `X-CSRF-Token`
    or, by a form, in the field `csrf`.

    Raises:
        Refused: it does not come, or is another one.
    """
    given = request.headers.get("x-csrf-token", "")
    if not given and request.headers.get("content-type", "").partition(";")[0] in _FORMS:
        field = (await request.form()).get("csrf")
        given = field if isinstance(field, str) else ""
    if not is_token(given, request.app.state.csrf):
        raise Refused(
            HTTPStatus.FORBIDDEN,
            "csrf",
            "the secret of this page is missing or is that of another run of the service",
            "load the page anew and do it again",
            where="X-CSRF-Token",
        )


def _names(settings: Settings) -> Collection[str]:
    names = {*_LOCAL, settings.host.lower(), *(name.lower() for name in settings.hosts)}
    if not is_local(settings.host):
        names.add(socket.gethostname().lower())
    return frozenset(names)


def _host(given: list[str]) -> str | None:
    """The name or address of the one `Host` header, None if it has none or there are several."""
    found = _HOST.fullmatch(given[0]) if len(given) == 1 else None
    return found[1].strip("[]").removesuffix(".").lower() if found else None


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _same_origin(scope: Scope, headers: Headers) -> bool:
    """Whether a request that does something comes from a page of ours, or from no page."""
    path = scope["path"]
    if scope["method"] in _HARMLESS or f"{path}/".startswith(f"{_CROSS_ORIGIN}/"):
        return True
    origins = headers.getlist("origin")
    if not origins:
        return headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    try:
        return all(urlsplit(origin).netloc == headers["host"] for origin in origins)
    except ValueError:
        return False


def _other_host(host: str | None) -> Refused:
    return Refused(
        HTTPStatus.MISDIRECTED_REQUEST,
        "host",
        f"this service is not called {host or 'so'}",
        "use the address that it printed when it started, or name this one with --allow-host",
        where="Host",
    )


def _other_origin() -> Refused:
    return Refused(
        HTTPStatus.FORBIDDEN,
        "origin",
        "a page of another place sent this",
        "send it from a page of this service, or from a program without the header Origin",
        where="Origin",
    )


def _ask_for_token(scope: Scope) -> Response:
    if wants_page(scope) and scope["method"] in _HARMLESS:
        path = scope["path"]
        query = scope["query_string"].decode("latin-1")
        return RedirectResponse(
            f"/login?next={quote(f'{path}?{query}' if query else path, safe='/')}",
            HTTPStatus.SEE_OTHER,
        )
    return refuse(
        scope,
        Refused(
            HTTPStatus.UNAUTHORIZED,
            "token",
            "no token, or a wrong one",
            "send the header `Authorization: Bearer TOKEN` with the token of --token-file",
            where="Authorization",
            headers={"www-authenticate": 'Bearer realm="reconcile"'},
        ),
    )
