"""Ledgers of the desk's tests that are only looked at, and the desk over each; Debian's chromium and a page of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_samples import battle, hostile, watched
from starlette.testclient import TestClient

from counterclaim.desk.app import create_app
from counterclaim.ledger import Ledger
from counterclaim.reading.engines.rules import RulesEngine

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed (apt-get install chromium)")
    with playwright_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with watched(browser) as opened:
        yield opened


@pytest.fixture
def client(ledger: Ledger) -> TestClient:
    return TestClient(create_app(ledger), base_url="http://127.0.0.1")


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
