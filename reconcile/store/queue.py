"""The queue: figures by a query, in an order that no decision changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    case,
    func,
    or_,
    select,
)

from reconcile.store.codec import texts_of
from reconcile.store.index import folded
from reconcile.store.queue_records import Facets, Progress, Query, QueueRow
from reconcile.store.rows import chunks, is_answered, is_undone, kept_text
from reconcile.store.schema import (
    decisions,
    figures,
    searches,
    statuses,
    suggestions,
    words,
    work,
    wrong_words,
)

__all__ = ["count", "facets", "listed", "neighbours", "progress", "rows_of"]

_MOST_VALUES: Final = 100
"""Values of a filter that are offered."""
_FIRST: Final = 3
_ESCAPE: Final = "\\"


def rows_of(
    connection: Connection, query: Query, limit: int, offset: int = 0
) -> tuple[QueueRow, ...]:
    """A stretch of the queue."""
    chosen = select(figures.c.id).where(*_conditions(query)).order_by(*_order(query))
    ids = list(connection.execute(chosen.limit(limit).offset(offset)).scalars())
    rows: dict[int, Row[Any]] = {}
    for few in chunks(ids):
        asked = select(figures).where(figures.c.id.in_(few))
        rows |= {row.id: row for row in connection.execute(asked)}
    found = [rows[number] for number in ids]
    reasons, first = _suggested(connection, [row.id for row in found])
    decided = _decided_by(connection, query.curator, ids) if query.curator else {}
    return tuple(
        QueueRow(
            row.figid,
            row.title,
            row.paper_title,
            row.journal,
            row.organism,
            row.suggestions,
            row.suggestions - decided.get(row.id, 0) if query.curator else row.open,
            row.disagreed,
            row.need,
            row.surest if row.suggestions else None,
            dict(sorted(reasons[row.id].items())),
            tuple(first[row.id][:_FIRST]),
        )
        for row in found
    )


def _decided_by(connection: Connection, curator: str, ids: Sequence[int]) -> dict[int, int]:
    """How many suggestions of each figure a curator has decided."""
    found: dict[int, int] = {}
    asked = select(work.c.figure_id, work.c.decided).where(work.c.curator == kept_text(curator))
    for few in chunks(ids):
        rows = connection.execute(asked.where(work.c.figure_id.in_(few)))
        found |= {row.figure_id: row.decided for row in rows}
    return found


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
    here = connection.execute(
        select(figures).where(figures.c.figid == kept_text(figid))
    ).one_or_none()
    if here is None:
        return None, None, 0
    source = _chosen(query)
    column, place = source.c[_sort(query).key], source.c.position
    value = getattr(here, column.key)
    if column is place:
        before, after = place < value, place > value
    else:
        # The first half says nothing new, but finds the place in the index.
        before = and_(column >= value, or_(column > value, place < here.position))
        after = and_(column <= value, or_(column < value, place > here.position))
    backwards = [place.desc()] if column is place else [column.asc(), place.desc()]
    forwards = [place.asc()] if column is place else [column.desc(), place.asc()]
    where = [] if source is not figures else _conditions(query)
    asked = select(
        select(source.c.figid)
        .where(*where, before)
        .order_by(*backwards)
        .limit(1)
        .scalar_subquery(),
        select(source.c.figid).where(*where, after).order_by(*forwards).limit(1).scalar_subquery(),
        select(func.count()).select_from(source).where(*where, before).scalar_subquery(),
    )
    previous, following, number = connection.execute(asked).one()
    return previous, following, int(number)


def _chosen(query: Query) -> Table | CTE:
    """Where the figures of a query are looked up several times.

    An index is walked as often as one likes. What other tables filter is found once.
    """
    if not any((query.text, query.reason, query.status, query.word, query.curator)):
        return figures
    columns = dict.fromkeys((figures.c.figid, figures.c.position, _sort(query)))
    chosen = select(*columns).where(*_conditions(query)).cte("chosen")
    return chosen.prefix_with("MATERIALIZED")


def progress(connection: Connection, curator: str = "") -> Progress:
    """How far the work is; of one curator, what that one decided counts alone."""
    has_some = figures.c.suggestions > 0
    asked = select(
        func.count(),
        func.coalesce(func.sum(case((has_some, 1), else_=0)), 0),
        func.coalesce(func.sum(case((has_some & (figures.c.open == 0), 1), else_=0)), 0),
        func.coalesce(func.sum(figures.c.suggestions), 0),
        func.coalesce(func.sum(figures.c.open), 0),
        func.coalesce(func.sum(case((figures.c.disagreed > 0, 1), else_=0)), 0),
    )
    total, some, done, suggested, left, disagreed = map(int, connection.execute(asked).one())
    if curator:
        mine = work.c.curator == kept_text(curator)
        decided = select(func.coalesce(func.sum(work.c.decided), 0)).where(mine)
        left = suggested - int(connection.execute(decided).scalar_one())
        whole = (
            select(func.count())
            .select_from(work.join(figures, figures.c.id == work.c.figure_id))
            .where(mine, work.c.decided == figures.c.suggestions)
        )
        done = int(connection.execute(whole).scalar_one())
    return Progress(total, some, done, suggested, left, disagreed)


def facets(connection: Connection, query: Query) -> Facets:
    """The values of the filters among the figures of a query."""
    conditions = _conditions(query)
    chosen = select(figures.c.id).where(*conditions) if conditions else None

    def within(column: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        return [] if chosen is None else [column.in_(chosen)]

    def by_column(column: ColumnElement[Any]) -> Select[Any]:
        asked = select(column, func.count().label("n")).where(*conditions, column != "")
        return asked.group_by(column)

    def by_table(
        column: ColumnElement[Any], figure: ColumnElement[Any], *more: ColumnElement[bool]
    ) -> Select[Any]:
        pairs = select(column.label("value"), figure).where(*within(figure), *more)
        each = pairs.distinct().subquery()
        return select(each.c.value, func.count().label("n")).group_by(each.c.value)

    def values(asked: Select[Any]) -> tuple[tuple[str, int], ...]:
        ordered = asked.order_by(asked.selected_columns.n.desc(), asked.selected_columns[0])
        return tuple((row[0], row[1]) for row in connection.execute(ordered.limit(_MOST_VALUES)))

    wrong = (wrong_words.c.word, wrong_words.c.figure_id, wrong_words.c.open > 0)
    return Facets(
        values(by_column(figures.c.organism)),
        values(by_column(figures.c.journal)),
        values(by_table(suggestions.c.reason, suggestions.c.figure_id)),
        values(by_table(statuses.c.status, statuses.c.figure_id)),
        _doubted(connection, query, chosen) if query.curator else values(by_table(*wrong)),
    )


def _doubted(
    connection: Connection, query: Query, chosen: Select[tuple[int]] | None
) -> tuple[tuple[str, int], ...]:
    """Words behind suggestions that one curator has not decided, with the number of figures.

    Where that curator decided nothing, all words of a figure count; elsewhere those of the
    suggestions that are left.
    """
    begun = select(work.c.figure_id).where(work.c.curator == kept_text(query.curator))
    within = [] if chosen is None else [wrong_words.c.figure_id.in_(chosen)]
    number = func.count().label("n")
    whole = (
        select(wrong_words.c.word, number)
        .where(*within, wrong_words.c.figure_id.not_in(begun))
        .group_by(wrong_words.c.word)
    )
    left = _words_left(connection, query.curator, begun, chosen)
    top = connection.execute(whole.order_by(number.desc(), wrong_words.c.word).limit(_MOST_VALUES))
    found = {row.word: int(row.n) for row in top}
    for few in chunks([word for word in left if word not in found]):
        rows = connection.execute(whole.where(wrong_words.c.word.in_(few)))
        found |= {row.word: int(row.n) for row in rows}
    for word, more in left.items():
        found[word] = found.get(word, 0) + more
    ordered = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    return tuple(ordered[:_MOST_VALUES])


def _words_left(
    connection: Connection,
    curator: str,
    begun: Select[tuple[int]],
    chosen: Select[tuple[int]] | None,
) -> Counter[str]:
    """The words behind what a curator left in figures that were begun, each figure once."""
    within = [] if chosen is None else [suggestions.c.figure_id.in_(chosen)]
    asked = select(suggestions.c.figure_id, suggestions.c.words).where(
        *within,
        suggestions.c.figure_id.in_(begun),
        suggestions.c.action != "add",
        ~is_answered(curator),
    )
    pairs = {
        (row.figure_id, kept_text(folded(word)))
        for row in connection.execute(asked)
        for word in texts_of(row.words)
    }
    return Counter(word for _, word in pairs)


def _sort(query: Query) -> Any:
    return figures.c.position if query.sort == "order" else figures.c[query.sort]


def _order(query: Query) -> list[ColumnElement[Any]]:
    column = _sort(query)
    if column is figures.c.position:
        return [column]
    return [column.desc(), figures.c.position.asc()]


def _conditions(query: Query) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if words_sought := folded(query.text).split():
        patterns = (f"%{_literal(word)}%" for word in words_sought)
        those = select(searches.c.figure_id).where(
            *(_has(pattern, query.curator) for pattern in patterns)
        )
        found.append(figures.c.id.in_(those))
    if query.noted:
        noted = select(decisions.c.figure_id).where(decisions.c.note != "", ~is_undone())
        if query.curator:
            noted = noted.where(decisions.c.curator == kept_text(query.curator))
        found.append(figures.c.id.in_(noted))
    if query.organism:
        found.append(figures.c.organism == kept_text(query.organism))
    if query.journal:
        found.append(figures.c.journal == kept_text(query.journal))
    for column, figure, value in (
        (suggestions.c.reason, suggestions.c.figure_id, query.reason),
        (statuses.c.status, statuses.c.figure_id, query.status),
        (words.c.word, words.c.figure_id, folded(query.word)),
    ):
        if value:
            found.append(figures.c.id.in_(select(figure).where(column == kept_text(value))))
    if query.state == "disagreed":
        found.append(figures.c.disagreed > 0)
    elif query.state != "any":
        left: ColumnElement[bool] = figures.c.open > 0
        if query.curator:
            left = and_(figures.c.suggestions > 0, figures.c.id.not_in(_decided(query.curator)))
        found += [left] if query.state == "open" else [~left, figures.c.suggestions > 0]
    return found


def _has(pattern: str, curator: str) -> ColumnElement[bool]:
    """Whether a figure has a pattern in what is searched, or in symbols that were put in."""
    put_in = select(decisions.c.figure_id).where(
        decisions.c.verdict == "accept",
        decisions.c.action != "remove",
        func.lower(decisions.c.symbols).like(pattern, escape=_ESCAPE),
        ~is_undone(),
    )
    if curator:
        put_in = put_in.where(decisions.c.curator == kept_text(curator))
    return or_(searches.c.search.like(pattern, escape=_ESCAPE), searches.c.figure_id.in_(put_in))


def _decided(curator: str) -> Select[tuple[int]]:
    """The figures in which a curator has decided all suggestions."""
    return (
        select(work.c.figure_id)
        .join(figures, figures.c.id == work.c.figure_id)
        .where(work.c.curator == kept_text(curator), work.c.decided == figures.c.suggestions)
    )


def _literal(word: str) -> str:
    """A word as LIKE takes it for itself."""
    for character in (_ESCAPE, "%", "_"):
        word = word.replace(character, _ESCAPE + character)
    return kept_text(word)


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
