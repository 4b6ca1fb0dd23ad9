"""Standard streams, output files, and the way from an error to a line and an exit status."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TextIO

import typer

from reconcile.errors import ModelError, ReconcileError

__all__ = [
    "SOME_FAILED",
    "USAGE",
    "complain",
    "emit",
    "guarded",
    "open_output",
    "prepare_streams",
]

SOME_FAILED = 1
USAGE = 2
_INTERRUPTED = 130
_READER_GONE = 141

P = ParamSpec("P")


def prepare_streams() -> None:
    """Make the data on standard output UTF-8 whatever the locale says.

    Warnings to developers of other packages are kept off standard error unless `-W` asks for them.
    """
    if not sys.warnoptions:
        warnings.simplefilter("ignore", FutureWarning)
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = None if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")


def complain(message: str) -> None:
    """Write one line to standard error, with control characters shown instead of obeyed."""
    from reconcile.report.wording import printable

    typer.echo(printable(message), err=True)


def emit(out: TextIO, text: str) -> None:
    """Write text as it is, but to a terminal without what would command it."""
    from reconcile.shown import harmless

    out.write(harmless(text) if out.isatty() else text)


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Turn our own errors, an interrupt and a closed pipe into an exit status.

    Errors that are not ours stay loud: they are bugs and keep their traceback.
    """

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except ModelError as error:
            complain(f"error: {error}")
            raise typer.Exit(USAGE) from None
        except ReconcileError as error:
            complain(f"error: {error}")
            raise typer.Exit(SOME_FAILED) from None
        except KeyboardInterrupt:
            complain("interrupted")
            raise typer.Exit(_INTERRUPTED) from None
        except BrokenPipeError:
            _forget_stdout()
            raise typer.Exit(_READER_GONE) from None

    return run


def _forget_stdout() -> None:
    """Let the interpreter's last flush go nowhere: whoever read standard output has left."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears whole once the block ends without an error.

    The file is written beside its place and renamed. Devices and pipes are written directly.

    Raises:
        typer.BadParameter: if nothing can be written there.
    """
    if path is None or str(path) == "-":
        yield sys.stdout
        return
    target = Path(os.path.realpath(path))
    special = target.exists() and not (target.is_file() or target.is_dir())
    try:
        handle, temporary = (_directly(target), None) if special else _beside(target)
    except OSError as error:
        raise typer.BadParameter(f"cannot write {path}: {error.strerror}") from None
    try:
        with handle:
            yield handle
        if temporary is not None:
            temporary.replace(target)
    except BaseException:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise


def _directly(target: Path) -> TextIO:
    return target.open("w", encoding="utf-8", errors="backslashreplace", newline="")


def _beside(target: Path) -> tuple[TextIO, Path | None]:
    if target.is_dir():
        raise IsADirectoryError(21, "it is a directory")
    number, name = tempfile.mkstemp(dir=target.parent, prefix=".reconcile-", suffix=".tmp")
    if target.exists():
        mode = target.stat().st_mode
    else:
        umask = os.umask(0)
        os.umask(umask)
        mode = 0o666 & ~umask
    temporary = Path(name)
    temporary.chmod(mode)
    handle = os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace", newline="")
    return handle, temporary
