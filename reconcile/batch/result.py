"""A result and how far it is: chunks, failures, manifest."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from typing import IO, Any, Final

from reconcile.batch.folder import Folder, open_folder
from reconcile.batch.job import differences, identity
from reconcile.batch.table import Footer, Tally, read_footer, read_whole
from reconcile.batch.worker import Part
from reconcile.errors import BatchError, JobMismatchError
from reconcile.patterns import regex
from reconcile.report.jsonout import dumps

__all__ = ["FAILURES", "FIGURES", "MANIFEST", "Result", "open_result"]

SCHEMA_VERSION: Final = "1.0"
FIGURES: Final = "figures"
FAILURES: Final = "failures.jsonl"
MANIFEST: Final = "manifest.json"
_PART: Final = regex(r"part-(\d{6,})\.parquet")


@contextmanager
def open_result(out: str, job: Mapping[str, Any]) -> Iterator[Result]:
    """A folder of results, begun or found, for one job and one process at a time.

    Args:
        out: a local folder or an fsspec URL.
        job: see `describe`.

    Raises:
        JobMismatchError: another job's results are there, or something else.
        BatchError: nothing can be written there, another process is at it, or a file of the
            result is damaged or was overwritten.
    """
    folder = open_folder(out)
    with folder.locked():
        result = Result(folder, out, job)
        result.begin()
        yield result


class Result:
    """The files of a job's result.

    Attributes:
        identity: of the job.
        done: numbers of the chunks that were there when it was opened, each of them whole.
        complete: whether nothing was left to do then.
        missing: how many chunks a result that was complete once had lost by then.
        manifest: as it was then.
    """

    def __init__(self, folder: Folder, name: str, job: Mapping[str, Any]) -> None:
        self._folder, self._name, self._job = folder, name, job
        self.identity = identity(job)
        self.done: frozenset[int] = frozenset()
        self.complete = False
        self.missing = 0
        self.manifest: dict[str, Any] = {}

    def begin(self) -> None:
        """Find what is there and whether it is whole, or begin; see `open_result`."""
        found = set(self._folder.names())
        if MANIFEST in found:
            self.manifest = self._read()
            changes = list(differences(self.manifest.get("job", {}), self._job))
            if changes:
                raise JobMismatchError(_mismatch(self._name, changes))
            self._take_stock(FAILURES in found)
        elif found:
            raise JobMismatchError(
                f"{self._name}: not empty, and no result of a batch; name a new or empty folder"
            )
        else:
            self._write({"state": "incomplete"})

    def put(self, part: Part) -> None:
        """Keep a chunk."""
        self._folder.write(_file(part.number), [part.data])

    def finish(self) -> dict[str, Any]:
        """Write the failures and, as the last thing, the whole manifest; returns that.

        Raises:
            BatchError: a chunk is missing or damaged, or there are failures of somebody else's.
        """
        total = _Sum()
        lines = (line for footer in self._footers() for line in total.add(footer))
        if FAILURES in self._folder.names():
            for _ in lines:
                pass
            if self._digest(FAILURES) != total.failures_sha256:
                raise self._foreign(FAILURES)
        else:
            self._folder.write(FAILURES, lines)
        self.manifest = self._write(total.to_dict())
        return self.manifest

    def _take_stock(self, failures: bool) -> None:
        """See what is done, and reopen a complete result of which something was lost.

        Args:
            failures: whether the file of failures is there.

        Raises:
            BatchError: a file is damaged, or not one that this batch wrote.
        """
        total, done = _Sum(), []
        for number, footer in self._whole():
            done.append(number)
            deque(total.add(footer), maxlen=0)
        self.done = frozenset(done)
        if self.manifest.get("state") != "complete":
            return
        if failures and self._digest(FAILURES) not in {
            self.manifest.get("failures_sha256"),
            total.failures_sha256,
        }:
            raise self._foreign(FAILURES)
        self.complete = failures and self.manifest == self._whole_manifest(total.to_dict())
        if not self.complete:
            chunks = self.manifest.get("chunks")
            self.missing = max(0, chunks - len(done)) if isinstance(chunks, int) else 0
            if failures:  # those of the chunks to come may be others
                self._folder.remove(FAILURES)
            self._write({"state": "incomplete"})

    def _whole(self) -> Iterator[tuple[int, Footer]]:
        """The chunks that are there, in their order.

        Raises:
            BatchError: files among them are damaged, or of another batch.
        """
        problems: list[BatchError] = []
        for number in sorted(self._numbers()):
            try:
                with self._opened(_file(number)) as stream:
                    footer = read_whole(stream.read(), f"{self._name}/{_file(number)}")
                self._check(footer, number)
            except BatchError as error:
                problems.append(error)
            else:
                yield number, footer
        if problems:
            more = f", and {len(problems) - 1} more like it" if len(problems) > 1 else ""
            raise BatchError(f"{problems[0]}{more}")

    def _footers(self) -> Iterator[Footer]:
        """What the chunks say of themselves, in their order."""
        for expected, number in enumerate(sorted(self._numbers())):
            if number != expected:
                raise BatchError(f"{self._name}/{_file(expected)}: missing; run the same command")
            with self._opened(_file(number)) as stream:
                footer = read_footer(stream, f"{self._name}/{_file(number)}")
            self._check(footer, number)
            yield footer

    def _check(self, footer: Footer, number: int) -> None:
        if (footer.identity, footer.number) != (self.identity, number):
            name = f"{self._name}/{_file(number)}"
            raise BatchError(f"{name}: of another batch; remove it and run the same command")

    def _foreign(self, name: str) -> BatchError:
        return BatchError(
            f"{self._name}/{name}: not what this batch wrote; "
            "move it elsewhere and run the same command"
        )

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self._folder.open(name) as stream:
                yield stream
        except OSError as error:
            raise BatchError(
                f"{self._name}/{name}: cannot be read: {error.strerror or error}; "
                "when it can, run the same command"
            ) from error

    def _digest(self, name: str) -> str:
        with self._opened(name) as stream:
            digest = sha256()
            while block := stream.read(1 << 20):
                digest.update(block)
            return digest.hexdigest()

    def _numbers(self) -> Iterator[int]:
        for name in self._folder.names(FIGURES):
            if match := _PART.fullmatch(name):
                yield int(match[1])

    def _read(self) -> dict[str, Any]:
        name = f"{self._name}/{MANIFEST}"
        try:
            with self._folder.open(MANIFEST) as stream:
                manifest = json.loads(stream.read())
        except (OSError, ValueError) as error:
            raise JobMismatchError(
                f"{name}: cannot be read ({error}); name a new folder"
            ) from error
        if not isinstance(manifest, dict) or manifest.get("schema_version") != SCHEMA_VERSION:
            raise JobMismatchError(f"{name}: no manifest of a batch; name a new or empty folder")
        return manifest

    def _write(self, more: Mapping[str, Any]) -> dict[str, Any]:
        manifest = self._whole_manifest(more)
        self._folder.write(MANIFEST, [(dumps(manifest, indent=2) + "\n").encode()])
        return manifest

    def _whole_manifest(self, more: Mapping[str, Any]) -> dict[str, Any]:
        return {"schema_version": SCHEMA_VERSION, "job": self._job, **more}


class _Sum:
    """What chunks add up to, as the manifest says it."""

    def __init__(self) -> None:
        self._chunks, self._tally = 0, Tally()
        self._kinds = Counter[str]()
        self._digest = sha256()

    @property
    def failures_sha256(self) -> str:
        """Of the lines so far."""
        return self._digest.hexdigest()

    def add(self, footer: Footer) -> Iterator[bytes]:
        """Add a chunk; its failures, a line each, which must be taken."""
        self._chunks += 1
        self._tally += footer.tally
        for failure in footer.failures:
            self._kinds[failure.kind] += 1
            line = (dumps(asdict(failure)) + "\n").encode()
            self._digest.update(line)
            yield line

    def to_dict(self) -> dict[str, Any]:
        """As JSON types."""
        counts = self._tally.counts
        return {
            "state": "complete",
            "chunks": self._chunks,
            "figures": self._tally.figures,
            "failures": self._kinds.total(),
            "failures_by_kind": dict(sorted(self._kinds.items())),
            "failures_sha256": self.failures_sha256,
            "mentions": self._tally.mentions,
            "suggestions": self._tally.suggestions,
            "counts": counts.to_dict(),
            "micro": counts.scores(),
        }


def _file(number: int) -> str:
    return f"{FIGURES}/part-{number:06d}.parquet"


def _mismatch(name: str, changes: list[tuple[str, Any, Any]]) -> str:
    said = "; ".join(
        f"{what} was {_short(old)}, is {_short(new)}" for what, old, new in changes[:3]
    )
    more = f" and {len(changes) - 3} more" if len(changes) > 3 else ""
    return (
        f"{name}: the result of another job: {said}{more}; give the same command as then, "
        "or name a new folder"
    )


def _short(value: Any) -> str:
    text = dumps(value)
    return text if len(text) <= 40 else text[:20] + "…"
