"""An Excel file looked at before it is opened: its size, and that it is what it seems."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import IO, Final

from reconcile.errors import InputError
from reconcile.formats.fields import MAX_DOCUMENT_BYTES, document_too_large

__all__ = ["MAX_TAGS", "checked_workbook"]

MAX_TAGS: Final = 10_000_000
"""Most tags in a part of a file: what is made of each takes some hundred bytes of memory."""
_BLOCK: Final = 1 << 20
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_OVERLAP: Final = 32


def checked_workbook(stream: IO[bytes], *, source: str) -> tuple[IO[bytes], bool]:
    """The same file as one that can be read again, and whether it has formulas.

    All parts are unpacked once, without being kept.

    Raises:
        InputError: it is no zip archive, or a damaged one; it or its parts are larger than
            `MAX_DOCUMENT_BYTES`; a part declares a document type, which Excel never does.
    """
    if not stream.seekable():
        stream = io.BytesIO(stream.read(MAX_DOCUMENT_BYTES + 1))
    if stream.seek(0, io.SEEK_END) > MAX_DOCUMENT_BYTES:
        raise document_too_large(source)
    stream.seek(0)
    formulas = False
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MAX_DOCUMENT_BYTES:
                raise document_too_large(source, " when unpacked")
            for part in parts:
                with archive.open(part) as content:
                    formulas |= _look(content, source)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise InputError(
            f"not a readable Excel file ({error}); save it again as `.xlsx`, without a password",
            source=source,
        ) from error
    stream.seek(0)
    return stream, formulas


def _look(content: IO[bytes], source: str) -> bool:
    """Whether a part has formulas in it."""
    formulas, tags, before = False, 0, b""
    while block := content.read(_BLOCK):
        tags += block.count(b"<")
        if tags > MAX_TAGS:
            raise InputError(
                f"a part of it has more than {MAX_TAGS:,} tags; save the table as CSV",
                source=source,
            )
        seen = before + block
        if any(doctype in seen for doctype in _DOCTYPES):
            raise InputError(
                "a part of it declares a document type, which no Excel file does; save the table "
                "again",
                source=source,
            )
        formulas = formulas or b"<f>" in seen or b"<f " in seen
        before = block[-_OVERLAP:]
    return formulas
