"""The Typer application and its commands.

A command is imported when it is asked for, and imports what it needs when it runs: `--help` and
`ground` start at once. So what a command does stands here too, in the sentence that begins its
own text.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Final

import typer

from reconcile.cli.commands import Root
from reconcile.cli.completion import INSTALL, SHOW, Shell
from reconcile.cli.later import Later

__all__ = ["app"]

_ABOUT: Final = {
    "report": "Compare the gene list of each figure with its caption and suggest corrections.",
    "apply": "Write accepted suggestions into the gene lists of PFOCR records.",
    "benchmark": "Score gene lists over a corpus, and what the suggestions would change.",
    "batch": "Reconcile any number of records into a folder of Parquet files.",
    "annotate": "Find the genes, families and complexes that a text names, and ground them.",
    "ground": "Ground names to human genes, families and complexes, best reading first.",
    "learn": "Say what the decisions of curators teach: what words mean, and how "
    "far to trust suggestions.",
    "serve": "Serve pages for curators and an API for their tools, until it is interrupted.",
    "lexicon": "Inspect or rebuild the lexicon.",
    "model": "Train, measure or describe the gene tagger.",
    "store": "Keep figures, reports and decisions in a database.",
}
"""What each command does; its name is that of its module too."""


class _Reconcile(Root):
    later = MappingProxyType(
        {name: Later(f"reconcile.cli.{name}", about) for name, about in _ABOUT.items()}
    )


app = typer.Typer(
    name="reconcile",
    cls=_Reconcile,
    help="Hold PFOCR gene lists against what figure captions say.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from reconcile.version import __version__

        typer.echo(f"reconcile {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            "-V",
            help="Show the version and exit.",
            callback=_show_version,
            is_eager=True,
        ),
    ] = False,
    install: Annotated[Shell | None, INSTALL] = None,
    show: Annotated[Shell | None, SHOW] = None,
) -> None:
    """Hold PFOCR gene lists against what figure captions say."""
