"""The pictures of figures."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import FileResponse

from reconcile.serve.errors import Refused
from reconcile.serve.images import TYPES, Images
from reconcile.store import Store

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/images/{figid}")
def picture(request: Request, figid: str) -> FileResponse:
    """The picture of a figure, by the `filename` of its record.

    Raises:
        Refused: there is no such figure, or no picture of it.
    """
    store: Store | None = request.app.state.store
    images: Images = request.app.state.images
    found = None if store is None else images.find(store.filename(figid))
    if found is None:
        raise Refused(
            HTTPStatus.NOT_FOUND,
            "no_picture",
            "no picture of this figure",
            "start the service with --images and a folder that has it",
            where=figid,
        )
    headers = {"cache-control": "private, no-cache"}
    return FileResponse(found, media_type=TYPES[found.suffix.lower()], headers=headers)
