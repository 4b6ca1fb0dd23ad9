"""A result and how far it is: chunks, failures, manifest."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Final

from reconcile.batch.folder import Folder, open_folder
from reconcile.batch.job import differences, identity
from reconcile.batch.table import Footer, Tally, read_footer
from reconcile.batch.worker import Part
from reconcile.errors import BatchError, JobMismatchError
from reconcile.report.jsonout import dumps

__all__ = ["FAILURES", "FIGURES", "MANIFEST", "Result", "open_result"]

SCHEMA_VERSION: Final = "1.0"
FIGURES: Final = "figures"
FAILURES: Final = "failures.jsonl"
MANIFEST: Final = "manifest.json"
_PART: Final = re.compile(r"part-(\d{6,})\.parquet")


@contextmanager
def open_result(out: str, job: Mapping[str, Any]) -> Iterator[Result]:
    """A folder of results, begun or found, for one job and one process at a time.

    Args:
        out: a local folder or an fsspec URL.
        job: see `describe`.

    Raises:
        JobMismatchError: another job's results are there, or something else.
        BatchError: nothing can be written there, or another process is at it.
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
        done: numbers of the chunks that were there when it was opened.
        manifest: as it was then.
    """

    def __init__(self, folder: Folder, name: str, job: Mapping[str, Any]) -> None:
        self._folder, self._name, self._job = folder, name, job
        self.identity = identity(job)
        self.done: frozenset[int] = frozenset()
        self.manifest: dict[str, Any] = {}

    @property
    def complete(self) -> bool:
        """Whether nothing was left to do when it was opened."""
        return self.manifest.get("state") == "complete"

    def begin(self) -> None:
        """Find what is there, or begin; see `open_result`."""
        found = set(self._folder.names())
        if MANIFEST in found:
            self.manifest = self._read()
            changes = list(differences(self.manifest.get("job", {}), self._job))
            if changes:
                raise JobMismatchError(_mismatch(self._name, changes))
            self.done = frozenset(self._numbers())
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
            BatchError: a chunk is missing or damaged.
        """
        chunks, tally, kinds = 0, Tally(), Counter[str]()

        def lines() -> Iterator[bytes]:
            nonlocal chunks, tally
            for footer in self._footers():
                chunks += 1
                tally += footer.tally
                for failure in footer.failures:
                    kinds[failure.kind] += 1
                    yield (dumps(asdict(failure)) + "\n").encode()

        self._folder.write(FAILURES, lines())
        self.manifest = self._write(
            {
                "state": "complete",
                "chunks": chunks,
                "figures": tally.figures,
                "failures": kinds.total(),
                "failures_by_kind": dict(sorted(kinds.items())),
                "mentions": tally.mentions,
                "suggestions": tally.suggestions,
                "counts": tally.counts.to_dict(),
                "micro": tally.counts.scores(),
            }
        )
        return self.manifest

    def _footers(self) -> Iterator[Footer]:
        """What the chunks say of themselves, in their order."""
        for expected, number in enumerate(sorted(self._numbers())):
            name = f"{self._name}/{_file(number)}"
            if number != expected:
                raise BatchError(f"{self._name}/{_file(expected)}: missing; run the same command")
            with self._folder.open(_file(number)) as stream:
                footer = read_footer(stream, name)
            if (footer.identity, footer.number) != (self.identity, number):
                raise BatchError(f"{name}: of another batch; remove it and run the same command")
            yield footer

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
        manifest = {"schema_version": SCHEMA_VERSION, "job": self._job, **more}
        self._folder.write(MANIFEST, [(dumps(manifest, indent=2) + "\n").encode()])
        return manifest


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
