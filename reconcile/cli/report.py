"""`reconcile report`: gene lists held against captions."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO, cast

import typer

from reconcile.choices import ReportFormat, ResultFormat
from reconcile.cli.annotations import OtherTagger
from reconcile.cli.columns import ColumnNames, named_columns
from reconcile.cli.console import SOME_FAILED, emit, guarded
from reconcile.cli.failures import Failures
from reconcile.cli.forms import form_of
from reconcile.cli.loudness import remark
from reconcile.cli.options import (
    TIME_LIMIT,
    Annotations,
    AnnotationTypes,
    Decisions,
    Disable,
    Force,
    Ner,
    OcrDir,
    Organism,
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
from reconcile.cli.paths import existing
from reconcile.cli.stages import Stages, say_with_what
from reconcile.cli.values import choice, number

if TYPE_CHECKING:
    from reconcile.curation.decisions import Decision
    from reconcile.metrics import Counts
    from reconcile.reconciler import Reconciler
    from reconcile.records import Failure, Reconciliation

__all__ = ["report"]


@guarded
def report(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            callback=existing,
            help="PFOCR records (.md, .txt), JSON Lines, JSON, CSV, TSV, Excel, Parquet or JATS "
            "XML; folders or globs of them; or `-` for standard input.",
        ),
    ],
    asked: Annotated[
        ResultFormat | None,
        choice(
            ResultFormat,
            "--format",
            show_default="as the suffix of -o says, else table",
            help="How to write the report.",
        ),
    ] = None,
    output: OutputFile = None,
    force: Force = False,
    columns: ColumnNames = [],  # noqa: B006
    ocr_dir: OcrDir = None,
    ner: Ner = "default",
    organism: Organism = "9606",
    n_process: Processes = 1,
    time_limit: TimeLimit = TIME_LIMIT,
    min_confidence: Annotated[
        float | None,
        typer.Option(
            parser=number(0, 1),
            metavar="X",
            show_default="0.65 for entries said to be wrong, 0 for others; for gmt as for apply",
            help="Show suggestions from this confidence on, 0 to 1: a lower one brings hints, a "
            "higher one hides what is less sure. In gmt, carry them out.",
        ),
    ] = None,
    disable: Disable = [],  # noqa: B006
    decisions: Decisions = [],  # noqa: B006
    overrides: OverridesFile = None,
    calibration: CalibrationFile = None,
    annotations: Annotations = None,
    annotation_types: AnnotationTypes = "",
) -> None:
    """Compare the gene list of each figure with its caption and suggest corrections.

    Those that a plain `apply` carries out are marked `safe`: of a kind that was right nineteen
    times of twenty, with nothing in the figure against them. Confidence is of one suggestion by
    itself, so a safe one may have less of it than another that is not safe.

    What was decided before (--decisions) stands beside the suggestions that it is about. What
    curators decided that words mean (--overrides) comes before what would be found.

    Records that fail, and decisions that contradict each other, are named on standard error and do
    not stop the others; the exit status is then 1.
    """
    import reconcile

    stages = Stages()
    inputs = Inputs(tuple(paths), (annotations, overrides, calibration, *decisions), ocr_dir)
    with open_output(output, inputs, force=force) as out:
        form: ResultFormat = form_of(asked, ResultFormat, output)
        with stages.stage("opening"):
            reconciler = reconcile.Reconciler(
                ner=ner,
                disable=disable,
                min_confidence=min_confidence,
                organism=organism,
                overrides=opened_overrides(overrides),
                calibration=opened_calibration(calibration),
            )
            tagger = OtherTagger(annotations, annotation_types, reconciler)
        say_with_what(ner)
        names, least = named_columns(columns), _least(form, min_confidence)
        run = _Run(reconciler, tagger, paths, names, ocr_dir, n_process, time_limit, least, stages)
        run.decide(decisions)
        with stages.stage("writing"):
            _write(run, form, out)
    stages.say()
    if run.failures or run.refused:
        raise typer.Exit(SOME_FAILED)


def _write(run: _Run, form: ResultFormat, out: TextIO) -> None:
    from reconcile.cli.progress import watched

    on_screen = out.isatty()
    results = watched(run.results(), show=not on_screen)
    # Whoever reads a table on standard output has read on standard error what failed.
    told = form == "table" and out is sys.stdout
    failures: Sequence[Failure] = [] if told else run.failures
    if form == "table" and on_screen:
        from reconcile.report.terminal import print_report

        print_report(out, results, failures, run.summary)
        return
    for piece in _pieces(run, form, results, failures):
        emit(out, piece)


def _pieces(
    run: _Run, form: ResultFormat, results: Iterable[Reconciliation], failures: Sequence[Failure]
) -> Iterator[str]:
    from reconcile.report import render
    from reconcile.report.exchange import EXCHANGE_FORMATS, exchange

    name = next((name for name in EXCHANGE_FORMATS if name == form), None)
    if name is not None:
        return exchange(name, results, run.failures.note, lambda text: remark(f"note: {text}"))
    return render(cast(ReportFormat, form), results, failures, run.summary)


def _least(form: ResultFormat, min_confidence: float | None) -> float | None:
    """The confidence from which suggestions are shown, or carried out; None for the safe ones."""
    if min_confidence is None and form != "gmt":
        return 0.0
    return min_confidence


class _Run:
    """One pass over the records: results as they come, what failed, and the sum at the end.

    `failures` are records that could not be done, `refused` decisions that could not be used.
    """

    def __init__(
        self,
        reconciler: Reconciler,
        tagger: OtherTagger,
        paths: list[str],
        columns: dict[str, str],
        ocr_dir: Path | None,
        n_process: int,
        time_limit: float,
        min_confidence: float | None,
        stages: Stages,
    ) -> None:
        self._stages = stages
        self.failures, self.refused = Failures(), Failures()
        self._reconciler, self._tagger, self._min_confidence = reconciler, tagger, min_confidence
        self._paths, self._columns, self._ocr_dir = paths, columns, ocr_dir
        self._n_process, self._time_limit = n_process, time_limit
        self._counts: list[Counts] = []
        self._decided: dict[str, list[Decision]] = {}

    def decide(self, paths: Sequence[Path]) -> None:
        """Take what people decided before, to be shown; contradictions are noted and left out."""
        from reconcile.curation.decisions import read_decisions
        from reconcile.curation.settled import by_figure

        found = read_decisions(*paths, on_error=self.refused.note)
        self._decided = by_figure(found, self.refused.refuse)

    def results(self) -> Iterator[Reconciliation]:
        import reconcile
        from reconcile.cli.run import reconciled, with_safe_ones, with_sure_ones
        from reconcile.curation.settled import marked
        from reconcile.metrics import Counts

        note = self.failures.note
        figures = reconcile.read_figures(
            *self._paths, ocr_dir=self._ocr_dir, on_error=note, columns=self._columns
        )
        figures = self._stages.read(self._tagger.attached(figures, note))
        results = reconciled(
            self._reconciler, figures, note, n_process=self._n_process, time_limit=self._time_limit
        )
        for result in self._stages.each("reconciling", results):
            self._counts.append(Counts.from_dict(result.counts))
            told = marked(result, self._decided.get(result.figid, ()))
            least = self._min_confidence
            yield with_safe_ones(told) if least is None else with_sure_ones(told, least)

    def summary(self) -> dict[str, Any]:
        from reconcile.metrics import summarise

        return summarise(self._counts)
