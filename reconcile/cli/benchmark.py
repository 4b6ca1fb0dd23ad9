"""`reconcile benchmark`: gene lists over a corpus, against captions, gold lists or other lists."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.choices import BenchmarkFormat, BenchmarkMetric, GroupField
from reconcile.cli.annotations import OtherTagger
from reconcile.cli.columns import ColumnNames, named_columns
from reconcile.cli.console import SOME_FAILED, complain, emit, guarded
from reconcile.cli.failures import Failures
from reconcile.cli.forms import form_of
from reconcile.cli.loudness import remark
from reconcile.cli.options import (
    TIME_LIMIT,
    Annotations,
    AnnotationTypes,
    Disable,
    Force,
    LeastConfidence,
    Ner,
    OcrDir,
    OutputFile,
    Processes,
    TimeLimit,
)
from reconcile.cli.outputs import Inputs, open_output
from reconcile.cli.overrides import (
    CalibrationFile,
    OverridesFile,
    opened_calibration,
    opened_overrides,
)
from reconcile.cli.paths import existing, existing_one
from reconcile.cli.plots import check_plots, write_plots
from reconcile.cli.stages import Stages, say_with_what
from reconcile.cli.values import choice, whole
from reconcile.cli.worse import OPTION, Demand, DemandingCommand, demand, held

if TYPE_CHECKING:
    from reconcile.benchmark import Benchmark
    from reconcile.curation.verdicts import Verdicts
    from reconcile.reconciler import Reconciler
    from reconcile.records import Figure

__all__ = ["app", "benchmark"]


@guarded
def benchmark(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            callback=existing,
            help="Records as for `report`, or lists without captions: CSV or TSV with one gene "
            "of one figure a row, which the header tells.",
        ),
    ],
    against: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            callback=existing_one,
            help="Other lists of the same figures, to hold these against.",
        ),
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            metavar="FILE",
            help="The right genes of each figure: lines of FIGID, a tab and genes, or GMT.",
        ),
    ] = None,
    verdicts: Annotated[
        list[Path],
        typer.Option(
            exists=True,
            dir_okay=False,
            metavar="FILE",
            help="What people said of entries, to hold the suggestions against: decisions, JSON "
            "Lines or a table; given twice also how far the two agree.",
            show_default=False,
        ),
    ] = [],  # noqa: B006
    by: Annotated[
        list[str],
        choice(
            GroupField,
            "--by",
            help="Scores also by group; may be given several times.",
            show_default=False,
        ),
    ] = [],  # noqa: B006
    metric: Annotated[
        BenchmarkMetric,
        choice(
            BenchmarkMetric,
            "--metric",
            help="The score that decides which lists are better; choose before you look. Those "
            "without macro_ are micro.",
        ),
    ] = "f1",
    fail_if_worse: Annotated[
        list[Demand],
        typer.Option(
            OPTION,
            parser=demand,
            metavar="[metric=METRIC] [by=FIELD]",
            help="With --against: exit with status 3 if these lists are worse than the others, or, "
            "with by=FIELD, any group of them is; may be given several times.",
            show_default=False,
        ),
    ] = [],  # noqa: B006
    detail: Annotated[
        bool,
        typer.Option("--detail", help="Tables with all, not the first screen alone."),
    ] = False,
    fixes: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False,
            metavar="FILE",
            help="Write here what to change in the pipeline that made the lists: a stop list and "
            "mapping, TSV, that `reconcile apply --fixes` and other programs read.",
        ),
    ] = None,
    min_confidence: LeastConfidence = None,
    top: Annotated[
        int, typer.Option(parser=whole, metavar="N", help="How many names a ranking has.")
    ] = 10,
    asked: Annotated[
        BenchmarkFormat | None,
        choice(
            BenchmarkFormat,
            "--format",
            show_default="as the suffix of -o says, else table",
            help="How to write the result.",
        ),
    ] = None,
    output: OutputFile = None,
    plots: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Write what is drawn into this folder too, each plot as an SVG file.",
        ),
    ] = None,
    force: Force = False,
    columns: ColumnNames = [],  # noqa: B006
    ocr_dir: OcrDir = None,
    ner: Ner = "default",
    n_process: Processes = 1,
    time_limit: TimeLimit = TIME_LIMIT,
    disable: Disable = [],  # noqa: B006
    overrides: OverridesFile = None,
    calibration: CalibrationFile = None,
    annotations: Annotations = None,
    annotation_types: AnnotationTypes = "",
) -> None:
    """Score gene lists over a corpus, and what the suggestions would change.

    Which lists are better, how sure that is, and what to fix first stand at the top.

    Records that fail are named on standard error and do not stop the others; the exit status is
    then 1. It is 3 where the lists are worse than those of --against and --fail-if-worse asks.
    """
    import reconcile
    from reconcile.benchmark import Benchmark, document, fixes_text, read_gold, render
    from reconcile.benchmark.unmatched import nothing_in_common, unknown_verdicts
    from reconcile.curation.verdicts import read_verdicts

    if fail_if_worse and against is None:
        raise typer.BadParameter(f"{OPTION} needs other lists to compare with; give --against")
    stages = Stages()
    records = (*paths, *(() if against is None else (against,)))
    inputs = Inputs(records, (annotations, gold, overrides, calibration, *verdicts), ocr_dir)
    check_plots(plots, output, inputs, force=force)
    if fixes is not None and output is not None and fixes.resolve() == output.resolve():
        raise typer.BadParameter("--fixes and --output name one file; write to two")
    with (
        open_output(output, inputs, force=force) as out,
        nullcontext() if fixes is None else open_output(fixes, inputs, force=force) as table,
    ):
        form: BenchmarkFormat = form_of(asked, BenchmarkFormat, output)
        with stages.stage("opening"):
            # The curve goes down to 0; hints are left out of the rest.
            reconciler = reconcile.Reconciler(
                ner=ner,
                disable=disable,
                min_confidence=0,
                overrides=opened_overrides(overrides),
                calibration=opened_calibration(calibration),
            )
            tagger = OtherTagger(annotations, annotation_types, reconciler)
        say_with_what(ner)
        names = named_columns(columns)
        run = _Run(reconciler, tagger, names, ocr_dir, n_process, time_limit, stages)
        note = run.failures.note
        lexicon = run.reconciler.lexicon
        right = None if gold is None else read_gold(gold, lexicon, on_error=note)
        said = [read_verdicts(path, lexicon, on_error=note) for path in verdicts]

        def scored(
            names: list[str], fields: list[str], faults: bool, judged: Sequence[Verdicts] = ()
        ) -> Benchmark:
            found = Benchmark(
                lexicon,
                by=fields,
                gold=right,
                verdicts=judged,
                min_confidence=min_confidence,
                top=top,
                faults=faults,
            )
            run.score(names, found)
            return found

        with stages.stage("counting and writing"):
            fields = [*by, *(name for one in fail_if_worse for name in one.by)]
            here = scored(paths, fields, faults=True, judged=said)
            there = None if against is None else scored([against], [], faults=False)
            # Whoever reads a table on standard output has read on standard error what failed.
            told = form == "table" and out is sys.stdout
            found = document(here, there, [] if told else run.failures, metric=metric)
            for piece in render(form, found, detail=detail):
                emit(out, piece)
            if plots is not None:
                write_plots(plots, found, force=force)
            if table is not None and here.fixes is not None:
                for piece in fixes_text(here.fixes["list"]):
                    table.write(piece)
    stages.say()
    for said_so in unknown_verdicts(found):
        remark(said_so)
    for problem in (apart := list(nothing_in_common(found))):
        complain(f"error: {problem}")
    if apart and not fail_if_worse:
        raise typer.Exit(SOME_FAILED)
    status = held(fail_if_worse, found, failed=bool(run.failures))
    if status:
        raise typer.Exit(status)


app = typer.Typer(add_completion=False, rich_markup_mode=None)
app.command(cls=DemandingCommand)(benchmark)


class _Run:
    """What all passes over figures share, and what failed in them."""

    def __init__(
        self,
        reconciler: Reconciler,
        tagger: OtherTagger,
        columns: dict[str, str],
        ocr_dir: Path | None,
        n_process: int,
        time_limit: float,
        stages: Stages,
    ) -> None:
        self._stages = stages
        self.reconciler = reconciler
        self._tagger = tagger
        self.failures = Failures()
        self._columns, self._ocr_dir = columns, ocr_dir
        self._n_process, self._time_limit = n_process, time_limit

    def score(self, paths: list[str], benchmark: Benchmark) -> None:
        """Put the figures behind some paths through the reconciler and count them."""
        from reconcile.cli.progress import watched
        from reconcile.cli.run import reconciled
        from reconcile.errors import InputError

        note = self.failures.note
        figures = self._tagger.attached(self._unique(self._figures(paths)), note)
        figures = map(benchmark.note, self._stages.read(figures))
        results = reconciled(
            self.reconciler, figures, note, n_process=self._n_process, time_limit=self._time_limit
        )
        results = self._stages.each("reconciling", results)
        for result in watched(results, show=True):
            try:
                benchmark.add(result)
            except InputError as error:
                source = result.source or result.figid
                self.failures.refuse(error, result.figid, source=source)

    def _figures(self, paths: list[str]) -> Iterator[Figure]:
        import reconcile
        from reconcile.benchmark import holds_lists, read_lists
        from reconcile.errors import InputError

        tables = [name for name in paths if holds_lists(name, self._columns)]
        records = [name for name in paths if name not in tables]
        if records:
            note = self.failures.note
            yield from reconcile.read_figures(
                *records, ocr_dir=self._ocr_dir, on_error=note, columns=self._columns
            )
        for name in tables:
            try:
                lexicon = self.reconciler.lexicon
                yield from read_lists(name, lexicon, on_error=self.failures.note)
            except InputError as error:
                self.failures.refuse(error, source=name)

    def _unique(self, figures: Iterable[Figure]) -> Iterator[Figure]:
        """Each figid once: records and tables do not know of each other."""
        from reconcile.records import Failure

        seen: dict[str, str] = {}
        for figure in figures:
            source = figure.source or ""
            if figure.figid not in seen:
                seen[figure.figid] = source
                yield figure
                continue
            first = seen[figure.figid]
            message = f"figid {figure.figid!r} was already read from {first}; keep one of the two"
            self.failures.note(Failure(source, message, None, figure.figid))
