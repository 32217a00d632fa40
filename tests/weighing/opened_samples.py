"""Happenings that a person found in a report made by hand, as the decisions that add their claims."""

from typing import Any

import msgspec
from link_samples import Happens, Told, claims_of, place, tells, time

from counterclaim.ledger.opened import opened_key, snapshot
from counterclaim.record import Claim, Decision, IncidentStub


def stub_of(happens: Happens) -> IncidentStub:
    """Return the stub that a person opens for a happening."""
    bare = IncidentStub(
        key="", type=happens.type, place=place(happens.place, happens.precision), time=time(happens.on), sides=()
    )
    return msgspec.structs.replace(bare, key=opened_key(bare))


def missed(report: str, read: list[Happens], happens: Happens) -> tuple[Told, list[Claim]]:
    """Return a report of which the machine read some happenings and missed the last, and the claims that tell it."""
    whole, claims, stubs = tells(report, *read, happens)
    key = stubs[-1].key
    told = [c for c in claims if c.incident != key]
    at = whole.text.rindex(happens.words)
    own = claims_of(report, stub_of(happens).key, happens, happens.words, at)
    return (whole, told, stubs[:-1]), [
        msgspec.structs.replace(c, engine="human", id=f"own-{report}-{c.type}") for c in own
    ]


def adds(number: int, claim: Claim, happens: Happens, **more: Any) -> Decision:
    """Return the decision that adds a claim to a happening that a person opened."""
    return Decision(
        id=f"add-{number}-{claim.id}", coder=more.get("coder", "a"), at=f"2026-01-01T00:{number:02}:00Z", action="add",
        subject=claim.id, before=None, after=snapshot(claim, stub_of(happens)), reason=None,
    )  # fmt: skip


def undoes(number: int, decision: Decision) -> Decision:
    """Return the decision that takes another back."""
    return Decision(
        id=f"undo-{number}-{decision.id}", coder=decision.coder, at=f"2026-01-01T00:{number:02}:00Z", action="undo",
        subject=decision.id, before=None, after=None, reason=None,
    )  # fmt: skip
