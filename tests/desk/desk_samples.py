"""What the tests of the desk share: a ledger of the five reports of one battle, and one whose every word is an attack."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from counterclaim.actions.add import add, add_readings
from counterclaim.intake import IntakeOptions, report_from_text
from counterclaim.ledger import Ledger
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Reading

ROOT = Path(__file__).parents[2]
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
