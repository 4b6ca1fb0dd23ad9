"""The application and its commands.

A command is imported when it is asked for, and imports what it needs when it runs: `--help` and
`ground` start at once. So what a command does stands here too, in the sentence that begins its
own text.
"""

from __future__ import annotations

from typing import Annotated, Final

from reconcile.cli.commands import Root
from reconcile.cli.completion import INSTALL, SHOW, Shell
from reconcile.cli.usage import Context, Exit, Later, Option, echo

__all__ = ["app"]


def _show_version(_: Context, wanted: bool) -> None:
    if wanted:
        from reconcile.version import __version__

        echo(f"reconcile {__version__}")
        raise Exit


def _root(
    version: Annotated[
        bool,
        Option(
            "--version",
            "-V",
            help="Show the version and exit.",
            callback=_show_version,
            is_eager=True,
            expose_value=False,
        ),
    ] = False,
    install: Annotated[Shell | None, INSTALL] = None,
    show: Annotated[Shell | None, SHOW] = None,
) -> None:
    """Hold PFOCR gene lists against what figure captions say."""


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

_MADE_THERE: Final = frozenset({"benchmark", "lexicon", "model", "store"})
"""Modules that make their command or group themselves, as `app`."""

app = Root("reconcile", _root)
for _name, _about in _ABOUT.items():
    _attribute = "app" if _name in _MADE_THERE else _name
    app.commands.add(_name, Later(f"reconcile.cli.{_name}", _attribute, _about))
