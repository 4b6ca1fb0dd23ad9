"""What a service is told when it starts: where it listens, what it reads with, what it refuses."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

__all__ = ["DEFAULT_PORT", "TOKEN_LEAST", "Limits", "Settings", "is_local", "processes"]

DEFAULT_PORT: Final = 8765
TOKEN_LEAST: Final = 16
"""Characters that a token has at least: fewer can be guessed."""
_MOST_PROCESSES: Final = 4
"""Workers that are started if nobody says how many: each takes some 400 MB."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request, and all together, may ask for.

    Attributes:
        body_bytes: of the body of a request.
        stream_bytes: of a body of JSON Lines, which is read and answered line by line.
        spool_bytes: of such a body that wait on the disk to be worked on; no more is read then.
        items: texts, names or figures of one request that is no stream.
        characters: of one text.
        name_characters: of a name to be grounded.
        body_seconds: until the whole body is there; of a stream, until its next piece is.
        send_seconds: until a client takes more of its answer.
        head_seconds: until the head of a connection's first request is there.
        waiting: items that wait for a worker; what comes then is refused.
        window: items of one request that are with the workers at a time, so that a request of
            many does not keep those of others waiting.
        connections: that are open at a time.
    """

    body_bytes: int = 10_000_000
    stream_bytes: int = 1_000_000_000
    spool_bytes: int = 200_000_000
    items: int = 1_000
    characters: int = 50_000
    name_characters: int = 1_000
    body_seconds: float = 30.0
    send_seconds: float = 300.0
    head_seconds: float = 15.0
    waiting: int = 1_000
    window: int = 16
    connections: int = 500


@dataclass(frozen=True, slots=True)
class Settings:
    """How a service is set up.

    Attributes:
        db: the store, a path or the URL of a database; None for a service without one.
        host: the address or name that it listens on.
        port: likewise; 0 for any that is free.
        images: folder with the pictures of the figures, None for none.
        token: what every request has to bring, None if none is asked for. It is needed where
            `host` is not local.
        hosts: further names that the service is called by, such as that of a proxy before it.
        ner: what finds gene names, see `reconcile.Reconciler`.
        organism: whose symbols the lists are in, likewise.
        overrides: file of what words mean here, None for none.
        calibration: file of refitted confidences, None for those of the rules.
        n_process: worker processes.
        time_limit: seconds that one text or figure may take.
        limits: of requests.
    """

    db: str | None = field(default=None, repr=False)
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    images: Path | None = None
    token: str | None = field(default=None, repr=False)
    hosts: tuple[str, ...] = ()
    ner: str = "default"
    organism: str = "human"
    overrides: Path | None = None
    calibration: Path | None = None
    n_process: int = 1
    time_limit: float = 10.0
    limits: Limits = field(default_factory=Limits)


def is_local(host: str) -> bool:
    """Whether only this machine reaches an address.

    >>> is_local("localhost"), is_local("127.0.0.1"), is_local("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def processes(cores: int | None) -> int:
    """How many workers are started if nobody says it, by the cores that there are.

    >>> processes(2), processes(64), processes(None)
    (2, 4, 1)
    """
    return min(cores or 1, _MOST_PROCESSES)
