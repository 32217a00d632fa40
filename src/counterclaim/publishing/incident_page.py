"""An incident as a page for eyes: what, where, when, sides; the figures; then who says what, and where they have it from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from counterclaim.publishing.console import Page
from counterclaim.publishing.incident_words import (
    GRADES,
    counted,
    days,
    low_best_high,
    plural,
    sentences,
    side_name,
    spot,
)
from counterclaim.publishing.pages import IncidentPage, ReportLine, Tie, ToldClaim
from counterclaim.publishing.text import GROUPS, how_many, quoted, shown, what, when, where, who_says, who_to_whom
from counterclaim.record import Decision, Figure, Incident

DATE_PREC = {1: "the day", 2: "a few days", 3: "a week", 4: "a month", 5: "a year"}
WHERE_PREC = {
    1: "the exact place", 2: "near it, within 25 km", 3: "its district", 4: "its province or region",
    5: "along a line, or an area without bounds", 6: "somewhere in the country", 7: "at sea or in the air",
}  # fmt: skip
TIES = {
    "reprint": "a reprint",
    "credit": "credited to one newsroom",
    "newsroom": "one newsroom",
    "statement": "one statement",
}
_HARM = ("killed", "injured", "casualties")
_LABEL = 8
_MOST_NUMBERS = 12  # of claims that stand in one line


def incident_page(page: IncidentPage, *, width: int | None, color: bool) -> str:
    """Return the page as plain text, ended by a newline; with ANSI colours where `color`."""
    out = Page(width=width, color=color)
    incident = page.incident
    numbers = {told.claim.id: n for n, told in enumerate(in_order(page.claims), 1)}
    _head(out, page)
    _figures(out, incident, numbers, page)
    _claims(out, page, numbers)
    _origins(out, page, numbers)
    _media(out, incident, numbers)
    _trail(out, page)
    decisions(out, page.decisions)
    return out.done()


def report_name(report: ReportLine) -> str:
    """Return a report as it is spoken of: publisher, day, title."""
    parts = [shown(report.publisher or ""), shown(report.published or "no day")]
    title = shown(report.title or "")
    if title:
        parts.append(f"“{title}”")
    return " ".join(p for p in parts if p)


def decisions(out: Page, made: Iterable[Decision]) -> None:
    """Write what persons decided."""
    made = list(made)
    if not made:
        return
    heading(out, "DECISIONS")
    for d in made:
        reason = f": {shown(d.reason)}" if d.reason else ""
        out.line(f"{shown(d.at)}  {shown(d.coder)} {d.action} {shown(d.subject)}{reason}", indent=2)


def heading(out: Page, words: str) -> None:
    """Write the heading of a part of the page."""
    out.line()
    out.line(words, "bold")


def fact(out: Page, label: str, words: str) -> None:
    """Write a label and what it names, side by side."""
    from counterclaim.publishing.console import text

    out.row([text(label, "dim"), text(words)], [_LABEL, max(out.width - _LABEL - 1, 20)])


def _head(out: Page, page: IncidentPage) -> None:
    incident = page.incident
    out.line(f"{shown(incident.type)} · {spot(incident.place)} · {days(incident.time)}", "bold")
    facts = [
        shown(incident.id),
        plural(len(incident.reports), "report"),
        plural(len(page.claims), "claim"),
        plural(incident.n_origin_groups, "origin"),
    ]
    out.line(" · ".join(facts), "dim")
    if page.asked != incident.id:
        out.line(f"{shown(page.asked)} is now part of it", "yellow")
    out.line()
    prec = incident.time.date_prec
    fact(out, "when", days(incident.time) + (f" (known to {DATE_PREC[prec]})" if prec in DATE_PREC else ""))
    fact(out, "where", _where(incident))
    for place, side in enumerate(incident.sides):
        others = [shown(name) for name in side.actors if name != side.name]
        named = f": {', '.join(others)}" if others else ""
        fact(out, "" if place else "sides", f"{side_name(incident, side.key)}{named}")
    if not incident.sides:
        fact(out, "sides", "no side told")
    fact(out, "grade", GRADES[incident.grade] if incident.grade else "not graded: no harm to civilians is claimed")


def _where(incident: Incident) -> str:
    place = incident.place
    words = spot(place)
    if place is None:
        return words
    if place.precision in WHERE_PREC:
        words += f" (known to be {WHERE_PREC[place.precision]})" if place.precision > 1 else " (the place itself)"
    known = place.lat is not None and place.lon is not None
    return f"{words} {place.lat:.3f}, {place.lon:.3f}" if known else f"{words}, not found in the gazetteer"


# Figures


def _figures(out: Page, incident: Incident, numbers: dict[str, int], page: IncidentPage) -> None:
    heading(out, "FIGURES")
    if not incident.figures:
        out.line("Nobody gives a figure.", indent=2)
    by_id = {told.claim.id: told for told in page.claims}
    for figure in sorted(incident.figures, key=_weight):
        low, best, high = low_best_high(figure)
        out.line(
            f"{counted(figure)}, {side_name(incident, figure.side)}: low {low}, best {best}, high {high}", "bold"
        )
        told = sentences(figure)
        out.line("; ".join(told), "yellow" if any(t.startswith("contested") for t in told) else "", indent=4)
        for words in _bounds(figure, numbers, by_id):
            out.line(words, indent=4)
        count = f"{plural(figure.n_claimants, 'claimant')}, {plural(figure.n_origin_groups, 'independent origin')}"
        out.line(f"{count}: {_listed(figure.claims, numbers)}", "dim", indent=4)


def _weight(figure: Figure) -> tuple[bool, int, bool, str]:
    """Sort the figures of people first, those of the killed before all."""
    first = _HARM.index(figure.measure) if figure.measure in _HARM else len(_HARM)
    return figure.unit != "people", first, figure.residual, figure.measure


def _bounds(figure: Figure, numbers: dict[str, int], by_id: dict[str, ToldClaim]) -> Iterable[str]:
    """Return which claim sets which bound, one line for each claim."""
    bounds: dict[str, list[str]] = defaultdict(list)
    for name, claim in (("low", figure.low_claim), ("best", figure.best_claim), ("high", figure.high_claim)):
        if claim is not None:
            bounds[claim].append(name)
    for claim, names in bounds.items():
        told = by_id.get(claim)
        if told is not None:
            said = f"{who_says(told.claim)}: {how_many(told.claim.quantity)} ({GROUPS[told.stands].heading.split(':')[0].lower()})"
            yield f"{', '.join(names)} by #{numbers[claim]} {said}"


def _listed(claims: Sequence[str], numbers: dict[str, int]) -> str:
    told = sorted(numbers[c] for c in claims if c in numbers)
    more = f" and {len(told) - _MOST_NUMBERS} more" if len(told) > _MOST_NUMBERS else ""
    return " ".join(f"#{n}" for n in told[:_MOST_NUMBERS]) + more


# Claims


def in_order(claims: Iterable[ToldClaim]) -> list[ToldClaim]:
    """Return the claims as the page has them: by how the claimants stand, who they are and what they say."""
    groups = list(GROUPS)
    return sorted(
        claims,
        key=lambda t: (
            groups.index(t.stands),
            t.claim.claimant.casefold(),
            t.claim.kind != "casualty",
            t.claim.kind,
            t.claim.type,
            t.side or "",
            t.claim.evidence[0].start if t.claim.evidence else 0,
            t.claim.id,
        ),
    )


def _claims(out: Page, page: IncidentPage, numbers: dict[str, int]) -> None:
    heading(out, "CLAIMS, by how the claimant stands to those it speaks of; [n] is the report")
    reports = {r.id: f"[{n}]" for n, r in enumerate(page.reports, 1)}
    for relation, group in GROUPS.items():
        mine = [t for t in in_order(page.claims) if t.stands == relation]
        if not mine:
            continue
        out.line()
        out.line(f"── {group.heading}", f"bold {group.style}")
        for same in _utterances(mine):
            first = same[0]
            _claim(out, first, numbers, reports, group.style)
            if same[1:]:
                also = (f"#{numbers[o.claim.id]} {reports.get(o.report, '')}".strip() for o in same[1:])
                out.line(f"so too {', '.join(also)}", "dim", indent=5)


def _utterances(claims: Iterable[ToldClaim]) -> list[list[ToldClaim]]:
    """Put together what one claimant is quoted with in several reports: the earliest claim of each first."""
    found: dict[tuple[object, ...], list[ToldClaim]] = defaultdict(list)
    for told in claims:
        claim = told.claim
        last = claim.attribution[-1] if claim.attribution else None
        quantity = (claim.quantity.low, claim.quantity.high) if claim.quantity else None
        speaker = (last.party.id or last.party.name) if last else told.report  # each report has a voice of its own
        target = claim.target.name if claim.target else None
        key = (speaker, claim.kind, claim.type, quantity, told.side or target, claim.stance, claim.outcome)
        found[key if claim.kind in ("casualty", "materiel") else claim.id,].append(told)
    return list(found.values())


def _claim(out: Page, told: ToldClaim, numbers: dict[str, int], reports: dict[str, str], style: str) -> None:
    from counterclaim.publishing.console import text

    claim = told.claim
    parts = [what(claim, numbers, incident=False)]
    if claim.quantity is not None:
        parts.append(how_many(claim.quantity))
    if claim.agent is not None or claim.target is not None:
        parts.append(who_to_whom(claim.agent, claim.target))
    parts += [part for part in (where(claim.place), when(claim.time)) if part]
    if claim.stance != "asserted":
        parts.append(claim.stance)
    out.row(
        [text(f"#{numbers[claim.id]}", "dim"), text(f"{who_says(claim)}: {' · '.join(parts)}", style)],
        [4, max(out.width - 5, 20)],
    )
    out.line(quoted(claim), "italic", indent=5)
    out.line(f"{reports.get(told.report, '')} {shown(claim.id)}".strip(), "dim", indent=5)


# Where they have it from


def _origins(out: Page, page: IncidentPage, numbers: dict[str, int]) -> None:
    heading(out, "REPORTS AND ORIGINS")
    reports = {r.id: r for r in page.reports}
    for number, report in enumerate(page.reports, 1):
        out.line(f"[{number}] {report_name(report)}  {shown(report.id)}", indent=2)
        if report.credited_to:
            out.line(f"credits {' ← '.join(shown(c) for c in report.credited_to)}", indent=6)
        for tie in page.origins:
            if report.id in (tie.a, tie.b) and tie.a in reports and tie.b in reports:
                other = reports[tie.b if tie.a == report.id else tie.a]
                out.line(_tie_between(report, other, tie), "yellow", indent=6)
    groups = [g for g in _groups(page) if len({t.report for t in g}) > 1]
    if groups:
        out.line("claims of several reports that come from one origin:", indent=2)
    reasons = _reasons(page.origins)
    for group in groups:
        told = ", ".join(sorted({r for t in group for r in reasons.get(t.claim.id, ())}))
        out.line(f"{_listed([t.claim.id for t in group], numbers)}{f': {told}' if told else ''}", indent=4)


def _tie_between(report: ReportLine, other: ReportLine, tie: Tie) -> str:
    share = f" ({tie.share:.0%} of the shorter one's words)" if tie.share is not None else ""
    earlier = (report.published or "~", not report.credited_to) <= (other.published or "~", not other.credited_to)
    says = "reprinted by" if earlier else "a reprint of"
    return f"{says} {report_name(other)}{share}"


def _groups(page: IncidentPage) -> list[list[ToldClaim]]:
    """Return the claims of each origin."""
    groups: dict[int, list[ToldClaim]] = defaultdict(list)
    for told in page.claims:
        groups[told.origin].append(told)
    return list(groups.values())


def _reasons(ties: Iterable[Tie]) -> dict[str, set[str]]:
    """Return for each claim why it is of one origin with others, but for those of its own report."""
    found: dict[str, set[str]] = defaultdict(set)
    for tie in ties:
        if tie.kind != "report":
            detail = f" ({shown(tie.detail)})" if tie.detail else ""
            found[tie.a].add(f"{TIES.get(tie.kind, shown(tie.kind))}{detail}")
    return found


# The rest


def _media(out: Page, incident: Incident, numbers: dict[str, int]) -> None:
    if not incident.media:
        return
    heading(out, "MEDIA, latest first")
    for item in incident.media:
        number = f"#{numbers[item.claim]} " if item.claim in numbers else ""
        day = f", {shown(item.day)}" if item.day else ""
        out.line(f"{number}{shown(item.name)}: {item.state}, says {shown(item.by)}{day}", indent=2)


def _trail(out: Page, page: IncidentPage) -> None:
    incident = page.incident
    heading(out, "THE TRAIL OF ITS ID")
    for step in page.trail:
        other = shown(step.other or "")
        words = {
            "minted": "first seen",
            "merged": f"took over {other}" if step.id == incident.id else f"went into {shown(step.id)}",
            "split": f"came out of {other}" if step.id == incident.id else f"{shown(step.id)} came out of it",
        }.get(step.event, f"{shown(step.event)} {other}".strip())
        out.line(f"{shown(step.at)}  {words}", indent=2)
