"""The OpenAPI document: what may be asked, and what is answered, as JSON Schema has it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

from reconcile.report.schema import report_schema
from reconcile.serve.answers import JSON
from reconcile.serve.bodies import STREAM
from reconcile.serve.settings import Limits
from reconcile.version import __version__

__all__ = ["EXAMPLES", "SUMMARIES", "document"]

SUMMARIES: Final = {
    "annotate": "The genes, families and complexes that texts name.",
    "ground": "What names stand for, the best reading first.",
    "reconcile": "Gene lists held against their captions: the figures of a report.",
    "suggest": "What to add, remove and replace in gene lists, with the reasons.",
}
_FIGURE: Final = {
    "figid": "F1",
    "caption": "HER2 activates MEK and ERK.",
    "keywords": ["ERBB2", "MAP2K1", "EPHB2"],
}
EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "annotate": {"text": "HER2 activates MEK1/2."},
    "ground": {"name": "PDK1", "context": "Insulin acts by PI3K, PDK1 and AKT."},
    "reconcile": {"figure": _FIGURE},
    "suggest": {"figure": _FIGURE},
}
"""A request for each address."""

_TEXT: Final = {"type": "string"}
_TEXT_OR_NULL: Final = {"type": ["string", "null"]}
_TEXTS: Final = {"type": "array", "items": _TEXT}
_MOST_STATUSES: Final = {
    "400": "The body is no JSON.",
    "401": "The token is missing or wrong.",
    "403": "A page of another place sent this.",
    "408": "The body came too slowly.",
    "413": "Too large: the body, a text, or too many items.",
    "415": "The body is of another type.",
    "421": "The service is not called so.",
    "422": "The body does not fit.",
    "500": "The service failed.",
    "503": "Busy, or a text took too long.",
}


@cache
def document(limits: Limits) -> str:
    """The document of a service with these limits, as JSON."""
    paths: dict[str, Any] = {}
    for name, summary in SUMMARIES.items():
        paths[f"/{name}"] = {"post": _operation(name, summary)}
        paths[f"/{name}/stream"] = {"post": _stream(name, summary)}
    paths["/health"] = {"get": _plain("health", "Whether the service is there.", JSON)}
    paths["/metrics"] = {"get": _plain("metrics", "What it counts about itself.", "text/plain")}
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "reconcile",
                "version": __version__,
                "summary": "Gene names in captions, and gene lists held against them.",
                "description": _about(limits),
            },
            "paths": paths,
            "components": {"schemas": _schemas(limits), "securitySchemes": _SECURITY},
            "security": [{"token": []}, {}],
        }
    )


def _about(limits: Limits) -> str:
    return (
        f"A request takes up to {limits.items:,} items, {limits.characters:,} characters a text, "
        f"{limits.name_characters:,} a name, and {limits.body_bytes:,} bytes; {STREAM} takes any "
        f"number of items in {limits.stream_bytes:,} bytes. An item of several that cannot be "
        "done has an `error` in its place. Offsets are half-open and count Unicode code points."
    )


_SECURITY: Final = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "Only where the service was started with a token.",
    }
}


def _operation(name: str, summary: str) -> dict[str, Any]:
    answer = _ref(_ANSWERS[name])
    several = {
        "type": "object",
        "properties": {"results": {"type": "array", "items": {"oneOf": [answer, _ref("Error")]}}},
        "required": ["results"],
    }
    return {
        "operationId": name,
        "summary": summary,
        "requestBody": {
            "required": True,
            "content": {
                JSON: {"schema": _ref(f"{name.title()}Request"), "example": EXAMPLES[name]},
                STREAM: {"schema": _ref(_ITEMS[name])},
            },
        },
        "responses": {
            "200": {
                "description": "The answer; with `results` where several were asked for.",
                "content": {
                    JSON: {"schema": {"oneOf": [answer, several]}},
                    STREAM: {"schema": {"oneOf": [answer, _ref("Error")]}},
                },
            },
            **_refusals(),
        },
    }


def _stream(name: str, summary: str) -> dict[str, Any]:
    lines = {STREAM: {"schema": {"oneOf": [_ref(_ANSWERS[name]), _ref("Error")]}}}
    return {
        "operationId": f"{name}_stream",
        "summary": f"{summary} One item a line, one answer a line, in the same order.",
        "requestBody": {"required": True, "content": {STREAM: {"schema": _ref(_ITEMS[name])}}},
        "responses": {"200": {"description": "An answer a line.", "content": lines}, **_refusals()},
    }


def _plain(name: str, summary: str, media_type: str) -> dict[str, Any]:
    content: dict[str, Any] = {media_type: {}}
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": {"description": summary, "content": content}},
    }


def _refusals() -> dict[str, Any]:
    content = {JSON: {"schema": _ref("Error")}}
    return {
        status: {"description": said, "content": content} for status, said in _MOST_STATUSES.items()
    }


_ANSWERS: Final = {
    "annotate": "Annotation",
    "ground": "Grounded",
    "reconcile": "figure",
    "suggest": "Suggestions",
}
_ITEMS: Final = {
    "annotate": "Text",
    "ground": "Name",
    "reconcile": "Record",
    "suggest": "Record",
}


_OF_REPORTS: Final = ("failure", "summary", "intervals", "interval", "scores")
"""Schemas of what is said of a whole report."""


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas(limits: Limits) -> dict[str, Any]:
    """Those of the report, and what is asked and answered besides."""
    text = json.dumps(report_schema()["$defs"]).replace("#/$defs/", "#/components/schemas/")
    schemas: dict[str, Any] = json.loads(text)
    for name in _OF_REPORTS:
        del schemas[name]
    mention = json.loads(json.dumps(schemas["mention"]))
    del mention["properties"]["covered"]
    mention["required"] = [name for name in mention["required"] if name != "covered"]
    schemas["MentionOfText"] = mention
    schemas["Annotation"] = _object(text=_TEXT, mentions=_list("MentionOfText"))
    reading = {
        "kind": _TEXT_OR_NULL,
        "label": _TEXT_OR_NULL,
        "genes": _list("gene"),
        "taxon_id": _TEXT_OR_NULL,
        "score": {"type": ["number", "null"]},
        "match": {"oneOf": [_ref("match"), {"type": "null"}]},
    }
    schemas["Reading"] = _object(**reading)
    schemas["Grounded"] = _object(text=_TEXT, **reading, candidates=_list("Reading"))
    schemas["Suggestions"] = _object(figid=_TEXT, suggestions=_list("suggestion"))
    said = _object(code=_TEXT, what=_TEXT, where=_TEXT_OR_NULL, remedy=_TEXT)
    schemas["Error"] = _object(error=said)
    return schemas | _asked(limits)


def _asked(limits: Limits) -> dict[str, Any]:
    text = {**_TEXT, "maxLength": limits.characters}
    name = {**_TEXT, "maxLength": limits.name_characters}
    word = _object(word=_TEXT, match=_TEXT, symbol=_TEXT)
    word["properties"] |= dict.fromkeys(("ncbi_gene_id", "source", "taxon_id"), _TEXT_OR_NULL)
    record = _object(figid=_TEXT)
    record["properties"] |= {
        "caption": _TEXT_OR_NULL,
        "keywords": {"type": ["array", "null"], "items": _TEXT},
        "figtitle": _TEXT_OR_NULL,
        "papertitle": _TEXT_OR_NULL,
        "organisms": _TEXTS,
        "ocr": {"type": "array", "items": word},
    }
    named = _object(name=name)
    named["properties"]["context"] = text
    context = {"context": text}
    return {
        "Text": {"oneOf": [text, _object(text=text)]},
        "Name": {"oneOf": [name, named]},
        "Record": record,
        "AnnotateRequest": _one_or_many("text", "texts", "Text", limits),
        "GroundRequest": _one_or_many("name", "names", "Name", limits, context),
        "ReconcileRequest": _one_or_many("figure", "figures", "Record", limits),
        "SuggestRequest": _one_or_many("figure", "figures", "Record", limits),
    }


def _one_or_many(
    one: str, many: str, item: str, limits: Limits, beside: dict[str, Any] | None = None
) -> dict[str, Any]:
    several = {"type": "array", "items": _ref(item), "maxItems": limits.items}
    shapes = [_object(**{one: _ref(item)}), _object(**{many: several})]
    for shape in shapes:
        shape["properties"] |= beside or {}
        shape["additionalProperties"] = False
    return {"oneOf": shapes}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _ref(name)}
