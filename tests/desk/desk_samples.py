"""What the tests of the desk share: ledgers to be served, one of them all attack, the server, and a page under watch."""

import datetime
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from counterclaim.actions.add import add, add_readings
from counterclaim.desk.app import create_app
from counterclaim.intake import IntakeOptions, report_from_text
from counterclaim.ledger import Ledger
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Reading

ROOT = Path(__file__).parents[2]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
DAYS = {"13": "2026-02-19", "14": "2026-02-20", "15": "2026-02-20", "16": "2026-02-21", "17": "2026-02-21"}
ATTACK = """<img src=x onerror="window.hit=1"><script>window.hit=1</script>"""
TEXT = f"""{ATTACK} ambush leaves 12 dead

GAO, Mali, March 3 ({ATTACK}) - Gunmen killed at least 12 soldiers in Gao on Monday, Mali's army said.
The {ATTACK} Front said it killed 40 soldiers near Gao. "javascript:alert(1)" {ATTACK} said 3 civilians were killed.
\u202eevil\u202c \u0642\u0627\u0644 \u0627\u0644\u062c\u064a\u0634 12.
"""


def battle(target: Path, engine: RulesEngine) -> Ledger:
    """Return a ledger of the five reports and of the example."""
    ledger = Ledger.open(target)
    for number, day in DAYS.items():
        (path,) = (ROOT / "gold").glob(f"{number}-*.txt")
        add([str(path)], IntakeOptions(published=day), ledger, engine=engine)
    example = ROOT / "examples" / "karsa-pass.txt"
    add([str(example)], IntakeOptions(published="2026-03-14"), ledger, engine=engine)
    return ledger


def hostile(target: Path, engine: RulesEngine) -> Ledger:
    """Return a ledger of one report whose every field tries to run in the browser."""

    def readings() -> Iterator[Reading]:
        import msgspec

        report = report_from_text(TEXT, published="2026-03-03", title=ATTACK, url="javascript:alert(1)")
        report = msgspec.structs.replace(report, publisher=ATTACK, byline=ATTACK, credited_to=(ATTACK, "AFP"))
        reading = engine.read(report, relevance=False)
        claims = tuple(
            msgspec.structs.replace(c, claimant=f"{c.claimant} {ATTACK}", attribution=c.attribution)
            for c in reading.claims
        )
        yield msgspec.structs.replace(reading, claims=claims)

    ledger = Ledger.open(target)
    add_readings(readings(), ledger)
    return ledger


def monday(day: str) -> str:
    """Return the Monday of a day's week."""
    on = datetime.date.fromisoformat(day)
    return (on - datetime.timedelta(days=on.weekday())).isoformat()


def busiest(ledger: Ledger) -> Any:
    """Return the incident that most reports tell."""
    return max(ledger.incidents(), key=lambda i: (len(i.reports), len(i.claims)))


@contextmanager
def served(ledger: Ledger, token: str | None = None) -> Iterator[str]:
    """Serve a ledger on a free port of this machine."""
    app = create_app(ledger, token=token)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def watched(browser: Any, *expected: str, **options: Any) -> Iterator[Any]:
    """Open a page that fails the test where anything leaves this machine, is refused by the policy, or goes wrong.

    `expected` are the statuses beside 404 that a test asks for.
    """
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    opened, wrong = context.new_page(), list[str]()

    def complained(message: Any) -> None:
        if message.type == "error" and not any(status in message.text for status in ("404", *expected)):
            wrong.append(message.text)

    opened.on("request", lambda r: None if r.url.startswith(("http://127.0.0.1", "data:")) else wrong.append(r.url))
    opened.on("console", complained)
    opened.on("pageerror", lambda e: wrong.append(str(e)))
    yield opened
    context.close()
    assert not wrong


def axe_finds(page: Any, path: str) -> list[str]:
    """Return what axe holds against a page by WCAG AA; its context has to bypass the page's policy."""
    page.add_script_tag(path=str(AXE))
    told = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [
        f"{path}: {v['id']}: {v['nodes'][0]['html'][:200]} {v['nodes'][0]['failureSummary']}"
        for v in told["violations"]
    ]
