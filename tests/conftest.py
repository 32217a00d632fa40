"""What tests share: one engine a session, for loading the model is most of what a reading costs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterclaim.reading.engines.rules import RulesEngine

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
