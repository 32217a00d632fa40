"""Incidents as JSON, as CSV and as GeoJSON. All stream: an incident is written as soon as it is given."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from counterclaim.publishing.tables import Cell, csv_line
from counterclaim.record import Figure, Incident, Meta
from counterclaim.record.base import Record


class IncidentsMeta(Record, frozen=True, kw_only=True):
    """What made the incidents: the program that weighed, the versions that read the reports, and what was asked for.

    `filters` and `limit` are those given; `total` counts the incidents that pass the filters, whatever the limit.
    """

    program: str
    schema_version: int
    readings: tuple[Meta, ...]
    filters: dict[str, str | bool]
    limit: int | None
    total: int


class IncidentsDocument(Record, frozen=True, kw_only=True):
    """What `incidents --format json` prints."""

    incidents: tuple[Incident, ...]
    meta: IncidentsMeta


INCIDENT_COLUMNS = (
    "incident_id", "type", "date_start", "date_end", "date_precision", "date_prec", "place", "gazetteer_id", "latitude",
    "longitude", "country", "admin1", "where_prec", "sides", "grade", "n_claims", "n_reports", "n_origin_groups",
)  # fmt: skip
FIGURE_COLUMNS = (
    "measure", "side", "side_name", "unit", "low", "best", "high", "high_stated", "open_high", "max_claimed", "basis",
    "contested_responsibility", "contested_count", "contested_occurrence", "contested_status", "figures_differ",
    "relayed_differently", "unanswered", "provisional", "residual", "n_claimants", "figure_n_origin_groups",
    "low_claim", "best_claim", "high_claim", "claims", "claimed_only",
)  # fmt: skip


def incidents_json(incidents: Iterable[Incident], meta: IncidentsMeta) -> Iterator[bytes]:
    """Yield the pieces of `{"incidents":[Incident, …],"meta":…}` and a closing newline."""
    encoder = msgspec.json.Encoder()
    yield b'{"incidents":['
    separator = b""
    for incident in incidents:
        yield separator + encoder.encode(incident)
        separator = b",\n"
    yield b'],"meta":' + encoder.encode(meta) + b"}\n"


def incidents_csv(incidents: Iterable[Incident]) -> Iterator[str]:
    """Yield the header, then one row for each figure of each incident, each ended by CRLF (RFC 4180).

    An incident without figures gives one row whose figure columns are empty. Lists are joined with ";". A cell that a
    spreadsheet would run as a formula is prefixed with an apostrophe.
    """
    yield csv_line((*INCIDENT_COLUMNS, *FIGURE_COLUMNS))
    for incident in incidents:
        head = incident_cells(incident)
        for figure in incident.figures:
            yield csv_line((*head, *figure_cells(incident, figure)))
        if not incident.figures:
            yield csv_line((*head, *(None for _ in FIGURE_COLUMNS)))


def incidents_geojson(incidents: Iterable[Incident], meta: IncidentsMeta) -> Iterator[bytes]:
    """Yield the pieces of a FeatureCollection (RFC 7946), one feature for each incident.

    The geometry is a point, null where no claim tells a place that is known. `where_prec` says how fine it is (1 exact
    to 7 sea or air): a point of precision 6 stands for a whole country.
    """
    encoder = msgspec.json.Encoder()
    yield b'{"type":"FeatureCollection","features":['
    separator = b""
    for incident in incidents:
        yield separator + encoder.encode(_feature(incident))
        separator = b",\n"
    yield b'],"meta":' + encoder.encode(meta) + b"}\n"


def _feature(incident: Incident) -> dict[str, Any]:
    place = incident.place
    known = place is not None and place.lat is not None and place.lon is not None
    return {
        "type": "Feature",
        "id": incident.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if known and place else None,
        "properties": {
            "incident": incident.id,
            "type": incident.type,
            "date_start": incident.time.start,
            "date_end": incident.time.end,
            "date_prec": incident.time.date_prec,
            "place": place.name if place else None,
            "country": place.country if place else None,
            "admin1": place.admin1 if place else None,
            "where_prec": place.precision if place else None,
            "sides": [side.name for side in incident.sides],
            "grade": incident.grade,
            "contested": incident.contested,
            "n_claims": len(incident.claims),
            "n_reports": len(incident.reports),
            "n_origin_groups": incident.n_origin_groups,
            "figures": [
                {
                    "measure": f.measure, "side": _side_name(incident, f), "unit": f.unit, "low": f.low, "best": f.best,
                    "high": f.high, "high_stated": f.high_stated, "open_high": f.open_high, "basis": f.basis,
                    "contested": f.contested, "unanswered": f.unanswered, "provisional": f.provisional,
                    "n_claimants": f.n_claimants, "n_origin_groups": f.n_origin_groups,
                }
                for f in incident.figures
            ],
        },
    }  # fmt: skip


def incident_cells(incident: Incident) -> tuple[Cell, ...]:
    """Return an incident in the order of INCIDENT_COLUMNS."""
    place, time = incident.place, incident.time
    return (
        incident.id,
        incident.type,
        time.start,
        time.end,
        time.precision,
        time.date_prec,
        place.name if place else None,
        place.gazetteer_id if place else None,
        place.lat if place else None,
        place.lon if place else None,
        place.country if place else None,
        place.admin1 if place else None,
        place.precision if place else None,
        ";".join(side.name for side in incident.sides),
        incident.grade,
        len(incident.claims),
        len(incident.reports),
        incident.n_origin_groups,
    )


def figure_cells(incident: Incident, figure: Figure) -> tuple[Cell, ...]:
    """Return a figure of an incident in the order of FIGURE_COLUMNS."""
    contested = figure.contested
    return (
        figure.measure,
        figure.side,
        _side_name(incident, figure),
        figure.unit,
        figure.low,
        figure.best,
        figure.high,
        figure.high_stated,
        figure.open_high,
        figure.max_claimed,
        figure.basis,
        contested.responsibility,
        contested.count,
        contested.occurrence,
        contested.status,
        figure.figures_differ,
        figure.relayed_differently,
        figure.unanswered,
        figure.provisional,
        figure.residual,
        figure.n_claimants,
        figure.n_origin_groups,
        figure.low_claim,
        figure.best_claim,
        figure.high_claim,
        ";".join(figure.claims),
        ";".join(figure.claimed_only),
    )


def _side_name(incident: Incident, figure: Figure) -> str:
    return next((side.name for side in incident.sides if side.key == figure.side), figure.side)
