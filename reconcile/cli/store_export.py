"""`reconcile store export`: decisions, and what they make of the lists, as files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TextIO, get_args

import typer

from reconcile.choices import StoreFormat
from reconcile.cli.console import SOME_FAILED, emit, guarded
from reconcile.cli.databases import Database, opened
from reconcile.cli.failures import Failures
from reconcile.cli.loudness import remark
from reconcile.cli.options import Force
from reconcile.cli.outputs import open_output
from reconcile.cli.progress import watched
from reconcile.cli.values import choice

if TYPE_CHECKING:
    from reconcile.errors import InputError
    from reconcile.store import Store
    from reconcile.store.corrected import Corrected

__all__ = ["export"]

_SUFFIXES: Final = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".gmt": "gmt",
    ".tsv": "sssom",
    ".parquet": "parquet",
    "": "records",
}
"""What a file of this name holds if nobody says otherwise."""
_DECISIONS: Final = ("csv", "jsonl")


@guarded
def export(
    db: Database,
    asked: Annotated[
        StoreFormat | None,
        choice(
            StoreFormat,
            "--format",
            show_default="as the suffix of -o says, else csv",
            help="What to write: decisions (csv, jsonl), or with what curators agreed on carried "
            "out the records, sets (gmt), mappings (sssom) or entries (parquet).",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="Write to PATH instead of standard output, for records to the folder PATH; it "
            "appears whole or not at all.",
        ),
    ] = None,
    force: Force = False,
    curator: Annotated[
        str | None,
        typer.Option(
            "--curator",
            metavar="NAME",
            help="Take the decisions of one curator.",
            show_default="all",
        ),
    ] = None,
    history: Annotated[
        bool,
        typer.Option(
            "--history", help="All decisions that were ever made, those taken back too; jsonl."
        ),
    ] = False,
) -> None:
    """Write what is in a database to files.

    The CSV is what `reconcile apply --decisions` takes. In records, gmt, sssom and parquet the
    decisions are carried out on which nobody disagrees; the others are named on standard error and
    left, and the exit status is then 1.
    """
    form = _form(asked, output, history=history)
    with opened(db) as store:
        if curator is not None and curator not in store.curators():
            raise typer.BadParameter(
                f"{curator!r} decided nothing here, but {', '.join(store.curators()) or 'nobody'}"
            )
        run = _Export(store, curator)
        if form == "records":
            if output is None:
                raise typer.BadParameter("records go to a folder; name it with -o")
            run.records(output, force=force)
        else:
            with open_output(output, force=force) as out:
                run.write(form, out, history=history)
    if run.failures:
        raise typer.Exit(SOME_FAILED)


def _form(asked: StoreFormat | None, output: Path | None, *, history: bool) -> StoreFormat:
    form = asked
    if form is None and output is not None and str(output) != "-":
        suffix = output.suffix.lower() if not output.is_dir() else ""
        known = _SUFFIXES.get(suffix)
        if known is None:
            raise typer.BadParameter(
                f"{output}: the suffix {suffix} says no format; name it with --format"
            )
        form = next(one for one in get_args(StoreFormat) if one == known)
    form = form or ("jsonl" if history else "csv")
    if history and form != "jsonl":
        raise typer.BadParameter("--history is for --format jsonl")
    return form


class _Export:
    """One export: what could not be carried out."""

    def __init__(self, store: Store, curator: str | None) -> None:
        self.failures = Failures()
        self._store = store
        self._curator = curator

    def write(self, form: StoreFormat, out: TextIO, *, history: bool) -> None:
        """Write a file."""
        if form in _DECISIONS:
            pieces = self._decisions(form, history=history)
        elif form == "gmt":
            from reconcile.store.corrected import gmt

            pieces = gmt(self._figures(), self._refuse, _say_empty)
        elif form == "sssom":
            pieces = self._mappings()
        else:
            self._parquet(out)
            return
        for piece in pieces:
            emit(out, piece)

    def _decisions(self, form: StoreFormat, *, history: bool) -> Iterator[str]:
        from reconcile.store.decided import decisions_csv, decisions_jsonl

        rows = self._store.decisions(curator=self._curator, history=history)
        return decisions_csv(rows) if form == "csv" else decisions_jsonl(rows, history=history)

    def _figures(self) -> Iterator[Corrected]:
        from reconcile.curation.symbols import standing, symbol_fault
        from reconcile.store.corrected import Rules, corrected

        rules = Rules(standing, symbol_fault)
        return watched(corrected(self._store, rules, self._refuse, self._curator), show=True)

    def _refuse(self, error: InputError, figid: str) -> None:
        self.failures.refuse(error, figid, source=self._store.name)

    def _mappings(self) -> Iterator[str]:
        from reconcile.curation.symbols import verdict_on
        from reconcile.errors import InputError
        from reconcile.formats.sssom import Mappings
        from reconcile.store.corrected import mapped_keywords
        from reconcile.version import __version__

        mappings = Mappings()
        for one in self._figures():
            try:
                mappings.add(one.stored.result.mentions, mapped_keywords(one, verdict_on))
            except InputError as error:
                self._refuse(error, one.stored.figid)
        yield mappings.render(__version__)

    def _parquet(self, out: TextIO) -> None:
        from reconcile.errors import MissingExtraError
        from reconcile.extras import quiet, to_install

        if out.isatty():
            raise typer.BadParameter("Parquet is not for a terminal; name a file with -o")
        try:
            with quiet():
                from reconcile.store.entries import write_entries
        except ImportError as error:
            raise MissingExtraError(f"Parquet needs pyarrow; {to_install('batch')}") from error
        out.flush()
        write_entries(self._figures(), out.buffer)

    def records(self, folder: Path, *, force: bool) -> None:
        """Write all figures to a folder: PFOCR records as files, the others as JSON Lines."""
        from reconcile.cli.folders import whole_folder
        from reconcile.report.wording import plural
        from reconcile.store.corrected import FIGURES, written

        changed = others = number = 0
        with whole_folder(folder, force=force) as place:
            with (place / FIGURES).open("wb") as lines:
                for one in written(self._figures(), self._refuse):
                    number += 1
                    changed += one.changed
                    others += not one.name
                    if one.name:
                        (place / one.name).write_bytes(one.data)
                    else:
                        lines.write(one.data)
            if not others:
                (place / FIGURES).unlink()
        beside = f", {others:,} of them in {FIGURES}" if others else ""
        remark(f"{folder}: {plural(number, 'record')}{beside}, {changed:,} changed")


def _say_empty(number: int) -> None:
    from reconcile.report.wording import plural

    remark(f"note: {plural(number, 'figure')} without genes; GMT has no empty sets")
