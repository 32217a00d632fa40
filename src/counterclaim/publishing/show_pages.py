"""A claim, and a report, as a page for eyes."""

import msgspec

from counterclaim.publishing.console import Page
from counterclaim.publishing.incident_page import TIES, decisions, fact, heading, incident_page, report_name
from counterclaim.publishing.pages import KINDS, ClaimPage, IncidentPage, ReportPage, ShownPage, Tied
from counterclaim.publishing.text import (
    GROUPS,
    how_many,
    render,
    shown,
    what,
    when,
    where,
    who_says,
    who_to_whom,
)
from counterclaim.record import Claim


def shown_page(page: ShownPage, *, width: int | None, color: bool) -> str:
    """Return a page as plain text, ended by a newline; with ANSI colours where `color`."""
    if isinstance(page, IncidentPage):
        return incident_page(page, width=width, color=color)
    if isinstance(page, ClaimPage):
        return _claim_page(page, width=width, color=color)
    return _report_page(page, width=width, color=color)


def page_json(page: ShownPage) -> bytes:
    """Return a page as one JSON object, which `shows` heads: incident, claim or report."""
    return msgspec.json.encode({"shows": KINDS[type(page)], **msgspec.to_builtins(page)}) + b"\n"


def claim_line(claim: Claim) -> str:
    """Return a claim in one line: who says that what happened, how many, to whom."""
    parts = [
        what(claim, {}, incident=False) if claim.part_of is None and not claim.supersedes else shown(claim.type)
    ]
    if claim.quantity is not None:
        parts.append(how_many(claim.quantity))
    if claim.agent is not None or claim.target is not None:
        parts.append(who_to_whom(claim.agent, claim.target))
    return f"{who_says(claim)}: {' · '.join(parts)}"


def _claim_page(page: ClaimPage, *, width: int | None, color: bool) -> str:
    out = Page(width=width, color=color)
    claim = page.claim
    out.line(claim_line(claim), "bold")
    facts = [
        shown(claim.id),
        claim.kind,
        claim.stance,
        f"confidence {claim.confidence}",
        f"read by {shown(claim.engine)}",
    ]
    out.line(" · ".join(facts), "dim")
    if not page.counts:
        out.line("It no longer counts: a newer reading or version of its report took its place.", "yellow")
    if page.rejected:
        out.line("A person rejected it: it counts in no figure.", "yellow")
    if page.as_read is not None:
        out.line(f"A person changed it; as read: {claim_line(page.as_read)}, {page.as_read.stance}", "yellow")
    out.line()
    for place, link in enumerate(claim.attribution):
        body = (
            f" for {shown(link.body.name)}" if link.body is not None and link.body.name != link.party.name else ""
        )
        role = f", {link.role.replace('_', ' ')}" if link.role else ""
        cue = f" “{shown(link.cue)}”" if link.cue else ""
        fact(out, "" if place else "source", f"{'  ' * place}{shown(link.party.name)}{body}{role}{cue}")
    if not claim.attribution:
        fact(out, "source", "the report's own voice")
    group = GROUPS[page.stands].heading
    fact(out, "stands", group[0] + group[1:].split(":")[0].lower() + ":" + group.split(":")[1])
    if page.side_name is not None:
        fact(out, "losses", f"counted for {shown(page.side_name)}")
    fact(out, "where", where(claim.place) or "not told")
    fact(out, "when", when(claim.time) or "not told")
    if claim.means is not None:
        fact(out, "means", f"{claim.means.type.replace('_', ' ')} (“{shown(claim.means.text)}”)")
    if page.incident is not None:
        fact(out, "incident", shown(page.incident))
    else:
        fact(out, "incident", "none: background" if claim.scope == "background" else "none in the last fold")
    fact(out, "report", f"{report_name(page.report)}  {shown(page.report.id)}")
    heading(out, "EVIDENCE")
    for quoted in page.quoted:
        cut = "… " if quoted.start > len(quoted.before) else ""
        out.line(f"{cut}{shown(f'{quoted.before}»{quoted.quote}«{quoted.after}')} …", indent=2)
        out.line(f"characters {quoted.start} to {quoted.end}", "dim", indent=2)
    if page.related:
        heading(out, "RELATED")
        for other in page.related:
            out.line(f"{_how(claim, other)}: {claim_line(other)}  {shown(other.id)}", indent=2)
    _one_voice(out, page)
    decisions(out, page.decisions)
    return out.done()


def _how(claim: Claim, other: Claim) -> str:
    if other.id == claim.part_of:
        return "part of"
    if other.part_of == claim.id:
        return "its part"
    return "updates" if other.id in claim.supersedes else "updated by"


def _report_page(page: ReportPage, *, width: int | None, color: bool) -> str:
    out = Page(width=width, color=color)
    reading = page.reading
    report = reading.report
    assert report is not None  # a report of a ledger has one
    facts = {
        "id": report.id, "text": report.text_id, "outside id": report.external_id, "url": report.url,
        "byline": report.byline, "language": report.language,
        "read by": f"{reading.meta.engine} of counterclaim {reading.meta.program}",
    }  # fmt: skip
    out.line()
    for label, value in facts.items():
        if value:
            out.line(f"{label}: {shown(value)}", "dim")
    for warning in report.warnings:
        out.line(f"warning: {shown(warning.message)} ({shown(warning.code)})", "yellow")
    if page.incidents:
        heading(out, "IN THE LEDGER")
        for stub, incident in sorted(page.incidents.items()):
            out.line(f"{shown(stub)} is part of {shown(incident)}", indent=2)
    heading(out, "VERSIONS, first to last")
    for version in page.versions:
        state = "removed" if version.removed else "counts" if version.live else "no longer counts"
        told = f"{shown(version.added)}  {shown(version.id)}  {version.claims} claims, {state}"
        out.line(told + (" (this one)" if version.id == report.id else ""), indent=2)
    _copies(out, page.tied)
    decisions(out, page.decisions)
    return render(reading, width=width, color=color, refusals=True) + out.done()


def _copies(out: Page, tied: tuple[Tied, ...]) -> None:
    if tied:
        heading(out, "NEAR-COPIES")
    for copy in tied:
        share = f", {copy.share:.0%} of the shorter one's words" if copy.share is not None else ""
        out.line(f"{report_name(copy.report)}{share}  {shown(copy.id)}", indent=2)


def _one_voice(out: Page, page: ClaimPage) -> None:
    if not page.tied:
        return
    heading(out, "OF ONE ORIGIN WITH, and counted once")
    for end in page.tied:
        out.line(f"{shown(end.claimant or '')} in {report_name(end.report)}  {shown(end.id)}", indent=2)
    ids = {page.claim.id, *(t.id for t in page.tied)}
    for tie in page.origins:
        if tie.kind in TIES and tie.a in ids and tie.b in ids:
            detail = f" ({shown(tie.detail)})" if tie.detail else ""
            out.line(f"for it is {TIES[tie.kind]}{detail}", "dim", indent=2)
            break
