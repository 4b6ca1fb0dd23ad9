"""What several test modules share and is no fixture: places, and the command line."""

from __future__ import annotations

import os
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
