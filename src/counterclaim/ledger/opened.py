"""Incidents that people opened: happenings that the machine has not in a report, told by the decisions that place claims there.

Such a decision (`add`, `correct`) holds the stub whole, beside the claim, as `opens` of its `after`. So the stub is there as
long as one of them is in force, and undoing one of several takes none of the others' away.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from counterclaim.record import Claim, Decision, IncidentStub, make_id

_BESIDE = ("report", "opens")  # what stands in a snapshot beside the fields of the claim


def opened_key(stub: IncidentStub) -> str:
    """Return the key that a stub of a person has to have: two persons who open one happening open one stub."""
    place, time = stub.place, stub.time
    where = (place.gazetteer_id or place.name.casefold()) if place is not None else None
    return make_id("own", stub.type, where, time.start if time else None, time.end if time else None)


def opened_by(decision: Decision) -> IncidentStub | None:
    """Return the stub that a decision holds; None where it opens none."""
    if decision.action not in ("add", "correct") or not (decision.after or {}).get("opens"):
        return None
    try:
        return msgspec.convert((decision.after or {})["opens"], IncidentStub)
    except msgspec.ValidationError:
        return None


def snapshot(claim: Claim, opens: IncidentStub | None) -> dict[str, Any]:
    """Return a claim as a decision keeps it, with the stub of a person that it is told in."""
    made: dict[str, Any] = msgspec.to_builtins(claim)
    return made if opens is None else {**made, "opens": msgspec.to_builtins(opens)}


def claim_in(value: Mapping[str, Any] | None) -> Claim | None:
    """Return the claim in a snapshot; None where there is none."""
    if not value:
        return None
    try:
        return msgspec.convert({k: v for k, v in value.items() if k not in _BESIDE}, Claim)
    except msgspec.ValidationError:
        return None
