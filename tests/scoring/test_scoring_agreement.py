"""The figures are those of the script that states the rule, to the last digit it prints."""

import json
import random
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
from scoring_samples import claim, party, reading, said_by

from counterclaim.actions.score import score
from counterclaim.record import Claim, Evidence, Quantity, Reading, Report, Target, Time
from counterclaim.record import Place as PlaceRecord
from counterclaim.scoring import Figures, GoldFact, GoldReport, Result, figures, load_gold, match

HERE = Path(__file__).resolve()
OURS = HERE.parents[2] / "gold"
SHARED = HERE.parents[3] / "shared"
SCRIPT = SHARED / "tools" / "score_reports.py"
FOLDERS = [OURS, SHARED / "reports", SHARED / "data" / "fa_kes_gold"]

pytestmark = pytest.mark.skipif(not SCRIPT.exists(), reason="the script that states the rule is not here")


def needed(folder: Path) -> Path:
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    return folder


def run_script(folder: Path, readings: dict[str, Reading], to: Path) -> list[str]:
    for name, one in readings.items():
        (to / f"{name}.json").write_bytes(msgspec.json.encode({"reports": [one]}))
    command = [sys.executable, str(SCRIPT), str(folder), "--pred", str(to), "--json"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def as_script_prints(f: Figures) -> list[str]:
    levels = {"core": f.core, "attributed": f.attributed, "full": f.full}
    fields = {k: [s.right, s.of] for k, s in sorted(f.fields.items()) if k != "supersedes"}
    return [
        f"reports {f.reports}  relevance {f.relevance_right}/{f.reports}  gold facts {f.gold}  claims {f.claims}"
        f"  misquoted evidence {f.misquoted}",
        *(f"{k:11s} P {v.precision:.3f} R {v.recall:.3f} F1 {v.f1:.3f}" for k, v in levels.items()),
        f"attributed F1, mean over {f.families} families with facts: {f.family_attributed:.3f}",
        "fields among core matches: " + ", ".join(f"{k} {a}/{b}" for k, (a, b) in fields.items()),
    ]


def agree(printed: list[str], f: Figures) -> None:
    assert printed[:-1] == as_script_prints(f)
    exact = json.loads(printed[-1])
    assert exact["f1"] == {"core": f.core.f1, "attributed": f.attributed.f1, "full": f.full.f1}
    assert exact["fields"] == {k: [s.right, s.of] for k, s in f.fields.items() if k != "supersedes"}


class Recorder:
    """The engine, keeping what it read in the order that it was asked."""

    def __init__(self) -> None:
        from counterclaim.reading.engines.rules import RulesEngine

        self.engine = RulesEngine()
        self.readings: list[Reading] = []

    def read(self, report: Report) -> Reading:
        self.readings.append(self.engine.read(report))
        return self.readings[-1]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_engine(folder: Path, tmp_path: Path) -> None:
    recorder = Recorder()
    f, results = score(needed(folder), split=None, language=None, engine=recorder)
    names = [r.gold.name for r in results]
    agree(run_script(folder, dict(zip(names, recorder.readings, strict=True)), tmp_path), f)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
@pytest.mark.parametrize("seed", [0, 1])
def test_spoilt_gold(folder: Path, seed: int, tmp_path: Path) -> None:
    """Readings made from the gold and spoilt at random reach every rule, however good the engine is."""
    draw = random.Random(seed)
    readings, results = {}, []
    for report in load_gold(needed(folder)).reports:
        claims = [spoilt(report, fact, draw, i) for i, fact in enumerate(report.facts) if draw.random() < 0.9]
        claims += [
            spoilt(report, fact, draw, 1000 + i) for i, fact in enumerate(report.facts) if draw.random() < 0.3
        ]
        draw.shuffle(claims)
        readings[report.name] = reading(*claims, text=report.text, relevant=draw.random() < 0.8)
        results.append(match(report, readings[report.name]))
    f = figures(results)
    agree(run_script(folder, readings, tmp_path), f)
    assert 0 < f.full.f1 < f.attributed.f1 < f.core.f1 < 1
    assert f.misquoted
    assert consistent(results)


def consistent(results: Iterable[Result]) -> bool:
    return all(len(r.matches) + len(r.extras) == len(r.claims) for r in results)


def spoilt(report: GoldReport, fact: GoldFact, draw: random.Random, number: int) -> Claim:
    """Return a claim like the fact, with this or that wrong."""

    def keep(chance: float = 0.8) -> bool:
        return draw.random() < chance

    at = report.text.index(fact.evidence)
    start = max(0, at - draw.choice([0, 0, 5, 150]))
    end = min(len(report.text), at + len(fact.evidence) + draw.choice([0, 0, 5, 150]))
    quote = report.text[start:end] if keep(0.95) else "something else"
    q = fact.quantity
    quantity = Quantity(text="n", start=0, end=1, low=q.low, high=q.high) if q and keep(0.95) else None
    if quantity and not keep(0.9):
        quantity = msgspec.structs.replace(quantity, high=None)
    target = name_of(fact.target, draw)
    place = name_of((*fact.place, *fact.alt_places), draw)
    date = draw.choice([fact.date, *fact.alt_dates]) if fact.date and keep() else ()
    agent, claimant = name_of(fact.agent, draw), name_of(fact.claimant, draw)
    return claim(
        "Raiders",
        id=f"c-{number}",
        kind=fact.kind,
        type=draw.choice([fact.type, *fact.alt_types]) if keep(0.95) else "other",
        evidence=(Evidence(start=start, end=end, quote=quote),),
        quantity=quantity,
        target=Target(text="t", start=0, end=1, kind="people", name=target) if target else None,
        place=PlaceRecord(text="p", start=0, end=1, name=place) if place else None,
        time=Time(start=date[0], end=date[1], precision="day", text="t", text_start=0, text_end=1)
        if date
        else None,
        agent=party(agent) if agent else None,
        attribution=said_by(claimant) if claimant and claimant != "narrator" else (),
        stance=fact.stance if keep(0.9) else "denied",
        scope="background" if (fact.scope == "background") == keep(0.9) else "incident",
        part_of="c-0" if keep(0.5) else None,
    )


def name_of(names: tuple[str, ...], draw: random.Random) -> str | None:
    """Return a name, a part of it, it in a long passage, another one, or none."""
    if not names:
        return None
    name = draw.choice(names)
    words = name.split()
    passage = f"one two three four five six seven {name}"
    return draw.choice(
        [name, name, name, name.upper(), draw.choice(words), " ".join(words[:2]), passage, "Xyz", None]
    )
