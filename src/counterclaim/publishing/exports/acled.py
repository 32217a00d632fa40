"""A CSV like ACLED's: 31 columns in ACLED's order, our own ids, nothing of ACLED's data (METHOD 3)."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import pycountry

from counterclaim.knowledge.taxonomies import acled
from counterclaim.knowledge.ucdp import acled_region
from counterclaim.publishing.exports.camps import Camps
from counterclaim.publishing.exports.material import CIVILIANS, Material, Party, Tally, host_of
from counterclaim.publishing.tables import Cell, csv_line
from counterclaim.record import Incident
from counterclaim.record.totals import PEOPLE

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region",
    "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale",
    "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
NOTES = (
    "Like ACLED's columns and rules; ids are ours and nothing is ACLED's data.",
    "event_id_cnty is the country's ISO3 code (XXX where it is not known) and our number.",
    "fatalities is the lowest figure that is stated for each side; what is disputed stands in notes.",
    "source_scale, tags, admin2 and admin3 are blank: nothing in the ledger tells them.",
)
INTER = (
    "State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters", "Civilians",
    "External/Other forces",
)  # fmt: skip
UNKNOWN_COUNTRY = "XXX"  # ISO 3166 leaves it to its users
_GEO = {1: 1, 2: 2, 3: 3, 4: 3, 5: 3, 7: 3}  # by UCDP's where_prec; a country as a whole is no place
_TIME = {1: 1, 2: 2, 3: 2, 4: 3}  # by UCDP's date_prec; a year is no day
_ARMED_AT_HOME = "State forces"


class Fatalities(NamedTuple):
    """ACLED's number, and what is disputed of it, in words."""

    total: int
    notes: tuple[str, ...]


class _Actor(NamedTuple):
    name: str
    inter: str
    associates: tuple[str, ...] = ()


def acled_rows(
    materials: Iterable[tuple[Material, Camps]], counted: Callable[[Material], Fatalities], tally: Tally
) -> Iterator[str]:
    """Yield the header and a row for each incident that ACLED could hold, each ended by CRLF (RFC 4180).

    Left out and counted: `no_date`, `date_too_coarse` (coarser than a month), `no_place`, `place_too_coarse` (a country
    as a whole), `unknown_type`.
    """
    yield csv_line(COLUMNS)
    for material, camps in materials:
        if reason := _why_not(material.incident):
            tally.leave(reason)
            continue
        tally.exported += 1
        cells = _cells(material, camps, counted(material))
        yield csv_line(cells[column] for column in COLUMNS)


def event_day(incident: Incident) -> str:
    """Return ACLED's one day: the middle of what is known."""
    assert incident.time.start is not None and incident.time.end is not None
    first, last = (datetime.date.fromisoformat(day) for day in (incident.time.start, incident.time.end))
    return (first + (last - first) // 2).isoformat()


def _why_not(incident: Incident) -> str | None:
    place = incident.place
    if acled(incident.type) is None:
        return "unknown_type"
    if incident.time.start is None or incident.time.end is None:
        return "no_date"
    if (incident.time.date_prec or 1) not in _TIME:
        return "date_too_coarse"
    if place is None:
        return "no_place"
    return "place_too_coarse" if place.precision is not None and place.precision not in _GEO else None


def _cells(material: Material, camps: Camps, fatalities: Fatalities) -> dict[str, Cell]:
    incident = material.incident
    sub, place = acled(incident.type), incident.place
    assert sub is not None and place is not None
    day = event_day(incident)
    country = country_of(place.country)
    one, two = _actors(material, camps, sub.event_type, country)
    known = place.lat is not None and place.lon is not None
    return {
        **dict.fromkeys(COLUMNS),
        "event_id_cnty": f"{place.country or UNKNOWN_COUNTRY}{material.number}",
        "event_date": day,
        "year": int(day[:4]),
        "time_precision": _TIME[incident.time.date_prec or 1],
        "disorder_type": "; ".join(sub.disorder),
        "event_type": sub.event_type,
        "sub_event_type": sub.name,
        "actor1": one.name,
        "assoc_actor_1": "; ".join(one.associates),
        "inter1": one.inter,
        "actor2": two.name if two else None,
        "assoc_actor_2": "; ".join(two.associates) if two else None,
        "inter2": two.inter if two else None,
        "interaction": interaction(one.inter, two.inter if two else None),
        "civilian_targeting": "Civilians targeted"
        if _civilians_targeted(material, camps, sub.event_type)
        else None,
        "iso": _iso(place.country),
        "region": acled_region(place.country) if place.country else None,
        "country": country,
        "admin1": place.admin1,
        "location": place.name,
        "latitude": round(place.lat, 4) if known and place.lat is not None else None,
        "longitude": round(place.lon, 4) if known and place.lon is not None else None,
        "geo_precision": _GEO[place.precision] if place.precision is not None else 3,
        "source": "; ".join(dict.fromkeys(h for r in material.reports if (h := host_of(r)))),
        "notes": _notes(material, fatalities),
        "fatalities": fatalities.total,
        "timestamp": _retrieved(material),
    }


# Actors


def interaction(one: str, two: str | None) -> str:
    """Return ACLED's text for who meets whom: the lower of its codes first."""
    if two is None:
        return f"{one} only"
    return "-".join(sorted((one, two), key=INTER.index))


def _actors(material: Material, camps: Camps, event_type: str, country: str | None) -> tuple[_Actor, _Actor | None]:
    """Return the two actors. Civilians are always the second, and no actor of a battle."""
    where = f" ({country})" if country else ""
    suffered = any(p.key == CIVILIANS for p in material.parties) or bool(_people_told(material))
    first, second = _led(camps.a, material), _led(camps.b, material)
    if event_type in ("Protests", "Riots"):
        label = "Protesters" if event_type == "Protests" else "Rioters"
        return _Actor(f"{label}{where}", label), first or second
    unknown = _Actor(f"Unidentified Armed Group{where}", "Political militia")
    if event_type == "Strategic developments":
        return first or unknown, second
    if event_type == "Violence against civilians":
        return first or unknown, _Actor(f"Civilians{where}", "Civilians", _names(camps.b, material))
    if second is None and suffered and event_type != "Battles":
        return first or unknown, _Actor(f"Civilians{where}", "Civilians")
    return first or unknown, second or (unknown if event_type == "Battles" and first else None)


def _led(camp: Sequence[Party], material: Material) -> _Actor | None:
    if not camp:
        return None
    place = material.incident.place
    return _Actor(camp[0].name, inter_of(camp[0], place.country if place else None), _names(camp[1:], material))


def _names(camp: Iterable[Party], material: Material) -> tuple[str, ...]:
    return tuple(p.name for p in camp)


def inter_of(party: Party, country: str | None) -> str:
    """Return ACLED's type of a party; a state's forces outside their country are others' (8)."""
    if party.actor is not None and party.actor.acled_type is not None:
        abroad = party.actor.country is not None and country is not None and party.actor.country != country
        return INTER[7] if party.actor.acled_type == _ARMED_AT_HOME and abroad else party.actor.acled_type
    return {"state": _ARMED_AT_HOME, "civilian": "Civilians"}.get(party.cls, "Political militia")


def _people_told(material: Material) -> list[str]:
    return [f.side for f in material.incident.figures if f.side == PEOPLE]


def _civilians_targeted(material: Material, camps: Camps, event_type: str) -> bool:
    if event_type == "Violence against civilians" or material.incident.type == "Excessive force against protesters":
        return True
    if event_type not in ("Explosions/Remote violence", "Riots"):
        return False
    return not camps.b and any(p.key == CIVILIANS for p in material.parties)


# Places, words, time


def country_of(code: str | None) -> str | None:
    """Return the common English name of a country."""
    found = pycountry.countries.get(alpha_3=code) if code else None
    return str(getattr(found, "common_name", found.name)) if found is not None else code


def _iso(code: str | None) -> int | None:
    found = pycountry.countries.get(alpha_3=code) if code else None
    return int(found.numeric) if found is not None else None


def _notes(material: Material, fatalities: Fatalities) -> str:
    """Return who tells what: the first words of each claimant on the event, and what is disputed of the dead."""
    told: dict[str, str] = {}
    for t in material.told:
        if t.claim.kind in ("event", "casualty") and t.claim.stance != "denied":
            who = t.claim.claimant if t.claim.attribution else host_of(t.report) or "report"
            told.setdefault(who, " … ".join(" ".join(e.quote.split()) for e in t.claim.evidence))
    parts = [f"{who}: “{words}”" for who, words in told.items()]
    if fatalities.notes:
        parts.append("Fatalities disputed: " + " | ".join(fatalities.notes))
    return " ".join(f"{part}." if part[-1].isalnum() else part for part in parts)


def _retrieved(material: Material) -> int | None:
    """Return when the last of its reports was read in, in Unix time; never the clock's."""
    days = [datetime.datetime.fromisoformat(r.retrieved) for r in material.reports if r.retrieved]
    return max((int(d.replace(tzinfo=d.tzinfo or datetime.UTC).timestamp()) for d in days), default=None)
