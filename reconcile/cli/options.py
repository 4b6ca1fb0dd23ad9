"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reconcile.choices import PlainFormat
from reconcile.cli.values import (
    choice,
    model_name,
    names_of_rules,
    number,
    organism_names,
    organism_taxon,
    rule,
    whole,
)

__all__ = [
    "TIME_LIMIT",
    "AnnotationTypes",
    "Annotations",
    "Decisions",
    "Disable",
    "Force",
    "LeastConfidence",
    "Ner",
    "OcrDir",
    "Organism",
    "OutputFile",
    "PlainForm",
    "Processes",
    "TimeLimit",
]

TIME_LIMIT = 60.0
"""Seconds that a record may take if nobody says otherwise: far above what any takes."""


def _models(incomplete: str) -> list[str]:
    return [name for name in ("default", "lexicon") if name.startswith(incomplete)]


Ner = Annotated[
    str,
    typer.Option(
        "--ner",
        metavar="default|lexicon|PATH",
        parser=model_name,
        autocompletion=_models,
        help="What finds gene names: dictionary and bundled tagger, the dictionary only (faster), "
        "or any spaCy or scispaCy model by path or package name.",
    ),
]
Annotations = Annotated[
    Path | None,
    typer.Option(
        "--annotations",
        exists=True,
        dir_okay=False,
        metavar="FILE",
        help="What another tagger found in the captions, as PubTator, BioC, Web Annotation or a "
        "report in JSON, with figids as document ids; nothing else is looked for then.",
    ),
]
AnnotationTypes = Annotated[
    str,
    typer.Option(
        "--annotation-types",
        metavar="TYPE,...",
        help="Types of these annotations that count.",
        show_default="those of genes, their products, families and complexes",
    ),
]
Organism = Annotated[
    str,
    typer.Option(
        "--organism",
        metavar="NAME|TAXON|auto",
        parser=organism_taxon,
        autocompletion=organism_names,
        show_default="human",
        help="Whose gene symbols the lists are in and are corrected in: human, mouse, rat, "
        "zebrafish, fly, worm, yeast or E. coli, by name or taxon id; `auto` asks each list.",
    ),
]
OcrDir = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        file_okay=False,
        help="Folder with the words read off the images, FIGID-genes.tsv and the like.",
        show_default="_data near the record",
    ),
]
Processes = Annotated[
    int,
    typer.Option("--n-process", parser=whole, metavar="N", help="Processes that share the work."),
]
TimeLimit = Annotated[
    float,
    typer.Option(
        "--time-limit",
        parser=number(0.001, 1_000_000),
        metavar="S",
        help="Seconds that a record may take.",
    ),
]


Disable = Annotated[
    list[str],
    typer.Option(
        "--disable",
        metavar="RULE",
        help="A rule that is to suggest nothing, by its reason code (missing_members); "
        "may be given several times.",
        parser=rule,
        autocompletion=names_of_rules,
        show_default=False,
    ),
]
Decisions = Annotated[
    list[Path],
    typer.Option(
        "--decisions",
        exists=True,
        dir_okay=False,
        metavar="FILE",
        help="What people decided: the CSV report with `accept` filled in, or JSON Lines; may be "
        "given several times.",
        show_default=False,
    ),
]
LeastConfidence = Annotated[
    float | None,
    typer.Option(
        "--min-confidence",
        parser=number(0, 1),
        metavar="X",
        show_default="those that are safe",
        help="Take the suggestions from this confidence on, 0 to 1.",
    ),
]
OutputFile = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write to FILE instead of standard output; it appears whole or not at all.",
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help="Write over files that are there, but never over an input.")
]
PlainForm = Annotated[PlainFormat, choice(PlainFormat, "--format", help="How to write the result.")]
