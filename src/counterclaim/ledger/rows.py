"""Records to rows and back. No I/O."""

import datetime as dt
import functools
import json
import re
import unicodedata
from typing import Any, TypeVar

import msgspec

from counterclaim.record import Claim, Incident, IncidentStub, Meta, Report, make_id
from counterclaim.record.totals import killed_in_all

T = TypeVar("T")
Row = dict[str, Any]

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]+")


def encode(value: Any) -> str:
    """Return a record as JSON. Half characters (a file name in no known encoding) become escapes of themselves."""
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        plain = json.dumps(msgspec.to_builtins(value), ensure_ascii=False)
        return plain.encode("utf-8", "replace").decode()


def decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    """Return the decoder of a kind of record."""
    return msgspec.json.Decoder(kind)


def plain(value: str | None) -> str | None:
    """Return a string as every database takes it; the record itself keeps it as it is."""
    return _UNSTORABLE.sub("\ufffd", value) if value else value


def versions_key(meta: Meta) -> str:
    """Return what two readings by the same versions share."""
    return make_id("v", *msgspec.structs.astuple(meta))


def stub_id(report: str, key: str) -> str:
    """Return the id of a stub: of its report and its key in the report."""
    return make_id("stub", report, key)


def source_key(report: Report) -> str | None:
    """Return what two versions of one report share: the URL, or publisher and external id; None where it has neither.

    Rows of one file may share a URL and differ by their external id: those are different reports.
    """
    if report.url:
        return make_id("u", report.url, report.external_id)
    if report.publisher and report.external_id:
        return make_id("u", report.publisher, report.external_id)
    return None


def report_row(report: Report) -> Row:
    """Return the columns of a report."""
    return {
        "id": report.id,
        "text_id": report.text_id,
        "source": source_key(report),
        "url": plain(report.url),
        "external_id": plain(report.external_id),
        "publisher": plain(report.publisher),
        "published": report.published,
        "language": plain(report.language),
        "title": plain(report.title),
        "doc": encode(report),
    }


def claim_row(claim: Claim) -> Row:
    """Return the columns of a claim."""
    return {
        "id": claim.id,
        "stub": claim.incident,
        "kind": claim.kind,
        "type": plain(claim.type),
        "claimant": plain(claim.claimant),
        "doc": encode(claim),
    }


def stub_row(report: str, stub: IncidentStub) -> Row:
    """Return the columns of a stub."""
    return {"id": stub_id(report, stub.key), "key": stub.key, "type": plain(stub.type), "doc": encode(stub)}


def incident_row(incident: Incident) -> Row:
    """Return the columns of an incident; the killed are those of all sides together."""
    killed = killed_in_all(incident.figures)
    place, lo, hi = incident.place, incident.time.start, incident.time.end or incident.time.start
    days = (dt.date.fromisoformat(hi) - dt.date.fromisoformat(lo)).days if lo and hi else None
    contested = incident.contested
    return {
        "id": incident.id,
        "type": plain(incident.type),
        "country": place.country if place else None,
        "admin1": plain(place.admin1) if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "day_lo": lo,
        "day_hi": hi,
        "days": days,
        "grade": incident.grade,
        "contested": contested.responsibility or contested.count or contested.occurrence or contested.status,
        "killed_low": killed.low if killed else None,
        "killed_best": killed.best if killed else None,
        "killed_high": killed.high if killed else None,
        "n_claims": len(incident.claims),
        "n_reports": len(incident.reports),
    }


def actor_keys(incident: Incident) -> set[str]:
    """Return the names under which --actor finds an incident."""
    names = [n for side in incident.sides for n in (side.key, side.name, *side.actors)]
    return {key for name in names if (key := name_key(name))}


def place_keys(incident: Incident) -> set[str]:
    """Return the names under which --place finds an incident: the place, each word of it, its region, its id."""
    place = incident.place
    if place is None:
        return set()
    words = [w for w in folded_words(place.name) if len(w) > 2]
    names = [place.name, place.admin1 or "", place.gazetteer_id or "", *words]
    return {key for name in names if (key := name_key(name))}


@functools.lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Return a name as it is compared: without case, accents and punctuation."""
    return " ".join(folded_words(name))


def folded_words(text: str) -> list[str]:
    """Return the words of a text without case and accents: what search and filters compare."""
    return _WORD.findall(fold(text))


def fold(text: str) -> str:
    """Return a text without case and accents."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
