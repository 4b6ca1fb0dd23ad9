"""Time, memory and storage of `reconcile batch`.

    python benchmarks/batch.py RECORDS --records N... --workers N... [--ner lexicon] [--engine ray]

RECORDS is JSONL, plain or gzip-compressed, or anything that `read_figures` takes. They are
repeated under new ids until there are `--records` of them, and written as JSONL. Each time round
another 3 % of the words of each caption have their letters in another order, so that no caption
comes twice and new words come as often as in new captions (in 2,244 captions of pathway figures
new words fall from 18 to 6 %; by their growth, 80,000 captions have 3 %). For each number
of records and of workers the command runs once, in that order; `--rounds 3` repeats the whole, so
that what is compared ran under the same conditions. CPU is what the command and all its processes
took, in ms a record: where a machine does other things too, it says more than the seconds. Memory
is the peak (`VmHWM`) of the command's process and of the largest of its workers, growth how much
the largest worker grew after the first quarter of the run. Needs Linux (`/proc`).

With `--project N...` a second table says what so many records would cost, from the run with the
most records: an extrapolation, with CPU and storage in proportion.

The result is checked: as many rows as records, each figid once, none failed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from reconcile import read_figures

SAMPLE_S = 0.5
FRESH = 0.03
CORES = (2, 16, 128)
WORD = re.compile(r"[^\W\d_]{3,}")
MIB = 1024**2


@dataclass(frozen=True)
class Run:
    """One run of the command."""

    records: int
    workers: int
    engine: str
    seconds: float
    rate: float
    cpu_ms: float
    driver_mib: float
    worker_mib: float
    growth_mib: float
    input_mib: float
    result_mib: float


def records_of(path: Path) -> list[dict[str, Any]]:
    """The records as JSON objects."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            return [json.loads(line) for line in stream]
    return [
        {
            "figid": figure.figid,
            "caption": figure.caption,
            "keywords": figure.keywords,
            "figtitle": figure.title,
            "papertitle": figure.paper_title,
            "organisms": figure.organisms,
            "ocr": [asdict(word) for word in figure.ocr],
        }
        for figure in read_figures(path)
    ]


def repeated(records: list[dict[str, Any]]) -> Iterator[str]:
    """The records over and over as lines, each time with new ids and some new words."""
    dice = random.Random(1)

    def word(match: re.Match[str]) -> str:
        letters = match[0]
        return "".join(dice.sample(letters, len(letters))) if dice.random() < FRESH else letters

    for turn in count():
        for record in records:
            caption = record["caption"]
            if turn and caption:
                caption = WORD.sub(word, caption)
            figid = f"{record['figid']}.{turn}"
            yield json.dumps({**record, "figid": figid, "caption": caption}) + "\n"


def children(pid: int) -> list[int]:
    """The processes that descend from one."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        # A thread's children are listed under the thread that started them.
        for task in Path(f"/proc/{pid}/task").iterdir():
            if task.name != str(pid):
                text += " " + (task / "children").read_text(encoding="ascii")
    except OSError:
        return []
    own = [int(child) for child in text.split()]
    return own + [inner for child in own for inner in children(child)]


def memory(pid: int) -> dict[str, float]:
    """`VmHWM` and `VmRSS` of a process in MiB; empty if it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return {}
    cells = (line.split() for line in lines if line.startswith(("VmHWM", "VmRSS")))
    return {name.rstrip(":"): int(kib) / 1024 for name, kib, _ in cells}


def cpu(pid: int) -> float:
    """The seconds of CPU that a process has taken; 0 if it is gone."""
    try:
        cells = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(cells[11]) + int(cells[12])) / os.sysconf("SC_CLK_TCK")


def is_worker(pid: int) -> bool:
    """Whether a process does the work, and is not a helper of an engine."""
    try:
        return b"reconcile.parallel.process" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def measure(source: Path, out: Path, records: int, workers: int, options: list[str]) -> Run:
    """Run the command once."""
    code = "from reconcile.cli import main; main()"
    command = [sys.executable, "-c", code, "batch", str(source), str(out)]
    command += ["--workers", str(workers), *options]
    began = time.perf_counter()
    process = subprocess.Popen(command)
    driver = worker = 0.0
    series: dict[int, list[tuple[float, float]]] = defaultdict(list)
    taken: dict[int, float] = {}
    while process.poll() is None:
        driver = max(driver, memory(process.pid).get("VmHWM", 0.0))
        family = children(process.pid)
        for pid in (process.pid, *family):
            taken[pid] = max(taken.get(pid, 0.0), cpu(pid))
        for pid in family:
            if is_worker(pid) and (now := memory(pid)):
                worker = max(worker, now["VmHWM"])
                series[pid].append((time.perf_counter() - began, now["VmRSS"]))
        time.sleep(SAMPLE_S)
    seconds = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"the command ended with status {process.returncode}")
    check(out, records)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    engine = options[options.index("--engine") + 1]
    return Run(
        records,
        workers,
        engine,
        seconds,
        records / seconds,
        sum(taken.values()) / records * 1000,
        driver,
        worker,
        growth(series, seconds),
        source.stat().st_size / MIB,
        size / MIB,
    )


def growth(series: Mapping[int, list[tuple[float, float]]], seconds: float) -> float:
    """How much larger the largest worker becomes after a quarter of the time."""
    early = [mib for samples in series.values() for at, mib in samples if at <= seconds / 4]
    late = [mib for samples in series.values() for _, mib in samples]
    return max(late) - max(early) if early and late else 0.0


def check(out: Path, records: int) -> None:
    """Each record is there once, and none failed."""
    figids: set[str] = set()
    rows = 0
    for path in (out / "figures").iterdir():
        column = pq.read_table(path, columns=["figid"])["figid"].to_pylist()
        rows += len(column)
        figids.update(column)
    failed = (out / "failures.jsonl").read_text(encoding="utf-8").count("\n")
    if not (rows == len(figids) == records and not failed):
        sys.exit(f"{records} records, {rows} rows, {len(figids)} figids, {failed} failed")


def projected(run: Run, records: int) -> str:
    """What so many records would cost, as a row of a table."""
    times = records / run.records
    hours = run.cpu_ms * records / 3_600_000
    cells = [hours, *(hours / cores for cores in CORES)]
    cells += [run.input_mib * times / 1024, run.result_mib * times / 1024]
    return (
        " | ".join([f"| {records:,}", *(f"{c:,.0f}" if c >= 10 else f"{c:.2g}" for c in cells)])
        + " |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("source", type=Path, metavar="RECORDS")
    parser.add_argument("--records", type=int, nargs="+", default=[1000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--ner", default="default")
    parser.add_argument("--engine", default="local")
    parser.add_argument("--chunk", default="250")
    parser.add_argument("--project", type=int, nargs="*", default=[], metavar="N")
    parser.add_argument("--json", type=Path, help="also write the runs here, a line each")
    args = parser.parse_args()
    options = ["--ner", args.ner, "--engine", args.engine, "--chunk", args.chunk]
    records = records_of(args.source)
    print(
        "| records | workers | s | records/s | CPU ms | command MiB | worker MiB | growth MiB "
        "| result MiB |"
    )
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    runs = []
    for turn in range(args.rounds):
        for number in args.records:
            for workers in args.workers:
                with tempfile.TemporaryDirectory() as folder:
                    source = Path(folder, "records.jsonl")
                    with source.open("w", encoding="utf-8") as stream:
                        stream.writelines(islice(repeated(records), number))
                    run = measure(source, Path(folder, "out"), number, workers, options)
                print(
                    f"| {number:,} | {workers} | {run.seconds:.1f} | {run.rate:.1f} "
                    f"| {run.cpu_ms:.1f} | {run.driver_mib:.0f} | {run.worker_mib:.0f} "
                    f"| {run.growth_mib:.0f} | {run.result_mib:.1f} |",
                    flush=True,
                )
                runs.append(run)
                if args.json:
                    with args.json.open("a", encoding="utf-8") as stream:
                        stream.write(json.dumps({"round": turn, **asdict(run)}) + "\n")
    if args.project:
        largest = max(runs, key=lambda run: run.records)
        spans = " | ".join(f"hours on {cores} cores" for cores in CORES)
        print(f"\n| records | core-hours | {spans} | input GiB | result GiB |")
        print("| ---: " * (4 + len(CORES)) + "|")
        for number in args.project:
            print(projected(largest, number))


if __name__ == "__main__":
    main()
