"""The option `--fixes` of what changes records: what is to be changed in a pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from reconcile.cli.console import USAGE, complain
from reconcile.cli.loudness import detail

if TYPE_CHECKING:
    from reconcile.benchmark.fixes import Fixes

__all__ = ["opened_fixes"]


def opened_fixes(path: Path, first: int | None) -> Fixes:
    """The fixes of a file, or the first of them.

    Raises:
        typer.Exit: a row cannot be used; all such rows are named.
    """
    from reconcile.benchmark.fixes import read_fixes
    from reconcile.errors import InputError

    refused: list[InputError] = []
    try:
        found = read_fixes(path, first=first, on_error=refused.append)
    except InputError as error:
        refused.append(error)
    for one in refused:
        complain(f"error: {one}")
    if refused:
        raise typer.Exit(USAGE)
    detail(f"fixes: {path}, {len(found.fixes)} of them")
    return found
