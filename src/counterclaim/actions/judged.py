"""What people decided, carried into the fold: claims corrected, rejected and added, incidents opened, joined and set apart."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from counterclaim.actions.coding import Coding
from counterclaim.ledger import Attached
from counterclaim.ledger.folding import FoldSession
from counterclaim.ledger.opened import claim_in, opened_by
from counterclaim.ledger.rows import stub_id
from counterclaim.record import Claim, IncidentStub
from counterclaim.weighing.decided import Decided, pairs_of_parts


class Left(NamedTuple):
    """The claims and stubs of a report as people left them: those of the machine and their own."""

    claims: tuple[Claim, ...]
    stubs: tuple[IncidentStub, ...]


class Judged:
    """The decisions in force, by what they are about."""

    def __init__(self, attached: Iterable[Attached], session: FoldSession) -> None:
        self._of_report: dict[str, list[Attached]] = defaultdict(list)
        rejected: set[str] = set()
        parts = []
        for one in Coding(attached).in_effect():
            if one.decision.action in ("merge", "split"):
                parts.append((one.decision.action, one.parts))
            elif one.report is not None and not one.dormant:
                self._of_report[one.report].append(one)
                if one.claim is not None:
                    _reject(rejected, one)
        stub_of, sizes = self._placed({c for _, told in parts for part in told for c in part}, session)
        self.decided = Decided(pairs_of_parts(parts, stub_of, sizes), frozenset(rejected))

    def left(self, report: str, claims: Sequence[Claim], stubs: Sequence[IncidentStub]) -> Left:
        """Return the claims of a report as people left them; those rejected are among them, and `decided` names them."""
        return as_left(self._of_report.get(report, ()), claims, stubs)

    def _placed(self, claims: set[str], session: FoldSession) -> tuple[dict[str, str], dict[str, int]]:
        """Return in which stub each of some claims is told, and how many claims these stubs have, as people left them."""
        stub_of = session.stubs_of_claims(claims)
        sizes = session.sizes_of_stubs(set(stub_of.values()))
        moving = {r: told for r, told in self._of_report.items() if any(_moves(one) for one in told)}
        mine = {
            r for r, told in moving.items() if any(o.claim in claims or o.decision.subject in claims for o in told)
        }
        for report, told, stubs in session.told(mine | (moving.keys() & session.reports_of(stub_of.values()))):
            left = self.left(report.id, told, stubs)
            there = {c.id: stub_id(report.id, c.incident) for c in left.claims if c.incident is not None}
            for claim in (claims & {c.id for c in left.claims}) - there.keys():
                stub_of.pop(claim, None)
            stub_of.update({c: stub for c, stub in there.items() if c in claims})
            sizes |= Counter(there.values())
        return stub_of, sizes


def as_left(decisions: Sequence[Attached], claims: Sequence[Claim], stubs: Sequence[IncidentStub]) -> Left:
    """Return the claims and stubs of a report with the corrections and additions of some decisions on it, in their order."""
    keys = {stub.key for stub in stubs}
    opened = {stub.key: stub for one in reversed(decisions) if (stub := opened_by(one.decision)) is not None}
    now = {claim.id: claim for claim in claims}
    standing: dict[str, Claim | None] = {}
    found: dict[str, str] = {}  # claims that a person opened an incident for and the machine tells by now
    for one in decisions:
        subject = one.decision.subject
        if one.decision.action == "comment":
            continue
        if one.stands is not None or one.detached:
            standing[subject] = one.stands
        elif one.decision.action == "correct" and one.claim is not None:
            left = claim_in(one.decision.after)
            if left is not None and one.claim in now:
                now[one.claim] = _placed(left, now[one.claim], keys | opened.keys())
                found.pop(one.claim, None)
            elif left is not None and standing.get(one.claim) is not None:  # of a claim that a person added
                standing[one.claim] = msgspec.structs.replace(left, id=one.claim)
        elif one.decision.action == "add" and one.claim in now and (stub := opened_by(one.decision)) is not None:
            found[one.claim] = stub.key
    told_by = {stub.key: stub for stub in stubs}
    told = _told_by_now(found, now, opened, told_by)
    for claim, key in found.items():
        if key not in told:
            now[claim] = msgspec.structs.replace(now[claim], scope="incident", incident=key)
    added = [_beside(claim, claims, keys | opened.keys()) for claim in standing.values() if claim is not None]
    whole = [*now.values(), *(claim for claim in added if claim.id not in now)]
    whole = [c if c.incident not in told else msgspec.structs.replace(c, incident=told[c.incident]) for c in whole]
    used = {c.incident for c in whole}
    return Left(tuple(whole), (*stubs, *(opened[key] for key in sorted(opened) if key in used)))


def _told_by_now(
    found: Mapping[str, str],
    now: Mapping[str, Claim],
    opened: Mapping[str, IncidentStub],
    stubs: Mapping[str, IncidentStub],
) -> dict[str, str]:
    """Return the machine's stub that tells, in a later reading, what a person opened a stub for.

    It holds a claim that the person had added there, and its place or days are the same, with neither speaking against it.
    """
    told: dict[str, str] = {}
    for claim, key in sorted(found.items()):
        stub = stubs.get(now[claim].incident or "")
        if key in opened and stub is not None and _one_happening(opened[key], stub):
            told.setdefault(key, stub.key)
    return told


def _one_happening(one: IncidentStub, other: IncidentStub) -> bool:
    said = []
    if one.place is not None and other.place is not None:
        a, b = one.place, other.place
        known = a.gazetteer_id is not None and b.gazetteer_id is not None
        said.append(a.gazetteer_id == b.gazetteer_id if known else a.name.casefold() == b.name.casefold())
    if one.time is not None and other.time is not None:
        first, last = one.time.start, one.time.end
        begin, end = other.time.start, other.time.end
        if first is not None and last is not None and begin is not None and end is not None:
            said.append(first <= end and begin <= last)
    return bool(said) and all(said)


def _moves(one: Attached) -> bool:
    return one.decision.action in ("add", "correct") or one.stands is not None


def rejected_in(decisions: Iterable[Attached]) -> frozenset[str]:
    """Return the live claims that some decisions, in their order, leave rejected."""
    rejected: set[str] = set()
    for one in decisions:
        if one.claim is not None and not one.dormant:
            _reject(rejected, one)
    return frozenset(rejected)


def _reject(rejected: set[str], one: Attached) -> None:
    """Take in whether a claim was rejected: who later accepts or corrects it takes the rejection back."""
    if one.claim is None:
        return
    if one.decision.action == "reject":
        rejected.add(one.claim)
    elif one.decision.action in ("accept", "correct", "add"):
        rejected.discard(one.claim)


def _placed(left: Claim, machine: Claim, keys: set[str]) -> Claim:
    """Return a corrected claim under the id of the one it corrects, in its incident unless the person named another."""
    if left.scope == "background":
        return msgspec.structs.replace(left, id=machine.id, incident=None)
    incident = left.incident if left.incident in keys else machine.incident
    return msgspec.structs.replace(left, id=machine.id, incident=incident)


def _beside(claim: Claim, claims: Sequence[Claim], keys: set[str]) -> Claim:
    """Return a human claim in an incident of this reading: its own, else that of the claim told nearest to it."""
    if claim.incident in keys or claim.scope == "background" or not claim.evidence:
        return claim
    start = claim.evidence[0].start
    near = min(
        (c for c in claims if c.incident is not None and c.evidence),
        key=lambda c: (abs(c.evidence[0].start - start), c.id),
        default=None,
    )
    return msgspec.structs.replace(claim, incident=near.incident if near is not None else None)
