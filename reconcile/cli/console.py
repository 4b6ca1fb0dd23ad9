"""Standard streams, and the way from an error or a signal to a line and an exit status."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import ParamSpec, TextIO

import typer

from reconcile.errors import MissingExtraError, ModelError, OutputError, ReconcileError

__all__ = [
    "SOME_FAILED",
    "USAGE",
    "WORSE",
    "complain",
    "emit",
    "guarded",
    "prepare_streams",
    "written",
]

SOME_FAILED = 1
USAGE = 2
WORSE = 3
_SIGNALLED = 128
_INTERRUPTED = 130
_READER_GONE = 141

P = ParamSpec("P")


def prepare_streams() -> None:
    """Make the data on standard output UTF-8 whatever the locale says."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        from reconcile.writing import STANDARD_OUTPUT, text_stream

        on_screen = sys.stdout.isatty()
        encoding = sys.stdout.encoding if on_screen else "utf-8"
        with suppress(OSError, ValueError):  # it may be closed
            number = sys.stdout.fileno()
            sys.stdout = text_stream(
                number, STANDARD_OUTPUT, encoding=encoding, line_buffering=on_screen
            )


def complain(message: str) -> None:
    """Write one line to standard error, with control characters shown instead of obeyed."""
    from reconcile.shown import printable

    typer.echo(printable(message), err=True)


def emit(out: TextIO, text: str) -> None:
    """Write text as it is, but to a terminal without what would command it."""
    from reconcile.shown import harmless

    out.write(harmless(text) if out.isatty() else text)


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Turn our own errors, an interrupt, a signal and a closed pipe into an exit status.

    Errors that are not ours stay loud: they are bugs and keep their traceback.
    """

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with _endable():
                command(*args, **kwargs)
                sys.stdout.flush()
        except OutputError as error:
            complain(f"error: {error}")
            _forget_stdout()
            raise typer.Exit(SOME_FAILED) from None
        except (MissingExtraError, ModelError) as error:
            complain(f"error: {error}")
            raise typer.Exit(USAGE) from None
        except ReconcileError as error:
            complain(f"error: {error}")
            raise typer.Exit(SOME_FAILED) from None
        except KeyboardInterrupt:
            complain("interrupted")
            raise typer.Exit(_INTERRUPTED) from None
        except _EndedError as error:
            complain("terminated")
            raise typer.Exit(_SIGNALLED + error.number) from None
        except BrokenPipeError:
            _forget_stdout()
            raise typer.Exit(_READER_GONE) from None

    return run


class _EndedError(BaseException):
    """The system asks this process to end; no `Exception`, so that nothing takes it for a fault."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


@contextmanager
def _endable() -> Iterator[None]:
    """Let SIGTERM and SIGHUP unwind the stack, so that no temporary file stays behind."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [number for name in names if _is_default(number := getattr(signal, name))]
    if threading.current_thread() is not threading.main_thread():
        numbers = []
    owner = os.getpid()

    def end(number: int, frame: object) -> None:
        if os.getpid() != owner:  # a forked child has nothing to tidy up
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        else:
            raise _EndedError(number)

    for number in numbers:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)


def _is_default(number: int) -> bool:
    return signal.getsignal(number) is signal.SIG_DFL


@contextmanager
def written() -> Iterator[None]:
    """See that what was printed outside a command, such as its help, was written."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except OutputError as error:
        complain(f"error: {error}")
        _forget_stdout()
        sys.exit(SOME_FAILED)
    except BrokenPipeError:
        _forget_stdout()
        sys.exit(_READER_GONE)


def _forget_stdout() -> None:
    """Let the interpreter's last flush go nowhere: whoever read standard output has left."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
