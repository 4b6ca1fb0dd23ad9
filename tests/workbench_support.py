"""Databases for the tests of the workbench: small ones, made of lists that have faults."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from html_samples import HOSTILE
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from reconcile import Figure, Reconciler
from reconcile.records import OcrWord, Reconciliation
from reconcile.serve.app import create_app
from reconcile.serve.running import Service, address, listen
from reconcile.serve.settings import Settings
from reconcile.store import Run, Store

RUN = Run("1", "lexicon", "lexicon", {"organism": "9606"})
OCR = [
    OcrWord("p65", "p65", "SYT1"),
    OcrWord("p65", "p65", "RELA"),
    OcrWord("LPS", "LPS", "IRF6"),
]
LPS = "LPS activates TLR4, and NF-κB p65 (RELA) goes to the nucleus."
PLANT = "Lipopolysaccharide (LPS) is sensed in Arabidopsis thaliana leaves and rice roots."

EVIL = HOSTILE.replace("\x00", "").replace("\ud800", "")
"""What wants to be markup, without what no database keeps."""


def figure(number: int, caption: str = LPS, **other: object) -> Figure:
    """A figure whose words `p65` and `LPS` brought wrong genes in."""
    given = {
        "title": f"Figure {number} on inflammation",
        "ocr": OCR,
        "meta": {"journal_title": "J. Cell" if number % 2 else "Immunity"},
    }
    return Figure(f"F{number}", caption, ["SYT1", "RELA", "IRF6", "TLR4"], **(given | other))


def filled(where: Path, reconciler: Reconciler, figures: list[Figure]) -> Store:
    """A store with the reports of figures."""
    store = Store(where)
    store.put(RUN, [(result, None) for result in reconciler.reconcile_many(figures)])
    return store


def copies(result: Reconciliation, count: int) -> list[tuple[Reconciliation, None]]:
    """The report of one figure under many names."""
    made = []
    for i in range(count):
        figid = f"C{i}"
        assert result.figure is not None
        own = replace(result.figure, figid=figid, title=f"Copy {i}")
        made.append((replace(result, figid=figid, figure=own), None))
    return made


def hostile_figure() -> Figure:
    """A figure whose every text wants to be something else."""
    words = [OcrWord(EVIL, EVIL, "SYT1"), OcrWord("=1+1", "=1+1", "IRF6")]
    return Figure(
        f"evil {EVIL[:60]}",
        LPS + EVIL * 130,
        ["SYT1", "IRF6", "=cmd|' /C calc'!A0", EVIL],
        title=EVIL,
        paper_title=EVIL,
        ocr=words,
        meta={"journal_title": EVIL},
    )


async def _stand_in(request: Request) -> Response:
    icon = '<link rel="icon" href="/static/icon.svg">'
    return HTMLResponse(f"<!doctype html>{icon}<title>Figure</title><h1>Figure</h1>")


@contextmanager
def running(store: Store, **settings: object) -> Iterator[str]:
    """The address of a service that browsers can reach; figures are stand-ins, without workers."""
    ready = threading.Event()
    app = create_app(Settings(**settings), store=store)
    app.state.engine = SimpleNamespace(open=lambda: None, close=lambda: None)
    app.router.routes.insert(0, Route("/figures/{figid:path}", _stand_in))
    with listen("127.0.0.1", 0) as listening:
        service = Service(app, ready.set)
        thread = threading.Thread(target=service.run, args=(listening,))
        thread.start()
        try:
            assert ready.wait(60)
            yield address(listening, "127.0.0.1")
        finally:
            service.end()
            thread.join()
