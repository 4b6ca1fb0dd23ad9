"""Where results go: a local folder or an object store, in which files appear whole."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from reconcile.errors import BatchError
from reconcile.formats.paths import is_url, local_name
from reconcile.scratch import scratch_folder

__all__ = ["Folder", "open_folder"]


class Folder(Protocol):
    """Files by name; a name may have one folder in it (`figures/part-000000.parquet`)."""

    def names(self, folder: str = "") -> Iterator[str]:
        """The names in it, or in a folder of it, without hidden and unfinished files."""

    def open(self, name: str) -> IO[bytes]:
        """A file to read."""

    def write(self, name: str, data: Iterable[bytes]) -> None:
        """Write a file, which appears whole or not at all; one of that name is replaced.

        Raises:
            BatchError: nothing can be written there; nothing was changed.
        """

    def remove(self, name: str) -> None:
        """Remove a file.

        Raises:
            BatchError: it cannot be removed.
        """

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others out.

        Raises:
            BatchError: somebody else is at it.
        """


def open_folder(name: str) -> Folder:
    """A folder by path or fsspec URL; it need not exist."""
    return _Remote(name) if is_url(name) else _Local(Path(local_name(name)))


class _Local:
    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self, folder: str = "") -> Iterator[str]:
        place = self._path / folder
        if place.is_dir():
            with os.scandir(place) as found:
                yield from (entry.name for entry in found if not entry.name.startswith("."))

    def open(self, name: str) -> IO[bytes]:
        return (self._path / name).open("rb")

    def write(self, name: str, data: Iterable[bytes]) -> None:
        target = self._path / name
        temporary = target.with_name(f".{target.name}.tmp")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as stream:
                stream.writelines(data)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(target)
            _sync(target.parent)
        except BaseException as error:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise _unwritable(str(target), error) from error
            raise

    def remove(self, name: str) -> None:
        try:
            (self._path / name).unlink()
        except OSError as error:
            raise _unwritable(str(self._path / name), error) from error

    @contextmanager
    def locked(self) -> Iterator[None]:
        with ExitStack() as held:
            try:
                self._path.mkdir(parents=True, exist_ok=True)
                held.enter_context(_lock(self._path))
            except OSError as error:
                raise _unwritable(str(self._path), error) from error
            yield


class _Remote:
    """An object store. A file is put there in one piece: stores show it whole or not at all."""

    def __init__(self, url: str) -> None:
        from reconcile.formats.remote import open_store

        self._url = url
        self._store, self._path = open_store(url)

    def names(self, folder: str = "") -> Iterator[str]:
        place = f"{self._path}/{folder}".rstrip("/")
        with suppress(FileNotFoundError):
            for name in self._store.ls(place, detail=False, refresh=True):
                yield PurePosixPath(str(name).rstrip("/")).name

    def open(self, name: str) -> IO[bytes]:
        stream: IO[bytes] = self._store.open(f"{self._path}/{name}", "rb")
        return stream

    def write(self, name: str, data: Iterable[bytes]) -> None:
        target = f"{self._path}/{name}"
        with scratch_folder(Path(tempfile.gettempdir())) as folder, self._told(name):
            here = folder / "file"
            with here.open("wb") as stream:
                stream.writelines(data)
            self._store.makedirs(target.rpartition("/")[0], exist_ok=True)
            self._store.put_file(str(here), target)

    def remove(self, name: str) -> None:
        with self._told(name):
            self._store.rm_file(f"{self._path}/{name}")

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        """Say what a store refuses in an error of ours."""
        try:
            yield
        except BatchError:
            raise
        except Exception as error:  # each store has its own
            problem = str(error) or type(error).__name__
            raise BatchError(
                f"{self._url}/{name}: cannot be written: {problem}; "
                "when it can, the same command goes on from here"
            ) from error

    @contextmanager
    def locked(self) -> Iterator[None]:
        yield


def _unwritable(name: str, error: OSError) -> BatchError:
    problem = error.strerror or str(error)
    remedy = "make room, and" if error.errno in {errno.ENOSPC, errno.EDQUOT} else "when it can,"
    return BatchError(
        f"{name}: cannot be written: {problem}; {remedy} the same command goes on from here"
    )


def _sync(folder: Path) -> None:
    """Have the folder know the new name also after a power cut, where systems offer it."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold the folder itself; the system lets go of it when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # no such locks on Windows
        yield
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BatchError(f"{folder}: another batch is writing there; wait for it") from None
        yield
    finally:
        os.close(number)
