"""Pictures of figures, out of one folder and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["TYPES", "Images"]

TYPES: Final = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
"""What is served, by the end of its name; SVG, which may hold scripts, is not."""


class Images:
    """The folder of pictures; None is one without any."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = None if folder is None else folder.resolve()

    def find(self, filename: str | None) -> Path | None:
        """The picture of this name, None if there is none or it is not in the folder itself.

        The name comes from a record and is not trusted: one that leads elsewhere, also by a link,
        is as good as none.
        """
        if self._folder is None or not filename or not _is_plain(filename):
            return None
        try:
            found = (self._folder / filename).resolve(strict=True)
        except (OSError, RuntimeError, ValueError):  # no such file, links in a circle, too long
            return None
        if found.parent != self._folder or found.suffix.lower() not in TYPES:
            return None
        return found if found.is_file() else None


def _is_plain(filename: str) -> bool:
    r"""Whether a name is that of a picture, without a folder.

    >>> _is_plain("a.jpg"), _is_plain("../a.jpg"), _is_plain("c:a.jpg"), _is_plain("a\x00.jpg")
    (True, False, False, False)
    """
    return (
        filename.isprintable()
        and not set(filename) & set("/\\:")
        and not filename.startswith(".")
        and Path(filename).suffix.lower() in TYPES
    )
