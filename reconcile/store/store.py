"""The store: one object, whose methods are transactions."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Final

from sqlalchemy import select

from reconcile.records import Failure, Figure
from reconcile.store import agreement, classes, deciding, figures, putting, queue
from reconcile.store.connect import Database
from reconcile.store.inputs import input_digest
from reconcile.store.putting import Kept, Put
from reconcile.store.queue_records import (
    Alike,
    ClassMember,
    ClassRow,
    Facets,
    Progress,
    Query,
    QueueRow,
    SuggestionClass,
)
from reconcile.store.records import DecisionRow, NewDecision, Run, StoredFigure, StoreError
from reconcile.store.rows import kept_number, kept_text
from reconcile.store.schema import figures as figure_table
from reconcile.store.work_records import Agreement, Batch, Disagreement, Info

__all__ = ["Store"]

_TOGETHER: Final = 200
"""Results that are written in one transaction."""


class Store:
    """Figures, reports and decisions in one database.

    An instance may be used from several threads, and a database by several processes. Methods that
    change something have done so on the disk when they return. All raise `StoreError` where the
    database cannot be used.
    """

    def __init__(self, where: str | Path, *, create: bool = True) -> None:
        """Open a store; its tables are made, or brought up to date.

        Args:
            where: a file of SQLite, or a `postgresql://` URL.
            create: whether a file that is not there is made.

        Raises:
            StoreError: it cannot be opened, is something else, or of a newer version.
        """
        self._database = Database(where, create=create)

    @property
    def name(self) -> str:
        """The file, or the URL without its password."""
        return self._database.name

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # Figures and reports

    def put(
        self,
        run: Run,
        results: Iterable[Put],
        on_error: Callable[[Failure], None] | None = None,
    ) -> Kept:
        """Put results in, a few hundred at a time, each few whole or not at all.

        Of a figure that is there the new report takes the place of the old one, which is kept, as
        all its decisions are; a report that is the same is not kept again.

        Args:
            run: what made them.
            results: results with their figures, and the bytes of the record where it is PFOCR's.
            on_error: gets each that cannot be kept; without it the first one raises `StoreError`.
        """

        def fail(failure: Failure) -> None:
            if on_error is None:
                raise StoreError(f"{failure.figid}: {failure.error}")
            on_error(failure)

        kept = Kept()
        coming = iter(results)
        try:
            while few := list(islice(coming, _TOGETHER)):
                with self._database.writing() as connection:
                    made_with = putting.begin_run(connection, run, _now()), run
                    putting.put(connection, made_with, few, _now(), kept, fail)
        finally:
            if kept.new or kept.changed:
                with self._database.writing() as connection:
                    putting.share(connection)
        return kept

    def changed(
        self, run: Run, figures: Iterable[tuple[Figure, bytes | None]]
    ) -> Iterator[tuple[Figure, bytes | None]]:
        """Those of some figures that a run would report on anew.

        The others have a present report of the same run, figure and record.

        Args:
            run: what would make their reports.
            figures: each with the bytes of its record where it is PFOCR's.
        """
        coming = iter(figures)
        while few := list(islice(coming, _TOGETHER)):
            inputs = {figure.figid: input_digest(run, figure, record) for figure, record in few}
            with self._database.reading() as connection:
                same = putting.unchanged(connection, inputs)
            yield from (pair for pair in few if pair[0].figid not in same)

    def figure(self, figid: str) -> StoredFigure | None:
        """A figure with its present report and the decisions that hold; None if it is not there."""
        with self._database.reading() as connection:
            return figures.find(connection, figid)

    def figids(self, query: Query | None = None) -> list[str]:
        """The ids of the figures of a query, in its order; of all as they were imported."""
        with self._database.reading() as connection:
            return queue.listed(connection, query or Query(sort="order"))

    def filename(self, figid: str) -> str | None:
        """The name of the file with the figure's image; None without the figure, or a name."""
        asked = select(figure_table.c.filename).where(figure_table.c.figid == kept_text(figid))
        with self._database.reading() as connection:
            return connection.execute(asked).scalar_one_or_none() or None

    # The queue

    def queue(self, query: Query, *, limit: int = 50, offset: int = 0) -> tuple[QueueRow, ...]:
        """A stretch of the figures of a query, in its order."""
        with self._database.reading() as connection:
            return queue.rows_of(connection, query, kept_number(limit), kept_number(offset))

    def count(self, query: Query) -> int:
        """How many figures a query has."""
        with self._database.reading() as connection:
            return queue.count(connection, query)

    def neighbours(self, query: Query, figid: str) -> tuple[str | None, str | None, int]:
        """The figures before and after one in a query, and how many come before.

        None where there is none. The figure need not be among them any more.
        """
        with self._database.reading() as connection:
            return queue.neighbours(connection, query, figid)

    def facets(self, query: Query) -> Facets:
        """The values of the filters among the figures of a query."""
        with self._database.reading() as connection:
            return queue.facets(connection, query)

    def progress(self, curator: str = "") -> Progress:
        """How far the work is; of one curator, by that one's decisions alone."""
        with self._database.reading() as connection:
            return queue.progress(connection, curator)

    # Decisions

    def decide(
        self, new: Sequence[NewDecision], *, curator: str, batch: str | None = None
    ) -> tuple[DecisionRow, ...]:
        """Keep decisions, all or none.

        Args:
            new: the decisions.
            curator: who makes them.
            batch: the name of a decision for many, see `new_batch`.

        Raises:
            StaleError: a gene list is not the one that was looked at.
            StoreError: a figure is not there, or a decision cannot be.
        """
        with self._database.writing() as connection:
            return deciding.decide(connection, new, curator, _now(), batch)

    def undo(self, ids: Sequence[int], *, curator: str) -> tuple[DecisionRow, ...]:
        """Take decisions of one's own back; the rows that say so, none for those that were.

        Raises:
            StoreError: one is not there, or somebody else's.
        """
        with self._database.writing() as connection:
            return deciding.undo(connection, ids, curator, _now())

    def undo_batch(self, batch: str, *, curator: str) -> tuple[DecisionRow, ...]:
        """Take all decisions of a batch back.

        Raises:
            StoreError: there is none of this name, or it is somebody else's.
        """
        with self._database.writing() as connection:
            rows = deciding.history(connection, batch=batch)
            ids = [row.id for row in rows if row.verdict != "undo"]
            if not ids:
                raise StoreError(f"there is no decision for many of the name {batch[:40]!r}")
            return deciding.undo(connection, ids, curator, _now())

    def decisions(
        self,
        figid: str | None = None,
        *,
        curator: str | None = None,
        batch: str | None = None,
        history: bool = False,
    ) -> Iterator[DecisionRow]:
        """The decisions that hold, or with `history` all rows, oldest first.

        Args:
            figid: of one figure; None for all.
            curator: of one curator; None for all.
            batch: of one batch; None for all.
            history: whether those that were taken back or replaced come too, and the undos.
        """
        from reconcile.store.holding import holding

        with self._database.reading() as connection:
            rows = list(deciding.history(connection, figid, curator, batch))
        if history:
            yield from rows
            return
        by_figure: dict[str, list[DecisionRow]] = {}
        for row in rows:
            by_figure.setdefault(row.figid, []).append(row)
        for own in by_figure.values():
            yield from holding(own)

    def recent(
        self,
        *,
        limit: int = 100,
        before: int | None = None,
        curator: str = "",
        noted: bool = False,
    ) -> tuple[DecisionRow, ...]:
        """Decisions made one by one, and what took such back; newest first.

        Args:
            limit: how many at most.
            before: only those that are older than the one of this id; None for the newest.
            curator: only those of this curator; "" for all.
            noted: only those with a note, and of decisions for many too.
        """
        with self._database.reading() as connection:
            return tuple(deciding.recent(connection, limit, before, curator, noted=noted))

    def last_of(self, curator: str) -> tuple[DecisionRow, ...]:
        """What a curator decided last and did not take back; of a batch all of it that is left."""
        with self._database.reading() as connection:
            return deciding.last_of(connection, curator)

    # The same in many figures

    def classes(
        self,
        text: str = "",
        *,
        limit: int = 50,
        offset: int = 0,
        least: int = 2,
        curator: str = "",
    ) -> tuple[ClassRow, ...]:
        """Classes of suggestions with something open in at least so many figures, most first.

        Here and below `curator` says by whose decisions alone something is open; "" by anybody's.
        """
        with self._database.reading() as connection:
            stretch = kept_number(limit), kept_number(offset)
            return classes.classes(connection, text, *stretch, least, curator)

    def members(
        self,
        of: SuggestionClass,
        *,
        limit: int = 1_000,
        curator: str = "",
        any_word: bool = False,
    ) -> tuple[ClassMember, ...]:
        """The suggestions of a class, those read in the same context together.

        With `any_word` all with the same entry and change; those of the class come first.
        """
        with self._database.reading() as connection:
            return classes.members(connection, of, limit, curator, any_word=any_word)

    def alike(self, of: SuggestionClass, *, curator: str = "") -> tuple[Alike, Alike]:
        """How many there are of a class, and with the same entry and change by whatever word."""
        with self._database.reading() as connection:
            return classes.alike(connection, of, curator)

    def members_in_figure(
        self, figid: str, reason: str, *, curator: str = ""
    ) -> tuple[ClassMember, ...]:
        """The suggestions of one rule in one figure."""
        with self._database.reading() as connection:
            return classes.members_in_figure(connection, figid, reason, curator)

    def batches(self, *, limit: int = 50) -> tuple[Batch, ...]:
        """Decisions for many, the newest first."""
        with self._database.reading() as connection:
            return classes.batches(connection, limit)

    @staticmethod
    def new_batch() -> str:
        """A name for a decision for many."""
        return uuid.uuid4().hex

    def info(self) -> Info:
        """What the store holds."""
        from reconcile.store.info import info

        with self._database.reading() as connection:
            return info(connection)

    # Several curators

    def curators(self) -> tuple[str, ...]:
        """All who decided something, by name."""
        with self._database.reading() as connection:
            return agreement.curators(connection)

    def disagreements(self, *, limit: int = 1_000) -> tuple[Disagreement, ...]:
        """The entries on which curators disagree."""
        with self._database.reading() as connection:
            return agreement.disagreements(connection, limit)

    def agreements(self) -> tuple[Agreement, ...]:
        """How far each two curators agree on what both decided."""
        with self._database.reading() as connection:
            return agreement.agreements(connection)


def _now() -> datetime:
    """The time, UTC, as databases keep it: without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)
