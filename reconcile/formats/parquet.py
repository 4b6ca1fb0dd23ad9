"""Parquet tables with the columns of JSONL records; needs the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from reconcile.errors import InputError
from reconcile.formats.fields import META_FIELDS, Report
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
    rows = _rows(stream, source)
    while True:
        row: dict[str, Any] = {}
        try:
            row = next(rows)
            count += 1
            figure = figure_of_object(row, source=source, line=count)
        except StopIteration:
            break
        except InputError as error:
            figid = row.get("figid")
            report(error, figid if isinstance(figid, str) else None)
            if not row:  # the table itself, not one of its rows
                return
        else:
            yield count, figure
    if not count:
        report(InputError("the table has no rows; remove it or restore it", source=source))


def _rows(stream: IO[bytes], source: str) -> Iterator[dict[str, Any]]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise InputError(
            f"reading Parquet needs pyarrow ({error}); pip install 'gene-reconcile[parquet]'",
            source=source,
        ) from error
    try:
        with pq.ParquetFile(stream) as table:
            names = table.schema_arrow.names
            if "figid" not in names:
                raise InputError(
                    f"no column figid among {', '.join(names)}; name the columns as in JSONL",
                    source=source,
                )
            columns = [name for name in names if name in _COLUMNS]
            for batch in table.iter_batches(batch_size=BATCH_ROWS, columns=columns):
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise InputError(
            f"not a readable Parquet file ({error}); write it again", source=source
        ) from error
