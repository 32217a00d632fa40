"""What tests share: one engine a session, for loading the model is most of what a reading costs."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterclaim.ledger import Ledger
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Claim, Reading
from small_ledger import keep, read_battle

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session", autouse=True)
def no_data_of_a_users_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests see the package's actors and places alone, whatever the person who runs them has added."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COUNTERCLAIM_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def engine() -> RulesEngine:
    return RulesEngine()


@pytest.fixture(scope="session")
def shared(root: Path) -> Path:
    """The folder beside the checkout with reports and corpora that are not ours to copy."""
    folder = root.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not here")
    return folder


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
