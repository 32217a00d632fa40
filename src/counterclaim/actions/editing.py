"""A claim as a person edits it: fields changed or a whole claim made, everything checked against text and vocabularies."""

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple, get_args

import msgspec

from counterclaim.actions.effective import Standing
from counterclaim.actions.wording import (
    Fields,
    country_of,
    evidence_of,
    link_of,
    party_of,
    place_of,
    quantity_of,
    sources_of,
    target_of,
    time_of,
)
from counterclaim.errors import UsageError
from counterclaim.knowledge.actors import load_registry
from counterclaim.knowledge.alliances import relation
from counterclaim.knowledge.taxonomies import kinds
from counterclaim.ledger.decisions import another, answering
from counterclaim.ledger.opened import opened_key
from counterclaim.ledger.verify import claim_id
from counterclaim.reading.ground import ground
from counterclaim.record import NARRATOR, Claim, IncidentStub
from counterclaim.record.claim import Kind

HUMAN = "human"  # the engine of a claim that a person added
EDITABLE = tuple(f for f in Claim.__struct_fields__ if f not in ("id", "engine"))
_NEW: Fields = {
    "quantity": None, "agent": None, "target": None, "means": None, "place": None, "time": None, "attribution": [],
    "claimant": NARRATOR, "stance": "asserted", "scope": "incident", "incident": None, "relation": "third_party",
    "supersedes": [], "part_of": None, "outcome": None, "confidence": "high",
}  # fmt: skip


class Edited(NamedTuple):
    """A claim as a person made it, and the stub that it is told in where that is a person's own."""

    claim: Claim
    opens: IncidentStub | None


def corrected(told: Standing, claim: Claim, changes: Mapping[str, Any]) -> Edited:
    """Return a claim with some fields changed; its id stays. Raises UsageError naming the field that does not hold."""
    if not changes:
        raise UsageError("nothing to correct: name at least one field")
    made = _made(told, claim, msgspec.to_builtins(claim), changes)
    if made.claim == claim:
        raise UsageError("nothing to correct: every field is as it was; accept the claim instead")
    return made


def new_claim(told: Standing, fields: Mapping[str, Any]) -> Edited:
    """Return a claim that a person found; it needs kind, type and evidence at least."""
    for name in ("kind", "type", "evidence"):
        if not fields.get(name):
            raise UsageError(f"{name}: a new claim needs it")
    made, opens = _made(told, None, {**_NEW, "id": "", "engine": HUMAN}, fields)
    if made.scope == "incident" and made.incident is None:
        made = msgspec.structs.replace(made, incident=_nearest_stub(told, made))
        opens = _own_stub(told, made)
    made = msgspec.structs.replace(made, id=claim_id(told.report.id, made))
    if any(made.id == c.id for c in (*told.claims, *told.rejected)):
        raise UsageError(f"{made.id}: this claim is there already; accept or correct it")
    found = answering(made, (c for c in told.machine.values() if not another(made, c)))
    if found is not None:
        raise UsageError(f"{found.id}: the engine read this claim from these words; accept or correct it")
    return Edited(made, opens)


def _made(told: Standing, old: Claim | None, base: Fields, changes: Mapping[str, Any]) -> Edited:
    unknown = sorted(set(changes) - set(EDITABLE))
    if unknown:
        raise UsageError(f"{unknown[0]}: no field that a person can set; give one of {', '.join(EDITABLE)}")
    asked = changes.get("incident")
    if isinstance(asked, Mapping):
        changes = {**changes, "incident": None, "scope": "incident"}
    value = {**base, **_resolved(told, old, base, dict(changes))}
    if isinstance(asked, Mapping):
        opens = _opened(told, asked, value)
        told = told._replace(stubs=(*(s for s in told.stubs if s.key != opens.key), opens))
        value["incident"] = opens.key
    if "relation" not in changes and {"claimant", "attribution", "target", "time"} & set(changes):
        value["relation"] = _relation(value, str(value["relation"]))
    try:
        claim = msgspec.convert(value, Claim)
    except msgspec.ValidationError as error:
        raise UsageError(f"the claim does not hold together: {error}") from error
    _check(told, claim)
    return Edited(claim, _own_stub(told, claim))


def _own_stub(told: Standing, claim: Claim) -> IncidentStub | None:
    """Return the stub of a claim where no reading made it."""
    stub = next((s for s in told.stubs if s.key == claim.incident), None)
    return stub if stub is not None and stub.key == opened_key(stub) else None


def _opened(told: Standing, asked: Mapping[str, Any], claim: Fields) -> IncidentStub:
    """Return the stub of a new incident; what is not said of it is what its claim says."""
    unknown = sorted(set(asked) - {"type", "place", "time"})
    if unknown:
        raise UsageError(f"incident: a new one has type, place and time; {unknown[0]} is none of them")
    type_ = asked.get("type") or (claim["type"] if claim["kind"] == "event" else None)
    types = kinds()["event"]
    if type_ not in types:
        said = f"{type_} is no type of event" if type_ else "a new incident needs its type"
        raise UsageError(f"incident: {said}; give one of {', '.join(types)}")
    text, spans = told.report.text, claim["evidence"]
    near, far = spans[0]["start"], spans[-1]["end"]
    place, time = (asked.get(n, claim[n]) for n in ("place", "time"))
    if asked.get("place") is not None:
        known = [c.place for c in told.claims if c.place is not None]
        place = place_of(text, place, near, far, known, country_of(told.claims))
        _check_country(place.get("country"))
    if asked.get("time") is not None:
        time = time_of(text, time, None, near, far)
    try:
        made = msgspec.convert({"key": "", "type": type_, "place": place, "time": time, "sides": []}, IncidentStub)
    except msgspec.ValidationError as error:
        raise UsageError(f"the new incident does not hold together: {error}") from error
    return msgspec.structs.replace(made, key=opened_key(made))


def _check_country(code: Any) -> None:
    import pycountry

    if code is not None and pycountry.countries.get(alpha_3=str(code)) is None:
        raise UsageError(f"incident: {code} is no country; write its three letters, like MLI")


def _resolved(told: Standing, old: Claim | None, base: Fields, changes: Fields) -> Fields:
    """Return the changes with their words found in the text and what follows from them filled in."""
    text = told.report.text
    found: Fields = dict(changes)
    if "evidence" in changes:
        found["evidence"] = evidence_of(text, changes["evidence"])
    spans = found.get("evidence") or base["evidence"]
    near, far = spans[0]["start"], spans[-1]["end"]
    country = country_of(told.claims)
    kind = str(changes.get("kind") or base["kind"])
    if changes.get("quantity") is not None:
        found["quantity"] = quantity_of(text, changes["quantity"], near, far, kind)
    if changes.get("agent") is not None:
        found["agent"] = party_of(text, changes["agent"], "agent", near, far, country)
    if changes.get("target") is not None:
        found["target"] = target_of(text, changes["target"], near, far, kind, country)
    if changes.get("place") is not None:
        known = [c.place for c in told.claims if c.place is not None]
        found["place"] = place_of(text, changes["place"], near, far, known, country)
    if changes.get("time") is not None:
        found["time"] = time_of(text, changes["time"], old.time if old is not None else None, near, far)
    if "attribution" in changes:
        links = changes["attribution"] or []
        if not isinstance(links, (list, tuple)):
            raise UsageError("attribution: give the chain of sources as a list, outermost first")
        found["attribution"] = [link_of(text, link, near, far, country) for link in links]
    elif "claimant" in changes:
        found["attribution"] = sources_of(text, changes["claimant"], old, near, far, country)
    if "attribution" in found:
        chain = found["attribution"]
        found["claimant"] = chain[-1]["party"]["name"] if chain else NARRATOR
    if found.get("scope") == "background":
        found["incident"] = None
    elif "incident" in changes or found.get("scope") == "incident":
        found["incident"] = changes.get("incident") or base.get("incident")
    return found


def _relation(value: Fields, before: str) -> str:
    """Return how the claimant stands to the target by the registry; where that tells nothing, as it was."""
    chain = value["attribution"]
    if not chain:
        return "third_party"
    last = chain[-1]
    claimants = [p["id"] for p in (last["party"], last["body"]) if p is not None and p.get("id") is not None]
    target = value["target"]
    targets = [target["id"]] if target is not None and target.get("id") is not None else []
    start = value["time"].get("start") if value["time"] is not None else None
    day = datetime.date.fromisoformat(start) if start is not None else None
    return relation(load_registry(), claimants, targets, day, last.get("role"))


def _check(told: Standing, claim: Claim) -> None:
    types = kinds()[claim.kind]
    if claim.type not in types:
        raise UsageError(
            f"type: {claim.type} is none of a claim of kind {claim.kind}; give one of {', '.join(types)}"
        )
    _, refused = ground(told.report.text, [claim])
    if refused:
        raise UsageError(f"{refused[0].message}; select the words in the text")
    if claim.kind == "casualty" and claim.target is not None and claim.target.kind == "media":
        raise UsageError("target: no casualty is of kind media")
    keys = [stub.key for stub in told.stubs]
    if claim.incident is not None and claim.incident not in keys:
        raise UsageError(
            f"incident: the report has no incident {claim.incident}; its own are {', '.join(keys) or 'none'}"
        )
    ids = {c.id for c in (*told.claims, *told.rejected)}
    for other in (*claim.supersedes, *([claim.part_of] if claim.part_of else [])):
        if other not in ids or other == claim.id:
            raise UsageError(f"{other}: the report has no other claim of that id")


def _nearest_stub(told: Standing, claim: Claim) -> str | None:
    start = claim.evidence[0].start
    near = min(
        (c for c in told.claims if c.incident is not None and c.evidence),
        key=lambda c: (abs(c.evidence[0].start - start), c.id),
        default=None,
    )
    if near is not None:
        return near.incident
    return told.stubs[0].key if told.stubs else None


def types_by_kind() -> dict[Kind, tuple[str, ...]]:
    """Return the types of every kind, in the order of the record."""
    found = kinds()
    return {kind: found[kind] for kind in get_args(Kind)}
