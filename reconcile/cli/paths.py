"""The PATH arguments of the commands that read records: what is not there is wrong use."""

from __future__ import annotations

from collections.abc import Iterable

import typer

from reconcile.errors import InputError

__all__ = ["existing", "existing_one"]


def existing(ctx: typer.Context, names: list[str] | None) -> list[str]:
    """The paths, if each is there: a file, a folder or glob with records, a URL, or `-`.

    This is asked before anything is opened or written, so that a slip costs nothing. Whether the
    records can be read is not asked.

    Raises:
        typer.BadParameter: with all that are not.
    """
    found = list(names or ())
    if not ctx.resilient_parsing and (errors := list(_missing(found))):
        raise typer.BadParameter("\n  ".join(errors))
    return found


def existing_one(ctx: typer.Context, name: str | None) -> str | None:
    """The same for one path, None where none is given."""
    existing(ctx, [] if name is None else [name])
    return name


def _missing(names: Iterable[str]) -> Iterable[str]:
    from reconcile.formats.paths import STDIN, is_url, local_name, record_files
    from reconcile.report.wording import printable

    errors: list[InputError] = []

    def note(error: InputError, figid: str | None = None) -> None:
        errors.append(error)

    for name in names:
        errors.clear()
        if name == STDIN:
            continue
        if is_url(name):
            from reconcile.formats.remote import remote_files

            first: object = next(remote_files(name, report=note), None)
        else:
            first = next(record_files(local_name(name), report=note), None)
        if first is None:
            yield from (printable(str(error)) for error in errors)
