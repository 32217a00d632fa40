"""Show: one incident, claim or report of a ledger with all that hangs on it."""

from collections.abc import Collection, Iterable, Sequence

from counterclaim.actions.coding import Coding
from counterclaim.actions.effective import effective_claim, standing
from counterclaim.actions.telling import Telling, telling
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.ledger.rows import stub_id
from counterclaim.publishing.pages import (
    ClaimPage,
    IncidentPage,
    Quoted,
    ReportLine,
    ReportPage,
    ShownPage,
    Tie,
    Tied,
    ToldClaim,
    TrailStep,
    Version,
)
from counterclaim.record import Decision, Evidence, Incident, Reading, Report

AROUND = 200  # characters of the report before and after a quotation
NAMED = 6  # ids that an ambiguous beginning lists


def show(ledger: Ledger, words: str) -> ShownPage:
    """Return the page of the incident, claim or report whose id begins with `words`.

    Raises UsageError where there is none, or more than one.
    """
    found = the_id(ledger, words, ("incident", "claim", "report"))
    if (incident := ledger.incident(found)) is not None:
        return _incident_page(ledger, found, incident)
    if (claim := _claim_page(ledger, found)) is not None:
        return claim
    readings = ledger.readings(found)
    if readings:
        return _report_page(ledger, readings[-1])
    raise UsageError(f"{words}: this incident is no more: the reports that told it are gone, or were read anew")


def the_id(ledger: Ledger, words: str, kinds: Sequence[str]) -> str:
    """Return the one id of some kinds that begins with `words`. Raises UsageError where there is none, or several."""
    found = ledger.named(words, kinds, NAMED + 1)
    if not found and "claim" in kinds:
        found = _added_by_people(ledger, words)
    named = " or ".join([", ".join(kinds[:-1]), kinds[-1]] if len(kinds) > 1 else kinds)
    if not found:
        raise UsageError(
            f"{words}: {ledger.name} has no {named} of that id; `counterclaim incidents` and `search` list ids"
        )
    if len(found) > 1:
        more = " …" if len(found) > NAMED else ""
        raise UsageError(f"{words}: may be {', '.join(found[:NAMED])}{more}; type more of it")
    return found[0]


def report_line(report: Report) -> ReportLine:
    """Return a report in one line."""
    return ReportLine(
        id=report.id,
        title=report.title,
        publisher=report.publisher,
        published=report.published,
        url=report.url,
        credited_to=report.credited_to,
    )


def _incident_page(ledger: Ledger, asked: str, incident: Incident) -> IncidentPage:
    with telling(ledger) as teller:
        told = teller.tell(incident)
    reports = {r.id: r for r in told.reports}
    copies = [o for o in ledger.origins(incident.reports) if o.a in reports and o.b in reports]
    return IncidentPage(
        asked=asked,
        incident=incident,
        claims=tuple(
            ToldClaim(
                claim=claim,
                report=report.id,
                stands=told.stands(claim),
                side=told.sides.of.get(claim.id),
                origin=origin,
            )
            for claim, report, origin in zip(told.claims, told.reports, told.origins, strict=True)
        ),
        reports=tuple(report_line(r) for r in sorted(reports.values(), key=lambda r: (r.published or "~", r.id))),
        origins=(
            *(Tie(a=o.a, b=o.b, kind=o.kind, detail=None, share=o.score) for o in copies),
            *_ties(told),
        ),
        trail=tuple(TrailStep(id=i, event=e, other=o, at=at) for i, e, o, at in ledger.trail(incident.id)),
        decisions=_decisions(ledger, {incident.id, asked, *incident.merged_from}, incident.claims),
    )


def _ties(told: Telling) -> list[Tie]:
    return [Tie(a=e.a, b=e.b, kind=e.reason, detail=e.detail, share=None) for e in told.edges]


def _added_by_people(ledger: Ledger, words: str) -> list[str]:
    """Return the claims that begin so and that no reading found."""
    decisions = Coding(ledger.effective_decisions()).in_effect()
    added = {a.decision.subject for a in decisions if a.decision.action == "add"}
    return sorted(c for c in added if words and c.startswith((words, f"c-{words}")))


def _claim_page(ledger: Ledger, id_: str) -> ClaimPage | None:
    """Return the page of a claim, None where there is none of that id."""
    counting, read = effective_claim(ledger, id_), ledger.claim(id_)
    if counting is not None:
        left, claim = counting
        report, others, machine = left.report, left.claims, left.machine.get(claim.id)
        rejected = claim not in left.claims
    elif read is not None:
        reading = ledger.readings(read[0])[-1]
        assert reading.report is not None  # a reading of a report has one
        claim, machine, rejected = read[1], read[1], False
        report, others = reading.report, reading.claims
    else:
        return None
    told = _telling_of(ledger, claim.id)
    named = {claim.part_of, *claim.supersedes}
    return ClaimPage(
        claim=claim,
        report=report_line(report),
        counts=counting is not None,
        rejected=rejected,
        as_read=machine if machine is not None and machine != claim else None,
        quoted=tuple(_around(report.text, e) for e in claim.evidence),
        stub=stub_id(report.id, claim.incident) if claim.incident is not None else None,
        incident=told[0].id if told is not None else None,
        stands=told[1].stands(claim) if told is not None else claim.relation,
        side=told[1].sides.of.get(claim.id) if told is not None else None,
        side_name=told[1].side_name(claim) if told is not None else None,
        related=tuple(c for c in others if c.id in named or c.part_of == claim.id or claim.id in c.supersedes),
        origins=tuple(_ties(told[1])) if told is not None else (),
        tied=_heard_with(told[1], claim.id) if told is not None else (),
        decisions=_decisions(ledger, {claim.id, id_}, [claim.id]),
    )


def _telling_of(ledger: Ledger, claim: str) -> tuple[Incident, Telling] | None:
    """Return the incident of a claim, and what it is told by."""
    id_ = ledger.incident_of_claims([claim]).get(claim)
    incident = ledger.incident(id_) if id_ is not None else None
    if incident is None:
        return None
    with telling(ledger) as teller:
        return incident, teller.tell(incident)


def _around(text: str, evidence: Evidence) -> Quoted:
    return Quoted(
        before=text[max(evidence.start - AROUND, 0) : evidence.start],
        quote=evidence.quote,
        after=text[evidence.end : evidence.end + AROUND],
        start=evidence.start,
        end=evidence.end,
    )


def _heard_with(told: Telling, claim: str) -> tuple[Tied, ...]:
    """Return the claims of other reports that come from the same origin as a claim."""
    ids = [c.id for c in told.claims]
    if claim not in ids:
        return ()
    here = ids.index(claim)
    return tuple(
        Tied(id=c.id, claimant=c.claimant, report=report_line(report), share=None)
        for c, report, origin in zip(told.claims, told.reports, told.origins, strict=True)
        if origin == told.origins[here] and report.id != told.reports[here].id
    )


def _report_page(ledger: Ledger, reading: Reading) -> ReportPage:
    report = reading.report
    assert report is not None  # a reading of a report has one
    now = standing(ledger, report.id, Coding(ledger.effective_decisions()).in_effect())
    told, stubs = (now.claims, now.stubs) if now is not None else (reading.claims, reading.incidents)
    ids = {stub_id(report.id, stub.key): stub.key for stub in stubs}
    tied = []
    for copy in ledger.origins([report.id]):
        other = ledger.report(copy.b if copy.a == report.id else copy.a)
        if other is not None:
            tied.append(Tied(id=other.id, claimant=None, report=report_line(other), share=copy.score))
    return ReportPage(
        reading=reading,
        versions=tuple(
            Version(id=v.id, added=v.added, live=v.live, removed=v.removed, outcome=v.outcome, claims=v.claims)
            for v in ledger.versions(report.id)
        ),
        incidents={ids[s]: i for s, i in ledger.incident_of_stubs(ids).items()},
        tied=tuple(tied),
        decisions=_decisions(ledger, {report.id}, {c.id for c in (*reading.claims, *told)}),
    )


def _decisions(ledger: Ledger, subjects: Collection[str], claims: Iterable[str]) -> tuple[Decision, ...]:
    """Return the decisions in force about any of these, but for those that coders must not see of each other yet."""
    wanted = {*subjects, *claims}
    return tuple(
        a.decision
        for a in Coding(ledger.effective_decisions()).in_effect()
        if a.decision.subject in wanted or a.claim in wanted or any(c in wanted for part in a.parts for c in part)
    )
