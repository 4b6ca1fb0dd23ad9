"""What the service counts about itself, read as Prometheus reads it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serve_support import served

from reconcile.serve.metrics import BUCKETS, Metrics, family
from reconcile.version import __version__

SAMPLE = re.compile(r'([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? ([0-9.e+-]+|inf)')
LABEL = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"')
WRITTEN = {"\\n": "\n", '\\"': '"', "\\\\": "\\"}


def read(lines):
    """The samples by name and labels, by a reader of its own; each is of a family named before."""
    kinds, found = {}, {}
    for line in lines:
        if line.startswith("# "):
            word, name, rest = line[2:].split(" ", 2)
            assert word in ("HELP", "TYPE") and rest
            if word == "TYPE":
                assert name not in kinds and rest in ("counter", "gauge", "histogram")
                kinds[name] = rest
            continue
        name, labels, value = SAMPLE.fullmatch(line).groups()
        base = re.sub(r"_(bucket|sum|count)$", "", name)
        assert name in kinds or kinds.get(base) == "histogram", line
        key = (
            name,
            tuple(
                (label, re.sub(r"\\.", lambda m: WRITTEN[m[0]], said))
                for label, said in LABEL.findall(labels or "")
            ),
        )
        assert key not in found
        found[key] = float(value)
    return found


def metrics_of(client):
    answer = client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.text.endswith("\n")
    return read(answer.text.splitlines())


def test_requests_are_counted_by_endpoint_and_status_refused_ones_too():
    client = served()
    for path in ("/health", "/health", "/images/F1", "/images/F2", "/nothing", "/elsewhere/x"):
        client.get(path)
    client.get("/static/page.css")
    client.get("/health", headers={"host": "evil.example"})
    client.request("MADE-UP", "/health")
    found = metrics_of(client)

    def count(endpoint, status, method="GET"):
        labels = ("endpoint", endpoint), ("method", method), ("status", str(status))
        return found.get(("reconcile_requests_total", labels), 0)

    assert count("/health", 200) == 2 and count("/images/{figid}", 404) == 2
    assert count("other", 404) == 2 and count("other", 421) == 1 and count("/static", 200) == 1
    assert sum(value for (name, _), value in found.items() if name.endswith("requests_total")) == 9
    assert not any("MADE" in str(key) or "elsewhere" in str(key) for key in found)


def test_versions_and_workers_are_told():
    with served(ner="lexicon", n_process=1) as client:
        client.post("/annotate", json={"texts": ["AKT", "RAF"]})
        found = metrics_of(client)
    labels = ("version", __version__), ("ner", "lexicon"), ("organism", "human")
    assert found["reconcile_info", labels] == 1
    assert found["reconcile_workers", ()] == 1 and found["reconcile_waiting", ()] == 0
    assert found["reconcile_worker_restarts_total", ()] == 0
    assert found["reconcile_items_total", (("kind", "annotate"),)] == 2


@given(st.lists(st.floats(0, 100, allow_nan=False), min_size=1))
def test_the_histogram_counts_every_time_once(times):
    metrics = Metrics()
    for seconds in times:
        metrics.add("/x", "GET", 200, seconds)
    found = read(metrics.lines())

    def upto(bound):
        return found["reconcile_request_seconds_bucket", (("endpoint", "/x"), ("le", bound))]

    assert [upto(f"{b:g}") for b in BUCKETS] == [sum(t <= b for t in times) for b in BUCKETS]
    of = (("endpoint", "/x"),)
    assert upto("+Inf") == len(times) == found["reconcile_request_seconds_count", of]
    assert found["reconcile_request_seconds_sum", of] == pytest.approx(sum(times), rel=1e-4)


@given(st.text())
def test_any_label_is_read_back(label):
    label = "".join(label.splitlines())
    (sample,) = read(family("up", "gauge", "Whether.", [("up", {"a": label}, 1)]))
    assert sample == ("up", (("a", label),))
