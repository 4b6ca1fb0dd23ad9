"""`reconcile ground`: from a name to human genes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.cli.console import guarded
from reconcile.cli.options import PlainForm
from reconcile.cli.overrides import OverridesFile, opened_overrides
from reconcile.cli.stages import Stages, say_with_what

if TYPE_CHECKING:
    from reconcile.records import Grounding, Override

__all__ = ["ground"]


@guarded
def ground(
    labels: Annotated[
        list[str], typer.Argument(metavar="LABEL", help="Names, such as HER2 or MEK1/2.")
    ],
    form: PlainForm = "table",
    overrides: OverridesFile = None,
) -> None:
    """Ground names to human genes, families and complexes, best reading first.

    A name without any reading is an answer too: its genes are empty and the exit status is 0.
    """
    import reconcile

    stages = Stages()
    with stages.stage("opening"):
        reconciler = reconcile.Reconciler(ner="lexicon", overrides=opened_overrides(overrides))
    say_with_what("lexicon")
    with stages.stage("grounding"):
        readings = [(label, reconciler.ground(label)) for label in labels]
    stages.say()
    if form == "json":
        from reconcile.report.jsonout import dumps, grounded

        sys.stdout.write(dumps([grounded(*pair) for pair in readings], indent=2) + "\n")
        return
    for i, (label, groundings) in enumerate(readings):
        if i:
            sys.stdout.write("\n")
        decided = None if overrides is None else reconciler.decided(label)
        for line in _lines(label, groundings, decided):
            sys.stdout.write(line + "\n")


def _lines(label: str, groundings: Sequence[Grounding], decided: Override | None) -> Iterator[str]:
    from reconcile.report.cells import UNDEFINED, columns, symbol_list, taxon_name
    from reconcile.shown import printable

    if not groundings:
        said = "no grounding" if decided is None else f"{decided.means}, {decided.said}"
        yield f"{printable(label)}: {printable(said)}"
        return
    best, *others = groundings
    family = f" {printable(best.label)}" if best.label else ""
    yield f"{printable(label)}: {best.kind}{family}, score {best.score:.2f}"
    if best.genes:
        yield from columns(
            [
                (printable(g.symbol), g.hgnc_id or UNDEFINED, _ncbi(g.ncbi_gene_id))
                for g in best.genes
            ],
            indent=2,
        )
    else:
        yield "  no human gene"
    yield f"  organism: {taxon_name(best.taxon)} ({best.taxon})"
    yield f"  matched: {_evidence(best)}"
    if others:
        yield "  other readings:"
        yield from columns(
            [
                (
                    f"{g.score:.2f}",
                    g.kind,
                    printable(g.label or UNDEFINED),
                    symbol_list(g.genes) or UNDEFINED,
                    taxon_name(g.taxon),
                    _evidence(g),
                )
                for g in others
            ],
            indent=4,
        )


def _ncbi(identifier: str | None) -> str:
    from reconcile.report.cells import UNDEFINED

    return f"NCBI Gene {identifier}" if identifier else UNDEFINED


def _evidence(grounding: Grounding) -> str:
    from reconcile.shown import printable

    match = grounding.match
    shown = f"{match.form} ({match.type} in {match.source}, {match.rule}"
    if match.similarity < 1:
        shown += f", similarity {match.similarity:.2f}"
    return printable(shown) + ")"
