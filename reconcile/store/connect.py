"""The database behind a store: opened, brought up to date, and its transactions.

SQLite runs with a write-ahead log and a full sync: a decision that was acknowledged is on the disk,
and readers never wait. A transaction that writes takes the one lock at its beginning, so that two
writers wait for each other instead of failing half-way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from reconcile.shown import printable
from reconcile.store.records import StoreError
from reconcile.store.schema import REVISION

__all__ = ["MIGRATIONS", "Database"]

MIGRATIONS: Final = Path(__file__).with_name("migrations")
"""Where Alembic finds the steps."""

_BUSY_MS: Final = 60_000
"""How long a writer waits for another one; an import writes a few hundred figures at a time."""
_LOCK: Final = 0x7265636F
"""Names the lock under which PostgreSQL is brought up to date: `reco` as a number."""
_SQLITE: Final = b"SQLite format 3\x00"


class Database:
    """A database and its transactions.

    Attributes:
        engine: SQLAlchemy's.
        name: the file, or the URL without its password.
    """

    def __init__(self, where: str | Path, *, create: bool = True) -> None:
        """Open a database and bring its tables up to date.

        Args:
            where: a file of SQLite, or a `postgresql://` URL.
            create: whether a file that is not there is made.

        Raises:
            StoreError: it cannot be opened, or is of a newer version, or no store.
        """
        self.name = str(where)
        if "://" in self.name:
            self.engine, self.name = _by_url(self.name)
        else:
            self.engine = _by_file(Path(where), create)
        try:
            self._bring_up_to_date()
        except SQLAlchemyError as error:
            self.engine.dispose()
            raise self.fault(error) from error
        except BaseException:
            self.engine.dispose()
            raise

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database.

        Raises:
            StoreError: the database cannot be read.
        """
        try:
            with self.engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise self.fault(error) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept whole at its end, or not at all if something is raised.

        Raises:
            StoreError: the database cannot be written.
        """
        try:
            opened = self.engine.connect().execution_options(writes=True)
            with opened as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            raise self.fault(error) from error

    def fault(self, error: SQLAlchemyError) -> StoreError:
        """What a fault of the database says to people."""
        said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
        first = printable(said.strip().split("\n")[0])
        return StoreError(
            f"{self.name}: the database cannot be used ({first}); check that it is there, that you "
            "may write it, and that there is room"
        )

    def _bring_up_to_date(self) -> None:
        with self.writing() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            revision = _revision(connection)
            if revision != REVISION:
                self._migrate(connection, revision)

    def _migrate(self, connection: Connection, revision: str | None) -> None:
        from alembic.config import Config
        from alembic.runtime.environment import EnvironmentContext
        from alembic.script import ScriptDirectory

        if revision is None and (strange := inspect(connection).get_table_names()):
            raise StoreError(
                f"{self.name}: a database of something else (it has a table "
                f"{printable(strange[0])[:40]!r}); name a new file or a database of its own"
            )
        script = ScriptDirectory(str(MIGRATIONS))
        known = {step.revision for step in script.walk_revisions()}
        if revision is not None and revision not in known:
            raise StoreError(
                f"{self.name}: made by a newer version ({printable(revision)[:40]}); install that"
            )

        def steps(current: Any, _: Any) -> Any:
            return script._upgrade_revs("head", current)

        with EnvironmentContext(Config(), script, fn=steps) as environment:
            environment.configure(connection=connection, transactional_ddl=True)
            environment.run_migrations()


def _revision(connection: Connection) -> str | None:
    """The newest migration that was run, None where there was none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _by_url(given: str) -> tuple[Engine, str]:
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise StoreError("the URL of the database cannot be read; write postgresql://…") from error
    if url.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise StoreError(
            f"{printable(url.drivername)[:40]!r} is no database that is known; name a file, or "
            "write postgresql://USER@HOST/NAME"
        )
    shown = url.difference_update_query(["password", "sslpassword"])
    name = shown.render_as_string(hide_password=True)
    try:
        engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    except ImportError as error:
        from reconcile.extras import to_install

        raise StoreError(f"PostgreSQL needs psycopg: {to_install('postgres')}") from error
    return engine, name


def _by_file(path: Path, create: bool) -> Engine:
    if path.is_dir():
        raise StoreError(f"{path}: a folder; name a file for the database")
    if not path.exists():
        if not create:
            raise StoreError(f"{path}: not there; make it with `reconcile store import PATH… --db`")
        if not path.absolute().parent.is_dir():
            raise StoreError(f"{path}: its folder is not there; make it first")
    elif path.stat().st_size and not _is_sqlite(path):
        raise StoreError(f"{path}: no database; name a new file, or one that `reconcile` made")
    url = URL.create("sqlite", database=str(path.absolute()))
    engine = create_engine(url, poolclass=QueuePool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _is_sqlite(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(_SQLITE)) == _SQLITE
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror or error}") from error


def _prepare(connection: Any, _: Any) -> None:
    """The settings of a connection to SQLite."""
    connection.isolation_level = None  # transactions begin where `_begin` says so
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {_BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
