"""UCDP GED: one row for each incident in which somebody died, 49 columns in UCDP's order (METHOD 2)."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import floor

from counterclaim.knowledge.actors import Registry
from counterclaim.knowledge.ucdp import CIVILIANS_ID, actor_name, country_name, dyad_id, ucdp_region
from counterclaim.publishing.exports.camps import Camps
from counterclaim.publishing.exports.material import Deaths, Material, Party, Tally, Toll, host_of
from counterclaim.publishing.tables import Cell, csv_line
from counterclaim.record import Report

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec",
    "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa",
    "gwnob",
)  # fmt: skip
NOTES = (
    "id is ours: its 13 hexadecimal digits begin the incident's id.",
    "UCDP and Gleditsch-Ward numbers that we do not know are blank, and so are relid, code_status and active_year.",
    "number_of_sources counts independent origins, not articles.",
    "event_clarity is 2 where a total is left after its single events, or where the day is known to a month at best.",
    "Deaths of the perpetrators of one-sided violence are not counted, as in UCDP's coding.",
    "Where no report tells the day, it is the three days up to the first report (date_prec 2).",
)
NO_DATE = "1753-01-01"  # UCDP's day for a source without one
CIVILIANS_NAME = "Civilians"

Counted = Callable[[Material, Camps], Toll]


def ged_rows(
    materials: Iterable[tuple[Material, Camps]], counted: Counted, registry: Registry, tally: Tally
) -> Iterator[str]:
    """Yield the header and a row for each event of UCDP's among the incidents, each ended by CRLF (RFC 4180).

    `counted` gives the deaths of an incident. The rest is left out and counted: `type_not_in_ged`, `no_opponent` and
    `no_perpetrator` where the actors are not told, `no_deaths`, `no_date`.
    """
    yield csv_line(COLUMNS)
    for material, camps in materials:
        toll = counted(material, camps)
        days = days_of(material)
        if toll.total.high < 1:
            tally.leave("no_deaths")
        elif camps.violence is None:
            tally.leave(camps.reason or "unknown_type")
        elif days is None:
            tally.leave("no_date")
        else:
            tally.exported += 1
            cells = _cells(material, camps, toll, days, registry)
            yield csv_line(cells[column] for column in COLUMNS)


def days_of(material: Material) -> tuple[str, str, int] | None:
    """Return the first and last day and UCDP's date_prec; of no day told, the three days up to the first report."""
    time = material.incident.time
    if time.start is not None and time.end is not None:
        return time.start, time.end, time.date_prec or 1
    published = min((r.published for r in material.reports if r.published), default=None)
    if published is None:
        return None
    last = datetime.date.fromisoformat(published)
    return (last - datetime.timedelta(days=2)).isoformat(), published, 2


def priogrid_gid(lat: float, lon: float) -> int:
    """Return the PRIO-GRID cell of a point, by PRIO's formula; the poles and the date line belong to the last cells."""
    row = min(floor((90 + lat) * 2) + 1, 360)
    column = min(floor((180 + lon) * 2) + 1, 720)
    return (row - 1) * 720 + column


def name_of(party: Party) -> str:
    """Return UCDP's name of a party where it is an actor of UCDP's, else its own."""
    known = actor_name(party.actor.ucdp_id) if party.actor is not None and party.actor.ucdp_id is not None else None
    return known or party.name


def sources_of(reports: Iterable[Report]) -> dict[str, str]:
    """Return UCDP's four columns of sources: parallel lists joined with ";", which stands for a comma inside."""
    parts = [(_plain(host_of(r)), r.published or NO_DATE, _plain(r.title or "")) for r in reports]
    return {
        "source_article": ";".join('"' + ",".join(p).replace('"', "'") + '"' for p in parts),
        "source_office": ";".join(office for office, _, _ in parts),
        "source_date": ";".join(day for _, day, _ in parts),
        "source_headline": ";".join(headline for _, _, headline in parts),
    }


def _plain(words: str) -> str:
    return " ".join(words.replace(";", ",").split())


def _cells(
    material: Material, camps: Camps, toll: Toll, days: tuple[str, str, int], registry: Registry
) -> dict[str, Cell]:
    incident = material.incident
    start, end, date_prec = days
    one_sided = camps.violence == 3
    side_a, side_b = name_of(camps.a[0]), CIVILIANS_NAME if one_sided else name_of(camps.b[0])
    id_a, id_b = _number(camps.a[0]), CIVILIANS_ID if one_sided else _number(camps.b[0])
    dyad = f"{side_a} - {side_b}"
    deaths = _deaths(camps, toll)
    aggregated = date_prec >= 4 or any(f.residual for f in incident.figures if f.measure == "killed")
    return {
        **dict.fromkeys(COLUMNS),
        "id": material.number,
        "year": int(start[:4]),
        "type_of_violence": camps.violence,
        "conflict_name": dyad if camps.violence != 1 else None,
        "dyad_new_id": _dyad(id_a, id_b, camps),
        "dyad_name": dyad,
        "side_a_new_id": id_a,
        "side_a": side_a,
        "side_b_new_id": id_b,
        "side_b": side_b,
        "number_of_sources": incident.n_origin_groups,
        **sources_of(material.reports),
        "source_original": ";".join(_claimants(material)),
        **_where(material, registry),
        "event_clarity": 2 if aggregated else 1,
        "date_prec": date_prec,
        "date_start": f"{start} 00:00:00.000",
        "date_end": f"{end} 00:00:00.000",
        **deaths,
        "high": toll.total.high,
        "low": toll.total.low,
    }


def _deaths(camps: Camps, toll: Toll) -> dict[str, int]:
    """Return the four deaths and their sum. Those who fight in no camp, and composites, are of nobody known."""
    a, b = _sum(camps.a, toll.sides), _sum(camps.b, toll.sides)
    known = {p.key for p in (*camps.a, *camps.b)}
    rest = sum(d.best for key, d in toll.sides.items() if key not in known)
    four = {
        "deaths_a": a, "deaths_b": b, "deaths_civilians": toll.civilians.best,
        "deaths_unknown": toll.unknown.best + rest,
    }  # fmt: skip
    return {**four, "best": sum(four.values())}


def _sum(camp: Iterable[Party], sides: Mapping[str, Deaths]) -> int:
    return sum(sides[p.key].best for p in camp if p.key in sides)


def _number(party: Party) -> int | None:
    return party.actor.ucdp_id if party.actor is not None else None


def _dyad(one: int | None, other: int | None, camps: Camps) -> int | None:
    if one is None or other is None or camps.violence == 3:
        return None
    return dyad_id(one, other, "state" if camps.violence == 1 else "nonstate")


def _claimants(material: Material) -> list[str]:
    named = (_plain(t.claim.claimant) for t in material.told if t.claim.attribution)
    return list(dict.fromkeys(named))


def _where(material: Material, registry: Registry) -> dict[str, Cell]:
    place = material.incident.place
    if place is None:
        return {}
    words = dict.fromkeys(t.claim.place.text for t in material.told if t.claim.place is not None)
    found: dict[str, Cell] = {
        "where_prec": place.precision,
        "where_coordinates": place.name,
        "where_description": "; ".join(" ".join(w.split()) for w in words),
        "adm_1": place.admin1,
    }
    if place.lat is not None and place.lon is not None:
        found["latitude"], found["longitude"] = round(place.lat, 6), round(place.lon, 6)
        found["geom_wkt"] = f"POINT ({round(place.lon, 6)} {round(place.lat, 6)})"
        found["priogrid_gid"] = priogrid_gid(place.lat, place.lon)
    if place.country is not None:
        found["country"], found["region"] = ucdp_country(place.country, registry), ucdp_region(place.country)
    return found


def ucdp_country(code: str, registry: Registry) -> str:
    """Return UCDP's name of a country, that of the registry where UCDP's list has none, else the code."""
    try:
        government = registry.actor(f"gov-{code}")
    except KeyError:
        return code
    told = country_name(government.ucdp_id) if government.ucdp_id is not None else None
    return told or government.name.removeprefix("Government of ")
