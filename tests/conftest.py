"""What tests share: one engine a session, for loading the model is most of what a reading costs."""

from pathlib import Path

import pytest

from counterclaim.reading.engines.rules import RulesEngine

ROOT = Path(__file__).parents[1]


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
