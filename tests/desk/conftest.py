"""Ledgers of the desk's tests: `ledger` may be written to, `battle_ledger` and `hostile_ledger` are only looked at."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_samples import battle, hostile
from starlette.testclient import TestClient

from counterclaim.desk.app import create_app
from counterclaim.ledger import Ledger
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Claim, Reading
from small_ledger import keep, read_battle


@pytest.fixture(scope="session")
def readings(engine: RulesEngine) -> list[Reading]:
    return read_battle(engine)


@pytest.fixture(scope="session")
def kept_path(tmp_path_factory: pytest.TempPathFactory, readings: list[Reading]) -> Path:
    path = tmp_path_factory.mktemp("kept") / "kept.db"
    keep(path, readings).close()
    return path


@pytest.fixture
def ledger(tmp_path: Path, kept_path: Path) -> Iterator[Ledger]:
    """A ledger of the five reports that a test may write to."""
    path = tmp_path / "counterclaim.db"
    shutil.copy(kept_path, path)
    with Ledger.open(path, create=False) as opened:
        yield opened


@pytest.fixture
def client(ledger: Ledger) -> TestClient:
    return TestClient(create_app(ledger), base_url="http://127.0.0.1")


@pytest.fixture
def killed(ledger: Ledger, readings: list[Reading]) -> Claim:
    """A claim of the army's own release with a number of killed."""
    assert readings[0].report is not None
    told = ledger.claims_of(readings[0].report.id)
    return next(c for c in told if c.type == "killed" and c.quantity is not None and c.incident is not None)


@pytest.fixture(scope="session")
def battle_ledger(tmp_path_factory: pytest.TempPathFactory, engine: RulesEngine) -> Iterator[Ledger]:
    with battle(tmp_path_factory.mktemp("desk") / "battle.db", engine) as ledger:
        yield ledger


@pytest.fixture(scope="session")
def hostile_ledger(tmp_path_factory: pytest.TempPathFactory, engine: RulesEngine) -> Iterator[Ledger]:
    with hostile(tmp_path_factory.mktemp("desk") / "hostile.db", engine) as ledger:
        yield ledger


@pytest.fixture(scope="session")
def reader(battle_ledger: Ledger) -> TestClient:
    return TestClient(create_app(battle_ledger), base_url="http://127.0.0.1:8000")


@pytest.fixture
def empty_reader(tmp_path: Path) -> Iterator[TestClient]:
    with Ledger.open(tmp_path / "empty.db") as ledger:
        yield TestClient(create_app(ledger), base_url="http://127.0.0.1:8000")
