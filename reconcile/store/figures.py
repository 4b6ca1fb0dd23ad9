"""Figures as they stand: with their present report and what was decided about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from reconcile.records import Figure
from reconcile.store.codec import unpack, unpacked
from reconcile.store.holding import holding
from reconcile.store.index import words_behind
from reconcile.store.records import DecisionRow, StoredFigure
from reconcile.store.rows import decision_rows, decision_select, kept_text, run_of
from reconcile.store.schema import decisions, figures, records, reports

__all__ = ["find", "held_of"]


def held_of(connection: Connection, ids: Sequence[int]) -> Mapping[int, tuple[DecisionRow, ...]]:
    """The decisions that hold of each figure that has any."""
    names = select(figures.c.figid, figures.c.id).where(figures.c.id.in_(ids))
    with_any = select(decisions.c.figure_id).where(decisions.c.figure_id.in_(ids))
    ids_of = {
        row.figid: row.id for row in connection.execute(names.where(figures.c.id.in_(with_any)))
    }
    if not ids_of:
        return {}
    found: dict[int, list[DecisionRow]] = {}
    query = decision_select().where(decisions.c.figure_id.in_(list(ids_of.values())))
    for row in decision_rows(connection, query):
        found.setdefault(ids_of[row.figid], []).append(row)
    return {key: holding(rows) for key, rows in found.items()}


def find(connection: Connection, figid: str) -> StoredFigure | None:
    """A figure with its present report and the decisions that hold."""
    query = (
        select(
            figures.c.id,
            figures.c.digest,
            records.c.record,
            figures.c.report_id,
            reports.c.run_id,
            reports.c.result,
        )
        .join(reports, reports.c.id == figures.c.report_id)
        .outerjoin(records, records.c.figure_id == figures.c.id)
        .where(figures.c.figid == kept_text(figid))
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    result = unpack(row.result)
    own = decision_select().where(decisions.c.figure_id == row.id)
    figure = result.figure or Figure(result.figid)
    return StoredFigure(
        row.id,
        figid,
        row.digest,
        result,
        unpacked(row.record),
        run_of(connection, row.run_id),
        row.report_id,
        holding(decision_rows(connection, own)),
        tuple(words_behind(figure, s.action, s.keyword) for s in result.suggestions),
    )
