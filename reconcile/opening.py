"""The locks of models, which are opened once for all threads, and never during a fork."""

from __future__ import annotations

import logging  # noqa: F401 -- models log, so the lock of logging has to be older than these
from typing import Final

from reconcile.locks import fork_lock

__all__ = ["OPENING", "READING"]

OPENING: Final = fork_lock()
READING: Final = fork_lock()
