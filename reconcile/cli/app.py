"""The Typer application and its commands.

Only Typer and the standard library are imported here: each command imports what it needs when it
runs, so that `--help` and `ground` start at once.
"""

from __future__ import annotations

from typing import Annotated

import typer

from reconcile.cli.annotate import annotate
from reconcile.cli.apply import apply
from reconcile.cli.batch import batch
from reconcile.cli.benchmark import benchmark
from reconcile.cli.commands import Command, Root
from reconcile.cli.completion import INSTALL, SHOW, Shell
from reconcile.cli.ground import ground
from reconcile.cli.learn import learn
from reconcile.cli.lexicon import app as lexicon_app
from reconcile.cli.model import app as model_app
from reconcile.cli.report import report
from reconcile.cli.serve import serve
from reconcile.cli.store import app as store_app
from reconcile.cli.worse import DemandingCommand

__all__ = ["app"]

app = typer.Typer(
    name="reconcile",
    cls=Root,
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


for _command in (report, apply, benchmark, batch, annotate, ground, learn, serve):
    app.command(cls=DemandingCommand if _command is benchmark else Command)(_command)
app.add_typer(lexicon_app, name="lexicon")
app.add_typer(model_app, name="model")
app.add_typer(store_app, name="store")
