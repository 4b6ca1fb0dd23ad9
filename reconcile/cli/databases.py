"""`DB`: the database of a workbench, for the commands that use one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from reconcile.store import Store

__all__ = ["Curator", "Database", "opened", "system_user"]

Database = Annotated[
    str,
    typer.Argument(metavar="DB", help="The database: a file of SQLite, or a postgresql:// URL."),
]
Curator = Annotated[
    str,
    typer.Option(
        "--curator",
        metavar="NAME",
        help="Whose decisions they are.",
        show_default="the name of the system's user",
    ),
]


def opened(where: str, *, create: bool = False) -> Store:
    """The store of a file or URL.

    Args:
        where: a file, or a `postgresql://` URL.
        create: whether a file that is not there is made.

    Raises:
        typer.BadParameter: it cannot be opened.
        MissingExtraError: what it needs is not installed.
    """
    from reconcile.errors import MissingExtraError
    from reconcile.extras import to_install

    try:
        from reconcile.store import Store, StoreError
    except ImportError as error:
        raise MissingExtraError(f"a database needs {error.name}; {to_install('serve')}") from error
    try:
        return Store(where, create=create)
    except StoreError as error:
        raise typer.BadParameter(str(error)) from None


def system_user() -> str:
    """The name of the system's user, `curator` where it has none."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "curator"
