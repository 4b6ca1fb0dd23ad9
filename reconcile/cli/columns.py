"""`--columns`: what the columns of tables are called, for the commands that read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

__all__ = ["ColumnNames", "named_columns"]


def named_columns(texts: Iterable[str]) -> dict[str, str]:
    """The columns by field of what was given, as for `read_figures`."""
    if not texts:
        return {}
    from reconcile.formats.columns import parse_columns

    return parse_columns(",".join(texts))


def _checked(texts: list[str]) -> list[str]:
    from reconcile.errors import InputError

    try:
        named_columns(texts)
    except InputError as error:
        raise typer.BadParameter(error.message) from None
    return texts


ColumnNames = Annotated[
    list[str],
    typer.Option(
        "--columns",
        metavar="FIELD=COLUMN,...",
        help="What columns of tables and keys of JSON are called, where it is not guessed: "
        "caption=Legend,keywords=Genes. May be given several times.",
        callback=_checked,
        show_default=False,
    ),
]
