"""The API for people: a page of our own, and the document for programs."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from reconcile.report.jsonout import dumps
from reconcile.serve.answers import json_text
from reconcile.serve.api.document import EXAMPLES, SUMMARIES, document
from reconcile.serve.api.items import ASKED
from reconcile.serve.engine import Engine, Full
from reconcile.serve.errors import refusal, shape
from reconcile.serve.rendering import page
from reconcile.serve.settings import Settings

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class _Example:
    """An address with a request and what it is answered."""

    path: str
    summary: str
    command: str
    answer: str


@router.get("/openapi.json")
def openapi(request: Request) -> Response:
    """The OpenAPI document."""
    return json_text(document(request.app.state.settings.limits))


@router.get("/api")
async def api(request: Request) -> Response:
    """What may be asked, with examples that are answered when the page is made."""
    state = request.app.state
    here = str(request.base_url).rstrip("/")
    examples = [await _example(name, here, state.engine, state.settings) for name in SUMMARIES]
    return page(
        request, "api.html.j2", title="For programs", examples=examples, settings=state.settings
    )


async def _example(name: str, here: str, engine: Engine, settings: Settings) -> _Example:
    body, asked = EXAMPLES[name], ASKED[name]
    task = asked.item(body[asked.one], body, settings.limits, asked.one)
    try:
        outcome = await engine.do(task)
    except Full as error:
        outcome = error
    if isinstance(outcome, Exception):
        outcome = dumps(shape(refusal(outcome)))
    command = (
        f"curl -s {here}/{name} -H 'Content-Type: application/json' "
        f"-d {shlex.quote(json.dumps(body, ensure_ascii=False))}"
    )
    answer = dumps(json.loads(outcome), indent=2)
    return _Example(f"/{name}", SUMMARIES[name], command, answer)
