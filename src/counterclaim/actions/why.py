"""Why: what speaks for and against two claims being of one incident, and what the ledger made of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from counterclaim.actions.coding import Coding
from counterclaim.actions.effective import effective_claim, standing
from counterclaim.actions.folding import judged_table
from counterclaim.actions.show import report_line, the_id
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.ledger.rows import stub_id
from counterclaim.publishing.why import Reason, Told, WhyAnswer
from counterclaim.record import Claim, IncidentStub, Report
from counterclaim.weighing.link import Linker
from counterclaim.weighing.reasons import why as reasons_of

MOST_STEPS = 50  # of a chain of links that is followed


class _Asked(NamedTuple):
    """What an id stands for: one stub, with the claim where it is one's; or all the stubs of an incident."""

    words: str
    stubs: tuple[str, ...]
    claim: Claim | None = None


def why(ledger: Ledger, a: str, b: str) -> WhyAnswer:
    """Return what speaks for and against two being one incident.

    Each is the id (or its beginning) of a claim, of a stub or of an incident; of incidents the two stubs are compared
    for which most speaks. Raises UsageError where there is no such id, or a claim belongs to no incident.
    """
    asked = [_asked(ledger, words) for words in (a, b)]
    stubs = {stub for which in asked for stub in which.stubs}
    reports = ledger.reports_of_stubs(stubs)
    for which in asked:
        if not reports.keys() & set(which.stubs):
            raise UsageError(f"{which.words}: its report was read anew or removed; it counts no longer")
    table = judged_table(ledger, set(reports.values()))
    linker = Linker(table)
    rows = [[r for r in map(table.stub_row, which.stubs) if r is not None] for which in asked]
    row, other_row = _closest(linker, rows[0], rows[1])
    ends = [table.stub_ids[row], table.stub_ids[other_row]]
    told = _told_by(ledger, ends, {end: reports[end] for end in ends})
    one, other = (
        msgspec.structs.replace(told[end], claim=which.claim) for end, which in zip(ends, asked, strict=True)
    )
    if row == other_row:
        return WhyAnswer(a=one, b=other, same_stub=True)
    found = reasons_of(linker, row, other_row)
    return WhyAnswer(
        a=one,
        b=other,
        points=found.points,
        threshold=found.threshold,
        linked=found.linked,
        excluded=found.excluded,
        reasons=tuple(Reason(words=words, points=points) for words, points in found.reasons),
        through=_through(ledger, one, other) if not found.linked else (),
        decided=_decided(ledger, one, other),
    )


def _asked(ledger: Ledger, words: str) -> _Asked:
    found = the_id(ledger, words, ("claim", "stub", "incident"))
    if (incident := ledger.incident(found)) is not None:
        return _Asked(words, ledger.stubs_of_incident(incident.id))
    counting, read = effective_claim(ledger, found), ledger.claim(found)
    if counting is None and read is None:
        return _Asked(words, (found,))
    if counting is None:
        raise UsageError(f"{words}: this claim no longer counts: its report was read anew, changed or removed")
    left, told = counting
    if told.incident is None:
        raise UsageError(f"{words}: this claim is background (a total, history) and belongs to no incident")
    return _Asked(words, (stub_id(left.report.id, told.incident),), told)


def _closest(linker: Linker, some: list[int], others: list[int]) -> tuple[int, int]:
    """Return the pair of rows for which most speaks, those that nothing excludes before the rest."""
    a = np.repeat(np.array(some, np.int64), len(others))
    b = np.tile(np.array(others, np.int64), len(some))
    features, excluded = linker.features(a, b)
    excluded = excluded | (linker.report[a] == linker.report[b])
    best = int(np.lexsort((-features.sum(1), excluded))[0])
    return int(a[best]), int(b[best])


def _told_by(ledger: Ledger, stubs: Sequence[str], reports: Mapping[str, str]) -> dict[str, Told]:
    """Return how reports tell some stubs."""
    incidents = ledger.incident_of_stubs(stubs)
    found = {}
    decisions = Coding(ledger.effective_decisions()).in_effect()
    for report in sorted(set(reports.values())):
        left = standing(ledger, report, decisions)
        if left is None:
            continue
        for stub in left.stubs:
            id_ = stub_id(left.report.id, stub.key)
            if id_ in reports:
                found[id_] = _told(id_, left.report, stub, left.claims, incidents.get(id_))
    return found


def _told(id_: str, report: Report, stub: IncidentStub, claims: Iterable[Claim], incident: str | None) -> Told:
    return Told(
        stub=id_,
        key=stub.key,
        claim=None,
        report=report_line(report),
        type=stub.type,
        place=stub.place.name if stub.place else None,
        start=stub.time.start if stub.time else None,
        end=stub.time.end if stub.time else None,
        claims=sum(c.incident == stub.key for c in claims),
        incident=incident,
    )


def _through(ledger: Ledger, one: Told, other: Told) -> tuple[str, ...]:
    """Return the stubs between two of one incident, by the links kept; none where no chain of links joins them."""
    if one.incident is None or one.incident != other.incident:
        return ()
    came: dict[str, str] = {one.stub: ""}
    edge = [one.stub]
    for _ in range(MOST_STEPS):
        near = {end: (k.a if end == k.b else k.b) for k in ledger.links(edge) for end in (k.a, k.b)}
        mine = ledger.incident_of_stubs(near)
        new = sorted(s for s in near if s not in came and mine.get(s) == one.incident)
        came.update({s: near[s] for s in new if near[s] in came})
        if other.stub in came:
            chain = [came[other.stub]]
            while chain[-1] != one.stub:
                chain.append(came[chain[-1]])
            return tuple(reversed(chain[:-1]))
        edge = [s for s in new if s in came]
        if not edge:
            break
    return ()


def _decided(ledger: Ledger, one: Told, other: Told) -> tuple[str, ...]:
    """Return the ids of decisions in force that join or part the incidents of the two."""
    named = {one.incident, other.incident} - {None}
    found = []
    for attached in Coding(ledger.effective_decisions()).in_effect():
        decision = attached.decision
        if decision.action not in ("merge", "split"):
            continue
        ids = {decision.subject, *(decision.after or {}).get("with", ())}
        claims = {c.claim.id for c in (one, other) if c.claim is not None}
        if ids & named or any(claims & set(part) for part in attached.parts):
            found.append(decision.id)
    return tuple(found)
