"""Decisions of a store as files have them: as CSV, as JSON Lines, and as `apply` takes them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

from reconcile.curation.decisions import Decision
from reconcile.formats.changes import Change
from reconcile.report.csvlong import guard
from reconcile.report.jsonout import dumps
from reconcile.report.wording import one_line
from reconcile.store.records import DecisionRow

__all__ = ["COLUMNS", "as_decision", "as_object", "decisions_csv", "decisions_jsonl"]

COLUMNS: Final = (
    "figid",
    "text",
    "action",
    "suggested_symbols",
    "already_listed",
    "reason",
    "confidence",
    "accept",
    "digest",
    "curator",
    "decided_at",
    "note",
)
"""Those of a report that say what was decided, and then who, when and why."""
_ANSWERS: Final = {"accept": "y", "decline": "n"}


def decisions_csv(rows: Iterable[DecisionRow]) -> Iterator[str]:
    """The decisions as CSV, a header line first; `reconcile apply --decisions` takes it as it is.

    Notes have an empty `accept`.
    """
    yield _line(COLUMNS)
    for row in rows:
        yield _line(_cells(row))


def decisions_jsonl(rows: Iterable[DecisionRow], *, history: bool = False) -> Iterator[str]:
    """The decisions as JSON Lines.

    Args:
        rows: the decisions.
        history: whether these are all rows. They are then no answer to a suggestion, and have no
            `accept`, so that nobody takes them for what holds.
    """
    for row in rows:
        yield dumps(as_object(row, history=history)) + "\n"


def as_object(row: DecisionRow, *, history: bool = False) -> dict[str, Any]:
    """A decision as JSON types."""
    accept = {} if history else {"accept": {"accept": True, "decline": False}.get(row.verdict)}
    undone = {"undoes": row.undoes, "undone": row.undone} if history else {}
    return {
        "id": row.id,
        "figid": row.figid,
        "text": row.text,
        "action": row.action,
        "suggested_symbols": list(row.symbols),
        "already_listed": list(row.listed),
        "verdict": row.verdict,
        **accept,
        "digest": row.digest,
        "curator": row.curator,
        "decided_at": _at(row),
        "note": row.note,
        "batch": row.batch,
        **undone,
        "state": dict(row.state),
    }


def as_decision(row: DecisionRow, source: str) -> Decision:
    """A decision as `reconcile apply` has it after reading it from a file.

    Args:
        row: accepted or declined.
        source: what messages call the store.
    """
    fresh = tuple(symbol for symbol in row.symbols if symbol not in row.listed)
    return Decision(
        row.figid,
        row.digest,
        row.verdict == "accept",
        Change(row.action, "" if row.action == "add" else row.text, fresh),
        one_line(row.text).strip() if row.action == "add" else row.text.strip(),
        frozenset(row.symbols),
        frozenset(row.listed),
        source,
        row.id,
        row.curator,
        str(row.state.get("reason", "")),
    )


def _cells(row: DecisionRow) -> tuple[str, ...]:
    confidence = row.state.get("confidence")
    return (
        row.figid,
        one_line(row.text) if row.action == "add" else row.text,
        row.action,
        " ".join(row.symbols),
        " ".join(row.listed),
        str(row.state.get("reason", "")),
        "" if confidence is None else f"{confidence:.2f}",
        _ANSWERS.get(row.verdict, ""),
        row.digest,
        row.curator,
        _at(row),
        row.note,
    )


def _at(row: DecisionRow) -> str:
    return f"{row.at.isoformat(timespec='seconds')}Z"


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow([guard(cell) for cell in cells])
    return buffer.getvalue()
