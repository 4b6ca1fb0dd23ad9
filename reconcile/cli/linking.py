"""`reconcile model evaluate --grounding`: systems held against golds with genes."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from reconcile.choices import PlainFormat
from reconcile.cli.console import SOME_FAILED
from reconcile.cli.failures import Failures
from reconcile.cli.loudness import remark
from reconcile.errors import InputError, ModelError

if TYPE_CHECKING:
    from reconcile.evaluation.linking import Comparison, Gold, LinkingScore, System
    from reconcile.lexicon import Lexicon

__all__ = ["Wanted", "run_linking"]

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be measured, as the command line says it.

    Attributes:
        ner: this program in one of its ways.
        annotations: those of another system, in the place of `ner`.
        against: a second system, by a file or as for `ner`; None for no comparison.
        types: the types of annotations that count; empty for those that stand for genes.
        orthologs: see `read_gold`.
        examples: how many of each class of error are shown.
    """

    ner: str
    annotations: Path | None
    against: str | None
    types: Sequence[str]
    orthologs: bool | None
    examples: int


def run_linking(paths: Sequence[Path], wanted: Wanted, form: PlainFormat) -> None:
    """Measure, and print what was measured.

    Raises:
        typer.Exit: some document or file could not be used.
        ModelError: a system cannot be opened.
        InputError: a file of annotations cannot be used.
    """
    from reconcile.lexicon import Lexicon

    failures, lexicon = Failures(), Lexicon.load()
    golds = _golds(paths, wanted, lexicon, failures)
    systems = [_system(wanted.annotations, wanted.ner, wanted.types)]
    if wanted.against is not None:
        systems.append(_second_system(wanted.against, wanted.types))
    measured = [_measured(gold, systems, lexicon, failures) for gold in golds]
    measured = [scores for scores in measured if scores and scores[0].counts]
    if golds:
        _say_what_is_unknown(systems)
    if form == "json":
        _print_json(systems, measured, failures, wanted.examples)
    else:
        _print_table(measured, wanted.examples)
    if failures:
        raise typer.Exit(SOME_FAILED)


def _golds(
    paths: Sequence[Path], wanted: Wanted, lexicon: Lexicon, failures: Failures
) -> list[Gold]:
    """The golds that can be read; the others are complained about."""
    from reconcile.evaluation.linking import read_gold

    golds: list[Gold] = []
    for path in paths:
        try:
            gold = read_gold(
                path,
                lexicon,
                on_error=failures.note,
                types=wanted.types,
                orthologs=wanted.orthologs,
                taken=[one.name for one in golds],
            )
        except InputError as error:
            failures.refuse(error, source=str(path))
            continue
        golds.append(gold)
        if gold.unknown:
            count = gold.not_asked
            left = f"; the genes of {count:,} places are not asked for" if count else ""
            remark(f"note: {path}: {_listing(gold.unknown)}: of no human gene{left}")
    return golds


def _system(annotations: Path | None, ner: str, types: Sequence[str]) -> System:
    from reconcile.evaluation.linking import Annotated, open_system

    return open_system(ner) if annotations is None else Annotated(annotations, types=types)


def _second_system(name: str, types: Sequence[str]) -> System:
    """What `--against` names: a file of annotations, or this program in one of its ways."""
    if Path(name).is_file():
        return _system(Path(name), name, types)
    try:
        return _system(None, name, types)
    except ModelError as error:
        raise ModelError(f"there is no file {name!r}, and {error}") from error


def _measured(
    gold: Gold, systems: Sequence[System], lexicon: Lexicon, failures: Failures
) -> list[LinkingScore]:
    """One score a system, over the documents that all of them have; none if one has no answers."""
    from reconcile.cli.progress import watched
    from reconcile.evaluation.linking import evaluate_linking

    watch = partial(watched, show=True, noun=f"documents of {gold.name}")
    try:
        scores = [
            evaluate_linking(gold, system, lexicon, on_error=failures.note, watch=watch)
            for system in systems
        ]
    except InputError as error:
        failures.refuse(error)
        return []
    shared = set(scores[0].counts).intersection(*(score.counts for score in scores))
    return [score.on(shared) for score in scores]


def _say_what_is_unknown(systems: Sequence[System]) -> None:
    """What annotations of other systems have that no gold asked for."""
    from reconcile.evaluation.linking import Annotated

    for system in systems:
        if not isinstance(system, Annotated):
            continue
        if system.unknown:
            remark(
                f"note: {system.name}: {_listing(system.unknown)}: of no human gene, not counted"
            )
        if system.unasked:
            names = dict.fromkeys(system.unasked, "")
            remark(f"note: {system.name}: no gold has the text {_listing(names)}")


def _print_json(
    systems: Sequence[System],
    measured: Sequence[Sequence[LinkingScore]],
    failures: Failures,
    examples: int,
) -> None:
    from reconcile.report.jsonout import dumps

    result: dict[str, Any] = {
        "model": {"name": systems[0].name, "version": systems[0].version},
        "corpora": [
            {
                **scores[0].to_dict(examples),
                "comparison": None if (found := _compared(scores)) is None else found.to_dict(),
            }
            for scores in measured
        ],
        "failures": [
            {"source": f.source, "line": f.line, "figid": f.figid, "error": f.error}
            for f in failures
        ],
    }
    sys.stdout.write(dumps(result, indent=2) + "\n")


def _print_table(measured: Sequence[Sequence[LinkingScore]], examples: int) -> None:
    from reconcile.evaluation.linking.table import score_lines

    for number, scores in enumerate(measured):
        lines = ["", *score_lines(scores[0], _compared(scores), examples)]
        sys.stdout.write("\n".join(lines[number == 0 :]) + "\n")


def _compared(scores: Sequence[LinkingScore]) -> Comparison | None:
    """The first score against the second; None without one."""
    from reconcile.evaluation.linking import compare_scores

    return compare_scores(*scores) if len(scores) > 1 else None


def _listing(names: Mapping[str, str]) -> str:
    """The first few identifiers with the names that have them, and how many more there are."""
    listed = [f"{one} ({name})" if name else one for one, name in names.items()]
    rest = len(listed) - _SHOWN
    return ", ".join(listed[:_SHOWN]) + (f" and {rest:,} more" if rest > 0 else "")
