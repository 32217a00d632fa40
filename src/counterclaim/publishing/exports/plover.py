"""PLOVER as JSON lines: one record for each incident, with the claims behind it as an extension (METHOD 4)."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from counterclaim.knowledge.taxonomies import plover
from counterclaim.publishing.exports.camps import Camps
from counterclaim.publishing.exports.material import (
    CIVILIANS,
    ExportMeta,
    Material,
    Party,
    Tally,
    Told,
    Toll,
    host_of,
)
from counterclaim.record import Incident

QUAD = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 2, "AID": 2, "RETREAT": 2, "REQUEST": 3, "ACCUSE": 3,
    "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
SCALE = {
    "AGREE": 2.5, "CONSULT": 2.5, "SUPPORT": 5.0, "CONCEDE": 4.5, "COOPERATE": 9.5, "AID": 10.0, "RETREAT": 6.5,
    "REQUEST": 0.0, "ACCUSE": -3.0, "REJECT": -2.0, "THREATEN": -3.5, "PROTEST": -5.0, "SANCTION": -6.0, "MOBILIZE": -5.5,
    "COERCE": -7.0, "ASSAULT": -9.0,
}  # fmt: skip
NOTES = (
    "PLOVER has no slot for who claims what: claims, figures and evidence are fields of our own.",
    "text is left out: the articles are their publishers'; each claim quotes its own words.",
    "SANCTION counts as quad 4 and the scale of ACCUSE as -3, where the manual contradicts itself.",
)
SECTORS = {
    "government": "GOV", "ministry": "GOV", "army": "MIL", "police": "COP", "rebel": "REB", "militia": "PRM", "gang": "CRM",
    "contractor": "PRM", "coalition": "MIL", "igo": "UNK", "un": "UNK", "ngo": "CVL", "monitor": "CVL", "media": "JRN",
    "medical": "MED",
}  # fmt: skip
_BY_CLASS = {"state": "MIL", "armed": "UAF", "civilian": "CVL", "other": "UNK"}
_RESOLUTION = {
    1: 4,
    2: 4,
    3: 3,
    4: 2,
    5: 2,
    6: 1,
}  # by UCDP's where_prec: 4 city, 3 district, 2 province, 1 country
_SIZE = {"dead": ("killed",), "injured": ("injured",), "arrested": ("arrested", "captured")}

Counted = Callable[[Material, Camps], Toll]


def plover_lines(
    materials: Iterable[tuple[Material, Camps]], counted: Counted, meta: ExportMeta, tally: Tally
) -> Iterator[bytes]:
    """Yield one JSON line for each incident that has a day and a PLOVER type.

    Left out and counted: `no_date` and `no_plover_type`.
    """
    encoder = msgspec.json.Encoder()
    for material, camps in materials:
        incident = material.incident
        event, mode = _event(material)
        if incident.time.start is None:
            tally.leave("no_date")
        elif event is None:
            tally.leave("no_plover_type")
        else:
            tally.exported += 1
            yield encoder.encode(_record(material, camps, counted(material, camps), event, mode, meta)) + b"\n"


def _event(material: Material) -> tuple[str | None, str | None]:
    """Return PLOVER's type and mode, by the means that is told first."""
    means = next((t.claim.means.type for t in material.told if t.claim.kind == "event" and t.claim.means), None)
    try:
        return plover(material.incident.type, means)
    except KeyError:
        return None, None


def _record(
    material: Material, camps: Camps, toll: Toll, event: str, mode: str | None, meta: ExportMeta
) -> dict[str, Any]:
    incident = material.incident
    actors, recipients = _parties(material, camps, event)
    last = incident.time.end if incident.time.end != incident.time.start else None
    return _told({
        "id": incident.id,
        "has_event": True,
        "date": incident.time.start,
        "enddate": last,
        "actor": [_entity(p) for p in actors],
        "recipient": [_entity(p) for p in recipients],
        "event": [event],
        "mode": [mode] if mode else [],
        "context": ["military"] if any(p.cls == "state" for p in (*actors, *recipients)) else [],
        "quad_code": QUAD[event],
        "event_scale": SCALE[event],
        "event_loc": _location(incident),
        "size": _size(incident, toll),
        "cite_info": [
            _told({
                "citation": r.id, "publication": host_of(r), "title": r.title, "url": r.url, "language": r.language,
                "date": r.published,
            })
            for r in material.reports
        ],
        "coder": f"counterclaim {meta.program}",
        "codebook": "PLOVER 5e0c24f",
        "sub_event_type": incident.type,
        "low": toll.total.low,
        "best": toll.total.best,
        "high": toll.total.high,
        "party_claims": meta.party_claims,
        "contested": msgspec.structs.asdict(incident.contested),
        "n_origin_groups": incident.n_origin_groups,
        "claims": [_claim(t) for t in material.told],
    })  # fmt: skip


def _parties(material: Material, camps: Camps, event: str) -> tuple[list[Party], list[Party]]:
    """Return actors and recipients: of a fight all who fight are actors, else those who did it and those who suffered it."""
    suffered = [p for p in material.parties if p.key == CIVILIANS]
    if event == "ASSAULT" and camps.b and {t.agent for t in material.told} >= {camps.a[0].key, camps.b[0].key}:
        return [*camps.a, *camps.b], []
    agents = [
        p for p in material.parties if any(t.agent == p.key and t.claim.kind == "event" for t in material.told)
    ]
    if not agents or event != "ASSAULT":
        agents = agents or [*camps.a, *camps.b]
    struck = {t.side for t in material.told if t.claim.kind in ("event", "casualty")}
    victims = [p for p in material.parties if p.key in struck and p not in agents and p not in suffered]
    return agents, [*victims, *suffered]


def _entity(party: Party) -> dict[str, Any]:
    actor = party.actor
    return _told({
        "code": actor.country if actor is not None else None,
        "sector": SECTORS.get(actor.type, "UNK") if actor is not None else _BY_CLASS[party.cls],
        "entity_text": party.name,
        "registry_id": actor.id if actor is not None else None,
    })  # fmt: skip


def _location(incident: Incident) -> list[dict[str, Any]]:
    place = incident.place
    if place is None:
        return []
    return [_told({
        "extracted_place": place.name,
        "resolved_place": place.name if place.lat is not None else None,
        "geonameid": place.gazetteer_id,
        "lat": place.lat,
        "lon": place.lon,
        "province": place.admin1,
        "country_code": place.country,
        "resolution": _RESOLUTION.get(place.precision) if place.precision is not None else None,
        "where_prec": place.precision,
    })]  # fmt: skip


def _size(incident: Incident, toll: Toll) -> dict[str, int]:
    found = {"dead": toll.total.best}
    for name in ("injured", "arrested"):
        bests = [f.best for f in incident.figures if f.measure in _SIZE[name] and f.unit == "people"]
        if any(b is not None for b in bests):
            found[name] = sum(b for b in bests if b is not None)
    return found


def _claim(told: Told) -> dict[str, Any]:
    claim, quantity = told.claim, told.claim.quantity
    return _told({
        "id": claim.id,
        "report": told.report.id,
        "kind": claim.kind,
        "type": claim.type,
        "claimant": claim.claimant,
        "attribution": [link.party.name for link in claim.attribution],
        "stands": told.stands,
        "stance": claim.stance,
        "side": told.side,
        "low": quantity.low if quantity else None,
        "high": quantity.high if quantity else None,
        "evidence": [{"start": e.start, "end": e.end, "quote": e.quote} for e in claim.evidence],
    })  # fmt: skip


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields without those of which nothing is known."""
    return {name: value for name, value in fields.items() if value is not None}
