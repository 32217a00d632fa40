"""Reports made by hand for linking: each tells of one or more happenings in a line each."""

import datetime as dt
from typing import Any, NamedTuple

from counterclaim.record import (
    Claim,
    Evidence,
    IncidentStub,
    Party,
    Place,
    Quantity,
    Report,
    Target,
    Time,
)
from counterclaim.weighing.table import Table, TableBuilder

Told = tuple[Report, list[Claim], list[IncidentStub]]
PLACES: dict[str, tuple[float, float, str, str]] = {
    "Kidal": (18.44, 1.41, "MLI", "Kidal Region"),
    "Anefis": (18.04, 0.61, "MLI", "Kidal Region"),
    "Gao": (16.27, -0.05, "MLI", "Gao Region"),
    "Niamey": (13.51, 2.11, "NER", "Niamey"),
}


class Happens(NamedTuple):
    """What one stub tells; `on` None where the report gives no day, `place` None or a name not in PLACES where unknown."""

    on: str | None = "2025-06-13"
    place: str | None = "Kidal"
    type: str = "Armed clash"
    killed: int | None = 14
    agent: str | None = "csp"
    victim: str | None = "mil-MLI"
    words: str = "convoy Tessalit ambush dawn Barkhane"
    precision: int = 1


def place(name: str | None, precision: int = 1) -> Place | None:
    if name is None:
        return None
    if name not in PLACES:
        return Place(text=name, start=0, end=1, name=name, precision=precision)
    lat, lon, country, admin1 = PLACES[name]
    return Place(
        text=name, start=0, end=1, name=name, gazetteer_id=f"g:{name}", lat=lat, lon=lon, country=country, admin1=admin1,
        precision=precision,
    )  # fmt: skip


def time(day: str | None) -> Time | None:
    """One day, or "2025-06-01/2025-06-30"."""
    if day is None:
        return None
    start, _, end = day.partition("/")
    precision: Any = "day" if not end else "month" if start[:7] == end[:7] and start[8:] == "01" else "range"
    return Time(start=start, end=end or start, precision=precision, text=day, text_start=0, text_end=1)


def party(id: str | None) -> Party | None:
    return None if id is None else Party(text=id, start=0, end=1, name=id, id=id)


def claims_of(report: str, key: str, happens: Happens, text: str, at: int) -> list[Claim]:
    def claim(kind: Any, type_: str, quantity: Quantity | None) -> Claim:
        victim = happens.victim
        return Claim(
            id=f"{report}-{key}-{type_}",
            kind=kind,
            type=type_,
            quantity=quantity,
            agent=party(happens.agent),
            target=None
            if victim is None
            else Target(text=victim, start=0, end=1, kind="party", name=victim, id=victim),
            means=None,
            place=place(happens.place, happens.precision),
            time=time(happens.on),
            attribution=(),
            claimant="narrator",
            stance="asserted",
            scope="incident",
            incident=key,
            relation="unknown",
            supersedes=(),
            part_of=None,
            evidence=(Evidence(start=at, end=at + len(text), quote=text),),
            outcome=None,
            engine="hand",
            confidence="high",
        )

    made = [claim("event", happens.type, None)]
    if happens.killed is not None:
        number = Quantity(text="", start=0, end=0, low=happens.killed, high=happens.killed)
        made.append(claim("casualty", "killed", number))
    return made


def tells(report: str, *happenings: Happens, published: str | None = "2025-06-14") -> Told:
    """Return a report with a stub for each happening."""
    text, claims, stubs = "", [], []
    for number, happens in enumerate(happenings, 1):
        key = f"i{number}"
        claims += claims_of(report, key, happens, happens.words, len(text))
        text += happens.words + ". "
        stubs.append(
            IncidentStub(
                key=key,
                type=happens.type,
                place=place(happens.place, happens.precision),
                time=time(happens.on),
                sides=(),
            )
        )
    return (
        Report(id=report, text_id=report, bytes_sha256="", text=text, publisher=report, published=published),
        claims,
        stubs,
    )


def table(*told: Told) -> Table:
    builder = TableBuilder()
    for report, claims, stubs in told:
        builder.add(report, claims, stubs)
    return builder.table()


def later(day: str, days: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days)).isoformat()
