"""The same suggestion in many figures, and many decisions made as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

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
from reconcile.store.rows import chunks, decision_rows, decision_select, kept_text
from reconcile.store.schema import classes as class_table
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
    most = (
        select(suggestions.c.class_id, left.label("left"))
        .group_by(suggestions.c.class_id)
        .having(left >= least)
        .subquery()
    )
    asked = select(class_table.c.id, class_table.c.key, most.c.left).join(
        most, most.c.class_id == class_table.c.id
    )
    for word in kept_text(text).casefold().split():
        asked = asked.where(class_table.c.folded.contains(word, autoescape=True))
    ordered = asked.order_by(most.c.left.desc(), class_table.c.key).limit(limit).offset(offset)
    found = connection.execute(ordered).all()
    sizes = {row.class_id: row for row in connection.execute(_sizes([row.id for row in found]))}
    return tuple(
        ClassRow(
            SuggestionClass.of_key(row.key),
            sizes[row.id].figures,
            int(row.left),
            sizes[row.id].contexts,
            float(sizes[row.id].confidence),
        )
        for row in found
    )


def _sizes(ids: Sequence[int]) -> Select[Any]:
    """Of some classes, how many figures and contexts have them, and how sure they are."""
    return (
        select(
            suggestions.c.class_id,
            func.count(func.distinct(suggestions.c.figure_id)).label("figures"),
            func.count(func.distinct(suggestions.c.context)).label("contexts"),
            func.avg(suggestions.c.confidence).label("confidence"),
        )
        .where(suggestions.c.class_id.in_(ids))
        .group_by(suggestions.c.class_id)
    )


def members(
    connection: Connection, of: SuggestionClass, limit: int = 1_000
) -> tuple[ClassMember, ...]:
    """The suggestions of a class, context by context, the commonest first; then as imported."""
    which = select(class_table.c.id).where(class_table.c.key == kept_text(of.key))
    found = _members(connection, suggestions.c.class_id == which.scalar_subquery())
    sizes = Counter(member.context for member in found)
    ordered = sorted(found, key=lambda one: (-sizes[one.context], one.context))
    return tuple(ordered[:limit])


def members_in_figure(connection: Connection, figid: str, reason: str) -> tuple[ClassMember, ...]:
    """The suggestions of one rule in one figure, as the report has them."""
    return tuple(
        _members(
            connection,
            and_(figures.c.figid == kept_text(figid), suggestions.c.reason == kept_text(reason)),
        )
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
            said.get((row.id, row.subject), None if row.open else "decline"),
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
    # What was taken back has a row of the same batch that says so.
    asked = (
        select(
            decisions.c.batch,
            func.min(decisions.c.id).label("first"),
            (func.count() - func.count(decisions.c.undoes)).label("size"),
            func.count(decisions.c.undoes).label("undone"),
        )
        .where(decisions.c.batch.is_not(None))
        .group_by(decisions.c.batch)
        .order_by(func.min(decisions.c.id).desc())
        .limit(limit)
    )
    rows = connection.execute(asked).all()
    firsts = decision_select().where(decisions.c.id.in_([row.first for row in rows]))
    first = {one.id: one for one in decision_rows(connection, firsts)}
    return tuple(Batch(row.batch, first[row.first], row.size, int(row.undone)) for row in rows)
