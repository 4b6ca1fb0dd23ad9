r"""JSON reports: one object for all figures, or JSON Lines with one figure a line.

Both are written as they come, so that a report of any length needs the memory of one figure.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from reconcile.records import Failure, Grounding, Reconciliation
from reconcile.report.schema import SCHEMA_VERSION
from reconcile.shown import in_json

__all__ = ["dumps", "grounded", "json_report", "jsonl_report"]


def dumps(value: object, *, indent: int | None = None) -> str:
    r"""JSON text that is safe to print, reads back as it was, and has no line break in a string.

    >>> dumps({"symbol": "TGFβ\x9b\u202e"})
    '{"symbol": "TGFβ\\u009b\\u202e"}'
    """
    return in_json(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent))


def json_report(
    results: Iterable[Reconciliation],
    failures: Sequence[Failure],
    summarise: Callable[[], Mapping[str, Any]],
) -> Iterator[str]:
    """The report object in pieces; `failures` and `summarise` are read after the last figure."""
    yield f'{{"schema_version": {dumps(SCHEMA_VERSION)},\n"figures": ['
    separator = "\n"
    for result in results:
        yield separator + dumps(result.to_dict())
        separator = ",\n"
    yield '\n],\n"failures": ' + dumps([_failure(failure) for failure in failures])
    yield ',\n"summary": ' + dumps(dict(summarise())) + "}\n"


def jsonl_report(results: Iterable[Reconciliation]) -> Iterator[str]:
    """One figure a line. Failures and the summary have no place in it."""
    for result in results:
        yield dumps(result.to_dict()) + "\n"


def grounded(label: str, groundings: Sequence[Grounding]) -> dict[str, Any]:
    """The readings of a name, best first, as JSON has them.

    The best reading is at the top level, so that simple readers need not know of candidates.
    """
    nothing: dict[str, Any] = {
        "kind": None,
        "label": None,
        "genes": [],
        "taxon_id": None,
        "score": None,
        "match": None,
    }
    candidates = [_reading(grounding) for grounding in groundings]
    best = candidates[0] if candidates else nothing
    return {"text": label, **best, "candidates": candidates}


def _failure(failure: Failure) -> dict[str, Any]:
    return {"source": failure.source, "line": failure.line, "error": failure.error}


def _reading(grounding: Grounding) -> dict[str, Any]:
    return {
        "kind": grounding.kind,
        "label": grounding.label,
        "genes": [asdict(gene) for gene in grounding.genes],
        "taxon_id": grounding.taxon,
        "score": grounding.score,
        "match": asdict(grounding.match),
    }
