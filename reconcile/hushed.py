"""Warnings and log lines of other packages, which are for developers, kept from those who use ours.

A filter of `warnings` would not do: spaCy and others set their own when they are imported. So it is
the showing that is switched off. Only commands and worker processes do so; a program that imports
this package decides for itself.
"""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["hush", "hushed"]

_ASKED = "PYTHONWARNINGS"


def hush() -> None:
    """Show none from now on in this process, unless `-W` or `PYTHONWARNINGS` asks for them."""
    if not sys.warnoptions:
        warnings.showwarning = _not_shown
        logging.disable(logging.CRITICAL)


@contextmanager
def hushed(*, but: bool = False) -> Iterator[None]:
    """Show none while the block runs; with `but` show them, those of worker processes as well."""
    showing, level, asked = (
        warnings.showwarning,
        logging.root.manager.disable,
        os.environ.get(_ASKED),
    )
    if but:
        os.environ[_ASKED] = asked or "default"
    else:
        hush()
    try:
        yield
    finally:
        warnings.showwarning = showing
        logging.disable(level)
        if asked is None:
            os.environ.pop(_ASKED, None)


def _not_shown(*_: object, **__: object) -> None:
    """Takes the place of `warnings.showwarning`."""
