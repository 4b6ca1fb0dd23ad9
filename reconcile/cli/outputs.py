"""Where results go: never over an input of the same run, nor over a file that nobody gave up."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple, TextIO

import typer

__all__ = ["Inputs", "check_folder", "open_output"]

_STDIO: Final = "-"


class Inputs(NamedTuple):
    """What a run reads.

    Attributes:
        records: files, folders, globs and URLs of records, as the caller named them.
        files: other files, such as decisions or annotations; None stands for none.
        ocr_dir: the folder of the provenance tables, None for `_data` near each record.
    """

    records: tuple[str, ...] = ()
    files: tuple[str | Path | None, ...] = ()
    ocr_dir: Path | None = None

    def read(self) -> Iterator[Path]:
        """All files that are read, as far as they can be told from here."""
        yield from (Path(file) for file in self.files if file is not None)
        yield from self._records()
        for folder in self._table_folders():
            if folder.is_dir():
                yield from (path for path in folder.iterdir() if _is_table(path.name))

    def _records(self) -> Iterator[Path]:
        from reconcile.formats.paths import is_url, local_name, record_files

        for name in self.records:
            if name != _STDIO and not is_url(name):
                yield from record_files(local_name(name), report=lambda *_: None)

    def _table_folders(self) -> set[Path]:
        """The folders that may hold tables of the records."""
        if self.ocr_dir is not None:
            return {self.ocr_dir}
        near = {path.parent for path in self._records()}
        near |= {Path() for name in self.records if name == _STDIO}
        return {place for folder in near for place in (folder / "_data", folder / ".." / "_data")}

    def would_read(self, path: Path) -> str | None:
        """The folder of these in which the next run would read a file as well; None for none."""
        from reconcile.formats.paths import is_candidate, is_url, local_name

        around = [parent for parent in path.parents if parent.is_dir()]
        if is_candidate(path.name):
            for name in self.records:
                folder = Path(local_name(name))
                if name == _STDIO or is_url(name) or not folder.is_dir():
                    continue
                if any(parent.samefile(folder) for parent in around):
                    return name
        if _is_table(path.name):
            for folder in self._table_folders():
                if folder.is_dir() and path.parent.is_dir() and path.parent.samefile(folder):
                    return str(folder)
        return None


def _is_table(name: str) -> bool:
    return name.endswith(("-genes.tsv", "-chemicals.tsv", "-diseases.tsv"))


@contextmanager
def open_output(
    path: Path | None, inputs: Inputs | None = None, *, force: bool = False
) -> Iterator[TextIO]:
    """Standard output, or a file that appears whole once the block ends without an error.

    Args:
        path: the file; None or `-` for standard output.
        inputs: what the run reads, none of which is ever written over.
        force: whether another file that is there may be replaced.

    Raises:
        typer.BadParameter: nothing can be written there, or something would be lost.
        OutputError: it could not be written to the end.
    """
    inputs = inputs or Inputs()
    if path is None or str(path) == _STDIO:
        _check_standard_output(inputs)
        yield sys.stdout
        return
    from reconcile.errors import OutputError
    from reconcile.writing import whole_file

    target = Path(os.path.realpath(path))
    _check(path, target, inputs, force=force)
    file = whole_file(target, str(path), replace=force)
    try:
        handle = file.__enter__()
    except OutputError as error:
        raise typer.BadParameter(f"cannot write {path}: {error.strerror}") from None
    try:
        yield handle
    except BaseException:
        if not file.__exit__(*sys.exc_info()):
            raise
    else:
        file.__exit__(None, None, None)


def _check(path: Path, target: Path, inputs: Inputs, *, force: bool) -> None:
    """Refuse a file that is read, that would be read, or that is there."""
    try:
        status = target.stat()
    except OSError:
        status = None
    if status is not None and not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        return
    if status is not None and stat.S_ISREG(status.st_mode):
        if (read := _same(status, inputs.read())) is not None:
            known = "" if str(read) == str(path) else f" ({read})"
            raise typer.BadParameter(
                f"{path} is an input of this run{known}; write to another file"
            )
        if not force:
            raise typer.BadParameter(
                f"{path} is there already; write to another file, or over it with --force"
            )
    if (folder := inputs.would_read(target)) is not None:
        raise typer.BadParameter(
            f"{path} would be read with {folder} the next time; write to another folder"
        )


def _check_standard_output(inputs: Inputs) -> None:
    """Refuse a redirection into an input: `report a.md >> a.md`."""
    try:
        status = os.fstat(sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
    if stat.S_ISREG(status.st_mode) and (read := _same(status, inputs.read())) is not None:
        raise typer.BadParameter(
            f"standard output is {read}, an input of this run; redirect it to another file"
        )


def _same(status: os.stat_result, files: Iterable[Path]) -> Path | None:
    """The first of some files that is a given one, by whatever name."""
    for file in files:
        try:
            if os.path.samestat(status, file.stat()):
                return file
        except OSError:
            continue
    return None


def check_folder(
    folder: Path, names: Iterable[str], inputs: Iterable[Path | None], *, force: bool
) -> None:
    """Refuse to write files into a folder over inputs, or without `force` over others.

    Args:
        folder: where they are to be written; it need not exist.
        names: the files.
        inputs: what the run reads.
        force: whether other files may be replaced.

    Raises:
        typer.BadParameter: one of them would be lost.
    """
    read = [file for file in inputs if file is not None]
    for name in names:
        try:
            status = (folder / name).stat()
        except OSError:
            continue
        if (same := _same(status, read)) is not None:
            raise typer.BadParameter(
                f"{folder / name} would be written over {same}, an input; name another folder"
            )
        if not force:
            raise typer.BadParameter(
                f"{folder / name} is there already; name another folder, or write over what is "
                "there with --force"
            )
