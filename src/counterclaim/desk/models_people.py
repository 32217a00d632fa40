"""What the pages of a claimant and of an actor show: what they say of themselves and of others, and their record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from counterclaim.actions.show import report_line
from counterclaim.desk.models import IncidentLine, incident_line, lines_table
from counterclaim.desk.models_claim import RELATIONS, ClaimCard, cards_table, claim_card
from counterclaim.desk.view import Table, View
from counterclaim.knowledge.actors import Registry
from counterclaim.knowledge.alliance_data import ANY_GOVERNMENT, Alliances
from counterclaim.publishing.claimants import ClaimantLine
from counterclaim.record import Claim, Incident, Report
from counterclaim.record.base import Record
from counterclaim.record.claim import Relation

INCIDENTS = 50  # of a claimant or an actor: the latest, whose claims are read


class Heard(Record, frozen=True, kw_only=True):
    """A claim with its report and how its claimant stands."""

    claim: Claim
    report: Report
    stands: Relation


class Said(Record, frozen=True, kw_only=True):
    """What somebody says of those to whom they stand alike."""

    stands: str
    label: str
    about: str
    claims: tuple[ClaimCard, ...]


class NamedCount(Record, frozen=True, kw_only=True):
    """A name with the number of incidents that bear it."""

    name: str
    incidents: int


class ClaimantsView(View, frozen=True, kw_only=True):
    """All claimants, those heard in most incidents first."""

    words: str
    claimants: tuple[NamedCount, ...]
    more: int

    def tables(self) -> dict[str, Table]:
        """Return the claimants."""
        return {"claimants": Table(("claimant", "incidents"), [(c.name, c.incidents) for c in self.claimants])}


class ClaimantView(View, frozen=True, kw_only=True):
    """The page of a claimant; of the latest incidents alone where there are many."""

    name: str
    total: int
    read: int
    said: tuple[Said, ...]
    record: tuple[ClaimantLine, ...]
    incidents: tuple[IncidentLine, ...]

    def tables(self) -> dict[str, Table]:
        """Return claims, record and incidents."""
        return {
            "claims": cards_table([c for s in self.said for c in s.claims]),
            "record": record_table(self.record),
            "incidents": lines_table(self.incidents),
        }


class AllianceSpan(Record, frozen=True, kw_only=True):
    """Who an actor was allied or at war with, and when; a day is None where it is open or not known."""

    kind: str
    other: str
    other_name: str
    conflict: str
    since: str | None
    until: str | None
    source: str | None


class ActorFacts(Record, frozen=True, kw_only=True):
    """What the registry knows of an actor."""

    id: str
    name: str
    type: str
    country: str | None
    parents: tuple[str, ...]
    renames: tuple[str, ...]
    splinter_of: tuple[str, ...]
    umbrellas: tuple[str, ...]
    joined: tuple[str, ...]
    active_from: int | None
    active_until: int | None
    ucdp_id: int | None
    basis: str


class ActorView(View, frozen=True, kw_only=True):
    """The page of an actor: the registry's entry, its alliances, what it says and what is said of it."""

    name: str
    facts: ActorFacts | None
    alliances: tuple[AllianceSpan, ...]
    total: int
    read: int
    said: tuple[Said, ...]
    said_of: tuple[Said, ...]
    incidents: tuple[IncidentLine, ...]

    def tables(self) -> dict[str, Table]:
        """Return what it says, what is said of it, alliances, incidents."""
        return {
            "claims": cards_table([c for s in self.said for c in s.claims]),
            "said_of": cards_table([c for s in self.said_of for c in s.claims]),
            "alliances": Table(
                ("kind", "with", "name", "conflict", "since", "until", "source"),
                [(a.kind, a.other, a.other_name, a.conflict, a.since, a.until, a.source) for a in self.alliances],
            ),
            "incidents": lines_table(self.incidents),
        }


def record_table(lines: Iterable[ClaimantLine]) -> Table:
    """Return the track record of claimants as a table."""
    return Table(
        ("claimant", "losses", "cases", "ratio", "low", "high", "from_nought"),
        [(r.name, r.losses, r.cases, r.ratio, r.low, r.high, r.from_nought) for r in lines],
    )


def said_of(heard: Sequence[Heard]) -> tuple[Said, ...]:
    """Return claims by how their claimants stand, the latest reports first."""
    ordered = sorted(heard, key=lambda h: (h.report.published or "", h.report.id), reverse=True)
    numbers = {h.claim.id: n for n, h in enumerate(ordered, 1)}
    found = []
    for stands, (label, about) in RELATIONS.items():
        cards = tuple(
            claim_card(h.claim, numbers, report_line(h.report), stands=stands)
            for h in ordered
            if h.stands == stands
        )
        if cards:
            found.append(Said(stands=stands, label=label, about=about, claims=cards))
    return tuple(found)


def incident_lines(incidents: Iterable[Incident]) -> tuple[IncidentLine, ...]:
    """Return incidents in lines."""
    return tuple(incident_line(i) for i in incidents)


def actor_facts(registry: Registry, id_: str | None) -> ActorFacts | None:
    """Return the registry's entry of an actor, None where it has none."""
    if id_ is None:
        return None
    try:
        actor = registry.actor(id_)
    except KeyError:
        return None
    return ActorFacts(
        id=actor.id,
        name=actor.name,
        type=actor.type,
        country=actor.country,
        parents=tuple(name_of(registry, i) for i in actor.parents),
        renames=actor.renames,
        splinter_of=tuple(name_of(registry, i) for i in actor.splinter_of),
        umbrellas=tuple(name_of(registry, i) for i in actor.umbrellas),
        joined=tuple(name_of(registry, i) for i in actor.joined),
        active_from=actor.active_from,
        active_until=actor.active_until,
        ucdp_id=actor.ucdp_id,
        basis=actor.basis,
    )


def name_of(registry: Registry, id_: str) -> str:
    """Return an actor's name, the id itself where the registry lacks it."""
    if id_ == ANY_GOVERNMENT:
        return "any government"
    try:
        return registry.actor(id_).name
    except KeyError:
        return id_


def alliances_of(registry: Registry, alliances: Alliances, id_: str | None) -> tuple[AllianceSpan, ...]:
    """Return an actor's alliances and hostilities, first to last."""
    spans = [
        AllianceSpan(
            kind=tie.kind,
            other=other,
            other_name=name_of(registry, other),
            conflict=tie.conflict,
            since=tie.from_.isoformat() if tie.from_ else None,
            until=tie.until.isoformat() if tie.until else None,
            source=tie.source,
        )
        for tie in alliances.ties
        for ours, theirs in ((tie.a, tie.b), (tie.b, tie.a))
        if id_ in ours
        for other in theirs
    ]
    return tuple(sorted(set(spans), key=lambda s: (s.since or "", s.until or "9", s.kind, s.other_name)))


class AllianceBar(Record, frozen=True, kw_only=True):
    """An alliance on a line of years: where it begins and ends, in per cent; open ends run to the edge."""

    span: AllianceSpan
    left: float
    width: float


class AllianceChart(Record, frozen=True, kw_only=True):
    """Alliances over the years from `first` to `last`."""

    bars: tuple[AllianceBar, ...]
    first: int
    last: int
    ticks: tuple[tuple[float, int], ...]


def alliance_chart(spans: Sequence[AllianceSpan]) -> AllianceChart | None:
    """Return alliances as bars; None where no day is known."""
    years = [int(day[:4]) for s in spans for day in (s.since, s.until) if day]
    if not years:
        return None
    first, last = min(years) - 1, max(years) + 2
    begin, end = dt.date(first, 1, 1).toordinal(), dt.date(last, 1, 1).toordinal()

    def at(day: str | None, open_: int) -> float:
        where = dt.date.fromisoformat(day).toordinal() if day else open_
        return round(100 * (where - begin) / (end - begin), 2)

    bars = []
    for span in spans:
        left, right = at(span.since, begin), at(span.until, end)
        bars.append(AllianceBar(span=span, left=left, width=max(round(right - left, 2), 0.4)))
    step = max((last - first) // 6, 1)
    ticks = tuple(
        (round(100 * (dt.date(y, 1, 1).toordinal() - begin) / (end - begin), 2), y)
        for y in range(first + 1, last, step)
    )
    return AllianceChart(bars=tuple(bars), first=first, last=last, ticks=ticks)
