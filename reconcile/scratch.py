"""Temporary folders and files beside their place: gone at the end, however that comes.

Whoever is killed outright (`kill -9`, a power cut) cannot clean up. So each temporary folder or
file is locked by the process that made it, for as long as that lives, and the next one to work in
the same place removes those of its own user that nobody holds. Where the system has no such locks
(Windows, some network drives) nothing is taken for dead, and what is left stays.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

__all__ = ["scratch_file", "scratch_folder", "sweep"]

_PREFIX: Final = ".reconcile-"
_FOLDER: Final = ".scratch"
_FILE: Final = ".tmp"


@contextmanager
def scratch_folder(parent: Path) -> Iterator[Path]:
    """A new hidden folder in another, removed at the end with all that is in it."""
    sweep(parent, _FOLDER)
    while True:
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=_PREFIX, suffix=_FOLDER))
        with _held(folder, wait=True):
            if not folder.exists():  # another one took it for dead before it was held
                continue
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
            return


@contextmanager
def scratch_file(parent: Path) -> Iterator[Path]:
    """A new hidden file in a folder, for its user alone, removed at the end if it is still there.

    Raises:
        OSError: none can be made there.
    """
    _sweep_once(parent)
    while True:
        number, name = tempfile.mkstemp(dir=parent, prefix=_PREFIX, suffix=_FILE)
        os.close(number)
        file = Path(name)
        with _held(file, wait=True):
            if not file.exists():  # another one took it for dead before it was held
                continue
            try:
                yield file
            finally:
                file.unlink(missing_ok=True)
            return


@contextmanager
def _held(path: Path, *, wait: bool = False) -> Iterator[bool]:
    """Hold a folder or file; False where another process does, or where there are no locks.

    Args:
        path: no link.
        wait: until no other process does.
    """
    try:
        import fcntl

        number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except (ImportError, OSError):
        yield False
        return
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(number)


def sweep(parent: Path, suffix: str) -> None:
    """Remove what killed processes of this user left in a folder, under names of ours.

    Args:
        parent: the folder; nothing happens where it cannot be listed.
        suffix: how the names end.
    """
    with suppress(OSError), os.scandir(parent) as found:
        for entry in found:
            if entry.name.startswith(_PREFIX) and entry.name.endswith(suffix):
                _remove_if_dead(Path(entry.path))


@lru_cache(maxsize=1000)
def _sweep_once(parent: Path) -> None:
    """Sweep a folder in which one file after the other may be written."""
    sweep(parent, _FILE)


def _remove_if_dead(path: Path) -> None:
    with suppress(OSError), _held(path) as dead:
        status = path.lstat()
        if not dead or status.st_uid != os.geteuid():
            return
        if stat.S_ISDIR(status.st_mode):
            shutil.rmtree(path, ignore_errors=True)
        elif stat.S_ISREG(status.st_mode):
            path.unlink()
