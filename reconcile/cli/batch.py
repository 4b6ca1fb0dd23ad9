"""`reconcile batch`: many records to a folder of Parquet."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.choices import Engine
from reconcile.cli.columns import ColumnNames, named_columns
from reconcile.cli.console import SOME_FAILED, complain, guarded
from reconcile.cli.loudness import detail, is_quiet, remark
from reconcile.cli.options import TIME_LIMIT, Disable, Ner, OcrDir, Organism, TimeLimit
from reconcile.cli.overrides import (
    CalibrationFile,
    OverridesFile,
    opened_calibration,
    opened_overrides,
)
from reconcile.cli.stages import say_with_what
from reconcile.cli.values import choice, number, whole

if TYPE_CHECKING:
    from reconcile.batch import Progress, Summary

__all__ = ["Watch", "batch"]

_EVERY_S = 30.0


@guarded
def batch(
    source: Annotated[
        str,
        typer.Argument(
            metavar="IN",
            help="Records as for `report`: a file, a folder, a glob, or an fsspec URL.",
        ),
    ],
    out: Annotated[
        str,
        typer.Argument(
            metavar="OUT", help="Folder for the result: a new one, or one to go on with."
        ),
    ],
    workers: Annotated[
        int, typer.Option(parser=whole, metavar="N", help="Processes that share the work.")
    ] = 1,
    engine: Annotated[
        Engine,
        choice(
            Engine,
            "--engine",
            help="What runs the workers: this command on this machine, or Ray on one machine or "
            "many (extra `ray`).",
        ),
    ] = "local",
    chunk: Annotated[
        int, typer.Option(parser=whole, metavar="N", help="Records in each file of the result.")
    ] = 250,
    time_limit: TimeLimit = TIME_LIMIT,
    columns: ColumnNames = [],  # noqa: B006
    ocr_dir: OcrDir = None,
    ner: Ner = "default",
    organism: Organism = "9606",
    disable: Disable = [],  # noqa: B006
    overrides: OverridesFile = None,
    calibration: CalibrationFile = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(
            parser=number(0, 1),
            metavar="X",
            show_default="0.65",
            help="Say that a gene is wrong from this confidence on; a lower one brings hints.",
        ),
    ] = None,
) -> None:
    """Reconcile any number of records into a folder of Parquet files.

    Interrupted or killed, the same command goes on where it was, and the result is the same as if
    it had run undisturbed. Records that fail are named in `failures.jsonl` of the result; the exit
    status is then 1.
    """
    from reconcile.batch import Settings, run_batch
    from reconcile.errors import InputError, JobMismatchError

    decided = opened_overrides(overrides)
    settings = Settings(
        ner=ner,
        organism=organism,
        disable=tuple(disable),
        min_confidence=min_confidence,
        ocr_dir=None if ocr_dir is None else str(ocr_dir),
        columns=tuple(sorted(named_columns(columns).items())),
        chunk=chunk,
        time_limit=time_limit,
        calibration=opened_calibration(calibration),
        **({} if decided is None else {"overrides": decided}),
    )
    say_with_what(ner)
    detail(f"reading {source}, writing to {out}, with {workers} workers ({engine})")
    watch = Watch()
    try:
        summary = run_batch(
            source, out, settings, workers=workers, engine=engine, progress=watch.show
        )
    except (InputError, JobMismatchError) as error:
        raise typer.BadParameter(str(error)) from None
    finally:
        watch.close()
    say = complain if summary.failures else remark
    say(_said(summary, watch.seconds))
    if summary.failures:
        raise typer.Exit(SOME_FAILED)


class Watch:
    """Rate and time left: one line kept up to date on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._began = self._said = time.monotonic()
        self._on_screen = sys.stderr.isatty() and not is_quiet()
        self._open = False

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self._began

    def show(self, progress: Progress) -> None:
        """Tell how far it is."""
        now = time.monotonic()
        if not progress.records:
            self._began = self._said = now
        elif self._on_screen:
            sys.stderr.write(f"\r\x1b[K{_line(progress, self.seconds)}")
            sys.stderr.flush()
            self._open = True
        elif now - self._said >= _EVERY_S:
            self._said = now
            remark(_line(progress, self.seconds))

    def close(self) -> None:
        """Clear the line."""
        if self._open:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._open = False


def _line(progress: Progress, seconds: float) -> str:
    """How far a batch is, on one line.

    >>> from reconcile.batch import Progress
    >>> _line(Progress(records=1000, failures=2, total=4000), 10)
    '1,000 of 4,000 records, 2 failed, 100/s, 30 s left'
    """
    rate = progress.records / max(seconds, 0.001)
    of = "" if progress.total is None else f" of {max(progress.total, progress.records):,}"
    parts = [f"{progress.records:,}{of} records"]
    if progress.failures:
        parts.append(f"{progress.failures:,} failed")
    parts.append(f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s")
    if progress.total is not None and rate:
        parts.append(f"{_duration(max(0, progress.total - progress.records) / rate)} left")
    return ", ".join(parts)


def _duration(seconds: float) -> str:
    """A time to come, in the unit that fits.

    >>> [_duration(s) for s in (5, 300, 20_000, 400_000)]
    ['5 s', '5 min', '5.6 h', '4.6 days']
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    if seconds < 6000:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 172_800 else f"{seconds / 86_400:.1f} days"


def _said(summary: Summary, seconds: float) -> str:
    parts = [f"{summary.figures:,} figures"]
    if summary.failures:
        parts.append(f"{summary.failures:,} failed, named in {summary.failures_file}")
    if summary.missing:
        parts.append(f"{summary.missing:,} missing files done again")
    if summary.records:
        rate = summary.records / max(seconds, 0.001)
        parts.append(f"{summary.records:,} records in {_duration(seconds)}, {rate:,.1f}/s")
    else:
        parts.append("nothing was left to do")
    return "; ".join(parts)
