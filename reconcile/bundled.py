"""Where the data that come with the package are: lexicon and tagger."""

from __future__ import annotations

from pathlib import Path

__all__ = ["bundled_path"]


def bundled_path(name: str) -> Path:
    """The folder of a bundled model, in an installed package or in the repository.

    It need not exist.

    >>> bundled_path("lexicon").name
    'lexicon'
    """
    package = Path(__file__).resolve().parent
    installed = package / "_models"
    return (installed if installed.is_dir() else package.parent / "models") / name
