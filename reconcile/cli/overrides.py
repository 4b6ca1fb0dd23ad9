"""The options `--overrides` and `--calibration`: what curators decided, and what it teaches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.cli.console import USAGE, complain
from reconcile.cli.loudness import detail

if TYPE_CHECKING:
    from reconcile.calibration import Calibration
    from reconcile.errors import InputError
    from reconcile.overrides.table import Overrides

__all__ = ["CalibrationFile", "OverridesFile", "opened_calibration", "opened_overrides"]

CalibrationFile = Annotated[
    Path | None,
    typer.Option(
        "--calibration",
        exists=True,
        dir_okay=False,
        metavar="FILE",
        help="Confidences refitted on decisions, as `reconcile learn DB -o FILE` writes them.",
    ),
]
OverridesFile = Annotated[
    Path | None,
    typer.Option(
        "--overrides",
        exists=True,
        dir_okay=False,
        metavar="FILE",
        help="Readings that curators confirmed (`word` is `genes`, or no gene): they come before "
        "what would be found, and results say who decided it.",
    ),
]


def opened_calibration(path: Path | None) -> Calibration | None:
    """The refitted confidences of a file; None without one.

    Raises:
        typer.Exit: it cannot be used.
    """
    if path is None:
        return None
    from reconcile.curation.calibration import read_calibration
    from reconcile.errors import InputError

    try:
        found = read_calibration(path)
    except InputError as error:
        complain(f"error: {error}")
        raise typer.Exit(USAGE) from None
    detail(f"calibration: {path}, {found.said}")
    return found


def opened_overrides(path: Path | None) -> Overrides | None:
    """The readings of a file; None without one.

    Raises:
        typer.Exit: a row cannot be used; all such rows are named.
    """
    if path is None:
        return None
    from reconcile.curation.overrides import read_overrides

    refused: list[InputError] = []
    found = read_overrides(path, on_error=refused.append)
    for error in refused:
        complain(f"error: {error}")
    if refused:
        raise typer.Exit(USAGE)
    detail(f"overrides: {path}, {len(found)} readings")
    return found
