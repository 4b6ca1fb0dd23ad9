"""What every HTML page of ours shares: templates that escape, inlined assets, a strict policy.

Whatever a template prints is escaped, and control characters and changes of the writing direction
are shown instead of obeyed; that holds for the pages of the service too. A page of a report is one
file: its style and script stand in it and are allowed by their hashes, and nothing else is run or
fetched (`default-src 'none'`).
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from reconcile.report import wording
from reconcile.report.html import links
from reconcile.report.jsonout import dumps
from reconcile.shown import printable

__all__ = ["asset", "data_block", "embedded", "policy", "template"]

_HERE: Final = "reconcile.report.html"


def template(name: str, package: str = _HERE) -> Template:
    """A template of the folder `templates` of a package; what that lacks is taken from ours."""
    return _environment(package).get_template(name)


@cache
def asset(*names: str) -> Markup:
    """Files of the folder `static`, one after the other, to be inlined as they are."""
    folder = files(_HERE).joinpath("static")
    text = "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)
    if "</" in text:
        raise ValueError(f"{', '.join(names)} would close the element that it is inlined in")
    return Markup(text)


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy of a page with this style and this script and nothing else.

    >>> policy("p {}", "").split("; ")[0]
    "default-src 'none'"
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_hash(style)}",
            f"script-src {_hash(script)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def embedded(value: object) -> Markup:
    r"""JSON that can stand in a `<script>` element: nothing in it ends the element.

    >>> embedded({"text": "</script>"})
    Markup('{"text": "\\u003c/script\\u003e"}')
    """
    text = dumps(value)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def data_block(name: str, payload: str) -> str:
    """A `<script>` element that holds data: never run, found by its id."""
    if "<" in payload:
        raise ValueError("the payload could end the element; encode it")
    return f'<script type="text/plain" id="{name}">{payload}</script>\n'


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _environment(package: str) -> Environment:
    folders = [files(each).joinpath("templates") for each in dict.fromkeys((package, _HERE))]

    def source(name: str) -> str | None:
        found = (folder.joinpath(name) for folder in folders)
        return next((file.read_text(encoding="utf-8") for file in found if file.is_file()), None)

    environment = Environment(
        loader=FunctionLoader(source),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["json"] = lambda value: json.dumps(value, ensure_ascii=True)
    environment.filters["exact"] = _exact
    environment.filters["number"] = wording.number
    environment.filters["plural"] = wording.plural
    environment.filters["source"] = wording.source_name
    environment.filters["taxon"] = wording.taxon_name
    environment.globals.update({name: getattr(links, name) for name in links.__all__})
    return environment


def _shown(value: Any) -> Any:
    """What a template prints: hidden characters become visible, broken ones what they were."""
    return wording.readable(value) if type(value) is str else value


def _exact(value: str) -> Markup:
    """A name that must not be mended, such as that of a file."""
    return escape(printable(value))
