"""`reconcile learn`: what the decisions in a store teach."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reconcile.choices import PlainFormat
from reconcile.cli.console import SOME_FAILED, complain, guarded
from reconcile.cli.databases import Database, opened
from reconcile.cli.loudness import remark
from reconcile.cli.options import Force, PlainForm
from reconcile.cli.outputs import open_output
from reconcile.cli.stages import Stages

if TYPE_CHECKING:
    from reconcile.learning.lessons import Lessons
    from reconcile.overrides.table import Overrides
    from reconcile.store import DecisionRow

__all__ = ["learn"]


@guarded
def learn(
    db: Database,
    overrides: Annotated[
        Path | None,
        typer.Option(
            "--overrides",
            dir_okay=False,
            metavar="FILE",
            help="Write what words mean into this table. With --force one that is there is "
            "renewed: rows that people wrote stay.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            dir_okay=False,
            metavar="FILE",
            help="Write the refitted confidences, for --calibration.",
        ),
    ] = None,
    form: PlainForm = "table",
    force: Force = False,
) -> None:
    """Say what the decisions of curators teach: what words mean, and how far to trust suggestions.

    Nothing is used or written that is not asked for, and the database stays as it is. What
    contradicts itself is named and left out. Confidences are refitted only where that is better on
    figures that were left out; else -o writes nothing, and the exit status is 1.
    """
    stages = Stages()
    known = _known(overrides, force=force)
    with stages.stage("learning"), opened(db) as store:
        from reconcile.learning.lessons import lessons
        from reconcile.learning.sufficient import why_not
        from reconcile.lexicon import Lexicon

        lexicon = Lexicon.load()
        stored = (store.figure(figid) for figid in store.figids())
        found = lessons((figure for figure in stored if figure is not None), lexicon)
    fault = why_not(found.refit)
    _say(found, fault, form)
    if overrides is not None:
        _write_readings(overrides, known, found)
    if output is not None:
        if fault is not None:
            complain(f"error: {output} is not written: {fault}")
            raise typer.Exit(SOME_FAILED)
        from reconcile.curation.calibration import calibration_text

        with open_output(output, force=force) as out:
            out.write(calibration_text(found.calibration))
        remark(f"confidences written to {output}")
    stages.say()


def _known(path: Path | None, *, force: bool) -> Overrides:
    """The rows of a table that is to be renewed.

    Raises:
        typer.BadParameter: it is there, and nobody gave it up.
        typer.Exit: a row of it cannot be used.
    """
    from reconcile.cli.overrides import opened_overrides
    from reconcile.overrides.table import Overrides

    if path is None or not path.exists():
        return Overrides()
    if not force:
        raise typer.BadParameter(f"{path} is there; pass --force to renew what was learned in it")
    return opened_overrides(path) or Overrides()


def _write_readings(path: Path, known: Overrides, found: Lessons) -> None:
    from reconcile.curation.overrides import write_overrides
    from reconcile.learning.readings import with_learned

    table, left_out = with_learned(known, found.readings.rows)
    for row in left_out:
        remark(f"note: {row.word}: the row that is in {path} stays; {row.means}, {row.said}")
    write_overrides(path, table, replace=True)
    remark(f"{len(table)} readings written to {path}")


def _say(found: Lessons, fault: str | None, form: PlainFormat) -> None:
    if form == "json":
        from reconcile.report.jsonout import dumps

        sys.stdout.write(dumps(_plain(found, fault), indent=2) + "\n")
        return
    from reconcile.report.wording import printable

    for line in _lines(found, fault):
        sys.stdout.write(printable(line) + "\n")


def _lines(found: Lessons, fault: str | None) -> Iterator[str]:
    from reconcile.learning.measuring import HEAD
    from reconcile.report.cells import columns
    from reconcile.report.decided import decided_readings
    from reconcile.report.wording import plural

    rows = found.readings.rows
    yield f"What words mean: {plural(len(rows), 'reading')} from {plural(found.figures, 'figure')}"
    for row, said in zip(rows, decided_readings(rows), strict=True):
        yield f"  {said}{_where(row.context, row.organism)}"
    unused = [*map(_split, found.readings.splits), *map(_clash, found.clashes)]
    if unused:
        yield ""
        yield f"Not used: {plural(len(unused), 'contradiction')}"
        yield from (f"  {line}" for line in unused)
    yield ""
    yield f"How far suggestions can be trusted: {plural(len(found.decided), 'decision')}"
    if found.refit.scores:
        yield from columns([HEAD, *(one.cells for one in found.refit.scores)], indent=2)
    yield f"  {fault or 'refitting is better on figures that were left out'}"


def _where(context: tuple[str, ...], organism: str | None) -> str:
    """The conditions of a reading, in words."""
    from reconcile.report.wording import taxon_name

    parts = []
    if context:
        more = len(context) - _FEW
        shown = ", ".join(context[:_FEW]) + (f" or {more} more" if more > 0 else "")
        parts.append(f"beside {shown}")
    if organism:
        parts.append(f"in figures on {taxon_name(organism)}")
    return f": {', '.join(parts)}" if parts else ""


_FEW = 4
"""How many genes of a context are shown; the table has them all."""


def _split(split: tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]) -> str:
    word, meanings = split
    said = " and ".join(f"{name} in {', '.join(ids[:_FEW])}" for name, ids in meanings)
    return f"{word} is {said}, and nothing beside it tells them apart"


def _clash(group: tuple[DecisionRow, ...]) -> str:
    said = ", ".join(f"{row.verdict} by {row.curator}" for row in group)
    return f"{group[0].text} of {group[0].figid}: {said}"


def _plain(found: Lessons, fault: str | None) -> dict[str, Any]:
    from reconcile.plain import as_json

    return {
        "figures": found.figures,
        "readings": [as_json(row) for row in found.readings.rows],
        "contradictions": [
            {"word": word, "meanings": [{"means": name, "figids": list(ids)} for name, ids in each]}
            for word, each in found.readings.splits
        ],
        "disagreements": [
            {
                "figid": group[0].figid,
                "text": group[0].text,
                "decisions": [{"curator": row.curator, "verdict": row.verdict} for row in group],
            }
            for group in found.clashes
        ],
        "decisions": len(found.decided),
        "scores": [as_json(one) for one in found.refit.scores],
        "refused": fault,
    }
