"""What several test modules share and is no fixture: places, and the command line."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from reconcile.cli.app import app

TESTS = Path(__file__).parent
ROOT = TESTS.parent
SEEDS = ROOT / "seeds"

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(TESTS)))}
"""For other processes: they find this checkout, and the modules beside this one."""


def cli(*args: object, **options: Any) -> Any:
    """What a command comes to, run in this process."""
    return CliRunner().invoke(app, [str(arg) for arg in args], **options)


def run_async(coroutine):
    """What a coroutine returns; a thread of its own, for Playwright leaves its loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
