"""Packages of others: how those of an extra are installed, and what they warn of kept off users."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["quiet", "to_install"]


def to_install(extra: str) -> str:
    """The command that installs what an extra needs, as an installed package and in a checkout.

    >>> to_install("batch")
    "pip install 'gene-reconcile[batch]', in a checkout pip install -e '.[batch]'"
    """
    return f"pip install 'gene-reconcile[{extra}]', in a checkout pip install -e '.[{extra}]'"


@contextmanager
def quiet() -> Iterator[None]:
    """Without warnings: those that a dependency gives are for its developers, not for our users.

    Where Python was told what to do with warnings (`-W`, `PYTHONWARNINGS`), that holds.
    """
    with warnings.catch_warnings():
        if not sys.warnoptions:
            warnings.simplefilter("ignore")
            # spaCy, for one, puts its own filters first when it is imported.
            warnings.showwarning = _not_shown
        yield


def _not_shown(*_: object, **__: object) -> None:
    """Takes the place of `warnings.showwarning`."""
