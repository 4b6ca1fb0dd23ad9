"""`reconcile model`: train, measure and describe the gene tagger."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from reconcile.choices import PlainFormat
from reconcile.cli.commands import Command, Group
from reconcile.cli.console import complain, guarded
from reconcile.cli.evaluate import evaluate
from reconcile.cli.loudness import remark
from reconcile.cli.options import Force, PlainForm
from reconcile.cli.outputs import check_folder

__all__ = ["app"]

app = typer.Typer(
    name="model",
    help="Train, measure or describe the gene tagger.",
    cls=Group,
    add_completion=False,
    rich_markup_mode=None,
)

_PIPELINE = ("meta.json", "config.cfg", "tokenizer", "ner")
"""What a trained pipeline writes into its folder."""

app.command(cls=Command)(evaluate)


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


def _description(found: Mapping[str, Any]) -> Iterator[str]:
    from reconcile.report.cells import columns
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
