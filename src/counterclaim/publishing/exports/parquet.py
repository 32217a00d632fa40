"""Parquet of every table, and GeoParquet of the incidents; each file carries the meta as key-value metadata.

Articles are left out: they are their publishers'. Every quotation is in `evidence`, with its offsets and the digest of
the text that they count in.
"""

import json
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from counterclaim.publishing.exports.material import ExportMeta, Material, Toll, meta_json
from counterclaim.record import Claim, Decision, Report

Row = dict[str, Any]
_BATCH = 20_000  # rows held before they are written
_S, _I, _F, _B = pa.string(), pa.int64(), pa.float64(), pa.bool_()
_L = pa.list_(pa.string())


def _schema(**fields: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in fields.items()])


SCHEMAS: dict[str, pa.Schema] = {
    "incidents": _schema(
        id=_S, type=_S, date_start=_S, date_end=_S, date_precision=_S, date_prec=_I, place=_S, gazetteer_id=_S,
        country=_S, admin1=_S, where_prec=_I, grade=_S, contested_responsibility=_B, contested_count=_B,
        contested_occurrence=_B, contested_status=_B, n_claims=_I, n_reports=_I, n_origin_groups=_I, ged_low=_I,
        ged_best=_I, ged_high=_I, merged_from=_L, split_from=_S, geometry=pa.binary(),
    ),
    "sides": _schema(incident=_S, key=_S, name=_S, actors=_L, actor_type=_S, ucdp_id=_I, country=_S),
    "figures": _schema(
        incident=_S, measure=_S, side=_S, unit=_S, low=_I, best=_I, high=_I, high_stated=_I, open_high=_B,
        max_claimed=_I, basis=_S, contested_responsibility=_B, contested_count=_B, contested_occurrence=_B,
        contested_status=_B, figures_differ=_B, relayed_differently=_B, unanswered=_B, provisional=_B, residual=_B,
        n_claimants=_I, n_origin_groups=_I, low_claim=_S, best_claim=_S, high_claim=_S, claims=_L, claimed_only=_L,
    ),
    "media": _schema(incident=_S, claim=_S, name=_S, state=_S, by=_S, day=_S),
    "claims": _schema(
        id=_S, report=_S, incident=_S, kind=_S, type=_S, quantity_low=_I, quantity_high=_I, quantity_approx=_B,
        quantity_text=_S, unit=_S, agent=_S, agent_id=_S, target=_S, target_id=_S, target_kind=_S, target_status=_S,
        target_owner=_S, target_facility=_S, means=_S, place=_S, latitude=_F, longitude=_F, country=_S, admin1=_S,
        where_prec=_I, date_start=_S, date_end=_S, date_precision=_S, claimant=_S, stance=_S, scope=_S, relation=_S,
        stands=_S, side=_S, outcome=_S, supersedes=_L, part_of=_S, engine=_S, confidence=_S,
    ),
    "attributions": _schema(
        claim=_S, n=_I, party=_S, party_id=_S, party_type=_S, body=_S, body_id=_S, cue=_S, role=_S, text=_S, start=_I,
        end=_I,
    ),
    "evidence": _schema(claim=_S, n=_I, report=_S, text_id=_S, start=_I, end=_I, quote=_S),
    "reports": _schema(
        id=_S, text_id=_S, bytes_sha256=_S, external_id=_S, url=_S, title=_S, byline=_S, publisher=_S, credited_to=_L,
        published=_S, retrieved=_S, language=_S, characters=_I,
    ),
    "origins": _schema(a=_S, b=_S, kind=_S, score=_F, reasons=_L),
    "decisions": _schema(
        id=_S, coder=_S, at=_S, action=_S, subject=_S, before=_S, after=_S, reason=_S, effective=_B
    ),
}  # fmt: skip


class Tables:
    """The tables while they are written: rows are added one by one, and go out in batches.

    `opened` opens a file by its name; `meta` is asked for at the end, when all is counted.
    """

    def __init__(self, opened: Callable[[str], IO[bytes]], meta: Callable[[], ExportMeta]) -> None:
        self._opened = opened
        self._meta = meta
        self._rows: dict[str, list[Row]] = {name: [] for name in SCHEMAS}
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._box: list[float] = []
        self._stack = ExitStack()

    def add(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add rows to a table; a field that a row lacks is null."""
        held = self._rows[table]
        held.extend(dict(row) for row in rows)
        if len(held) >= _BATCH:
            self._write(table)

    def add_incident(self, material: Material, toll: Toll) -> None:
        """Add an incident with its sides, figures and media; its claims are added by `add_claims`."""
        incident, place = material.incident, material.incident.place
        if place is not None and place.lat is not None and place.lon is not None:
            self._reach(place.lon, place.lat)
        self.add("incidents", [_incident(material, toll)])
        self.add("sides", (_side(incident.id, material, key) for key in (s.key for s in incident.sides)))
        self.add("figures", (_figure(incident.id, f) for f in incident.figures))
        self.add("media", ({"incident": incident.id, **_fields(m)} for m in incident.media))

    def add_claim(self, report: Report, claim: Claim, beside: Mapping[str, Any] | None = None) -> None:
        """Add a claim with its sources and quotations; `beside` holds incident, stands and side, where it has any."""
        self.add("claims", [{**_claim(report, claim), **(beside or {})}])
        self.add("attributions", _attributions(claim))
        self.add(
            "evidence",
            (
                {"claim": claim.id, "n": n, "report": report.id, "text_id": report.text_id, **_fields(e)}
                for n, e in enumerate(claim.evidence)
            ),
        )

    def add_report(self, report: Report) -> None:
        """Add a report, without its text."""
        self.add("reports", [{**_fields(report), "characters": len(report.text)}])

    def close(self) -> None:
        """Write what is held, and the end of every file."""
        with self._stack:
            for table in SCHEMAS:
                self._write(table)
                metadata = {"counterclaim": meta_json(self._meta()).decode()}
                if table == "incidents":
                    metadata["geo"] = json.dumps(_geo(self._box))
                self._writers[table].add_key_value_metadata(metadata)
                self._writers[table].close()

    def _reach(self, lon: float, lat: float) -> None:
        box = self._box or [lon, lat, lon, lat]
        self._box = [min(box[0], lon), min(box[1], lat), max(box[2], lon), max(box[3], lat)]

    def _write(self, table: str) -> None:
        rows, schema = self._rows[table], SCHEMAS[table]
        if table not in self._writers:
            sink = self._stack.enter_context(self._opened(f"{table}.parquet"))
            self._writers[table] = pq.ParquetWriter(sink, schema, compression="zstd")
        columns = {name: [row.get(name) for row in rows] for name in schema.names}
        self._writers[table].write_table(pa.Table.from_pydict(columns, schema=schema))
        rows.clear()


def decision_rows(decisions: Iterable[Decision], effective: frozenset[str]) -> Iterator[Row]:
    """Yield the decisions, those undone or outdated too; `effective` are the ids of those in force."""
    for decision in decisions:
        yield {
            **_fields(decision),
            "before": _json(decision.before),
            "after": _json(decision.after),
            "effective": decision.id in effective,
        }


def _json(value: dict[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _geo(box: list[float]) -> dict[str, Any]:
    """Return GeoParquet's metadata; coordinates are OGC:CRS84, which is what it takes where none is told."""
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if box:
        column["bbox"] = box
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


def _fields(record: Any) -> Row:
    """Return a record's fields by name, its tuples as lists."""
    values = ((name, getattr(record, name)) for name in record.__struct_fields__)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values}


def _incident(material: Material, toll: Toll) -> Row:
    incident, place, time = material.incident, material.incident.place, material.incident.time
    located = place is not None and place.lat is not None and place.lon is not None
    return {
        "id": incident.id, "type": incident.type, "date_start": time.start, "date_end": time.end,
        "date_precision": time.precision, "date_prec": time.date_prec, "place": place.name if place else None,
        "gazetteer_id": place.gazetteer_id if place else None, "country": place.country if place else None,
        "admin1": place.admin1 if place else None, "where_prec": place.precision if place else None,
        "grade": incident.grade, **_contested(incident.contested), "n_claims": len(incident.claims),
        "n_reports": len(incident.reports), "n_origin_groups": incident.n_origin_groups, "ged_low": toll.total.low,
        "ged_best": toll.total.best, "ged_high": toll.total.high, "merged_from": list(incident.merged_from),
        "split_from": incident.split_from,
        "geometry": struct.pack("<BIdd", 1, 1, place.lon, place.lat) if located and place else None,
    }  # fmt: skip


def _contested(contested: Any) -> Row:
    return {f"contested_{name}": value for name, value in _fields(contested).items()}


def _side(incident: str, material: Material, key: str) -> Row:
    side = next(s for s in material.incident.sides if s.key == key)
    party = material.party(key)
    actor = party.actor if party is not None else None
    return {
        "incident": incident, "key": key, "name": side.name, "actors": list(side.actors),
        "actor_type": actor.type if actor else None, "ucdp_id": actor.ucdp_id if actor else None,
        "country": actor.country if actor else None,
    }  # fmt: skip


def _figure(incident: str, figure: Any) -> Row:
    fields = _fields(figure)
    return {"incident": incident, **fields, **_contested(fields.pop("contested"))}


def _claim(report: Report, claim: Claim) -> Row:
    quantity, target, place, time = claim.quantity, claim.target, claim.place, claim.time
    return {
        "id": claim.id, "report": report.id, "kind": claim.kind, "type": claim.type,
        "quantity_low": quantity.low if quantity else None, "quantity_high": quantity.high if quantity else None,
        "quantity_approx": quantity.approx if quantity else None, "quantity_text": quantity.text if quantity else None,
        "unit": quantity.unit if quantity else None, "agent": claim.agent.name if claim.agent else None,
        "agent_id": claim.agent.id if claim.agent else None, "target": target.name if target else None,
        "target_id": target.id if target else None, "target_kind": target.kind if target else None,
        "target_status": target.status if target else None, "target_owner": target.owner if target else None,
        "target_facility": target.facility if target else None, "means": claim.means.type if claim.means else None,
        "place": place.name if place else None, "latitude": place.lat if place else None,
        "longitude": place.lon if place else None, "country": place.country if place else None,
        "admin1": place.admin1 if place else None, "where_prec": place.precision if place else None,
        "date_start": time.start if time else None, "date_end": time.end if time else None,
        "date_precision": time.precision if time else None, "claimant": claim.claimant, "stance": claim.stance,
        "scope": claim.scope, "relation": claim.relation, "outcome": claim.outcome,
        "supersedes": list(claim.supersedes), "part_of": claim.part_of, "engine": claim.engine,
        "confidence": claim.confidence,
    }  # fmt: skip


def _attributions(claim: Claim) -> Iterator[Row]:
    for n, link in enumerate(claim.attribution):
        yield {
            "claim": claim.id, "n": n, "party": link.party.name, "party_id": link.party.id,
            "party_type": link.party.type, "body": link.body.name if link.body else None,
            "body_id": link.body.id if link.body else None, "cue": link.cue, "role": link.role, "text": link.text,
            "start": link.start, "end": link.end,
        }  # fmt: skip
