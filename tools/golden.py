"""Make the golden files anew: the example ledger's readings, and every export of it (tests/golden).

    python tools/golden.py            read the example reports again, and export
    python tools/golden.py --exports  export the stored readings alone

Look at the difference before you keep it: the golden files say what an export is.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from counterclaim.actions.add import add_readings
from counterclaim.actions.export import export
from counterclaim.actions.folding import refold
from counterclaim.ledger import Ledger
from counterclaim.record import Reading

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
READINGS = GOLDEN / "readings.jsonl"
REPORTS = {
    "gold/13": "2026-02-19", "gold/14": "2026-02-20", "gold/15": "2026-02-20", "gold/16": "2026-02-21",
    "gold/17": "2026-02-21", "examples/karsa-pass": "2026-03-14",
}  # fmt: skip
FILES = {
    "claims.csv": ("csv", {}),
    "ged.csv": ("ged", {}),
    "ged-accept.csv": ("ged", {"party_claims": "accept"}),
    "acled.csv": ("acled", {}),
    "plover.jsonl": ("plover", {}),
    "incidents.geojson": ("geojson", {}),
    "hxl.csv": ("hxl", {}),
    "claims.jsonld": ("claim", {}),
    "reviews.jsonld": ("claim", {"human": True}),
}


def main(arguments: list[str]) -> None:
    """Write the golden files."""
    GOLDEN.mkdir(exist_ok=True)
    if "--exports" not in arguments:
        READINGS.write_bytes(b"".join(msgspec.json.encode(r) + b"\n" for r in read_examples()))
    with tempfile.TemporaryDirectory() as folder, example_ledger(Path(folder)) as ledger:
        for name in FILES:
            write(ledger, name, GOLDEN)


def read_examples() -> Iterator[Reading]:
    """Yield the readings of the example reports."""
    from counterclaim.intake import report_from_text
    from counterclaim.reading.engines.rules import RulesEngine

    engine = RulesEngine()
    for start, day in REPORTS.items():
        (path,) = ROOT.glob(f"{start}*.txt")
        url = f"https://news.example/{path.stem}"
        yield engine.read(report_from_text(path.read_text(encoding="utf-8"), published=day, url=url))


def example_ledger(folder: Path) -> Ledger:
    """Return a ledger of the stored readings, with three decisions of a person."""
    readings = [msgspec.json.decode(line, type=Reading) for line in READINGS.read_bytes().splitlines()]
    ledger = Ledger.open(folder / "example.db")
    add_readings(readings, ledger)
    decide(ledger)
    refold(ledger)
    return ledger


def decide(ledger: Ledger) -> None:
    """Accept a claim, correct one and reject one, as a coder would."""
    from counterclaim.record import Decision, make_id
    from counterclaim.record.decision import Action

    claims = sorted(
        (c for _, told, _ in ledger.iter_live() for c in told if c.type == "injured" and c.quantity),
        key=lambda c: c.id,
    )
    actions: tuple[Action, ...] = ("accept", "correct", "reject")
    for number, (action, claim) in enumerate(zip(actions, claims, strict=False)):
        before = msgspec.to_builtins(claim)
        after = before | {"confidence": "high"} if action == "correct" else None
        at = f"2026-03-15T12:00:0{number}Z"
        ledger.decide(
            Decision(
                id=make_id("d", "golden", claim.id, action), coder="example coder", at=at, action=action,
                subject=claim.id, before=before, after=after, reason="an example",
            )
        )  # fmt: skip


def write(ledger: Ledger, name: str, folder: Path) -> None:
    """Write one golden file, and the meta beside it where the format has no place for it."""
    format, options = FILES[name]
    export(ledger, format, output=folder / name, **options)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(sys.argv[1:])
