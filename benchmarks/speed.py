"""Measure speed, start-up and memory, beside a peer in the same run.

    python benchmarks/speed.py captions.jsonl.gz [--record RECORD.md] [--peer gilda] \
        [--limit N] [--passes 2] [--runs 5] [--json]

* Words a second over the captions, a word being what stands between spaces. Each system runs in a
  process of its own and on one thread; the systems take turns, chunk by chunk. Seconds are those
  of the processor, so that other work on the machine counts little; opening lexicon and models
  counts not. In the first pass all words are new to the caches, in the second none is.
* Whole commands, in turns: seconds of the processor and on the clock, and peak memory, with
  `--record`.

Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

_CHUNK = 256
_WARM_UP = "HER2 activates MEK1/2 (mitogen-activated protein kinase kinase)."
_MIB = 1024

Annotate = Callable[[Sequence[str]], Any]


@dataclass
class Speed:
    """What was measured of one system."""

    name: str
    words_per_second: list[float]
    peak_mib: float


@dataclass
class Command:
    """What was measured of one command."""

    name: str
    processor: list[float]
    clock: list[float]
    peak_mib: float


def _own(mode: str, *, many: bool) -> Annotate:
    from reconcile import Reconciler

    reconciler = Reconciler(ner=mode)
    if many:
        return lambda texts: list(reconciler.annotate_many(texts))
    return lambda texts: [reconciler.annotate(text) for text in texts]


def _gilda() -> Annotate:
    import gilda.ner
    from gilda_peer import Gilda

    from reconcile import Lexicon

    grounder = Gilda(Lexicon.load()).grounder
    return lambda texts: [gilda.ner.annotate(text, grounder=grounder) for text in texts]


SYSTEMS: dict[str, Callable[[], Annotate]] = {
    "dictionary alone, one text at a time": lambda: _own("lexicon", many=False),
    "default chain, many texts": lambda: _own("default", many=True),
    "default chain, one text at a time": lambda: _own("default", many=False),
    "Gilda": _gilda,
}


def _serve(name: str, pipe: Connection) -> None:
    """Annotate the chunks that come and answer with the seconds; None ends it."""
    annotate = SYSTEMS[name]()
    annotate([_WARM_UP])
    pipe.send(0.0)
    while (texts := pipe.recv()) is not None:
        begin = time.process_time()
        annotate(texts)
        pipe.send(time.process_time() - begin)
    pipe.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MIB)


def measure_speed(captions: Sequence[str], names: Sequence[str], passes: int) -> list[Speed]:
    """Words a second of each system in each pass, in turns."""
    context = get_context("spawn")
    pipes = []
    for name in names:
        here, there = context.Pipe()
        context.Process(target=_serve, args=(name, there), daemon=True).start()
        there.close()
        here.recv()
        pipes.append(here)
    words = sum(len(caption.split()) for caption in captions)
    results = [Speed(name, [], 0.0) for name in names]
    for _ in range(passes):
        seconds = [0.0] * len(names)
        for first in range(0, len(captions), _CHUNK):
            for i, pipe in enumerate(pipes):
                pipe.send(captions[first : first + _CHUNK])
                seconds[i] += pipe.recv()
        for result, spent in zip(results, seconds, strict=True):
            result.words_per_second.append(words / spent)
    for result, pipe in zip(results, pipes, strict=True):
        pipe.send(None)
        result.peak_mib = pipe.recv()
    return results


def measure_commands(record: Path, runs: int) -> list[Command]:
    """Seconds and peak memory of whole commands, in turns, after one run that does not count."""
    lines = {
        "reconcile --help": ["--help"],
        "reconcile ground HER2": ["ground", "HER2"],
        "reconcile report --ner lexicon RECORD": ["report", "--ner", "lexicon", str(record)],
        "reconcile report RECORD": ["report", str(record)],
    }
    results = [Command(name, [], [], 0.0) for name in lines]
    for turn in range(runs + 1):
        for result, arguments in zip(results, lines.values(), strict=True):
            processor, clock, peak = _run(arguments)
            if turn:
                result.processor.append(processor)
                result.clock.append(clock)
                result.peak_mib = max(result.peak_mib, peak)
    return results


def _run(arguments: Sequence[str]) -> tuple[float, float, float]:
    code = "from reconcile.cli import main; main()"
    line = [sys.executable, "-c", code, *arguments]
    nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    begin = time.perf_counter()
    pid = os.posix_spawn(sys.executable, line, os.environ, file_actions=nowhere)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - begin
    if status:
        raise SystemExit(f"{' '.join(arguments)}: status {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, seconds, usage.ru_maxrss / _MIB


def speed_table(results: Sequence[Speed]) -> str:
    """Words a second as a Markdown table; with the peer last, how many times the peer's."""
    passes = len(results[0].words_per_second)
    peer = results[-1] if results[-1].name == "Gilda" else None
    numbered = [f"pass {n + 1}" for n in range(passes)]
    times = [f"{n}, times Gilda" for n in numbered] if peer else []
    heads = ["system, words a second", *numbered, *times, "peak MiB"]
    lines = [f"| {' | '.join(heads)} |", "| --- |" + " ---: |" * (len(heads) - 1)]
    for result in results:
        cells = [f"{speed:,.0f}" for speed in result.words_per_second]
        if peer:
            both = zip(result.words_per_second, peer.words_per_second, strict=True)
            cells += [f"{own / other:.2f}" for own, other in both]
        lines.append(f"| {' | '.join([result.name, *cells, f'{result.peak_mib:,.0f}'])} |")
    return "\n".join(lines)


def command_table(results: Sequence[Command]) -> str:
    """Seconds and memory of commands as a Markdown table."""
    heads = ("command", "processor s, median", "clock s, fastest", "peak MiB")
    lines = [f"| {' | '.join(heads)} |", "| --- | ---: | ---: | ---: |"]
    for result in results:
        middle, fastest = statistics.median(result.processor), min(result.clock)
        lines.append(f"| `{result.name}` | {middle:.2f} | {fastest:.2f} | {result.peak_mib:,.0f} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure speed, start-up and memory.")
    parser.add_argument("captions", type=Path, help="JSONL, plain or gzipped")
    parser.add_argument("--record", type=Path, help="a PFOCR record, to time whole commands")
    parser.add_argument("--peer", choices=["gilda"], help="measure this one too")
    parser.add_argument("--limit", type=int, help="captions to time (default all)")
    parser.add_argument("--passes", type=int, default=2)
    parser.add_argument("--runs", type=int, default=5, help="of each command (default 5)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)

    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    opener = gzip.open if options.captions.suffix == ".gz" else open
    with opener(options.captions, "rt", encoding="utf-8") as lines:
        captions = [json.loads(line).get("caption") or "" for line in lines][: options.limit]
    names = [name for name in SYSTEMS if name != "Gilda" or options.peer]
    speeds = measure_speed(captions, names, options.passes)
    commands = measure_commands(options.record, options.runs) if options.record else []
    if options.json:
        results = {
            "systems": [asdict(s) for s in speeds],
            "commands": [asdict(c) for c in commands],
        }
        print(json.dumps(results, indent=2))
        return 0
    print(speed_table(speeds))
    if commands:
        print("\n" + command_table(commands))
    return 0


if __name__ == "__main__":
    sys.exit(main())
