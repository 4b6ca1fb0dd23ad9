"""`reconcile apply`: accepted suggestions written back into the records."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from reconcile.cli.commands import typed
from reconcile.cli.console import SOME_FAILED, guarded
from reconcile.cli.failures import Failures
from reconcile.cli.fixes import opened_fixes
from reconcile.cli.loudness import remark
from reconcile.cli.options import (
    TIME_LIMIT,
    Decisions,
    Disable,
    Force,
    LeastConfidence,
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
from reconcile.cli.values import whole
from reconcile.curation.symbols import standing, symbol_fault
from reconcile.errors import InputError

if TYPE_CHECKING:
    from reconcile.benchmark.fixes import Fixes
    from reconcile.formats.changes import Change
    from reconcile.formats.fields import Report
    from reconcile.reconciler import Reconciler
    from reconcile.records import Figure

__all__ = ["apply"]


@guarded
def apply(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            callback=existing,
            help="PFOCR records (.md, .txt, .yml), folders or globs of them.",
        ),
    ],
    decisions: Decisions = [],  # noqa: B006
    fixes: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            metavar="FILE",
            help="Take no suggestions; change what the pipeline brought in, as "
            "`reconcile benchmark --fixes FILE` says.",
        ),
    ] = None,
    first: Annotated[
        int | None,
        typer.Option(parser=whole, metavar="N", help="Only the first N of the fixes."),
    ] = None,
    min_confidence: LeastConfidence = None,
    unsafe: Annotated[
        bool,
        typer.Option(
            "--unsafe",
            help="Take all suggestions from confidence 0.65 on, not the safe ones alone.",
        ),
    ] = False,
    disable: Disable = [],  # noqa: B006
    overrides: OverridesFile = None,
    calibration: CalibrationFile = None,
    ocr_dir: OcrDir = None,
    ner: Ner = "default",
    organism: Organism = "9606",
    n_process: Processes = 1,
    time_limit: TimeLimit = TIME_LIMIT,
    diff: Annotated[
        bool,
        typer.Option("--diff", help="Print a diff for `patch -p1` and `git apply` (the default)."),
    ] = False,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Write the records instead of a diff.")
    ] = False,
    output: OutputFile = None,
    force: Force = False,
) -> None:
    """Write accepted suggestions into the gene lists of PFOCR records.

    Without --decisions, --unsafe or --min-confidence these are the safe suggestions: those of
    kinds that were right nineteen times of twenty, where nothing in the figure speaks against them.

    Only the lines of `schema-jsonld.keywords` change. A decision about an entry that is not there
    any more, or that another one contradicts, is named and not carried out. Records that fail are
    named on standard error and do not stop the others; the exit status is then 1.
    """
    if in_place and (diff or output is not None):
        raise typer.BadParameter("--in-place writes the records; leave out --diff and --output")
    if "-" in paths:
        raise typer.BadParameter("standard input cannot be changed; name PFOCR records")
    ruled = ("min_confidence", "disable", "overrides", "calibration")
    if decisions and (unsafe or any(typed(context, name) for name in ruled)):
        raise typer.BadParameter(
            "--decisions says what is accepted; leave out --min-confidence, --unsafe, --disable, "
            "--overrides and --calibration"
        )
    if fixes is not None and (decisions or unsafe or any(typed(context, name) for name in ruled)):
        raise typer.BadParameter(
            "--fixes says what is changed; leave out --decisions, --min-confidence, --unsafe, "
            "--disable, --overrides and --calibration"
        )
    if first is not None and fixes is None:
        raise typer.BadParameter("--first says how many fixes; name their file with --fixes")
    import reconcile

    run = _Run(paths, ocr_dir, write=in_place, what="suggestion" if fixes is None else "change")
    inputs = Inputs(tuple(paths), (overrides, calibration, fixes, *decisions), ocr_dir)
    with open_output(output, inputs, force=force) as out, run.stages.stage("writing"):
        if fixes is not None:
            proposals = _fixed(run, opened_fixes(fixes, first))
        elif decisions:
            proposals = _decided(run, decisions, organism)
        else:
            least = _least(min_confidence, unsafe=unsafe)
            with run.stages.stage("opening"):
                reconciler = reconcile.Reconciler(
                    ner=ner,
                    disable=disable,
                    min_confidence=least,
                    organism=organism,
                    overrides=opened_overrides(overrides),
                    calibration=opened_calibration(calibration),
                )
            say_with_what(ner)
            proposals = _surest(run, reconciler, least, n_process, time_limit)
        for piece in run.patches(proposals):
            _emit(out, piece)
    run.stages.say()
    remark(run.summary())
    if run.left:
        remark(run.rest())
    if run.failures:
        raise typer.Exit(SOME_FAILED)


def _emit(out: TextIO, piece: bytes) -> None:
    """Write a diff byte by byte, but to a terminal without what would command it."""
    if out.isatty():
        from reconcile.report.wording import printable

        for line in piece.decode("utf-8", "replace").split("\n")[:-1]:
            out.write(printable(line) + "\n")
        return
    out.flush()
    out.buffer.write(piece)


@dataclass(frozen=True, slots=True)
class _Proposal:
    """What to do with one record, and the gene list that it was decided for."""

    source: str
    figid: str
    keywords: tuple[str, ...]
    changes: Sequence[Change]


@dataclass(slots=True)
class _Run:
    """One pass over the records: what was done, and what failed."""

    paths: list[str]
    ocr_dir: Path | None
    write: bool
    what: str = "suggestion"
    failures: Failures = field(default_factory=Failures)
    stages: Stages = field(default_factory=Stages)
    done: int = 0
    changed: int = 0
    applied: int = 0
    left: int = 0
    emptying: int = 0
    emptied: int = 0

    def figures(self) -> Iterator[Figure]:
        """The records that can be patched; what cannot is noted."""
        import reconcile

        files = list(_record_files(self.paths, self.failures.refuse))
        if files:
            figures = reconcile.read_figures(
                *files, ocr_dir=self.ocr_dir, on_error=self.failures.note
            )
            yield from self.stages.read(figures)

    def patches(self, proposals: Iterable[_Proposal]) -> Iterator[bytes]:
        """The diffs; with `write` the records are written instead and nothing comes."""
        from reconcile.formats.changes import empties

        for proposal in proposals:
            try:
                piece = _patched(proposal, write=self.write)
            except InputError as error:
                self.failures.refuse(error, proposal.figid)
                continue
            self.done += 1
            if piece:
                self.changed += 1
                self.applied += _outstanding(proposal)
                self.emptied += any(empties(one, proposal.keywords) for one in proposal.changes)
                if not self.write:
                    yield piece

    def summary(self) -> str:
        """What was done, in one line."""
        from reconcile.report.wording import plural

        applied = f"{plural(self.applied, self.what)} applied"
        if self.emptied:
            applied += f", {plural(self.emptied, 'list')} of human genes emptied"
        where = "" if self.write else " (in the diff; the records are as they were)"
        return f"{plural(self.done, 'record')}, {self.changed} changed, {applied}{where}"

    def rest(self) -> str:
        """What a plain run leaves to a person, in one line."""
        from reconcile.report.wording import plural

        said = (
            f"{plural(self.left, 'other suggestion')} left that may be wrong: decide with "
            "`reconcile report`, or take them with --unsafe"
        )
        if self.emptying:
            said += f"; {plural(self.emptying, 'list')} of human genes would then be emptied"
        return said


def _least(min_confidence: float | None, *, unsafe: bool) -> float | None:
    """The confidence from which all suggestions are taken; None for the safe ones."""
    from reconcile.suggest import DEFAULT_MIN_CONFIDENCE

    return DEFAULT_MIN_CONFIDENCE if unsafe and min_confidence is None else min_confidence


def _record_files(paths: Iterable[str], refuse: Report) -> Iterator[Path]:
    """The PFOCR records behind the arguments; other files in folders are passed over."""
    from reconcile.formats.accepted import PFOCR_SUFFIXES
    from reconcile.formats.paths import record_files

    for name in paths:
        found = list(record_files(name, report=refuse))
        fit = [path for path in found if _is_pfocr(path, PFOCR_SUFFIXES)]
        yield from fit
        for path in found if not (fit and Path(name).is_dir()) else ():
            if path not in fit:
                refuse(
                    InputError(
                        "not a PFOCR record; only records of one figure a file, with front "
                        "matter, can be changed; `reconcile report` shows what to change in others",
                        source=str(path),
                    )
                )


def _is_pfocr(path: Path, suffixes: frozenset[str]) -> bool:
    """Whether a file may be a PFOCR record, by its suffix or else its first character."""
    from reconcile.formats.accepted import SUFFIXES
    from reconcile.formats.opening import open_source

    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return suffix in suffixes
    try:
        with open_source(path) as stream:
            head = stream.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
            return not head.startswith((b"{", b"[", b"<"))
    except (InputError, OSError):
        return True  # reading it will say what is wrong


def _surest(
    run: _Run,
    reconciler: Reconciler,
    least: float | None,
    n_process: int,
    time_limit: float,
) -> Iterator[_Proposal]:
    """Each record with its suggestions that are sure enough; with None those that are safe."""
    from reconcile.cli.progress import watched
    from reconcile.cli.run import reconciled, with_safe_ones, with_sure_ones
    from reconcile.formats.changes import change_of
    from reconcile.suggest import DEFAULT_MIN_CONFIDENCE, WHOLE_LIST

    results = reconciled(
        reconciler,
        run.figures(),
        run.failures.note,
        n_process=n_process,
        time_limit=time_limit,
    )
    results = run.stages.each("reconciling", results)
    for result in watched(results, show=True):
        if least is None:
            taken = with_safe_ones(result).suggestions
            sure = with_sure_ones(result, DEFAULT_MIN_CONFIDENCE).suggestions
            left = set(sure).difference(taken)
            run.left += len(left)
            run.emptying += sum(one.keyword == WHOLE_LIST for one in left)
        else:
            taken = with_sure_ones(result, least).suggestions
        changes = list(map(change_of, taken))
        keywords = tuple(verdict.keyword for verdict in result.keywords)
        yield _Proposal(result.source or "", result.figid, keywords, changes)


def _fixed(run: _Run, fixes: Fixes) -> Iterator[_Proposal]:
    """Each record with what fixes of its pipeline change in it."""
    from reconcile.benchmark.fixes import changes, rows_of
    from reconcile.report.wording import plural

    used: set[int] = set()
    for figure in run.figures():
        found = changes(figure, fixes)
        used.update(n for rows in rows_of(figure).values() for r in rows for n in fixes.all_of(r))
        yield _Proposal(figure.source or "", figure.figid, figure.keywords or (), found)
    if left := len(fixes.fixes) - len(used):
        remark(
            f"{left} of {plural(len(fixes.fixes), 'fix', 'fixes')} "
            f"{'is' if left == 1 else 'are'} about nothing in these records; words are read from "
            "FIGID-genes.tsv in _data near the records, or in the folder of --ocr-dir"
        )


def _decided(run: _Run, paths: Sequence[Path], organism: str) -> Iterator[_Proposal]:
    """Each record with what people accepted; what cannot be used is noted."""
    from reconcile.curation.decisions import read_decisions
    from reconcile.curation.settled import accepted_changes, by_figure

    refuse = run.failures.refuse
    standing_for, fault = partial(standing, organism), partial(symbol_fault, organism)
    decisions = read_decisions(*paths, on_error=run.failures.note)
    names = ", ".join(map(str, paths))
    if not any(decision.accept for decision in decisions):
        remark(f"{names}: no suggestion is accepted; write y into the column `accept`")
    left = by_figure(decisions, refuse)
    left = {figid: own for figid, own in left.items() if any(d.accept for d in own)}
    for figure in run.figures():
        keywords = figure.keywords or ()
        own = left.pop(figure.figid, [])
        changes = accepted_changes(own, keywords, refuse, standing=standing_for, fault=fault)
        yield _Proposal(figure.source or "", figure.figid, keywords, changes)
    absent = [figid for figid in left if figid not in {f.figid for f in run.failures}]
    if absent:
        from reconcile.report.wording import plural

        whose = "its record is" if len(absent) == 1 else "their records are"
        few = ", ".join(absent[:5]) + (" and others" if len(absent) > 5 else "")
        refuse(
            InputError(
                f"decisions about {plural(len(absent), 'figure')} are left over, because {whose} "
                f"not among those given: {few}",
                source=names,
            )
        )


def _patched(proposal: _Proposal, *, write: bool) -> bytes:
    """The diff of a record, or with `write` its new bytes once written; empty if none change."""
    from reconcile.formats.patch import patch_record
    from reconcile.formats.udiff import shown_path, unified_diff
    from reconcile.writing import replace_record

    if not proposal.changes:
        return b""
    source = proposal.source
    path = Path(os.path.realpath(source))
    try:
        old = path.read_bytes()
        new = patch_record(
            old,
            proposal.changes,
            source=source,
            bare=Path(source).suffix.lower() in {".yml", ".yaml"},
            keywords=proposal.keywords,
        )
        if old == new:
            return b""
        if not write:
            return unified_diff(old, new, shown_path(path))
        replace_record(path, old, new, source=source)
    except OSError as error:
        problem = f"cannot be changed: {error.strerror or error}; check permissions and room"
        raise InputError(problem, source=source) from error
    return new


def _outstanding(proposal: _Proposal) -> int:
    """How many of the changes the list does not have yet."""
    from reconcile.formats.changes import is_done

    return sum(not is_done(proposal.keywords, change) for change in proposal.changes)
