"""Where the data that come with the package are: lexicon, tagger, and tables beside the code."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["bundled_path", "packaged_text"]

_PACKAGE: Final = Path(__file__).resolve().parent


def bundled_path(name: str) -> Path:
    """The folder of a bundled model, in an installed package or in the repository.

    It need not exist.

    >>> bundled_path("lexicon").name
    'lexicon'
    """
    installed = _PACKAGE / "_models"
    return (installed if installed.is_dir() else _PACKAGE.parent / "models") / name


def packaged_text(*names: str) -> str:
    """The text of a file that lies in the package, by its folders and name.

    `importlib.resources` reads it too, but loads what reads archives.

    >>> packaged_text("organisms", "organisms.tsv")[:7]
    '# taxon'
    """
    return _PACKAGE.joinpath(*names).read_text(encoding="utf-8")
