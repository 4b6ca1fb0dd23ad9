"""`--plots DIR`: what is drawn, each plot as an SVG file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import typer

from reconcile.cli.outputs import Inputs, check_folder

__all__ = ["check_plots", "write_plots"]


def check_plots(folder: Path | None, output: Path | None, inputs: Inputs, *, force: bool) -> None:
    """Refuse a folder for plots before anything is done.

    Args:
        folder: where they are to be written; None for nowhere.
        output: where else something is written.
        inputs: what the run reads.
        force: whether files that are there may be replaced.

    Raises:
        MissingExtraError: matplotlib is not installed.
        typer.BadParameter: nothing can be written there, or something would be lost.
    """
    if folder is None:
        return
    from reconcile.benchmark.plots import PLOT_FILES
    from reconcile.errors import MissingExtraError
    from reconcile.extras import to_install
    from reconcile.report.html.svg import can_plot

    if not can_plot():
        raise MissingExtraError(f"--plots needs matplotlib; {to_install('plots')}")
    near = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if not near.is_dir() or not os.access(near, os.W_OK | os.X_OK):
        raise typer.BadParameter(
            f"cannot write plots into {folder}: {near} is no folder that can be written to"
        )
    check_folder(folder, PLOT_FILES, inputs.read(), force=force)
    places = {os.path.realpath(folder / name) for name in PLOT_FILES}
    if output is not None and os.path.realpath(output) in places:
        raise typer.BadParameter(f"{output} is one of the plots; write to another file")


def write_plots(folder: Path, document: Mapping[str, Any], *, force: bool) -> None:
    """Write the plots of a benchmark into a folder, all or none.

    Raises:
        OutputError: nothing can be written there.
    """
    from reconcile.benchmark.plots import plot_files
    from reconcile.errors import OutputError
    from reconcile.writing import whole_file

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(folder), error) from error
    with ExitStack() as stack:
        for name, text in plot_files(document).items():
            path = folder / name
            target = Path(os.path.realpath(path))
            handle = stack.enter_context(whole_file(target, str(path), replace=force))
            handle.write(text)
