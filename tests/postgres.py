"""A PostgreSQL server of one's own, for tests: in a temporary folder, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

__all__ = ["new_database", "server", "tools"]

DEBIAN = Path("/usr/lib/postgresql")
SECONDS = 60


def tools() -> Path | None:
    """The folder of `initdb` and `postgres`; None where there is none that can be run here."""
    found = [path.parent for path in sorted(DEBIAN.glob("*/bin/initdb"), reverse=True)]
    if (other := shutil.which("initdb")) is not None:
        found.append(Path(other).parent)
    whole = [path for path in found if (path / "postgres").exists()]
    return whole[0] if whole and (os.geteuid() or _other_user()) else None


def _other_user() -> pwd.struct_passwd | None:
    """Whom the server runs as where we are root, whom it refuses."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


@contextmanager
def server(bin_folder: Path, *, durable: bool) -> Iterator[str]:
    """A running server; gives the URL of its database without the name of the database.

    Args:
        bin_folder: where its programs are.
        durable: it keeps its promises: `fsync` is on, as it is by default. Otherwise it waits for
            no disk, which says the same where nothing is killed.
    """
    user = None if os.geteuid() else _other_user()
    owner: dict[str, Any] = (
        {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    )
    with tempfile.TemporaryDirectory(prefix="pg") as name:  # short: a socket has 107 characters
        folder = Path(name)
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        data = folder / "data"
        make = [bin_folder / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8"]
        _run([*make, "--locale=C.UTF-8", "--no-sync"], folder, owner)
        port = _free_port()
        serve = [bin_folder / "postgres", "-D", data, "-k", folder, "-h", "127.0.0.1", "-p", port]
        serve += [] if durable else ["-c", "fsync=off", "-c", "synchronous_commit=off"]
        log = (folder / "log").open("wb")
        process = subprocess.Popen(
            [str(part) for part in serve], cwd=folder, stdout=log, stderr=log, **owner
        )
        try:
            _wait(process, port, folder / "log")
            yield f"postgresql://tester@127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing of it is needed any more
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            log.close()


def _run(command: list[object], folder: Path, owner: dict[str, Any]) -> None:
    parts = [str(part) for part in command]
    done = subprocess.run(parts, cwd=folder, capture_output=True, check=False, **owner)
    assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            import psycopg

            psycopg.connect(host="127.0.0.1", port=port, user="tester", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise AssertionError(log.read_text(errors="replace"))


def new_database(url: str, name: str) -> str:
    """The URL of a new, empty place of a server: a schema of its own, which is quickly made."""
    import psycopg

    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{name}"')
    return f"{url}/postgres?options={quote(f'-csearch_path={name}')}"
