"""`reconcile model evaluate`: how well names are found, and with `--grounding` grounded."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reconcile.cli.console import SOME_FAILED, complain, guarded
from reconcile.cli.options import PlainForm
from reconcile.cli.values import whole
from reconcile.errors import InputError

if TYPE_CHECKING:
    from reconcile.evaluation import Corpus, CorpusScore
    from reconcile.records import Failure

__all__ = ["evaluate"]

_MEASURES = {"strict": "strict", "overlap": "partial: overlap", "type": "partial: type"}


@guarded
def evaluate(
    more: Annotated[
        list[Path] | None,
        typer.Argument(exists=True, dir_okay=False, metavar="FILE", help="More corpora."),
    ] = None,
    corpus: Annotated[
        list[Path] | None,
        typer.Option(
            "--corpus",
            exists=True,
            dir_okay=False,
            metavar="FILE",
            help="A corpus: lines of `token TAB IOB tag`, or PubTator; may be gzipped. With "
            "--grounding a gold with genes: JSON Lines, PubTator or BioC. Files that follow it are "
            "corpora too.",
        ),
    ] = None,
    grounding: Annotated[
        bool,
        typer.Option(
            "--grounding",
            help="Measure whether names are grounded to the right genes too, not their spans only.",
        ),
    ] = False,
    ner: Annotated[
        str | None,
        typer.Option(
            "--ner",
            metavar="tagger|chain|lexicon|PATH",
            help="What to evaluate: the bundled tagger alone, all that `annotate` does, the "
            "dictionary only, or any spaCy or scispaCy model by path or package name.",
            show_default="tagger; with --grounding chain",
        ),
    ] = None,
    annotations: Annotated[
        Path | None,
        typer.Option(
            "--annotations",
            exists=True,
            dir_okay=False,
            metavar="FILE",
            help="With --grounding: evaluate these annotations by another system, as PubTator, "
            "BioC, Web Annotation or JSON with the ids of the gold's documents.",
        ),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="FILE|NER",
            help="With --grounding: a second system, by a file as for --annotations or a name as "
            "for --ner; says which is better, and how sure that is.",
        ),
    ] = None,
    orthologs: Annotated[
        bool | None,
        typer.Option(
            "--orthologs/--no-orthologs",
            help="With --grounding: ids of mouse, rat and zebrafish genes count as their human "
            "orthologs, in the gold and in annotations; otherwise the genes of such names are not "
            "asked for.",
            show_default="orthologs for JSON Lines, which ground to human genes",
        ),
    ] = None,
    errors: Annotated[
        int | None,
        typer.Option(
            "--errors",
            parser=whole,
            metavar="N",
            help="With --grounding: show so many examples of each class of error.",
        ),
    ] = None,
    types: Annotated[
        list[str] | None,
        typer.Option(
            "--types",
            metavar="TYPE,...",
            help="Types of the corpus that count.",
            show_default="all in columns, those of genes in PubTator",
        ),
    ] = None,
    labels: Annotated[
        list[str] | None,
        typer.Option(
            "--labels",
            metavar="LABEL,...",
            help="Labels of the model that count.",
            show_default="all that stand for genes",
        ),
    ] = None,
    style: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Style that the bundled tagger is to follow: auto, general or a corpus.",
            show_default="auto: by the corpus's own name for genes",
        ),
    ] = "auto",
    form: PlainForm = "table",
) -> None:
    """Measure how well gene names are found in corpora, and how fast.

    Precision, recall and F1 with 95 % intervals, for spans that are exactly right and for those
    that overlap, and words a second in one process. With --grounding how well names are found and
    grounded to the right genes, by this program or by any other.
    """
    paths = [*(corpus or ()), *(more or ())]
    if not paths:
        raise typer.BadParameter("give at least one corpus with --corpus")
    if grounding:
        if annotations is not None and ner is not None:
            raise typer.BadParameter("give --ner or --annotations, not both")
        if labels or style != "auto":
            raise typer.BadParameter("--labels and --style are of no use with --grounding")
        from reconcile.cli.linking import Wanted, run_linking

        wanted = Wanted(
            ner or "chain", annotations, against, _listed(types), orthologs, errors or 0
        )
        run_linking(paths, wanted, form)
        return
    for name, value in (
        ("--annotations", annotations),
        ("--against", against),
        ("--orthologs", orthologs),
        ("--errors", errors),
    ):
        if value is not None:
            raise typer.BadParameter(f"{name} needs --grounding")
    from reconcile.evaluation import open_finder

    failures: list[Failure] = []
    corpora = _corpora(paths, _listed(types), failures)
    finder = open_finder(ner or "tagger", labels=_listed(labels))
    scores = list(map(partial(_evaluated, finder=finder, style=style), corpora))
    if form == "json":
        from reconcile.report.jsonout import dumps

        result = {
            "model": {
                "name": finder.name,
                "version": finder.version,
                "labels": sorted(finder.labels),
            },
            "corpora": [score.to_dict() for score in scores],
            "failures": [{"source": f.source, "line": f.line, "error": f.error} for f in failures],
        }
        sys.stdout.write(dumps(result, indent=2) + "\n")
    elif scores:
        for line in _table(f"{finder.name} {finder.version or ''}".strip(), scores):
            sys.stdout.write(line + "\n")
    if failures:
        raise typer.Exit(SOME_FAILED)


def _listed(values: Iterable[str] | None) -> list[str]:
    """The parts of values with commas between them."""
    return [part.strip() for value in values or () for part in value.split(",") if part.strip()]


def _corpora(
    paths: Sequence[Path], types: Collection[str], failures: list[Failure]
) -> list[Corpus]:
    """The corpora that can be read; the others are complained about."""
    from reconcile.evaluation import read_corpus
    from reconcile.records import Failure

    corpora: list[Corpus] = []
    for path in paths:
        try:
            corpora.append(read_corpus(path, types=types, taken=[c.name for c in corpora]))
        except InputError as error:
            complain(f"error: {error}")
            failures.append(Failure(error.source or str(path), error.message, error.line))
    return corpora


def _evaluated(corpus: Corpus, finder: Any, style: str) -> CorpusScore:
    from reconcile.cli.progress import watched
    from reconcile.evaluation import evaluate as evaluate_corpus

    progress = partial(watched, show=True, noun=f"documents of {corpus.name}")
    return evaluate_corpus(corpus, finder, style=style, watch=progress)


def _table(name: str, scores: Sequence[CorpusScore]) -> Iterator[str]:
    from reconcile.evaluation import bootstrap_ci95
    from reconcile.evaluation.scoring import SCORES
    from reconcile.report.cells import columns
    from reconcile.report.wording import UNDEFINED, printable

    def cell(value: float | None, interval: Sequence[float] | None) -> str:
        if value is None:
            return UNDEFINED
        return f"{value:.3f}" + (" [{:.3f}, {:.3f}]".format(*interval) if interval else "")

    yield printable(name)
    rows: list[tuple[str, ...]] = [("corpus", "documents", "gold", "found", "words/s")]
    for score in scores:
        speed = f"{score.words / score.seconds:,.0f}" if score.seconds else UNDEFINED
        counts = score.counts
        row = (f"{n:,}" for n in (len(score.documents), counts.gold, counts.predicted))
        rows.append((printable(score.name), *row, speed))
    yield ""
    yield from columns(rows, indent=0)
    intervals = [bootstrap_ci95(score.documents) for score in scores]
    for measure, title in _MEASURES.items():
        yield ""
        yield from columns(
            [
                (title, *SCORES),
                *(
                    (
                        printable(score.name),
                        *(cell(score.counts.score(measure, s), ci[measure][s]) for s in SCORES),
                    )
                    for score, ci in zip(scores, intervals, strict=True)
                ),
            ],
            indent=0,
        )
