"""How long does a ledger of many claims take to fill, to fold, to take in 1,000 more, and to answer, and how large is it?

The claims are those of bench_weigh.py. fill: reports added one transaction each; fold: the first, whole fold, written;
add: 1,000 more claims, of the days that come next (and, scattered, of days all over the war), with their fold; query: the
first 20 incidents of random filters, as `counterclaim incidents --limit 20` asks. One core, an SQLite file.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench_weigh import ONE_CORE, World
from counterclaim.actions.folding import refold
from counterclaim.ledger import Filters, Ledger
from counterclaim.record import Claim, IncidentStub, Meta, Reading, Report

FLOORS = {"add seconds": 5.0, "query p95 ms": 100.0}
META = Meta(program="bench", schema_version=1, engine="bench", model="m", registry="r", gazetteer=None)
MORE = 1000
QUERIES = 400

Told = tuple[Report, list[Claim], list[IncidentStub]]


def reading(told: Told) -> Reading:
    """Return a report as it is added."""
    report, claims, stubs = told
    return Reading(
        outcome="ok", report=report, relevant=True, relevance=1.0, claims=tuple(claims), incidents=tuple(stubs), refusals=(),
        meta=META,
    )  # fmt: skip


def put(ledger: Ledger, told: Iterator[Told], claims: int) -> int:
    """Add reports until they hold as many claims; return how many they hold."""
    run, made = ledger.start_run(META), 0
    for one in told:
        ledger.add(reading(one), run)
        made += len(one[1])
        if made >= claims:
            break
    ledger.finish_run(run)
    return made


def scattered(world: World, seed: int) -> Iterator[Told]:
    """Yield reports of happenings of any day so far."""
    chance, end = random.Random(seed), world.number // 40
    while True:
        day = 734_211 + chance.randrange(1, max(2, end))
        yield world.report([world.happening(day)], day)


def queries(ledger: Ledger) -> list[float]:
    """Return how many milliseconds each of many filtered queries took."""
    chance, took = random.Random(7), []
    countries = ["SYR", "IRQ", "AFG", "UKR", "MLI", "COL", "YEM"]
    types = ["Attack", "Air/drone strike", "Armed clash", "Suicide bomb"]
    for _ in range(QUERIES):
        year = chance.randint(2011, 2014)
        kinds: list[dict[str, Any]] = [
            {"country": chance.choice(countries)},
            {"country": chance.choice(countries), "since": f"{year}-0{chance.randint(1, 9)}-01"},
            {"type": chance.choice(types), "until": f"{year}-0{chance.randint(1, 9)}-28"},
            {"actor": chance.choice(["islamic-state", "gov-SYR", "mil-IRQ"])},
            {"actor": "islamic-state", "country": chance.choice(countries)},
            {"place": chance.choice(["Aleppo", "Mosul", "Kabul", "Kharkiv"]), "contested": True},
            {"contested": True, "since": f"{year}-03-01", "until": f"{year}-03-31"},
        ]
        filters = Filters(**chance.choice(kinds))
        start = time.perf_counter()
        list(ledger.incidents(filters, limit=20, order=chance.choice(["latest", "killed"])))
        took.append((time.perf_counter() - start) * 1000)
    return sorted(took)


def run(claims: int, path: Path) -> dict[str, Any]:
    """Fill, fold, add and ask; return what it took."""
    from counterclaim.knowledge.actors import load_registry

    load_registry()
    found: dict[str, Any] = {}
    world = World()
    told = world.reports(claims + 3 * MORE)
    with Ledger.open(path) as ledger:
        found["claims"] = _timed(found, "fill", lambda: put(ledger, told, claims))
        _timed(found, "fold", lambda: refold(ledger))
        _timed(found, "keep", lambda: put(ledger, told, MORE))
        _timed(found, "add", lambda: refold(ledger))
        _timed(found, "keep_scattered", lambda: put(ledger, scattered(world, 3), MORE))
        _timed(found, "add_scattered", lambda: refold(ledger))
        took = queries(ledger)
        found["p50"], found["p95"] = took[len(took) // 2], took[int(len(took) * 0.95)]
        status = ledger.status()
        found |= {"incidents": status.incidents, "reports": status.reports_live, "bytes": status.size}
    found["peak_gib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return found


def _timed(found: dict[str, Any], name: str, do: Any) -> Any:
    start = time.perf_counter()
    done = do()
    found[name] = time.perf_counter() - start
    return done


def main() -> None:
    """Run each size in a process of its own and print a line for it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, nargs="*", default=[10_000, 200_000], help="how many")
    parser.add_argument("--keep", type=Path, metavar="PATH", help="leave the ledger of the first size there")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(run(options.one, options.keep or Path(folder) / "bench.db")))
        return
    for n, size in enumerate(options.claims):
        command = [sys.executable, __file__, "--one", str(size)]
        if options.keep and n == 0:
            command += ["--keep", str(options.keep)]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **ONE_CORE})
        if done.returncode:
            sys.exit(f"{size} claims failed:\n{done.stderr}")
        f = json.loads(done.stdout.splitlines()[-1])
        print(
            f"{f['claims']:,} claims in {f['reports']:,} reports, {f['incidents']:,} incidents: fill {f['fill']:.0f} s, fold"
            f" {f['fold']:.1f} s, {f['bytes'] / 2**20:,.0f} MiB, peak {f['peak_gib']:.2f} GiB\n"
            f"  {MORE} claims more: kept in {f['keep']:.2f} s, folded in {f['add']:.2f} s; scattered {f['keep_scattered']:.2f} s"
            f" and {f['add_scattered']:.2f} s (floor {FLOORS['add seconds']:.0f} s together)\n"
            f"  query p50 {f['p50']:.1f} ms, p95 {f['p95']:.1f} ms (floor {FLOORS['query p95 ms']:.0f} ms)",
            flush=True,
        )


if __name__ == "__main__":
    main()
