"""Which configuration file counts: the nearest from the working directory upward.

Every command asks, and mostly there is none: nothing is imported unless there is one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["OWN", "SHARED", "find_config"]

OWN: Final = "reconcile.toml"
SHARED: Final = "pyproject.toml"


def find_config(folder: Path) -> Path | None:
    """The file that counts in a folder: the nearest one upward, None if there is none."""
    for place in (folder, *folder.parents):
        if (own := place / OWN).is_file():
            return own
        if (shared := place / SHARED).is_file() and _tool_table(shared):
            return shared
    return None


def _tool_table(path: Path) -> bool:
    """Whether a `pyproject.toml` has a table of ours; one that cannot be read has none."""
    try:
        data = path.read_bytes()
        if b"reconcile" not in data:
            return False
        import tomllib

        found = tomllib.loads(data.decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found.get("tool"), dict) and "reconcile" in found["tool"]
