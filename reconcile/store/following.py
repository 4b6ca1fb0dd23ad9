"""What follows from decisions, kept in columns so that the queue need not ask for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from reconcile.store.codec import texts_of
from reconcile.store.figures import held_of
from reconcile.store.holding import changed_otherwise, contradictions
from reconcile.store.index import folded
from reconcile.store.records import DecisionRow
from reconcile.store.rows import chunks, kept_text
from reconcile.store.schema import answered, figures, suggestions, work, wrong_words

__all__ = ["refresh"]


def refresh(connection: Connection, figure_ids: Collection[int]) -> None:
    """Bring what follows from decisions about figures up to date.

    That is `open` of figures, suggestions and wrong words, `disagreed` of figures, and which
    suggestions of each figure every curator has decided. The figures must be locked,
    see `rows.locked`.
    """
    for ids in chunks(sorted(set(figure_ids))):
        _refresh(connection, ids)


def _refresh(connection: Connection, ids: Sequence[int]) -> None:
    held = held_of(connection, ids)
    said = {key: _Said(rows) for key, rows in held.items()}
    columns = (
        suggestions.c.figure_id,
        suggestions.c.number,
        suggestions.c.subject,
        suggestions.c.open,
        suggestions.c.action,
        suggestions.c.text,
        suggestions.c.words,
    )
    suggested = connection.execute(
        select(*columns).where(suggestions.c.figure_id.in_(ids)).order_by(*columns[:2])
    ).all()
    left = dict.fromkeys(ids, 0)
    wrong: Counter[tuple[int, str]] = Counter()
    done: list[tuple[str, int, int]] = []
    turned: list[dict[str, Any]] = []
    for row in suggested:
        about = said.get(row.figure_id)
        curators = about.of(row.action, row.text, row.subject) if about else frozenset()
        done += ((name, row.figure_id, row.number) for name in curators)
        is_open = int(not curators)
        left[row.figure_id] += is_open
        if is_open:
            wrong.update((row.figure_id, word) for word in _words(row.action, row.words))
        if is_open != row.open:
            turned.append({"figure": row.figure_id, "which": row.number, "turned": is_open})
    _turn(connection, turned)
    _count_words(connection, ids, wrong)
    _count_work(connection, ids, done)
    _count_figures(connection, left, held)


class _Said:
    """Who decided what in a figure."""

    __slots__ = ("_accepted", "_subjects")

    def __init__(self, rows: Sequence[DecisionRow]) -> None:
        self._subjects: dict[str, set[str]] = defaultdict(set)
        self._accepted: dict[str, list[DecisionRow]] = defaultdict(list)
        for row in rows:
            if row.verdict != "note":
                self._subjects[row.subject].add(row.curator)
            if row.verdict == "accept":
                self._accepted[row.text].append(row)

    def of(self, action: str, text: str, subject: str) -> frozenset[str]:
        """Who decided a suggestion: it itself, or by accepting another change instead."""
        others = changed_otherwise(self._accepted.get(text, ()), action, text, subject)
        own = self._subjects.get(subject, set())
        return frozenset(own.union(row.curator for row in others))


def _words(action: str, words: str) -> set[str]:
    """The words behind a suggestion to change an entry, as `wrong_words` has them."""
    if action == "add":
        return set()
    return {kept_text(folded(word)) for word in texts_of(words)}


def _turn(connection: Connection, turned: Sequence[dict[str, Any]]) -> None:
    if turned:
        key = (
            suggestions.c.figure_id == bindparam("figure"),
            suggestions.c.number == bindparam("which"),
        )
        turning = update(suggestions).where(*key).values(open=bindparam("turned"))
        connection.execute(turning, list(turned))


def _count_words(
    connection: Connection, ids: Sequence[int], wrong: Mapping[tuple[int, str], int]
) -> None:
    asked = select(wrong_words).where(wrong_words.c.figure_id.in_(ids))
    changed = [
        {
            "figure": row.figure_id,
            "which": row.word,
            "counted": wrong.get((row.figure_id, row.word), 0),
        }
        for row in connection.execute(asked)
        if row.open != wrong.get((row.figure_id, row.word), 0)
    ]
    if changed:
        key = (
            wrong_words.c.figure_id == bindparam("figure"),
            wrong_words.c.word == bindparam("which"),
        )
        counting = update(wrong_words).where(*key).values(open=bindparam("counted"))
        connection.execute(counting, changed)


def _count_work(
    connection: Connection, ids: Sequence[int], done: Sequence[tuple[str, int, int]]
) -> None:
    for table in (work, answered):
        connection.execute(delete(table).where(table.c.figure_id.in_(ids)))
    if not done:
        return
    each = [{"curator": name, "figure_id": key, "number": which} for name, key, which in done]
    connection.execute(insert(answered), each)
    counted = Counter((name, key) for name, key, _ in done)
    rows = [
        {"curator": name, "figure_id": key, "decided": number}
        for (name, key), number in sorted(counted.items())
    ]
    connection.execute(insert(work), rows)


def _count_figures(
    connection: Connection,
    left: Mapping[int, int],
    held: Mapping[int, Sequence[DecisionRow]],
) -> None:
    asked = select(figures.c.id, figures.c.open, figures.c.disagreed)
    before = {row.id: row for row in connection.execute(asked.where(figures.c.id.in_(list(left))))}
    changed = []
    for key, number in left.items():
        clashes = len(contradictions(held.get(key, ())))
        if (before[key].open, before[key].disagreed) != (number, clashes):
            changed.append({"figure": key, "left": number, "clashes": clashes})
    if changed:
        counting = (
            update(figures)
            .where(figures.c.id == bindparam("figure"))
            .values(open=bindparam("left"), disagreed=bindparam("clashes"))
        )
        connection.execute(counting, changed)
