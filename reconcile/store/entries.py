"""A table of entries: what each is, what was suggested, and what was decided about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from reconcile.records import Suggestion
from reconcile.store.corrected import Corrected
from reconcile.store.holding import entry_of
from reconcile.store.records import DecisionRow, NewDecision

__all__ = ["SCHEMA", "rows_of", "write_entries"]

_TOGETHER: Final = 2_000
"""Figures in a row group."""
_TEXTS: Final = pa.list_(pa.string())
_SUGGESTION: Final = pa.struct(
    {
        "action": pa.string(),
        "symbols": _TEXTS,
        "already_listed": _TEXTS,
        "reason": pa.string(),
        "confidence": pa.float64(),
        "safe": pa.bool_(),
        "explanation": pa.string(),
    }
)
_DECISION: Final = pa.struct(
    {
        "action": pa.string(),
        "symbols": _TEXTS,
        "verdict": pa.string(),
        "curator": pa.string(),
        "decided_at": pa.timestamp("us", tz="UTC"),
        "note": pa.string(),
    }
)
SCHEMA: Final = pa.schema(
    {
        "figid": pa.string(),
        "entry": pa.string(),
        "addition": pa.string(),
        "status": pa.string(),
        "symbol": pa.string(),
        "hgnc_id": pa.string(),
        "ncbi_gene_id": pa.string(),
        "taxon_id": pa.string(),
        "supported": pa.bool_(),
        "stays": pa.bool_(),
        "suggestions": pa.list_(_SUGGESTION),
        "decisions": pa.list_(_DECISION),
    }
)
"""One row for each entry, in the order of the lists, and then for each addition; `entry` or
`addition` (what the caption has) says which. `stays` is whether it is in the corrected list."""


def write_entries(figures: Iterable[Corrected], out: IO[bytes]) -> int:
    """Write the rows of figures as one Parquet file; returns their number."""
    coming, number = iter(figures), 0
    with pq.ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        while few := list(islice(coming, _TOGETHER)):
            rows = [row for one in few for row in rows_of(one)]
            writer.write_table(pa.Table.from_pylist(rows, schema=SCHEMA))
            number += len(rows)
    return number


def rows_of(one: Corrected) -> Iterator[dict[str, Any]]:
    """The rows of a figure."""
    result = one.stored.result
    kept = set(one.keywords)
    seen: set[str] = set()
    suggested: dict[tuple[bool, str], list[Suggestion]] = {}
    for suggestion in result.suggestions:
        subject = NewDecision.on(result.figid, suggestion, "accept").subject
        key = (True, subject) if suggestion.action == "add" else (False, suggestion.keyword)
        suggested.setdefault(key, []).append(suggestion)
    decided: dict[tuple[bool, str], list[DecisionRow]] = {}
    for row in one.stored.decisions:
        decided.setdefault((row.action == "add", entry_of(row)), []).append(row)
    for verdict in result.keywords:
        if verdict.keyword in seen:
            continue
        seen.add(verdict.keyword)
        key = False, verdict.keyword
        yield {
            "figid": result.figid,
            "entry": verdict.keyword,
            "status": verdict.status,
            "symbol": verdict.symbol,
            "hgnc_id": verdict.hgnc_id,
            "ncbi_gene_id": verdict.ncbi_gene_id,
            "taxon_id": verdict.taxon_id,
            "supported": verdict.supported,
            "stays": verdict.keyword in kept,
            **_said(suggested.pop(key, ()), decided.pop(key, ())),
        }
    for key in dict.fromkeys((*suggested, *decided)):
        found, said = list(suggested.get(key, ())), list(decided.get(key, ()))
        text, symbols = _addition(found, said)
        yield {
            "figid": result.figid,
            "addition": text,
            "stays": bool(symbols) and kept.issuperset(symbols),
            **_said(found, said),
        }


def _addition(
    suggested: Sequence[Suggestion], decided: Sequence[DecisionRow]
) -> tuple[str, tuple[str, ...]]:
    """What the caption has, and the symbols."""
    for suggestion in suggested:
        return suggestion.keyword, suggestion.symbols
    return decided[0].text, decided[0].symbols


def _said(suggested: Sequence[Suggestion], decided: Sequence[DecisionRow]) -> Mapping[str, Any]:
    return {
        "suggestions": [
            {
                "action": one.action,
                "symbols": list(one.symbols),
                "already_listed": list(one.already_listed),
                "reason": one.reason,
                "confidence": one.confidence,
                "safe": one.safe,
                "explanation": one.explanation,
            }
            for one in suggested
        ],
        "decisions": [
            {
                "action": row.action,
                "symbols": list(row.symbols),
                "verdict": row.verdict,
                "curator": row.curator,
                "decided_at": row.at,
                "note": row.note,
            }
            for row in decided
        ],
    }
