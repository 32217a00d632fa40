"""A small ledger for the tests of what is shown: five invented reports of one battle, read, folded and kept."""

from collections.abc import Iterable
from pathlib import Path

from counterclaim.actions.folding import refold
from counterclaim.intake import report_from_text
from counterclaim.ledger import Ledger
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Reading

ROOT = Path(__file__).parents[1]
BATTLE = {"13": "2026-02-19", "14": "2026-02-20", "15": "2026-02-20", "16": "2026-02-21", "17": "2026-02-21"}


def read_battle(engine: RulesEngine) -> list[Reading]:
    """Return the readings of the five reports."""
    readings = []
    for number, day in BATTLE.items():
        (path,) = (ROOT / "gold").glob(f"{number}-*.txt")
        url = f"https://news.example/{number}"
        readings.append(engine.read(report_from_text(path.read_text(encoding="utf-8"), published=day, url=url)))
    return readings


def fill(target: str | Path, readings: Iterable[Reading]) -> None:
    """Keep readings in a ledger, and what the fold makes of them."""
    with Ledger.open(target) as ledger:
        for n, reading in enumerate(readings):
            if n == 0:
                run = ledger.start_run(reading.meta)
            ledger.add(reading, run, name=f"{n}.txt")
        ledger.finish_run(run)
        refold(ledger)


def keep(target: str | Path, readings: Iterable[Reading]) -> Ledger:
    """Keep readings in a new ledger, folded as `add` folds them, and return it open."""
    from counterclaim.actions.folding import refold

    ledger = Ledger.open(target)
    told = list(readings)
    run = ledger.start_run(told[0].meta)
    for reading in told:
        ledger.add(reading, run)
    ledger.finish_run(run)
    refold(ledger)
    return ledger
