"""What a store holds, in numbers."""

from __future__ import annotations

from collections import Counter, defaultdict

from sqlalchemy import Connection, func, select, text

from reconcile.store.queue import progress
from reconcile.store.rows import run_of
from reconcile.store.schema import decisions, metadata, reports, runs
from reconcile.store.work_records import CuratorWork, Info, RunRow

__all__ = ["info"]


def info(connection: Connection) -> Info:
    """What there is."""
    made = select(reports.c.run_id, func.count().label("n")).group_by(reports.c.run_id)
    by_run = {row.run_id: row.n for row in connection.execute(made)}
    found = connection.execute(select(runs.c.id, runs.c.at).order_by(runs.c.id)).all()
    work = _work(connection)
    return Info(
        progress(connection),
        sum(by_run.values()),
        sum(one.accept + one.decline + one.note + one.undo for one in work),
        work,
        tuple(RunRow(run_of(connection, row.id), row.at, by_run.get(row.id, 0)) for row in found),
        _size(connection),
    )


def _work(connection: Connection) -> tuple[CuratorWork, ...]:
    columns = decisions.c.curator, decisions.c.verdict
    asked = select(*columns, func.count().label("n")).group_by(*columns)
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for row in connection.execute(asked):
        said[row.curator][row.verdict] = row.n
    return tuple(
        CuratorWork(name, n["accept"], n["decline"], n["note"], n["undo"])
        for name, n in sorted(said.items())
    )


def _size(connection: Connection) -> int:
    """Bytes of the tables and indexes."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        return int(connection.execute(text(asked)).scalar_one())
    size = text("SELECT pg_total_relation_size(CAST(:name AS regclass))")
    return sum(
        int(connection.execute(size, {"name": name}).scalar_one()) for name in metadata.tables
    )
