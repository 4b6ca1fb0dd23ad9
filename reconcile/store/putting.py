"""Results put in: new ones, in the place of older ones, or the same as before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, Row, delete, func, insert, select, text, update

from reconcile.records import Failure, Figure, Reconciliation
from reconcile.report.csvlong import digest
from reconcile.store.codec import json_of, pack, packed, same_result, unpacked
from reconcile.store.following import refresh
from reconcile.store.index import Indexed, indexed
from reconcile.store.inputs import input_digest
from reconcile.store.records import Run
from reconcile.store.rows import chunks, kept_text
from reconcile.store.schema import (
    classes,
    figures,
    records,
    reports,
    runs,
    searches,
    statuses,
    suggestions,
    words,
    wrong_words,
)

__all__ = ["Kept", "Put", "begin_run", "put", "share", "unchanged"]

Put: TypeAlias = tuple[Reconciliation, bytes | None]
"""A result with its figure, and the bytes of its PFOCR record if it is one."""

_DERIVED: Final = (suggestions, words, wrong_words, statuses, searches)
"""Tables whose rows follow from the present report of a figure."""


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
    run: tuple[int, Run],
    items: Sequence[Put],
    at: datetime,
    kept: Kept,
    fail: Callable[[Failure], None],
) -> None:
    """Put results in, in one transaction; one of a figure that is there takes its place.

    Args:
        connection: of a transaction that writes.
        run: what made them, with its id.
        items: the results; of several of one figure the last counts.
        at: when.
        kept: counts them.
        fail: gets each that cannot be kept.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE figures IN SHARE ROW EXCLUSIVE MODE"))
    run_id, made_with = run
    coming = {one.result.figid: one for one in _packed(items, made_with, fail)}
    known = _known(connection, list(coming))
    last_figure = connection.execute(select(func.max(figures.c.id))).scalar() or 0
    last_place = connection.execute(select(func.max(figures.c.position))).scalar() or 0
    last_report = connection.execute(select(func.max(reports.c.id))).scalar() or 0
    rows = _Rows()
    for figid, one in coming.items():
        before = known.get(figid)
        if before is not None and same_result(before.result, one.data):
            other = one.record is not None and one.record != unpacked(before.record)
            rows.again(before.id, one, other_record=other)
            kept.changed += other
            kept.same += not other
            continue
        last_report += 1
        columns = indexed(one.result)
        figure = _figure_row(one, columns, last_report)
        if before is None:
            kept.new += 1
            last_figure, last_place = last_figure + 1, last_place + 1
            figure_id = last_figure
            own = {"id": figure_id, "figid": figid, "position": last_place}
            rows.new.append({**own, **figure, **_ZERO})
        else:
            kept.changed += 1
            figure_id = before.id
            rows.changed.append({"key": figure_id, **figure})
        report = {"id": last_report, "figure_id": figure_id, "run_id": run_id, "at": at}
        rows.reports.append({**report, "digest": figure["digest"], "result": one.data})
        rows.derive(figure_id, columns, one.record)
    rows.write(connection)


def unchanged(connection: Connection, inputs: dict[str, str]) -> set[str]:
    """Those of some figures whose present report was made of the same.

    Args:
        connection: of any transaction.
        inputs: by figid the present input, see `input_digest`.
    """
    found: set[str] = set()
    asked = select(figures.c.figid, figures.c.input)
    for few in chunks([figid for figid in inputs if kept_text(figid) == figid]):
        for row in connection.execute(asked.where(figures.c.figid.in_(few))):
            if row.input == inputs[row.figid]:
                found.add(row.figid)
    return found


@dataclass(frozen=True, slots=True)
class _Packed:
    """A result as it is kept: its bytes, its record, and a name for what it was made of."""

    result: Reconciliation
    data: bytes
    record: bytes | None
    input: str


def _packed(items: Sequence[Put], run: Run, fail: Callable[[Failure], None]) -> Iterator[_Packed]:
    """Those that can be kept."""
    for result, record in items:
        figure = result.figure or Figure(result.figid)
        try:
            _check(result)
            yield _Packed(result, pack(result), record, input_digest(run, figure, record))
        except ValueError as error:
            fail(Failure(result.source or "", f"cannot be kept: {error}", figid=result.figid))


def _figure_row(one: _Packed, columns: Indexed, report_id: int) -> dict[str, Any]:
    """The row of a figure, without what others decide."""
    return {
        **{name: _clean(value) for name, value in columns.figure.items()},
        "input": one.input,
        "report_id": report_id,
        "digest": digest(verdict.keyword for verdict in one.result.keywords),
    }


_ZERO: Final = {"shared": 0.0, "open": 0, "disagreed": 0}


class _Rows:
    """What a few results add to each table."""

    def __init__(self) -> None:
        self.new: list[dict[str, Any]] = []
        self.changed: list[dict[str, Any]] = []
        self.repeated: list[dict[str, Any]] = []
        self.reports: list[dict[str, Any]] = []
        self._ids: list[int] = []
        self._records: list[dict[str, Any]] = []
        self._derived: dict[str, list[dict[str, Any]]] = {t.name: [] for t in _DERIVED}

    def again(self, figure_id: int, one: _Packed, *, other_record: bool) -> None:
        """Note that a result came to the same."""
        self.repeated.append({"key": figure_id, "input": one.input})
        if other_record and one.record is not None:
            self._keep(figure_id, one.record)

    def derive(self, figure_id: int, columns: Indexed, record: bytes | None) -> None:
        """Note what follows from a result."""
        self._ids.append(figure_id)
        if record is not None:
            self._keep(figure_id, record)
        derived = self._derived
        derived["suggestions"] += [
            {name: _clean(value) for name, value in row.items()}
            | {"figure_id": figure_id, "open": 1}
            for row in columns.suggestions
        ]
        for table, column, values in (
            ("words", "word", columns.words),
            ("statuses", "status", columns.statuses),
            ("wrong_words", "word", columns.wrong_words),
        ):
            clean = dict.fromkeys(map(_clean, values))
            more = {"open": 0} if table == "wrong_words" else {}
            derived[table] += [{column: value, "figure_id": figure_id, **more} for value in clean]
        derived["searches"].append({"figure_id": figure_id, "search": _clean(columns.search)})

    def _keep(self, figure_id: int, record: bytes) -> None:
        self._records.append({"figure_id": figure_id, "record": packed(record)})

    def write(self, connection: Connection) -> None:
        """Write all of it."""
        self._update(connection, self.repeated)
        if not self._ids:
            self._replace_records(connection)
            return
        for ids in chunks([row["key"] for row in self.changed]):
            for table in _DERIVED:
                connection.execute(delete(table).where(table.c.figure_id.in_(ids)))
        if self.new:
            connection.execute(insert(figures), self.new)
        self._update(connection, self.changed)
        self._replace_records(connection)
        self._name_classes(connection)
        connection.execute(insert(reports), self.reports)
        for table in _DERIVED:
            if rows := self._derived[table.name]:
                connection.execute(insert(table), rows)
        refresh(connection, self._ids)

    def _replace_records(self, connection: Connection) -> None:
        for ids in chunks([row["figure_id"] for row in self._records]):
            connection.execute(delete(records).where(records.c.figure_id.in_(ids)))
        if self._records:
            connection.execute(insert(records), self._records)

    def _name_classes(self, connection: Connection) -> None:
        """Put the ids of the classes in the place of their keys."""
        rows = self._derived["suggestions"]
        keys = list(dict.fromkeys(row["class_key"] for row in rows))
        known: dict[str, int] = {}
        for few in chunks(keys):
            asked = select(classes.c.key, classes.c.id).where(classes.c.key.in_(few))
            known |= {row.key: row.id for row in connection.execute(asked)}
        last = connection.execute(select(func.max(classes.c.id))).scalar() or 0
        new = [key for key in keys if key not in known]
        if new:
            known |= {key: last + number for number, key in enumerate(new, start=1)}
            named = [{"id": known[k], "key": k, "folded": k.casefold()} for k in new]
            connection.execute(insert(classes), named)
        for row in rows:
            row["class_id"] = known[row.pop("class_key")]

    def _update(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        for row in rows:
            values = {name: value for name, value in row.items() if name != "key"}
            connection.execute(update(figures).where(figures.c.id == row["key"]).values(values))


def _known(connection: Connection, figids: Sequence[str]) -> dict[str, Row[Any]]:
    """The figures that are there, by figid: id, record, result of the present report."""
    query = (
        select(figures.c.figid, figures.c.id, records.c.record, reports.c.result)
        .join(reports, reports.c.id == figures.c.report_id)
        .outerjoin(records, records.c.figure_id == figures.c.id)
    )
    found: dict[str, Row[Any]] = {}
    for few in chunks(figids):
        found |= {
            row.figid: row for row in connection.execute(query.where(figures.c.figid.in_(few)))
        }
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
    """A value as any database keeps it."""
    return kept_text(value) if isinstance(value, str) else value


def share(connection: Connection) -> None:
    """Count for each figure how often others have what is suggested in it, word for word.

    `shared` is the sum over its suggestions of the other figures with the same class.
    """
    sizes = (
        select(suggestions.c.class_id, (func.count() - 1).label("others"))
        .group_by(suggestions.c.class_id)
        .having(func.count() > 1)
        .subquery()
    )
    sums = (
        select(suggestions.c.figure_id, func.sum(sizes.c.others).label("shared"))
        .join(sizes, sizes.c.class_id == suggestions.c.class_id)
        .group_by(suggestions.c.figure_id)
        .subquery()
    )
    wanted = func.coalesce(
        select(sums.c.shared).where(sums.c.figure_id == figures.c.id).scalar_subquery(), 0
    )
    connection.execute(update(figures).values(shared=wanted))
