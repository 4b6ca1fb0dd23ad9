"""What several test modules share and is no fixture: places, and the command line."""

from __future__ import annotations

import asyncio
import io
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from reconcile.cli.app import app

TESTS = Path(__file__).parent
ROOT = TESTS.parent
SEEDS = ROOT / "seeds"

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(TESTS)))}
"""For other processes: they find this checkout, and the modules beside this one."""


@dataclass(frozen=True)
class Done:
    """What a command came to."""

    exit_code: int
    stdout_bytes: bytes
    stderr: str
    output: str
    """Both streams as they came."""
    exception: BaseException | None

    @property
    def stdout(self) -> str:
        return self.stdout_bytes.decode()


class Copied(io.BytesIO):
    """A stream whose bytes go to another one too."""

    def __init__(self, other: io.BytesIO) -> None:
        super().__init__()
        self.other = other

    def write(self, data: Any) -> int:
        self.other.write(data)
        return super().write(data)


def cli(*args: object, input: str | bytes | None = None, prog_name: str | None = None) -> Done:
    """What a command comes to, run in this process."""
    both = io.BytesIO()
    streams = [  # as where they go to one pipe: the first is written when it is full or flushed
        io.TextIOWrapper(Copied(both), encoding="utf-8", newline="", write_through=direct)
        for direct in (False, True)
    ]
    data = input.encode() if isinstance(input, str) else input or b""
    stdin = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
    raised: BaseException | None = None
    code = 0
    with redirect_stdout(streams[0]), redirect_stderr(streams[1]), patch("sys.stdin", stdin):
        try:
            app.main([str(arg) for arg in args], prog_name)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        except Exception as error:
            raised, code = error, 1
    streams[0].flush()
    out, err = (stream.buffer.getvalue() for stream in streams)
    return Done(code, out, err.decode(), both.getvalue().decode(), raised)


def run_async(coroutine):
    """What a coroutine returns; a thread of its own, for Playwright leaves its loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
