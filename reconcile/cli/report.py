"""`reconcile report`: gene lists held against captions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from reconcile.cli.console import SOME_FAILED, complain, guarded, open_output
from reconcile.cli.options import Disable, Ner, OcrDir, OutputFile, Processes, ReportForm

if TYPE_CHECKING:
    from reconcile.metrics import Counts
    from reconcile.records import Failure, Reconciliation

__all__ = ["report"]


@guarded
def report(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="PFOCR records (.md, .txt), JSONL or Parquet files, folders or globs of them, "
            "or `-` for standard input.",
        ),
    ],
    form: Annotated[
        ReportForm, typer.Option("--format", help="How to write the report.")
    ] = ReportForm.TABLE,
    output: OutputFile = None,
    ocr_dir: OcrDir = None,
    ner: Ner = "default",
    n_process: Processes = 1,
    min_confidence: Annotated[
        float,
        typer.Option(min=0, max=1, metavar="X", help="Hide suggestions that are less sure."),
    ] = 0.0,
    disable: Disable = [],  # noqa: B006
) -> None:
    """Compare the gene list of each figure with its caption and suggest corrections.

    Records that fail are named on standard error and do not stop the others; the exit status is
    then 1.
    """
    run = _Run(paths, ocr_dir, ner, n_process, min_confidence, disable)
    with open_output(output) as out:
        _write(run, form, out)
    if run.failures:
        raise typer.Exit(SOME_FAILED)


def _write(run: _Run, form: ReportForm, out: TextIO) -> None:
    from reconcile.cli.progress import watched

    on_screen = out.isatty()
    results = watched(run.results(), show=not on_screen)
    if form is ReportForm.TABLE and on_screen:
        from reconcile.report.terminal import print_report

        print_report(out, results, run.failures, run.summary)
        return
    from reconcile.report import render

    for piece in render(form.value, results, run.failures, run.summary):
        out.write(piece)


class _Run:
    """One pass over the records: results as they come, what failed, and the sum at the end."""

    def __init__(
        self,
        paths: list[str],
        ocr_dir: Path | None,
        ner: str,
        n_process: int,
        min_confidence: float,
        disable: list[str],
    ) -> None:
        self.failures: list[Failure] = []
        self._min_confidence, self._disable = min_confidence, disable
        self._paths, self._ocr_dir, self._ner, self._n_process = paths, ocr_dir, ner, n_process
        self._counts: list[Counts] = []

    def results(self) -> Iterator[Reconciliation]:
        import reconcile
        from reconcile.cli.run import reconciled, with_sure_ones
        from reconcile.metrics import Counts

        reconciler = reconcile.Reconciler(ner=self._ner, disable=self._disable)
        figures = reconcile.read_figures(*self._paths, ocr_dir=self._ocr_dir, on_error=self._record)
        for result in reconciled(reconciler, figures, self._record, n_process=self._n_process):
            self._counts.append(Counts.from_dict(result.counts))
            yield with_sure_ones(result, self._min_confidence)

    def summary(self) -> dict[str, Any]:
        from reconcile.metrics import summarise

        return summarise(self._counts)

    def _record(self, failure: Failure) -> None:
        from reconcile.report.wording import failure_line

        self.failures.append(failure)
        complain(f"error: {failure_line(failure)}")
