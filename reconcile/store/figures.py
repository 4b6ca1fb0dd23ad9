"""Figures and their reports: put in, and read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, delete, func, insert, select, text, update

from reconcile.records import Failure, Figure, Reconciliation
from reconcile.report.csvlong import digest
from reconcile.store.codec import json_of, pack, packed, unpack, unpacked
from reconcile.store.holding import contradictions, holding
from reconcile.store.index import Indexed, indexed, words_behind
from reconcile.store.records import DecisionRow, Run, StoredFigure
from reconcile.store.rows import chunks, decision_rows, decision_select, run_of
from reconcile.store.schema import decisions, figures, reports, runs, statuses, suggestions, words

__all__ = ["Kept", "Put", "begin_run", "find", "held_of", "put", "refresh", "share"]

Put: TypeAlias = tuple[Reconciliation, bytes | None]
"""A result with its figure, and the bytes of its PFOCR record if it is one."""

_DERIVED: Final = (suggestions, words, statuses)


@dataclass(slots=True)
class Kept:
    """How many results were put in: of new figures, in the place of older ones, as before."""

    new: int = 0
    changed: int = 0
    same: int = 0


def begin_run(connection: Connection, run: Run, at: datetime) -> int:
    """The id of a run: of the last one, if that was the same."""
    settings = json_of(dict(run.settings))
    last = connection.execute(select(runs).order_by(runs.c.id.desc()).limit(1)).one_or_none()
    found = (run.code, run.lexicon, run.model, settings)
    if last is not None and (last.code, last.lexicon, last.model, last.settings) == found:
        return int(last.id)
    number = 1 if last is None else last.id + 1
    values = dict(zip(("code", "lexicon", "model", "settings"), found, strict=True))
    connection.execute(insert(runs).values(id=number, at=at, **values))
    return number


def put(
    connection: Connection,
    run_id: int,
    items: Sequence[Put],
    at: datetime,
    kept: Kept,
    fail: Callable[[Failure], None],
) -> None:
    """Put results in, in one transaction; one of a figure that is there takes its place.

    Args:
        connection: of a transaction that writes.
        run_id: what made them.
        items: the results; of several of one figure the last counts.
        at: when.
        kept: counts them.
        fail: gets each that cannot be kept.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE figures IN SHARE ROW EXCLUSIVE MODE"))
    coming: dict[str, tuple[Reconciliation, bytes | None, bytes]] = {}
    for result, record in items:
        try:
            coming[result.figid] = (result, record, pack(result))
            _check(result)
        except ValueError as error:
            coming.pop(result.figid, None)
            fail(Failure(result.source or "", f"cannot be kept: {error}", figid=result.figid))
    known = _known(connection, list(coming))
    last_figure = connection.execute(select(func.max(figures.c.id))).scalar() or 0
    last_place = connection.execute(select(func.max(figures.c.position))).scalar() or 0
    last_report = connection.execute(select(func.max(reports.c.id))).scalar() or 0
    rows = _Rows()
    for figid, (result, record, data) in coming.items():
        before = known.get(figid)
        if before is not None and before[1] == data:
            kept.same += 1
            continue
        last_report += 1
        if before is None:
            kept.new += 1
            last_figure, last_place = last_figure + 1, last_place + 1
            figure_id = last_figure
        else:
            kept.changed += 1
            figure_id = before[0]
        name = digest(verdict.keyword for verdict in result.keywords)
        columns = indexed(result)
        figure = {
            **{name: _clean(value) for name, value in columns.figure.items()},
            "record": packed(record),
            "report_id": last_report,
            "digest": name,
        }
        if before is None:
            rows.new.append(
                {"id": figure_id, "figid": figid, "position": last_place, **figure, **_ZERO}
            )
        else:
            rows.changed.append({"key": figure_id, **figure})
        report = {"id": last_report, "figure_id": figure_id, "run_id": run_id, "at": at}
        rows.reports.append({**report, "digest": name, "result": data})
        rows.derive(figure_id, columns)
    rows.write(connection)


_ZERO: Final = {"shared": 0.0, "open": 0, "disagreed": 0}


class _Rows:
    """What a few results add to each table."""

    def __init__(self) -> None:
        self.new: list[dict[str, Any]] = []
        self.changed: list[dict[str, Any]] = []
        self.reports: list[dict[str, Any]] = []
        self._ids: list[int] = []
        self._derived: dict[str, list[dict[str, Any]]] = {t.name: [] for t in _DERIVED}

    def derive(self, figure_id: int, columns: Indexed) -> None:
        """Note what follows from a result."""
        self._ids.append(figure_id)
        derived = self._derived
        derived["suggestions"] += [
            {name: _clean(value) for name, value in row.items()}
            | {"figure_id": figure_id, "open": 1}
            for row in columns.suggestions
        ]
        for table, column, values in (
            ("words", "word", columns.words),
            ("statuses", "status", columns.statuses),
        ):
            clean = dict.fromkeys(map(_clean, values))
            derived[table] += [{column: value, "figure_id": figure_id} for value in clean]

    def write(self, connection: Connection) -> None:
        """Write all of it."""
        if not self._ids:
            return
        for ids in chunks([row["key"] for row in self.changed]):
            for table in _DERIVED:
                connection.execute(delete(table).where(table.c.figure_id.in_(ids)))
        if self.new:
            connection.execute(insert(figures), self.new)
        for row in self.changed:
            values = {name: value for name, value in row.items() if name != "key"}
            connection.execute(update(figures).where(figures.c.id == row["key"]).values(values))
        connection.execute(insert(reports), self.reports)
        for table in _DERIVED:
            if rows := self._derived[table.name]:
                connection.execute(insert(table), rows)
        refresh(connection, self._ids)


def _known(connection: Connection, figids: Sequence[str]) -> dict[str, tuple[int, bytes]]:
    """Of the figures that are there: the id, and the present report."""
    query = select(figures.c.figid, figures.c.id, reports.c.result).join(
        reports, reports.c.id == figures.c.report_id
    )
    found: dict[str, tuple[int, bytes]] = {}
    for few in chunks(figids):
        for row in connection.execute(query.where(figures.c.figid.in_(few))):
            found[row.figid] = (row.id, row.result)
    return found


def _check(result: Reconciliation) -> None:
    """Refuse names that no database keeps as they are.

    Raises:
        ValueError: one has a NUL character, or half of a surrogate pair.
    """
    names = (result.figid, *(verdict.keyword for verdict in result.keywords))
    for name in names:
        if "\x00" in name:
            raise ValueError(f"{name[:40]!r} has a NUL character; take it out")
        name.encode()  # a UnicodeEncodeError is a ValueError


def _clean(value: Any) -> Any:
    """A text as any database keeps it."""
    if not isinstance(value, str):
        return value
    return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def refresh(connection: Connection, figure_ids: Sequence[int]) -> None:
    """Bring `open` and `disagreed` of figures up to date with the decisions."""
    for ids in chunks(sorted(set(figure_ids))):
        held = held_of(connection, ids)
        asked = select(
            suggestions.c.figure_id,
            suggestions.c.number,
            suggestions.c.subject,
            suggestions.c.open,
        ).where(suggestions.c.figure_id.in_(ids))
        left = dict.fromkeys(ids, 0)
        turned: list[tuple[int, int, int]] = []
        decided = {
            key: {row.subject for row in rows if row.verdict != "note"}
            for key, rows in held.items()
        }
        for row in connection.execute(asked):
            is_open = int(row.subject not in decided.get(row.figure_id, ()))
            left[row.figure_id] += is_open
            if is_open != row.open:
                turned.append((row.figure_id, row.number, is_open))
        for figure_id, number, is_open in turned:
            connection.execute(
                update(suggestions)
                .where(suggestions.c.figure_id == figure_id, suggestions.c.number == number)
                .values(open=is_open)
            )
        for figure_id, count in left.items():
            clashes = len(contradictions(held.get(figure_id, ())))
            connection.execute(
                update(figures)
                .where(figures.c.id == figure_id)
                .values(open=count, disagreed=clashes)
            )


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


def share(connection: Connection) -> None:
    """Count for each figure how often others have what is suggested in it, word for word.

    `shared` is the sum over its suggestions of the other figures with the same class.
    """
    sizes = (
        select(suggestions.c.class_key, (func.count() - 1).label("others"))
        .group_by(suggestions.c.class_key)
        .having(func.count() > 1)
        .subquery()
    )
    sums = (
        select(suggestions.c.figure_id, func.sum(sizes.c.others).label("shared"))
        .join(sizes, sizes.c.class_key == suggestions.c.class_key)
        .group_by(suggestions.c.figure_id)
        .subquery()
    )
    wanted = func.coalesce(
        select(sums.c.shared).where(sums.c.figure_id == figures.c.id).scalar_subquery(), 0
    )
    connection.execute(update(figures).values(shared=wanted))


def find(connection: Connection, figid: str) -> StoredFigure | None:
    """A figure with its present report and the decisions that hold."""
    query = (
        select(
            figures.c.id,
            figures.c.digest,
            figures.c.record,
            figures.c.report_id,
            reports.c.run_id,
            reports.c.result,
        )
        .join(reports, reports.c.id == figures.c.report_id)
        .where(figures.c.figid == figid)
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
