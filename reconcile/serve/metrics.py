"""What the service counts about itself, as Prometheus reads it.

Written here and not by `prometheus-client`: three kinds of lines, for one process, are less than
another dependency that every service has to carry.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["CONTENT_TYPE", "Measured", "Metrics", "family"]

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the times that are told apart, in seconds."""


@dataclass(slots=True)
class _Times:
    """A histogram: how many requests took up to each bound, and all of them together."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    total: float = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(BUCKETS, seconds)] += 1
        self.total += seconds

    def cumulative(self) -> Iterator[tuple[str, int]]:
        so_far = 0
        for bound, count in zip((*BUCKETS, float("inf")), self.counts, strict=True):
            so_far += count
            yield ("+Inf" if bound == float("inf") else f"{bound:g}"), so_far


class Metrics:
    """Counts requests by endpoint and status, and how long they take."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, str, int]] = Counter()
        self._times: defaultdict[str, _Times] = defaultdict(_Times)

    def add(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """Count one request that is over."""
        self.requests[endpoint, method, status] += 1
        self._times[endpoint].add(seconds)

    def lines(self) -> Iterator[str]:
        """The lines about requests."""
        name = "reconcile_requests_total"
        yield from family(
            name,
            "counter",
            "Requests that were answered.",
            (
                (name, {"endpoint": endpoint, "method": method, "status": status}, count)
                for (endpoint, method, status), count in sorted(self.requests.items())
            ),
        )
        name = "reconcile_request_seconds"
        yield from family(name, "histogram", "Time until the answer was sent.", self._samples(name))

    def _samples(self, name: str) -> Iterator[tuple[str, dict[str, object], float]]:
        for endpoint, times in sorted(self._times.items()):
            for bound, count in times.cumulative():
                yield f"{name}_bucket", {"endpoint": endpoint, "le": bound}, count
            yield f"{name}_sum", {"endpoint": endpoint}, times.total
            yield f"{name}_count", {"endpoint": endpoint}, sum(times.counts)


def family(
    name: str,
    kind: str,
    meaning: str,
    samples: Iterable[tuple[str, Mapping[str, object], float]],
) -> Iterator[str]:
    r"""The lines of one metric.

    >>> list(family("up", "gauge", "Whether.", [("up", {"a": 'b"c'}, 1)]))[2]
    'up{a="b\\"c"} 1'
    """
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"
    for sample, labels, value in samples:
        said = ",".join(f'{label}="{_quoted(str(of))}"' for label, of in labels.items())
        yield f"{sample}{{{said}}} {value:g}" if said else f"{sample} {value:g}"


def _quoted(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


class Measured:
    """Middleware that counts what is asked and answered, refusals too."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and count it when it is over."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            took = time.perf_counter() - began
            self._metrics.add(_endpoint(scope), _method(scope), status, took)


def _endpoint(scope: Scope) -> str:
    """The route that a request took: never the path itself, of which there are any number."""
    route = getattr(scope.get("route"), "path", None)
    if route is not None:
        return str(route)
    return "/static" if scope["path"].startswith("/static/") else "other"


def _method(scope: Scope) -> str:
    known = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
    return scope["method"] if scope["method"] in known else "other"
