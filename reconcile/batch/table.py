"""The Parquet files of a result: their columns, and writing them the same, byte for byte.

A file is one chunk. Beside the rows it holds, as metadata of the file, the failures of the chunk
and what its rows add up to, so that a chunk is there whole or not at all, and a checksum of all its
other bytes, so that a changed one is noticed.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from reconcile.errors import BatchError
from reconcile.metrics import Counts
from reconcile.organism_records import OrganismReconciliation
from reconcile.records import HUMAN, Reconciliation
from reconcile.shape import WHERE_GIVEN, element, fields_of, is_text, without_none

__all__ = [
    "ORGANISM_SCHEMA",
    "SCHEMA",
    "BatchFailure",
    "Footer",
    "Tally",
    "encode",
    "pack",
    "read_footer",
    "read_whole",
    "schema_of",
    "unpack",
]

_ZSTD_LEVEL: Final = 3
_META: Final = b"reconcile"
_CHECKSUM: Final = b"reconcile-sha256"
_BLANK: Final = b"0" * 64
"""In the place of the checksum while it is computed."""


_PLAIN: Final = {int: pa.int32(), float: pa.float64(), bool: pa.bool_()}


def _type_of(hint: Any) -> pa.DataType:
    """The Arrow type of a field of a record."""
    plain, _ = without_none(hint)
    if is_text(plain):
        return pa.string()
    item = element(plain)
    if item is not None:
        return pa.list_(_type_of(item))
    return _PLAIN[plain] if plain in _PLAIN else pa.struct(_columns(plain))


def _columns(record: type) -> dict[str, pa.DataType]:
    return {name: _type_of(hint) for name, hint in fields_of(record).items()}


def _of_figures(record: type) -> Iterator[tuple[str, pa.DataType]]:
    """The columns of results, with the line behind the source."""
    for name, kind in _columns(record).items():
        yield name, kind
        if name == "source":
            yield "line", pa.int64()
    for name, hint in WHERE_GIVEN.items():
        yield name, _type_of(hint)


SCHEMA: Final = pa.schema(dict(_of_figures(Reconciliation)))
"""The columns: a figure of the JSON report, with the line that it was read from."""

ORGANISM_SCHEMA: Final = pa.schema(dict(_of_figures(OrganismReconciliation)))
"""The columns where lists are in the symbols of an organism that was asked for."""


def schema_of(organism: str) -> pa.Schema:
    """The columns of a batch whose lists are in the symbols of an organism."""
    return SCHEMA if organism == HUMAN else ORGANISM_SCHEMA


@dataclass(frozen=True, slots=True)
class Tally:
    """What rows add up to; adding is exact, in any order."""

    figures: int = 0
    mentions: int = 0
    suggestions: int = 0
    counts: Counts = field(default_factory=Counts)

    @classmethod
    def of(cls, result: Reconciliation) -> Tally:
        """What one row counts for."""
        counts = Counts.from_dict(result.counts)
        return cls(1, len(result.mentions), len(result.suggestions), counts)

    def __add__(self, other: Tally) -> Tally:
        if not isinstance(other, Tally):
            return NotImplemented
        return Tally(
            self.figures + other.figures,
            self.mentions + other.mentions,
            self.suggestions + other.suggestions,
            self.counts + other.counts,
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON types."""
        return asdict(self)

    @classmethod
    def from_dict(cls, tally: Mapping[str, Any]) -> Tally:
        """The inverse of `to_dict`."""
        return cls(**{**tally, "counts": Counts.from_dict(tally["counts"])})


@dataclass(frozen=True, slots=True)
class BatchFailure:
    """A record that could not be done.

    Attributes:
        figid: its identity, None where the record has none.
        source: its file.
        line: 1-based, None where no line can be named.
        kind: `input` (it could not be read), `error` (the chain raised), `crash` (the worker
            died on it) or `time` (it took longer than it may).
        error: what is wrong and what to do about it.
    """

    figid: str | None
    source: str
    line: int | None
    kind: str
    error: str


@dataclass(frozen=True, slots=True)
class Footer:
    """What a file says of itself."""

    identity: str
    number: int
    tally: Tally
    failures: tuple[BatchFailure, ...]


def pack(results: Sequence[tuple[int | None, Reconciliation]]) -> bytes:
    """Results with their lines as a record batch, to be sent to another process; none is empty."""
    if not results:
        return b""
    own = isinstance(results[0][1], OrganismReconciliation)
    rows = [_row(line, result) for line, result in results]
    batch = pa.RecordBatch.from_pylist(rows, schema=ORGANISM_SCHEMA if own else SCHEMA)
    data: bytes = batch.serialize().to_pybytes()
    return data


def unpack(data: bytes, schema: pa.Schema = SCHEMA) -> pa.RecordBatch:
    """The inverse of `pack`, up to the type of the rows."""
    if not data:
        return pa.RecordBatch.from_pylist([], schema=schema)
    return pa.ipc.read_record_batch(pa.py_buffer(data), schema)


def encode(batches: Iterable[pa.RecordBatch], footer: Footer, columns: pa.Schema = SCHEMA) -> bytes:
    """One file. Nothing but the arguments and pyarrow's version decides a byte of it."""
    meta = {
        "chunk": footer.number,
        "failures": [asdict(failure) for failure in footer.failures],
        "job": footer.identity,
        "tally": footer.tally.to_dict(),
    }
    schema = columns.with_metadata({_META: json.dumps(meta), _CHECKSUM: _BLANK})
    table = pa.Table.from_batches(list(batches), columns).combine_chunks().cast(schema)
    sink = io.BytesIO()
    pq.write_table(
        table,
        sink,
        row_group_size=max(1, table.num_rows),
        version="2.6",
        compression="zstd",
        compression_level=_ZSTD_LEVEL,
    )
    data = sink.getvalue()
    place = _place_of_checksum(data)
    if data[place] != _BLANK:
        raise BatchError(f"pyarrow {pa.__version__} writes metadata in an unknown way; report it")
    return b"".join((data[: place.start], _checksum(data), data[place.stop :]))


def read_whole(data: bytes, name: str) -> Footer:
    """What a file says of itself, once its checksum was found right.

    Raises:
        BatchError: it is no file of a batch, or damaged.
    """
    if data[_place_of_checksum(data)] != _checksum(data):
        raise _unfit(name, "its checksum does not fit")
    return read_footer(io.BytesIO(data), name)


def read_footer(file: IO[bytes], name: str) -> Footer:
    """What a file says of itself, without its rows.

    Raises:
        BatchError: it is no file of a batch, or damaged.
    """
    try:
        schema = pq.read_schema(file)
        meta = json.loads(schema.metadata[_META])
        return Footer(
            meta["job"],
            meta["chunk"],
            Tally.from_dict(meta["tally"]),
            tuple(BatchFailure(**failure) for failure in meta["failures"]),
        )
    except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
        raise _unfit(name, error) from error


def _unfit(name: str, problem: object) -> BatchError:
    return BatchError(
        f"{name}: not a whole file of this batch ({problem}); remove it and run the same command"
    )


def _place_of_checksum(data: bytes) -> slice:
    """Where a file has its checksum: Parquet ends in its metadata, as plain text.

    Between a name and its value are two bytes, the type and the length.
    """
    start = data.rfind(_CHECKSUM) + len(_CHECKSUM) + 2
    return slice(start, start + len(_BLANK))


def _checksum(data: bytes) -> bytes:
    """SHA-256 of a file with zeros in the place of its checksum."""
    place = _place_of_checksum(data)
    digest = sha256(data[: place.start])
    digest.update(_BLANK)
    digest.update(data[place.stop :])
    return digest.hexdigest().encode()


def _row(line: int | None, result: Reconciliation) -> dict[str, Any]:
    row = result.to_dict()
    source: str | None = row["source"]
    if source is not None:  # a file name need not be UTF-8
        source = source.encode("utf-8", "backslashreplace").decode()
    return {"overrides": [], **row, "source": source, "line": line}
