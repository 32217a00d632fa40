"""Make docs/screenshots from the example ledger: every page of the desk, 1280 and 390 pixels wide, in a real browser.

python tools/screenshots.py [FOLDER]       needs Debian's chromium
"""

import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from counterclaim.actions.add import add
from counterclaim.actions.decide import Desk
from counterclaim.actions.review import finish
from counterclaim.actions.review import take as take_reports
from counterclaim.desk.app import create_app
from counterclaim.desk.coder import COOKIE
from counterclaim.intake import IntakeOptions
from counterclaim.ledger import Ledger

ROOT = Path(__file__).parents[1]
CHROMIUM = "/usr/bin/chromium"
REPORTS = {
    "gold/13-*.txt": "2026-02-19",
    "gold/14-*.txt": "2026-02-20",
    "gold/15-*.txt": "2026-02-20",
    "gold/16-*.txt": "2026-02-21",
    "gold/17-*.txt": "2026-02-21",
    "examples/karsa-pass.txt": "2026-03-14",
}
CODERS = ("Ada", "Bob")
SESSION = "Week 8"
WIDTHS = (1280, 390)
TALLEST = 2400  # pixels of a picture; what is below is more of the same


def fill(ledger: Ledger) -> None:
    """Read the example reports in."""
    for pattern, day in REPORTS.items():
        (path,) = ROOT.glob(pattern)
        add([str(path)], IntakeOptions(published=day), ledger)


def code(ledger: Ledger) -> None:
    """Have two coders code one report, not quite alike, and one of them correct a claim for all to see."""
    report = max(ledger.reports(), key=lambda r: (len(ledger.claims_of(r.id)), r.id)).id
    claims = [c.id for c in ledger.claims_of(report)]
    for coder in CODERS:
        take_reports(ledger, SESSION, [report], coder)
    ada, bob = (Desk(ledger, coder) for coder in CODERS)
    for claim in claims[2:]:
        ada.accept(claim)
        bob.accept(claim)
    ada.correct(claims[0], {"stance": "unverified"}, "Nobody else was there")
    bob.reject(claims[1], "Told twice")
    for coder in CODERS:
        finish(ledger, SESSION, coder)
    other = next(c for r in ledger.reports() if r.id != report for c in ledger.claims_of(r.id))
    ada.correct(other.id, {"stance": "unverified"}, "The report says so further down")


@contextmanager
def served(ledger: Ledger) -> Iterator[str]:
    """Serve a ledger on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(create_app(ledger), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def addresses(ledger: Ledger) -> dict[str, str]:
    """Return the pages that are shown, by name."""
    incidents = sorted(ledger.incidents(), key=lambda i: (-len(i.reports), -len(i.claims), i.id))
    busiest = incidents[0]
    report = max(busiest.reports, key=lambda r: (len(ledger.claims_of(r)), r))
    claim = ledger.claims_of(report)
    claimant = next(
        (c.claimant for c in claim if c.attribution and c.attribution[-1].role == "belligerent"), "army"
    )
    side = next((s.key for s in busiest.sides if s.key.startswith("gov-")), "civilians")
    return {
        "overview": "/",
        "overview-filtered": f"/?country={busiest.place.country if busiest.place else ''}&contested=yes",
        "overview-empty": "/?country=MLI",
        "incident": f"/incident/{busiest.id}",
        "report": f"/report/{report}",
        "claimants": "/claimants",
        "claimant": f"/claimant?name={claimant}",
        "actor": f"/actor?name={side}",
        "search": "/search?q=killed",
        "upload": "/upload",
        "status": "/status",
        "review": "/review",
        "review-incident": f"/review/incident/{busiest.id}",
        "sessions": "/review/sessions",
        "session": f"/review/session?name={SESSION}",
    }


def context(browser: Browser, base: str, width: int, scheme: Literal["light", "dark"] = "light") -> BrowserContext:
    """Open a window of some width in which a coder sits."""
    made = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    made.add_cookies([{"name": COOKIE, "value": CODERS[0], "url": base}])
    return made


def take(page: Page, base: str, where: str, target: Path) -> None:
    """Take one picture, when the map stands."""
    answer = page.goto(base + where, wait_until="networkidle")
    if answer is None or not answer.ok:
        raise SystemExit(f"{where}: {answer.status if answer else 'no answer'}")
    if page.query_selector("#map"):
        page.wait_for_selector("#map[data-drawn], #map.unmade", timeout=20_000)
    size = page.viewport_size or {"width": 1280, "height": 900}
    whole = page.evaluate("document.documentElement.scrollHeight")
    page.screenshot(
        path=target,
        full_page=True,
        clip={"x": 0, "y": 0, "width": size["width"], "height": min(whole, TALLEST)},
    )


def main(folder: Path) -> None:
    """Make all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, Ledger.open(f"{place}/example.db") as ledger:
        fill(ledger)
        code(ledger)
        with served(ledger) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for name, where in addresses(ledger).items():
                for width in WIDTHS:
                    with context(browser, base, width) as window:
                        take(window.new_page(), base, where, folder / f"{name}-{width}.png")
            for name in ("overview", "incident", "report", "review"):
                with context(browser, base, 1280, "dark") as window:
                    take(window.new_page(), base, addresses(ledger)[name], folder / f"{name}-dark.png")
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/screenshots")
