"""The application behind an address, until somebody ends it."""

from __future__ import annotations

import errno
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn
from fastapi import FastAPI

from reconcile.serve.connection import patient
from reconcile.serve.errors import AddressError
from reconcile.serve.settings import Settings

__all__ = ["Service", "address", "listen"]

_GRACE_S: Final = 5
"""Seconds that requests have to come to an end when the service does."""
_BACKLOG: Final = 1024
_HEAD_BYTES: Final = 32 * 1024


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        AddressError: it cannot; says why and what to do.
    """
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # Where asyncio does not know the protocol, small answers wait for the network (Nagle).
        found = socket.socket(family, kind, socket.IPPROTO_TCP)
        try:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind(place)
            found.listen(_BACKLOG)
        except BaseException:
            found.close()
            raise
    except OSError as error:
        raise AddressError(f"cannot listen on {host}:{port}: {_why(error, host)}") from None
    return found


class Service:
    """Answers what comes at a socket, until it is to end.

    It ends by SIGINT or SIGTERM where it runs in the main thread, and by `end`; what is being
    answered then is brought to an end.
    """

    def __init__(self, app: FastAPI, started: Callable[[], None]) -> None:
        """Nothing is answered yet.

        Args:
            app: the application.
            started: called once it answers.
        """
        settings: Settings = app.state.settings
        config = uvicorn.Config(
            app,
            http=patient(settings.limits.head_seconds),
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=settings.limits.connections,
            h11_max_incomplete_event_size=_HEAD_BYTES,
            timeout_graceful_shutdown=_GRACE_S,
        )
        self._server = _Server(config, started)

    def run(self, listening: socket.socket) -> None:
        """Answer until the end; the socket, see `listen`, is closed then."""
        with _quiet_end(), listening:
            self._server.run([listening])

    def end(self) -> None:
        """Have it end; called from another thread."""
        self._server.should_exit = True


def address(listening: socket.socket, host: str) -> str:
    """Where a browser finds what listens there.

    >>> with listen("127.0.0.1", 0) as found:
    ...     address(found, "127.0.0.1").startswith("http://127.0.0.1:")
    True
    """
    port = listening.getsockname()[1]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._say = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            self._say()


@contextmanager
def _quiet_end() -> Iterator[None]:
    """Let a signal end the service alone: the server raises it again when it is done."""
    main = threading.current_thread() is threading.main_thread()
    numbers = (signal.SIGINT, signal.SIGTERM) if main else ()
    before = {number: signal.signal(number, lambda *_: None) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _why(error: OSError, host: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return "something listens there already; end it, or name another port with --port"
    if error.errno == errno.EACCES:
        return "not allowed; name a port from 1024 on with --port"
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine; name one with --host"
    return f"{error.strerror or error}; name another address with --host and --port"
