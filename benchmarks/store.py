"""What a store of many figures costs, and that it loses nothing.

    reconcile store import RECORDS --db sample.db
    python benchmarks/store.py sample.db [--figures 80000] [--decisions 100000] [--where DB]
    python benchmarks/store.py sample.db --kills 100 [--where postgresql://...]
    python benchmarks/store.py sample.db --writers 1 2 4 [--where postgresql://...]

The first form puts the figures of `sample.db`, with their reports, into a new database under other
names until there are `--figures` of them: the time is that of the store alone, nothing is
reconciled. Then it says what each thing that a page asks takes, in milliseconds: the median and the
slowest of several calls with other arguments, before and after `--decisions`, which are made in
decisions for many by four curators, some of them undone.

With `--kills` a process decides in a loop and prints the id of each decision once the store has
acknowledged it; it is killed (`SIGKILL`) at a random moment, so many times, and each time all that
was printed must be there, the counts of open suggestions must be those of the decisions, and SQLite
must find the file whole. With `--writers` so many processes decide at once; none may lose one.

`--where` is an SQLite file, a temporary one by default, or the URL of an empty database of
PostgreSQL.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from reconcile.records import Reconciliation
from reconcile.store import NewDecision, Query, Run, Store

CURATORS = ("Ada", "Bo", "Cy", "Di")
TOGETHER = 200
Put = tuple[Reconciliation, bytes | None]


def sample_of(path: str) -> list[Put]:
    """The figures of a database, with their reports and records."""
    with Store(path, create=False) as store:
        found = [store.figure(figid) for figid in store.figids()]
    return [(one.result, one.record) for one in found if one is not None]


def repeated(sample: Sequence[Put]) -> Iterator[Put]:
    """They again and again, under other names."""
    for turn in count():
        for result, record in sample:
            figid = f"{result.figid}.{turn}"
            figure = None if result.figure is None else replace(result.figure, figid=figid)
            yield replace(result, figid=figid, figure=figure), record


def row(*cells: object) -> None:
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


# Many figures


def fill(where: str, sample: Sequence[Put], number: int) -> None:
    began, spent = time.perf_counter(), time.process_time()
    with Store(where) as store:
        kept = store.put(Run("benchmark", "", ""), islice(repeated(sample), number))
        taken, cpu = time.perf_counter() - began, time.process_time() - spent
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found = store.info()
    row(f"{kept.new:,} figures put in", f"{taken:.0f} s, {cpu:.0f} s of CPU")
    row("figures a second", f"{kept.new / taken:.0f}")
    row("peak memory", f"{peak:.0f} MiB")
    row("size", f"{found.bytes / 2**20:.0f} MiB, {found.bytes / kept.new / 1024:.1f} KiB a figure")
    row("suggestions", f"{found.progress.suggestions:,}")


def timed(name: str, calls: Sequence[Callable[[], object]]) -> None:
    taken = []
    for call in calls:
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    row(name, f"{statistics.median(taken):.1f}", f"{max(taken):.1f}")


def ask(store: Store) -> None:
    """All that pages ask, with several arguments each."""
    dice = random.Random(1)
    some = dice.sample(store.figids(), 20)
    facets = store.facets(Query())
    word, reason = facets.words[0][0], facets.reasons[0][0]
    rare = facets.reasons[-1][0]
    queries = {
        "all": Query(),
        "open": Query(state="open"),
        "open to one curator": Query(state="open", curator="Ada"),
        "done": Query(state="done"),
        "disagreed": Query(state="disagreed"),
        "surest": Query(sort="surest", state="open"),
        "shared": Query(sort="shared"),
        "a common word": Query(word=word),
        "a common reason": Query(reason=reason),
        "a rare reason": Query(reason=rare),
        "text": Query(text="signaling tnf"),
        "text that is nowhere": Query(text="zzzzzzz"),
    }
    row("what", "median ms", "slowest ms")
    row("---", "--:", "--:")
    for name, query in queries.items():
        total = store.count(query)
        offsets = [0, 50, max(0, total // 2), max(0, total - 50)]
        timed(
            f"queue page: {name}", [lambda q=query, o=o: store.queue(q, offset=o) for o in offsets]
        )
    for name, query in queries.items():
        timed(f"neighbours: {name}", [lambda q=query, f=f: store.neighbours(q, f) for f in some])
    for name, query in queries.items():
        timed(f"count: {name}", [lambda q=query: store.count(q)] * 3)
    for name, query in queries.items():
        timed(f"facets: {name}", [lambda q=query: store.facets(q)] * 2)
    timed("progress", [store.progress] * 3)
    timed("progress of one curator", [lambda: store.progress("Ada")] * 3)
    timed("figure", [lambda f=f: store.figure(f) for f in some])
    timed("classes", [store.classes] * 3)
    timed("classes: text", [lambda: store.classes("mapk")] * 3)
    of = store.classes()[0].of if store.classes() else None
    if of is not None:
        timed("members of a class", [lambda: store.members(of)] * 3)
    timed("batches", [store.batches] * 3)
    timed("curators", [store.curators] * 3)
    timed("disagreements", [store.disagreements] * 2)
    timed("agreements", [store.agreements] * 2)
    new = [NewDecision(figid, "add", "X", (f"X{i}",), own=True) for i, figid in enumerate(some)]
    rows = []
    timed("decide", [lambda n=n: rows.extend(store.decide([n], curator="Eve")) for n in new])
    timed("undo", [lambda i=r.id: store.undo([i], curator="Eve") for r in rows])


def decide_many(where: str, number: int) -> None:
    """Decisions of four curators about one figure after the other, in batches."""
    dice = random.Random(2)
    began, made = time.perf_counter(), 0
    with Store(where) as store:
        figids = iter(store.figids())
        while few := list(islice(figids, TOGETHER)):
            new: dict[str, list[NewDecision]] = {name: [] for name in CURATORS}
            for figid in few:
                found = store.figure(figid)
                if found is None:
                    continue
                for suggestion in found.result.suggestions:
                    first = dice.randrange(len(CURATORS))
                    for name in CURATORS[first : first + dice.choice((1, 1, 1, 2))]:
                        verdict = "accept" if dice.random() < 0.7 else "decline"
                        new[name].append(NewDecision.on(figid, suggestion, verdict))
            for name, own in new.items():
                rows = store.decide(own, curator=name, batch=store.new_batch())
                store.undo([r.id for r in dice.sample(rows, len(rows) // 20)], curator=name)
                made += len(rows)
            if made >= number:
                break
    row(f"{made:,} decisions made for many", f"{made / (time.perf_counter() - began):.0f} a second")


# Nothing is lost


def writer(where: str, name: str, seed: int, number: int) -> None:
    """Decide in a loop, and say each id once it is acknowledged."""
    dice = random.Random(seed)
    with Store(where) as store:
        figids = store.figids()
        print("begun", flush=True)
        for _ in range(number):
            figid = dice.choice(figids)
            found = store.figure(figid)
            if found is None or not found.result.suggestions:
                continue
            suggestion = dice.choice(found.result.suggestions)
            verdict = dice.choice(("accept", "decline"))
            (made,) = store.decide([NewDecision.on(figid, suggestion, verdict)], curator=name)
            print(made.id, flush=True)
            if dice.random() < 0.2:
                (undone,) = store.undo([made.id], curator=name)
                print(undone.id, flush=True)


def started(where: str, name: str, seed: int, number: int) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        __file__,
        "-",
        "--where",
        where,
        "--write",
        name,
        str(seed),
        str(number),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    return process


def acknowledged(process: subprocess.Popen[bytes]) -> list[int]:
    """The ids that a process printed; the last line may have been cut off."""
    out, _ = process.communicate()
    return [int(line) for line in out.split(b"\n")[:-1]]


def check(where: str, ids: Sequence[int]) -> int:
    """How many acknowledged decisions are not there; the rest must agree with those that are."""
    with Store(where, create=False) as store:
        rows = {one.id: one for one in store.decisions(history=True)}
        for figid in store.figids(Query(sort="order")):
            found = store.figure(figid)
            assert found is not None
            decided = {one.subject for one in found.decisions if one.verdict != "note"}
            left = sum(
                NewDecision.on(figid, s, "accept").subject not in decided
                for s in found.result.suggestions
            )
            (kept,) = (one for one in store.queue(Query(text=figid)) if one.figid == figid)
            assert kept.open == left, (figid, kept.open, left)
    if "://" not in where:
        with closing(sqlite3.connect(where)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return len(set(ids) - set(rows))


def kill(where: str, times: int) -> None:
    dice = random.Random()
    ids: list[int] = []
    for turn in range(times):
        process = started(where, CURATORS[turn % 4], turn, 1_000_000)
        time.sleep(dice.uniform(0, 1))
        process.send_signal(signal.SIGKILL)
        ids += acknowledged(process)
    lost = check(where, ids)
    row(f"{times} kills", f"{len(ids):,} decisions acknowledged", f"{lost} lost")
    if lost:
        sys.exit("decisions were lost")


def write(where: str, writers: int, number: int) -> None:
    processes = [started(where, CURATORS[i % 4], i, number) for i in range(writers)]
    began = time.perf_counter()
    ids = [one for process in processes for one in acknowledged(process)]
    taken = time.perf_counter() - began
    failed = sum(process.returncode != 0 for process in processes)
    lost = check(where, ids) + len(ids) - len(set(ids))
    row(
        f"{writers} writers", f"{len(ids) / taken:.0f} a second", f"{lost} lost", f"{failed} failed"
    )
    if lost or failed:
        sys.exit("decisions were lost, or a writer failed")


def main() -> None:
    parser = argparse.ArgumentParser(description="What a store costs, and that it loses nothing.")
    parser.add_argument("sample")
    parser.add_argument("--figures", type=int, default=80_000)
    parser.add_argument("--decisions", type=int, default=100_000)
    parser.add_argument("--where")
    parser.add_argument("--kept", action="store_true", help="the database is filled already")
    parser.add_argument("--kills", type=int)
    parser.add_argument("--writers", type=int, nargs="*")
    parser.add_argument("--each", type=int, default=300, help="decisions of each writer")
    parser.add_argument("--write", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.write:
        writer(args.where, args.write[0], int(args.write[1]), int(args.write[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        where = args.where or os.fspath(Path(folder) / "many.db")
        if args.kills or args.writers:
            with Store(where) as store:
                store.put(Run("benchmark", "", ""), sample_of(args.sample))
            if args.kills:
                kill(where, args.kills)
            for writers in args.writers or ():
                write(where, writers, args.each)
            return
        if not args.kept:
            fill(where, sample_of(args.sample), args.figures)
        with Store(where) as store:
            ask(store)
        decide_many(where, args.decisions)
        with Store(where) as store:
            ask(store)


if __name__ == "__main__":
    main()
