"""What people decided, carried into the fold: claims corrected, rejected and added, incidents joined and set apart."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from counterclaim.actions.coding import Coding, claim_of
from counterclaim.ledger import Attached
from counterclaim.ledger.folding import FoldSession
from counterclaim.record import Claim, IncidentStub
from counterclaim.weighing.decided import Decided, pairs_of_parts


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
        stub_of = session.stubs_of_claims({c for _, told in parts for part in told for c in part})
        sizes = session.sizes_of_stubs(set(stub_of.values()))
        self.decided = Decided(pairs_of_parts(parts, stub_of, sizes), frozenset(rejected))

    def claims(self, report: str, claims: Sequence[Claim], stubs: Sequence[IncidentStub]) -> tuple[Claim, ...]:
        """Return the claims of a report as people left them; those rejected are among them, and `decided` names them."""
        return as_left(self._of_report.get(report, ()), claims, stubs)


def as_left(
    decisions: Sequence[Attached], claims: Sequence[Claim], stubs: Sequence[IncidentStub]
) -> tuple[Claim, ...]:
    """Return the claims of a report with the corrections and additions of some decisions on it, in their order."""
    keys = {stub.key for stub in stubs}
    now = {claim.id: claim for claim in claims}
    standing: dict[str, Claim | None] = {}
    for one in decisions:
        subject = one.decision.subject
        if one.decision.action == "comment":
            continue
        if one.stands is not None or one.detached:
            standing[subject] = one.stands
        elif one.decision.action == "correct" and one.claim is not None:
            left = claim_of(one.decision.after)
            if left is not None and one.claim in now:
                now[one.claim] = _placed(left, now[one.claim], keys)
            elif left is not None and standing.get(one.claim) is not None:  # of a claim that a person added
                standing[one.claim] = msgspec.structs.replace(left, id=one.claim)
    added = [_beside(claim, claims, keys) for claim in standing.values() if claim is not None]
    return (*now.values(), *(claim for claim in added if claim.id not in now))


def rejected_in(decisions: Iterable[Attached]) -> frozenset[str]:
    """Return the live claims that some decisions, in their order, leave rejected."""
    rejected: set[str] = set()
    for one in decisions:
        if one.claim is not None and not one.dormant:
            _reject(rejected, one)
    return frozenset(rejected)


def _reject(rejected: set[str], one: Attached) -> None:
    """Take in or out a claim that was rejected: who accepts or corrects it later takes the rejection back."""
    if one.claim is None:
        return
    if one.decision.action == "reject":
        rejected.add(one.claim)
    elif one.decision.action in ("accept", "correct", "add"):
        rejected.discard(one.claim)


def _placed(left: Claim, machine: Claim, keys: set[str]) -> Claim:
    """Return a corrected claim under the id of the one it corrects, in its incident unless the person named another."""
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
