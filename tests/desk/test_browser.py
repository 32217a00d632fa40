"""The desk in a real browser: filters, words and claims lighting each other up, attacks inert, nothing fetched, axe."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from desk_samples import ATTACK

from counterclaim.desk.app import create_app
from counterclaim.ledger import Ledger

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
if not CHROMIUM.exists():
    pytest.skip("Debian's chromium is not installed (apt-get install chromium)", allow_module_level=True)


@contextmanager
def served(ledger: Ledger) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(create_app(ledger), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def base(battle_ledger: Ledger) -> Iterator[str]:
    with served(battle_ledger) as address:
        yield address


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that fails the test where anything leaves this machine, is refused by the policy, or goes wrong."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened, wrong = context.new_page(), list[str]()
    opened.on("request", lambda r: None if r.url.startswith(("http://127.0.0.1", "data:")) else wrong.append(r.url))
    opened.on("console", lambda m: wrong.append(m.text) if m.type == "error" and "404" not in m.text else None)
    opened.on("pageerror", lambda e: wrong.append(str(e)))
    yield opened
    context.close()
    assert not wrong


def busiest(ledger: Ledger) -> Any:
    return max(ledger.incidents(), key=lambda i: (len(i.reports), len(i.claims)))


def test_filters_change_page_and_address(page: Any, base: str) -> None:
    page.goto(base)
    page.wait_for_selector("#map[data-drawn]", timeout=30_000)
    before = page.locator(".incidents tbody tr").count()
    with page.expect_response(lambda r: "contested=yes" in r.url):
        page.locator("#facet-contested a.value", has_text="contested").last.click()
    page.wait_for_selector(".chip")
    assert "contested=yes" in page.url
    after = page.locator(".incidents tbody tr").count()
    assert 0 < after < before and page.locator(".incidents .badge.contested").count() == after
    page.wait_for_selector("#map[data-drawn]", timeout=30_000)
    page.locator(".orders a", has_text="most killed").click()
    page.wait_for_url("**order=killed**")
    page.go_back()
    page.wait_for_url(lambda url: "order" not in url)
    page.locator(".chip").click()
    page.wait_for_selector(".chip", state="detached")
    assert page.locator(".incidents tbody tr").count() == before
    page.goto(f"{base}/?contested=yes")
    assert page.locator(".incidents tbody tr").count() == after


def test_filters_without_scripts(browser: Any, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base)
    page.locator("#facet-contested a.value").first.click()
    assert "contested=" in page.url and page.locator(".chip").count() == 1
    context.close()


def test_words_and_claims_light_each_other_up(page: Any, base: str, battle_ledger: Ledger) -> None:
    page.goto(f"{base}/report/{busiest(battle_ledger).reports[0]}")
    card, words = page.locator("#c-2"), page.locator('.text [data-claims~="2"]')
    card.hover()
    assert words.first.evaluate("e => e.classList.contains('lit')")
    page.mouse.move(0, 0)
    assert page.locator(".lit").count() == 0
    words.first.hover()
    assert card.evaluate("e => e.classList.contains('lit')")
    page.mouse.move(0, 0)
    page.locator("#w-2").focus()
    assert card.evaluate("e => e.classList.contains('lit')")
    page.locator("#c-2 header a").first.focus()
    assert words.first.evaluate("e => e.classList.contains('lit')")


def test_a_mark_on_a_figure_leads_to_its_claim(page: Any, base: str, battle_ledger: Ledger) -> None:
    page.goto(f"{base}/incident/{busiest(battle_ledger).id}")
    mark = page.locator(".lane.r-adversary a.claimmark").first
    mark.focus()
    number = mark.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{number}")
    assert page.locator(str(number)).is_visible()


def test_attacks_are_inert(page: Any, hostile_ledger: Ledger) -> None:
    with served(hostile_ledger) as base:
        report = next(hostile_ledger.reports()).id
        paths = ["/", f"/report/{report}", "/claimants", "/search?q=onerror", "/status", "/upload"]
        paths += [f"/incident/{i.id}" for i in hostile_ledger.incidents()]
        for path in paths:
            page.goto(base + path, wait_until="load")
            if page.query_selector("#map"):
                page.wait_for_selector("#map[data-drawn], #map.unmade", timeout=30_000)
            assert page.evaluate("window.hit") is None
            assert page.locator("img[src=x]").count() == 0
        page.goto(f"{base}/report/{report}")
        assert ATTACK in page.locator("h1").inner_text()


def test_upload_shows_progress(page: Any, tmp_path: Path, root: Path) -> None:
    with Ledger.open(tmp_path / "new.db") as ledger, served(ledger) as base:
        page.goto(f"{base}/upload")
        page.fill("#text", (root / "examples/karsa-pass.txt").read_text(encoding="utf-8"))
        page.fill('input[name="published"]', "2026-03-14")
        page.click("button.main")
        page.wait_for_selector("h1:has-text('Read'):not(:has-text('Reading'))", timeout=60_000)
        page.wait_for_selector(".inputs a")
        assert ledger.count_incidents() > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(browser: Any, base: str, battle_ledger: Ledger, scheme: str, width: int) -> None:
    incident = busiest(battle_ledger)
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    found = []
    for path in (
        "/", "/?contested=yes", "/?country=MLI", f"/incident/{incident.id}", f"/report/{incident.reports[0]}",
        "/claimants", "/claimant?name=army", f"/actor?name={incident.sides[-1].key}", "/search?q=killed", "/upload",
        "/status", "/nosuch",
    ):  # fmt: skip
        page.goto(base + path, wait_until="load")
        page.add_script_tag(path=str(AXE))
        told = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        found += [
            f"{path}: {v['id']}: {v['nodes'][0]['html'][:200]} {v['nodes'][0]['failureSummary']}"
            for v in told["violations"]
        ]
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{path} is too wide"
    context.close()
    assert not found, "\n".join(found)
