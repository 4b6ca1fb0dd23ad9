"""Decisions, and what they make of the lists, as files to download."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from reconcile.curation.symbols import standing, symbol_fault
from reconcile.errors import InputError
from reconcile.serve.pages.layout import show, store_of
from reconcile.serve.pages.query import text_of
from reconcile.serve.pages.viewer import curator_of
from reconcile.store import Store
from reconcile.store.corrected import FIGURES, Rules, corrected, written
from reconcile.store.decided import decisions_csv, decisions_jsonl

__all__ = ["file_of", "router"]

router = APIRouter(include_in_schema=False, prefix="/export")

_LEFT: Final = "not-carried-out.txt"
"""In the archive of records: the changes that were left, and why."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can have: the same figures make the same bytes."""


@router.get("")
def page(request: Request) -> Response:
    """The page with the links."""
    store, curator = store_of(request), text_of(request.query_params, "curator")
    return show(
        request,
        "export.html.j2",
        section="export",
        title="Export",
        chosen=curator,
        curators=store.curators(),
        me=curator_of(request),
        disagreed=len(store.disagreements()),
    )


@router.get("/decisions.csv")
def as_csv(request: Request) -> Response:
    """The decisions that hold, as `reconcile apply --decisions` takes them."""
    rows = store_of(request).decisions(curator=_curator(request))
    return _file(decisions_csv(rows), "decisions.csv", "text/csv; charset=utf-8")


@router.get("/decisions.jsonl")
def as_jsonl(request: Request) -> Response:
    """The decisions that hold, with all that is known of each."""
    rows = store_of(request).decisions(curator=_curator(request))
    return _file(decisions_jsonl(rows), "decisions.jsonl", "application/jsonl")


@router.get("/history.jsonl")
def as_history(request: Request) -> Response:
    """All rows that were ever written, those that were taken back too."""
    rows = store_of(request).decisions(curator=_curator(request), history=True)
    lines = decisions_jsonl(rows, history=True)
    return _file(lines, "history.jsonl", "application/jsonl")


@router.get("/records.zip")
def as_records(request: Request) -> Response:
    """All figures with the changes carried out on which nobody disagrees."""
    pieces = _archive(store_of(request), _curator(request))
    return _file(pieces, "records.zip", "application/zip")


def _curator(request: Request) -> str | None:
    return text_of(request.query_params, "curator") or None


def _file(pieces: Iterator[Any], name: str, kind: str) -> Response:
    kept = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(pieces, media_type=kind, headers=kept)


def _archive(store: Store, curator: str | None) -> Iterator[bytes]:
    """A ZIP archive, piece by piece: nothing of it is kept longer than it takes to send."""
    out = _Pieces()
    left: list[str] = []

    def refuse(error: InputError, figid: str) -> None:
        left.append(f"{figid}: {error.message}")

    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        lines = []
        figures = corrected(store, Rules(standing, symbol_fault), refuse, curator)
        for one in written(figures, refuse):
            if one.name:
                archive.writestr(file_of(one.name), one.data)
            else:
                lines.append(one.data)
            yield out.taken()
        told = [f"{text}\n".encode("utf-8", "replace") for text in left]
        for file, texts in ((FIGURES, lines), (_LEFT, told)):
            if texts:
                archive.writestr(file_of(file), b"".join(texts))
                yield out.taken()
    yield out.taken()


def file_of(name: str) -> zipfile.ZipInfo:
    """A file of an archive, under a name that leads nowhere else.

    Names are those of records, and what unpacks archives may take a backslash for a folder.
    """
    plain = name.replace("\\", "%5C").replace(":", "%3A").replace("\x00", "%00")
    made = zipfile.ZipInfo(plain.replace("/", "%2F"), _EPOCH)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.external_attr = 0o644 << 16
    return made


class _Pieces(io.RawIOBase):
    """What is written, to be taken away piece by piece."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._kept.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        data = b"".join(self._kept)
        self._kept.clear()
        return data
