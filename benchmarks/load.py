"""How many single captions a second the service answers, and how long each takes.

    python benchmarks/load.py CAPTIONS.jsonl.gz [--ner default lexicon] [--workers 1 2] [--names N]

Starts `reconcile serve` on a free port, as a user does, and asks `POST /annotate` with one caption
a request from 20 clients at the same time, each of them on a connection of its own: a request is
sent when the answer to the one before is there. All captions are asked once, when their words are
new to the caches of the workers, and then once more, when they are known. Then one client asks
`POST /ground` for one name after the other, first alone, then beside the 20.

The clients share the cores with the service. They speak HTTP by a few lines of their own, so that
they cost little. What a caption costs in processor time, in the workers, in the process that talks
to clients and in the clients, is printed beside what the clock says, and how many captions a second
two cores come to by that: other work on the machine changes it less than the clock.

With `--names N` names alone are asked, each by itself and by one client: of every kind N that the
service has not seen before, and then the same again. Beside what the clock says stands what they
cost the service in processor time, which other work on the machine changes less.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import random
import re
import string
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).parents[1]
CLIENTS = 20
MAIN = "from reconcile.cli import main; main()"


@dataclass
class Served:
    """A service that runs: its port and process."""

    port: int
    process: int

    def spent(self) -> tuple[float, float, float]:
        """Processor seconds so far: of this process, of the service, of its workers."""
        workers = sum(map(spent, workers_of(self.process)))
        return time.process_time(), spent(self.process), workers


@dataclass
class Measured:
    """Answers in a span of time.

    Attributes:
        seconds: how long each took.
        failed: how many were no answer.
        span: seconds that all took.
        client: processor seconds of the clients meanwhile.
        server: those of the process that they talk to.
        workers: those of its workers.
        costs: processor seconds of that process for each answer, where they were asked for.
    """

    seconds: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    failed: int = 0
    span: float = 0.0
    client: float = 0.0
    server: float = 0.0
    workers: float = 0.0

    def part(self, share: float, costs: bool = False) -> float:
        """The time that this share of the answers took at most, or cost."""
        found = sorted(self.costs if costs else self.seconds)
        return found[min(int(share * len(found)), len(found) - 1)]

    def __str__(self) -> str:
        rate = len(self.seconds) / self.span
        return (
            f"{rate:6.1f}/s   p50 {self.part(0.5) * 1000:6.1f} ms   "
            f"p99 {self.part(0.99) * 1000:6.1f} ms   max {max(self.seconds) * 1000:6.1f} ms   "
            f"failed {self.failed}"
        )

    @property
    def dearest(self) -> str:
        """What the answers cost the process that clients talk to, where that was asked for."""
        return (
            f"processor p50 {self.part(0.5, True) * 1000:5.2f} ms   "
            f"p99 {self.part(0.99, True) * 1000:5.2f} ms   max {max(self.costs) * 1000:5.2f} ms"
        )

    @property
    def cost(self) -> str:
        """What an answer costs in processor time."""
        parts = self.workers, self.server, self.client
        each = [1000 * part / len(self.seconds) for part in parts]
        return (
            f"a caption: workers {each[0]:.1f}, server {each[1]:.2f}, client {each[2]:.2f} ms of "
            f"processor; {2000 / sum(each):.0f}/s on two cores"
        )


class Client:
    """One connection, kept open."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> Client:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def ask(self, request: bytes) -> bool:
        """Whether a request was answered as it should be."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        assert length is not None, head
        await self._reader.readexactly(int(length[1]))
        return head.startswith(b"HTTP/1.1 200")


def request(path: str, value: object) -> bytes:
    body = json.dumps(value).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def spent(process: int) -> float:
    """Processor seconds of a process so far."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def workers_of(process: int) -> list[int]:
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for each in lists for child in each.read_text(encoding="ascii").split()]


def spent_exactly(process: int) -> float:
    """Processor seconds of a process so far, to the microsecond where the system tells."""
    clock = (~process << 3) | 2  # as clock_getcpuclockid makes it on Linux
    return time.clock_gettime(clock)


async def load(
    running: Served, requests: Iterator[bytes], clients: int, *, costs: bool = False
) -> Measured:
    """Ask all that there is to ask, from some clients at the same time.

    With `costs`, which is for one client, what each answer cost the service is kept too.
    """
    done = Measured()
    begin, before = time.perf_counter(), running.spent()

    async def one() -> None:
        async with Client(running.port) as client:
            for asked in requests:
                cost = spent_exactly(running.process) if costs else 0.0
                sent = time.perf_counter()
                done.failed += not await client.ask(asked)
                done.seconds.append(time.perf_counter() - sent)
                if costs:
                    done.costs.append(spent_exactly(running.process) - cost)

    await asyncio.gather(*(one() for _ in range(clients)))
    done.span = time.perf_counter() - begin
    spent = [after - first for after, first in zip(running.spent(), before, strict=True)]
    done.client, done.server, done.workers = spent
    return done


async def beside(
    running: Served, captions: Sequence[bytes], names: Sequence[bytes], clients: int
) -> Measured:
    """What names take while captions are asked for."""
    more = True

    def others() -> Iterator[bytes]:
        for asked in cycle(captions):
            if not more:
                return
            yield asked

    loading = asyncio.ensure_future(load(running, others(), clients))
    found = await load(running, iter(names), 1)
    more = False
    await loading
    return found


@contextmanager
def service(*options: str) -> Iterator[Served]:
    """A service with these options."""
    command = [sys.executable, "-c", MAIN, "serve", "--port", "0", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stderr is not None
            line = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            assert found is not None, line
            yield Served(int(found[1]), process.pid)
        finally:
            process.terminate()
            process.wait(60)


def captions(path: Path) -> list[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        found = (json.loads(line).get("caption") for line in lines)
        return [caption for caption in found if caption]


def slipped(name: str, chance: random.Random) -> str:
    """The name with one letter changed, left out or put in."""
    if len(name) < 3:
        return f"{name}x"
    i = chance.randrange(1, len(name) - 1)
    letter = chance.choice(string.ascii_lowercase)
    return name[:i] + chance.choice(("", letter, letter + name[i])) + name[i + 1 :]


def names_of_kinds(texts: Sequence[str], count: int) -> dict[str, list[str]]:
    """Names of every kind that people type and lists hold, each once."""
    from reconcile import Lexicon

    chance = random.Random(1)
    lexicon = Lexicon.load()
    indices = chance.sample(range(lexicon.manifest["counts"]["genes"]), 4 * count)
    genes = [lexicon.gene(index) for index in indices]
    symbols, slips, names, wrong = (genes[part::4] for part in range(4))
    words = [word for text in texts for word in text.split()]
    places = [chance.randrange(len(words) - 8) for _ in range(count)]
    letters = string.ascii_letters + string.digits + "-"
    return {
        "symbols": [gene.gene.symbol for gene in symbols],
        "symbols, slips": [slipped(gene.gene.symbol, chance) for gene in slips],
        "names": [gene.name for gene in names],
        "names, slips": [slipped(gene.name, chance) for gene in wrong],
        "words": chance.sample(sorted(set(words)), count),
        "phrases": [" ".join(words[at : at + chance.randrange(2, 8)]) for at in places],
        "nonsense": [
            "".join(chance.choices(letters, k=chance.randrange(3, 25))) for _ in range(count)
        ],
    }


def measure_names(texts: Sequence[str], count: int) -> Iterator[tuple[str, Measured]]:
    """What a service was measured to do with names that are new to it, and then known."""
    kinds = names_of_kinds(texts, count)
    with service("--ner", "lexicon", "--n-process", "1") as running:
        for known in ("new", "known"):
            every = Measured()
            for kind, names in kinds.items():
                asked = [request("/ground", {"name": name}) for name in names]
                found = asyncio.run(load(running, iter(asked), 1, costs=True))
                yield f"{kind}, {known}", found
                every.seconds += found.seconds
                every.costs += found.costs
                every.failed += found.failed
                every.span += found.span
            yield f"all, {known}", every


def measure(
    texts: Sequence[str], names: Sequence[str], ner: str, workers: int, clients: int
) -> Iterator[tuple[str, Measured]]:
    """What a service with these settings was measured to do."""
    asked = [request("/annotate", {"text": text}) for text in texts]
    grounded = [request("/ground", {"name": name}) for name in names]
    with service("--ner", ner, "--n-process", str(workers)) as running:
        for words in ("new", "known"):
            yield f"captions, words {words}", asyncio.run(load(running, iter(asked), clients))
        yield "names, alone", asyncio.run(load(running, iter(grounded), 1))
        yield "names, beside", asyncio.run(beside(running, asked, grounded, clients))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("captions", type=Path, help="JSON Lines with the field `caption`")
    parser.add_argument("--ner", nargs="+", default=["default", "lexicon"])
    parser.add_argument("--workers", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--limit", type=int, default=None, help="captions that are asked")
    parser.add_argument("--names", type=int, metavar="N", help="ask N names of each kind instead")
    arguments = parser.parse_args()
    texts = captions(arguments.captions)[: arguments.limit]
    if arguments.names:
        print(f"load {os.getloadavg()[0]:.1f}")
        for what, found in measure_names(texts, arguments.names):
            print(f"{what:22} {found}   {found.dearest}", flush=True)
        return
    names = [word for text in texts for word in re.findall(r"[A-Za-z0-9]+", text)][: len(texts)]
    print(f"{len(texts):,} captions, {arguments.clients} clients, load {os.getloadavg()[0]:.1f}")
    for ner in arguments.ner:
        for workers in arguments.workers:
            for what, found in measure(texts, names, ner, workers, arguments.clients):
                print(f"{ner:8} {workers} workers   {what:20} {found}", flush=True)
                if what.startswith("captions"):
                    print(f"{'':22}{found.cost}", flush=True)
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
