"""Rows of the database as records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, select, text

from reconcile.store.codec import texts_of
from reconcile.store.records import DecisionRow, Run
from reconcile.store.schema import answered, decisions, figures, runs, suggestions

__all__ = [
    "PARAMETERS",
    "chunks",
    "decision_rows",
    "decision_select",
    "is_answered",
    "is_undone",
    "kept_number",
    "kept_text",
    "locked",
    "run_of",
]

PARAMETERS: Final = 500
"""Values in one statement: SQLite takes 999 in its oldest versions."""

Item = TypeVar("Item")


def chunks(items: Sequence[Item], size: int = PARAMETERS) -> Iterator[Sequence[Item]]:
    """The items, a few at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def kept_text(text: str) -> str:
    """A text as any database keeps it: without NUL characters and halves of surrogate pairs."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def locked(connection: Connection, which: ColumnElement[bool]) -> None:
    """Wait until nobody else decides about some figures, and hold them to the end.

    SQLite has one writer at a time. PostgreSQL has many: what one of them counts of a figure's
    decisions must not leave out those of another. All take the table first, as who puts reports
    in takes it alone, and the figures in one order, so that nobody waits in a circle.

    Args:
        connection: of a transaction that writes.
        which: the figures.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE figures IN ROW EXCLUSIVE MODE"))
        held = select(figures.c.id).where(which).order_by(figures.c.id).with_for_update()
        connection.execute(held).all()


def kept_number(number: int) -> int:
    """A number that a database has room for, the nearest where it has none for this one."""
    return max(-(2**63), min(number, 2**63 - 1))


def is_undone() -> ColumnElement[bool]:
    """Of a decision: whether it was taken back."""
    undo = decisions.alias("undo")
    return exists(select(undo.c.id).where(undo.c.undoes == decisions.c.id))


def is_answered(curator: str) -> ColumnElement[bool]:
    """Of a suggestion: whether a curator has decided it."""
    return exists(
        select(answered.c.number).where(
            answered.c.curator == kept_text(curator),
            answered.c.figure_id == suggestions.c.figure_id,
            answered.c.number == suggestions.c.number,
        )
    )


def decision_select() -> Select[Any]:
    """The columns of decisions with the figure's id and whether they were taken back."""
    return select(decisions, figures.c.figid, is_undone().label("undone")).join(
        figures, figures.c.id == decisions.c.figure_id
    )


def decision_rows(connection: Connection, query: Select[Any]) -> Iterator[DecisionRow]:
    """The decisions of a query made with `decision_select`."""
    yield from map(_decision, connection.execute(query))


def _decision(row: Row[Any]) -> DecisionRow:
    return DecisionRow(
        row.id,
        row.figid,
        row.action,
        row.text,
        texts_of(row.symbols),
        texts_of(row.listed),
        row.verdict,
        row.curator,
        row.at,
        row.note,
        row.digest,
        row.report_id,
        json.loads(row.state),
        row.batch,
        row.undoes,
        bool(row.undone),
    )


def run_of(connection: Connection, run_id: int) -> Run:
    """A run by its id."""
    row = connection.execute(select(runs).where(runs.c.id == run_id)).one()
    return Run(row.code, row.lexicon, row.model, json.loads(row.settings))
