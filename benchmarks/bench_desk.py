"""How fast the desk answers on a ledger of many incidents: every page, with every filter; and a browser's first view.

python benchmarks/bench_desk.py [INCIDENTS] [--ledger PATH] [--browser] [--exports N]

Of an invented ledger of 100,000 incidents unless said, which is thrown away. `--ledger PATH` asks one that is there
(bench_ledger.py --keep PATH makes one with a real fold): a claim of it is accepted, and the decision undone, so that what
a reviewer waits for is measured too. `--exports N` times all exports, a brief and an edition of a ledger of N incidents.

wall is what the client waits, cpu the processor's time, which is less where the machine is shared. `x bare` holds the
median against a page that shows nothing of the ledger, in the same run.
"""

import argparse
import hashlib
import itertools
import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from sqlalchemy import insert, select
from starlette.testclient import TestClient

from counterclaim.desk import queries
from counterclaim.desk.app import create_app, ready
from counterclaim.intake import report_from_text
from counterclaim.ledger import Ledger, tables
from counterclaim.ledger.rows import claim_row, report_row
from counterclaim.ledger.search import index
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Claim, Incident, IncidentPlace, IncidentTime, Reading, Report, make_id
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
VIEWS = 7


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
    ids = tuple(sorted(c.id for c in claims))
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
        claims=ids,
        figures=tuple(
            msgspec.structs.replace(
                f, claims=ids[:1], claimed_only=(), low_claim=None, best_claim=ids[0], high_claim=None
            )
            for f in model.figures
        ),
        reports=(report,),
    )


def write(ledger: Ledger, run: int, made: list[tuple[dict[str, object], list[Claim]]], model: Reading) -> None:
    """Write reports with their claims; the words of one in ten can be searched for: to index all takes long."""
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
            if n % 10 == 0:
                whole = msgspec.json.decode(str(row["doc"]), type=Report)
                at = connection.scalars(select(tables.claim.c.n).where(tables.claim.c.reading == n)).all()
                index(connection, whole, zip(at, claims, strict=True))


def addresses(ledger: Ledger) -> Iterator[tuple[str, list[str]]]:
    """Yield what is asked for, by name; of an invented ledger and of any other."""
    some = list(itertools.islice(ledger.incidents(), REPEATS))
    countries = sorted({i.place.country for i in some if i.place is not None and i.place.country}) or ["MLI"]
    types = sorted({i.type for i in some})
    names = sorted({side.name for i in some for side in i.sides})
    places = sorted({i.place.name for i in some if i.place is not None})
    with queries.connected(ledger) as connection:
        told = queries.entries(connection, queries.numbers(connection)[:REPEATS])
    outlets, heard = ([*{n: None for e in told for n in getattr(e, which)}] for which in ("outlets", "claimants"))
    year = min((i.time.start for i in some if i.time.start), default="2023")[:4]
    days = [f"{int(year) - 1 - n % 2}-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(REPEATS)]
    claims = [i.claims[0] for i in some if i.claims]

    def each(address: str, values: Iterable[str]) -> list[str]:
        return [address.format(quote(v)) for v in itertools.islice(itertools.cycle(values), REPEATS)]

    yield "overview", ["/"] * REPEATS
    yield "overview, days", [f"/?since={day}&until={year}-12-{1 + n % 28:02}" for n, day in enumerate(days)]
    for name, values in (
        ("country", countries), ("type", types), ("actor", names), ("claimant", heard), ("outlet", outlets),
        ("place", places), ("grade", ["none", "fair", "weak"]), ("contested", ["yes", "no"]),
    ):  # fmt: skip
        yield (
            f"overview, {name}",
            [f"{a}&since={day}" for a, day in zip(each(f"/?{name}={{}}", values), days, strict=True)],
        )
    yield (
        "overview, six filters",
        [
            f"{a}&grade=none&contested=no&since={day}&until={year}-12-31&type={quote(types[n % len(types)])}"
            for n, (a, day) in enumerate(zip(each("/?country={}", countries), days, strict=True))
        ],
    )
    yield "overview, page 900", ["/?page=900&order=killed"] * REPEATS
    yield "overview, JSON", [f"/?format=json&since={day}" for day in days]
    yield "overview, CSV of the map", [f"/?format=csv&table=map&until={day}" for day in days]
    yield "incident", [f"/incident/{i.id}" for i in some]
    yield "incident, JSON", [f"/incident/{i.id}?format=json" for i in some]
    yield "report", [f"/report/{i.reports[0]}" for i in some]
    yield "claimants", ["/claimants"] * REPEATS
    yield "claimant", each("/claimant?name={}", heard)
    yield "actor", each("/actor?name={}", names)
    yield "search", each("/search?q={}", ("soldiers", "killed attack", "army town", "nobodyatall"))
    yield "status", ["/status"] * 10
    yield "review", ["/review"] * 10
    yield "review, one claim", [f"/review?claim={c}" for c in claims[:20]]
    yield "review, new", ["/review?need=new"] * 10
    yield "review, a claimant", each("/review?need=new&claimant={}", heard)[:10]
    yield "review, an incident", [f"/review/incident/{i.id}" for i in some]


def bare_page(client: TestClient) -> float:
    """Return the milliseconds of a page that shows nothing of the ledger: what server and templates take by themselves."""
    took = []
    for _ in range(REPEATS):
        begun = time.process_time()
        client.get("/upload")
        took.append(1000 * (time.process_time() - begun))
    return sorted(took)[len(took) // 2]


def ask(client: TestClient, name: str, where: list[str], bare: float) -> None:
    """Print how long some addresses take."""
    walls, cpus, size = [], [], 0
    for one in where:
        wall, cpu = time.perf_counter(), time.process_time()
        answer = client.get(one)
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
        size = len(answer.content)
        assert answer.status_code == 200, (one, answer.text[:300])
    walls.sort()
    cpus.sort()
    middle, most = len(where) // 2, int(len(where) * 0.95)
    print(
        f"{name:28}{walls[middle]:9.1f}{walls[most]:9.1f}{cpus[middle]:9.1f}{cpus[most]:9.1f}{cpus[middle] / bare:9.1f}"
        f"{size / 1000:9.0f}",
        flush=True,
    )


def decisions(client: TestClient) -> None:
    """Print what a reviewer waits for: a claim accepted, the queue and the overview after it, and the undoing."""
    found = client.get("/api/v1/review/queue?limit=10").json()["items"]
    taken: dict[str, list[float]] = {}

    def timed(name: str, do: Callable[[], Any]) -> None:
        begun = time.process_time()
        answer = do()
        taken.setdefault(name, []).append(1000 * (time.process_time() - begun))
        assert answer.status_code in (200, 201), answer.text[:300]

    def order(action: str, **more: str) -> Callable[[], Any]:
        return lambda: client.post("/api/v1/decisions", json={"action": action, "coder": "bench", **more})

    for item in found:
        timed("a claim accepted", order("accept", subject=item["claim"]["id"]))
        timed("  the queue after it", lambda: client.get("/review"))
        timed("  the overview after it", lambda: client.get("/"))
        timed("  undone", order("undo"))
    for name, times in taken.items():
        times.sort()
        print(f"{name:28}cpu median {times[len(times) // 2]:7.1f} ms   most {times[-1]:7.1f} ms", flush=True)


# A browser


@contextmanager
def served(ledger: Ledger) -> Iterator[str]:
    """Serve a ledger on a free port of this machine."""
    import uvicorn

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


PAINTED = "performance.getEntriesByType('paint').find((e) => e.name === 'first-contentful-paint')?.startTime"
DRAWN = "performance.getEntriesByName('map-drawn')[0].startTime"
SENT = "performance.getEntries().reduce((n, e) => n + (e.transferSize ?? 0), 0)"


def browse(ledger: Ledger) -> None:
    """Print when a browser shows the first words, and when the map stands: least, median and most."""
    from playwright.sync_api import sync_playwright

    pages = {"overview": "/", "incident": f"/incident/{next(ledger.incidents(limit=1)).id}"}
    with served(ledger) as base, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, address in pages.items():
            found: dict[str, tuple[list[float], list[float], list[float]]] = {}
            for n in range(VIEWS + 1):
                context = chromium.new_context(viewport={"width": 1280, "height": 900})
                page = context.new_page()
                for which in ("at first", "again"):  # with nothing kept, and with what the first view left
                    page.goto(base + address)
                    page.wait_for_selector("#map[data-drawn]", timeout=60_000)
                    if n:  # the very first makes the columns
                        told = found.setdefault(which, ([], [], []))
                        for times, script in zip(told, (PAINTED, DRAWN, SENT), strict=True):
                            times.append(page.evaluate(script))
                context.close()
            for which, (painted, drawn, sent) in found.items():
                print(
                    f"{name + ', ' + which:22}first words {_three(painted)} ms   map drawn {_three(drawn)} ms"
                    f"   sent {max(sent) / 1000:,.0f} kB",
                    flush=True,
                )
        chromium.close()


def _three(times: list[float]) -> str:
    times.sort()
    return f"{times[0]:.0f} / {times[len(times) // 2]:.0f} / {times[-1]:.0f}"


# Exports


def hand_on(ledger: Ledger, folder: Path) -> None:
    """Print how long each export, a brief and an edition take, and what came out."""
    from counterclaim.actions.brief import brief
    from counterclaim.actions.export import FORMATS, export
    from counterclaim.actions.publish import publish

    size = ledger.count_incidents()
    print(f"{'':12}{'wall s':>9}{'cpu s':>9}{'cpu ms each':>13}{'bytes':>13}  sha256")

    def timed(name: str, made: Callable[[], Iterable[bytes]]) -> None:
        wall, cpu, digest, length = time.perf_counter(), time.process_time(), hashlib.sha256(), 0
        for chunk in made():
            digest.update(chunk)
            length += len(chunk)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(
            f"{name:12}{wall:9.1f}{cpu:9.1f}{1000 * cpu / size:13.2f}{length:13,}  {digest.hexdigest()[:12]}",
            flush=True,
        )

    for name in FORMATS:
        timed(name, partial(export, ledger, name))
    timed("brief", lambda: [brief(ledger)])

    def edition() -> list[bytes]:
        publish(ledger, folder / "site")
        return [(folder / "site" / "manifest.json").read_bytes()]

    timed("publish", edition)


def answers(ledger: Ledger, *, decide: bool) -> None:
    """Print how long every page takes."""
    client = TestClient(create_app(ledger), base_url="http://127.0.0.1")
    begun = time.process_time()
    ready(client.app.state.room)  # type: ignore[attr-defined]
    print(f"columns made in {time.process_time() - begun:.1f} s (cpu)")
    bare = bare_page(client)
    print(f"a page that shows nothing of the ledger takes {bare:.1f} ms")
    heads = ("wall p50", "p95", "cpu p50", "p95", "x bare", "kB")
    print(f"{'ms':28}" + "".join(f"{h:>9}" for h in heads))
    for name, where in addresses(ledger):
        ask(client, name, where, bare)
    if decide:
        decisions(client)


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("incidents", nargs="?", type=int, default=100_000, help="of the invented ledger")
    parser.add_argument("--ledger", type=Path, help="a ledger that is there; a decision is made in it, and undone")
    parser.add_argument("--browser", action="store_true", help="time a browser's first view instead")
    parser.add_argument("--exports", type=int, metavar="N", help="time the exports of N incidents instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        target = options.ledger or f"{folder}/many.db"
        with Ledger.open(target, create=options.ledger is None) as ledger:
            begun = time.perf_counter()
            if options.ledger is None:
                fill(ledger, options.exports or options.incidents)
            print(f"{ledger.count_incidents():,} incidents after {time.perf_counter() - begun:.0f} s")
            if options.exports:
                hand_on(ledger, Path(folder))
            elif options.browser:
                browse(ledger)
            else:
                answers(ledger, decide=options.ledger is not None)


if __name__ == "__main__":
    main()
