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

import uvicorn
from playwright.sync_api import Page, sync_playwright

from counterclaim.actions.add import add
from counterclaim.desk.app import create_app
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
WIDTHS = (1280, 390)
TALLEST = 2400  # pixels of a picture; what is below is more of the same


def fill(ledger: Ledger) -> None:
    """Read the example reports in."""
    for pattern, day in REPORTS.items():
        (path,) = ROOT.glob(pattern)
        add([str(path)], IntakeOptions(published=day), ledger)


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
    }


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
        with served(ledger) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for name, where in addresses(ledger).items():
                for width in WIDTHS:
                    context = browser.new_context(viewport={"width": width, "height": 900})
                    take(context.new_page(), base, where, folder / f"{name}-{width}.png")
                    context.close()
            for name in ("overview", "incident", "report"):
                context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark")
                take(context.new_page(), base, addresses(ledger)[name], folder / f"{name}-dark.png")
                context.close()
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/screenshots")
