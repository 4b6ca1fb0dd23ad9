"""`reconcile store`: the database of a workbench, filled, emptied into files, and described."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reconcile.choices import PlainFormat
from reconcile.cli.columns import ColumnNames, named_columns
from reconcile.cli.commands import Command, Group, typed
from reconcile.cli.console import SOME_FAILED, guarded
from reconcile.cli.databases import Curator, Database, opened, system_user
from reconcile.cli.failures import Failures
from reconcile.cli.loudness import remark
from reconcile.cli.options import (
    TIME_LIMIT,
    Decisions,
    Disable,
    Ner,
    OcrDir,
    Organism,
    PlainForm,
    Processes,
    TimeLimit,
)
from reconcile.cli.overrides import (
    CalibrationFile,
    OverridesFile,
    opened_calibration,
    opened_overrides,
)
from reconcile.cli.paths import existing
from reconcile.cli.stages import Stages, say_with_what
from reconcile.cli.store_export import export

if TYPE_CHECKING:
    from reconcile.records import Failure, Figure
    from reconcile.store import Info, Run, Store
    from reconcile.store.putting import Put

__all__ = ["app"]

app = typer.Typer(
    name="store",
    help="Keep figures, reports and decisions in a database.",
    cls=Group,
    add_completion=False,
    rich_markup_mode=None,
)


@app.command("import", cls=Command)
@guarded
def import_(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            callback=existing,
            help="Records as for `report`; none where there are --decisions alone.",
            show_default=False,
        ),
    ] = [],  # noqa: B006 -- Typer copies it
    db: Annotated[
        str,
        typer.Option(
            "--db",
            metavar="DB",
            help="The database: a file of SQLite, which is made if it is not there, or a "
            "postgresql:// URL.",
            show_default=False,
        ),
    ] = "",
    decisions: Decisions = [],  # noqa: B006
    curator: Curator = "",
    columns: ColumnNames = [],  # noqa: B006
    ocr_dir: OcrDir = None,
    ner: Ner = "default",
    organism: Organism = "9606",
    disable: Disable = [],  # noqa: B006
    overrides: OverridesFile = None,
    calibration: CalibrationFile = None,
    n_process: Processes = 1,
    time_limit: TimeLimit = TIME_LIMIT,
) -> None:
    """Put figures into a database, each with its report, and what was decided in reports before.

    A figure that is there already is done again only if its record or the version or options have
    changed since; its decisions stay. Records that fail are named on standard error and do not
    stop the others; the exit status is then 1.
    """
    if not db:
        raise typer.BadParameter("name the database: --db workbench.db")
    if not paths and not decisions:
        raise typer.BadParameter("nothing to import; name records, or --decisions")
    if typed(context, "curator") and not decisions:
        raise typer.BadParameter("--curator says whose --decisions these are; name some")
    with opened(db, create=bool(paths)) as store:
        import_run = _Import(store)
        if paths:
            import_run.figures(
                paths,
                named_columns(columns),
                ocr_dir,
                {
                    "ner": ner,
                    "organism": organism,
                    "disable": disable,
                    "overrides": opened_overrides(overrides),
                    "calibration": opened_calibration(calibration),
                },
                n_process=n_process,
                time_limit=time_limit,
            )
        if decisions:
            import_run.decisions(decisions, curator or system_user())
        import_run.stages.say()
    if import_run.failures:
        raise typer.Exit(SOME_FAILED)


class _Import:
    """One import: what failed, and how long it took."""

    def __init__(self, store: Store) -> None:
        self.failures = Failures()
        self.stages = Stages()
        self._store = store
        self._records: dict[str, bytes] = {}
        self._seen = 0

    def figures(
        self,
        paths: list[str],
        columns: dict[str, str],
        ocr_dir: Path | None,
        options: dict[str, Any],
        *,
        n_process: int,
        time_limit: float,
    ) -> None:
        """Put figures in that are new or have changed, and say how many are which."""
        import reconcile
        from reconcile.cli.progress import watched
        from reconcile.cli.run import reconciled
        from reconcile.formats.reading import read_records
        from reconcile.report.wording import plural
        from reconcile.store.inputs import run_with

        with self.stages.stage("opening"):
            reconciler = reconcile.Reconciler(**options)
            run = run_with(**options)
        say_with_what(options["ner"])
        found = read_records(*paths, ocr_dir=ocr_dir, on_error=self._note, columns=columns)
        figures = self.stages.read(self._changed(run, found))
        results = reconciled(
            reconciler, figures, self._note, n_process=n_process, time_limit=time_limit
        )
        results = watched(self.stages.each("reconciling", results), show=True)
        with self.stages.stage("writing"):
            puts: Iterator[Put] = ((r, self._records.pop(r.figid, None)) for r in results)
            kept = self._store.put(run, puts, self._note)
        same = self._seen + kept.same
        parts = f"{kept.new:,} new, {kept.changed:,} changed, {same:,} as before"
        remark(f"{plural(kept.new + kept.changed + same, 'figure')}: {parts}")

    def _changed(self, run: Run, found: Iterator[tuple[Figure, bytes | None]]) -> Iterator[Figure]:
        """The figures that a report is to be made of; their records are held until it is."""

        def counted() -> Iterator[tuple[Figure, bytes | None]]:
            for pair in found:
                self._seen += 1
                yield pair

        for figure, record in self._store.changed(run, counted()):
            self._seen -= 1
            if record is not None:
                self._records[figure.figid] = record
            yield figure

    def _note(self, failure: Failure) -> None:
        if failure.figid is not None:
            self._records.pop(failure.figid, None)
        self.failures.note(failure)

    def decisions(self, paths: list[Path], curator: str) -> None:
        """Keep what a curator decided in reports, and say how much of it is new."""
        from reconcile.curation.decisions import read_decisions
        from reconcile.curation.settled import by_figure
        from reconcile.report.wording import plural
        from reconcile.store.reported import take_decisions

        found = read_decisions(*paths, on_error=self.failures.note)
        settled = by_figure(found, self.failures.refuse)
        with self.stages.stage("deciding"):
            taken = take_decisions(self._store, settled, curator, self.failures.refuse)
        parts = f"{taken.new:,} new, {taken.same:,} as before"
        remark(f"{plural(taken.new + taken.same, 'decision')} of {curator}: {parts}")


app.command(cls=Command)(export)


@app.command(cls=Command)
@guarded
def info(db: Database, form: PlainForm = "table") -> None:
    """Show what a database holds: figures, suggestions, decisions by curator, and what made it."""
    with opened(db) as store:
        _show(store.info(), store.name, form)


def _show(found: Info, name: str, form: PlainFormat) -> None:
    if form == "json":
        from reconcile.report.jsonout import dumps

        whole = {"db": name, **asdict(found)}
        whole["runs"] = [{**run, "at": f"{run['at'].isoformat()}Z"} for run in whole["runs"]]
        sys.stdout.write(dumps(whole, indent=2) + "\n")
        return
    for line in _lines(found, name):
        sys.stdout.write(line + "\n")


def _lines(found: Info, name: str) -> Iterator[str]:
    from reconcile.report.cells import columns
    from reconcile.shown import printable

    left = found.progress
    yield printable(name)
    yield from columns(
        [
            ("figures", f"{left.figures:,}"),
            ("with suggestions", f"{left.suggested:,}"),
            ("decided to the end", f"{left.done:,}"),
            ("on which curators disagree", f"{left.disagreed:,}"),
            ("suggestions", f"{left.suggestions:,}"),
            ("open", f"{left.open:,}"),
            ("reports", f"{found.reports:,}"),
            ("decisions", f"{found.decisions:,}"),
            ("bytes", f"{found.bytes:,}"),
        ],
        indent=2,
    )
    if found.curators:
        yield ""
        yield "Decisions"
        heads = ("curator", "accepted", "declined", "notes", "taken back")
        rows = [
            (
                printable(one.name),
                *(f"{n:,}" for n in (one.accept, one.decline, one.note, one.undo)),
            )
            for one in found.curators
        ]
        yield from columns([heads, *rows], indent=2)
    if found.runs:
        yield ""
        yield "Runs"
        yield from columns([("begun", "version", "lexicon", "model", "reports"), *_runs(found)], 2)


def _runs(found: Info) -> Iterator[tuple[str, ...]]:
    """A row for each run; of digests the first characters are enough to tell them apart."""
    from reconcile.shown import printable

    for row in found.runs:
        model = " ".join(part[:12] for part in row.run.model.split(" "))
        yield (
            f"{row.at:%Y-%m-%d %H:%M}",
            printable(row.run.code),
            printable(row.run.lexicon[:12]),
            printable(model),
            f"{row.reports:,}",
        )
