"""HXL: a CSV with hashtags below the headers, one row for each incident, tagged as OCHA tags UCDP's events (METHOD 7)."""

from collections.abc import Callable, Iterable, Iterator

from counterclaim.publishing.exports.acled import country_of
from counterclaim.publishing.exports.camps import Camps
from counterclaim.publishing.exports.ged import name_of, sources_of
from counterclaim.publishing.exports.material import Material, Tally, Toll
from counterclaim.publishing.tables import Cell, csv_line
from counterclaim.record.incident import Incident

COLUMNS = (
    ("incident", "#meta+id"),
    ("type", "#event+type"),
    ("date_start", "#date+start"),
    ("date_end", "#date+end"),
    ("date_precision", "#meta+date+precision"),
    ("country", "#country+name"),
    ("iso3", "#country+code"),
    ("adm_1", "#adm1+name"),
    ("place", "#loc+name"),
    ("latitude", "#geo+lat"),
    ("longitude", "#geo+lon"),
    ("where_precision", "#geo+precision"),
    ("side_a", "#group+name+first"),
    ("side_b", "#group+name+second"),
    ("claimants", "#group+name+claimant"),
    ("killed_low", "#affected+killed+min"),
    ("killed_best", "#affected+killed+best"),
    ("killed_high", "#affected+killed+max"),
    ("killed_side_a", "#affected+killed+first"),
    ("killed_side_b", "#affected+killed+second"),
    ("killed_civilians", "#affected+killed+civilians"),
    ("killed_unknown", "#affected+killed+unknown"),
    ("injured_best", "#affected+injured+best"),
    ("abducted_best", "#affected+abducted+best"),
    ("displaced_best", "#affected+displaced+best"),
    ("grade", "#status+verification"),
    ("contested", "#status+contested"),
    ("independent_origins", "#meta+origins+num"),
    ("source", "#meta+source"),
    ("headline", "#description"),
    ("url", "#meta+url"),
)
NOTES = (
    "killed_* are UCDP's: low, best and high over all sides, best the sum of the four.",
    "#date+precision of the plan stands as #meta+date+precision: libhxl's schema takes every #date for a date.",
)

Counted = Callable[[Material, Camps], Toll]


def hxl_rows(materials: Iterable[tuple[Material, Camps]], counted: Counted, tally: Tally) -> Iterator[str]:
    """Yield the headers, the hashtags, and a row for each incident, each ended by CRLF (RFC 4180)."""
    yield csv_line(header for header, _ in COLUMNS)
    yield csv_line(tag for _, tag in COLUMNS)
    for material, camps in materials:
        tally.exported += 1
        cells = _cells(material, camps, counted(material, camps))
        yield csv_line(cells[header] for header, _ in COLUMNS)


def _cells(material: Material, camps: Camps, toll: Toll) -> dict[str, Cell]:
    incident, place = material.incident, material.incident.place
    sources = sources_of(material.reports)
    known = {p.key for p in (*camps.a, *camps.b)}
    contested = incident.contested
    return {
        "incident": incident.id,
        "type": incident.type,
        "date_start": incident.time.start,
        "date_end": incident.time.end,
        "date_precision": incident.time.date_prec,
        "country": country_of(place.country) if place else None,
        "iso3": place.country if place else None,
        "adm_1": place.admin1 if place else None,
        "place": place.name if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "where_precision": place.precision if place else None,
        "side_a": name_of(camps.a[0]) if camps.a else None,
        "side_b": name_of(camps.b[0]) if camps.b else ("Civilians" if camps.violence == 3 else None),
        "claimants": ";".join(dict.fromkeys(t.claim.claimant for t in material.told if t.claim.attribution)),
        "killed_low": toll.total.low,
        "killed_best": toll.total.best,
        "killed_high": toll.total.high,
        "killed_side_a": sum(toll.sides[p.key].best for p in camps.a if p.key in toll.sides),
        "killed_side_b": sum(toll.sides[p.key].best for p in camps.b if p.key in toll.sides),
        "killed_civilians": toll.civilians.best,
        "killed_unknown": toll.unknown.best + sum(d.best for k, d in toll.sides.items() if k not in known),
        "injured_best": _best(incident, "injured"),
        "abducted_best": _best(incident, "abducted"),
        "displaced_best": _best(incident, "displaced"),
        "grade": incident.grade,
        "contested": ";".join(name for name in contested.__struct_fields__ if getattr(contested, name)),
        "independent_origins": incident.n_origin_groups,
        "source": sources["source_office"],
        "headline": sources["source_headline"],
        "url": ";".join(r.url for r in material.reports if r.url),
    }


def _best(incident: Incident, measure: str) -> int | None:
    """Return the sum of a measure's bests over the sides, None where no side has one."""
    found = [f.best for f in incident.figures if f.measure == measure and f.unit == "people" and f.best is not None]
    return sum(found) if found else None
