"""`run_batch`: from an input to a folder of results."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Generator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, get_args

from reconcile.batch.job import Job, Opener, Settings, describe, open_reconciler
from reconcile.batch.survey import survey
from reconcile.choices import Engine
from reconcile.errors import InputError, MissingExtraError
from reconcile.extras import quiet, to_install
from reconcile.formats.paths import STDIN, is_url, local_name

if TYPE_CHECKING:
    from reconcile.batch.worker import Part

__all__ = ["ENGINES", "Engine", "Progress", "Summary", "run_batch"]

ENGINES: tuple[Engine, ...] = get_args(Engine)


class _Run(Protocol):
    """An engine: the parts of a job whose numbers are not in `skip`, in any order."""

    def __call__(self, job: Job, skip: Collection[int], workers: int) -> Generator[Part]: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is.

    Attributes:
        records: done in this run, failed ones among them.
        failures: those that failed.
        total: left to do when this run began, about; None where only reading would tell.
    """

    records: int
    failures: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a batch came to.

    Attributes:
        figures: rows of the result.
        failures: records that failed.
        records: done in this run, failed ones among them; fewer where others were done before.
        missing: files of chunks that a complete result had lost, and that were done again.
        failures_file: where those that failed are named.
        manifest: what the result's manifest says.
    """

    figures: int
    failures: int
    records: int
    missing: int
    failures_file: str
    manifest: dict[str, Any]


def run_batch(
    source: str,
    out: str,
    settings: Settings | None = None,
    *,
    workers: int = 1,
    engine: Engine = "local",
    progress: Callable[[Progress], None] | None = None,
    opener: Opener | None = None,
) -> Summary:
    """Reconcile all records of an input into a folder of Parquet files.

    The result is the same, byte for byte, with any engine and number of workers, and whether or
    not it was interrupted: called again with the same arguments, it goes on where it was.

    Args:
        source: file, folder, glob or fsspec URL of records, see `read_figures`.
        out: a new folder, or one that the same job has begun.
        settings: what else decides the result.
        workers: processes that work.
        engine: `local` for this machine, `ray` for Ray Data, here or on a cluster.
        progress: called at the beginning and after each chunk.
        opener: makes the reconciler of a worker, in its process; it must be picklable. By default
            it is the `Reconciler` that `settings` asks for.

    Raises:
        InputError: there is no input.
        JobMismatchError: `out` holds something else.
        BatchError: the work cannot go on: `out` cannot be written, a file of it is damaged or was
            overwritten, no worker starts, the engine or pyarrow is not installed.
        ModelError: the recogniser's model cannot be opened.
        ValueError: a number that is no number of workers, an engine that is none.
    """
    if workers < 1:
        raise ValueError(f"workers={workers}: there must be at least one")
    run = _engine(engine)
    from reconcile.batch.result import FAILURES, open_result

    settings = settings or Settings()
    _check(source, out)
    seen = survey(source, settings.ocr_dir)
    description = describe(source, settings, seen)
    with open_result(out, description) as result:
        if result.complete:
            return _summary(f"{out}/{FAILURES}", 0, 0, result.manifest)
        job = Job(
            source,
            settings,
            result.identity,
            description["installed"],
            opener
            or partial(
                open_reconciler,
                settings.ner,
                settings.disable,
                settings.min_confidence,
                settings.organism,
                settings.overrides,
                settings.calibration,
            ),
        )
        total = seen.records
        if total is not None:
            total = max(0, total - settings.chunk * len(result.done))
        records = failures = 0
        with closing(run(job, result.done, workers)) as parts:
            if progress is not None:
                progress(Progress(0, 0, total))
            for part in parts:
                result.put(part)
                records += part.figures + part.failures
                failures += part.failures
                if progress is not None:
                    progress(Progress(records, failures, total))
        return _summary(f"{out}/{FAILURES}", records, result.missing, result.finish())


def _engine(name: str) -> _Run:
    try:
        with quiet():
            import pyarrow  # noqa: F401
    except ImportError as error:
        raise MissingExtraError(
            f"a batch needs pyarrow ({error}); {to_install('batch')}"
        ) from error
    if name == "local":
        from reconcile.batch.local import run_local

        return run_local
    if name == "ray":
        from reconcile.batch.raydata import run_ray

        return run_ray
    raise ValueError(f"engine={name!r}: known are {', '.join(ENGINES)}")


def _check(source: str, out: str) -> None:
    """What would never end well."""
    if source == STDIN:
        raise InputError(
            "a batch reads its input more than once; write it to a file", source="<stdin>"
        )
    if is_url(source) or is_url(out):
        return
    inside = Path(os.path.realpath(local_name(out)))
    around = Path(os.path.realpath(local_name(source)))
    if around.is_dir() and (inside == around or around in inside.parents):
        raise InputError(
            f"the result {out} would be part of it; name another folder", source=source
        )


def _summary(failures_file: str, records: int, missing: int, manifest: dict[str, Any]) -> Summary:
    return Summary(
        figures=manifest["figures"],
        failures=manifest["failures"],
        records=records,
        missing=missing,
        failures_file=failures_file,
        manifest=manifest,
    )
