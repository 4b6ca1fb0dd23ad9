"""Work over several processes: in order, nothing lost, and a crash costs its figure alone."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest
from batch_faults import FaultyReconciler
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT, cli

import reconcile
from reconcile import Figure
from reconcile.errors import WorkerError
from reconcile.parallel.groups import grouped
from reconcile.parallel.spread import spread


@pytest.fixture
def faulty(tmp_path):
    return FaultyReconciler(tmp_path)


def figures(*captions):
    return [Figure(f"F{i}", caption=caption) for i, caption in enumerate(captions)]


def opened(place):
    """The processes that opened a reconciler, but this one."""
    found = {int(path.name.partition("-")[2]) for path in place.glob("opened-*")}
    return found - {os.getpid()}


@pytest.mark.parametrize("what", ["crash", "exit 3"])
def test_a_figure_that_ends_its_process_is_named_and_the_others_are_done(faulty, what):
    captions = ["AKT1"] * 40 + [what, "raise", "two-part"] + ["MEK1"] * 40
    failures = []
    done = list(
        faulty.reconcile_many(iter(figures(*captions)), n_process=2, on_error=failures.append)
    )
    assert [x.figid for x in done] == [f"F{i}" for i in range(83) if i not in {40, 41, 42}]
    assert [failure.figid for failure in failures] == ["F40", "F41", "F42"]
    ended = "was ended by SIGSEGV" if what == "crash" else "ended with status 3"
    assert failures[0].error.startswith(f"figure F40: its process {ended} each time; look at")
    assert failures[1].error.startswith("KeyError: 'boom'; ")
    assert failures[2].error == "TwoPartError: boom here"


def test_without_a_handler_its_error_is_raised_in_its_place(faulty):
    results = faulty.reconcile_many(iter(figures("AKT1", "AKT2", "exit 3", "AKT3")), n_process=2)
    assert [next(results).figid, next(results).figid] == ["F0", "F1"]
    with pytest.raises(WorkerError, match="figure F2: its process ended with status 3"):
        next(results)
    assert list(results) == []


@pytest.mark.parametrize("n_process", [1, 2])
def test_an_error_is_the_same_here_and_in_a_process(faulty, n_process):
    results = faulty.reconcile_many(iter(figures("AKT1", "raise")), n_process=n_process)
    assert next(results).figid == "F0"
    with pytest.raises(KeyError, match="boom"):
        next(results)


def test_a_process_that_is_killed_once_costs_nothing(faulty, tmp_path):
    captions = ["die-once" if i in {3, 50} else "AKT1" for i in range(80)]
    done = [x.figid for x in faulty.reconcile_many(figures(*captions), n_process=2)]
    assert done == [f"F{i}" for i in range(80)]
    assert len(opened(tmp_path)) == 4


def test_whoever_stops_asking_ends_the_processes(faulty, tmp_path):
    results = faulty.reconcile_many(iter(figures(*["AKT1"] * 500)), n_process=2)
    next(results)
    assert opened(tmp_path)
    results.close()
    for pid in opened(tmp_path):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_report_over_processes_survives_a_crash(monkeypatch, tmp_path):
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.setitem(vars(reconcile), "Reconciler", lambda **_: FaultyReconciler(place))
    for name, caption in (("F1", "AKT1"), ("F2", "crash"), ("F3", "AKT3")):
        text = f"---\nfigid: {name}\ncaption: {caption}\n---\n"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    args = ("report", str(tmp_path), "--format", "jsonl", "--n-process", "2")
    done = cli(*args)
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 2
    assert f"{tmp_path}/F2.md: figure F2: its process was ended by SIGSEGV" in done.stderr


def test_a_script_needs_no_guard_of_its_main(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from reconcile import Figure, Reconciler\n"
        "figures = [Figure(f'F{i}', caption='AKT1') for i in range(3)]\n"
        "print(*(x.figid for x in Reconciler(ner='lexicon').reconcile_many(figures, n_process=2)))",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(script)]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert (done.stdout, done.stderr) == ("F0 F1 F2\n", "")


class Slow:
    """A worker that takes as long as its item says."""

    def __init__(self):
        self.closed = False

    def work(self, item):
        time.sleep(item / 5000)
        return item

    def close(self):
        self.closed = True


@settings(max_examples=30)
@given(
    items=st.lists(st.integers(0, 9), max_size=20),
    workers=st.integers(1, 3),
    in_order=st.booleans(),
    breaks=st.booleans(),
)
def test_what_was_spread_comes_back_once_and_an_error_last(items, workers, in_order, breaks):
    read = []

    def source():
        for item in items:
            read.append(item)
            yield item
        if breaks:
            raise OSError("cut off")

    crew = [Slow() for _ in range(workers)]
    found = []
    try:
        for result in spread(source(), crew, Slow.work, in_order=in_order):
            found.append(result)
            assert len(read) <= len(found) + 2 * workers
    except OSError:
        assert breaks
    else:
        assert not breaks
    assert (found if in_order else sorted(found)) == (items if in_order else sorted(items))
    assert all(worker.closed for worker in crew)
    assert not [t for t in threading.enumerate() if t.name.startswith("reconcile-worker")]


@given(items=st.lists(st.integers()), size=st.integers(1, 5), breaks=st.booleans())
def test_groups_are_the_items_also_those_before_an_error(items, size, breaks):
    def source():
        yield from items
        if breaks:
            raise OSError("cut off")

    groups = []
    try:
        for group in grouped(source(), size):
            groups.append(group)
    except OSError:
        assert breaks
    else:
        assert not breaks
    assert [item for group in groups for item in group] == items
    assert all(len(group) == size for group in groups[:-1])
