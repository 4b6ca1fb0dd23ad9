"""Parquet tables with the columns of JSONL records; needs the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from reconcile.errors import InputError
from reconcile.extras import quiet, to_install
from reconcile.formats.fields import MAX_RECORD_BYTES, META_FIELDS, Report, too_large
from reconcile.formats.jsonl import figure_of_object
from reconcile.records import Figure

__all__ = ["read_parquet"]

BATCH_ROWS = 256
"""Rows held at a time."""

_COLUMNS = frozenset(
    {"figid", "caption", "keywords", "figtitle", "title", "papertitle", "paper_title"}
    | {"organisms", "organisms_ner", "ocr", *META_FIELDS}
)


def read_parquet(stream: IO[bytes], *, source: str, report: Report) -> Iterator[tuple[int, Figure]]:
    """The figures of a table, each with its 1-based row, which errors name as their line."""
    count = 0
    try:
        for row in _rows(stream, source):
            count += 1
            figid = None
            try:
                figid = row["figid"] if isinstance(row["figid"], str) else None
                _must_be_readable(row, source, count)
                if _size(row) > MAX_RECORD_BYTES:
                    raise too_large(source, count)
                figure = figure_of_object(row, source=source, line=count)
            except InputError as error:
                report(error, figid)
            else:
                yield count, figure
    except InputError as error:  # the table itself, not one of its rows
        report(error)
        return
    if not count:
        report(InputError("the table has no rows; remove it or restore it", source=source))


def _rows(stream: IO[bytes], source: str) -> Iterator[dict[str, Any]]:
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
            for batch in table.iter_batches(
                batch_size=BATCH_ROWS, columns=_columns(table.schema_arrow.names, source)
            ):
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


def _columns(names: list[str], source: str) -> list[str]:
    if "figid" not in names:
        raise InputError(
            f"no column figid among {', '.join(names)}; name the columns as in JSONL",
            source=source,
        )
    wanted = [name for name in names if name in _COLUMNS]
    twice = next((name for name in wanted if wanted.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"the column {twice} is there twice, keep one", source=source)
    return wanted


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
