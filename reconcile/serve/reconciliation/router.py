"""The addresses of the service, as the manifest names them."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response

from reconcile.locks import fork_lock
from reconcile.serve.reconciliation.batches import refused
from reconcile.serve.reconciliation.extension import proposed
from reconcile.serve.reconciliation.features import FEATURES, feature_text
from reconcile.serve.reconciliation.kinds import TYPES
from reconcile.serve.reconciliation.manifest import PATH, manifest
from reconcile.serve.reconciliation.open_route import OpenRoute, said
from reconcile.serve.reconciliation.service import Service
from reconcile.serve.reconciliation.suggestions import (
    MOST_SKIPPED,
    property_texts,
    suggest_entities,
    suggest_named,
    type_texts,
)
from reconcile.serve.reconciliation.views import facts, flyout, html

__all__ = ["router"]

router = APIRouter(prefix=PATH, route_class=OpenRoute, include_in_schema=False)

_FORM: Final = "application/x-www-form-urlencoded"
_MOST_FIELDS: Final = 20
_FRAMED: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors *"
"""The policy of a preview: other pages may show it in a frame, and it can do nothing there."""
_LOCK: Final = fork_lock()


def _service(request: Request) -> Service:
    """The service of this application, made on first use."""
    state = request.app.state
    with _LOCK:
        if getattr(state, "reconciliation", None) is None:
            state.reconciliation = Service(state.settings, state.engine.names)
        found: Service = state.reconciliation
        return found


@router.get("")
async def ask(
    request: Request,
    queries: str | None = None,
    extend: str | None = None,
    callback: str | None = None,
) -> Response:
    """The manifest, or the answer to a query in the address."""
    return await _answer(request, {"queries": queries, "extend": extend}, callback)


@router.post("")
async def ask_by_form(request: Request, callback: str | None = None) -> Response:
    """The answer to a query in a form."""
    fields = await _form(request)
    if not fields.keys() & {"queries", "extend"}:
        raise refused(
            "neither queries nor extend",
            "body",
            "send one of them as a field of the form, URL-encoded JSON",
        )
    return await _answer(request, fields, fields.get("callback", callback))


@router.options("")
@router.options("/{rest:path}")
async def options() -> Response:
    """What a browser asks before it lets a page of another place send something."""
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get("/suggest/entity")
def entity_suggestions(
    request: Request,
    prefix: str = "",
    cursor: str = "0",
    type: str = "",
    callback: str | None = None,
) -> Response:
    """Entities with a name that begins so."""
    types = [each for each in type.split(",") if each in TYPES]
    service = _service(request)
    skipped = _skipped(cursor)
    found = suggest_entities(prefix, skipped, service.entities, types, service.taxon)
    return said(found, callback)


@router.get("/suggest/property")
def property_suggestions(
    prefix: str = "", cursor: str = "0", callback: str | None = None
) -> Response:
    """Properties whose id or name begins so."""
    return said(suggest_named(prefix, _skipped(cursor), property_texts()), callback)


@router.get("/suggest/type")
def type_suggestions(prefix: str = "", cursor: str = "0", callback: str | None = None) -> Response:
    """Types whose id or name begins so."""
    return said(suggest_named(prefix, _skipped(cursor), type_texts()), callback)


@router.get("/flyout/entity")
def entity_flyout(request: Request, id: str = "", callback: str | None = None) -> Response:
    """A few lines about an entity."""
    entities = _service(request).entities
    entity = _found(entities.by_id(id), "entity", id)
    lines = [
        f"{f.label}: {', '.join(text for text, _ in f.values)}" for f in facts(entity, entities)
    ]
    return said(flyout(id, entity.name, [entity.description, *lines]), callback)


@router.get("/flyout/property")
def property_flyout(id: str = "", callback: str | None = None) -> Response:
    """A few lines about a property."""
    listed = {each["id"]: each for each in property_texts()}
    found = _found(listed.get(id), "property", id)
    return said(flyout(id, found["name"], [found["description"]]), callback)


@router.get("/flyout/type")
def type_flyout(id: str = "", callback: str | None = None) -> Response:
    """A few lines about a type."""
    found = _found(TYPES.get(id), "type", id)
    return said(flyout(id, found.name, [found.description]), callback)


@router.get("/properties")
def proposals(type: str = "", limit: str | None = None, callback: str | None = None) -> Response:
    """The properties of a type whose values can be fetched."""
    most = None if limit in (None, "") else _whole(str(limit), "limit", MOST_SKIPPED)
    return said(proposed(type, most), callback)


@router.get("/preview")
def preview(request: Request, id: str = "") -> Response:
    """A small page about an entity, for a frame in another page."""
    return _page(request, id, "reconciliation_preview.html.j2", policy=_FRAMED)


@router.get("/view")
def view(request: Request, id: str = "") -> Response:
    """The page about an entity."""
    return _page(request, id, "reconciliation_view.html.j2")


@router.get("/feature")
def feature(request: Request, id: str = "") -> Response:
    """What a feature of a candidate says."""
    text = _found(feature_text(id), "feature", id)
    return HTMLResponse(
        html("reconciliation_about.html.j2", title=id, features={id: text}, csrf="")
    )


@router.get("/about")
def about() -> Response:
    """What the service is, for people."""
    page = html("reconciliation_about.html.j2", title="Reconciliation", features=FEATURES, csrf="")
    return HTMLResponse(page)


def _page(request: Request, id: str, name: str, policy: str | None = None) -> Response:
    entities = _service(request).entities
    entity = _found(entities.by_id(id), "entity", id)
    text = html(name, title=entity.name, entity=entity, facts=facts(entity, entities), csrf="")
    headers = {} if policy is None else {"content-security-policy": policy}
    return HTMLResponse(text, headers=headers)


async def _answer(request: Request, fields: dict[str, Any], callback: str | None) -> Response:
    """What is asked for, the manifest where nothing is."""
    queries, extend = fields.get("queries"), fields.get("extend")
    if queries is not None and extend is not None:
        raise refused("both queries and extend", "extend", "ask for one at a time")
    if queries is None and extend is None:
        base = str(request.base_url).rstrip("/")
        token = request.app.state.settings.token is not None
        return said(manifest(base, token=token), callback)
    if callback is not None:
        said({}, callback)  # a name that is none is refused before anything is computed
    service = await run_in_threadpool(_service, request)
    call: Callable[[str], dict[str, Any]] = service.results if extend is None else service.extension
    text = str(queries if extend is None else extend)
    return said(await service.in_turn(call, text), callback)


async def _form(request: Request) -> dict[str, str]:
    kind = Headers(scope=request.scope).get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise refused(
            f"a body of type {kind or 'nothing'}",
            "Content-Type",
            f"send {_FORM}",
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        )
    try:
        text = (await request.body()).decode("utf-8")
        fields = parse_qs(
            text,
            keep_blank_values=True,
            strict_parsing=bool(text),
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        raise refused("no form that can be read", "body", "URL-encode it, in UTF-8") from None
    return {name: values[0] for name, values in fields.items()}


def _skipped(cursor: str) -> int:
    return _whole(cursor or "0", "cursor", MOST_SKIPPED)


def _whole(text: str, where: str, most: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) <= most):
        raise refused("no whole number, or too large", where, f"give a number from 0 to {most}")
    return int(text)


def _found(value: Any, what: str, identifier: str) -> Any:
    """The value, where there is one."""
    if value is None:
        raise refused(
            f"no {what} {identifier}", "id", "see /reconciliation/about", HTTPStatus.NOT_FOUND
        )
    return value
