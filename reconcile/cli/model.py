"""`reconcile model`: train, measure and describe the gene tagger."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reconcile.choices import PlainFormat
from reconcile.cli.commands import Command, Group
from reconcile.cli.console import SOME_FAILED, complain, guarded
from reconcile.cli.loudness import remark
from reconcile.cli.options import Force, PlainForm
from reconcile.cli.outputs import check_folder
from reconcile.errors import InputError

if TYPE_CHECKING:
    from reconcile.evaluation import Corpus, CorpusScore
    from reconcile.records import Failure

__all__ = ["app"]

app = typer.Typer(
    help="Train, measure or describe the gene tagger.", cls=Group, rich_markup_mode=None
)

_PIPELINE = ("meta.json", "config.cfg", "tokenizer", "ner")
"""What a trained pipeline writes into its folder."""
_MEASURES = {"strict": "strict", "overlap": "partial: overlap", "type": "partial: type"}


@app.command(cls=Command)
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
            help="A corpus: lines of `token TAB IOB tag`, or PubTator; may be gzipped. "
            "Files that follow it are corpora too.",
        ),
    ] = None,
    ner: Annotated[
        str,
        typer.Option(
            "--ner",
            metavar="tagger|chain|lexicon|PATH",
            help="What to evaluate: the bundled tagger alone, all that `annotate` does, the "
            "dictionary only, or any spaCy or scispaCy model by path or package name.",
        ),
    ] = "tagger",
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
    that overlap, and words a second in one process.
    """
    paths = [*(corpus or ()), *(more or ())]
    if not paths:
        raise typer.BadParameter("give at least one corpus with --corpus")
    from reconcile.evaluation import open_finder

    failures: list[Failure] = []
    corpora = _corpora(paths, _listed(types), failures)
    finder = open_finder(ner, labels=_listed(labels))
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


@app.command(cls=Command)
@guarded
def train(
    config: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, metavar="CONFIG", help="Recipe, TOML.")
    ],
    corpora: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            file_okay=False,
            metavar="DIR",
            help="Folder that the paths of the corpora are relative to.",
            show_default="RECONCILE_CORPORA, else the folder that CONFIG names",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            file_okay=False,
            metavar="DIR",
            help="Folder to write the pipeline to.",
            show_default="the folder of CONFIG",
        ),
    ] = None,
    form: PlainForm = "table",
    force: Force = False,
) -> None:
    """Train the tagger that a recipe describes, and show what it became.

    Progress goes to standard error. The same commit, recipe and corpora give the same tagger.
    """
    from reconcile.tagger.training import train as train_tagger

    check_folder(config.parent if out is None else out, _PIPELINE, (config,), force=force)
    result = train_tagger(config, corpora, out, say=remark)
    _show(result.path, form)


@app.command(cls=Command)
@guarded
def info(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR", help="Folder of a spaCy pipeline.", show_default="the bundled tagger"
        ),
    ] = None,
    form: PlainForm = "table",
) -> None:
    """Show name, version, labels, scores, size and checksum of the tagger."""
    _show(path, form)


def _show(path: Path | None, form: PlainFormat) -> None:
    from reconcile.tagger.bundle import model_info

    found = model_info(path)
    if found["lexicon"]["stale"]:
        complain(
            "warning: the tagger was trained with another lexicon than the bundled one; measure it "
            "(`reconcile model evaluate`) and train it anew (`reconcile model train`)"
        )
    if form == "json":
        from reconcile.report.jsonout import dumps

        sys.stdout.write(dumps(found, indent=2) + "\n")
        return
    for line in _description(found):
        sys.stdout.write(line + "\n")


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
    from reconcile.report.table import columns
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


def _description(found: Mapping[str, Any]) -> Iterator[str]:
    from reconcile.report.table import columns
    from reconcile.report.wording import UNDEFINED, printable

    def cell(value: object) -> str:
        return UNDEFINED if value in (None, "", []) else printable(str(value))

    rows = [(key.replace("_", " "), cell(found[key])) for key in _KEYS]
    rows.append(("labels", cell(", ".join(found["labels"]))))
    rows.append(("size", f"{found['bytes']:,} bytes"))
    rows.append(("sha256", found["sha256"]))
    yield from columns(rows, indent=0)
    if scores := list(_flat(found["scores"])):
        yield ""
        yield "Scores"
        yield from columns(scores, indent=2)


_KEYS = ("name", "version", "description", "license", "spacy_version")


def _flat(scores: object, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Scores with their names; those of a corpus or label stand below one another."""
    from reconcile.report.wording import printable

    if isinstance(scores, Mapping):
        for name, value in scores.items():
            yield from _flat(value, f"{prefix}: {name}" if prefix else str(name))
    elif isinstance(scores, float):
        yield printable(prefix), f"{scores:.4g}"
    elif scores is not None:
        yield printable(prefix), printable(str(scores))
