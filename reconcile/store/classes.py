"""The same suggestion in many figures, and many decisions made as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Subquery, and_, case, func, select

from reconcile.records import Suggestion
from reconcile.store.codec import texts_of
from reconcile.store.figures import held_of
from reconcile.store.queue_records import Alike, ClassMember, ClassRow, SuggestionClass
from reconcile.store.records import Verdict
from reconcile.store.rows import chunks, decision_rows, decision_select, is_answered, kept_text
from reconcile.store.schema import answered, decisions, figures, suggestions
from reconcile.store.schema import classes as class_table
from reconcile.store.work_records import Batch

__all__ = ["alike", "batches", "classes", "members", "members_in_figure"]


def classes(
    connection: Connection,
    text: str = "",
    limit: int = 50,
    offset: int = 0,
    least: int = 2,
    curator: str = "",
) -> tuple[ClassRow, ...]:
    """Classes with something left to decide, those of most figures first.

    Args:
        connection: of the database.
        text: what the word, the entry or the symbols have in them; "" for any.
        limit: how many at most.
        offset: how many to pass over.
        least: in how many figures there is something left at least.
        curator: whose decisions count alone; "" for anybody's.
    """
    most = _left(least, curator)
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


def _left(least: int, curator: str) -> Subquery:
    """How many suggestions of each class are left, where that is so many at least."""
    if not curator:
        left = func.sum(suggestions.c.open)
        return (
            select(suggestions.c.class_id, left.label("left"))
            .group_by(suggestions.c.class_id)
            .having(left >= least)
            .subquery()
        )
    its = and_(
        answered.c.figure_id == suggestions.c.figure_id,
        answered.c.number == suggestions.c.number,
    )
    mine = (
        select(suggestions.c.class_id, func.count().label("n"))
        .select_from(answered.join(suggestions, its))
        .where(answered.c.curator == kept_text(curator))
        .group_by(suggestions.c.class_id)
        .subquery()
    )
    each = (
        select(suggestions.c.class_id, func.count().label("n"))
        .group_by(suggestions.c.class_id)
        .having(func.count() >= least)
        .subquery()
    )
    number = each.c.n - func.coalesce(mine.c.n, 0)
    return (
        select(each.c.class_id, number.label("left"))
        .select_from(each.outerjoin(mine, mine.c.class_id == each.c.class_id))
        .where(number >= least)
        .subquery()
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
    connection: Connection,
    of: SuggestionClass,
    limit: int = 1_000,
    curator: str = "",
    *,
    any_word: bool = False,
) -> tuple[ClassMember, ...]:
    """The suggestions of a class, context by context, the commonest first; then as imported.

    With `any_word` those of all classes with the same entry and change, word by word too.
    """
    ids = _alike(connection, of) if any_word else _ids(connection, of)
    found = _members(connection, suggestions.c.class_id.in_(ids), curator)
    sizes = Counter((member.word, member.context) for member in found)
    # Those of the word itself first.
    ordered = sorted(
        found,
        key=lambda one: (
            one.word != of.word,
            -sizes[one.word, one.context],
            one.word,
            one.context,
        ),
    )
    return tuple(ordered[:limit])


def alike(connection: Connection, of: SuggestionClass, curator: str = "") -> tuple[Alike, Alike]:
    """How many suggestions there are in a class, and with the same change by whatever word."""
    return _size_of(connection, _ids(connection, of), curator), _size_of(
        connection, _alike(connection, of), curator
    )


def _size_of(connection: Connection, ids: Sequence[int], curator: str) -> Alike:
    is_open = ~is_answered(curator) if curator else suggestions.c.open > 0
    asked = select(
        func.count(func.distinct(suggestions.c.figure_id)),
        func.coalesce(func.sum(case((is_open, 1), else_=0)), 0),
        func.count(func.distinct(suggestions.c.class_id)),
    ).where(suggestions.c.class_id.in_(ids))
    return Alike(*map(int, connection.execute(asked).one()))


def _ids(connection: Connection, of: SuggestionClass) -> list[int]:
    asked = select(class_table.c.id).where(class_table.c.key == kept_text(of.key))
    return list(connection.execute(asked).scalars())


def _alike(connection: Connection, of: SuggestionClass) -> list[int]:
    """The classes with the same entry and change, by whatever word."""
    change = replace(of, word="", symbols=tuple(sorted(of.symbols)))
    ending = kept_text(change.key.removeprefix('[""'))
    asked = select(class_table).where(class_table.c.key.endswith(ending, autoescape=True))
    return [
        row.id
        for row in connection.execute(asked)
        # An ending may be that of another change, and SQLite takes capitals for small letters.
        if replace(SuggestionClass.of_key(row.key), word="") == change
    ]


def members_in_figure(
    connection: Connection, figid: str, reason: str, curator: str = ""
) -> tuple[ClassMember, ...]:
    """The suggestions of one rule in one figure, as the report has them."""
    return tuple(
        _members(
            connection,
            and_(figures.c.figid == kept_text(figid), suggestions.c.reason == kept_text(reason)),
            curator,
        )
    )


def _members(connection: Connection, which: ColumnElement[bool], curator: str) -> list[ClassMember]:
    """Suggestions in the order of import, with what was last decided about each."""
    is_open = case((is_answered(curator), 0), else_=1) if curator else suggestions.c.open
    asked = (
        select(
            suggestions,
            figures.c.figid,
            figures.c.title,
            figures.c.id,
            class_table.c.key,
            is_open.label("left"),
        )
        .join(figures, figures.c.id == suggestions.c.figure_id)
        .join(class_table, class_table.c.id == suggestions.c.class_id)
        .where(which)
        .order_by(figures.c.position, suggestions.c.number)
    )
    rows = connection.execute(asked).all()
    said: dict[tuple[int, str], Verdict] = {}
    for few in chunks(sorted({row.id for row in rows if not row.left})):
        for key, held in held_of(connection, few).items():
            said |= {
                (key, one.subject): one.verdict
                for one in held
                if one.verdict != "note" and curator in ("", one.curator)
            }
    return [
        ClassMember(
            row.figid,
            row.title,
            row.number,
            _suggestion(row),
            _context(row.context),
            bool(row.left),
            None if row.left else said.get((row.id, row.subject), "decline"),
            SuggestionClass.of_key(row.key).word,
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
