"""Folders of results that appear whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

__all__ = ["whole_folder"]


@contextmanager
def whole_folder(folder: Path, *, force: bool = False) -> Iterator[Path]:
    """A place to write files, which are in the folder once the block ends without an error.

    Args:
        folder: a new or empty folder.
        force: whether files may be written over others that are there.

    Raises:
        typer.BadParameter: nothing can be written there, or something would be lost.
        OutputError: the files could not be put in place.
    """
    from reconcile.errors import OutputError
    from reconcile.scratch import scratch_folder

    if folder.exists() and not folder.is_dir():
        raise typer.BadParameter(f"{folder} is a file; name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not force:
        raise typer.BadParameter(
            f"{folder} is not empty; name a new folder, or write over what is there with --force"
        )
    try:
        folder.mkdir(exist_ok=True)
        made = scratch_folder(folder)
        place = made.__enter__()
    except OSError as error:
        raise typer.BadParameter(f"cannot write {folder}: {error.strerror or error}") from None
    try:
        yield place
        for file in sorted(place.iterdir()):
            _to_disk(file)
            file.replace(folder / file.name)
    except OSError as error:
        raise OutputError(str(folder), error) from error
    finally:
        made.__exit__(None, None, None)


def _to_disk(file: Path) -> None:
    number = os.open(file, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
