"""The same suggestion in many figures, and many decisions made as one."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, select

from reconcile.records import Suggestion
from reconcile.store.codec import texts_of
from reconcile.store.figures import held_of
from reconcile.store.records import (
    Batch,
    ClassMember,
    ClassRow,
    SuggestionClass,
    Verdict,
)
from reconcile.store.rows import chunks, decision_rows, decision_select, undone_ids
from reconcile.store.schema import decisions, figures, suggestions

__all__ = ["batches", "classes", "members", "members_in_figure"]


def classes(
    connection: Connection, text: str = "", limit: int = 50, offset: int = 0, least: int = 2
) -> tuple[ClassRow, ...]:
    """Classes with something left to decide, those of most figures first.

    Args:
        connection: of the database.
        text: what the word, the entry or the symbols have in them; "" for any.
        limit: how many at most.
        offset: how many to pass over.
        least: in how many figures there is something left at least.
    """
    left = func.sum(suggestions.c.open)
    asked = (
        select(
            suggestions.c.class_key,
            func.count().label("figures"),
            left.label("left"),
            func.count(func.distinct(suggestions.c.context)).label("contexts"),
            func.avg(suggestions.c.confidence).label("confidence"),
        )
        .group_by(suggestions.c.class_key)
        .having(left >= least)
        .order_by(left.desc(), suggestions.c.class_key)
    )
    for word in text.split():
        asked = asked.where(
            func.lower(suggestions.c.class_key).contains(word.lower(), autoescape=True)
        )
    return tuple(
        ClassRow(
            SuggestionClass.of_key(row.class_key),
            row.figures,
            int(row.left),
            row.contexts,
            float(row.confidence),
        )
        for row in connection.execute(asked.limit(limit).offset(offset))
    )


def members(
    connection: Connection, of: SuggestionClass, limit: int = 1_000
) -> tuple[ClassMember, ...]:
    """The suggestions of a class, context by context, the commonest first; then as imported."""
    found = _members(connection, suggestions.c.class_key == of.key)
    sizes = Counter(member.context for member in found)
    ordered = sorted(found, key=lambda one: (-sizes[one.context], one.context))
    return tuple(ordered[:limit])


def members_in_figure(connection: Connection, figid: str, reason: str) -> tuple[ClassMember, ...]:
    """The suggestions of one rule in one figure, as the report has them."""
    return tuple(
        _members(connection, and_(figures.c.figid == figid, suggestions.c.reason == reason))
    )


def _members(connection: Connection, which: ColumnElement[bool]) -> list[ClassMember]:
    """Suggestions in the order of import, with what was last decided about each."""
    asked = (
        select(suggestions, figures.c.figid, figures.c.title, figures.c.id)
        .join(figures, figures.c.id == suggestions.c.figure_id)
        .where(which)
        .order_by(figures.c.position, suggestions.c.number)
    )
    rows = connection.execute(asked).all()
    said: dict[tuple[int, str], Verdict] = {}
    for few in chunks(sorted({row.id for row in rows if not row.open})):
        for key, held in held_of(connection, few).items():
            said |= {(key, one.subject): one.verdict for one in held if one.verdict != "note"}
    return [
        ClassMember(
            row.figid,
            row.title,
            row.number,
            _suggestion(row),
            _context(row.context),
            bool(row.open),
            said.get((row.id, row.subject)),
        )
        for row in rows
    ]


def _suggestion(row: Row[Any]) -> Suggestion:
    """A suggestion without its evidence."""
    return Suggestion(
        row.action,
        row.text,
        texts_of(row.symbols),
        texts_of(row.listed),
        row.reason,
        row.confidence,
        row.explanation,
        (),
        bool(row.safe),
    )


def _context(text: str) -> tuple[str, str, str]:
    reason, organism, reading = texts_of(text)
    return reason, organism, reading


def batches(connection: Connection, limit: int = 50) -> tuple[Batch, ...]:
    """Decisions for many, the newest first."""
    taken_back = func.sum(case((decisions.c.id.in_(undone_ids()), 1), else_=0))
    asked = (
        select(
            decisions.c.batch,
            func.min(decisions.c.id).label("first"),
            func.count().label("size"),
            taken_back.label("undone"),
        )
        .where(decisions.c.batch.is_not(None), decisions.c.verdict != "undo")
        .group_by(decisions.c.batch)
        .order_by(func.min(decisions.c.id).desc())
        .limit(limit)
    )
    rows = connection.execute(asked).all()
    firsts = decision_select().where(decisions.c.id.in_([row.first for row in rows]))
    first = {one.id: one for one in decision_rows(connection, firsts)}
    return tuple(Batch(row.batch, first[row.first], row.size, int(row.undone)) for row in rows)
