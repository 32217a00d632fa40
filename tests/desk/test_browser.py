"""The desk in a real browser: filters, words and claims lighting each other up, attacks inert, nothing fetched, axe."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_samples import ATTACK, axe_finds, busiest, served

from counterclaim.ledger import Ledger


@pytest.fixture(scope="module")
def base(battle_ledger: Ledger) -> Iterator[str]:
    with served(battle_ledger) as address:
        yield address


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
        found += axe_finds(page, path)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{path} is too wide"
    context.close()
    assert not found, "\n".join(found)
