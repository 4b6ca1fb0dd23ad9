"""Parquet tables with the columns of JSONL records; needs the extra `batch`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from reconcile.errors import InputError
from reconcile.extras import quiet, to_install
from reconcile.formats.columns import Columns
from reconcile.formats.fields import (
    MAX_RECORD_BYTES,
    META_FIELDS,
    Report,
    build_figure,
    too_large,
)
from reconcile.formats.jsonl import object_fields
from reconcile.formats.tables import empty_table, table_columns, with_lists
from reconcile.records import Figure

__all__ = ["read_parquet"]

BATCH_ROWS = 256
"""Rows held at a time."""


def read_parquet(
    stream: IO[bytes], *, source: str, report: Report, columns: Columns
) -> Iterator[tuple[int, Figure]]:
    """The figures of a table, each with its 1-based row, which errors name as their line."""
    count = 0
    try:
        for row in _rows(stream, source, columns):
            count += 1
            figid = None
            try:
                fields = object_fields(row, columns, source=source, line=count)
                figid = fields["figid"] if isinstance(fields["figid"], str) else None
                _must_be_readable(fields, source, count)
                if _size(row) > MAX_RECORD_BYTES:
                    raise too_large(source, count)
                fields = with_lists(fields, source=source, line=count)
                figure = build_figure(fields, source=source, locate=lambda *_, n=count: n)
            except InputError as error:
                report(error, figid)
            else:
                yield count, figure
    except InputError as error:  # the table itself, not one of its rows
        report(error)
        return
    if not count:
        report(empty_table(source))


def _rows(stream: IO[bytes], source: str, columns: Columns) -> Iterator[dict[str, Any]]:
    """The rows, with an `_Unreadable` in the place of each value that cannot be read."""
    try:
        with quiet():
            import pyarrow.parquet as pq
    except ImportError as error:
        raise InputError(
            f"reading Parquet needs pyarrow ({error}); {to_install('batch')}",
            source=source,
        ) from error
    if not stream.seekable():
        raise InputError("Parquet cannot be read from a pipe; write it to a file", source=source)
    try:
        with pq.ParquetFile(stream) as table:
            wanted = _columns(table.schema_arrow.names, columns, source)
            for batch in table.iter_batches(batch_size=BATCH_ROWS, columns=wanted):
                try:
                    rows = batch.to_pylist()
                except Exception:  # bytes that are no text, days that Python does not have
                    rows = [_row(batch, i) for i in range(batch.num_rows)]
                yield from rows
    except InputError:
        raise
    except Exception as error:  # pyarrow has no one error for damage: OSError, KeyError, …
        raise InputError(
            f"not a readable Parquet file ({error}); write it again", source=source
        ) from error


def _columns(names: list[str], columns: Columns, source: str) -> list[str]:
    """The columns of figures among those of a table."""
    found = table_columns(names, columns, source=source, line=None, text=False)
    if names.count("ocr") > 1:
        raise InputError("the column ocr is there twice, keep one", source=source)
    return [*(name for there in found.values() for name in there), *({"ocr"} & set(names))]


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """What stands for a value that cannot be read."""

    reason: str


def _row(batch: Any, index: int) -> dict[str, Any]:
    """One row by itself."""
    row: dict[str, Any] = {}
    for name in batch.schema.names:
        try:
            row[name] = batch.column(name)[index].as_py()
        except Exception as error:
            row[name] = _Unreadable(str(error))
    return row


def _must_be_readable(row: dict[str, Any], source: str, line: int) -> None:
    """Only what groups figures may be missing."""
    for name, value in row.items():
        if isinstance(value, _Unreadable) and name not in META_FIELDS:
            raise InputError(
                f"`{name}` cannot be read ({value.reason}); write it as text in UTF-8",
                source=source,
                line=line,
            )


def _size(value: object) -> int:
    """About how many bytes a value holds."""
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    if isinstance(value, list):
        return sum(map(_size, value))
    return len(value.encode("utf-8", "replace")) if isinstance(value, str) else 1
