"""How much a command says on standard error: `--quiet` errors only, `--verbose` details too."""

from __future__ import annotations

from enum import IntEnum

from reconcile.cli.console import complain

__all__ = ["Loudness", "detail", "is_quiet", "is_verbose", "remark", "set_loudness"]


class Loudness(IntEnum):
    """What is said besides errors."""

    QUIET = 0
    USUAL = 1
    VERBOSE = 2


_loudness = Loudness.USUAL


def set_loudness(loudness: Loudness) -> None:
    """Say so much from now on; one process runs one command."""
    global _loudness  # noqa: PLW0603
    _loudness = loudness


def is_quiet() -> bool:
    """Whether nothing but errors is to be said."""
    return _loudness is Loudness.QUIET


def is_verbose() -> bool:
    """Whether details are to be said."""
    return _loudness is Loudness.VERBOSE


def remark(message: str) -> None:
    """Say one line that is no error: a summary, a note; not with `--quiet`."""
    if not is_quiet():
        complain(message)


def detail(message: str) -> None:
    """Say one line of what is going on; only with `--verbose`."""
    if is_verbose():
        complain(message)
