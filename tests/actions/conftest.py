"""One small ledger, open, for all tests of what a ledger shows."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterclaim.ledger import Ledger
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Claim, Reading
from small_ledger import fill, keep, read_battle


@pytest.fixture(scope="session")
def battle_path(tmp_path_factory: pytest.TempPathFactory, engine: RulesEngine) -> Path:
    path = tmp_path_factory.mktemp("battle") / "battle.db"
    fill(path, read_battle(engine))
    return path


@pytest.fixture
def battle(battle_path: Path) -> Iterator[Ledger]:
    with Ledger.open(battle_path, create=False) as ledger:
        yield ledger


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
def killed(ledger: Ledger, readings: list[Reading]) -> Claim:
    """A claim of the army's own release with a number of killed."""
    assert readings[0].report is not None
    told = ledger.claims_of(readings[0].report.id)
    return next(c for c in told if c.type == "killed" and c.quantity is not None and c.incident is not None)
