"""One small ledger, open, for all tests of what a ledger shows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterclaim.ledger import Ledger
from counterclaim.reading.engines.rules import RulesEngine
from small_ledger import fill, read_battle


@pytest.fixture(scope="session")
def battle_path(tmp_path_factory: pytest.TempPathFactory, engine: RulesEngine) -> Path:
    path = tmp_path_factory.mktemp("battle") / "battle.db"
    fill(path, read_battle(engine))
    return path


@pytest.fixture
def battle(battle_path: Path) -> Iterator[Ledger]:
    with Ledger.open(battle_path, create=False) as ledger:
        yield ledger


@pytest.fixture
def fresh(battle_path: Path, tmp_path: Path) -> Iterator[Ledger]:
    """Give a copy of the small ledger, to be written to."""
    copy = tmp_path / "copy.db"
    copy.write_bytes(battle_path.read_bytes())
    with Ledger.open(copy, create=False) as ledger:
        yield ledger
