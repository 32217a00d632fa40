"""The database under a ledger: opening, making, refusing, and its transactions."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from counterclaim import settings
from counterclaim.errors import LedgerBusy, LedgerError
from counterclaim.ledger import tables

FORMAT = "counterclaim ledger"
WAL_TRIES = 100
_MAGIC = b"SQLite format 3\x00"
_BUSY = ("database is locked", "database table is locked", "database schema is locked")
_DAMAGED = ("malformed", "not a database", "disk image", "corrupt")
_LOCK = 0x636C6169  # of PostgreSQL's advisory locks: one writer at a time, as on SQLite


class Database:
    """One ledger's database: `read` and `write` give connections inside a transaction, on either kind of database."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.sqlite = url.get_backend_name() == "sqlite"
        self.name = str(url.database) if self.sqlite else url.render_as_string(hide_password=True)
        self.engine = _engine(url)
        snapshot = {} if self.sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reader = self.engine.execution_options(**snapshot)

    @property
    def path(self) -> Path | None:
        """The file of an SQLite ledger."""
        return Path(str(self.url.database)) if self.sqlite else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees the ledger as it stood at the first statement, until the end."""
        with self._told(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose statements all stand at the end, or none. One writer at a time.

        Raises LedgerBusy where another process writes for longer than we wait.
        """
        with self._told(), self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            if not self.sqlite:
                wait = int(settings.LEDGER_BUSY_SECONDS * 1000)
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {wait}")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self.explain(error) from error

    def explain(self, error: DBAPIError) -> LedgerError:
        """Return what a driver's error means for the one who asked."""
        said = str(error.orig)
        if any(sign in said for sign in _BUSY) or getattr(error.orig, "sqlstate", None) in ("55P03", "40P01"):
            return LedgerBusy(f"{self.name}: another process is writing to this ledger; try again in a moment")
        if self.sqlite and any(sign in said for sign in _DAMAGED):
            return LedgerError(
                f"{self.name}: the file is damaged ({said}); nothing was changed: put a copy of it in its place, "
                "or choose another file with --ledger"
            )
        if "readonly database" in said or "unable to open" in said:
            return LedgerError(f"{self.name}: it cannot be written ({said}); check the rights of file and folder")
        return LedgerError(f"{self.name}: the database refused: {said.strip()}")

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def parse(target: str | Path) -> URL:
    """Return the URL of a ledger given as a path or a URL. Raises LedgerError where it can be none."""
    words = str(target)
    if "://" not in words:
        return URL.create("sqlite", database=words)
    try:
        url = make_url(words)
        backend = url.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise LedgerError("the ledger's URL cannot be read: give a path or postgresql+psycopg://…") from error
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise LedgerError(f"a ledger is an SQLite file or a PostgreSQL database, not {backend}")
    if not url.database or url.database == ":memory:":
        raise LedgerError("an SQLite ledger is a file: give its path")
    return url


def shown_target(target: str | Path) -> str:
    """Return a ledger's path, or its URL without the password."""
    url = parse(target)
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def open_database(target: str | Path, *, create: bool = True) -> Database:
    """Return the database of a ledger, made where there is none and `create` is true.

    Raises LedgerError where it is no ledger, damaged, or of another schema; nothing is changed then.
    """
    database = connect(target, create=create)
    try:
        found = schema_of(database)
        if found is None:
            if not create:
                raise LedgerError(f"{database.name}: there is no ledger in it; `counterclaim add` makes one")
            make(database)
            found = schema_of(database)
        if found != tables.SCHEMA:
            raise LedgerError(_other_schema(database.name, found))
    except BaseException:
        database.close()
        raise
    return database


def connect(target: str | Path, *, create: bool) -> Database:
    """Return the database, not yet looked into but for a file's head."""
    url = parse(target)
    database = Database(url)
    if database.path is not None:
        _look_at(database.path, create)
    return database


def schema_of(database: Database) -> int | None:
    """Return the schema of a ledger, None where the database is empty.

    Raises LedgerError where it holds something else, or cannot be read.
    """
    with database.read() as connection:
        names = set(inspect(connection).get_table_names())
        if not names:
            return None
        if "meta" in names:
            try:
                values = dict(connection.execute(select(tables.meta.c.key, tables.meta.c.value)).all())
            except SQLAlchemyError:
                values = {}
            if values.get("format") == FORMAT and str(values.get("schema", "")).isdigit():
                return int(values["schema"])
        raise LedgerError(
            f"{database.name}: it is the database of another program, not a ledger; choose another with --ledger"
        )


def make(database: Database) -> None:
    """Make the tables of a ledger in an empty database; a process that comes second finds them made."""
    from counterclaim.ledger.migrations import REVISION_TABLE, revision_of

    if database.sqlite:
        _write_ahead(database)
    with database.write() as connection:
        if inspect(connection).has_table("meta"):
            return
        tables.metadata.create_all(connection, checkfirst=False)
        connection.execute(
            insert(tables.meta),
            [{"key": "format", "value": FORMAT}, {"key": "schema", "value": str(tables.SCHEMA)}],
        )
        connection.execute(
            text(f"CREATE TABLE {REVISION_TABLE} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"),
        )
        connection.execute(
            text(f"INSERT INTO {REVISION_TABLE} VALUES (:revision)"), {"revision": revision_of(tables.SCHEMA)}
        )


def _write_ahead(database: Database) -> None:
    """Set the file to write-ahead logging, so that readers and a writer do not wait for each other; it stays so."""
    connection = database.engine.raw_connection()
    try:
        for patience in range(WAL_TRIES, -1, -1):
            try:
                connection.cursor().execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                # SQLite does not wait here: another process is making this ledger, or sets the same.
                if not any(sign in str(error) for sign in _BUSY):
                    raise LedgerError(f"{database.name}: it cannot be made: {error}") from error
                if not patience:
                    raise LedgerBusy(f"{database.name}: another process holds this ledger; try again") from error
                time.sleep(0.05)
    finally:
        connection.close()


def _other_schema(name: str, found: int | None) -> str:
    if found is not None and found > tables.SCHEMA:
        return (
            f"{name}: a newer Counterclaim made this ledger (schema {found}, this one knows {tables.SCHEMA}); "
            "update the program"
        )
    return (
        f"{name}: an older Counterclaim made this ledger (schema {found}, now {tables.SCHEMA}); "
        "run `counterclaim upgrade` on it"
    )


def _look_at(path: Path, create: bool) -> None:
    """Raise LedgerError where a file cannot be a ledger: before SQLite opens it, and so might change it."""
    if not path.exists():
        if not create:
            raise LedgerError(f"{path}: there is no ledger here; `counterclaim add` makes one")
        if not path.parent.is_dir():
            raise LedgerError(f"{path}: the folder is not there; make it first")
        return
    if not path.is_file():
        raise LedgerError(f"{path}: it is a folder; a ledger is a file")
    try:
        with path.open("rb") as file:
            head = file.read(32)
    except OSError as error:
        raise LedgerError(f"{path}: it cannot be read: {error.strerror}") from error
    if not head:
        return
    if not head.startswith(_MAGIC) or len(head) < 32:
        raise LedgerError(f"{path}: it is no ledger (not an SQLite file); choose another with --ledger")
    wal = path.with_name(path.name + "-wal")
    pages, size = int.from_bytes(head[28:32], "big"), int.from_bytes(head[16:18], "big")
    size = 65536 if size == 1 else size
    # A log not yet written back may hold the missing pages; without one they are lost.
    if path.stat().st_size < pages * size and not (wal.exists() and wal.stat().st_size):
        raise LedgerError(
            f"{path}: the file is damaged: it is cut off; nothing was changed: put a copy of it in its place, "
            "or choose another file with --ledger"
        )


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": settings.LEDGER_BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves: the driver would begin them late
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA cache_size = -{settings.LEDGER_CACHE_KIB}")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA analysis_limit = 1000")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # A writer takes its lock at once: one that read first could no longer wait for another to finish.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
