"""The queue: figures by a query, in an order that no decision changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    exists,
    func,
    or_,
    select,
)

from reconcile.store.codec import texts_of
from reconcile.store.records import Facets, Progress, Query, QueueRow
from reconcile.store.rows import chunks, undone_ids
from reconcile.store.schema import decisions, figures, statuses, suggestions, words

__all__ = ["count", "facets", "listed", "neighbours", "progress", "rows_of"]

_MOST_VALUES: Final = 100
"""Values of a filter that are offered."""
_FIRST: Final = 3
_ESCAPE: Final = "\\"


def rows_of(
    connection: Connection, query: Query, limit: int, offset: int = 0
) -> tuple[QueueRow, ...]:
    """A stretch of the queue."""
    chosen = select(figures).where(*_conditions(query)).order_by(*_order(query))
    found = connection.execute(chosen.limit(limit).offset(offset)).all()
    reasons, first = _suggested(connection, [row.id for row in found])
    return tuple(
        QueueRow(
            row.figid,
            row.title,
            row.paper_title,
            row.journal,
            row.organism,
            row.suggestions,
            row.open,
            row.disagreed,
            row.need,
            row.surest if row.suggestions else None,
            dict(sorted(reasons[row.id].items())),
            tuple(first[row.id][:_FIRST]),
        )
        for row in found
    )


def count(connection: Connection, query: Query) -> int:
    """How many figures there are."""
    asked = select(func.count()).select_from(figures).where(*_conditions(query))
    return int(connection.execute(asked).scalar_one())


def listed(connection: Connection, query: Query) -> list[str]:
    """The ids of all figures, in order."""
    asked = select(figures.c.figid).where(*_conditions(query)).order_by(*_order(query))
    return list(connection.execute(asked).scalars())


def neighbours(
    connection: Connection, query: Query, figid: str
) -> tuple[str | None, str | None, int]:
    """The figures before and after one, None where there is none, and how many come before it.

    The figure need not be in the queue any more: its place is kept.
    """
    here = connection.execute(select(figures).where(figures.c.figid == figid)).one_or_none()
    if here is None:
        return None, None, 0
    column = _sort(query)
    value = getattr(here, column.key or "position")
    if column is figures.c.position:
        before, after = figures.c.position < value, figures.c.position > value
    else:
        place = here.position
        before = or_(column > value, and_(column == value, figures.c.position < place))
        after = or_(column < value, and_(column == value, figures.c.position > place))
    conditions = _conditions(query)
    chosen = select(figures.c.figid).where(*conditions)
    back = [clause.desc() for clause in (figures.c.position,)]
    backwards = [column.desc()] if column is figures.c.position else [column.asc(), *back]
    previous = connection.execute(
        chosen.where(before).order_by(*backwards).limit(1)
    ).scalar_one_or_none()
    following = connection.execute(
        chosen.where(after).order_by(*_order(query)).limit(1)
    ).scalar_one_or_none()
    counted = select(func.count()).select_from(figures).where(*conditions, before)
    return previous, following, int(connection.execute(counted).scalar_one())


def progress(connection: Connection, curator: str = "") -> Progress:
    """How far the work is; of one curator, what that one decided counts alone."""
    asked = select(
        func.count(),
        func.coalesce(func.sum(case((figures.c.open == 0, 1), else_=0)), 0),
        func.coalesce(func.sum(figures.c.suggestions), 0),
        func.coalesce(func.sum(figures.c.open), 0),
        func.coalesce(func.sum(case((figures.c.disagreed > 0, 1), else_=0)), 0),
    )
    total, done, suggested, left, disagreed = map(int, connection.execute(asked).one())
    if curator:
        done = total - count(connection, Query(state="open", curator=curator))
        mine = select(func.count()).select_from(suggestions).where(_undecided(curator))
        left = int(connection.execute(mine).scalar_one())
    return Progress(total, done, suggested, left, disagreed)


def facets(connection: Connection, query: Query) -> Facets:
    """The values of the filters among the figures of a query."""
    conditions = _conditions(query)
    chosen = select(figures.c.id).where(*conditions) if conditions else None

    def within(column: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        return [] if chosen is None else [column.in_(chosen)]

    def by_column(column: ColumnElement[Any]) -> Select[Any]:
        asked = select(column, func.count().label("n")).where(*conditions, column != "")
        return asked.group_by(column)

    def by_table(column: ColumnElement[Any], figure: ColumnElement[Any]) -> Select[Any]:
        counted = func.count(func.distinct(figure)).label("n")
        return select(column, counted).where(*within(figure)).group_by(column)

    def values(asked: Select[Any]) -> tuple[tuple[str, int], ...]:
        ordered = asked.order_by(asked.selected_columns.n.desc(), asked.selected_columns[0])
        return tuple((row[0], row[1]) for row in connection.execute(ordered.limit(_MOST_VALUES)))

    suggested = (
        select(suggestions.c.class_key, suggestions.c.words, suggestions.c.figure_id)
        .where(*within(suggestions.c.figure_id), suggestions.c.open == 1)
        .where(suggestions.c.action != "add", suggestions.c.words != "[]")
    )
    wrong: dict[str, set[int]] = defaultdict(set)
    for row in connection.execute(suggested):
        for word in texts_of(row.words):
            wrong[word.casefold()].add(row.figure_id)
    counts = Counter({word: len(ids) for word, ids in wrong.items()})
    commonest = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_VALUES]
    return Facets(
        values(by_column(figures.c.organism)),
        values(by_column(figures.c.journal)),
        values(by_table(suggestions.c.reason, suggestions.c.figure_id)),
        values(by_table(statuses.c.status, statuses.c.figure_id)),
        tuple(commonest),
    )


def _sort(query: Query) -> Any:
    return figures.c.position if query.sort == "order" else figures.c[query.sort]


def _order(query: Query) -> list[ColumnElement[Any]]:
    column = _sort(query)
    if column is figures.c.position:
        return [column]
    return [column.desc(), figures.c.position.asc()]


def _conditions(query: Query) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        figures.c.search.like(f"%{_literal(word)}%", escape=_ESCAPE)
        for word in query.text.casefold().split()
    ]
    if query.organism:
        found.append(figures.c.organism == query.organism)
    if query.journal:
        found.append(figures.c.journal == query.journal)
    if query.reason:
        reasons = select(suggestions.c.figure_id).where(suggestions.c.reason == query.reason)
        found.append(figures.c.id.in_(reasons))
    if query.status:
        those = select(statuses.c.figure_id).where(statuses.c.status == query.status)
        found.append(figures.c.id.in_(those))
    if query.word:
        those = select(words.c.figure_id).where(words.c.word == query.word.casefold())
        found.append(figures.c.id.in_(those))
    if query.state == "disagreed":
        found.append(figures.c.disagreed > 0)
    elif query.state != "any":
        left: ColumnElement[bool] = figures.c.open > 0
        if query.curator:
            mine = and_(suggestions.c.figure_id == figures.c.id, _undecided(query.curator))
            left = exists(select(suggestions.c.number).where(mine))
        found += [left] if query.state == "open" else [~left, figures.c.suggestions > 0]
    return found


def _undecided(curator: str) -> ColumnElement[bool]:
    """Of a suggestion: that a curator has no decision about it."""
    said = (
        select(decisions.c.id)
        .where(decisions.c.figure_id == suggestions.c.figure_id)
        .where(decisions.c.subject == suggestions.c.subject, decisions.c.curator == curator)
        .where(decisions.c.verdict.in_(("accept", "decline")))
        .where(decisions.c.id.not_in(undone_ids()))
    )
    return ~exists(said)


def _literal(word: str) -> str:
    """A word as LIKE takes it for itself."""
    for character in (_ESCAPE, "%", "_"):
        word = word.replace(character, _ESCAPE + character)
    return word.replace("\x00", "")


def _suggested(
    connection: Connection, ids: Sequence[int]
) -> tuple[dict[int, Counter[str]], dict[int, list[tuple[str, str, str]]]]:
    """The reasons of figures, and their surest suggestions."""
    reasons: dict[int, Counter[str]] = defaultdict(Counter)
    first: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for few in chunks(ids):
        asked = (
            select(suggestions)
            .where(suggestions.c.figure_id.in_(few))
            .order_by(suggestions.c.confidence.desc(), suggestions.c.number)
        )
        for row in connection.execute(asked):
            reasons[row.figure_id][row.reason] += 1
            symbols = ", ".join(texts_of(row.symbols))
            first[row.figure_id].append((row.action, row.text, symbols))
    return reasons, first
