"""A progress line on standard error, for runs that take a while and have somebody watching."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from reconcile.cli.loudness import is_quiet

__all__ = ["watched"]

_PATIENCE_S = 2.0
_FEW = 20

T = TypeVar("T")


def watched(items: Iterable[T], *, show: bool, noun: str = "figures") -> Iterator[T]:
    """The same items; the line appears once there are more than a few and they take a while.

    With `--quiet` it never does.
    """
    if is_quiet() or not (show and sys.stderr.isatty()):
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.completed:.0f} {task.description}", markup=False),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
    )
    task = progress.add_task(noun, total=None)
    began, running = time.monotonic(), False
    try:
        for done, item in enumerate(items, start=1):
            if not running and done > _FEW and time.monotonic() - began > _PATIENCE_S:
                progress.start()
                running = True
            progress.update(task, completed=done)
            yield item
    finally:
        if running:
            progress.stop()
