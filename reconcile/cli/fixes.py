"""The option `--fixes` of what changes records: what is to be changed in a pipeline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from reconcile.cli.console import USAGE, complain
from reconcile.cli.loudness import detail

if TYPE_CHECKING:
    from reconcile.benchmark.fixes import Fixes
    from reconcile.errors import InputError

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
    else:
        refused += _unknown_symbols(path, found)
    for one in refused:
        complain(f"error: {one}")
    if refused:
        raise typer.Exit(USAGE)
    detail(f"fixes: {path}, {len(found.fixes)} of them")
    return found


def _unknown_symbols(path: Path, found: Fixes) -> Iterator[InputError]:
    """What is to come in and is no gene."""
    from reconcile.curation.symbols import symbol_fault
    from reconcile.errors import InputError
    from reconcile.records import HUMAN

    for symbol in dict.fromkeys(symbol for fix in found.fixes for symbol in fix.to):
        if fault := symbol_fault(HUMAN, symbol):
            yield InputError(f"column `to`: {fault}", source=str(path))
