"""What is opened, what is refused and left as it is, and what is upgraded."""

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from ledger_samples import meta, reading, report
from sqlalchemy import create_engine, text

from counterclaim import settings
from counterclaim.errors import LedgerBusy, LedgerError
from counterclaim.ledger import Ledger, tables, upgrade
from counterclaim.ledger.database import parse
from counterclaim.ledger.migrations import VERSIONS, revision_of
from counterclaim.ledger.migrations.versions import r0001_first_tables


def refused(path: Path, match: str, *, create: bool = True) -> None:
    """Assert that a file is refused with a hint, and not touched."""
    before = hashlib.sha256(path.read_bytes()).digest() if path.is_file() else None
    with pytest.raises(LedgerError, match=match) as caught:
        Ledger.open(path, create=create)
    assert str(path) in str(caught.value)
    if before is not None:
        assert hashlib.sha256(path.read_bytes()).digest() == before


def filled(path: Path) -> Path:
    with Ledger.open(path) as ledger:
        run = ledger.start_run(meta())
        for n in range(40):
            ledger.add(reading(report(f"Rebels killed {n} soldiers. " + "Words. " * 500), f"killed {n}"), run)
    return path


def test_a_ledger_is_made_once_and_found_again(target: str) -> None:
    with Ledger.open(target) as ledger:
        run = ledger.start_run(meta())
        ledger.add(reading(report("It killed 3."), "killed 3"), run)
    with Ledger.open(target, create=False) as ledger:
        assert ledger.status().reports_all == 1


def test_no_ledger_is_made_where_none_is_wanted(target: str, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="counterclaim add"):
        Ledger.open(target, create=False)
    assert not Path(target).exists()
    refused(tmp_path / "none" / "l.db", "the folder is not there")
    refused(tmp_path, "a folder")


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("These are my notes. " * 100)
    refused(words, "not an SQLite file")
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE meta (key, value)")
    connection.close()
    refused(other, "another program")


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = filled(tmp_path / "l.db")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    refused(path, "cut off")
    path.write_bytes(whole[:100] + b"\xff" * 8000 + whole[8100:])
    refused(path, "damaged")
    path.write_bytes(whole[:20])
    refused(path, "not an SQLite file")


def test_damage_within_is_told_when_it_is_met(tmp_path: Path) -> None:
    path = filled(tmp_path / "l.db")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"\xff" * (len(whole) - len(whole) // 2))
    with pytest.raises(LedgerError, match="damaged"), Ledger.open(path) as ledger:
        list(ledger.iter_live())
        list(ledger.reports())
        ledger.verify()


def test_urls(tmp_path: Path) -> None:
    assert parse("postgresql://u@h/d").drivername == "postgresql+psycopg"
    assert parse(f"sqlite:///{tmp_path}/x.db").database == f"{tmp_path}/x.db"
    for bad in ("mysql://h/d", "nonsense://x", "sqlite://"):
        with pytest.raises(LedgerError):
            parse(bad)
    with pytest.raises(LedgerError) as caught:
        Ledger.open(f"postgresql+psycopg://u:secret@/d?host={tmp_path}")
    assert "secret" not in str(caught.value)


def test_another_program_s_postgresql_database_is_refused(make_database: Callable[[str], str]) -> None:
    url = make_database("postgresql")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE claim (id int)"))
    with pytest.raises(LedgerError, match="another program"):
        Ledger.open(url)
    engine.dispose()


def test_a_busy_ledger_says_so(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger.open(target) as first:
        run = first.start_run(meta())
        monkeypatch.setattr(settings, "LEDGER_BUSY_SECONDS", 0.2)
        with Ledger.open(target) as second, first._database.write():
            with pytest.raises(LedgerBusy, match="another process"):
                second.add(reading(report("It killed 3."), "killed 3"), run)
            assert second.status().runs == 1  # who reads does not wait
        assert first.add(reading(report("It killed 3."), "killed 3"), run).state == "new"


def test_the_newest_revision_makes_the_tables(make_database: Callable[[str], str]) -> None:
    assert sorted(p.name[1:5] for p in VERSIONS.glob("r*.py"))[-1] == revision_of(tables.SCHEMA)
    for kind in ("sqlite", "postgresql"):
        target = make_database(kind)
        engine = create_engine(parse(target))
        with engine.begin() as connection:
            context = MigrationContext.configure(connection)
            with Operations.context(context):
                r0001_first_tables.upgrade()
            differences = compare_metadata(context, tables.metadata)
            # SQLite's own tables of the index, and an index that only the other database has.
            assert not [d for d in differences if "passage_words" not in str(d)], kind
        engine.dispose()


REVISION = '''
"""A column more."""
import sqlalchemy as sa
from alembic import op
revision = "0002"
down_revision = "0001"
def upgrade() -> None:
    op.add_column("report", sa.Column("colour", sa.Text()))
'''


@pytest.fixture
def two_versions(tmp_path: Path) -> Path:
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / "r0001.py").write_text((VERSIONS / "r0001_first_tables.py").read_text())
    (folder / "r0002.py").write_text(REVISION)
    return folder


def test_an_older_ledger_is_refused_and_upgraded(
    target: str, two_versions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger.open(target) as ledger:
        run = ledger.start_run(meta())
        ledger.add(reading(report("It killed 3."), "killed 3"), run)
        before = list(ledger.iter_live())
    monkeypatch.setattr(tables, "SCHEMA", 2)
    with pytest.raises(LedgerError, match="counterclaim upgrade"):
        Ledger.open(target)
    assert upgrade(target, versions=two_versions) == (1, 2)
    assert upgrade(target, versions=two_versions) == (2, 2)
    with Ledger.open(target) as ledger:
        assert list(ledger.iter_live()) == before and ledger.status().schema == 2
        with ledger._database.read() as connection:
            assert connection.execute(text("SELECT colour FROM report")).scalar() is None
    monkeypatch.setattr(tables, "SCHEMA", 1)
    with pytest.raises(LedgerError, match="update the program"):
        Ledger.open(target)
    with pytest.raises(LedgerError, match="newer"):
        upgrade(target)


def test_a_failing_upgrade_leaves_all_as_it_was(
    target: str, two_versions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Ledger.open(target).close()
    (two_versions / "r0002.py").write_text(REVISION + "    raise RuntimeError('half-way')\n")
    monkeypatch.setattr(tables, "SCHEMA", 2)
    with pytest.raises(RuntimeError):
        upgrade(target, versions=two_versions)
    monkeypatch.setattr(tables, "SCHEMA", 1)
    with Ledger.open(target) as ledger, ledger._database.read() as connection:
        columns = connection.execute(text("SELECT * FROM report")).keys()
        assert "colour" not in columns


def test_there_must_be_something_to_upgrade(target: str) -> None:
    with pytest.raises(LedgerError, match="no ledger"):
        upgrade(target)
