"""How fast the desk answers on a ledger of many incidents: the overview with and without filters, and an incident.

python benchmarks/bench_desk.py [INCIDENTS]       100,000 unless said; the ledger is invented, and thrown away
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from sqlalchemy import insert
from starlette.testclient import TestClient

from counterclaim.desk.app import create_app
from counterclaim.intake import report_from_text
from counterclaim.ledger import Ledger, tables
from counterclaim.ledger.rows import claim_row, report_row
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Claim, Incident, IncidentPlace, IncidentTime, Reading, make_id
from counterclaim.weighing.fold import fold
from counterclaim.weighing.table import TableBuilder
from counterclaim.weighing.weigh import weigh

ROOT = Path(__file__).parents[1]
TYPES = (
    "Armed clash",
    "Attack",
    "Air/drone strike",
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
)
COUNTRIES = ("MLI", "NER", "BFA", "SSD", "SDN", "SOM", "COD", "NGA", "UKR", "SYR", "YEM", "MMR")
REPEATS = 40


def readings() -> list[Reading]:
    """Return the readings that everything is copied from."""
    engine = RulesEngine()
    texts = [next((ROOT / "gold").glob(f"{n}-*.txt")).read_text(encoding="utf-8") for n in (13, 14, 15)]
    return [engine.read(report_from_text(t, published="2026-02-20")) for t in texts]


def fill(ledger: Ledger, size: int) -> None:
    """Write incidents with three claims each, in a report of five."""
    chance, models = random.Random(1), readings()
    builder = TableBuilder()
    for r in models:
        assert r.report is not None
        builder.add(r.report, r.claims, r.incidents)
    weighed = [i for i in fold(builder.table(), weigh=weigh).incidents if i.figures]
    run = ledger.start_run(models[0].meta)
    made, incidents, number = list[tuple[dict[str, object], list[Claim]]](), list[Incident](), 0
    while len(incidents) < size:
        base = models[number % len(models)].report
        assert base is not None
        report = msgspec.structs.replace(
            base,
            id=make_id("report", number),
            url=f"https://news.example/{number}",
            publisher=f"Outlet {number % 300}",
        )
        claims = []
        for k in range(5):
            own = [
                msgspec.structs.replace(
                    c, id=make_id("c", number, k, j), claimant=f"claimant {chance.randrange(3000)}"
                )
                for j, c in enumerate(models[number % len(models)].claims[:3])
            ]
            claims += own
            incidents.append(
                invented(chance, weighed[k % len(weighed)], make_id("incident", number, k), own, report.id)
            )
        made.append((report_row(report), claims))
        number += 1
    write(ledger, run, made, models[0])
    ledger.save_fold(incidents, {i.id: (f"stub-{i.id}",) for i in incidents})


def invented(chance: random.Random, model: Incident, id_: str, claims: list[Claim], report: str) -> Incident:
    """Return an incident at some place on some day."""
    start = f"20{chance.randrange(22, 26)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02}"
    spot = chance.randrange(4000)
    place = IncidentPlace(
        name=f"Place {spot}",
        gazetteer_id=str(spot),
        lat=spot % 60 - 20.0,
        lon=spot // 60 - 10.0,
        country=COUNTRIES[spot % 12],
        admin1=None,
        precision=1 + spot % 4,
    )
    return msgspec.structs.replace(
        model,
        id=id_,
        type=TYPES[chance.randrange(5)],
        time=IncidentTime(start=start, end=start, precision="day", date_prec=1),
        place=place,
        claims=tuple(sorted(c.id for c in claims)),
        reports=(report,),
    )


def write(ledger: Ledger, run: int, made: list[tuple[dict[str, object], list[Claim]]], model: Reading) -> None:
    """Write reports with their claims: `add` would index their words too, which takes long and nobody asks here."""
    with ledger._database.write() as connection:
        for n, (row, claims) in enumerate(made, 1):
            connection.execute(insert(tables.report), {**row, "previous": None, "run": run, "live": True})
            reading = {
                "n": n, "report": row["id"], "run": run, "versions": "v", "meta": msgspec.json.encode(model.meta).decode(),
                "outcome": "ok", "relevant": True, "relevance": 1.0, "report_doc": None, "current": True, "live": True,
            }  # fmt: skip
            connection.execute(insert(tables.reading), reading)
            connection.execute(
                insert(tables.claim), [{**claim_row(c), "report": row["id"], "reading": n} for c in claims]
            )


def addresses(ledger: Ledger) -> Iterator[tuple[str, list[str]]]:
    """Yield what is asked for, by name."""
    ids = [i.id for i in ledger.incidents(limit=REPEATS)]
    yield "overview", ["/"] * REPEATS
    yield "overview, one filter", [f"/?country={COUNTRIES[i % 12]}" for i in range(REPEATS)]
    yield (
        "overview, four filters",
        [
            f"/?contested=yes&type={TYPES[i % 5]}&since=2023-0{1 + i % 9}-01&country={COUNTRIES[i % 12]}"
            for i in range(REPEATS)
        ],
    )
    yield "overview, claimant", [f"/?claimant=claimant {i}" for i in range(REPEATS)]
    yield "overview, page 900", ["/?page=900&order=killed"] * REPEATS
    yield "overview, JSON", ["/?format=json"] * REPEATS
    yield "incident", [f"/incident/{i}" for i in ids]


def main(size: int) -> None:
    """Print the times."""
    with tempfile.TemporaryDirectory() as folder, Ledger.open(f"{folder}/many.db") as ledger:
        begun = time.perf_counter()
        fill(ledger, size)
        print(f"{ledger.count_incidents():,} incidents written in {time.perf_counter() - begun:.0f} s")
        client = TestClient(create_app(ledger), base_url="http://127.0.0.1")
        begun = time.perf_counter()
        client.get("/")
        print(f"{'first answer (columns made)':28}{time.perf_counter() - begun:8.2f} s")
        for name, where in addresses(ledger):
            times = []
            for one in where:
                begun = time.perf_counter()
                answer = client.get(one)
                times.append(1000 * (time.perf_counter() - begun))
                assert answer.status_code == 200, (one, answer.text[:300])
            times.sort()
            print(f"{name:28}median {times[len(times) // 2]:6.1f} ms   p95 {times[int(len(times) * 0.95)]:6.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
