"""Brief: the incidents that pass some filters as a situation brief, every sentence cited."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from typing import Literal

from counterclaim.actions.coding import Coding
from counterclaim.actions.effective import standings
from counterclaim.actions.incidents import incidents as found_incidents
from counterclaim.actions.telling import Telling, telling
from counterclaim.knowledge.actor import Actor
from counterclaim.knowledge.actors import Registry, load_registry
from counterclaim.ledger import Ledger
from counterclaim.publishing.brief import Material, Reprint, Said, Story, Weeks, html, markdown, plan
from counterclaim.record import Claim, Incident

Format = Literal["markdown", "html"]
TOLD = 20  # incidents that are told one by one


def brief(
    ledger: Ledger,
    *,
    country: str | None = None,
    since: str | None = None,
    until: str | None = None,
    actor: str | None = None,
    place: str | None = None,
    format: Format = "markdown",
) -> bytes:
    """Return the brief of the incidents that pass all filters given, as UTF-8; a plain message where there are none.

    The weightiest incidents are told one by one, at most `TOLD`; the trend counts all. Raises UsageError where a filter
    cannot be understood.
    """
    made = plan(material(ledger, country=country, since=since, until=until, actor=actor, place=place))
    return (html(made) if format == "html" else markdown(made)).encode()


def material(
    ledger: Ledger,
    *,
    country: str | None = None,
    since: str | None = None,
    until: str | None = None,
    actor: str | None = None,
    place: str | None = None,
) -> Material:
    """Return what the brief of a selection is made from."""
    found = found_incidents(ledger, country=country, since=since, until=until, actor=actor, place=place)
    weeks = Weeks()
    chosen = heapq.nsmallest(TOLD, weeks.counting(found.incidents), key=_weight)
    with telling(ledger) as teller:
        stories = tuple(_story(incident, told) for incident, told in teller.tell_all(chosen))
    background = _background(ledger, stories)
    inside = {s.claim.id for s in (*(s for story in stories for s in story.said), *background)}
    others = _others(ledger, [c for week in weeks.weeks() for c in week.claims if c not in inside])
    said = [*(s for story in stories for s in story.said), *background, *others]
    registry = load_registry()
    return Material(
        stories=stories,
        background=background,
        others=others,
        reprints=_reprints(ledger, {s.report.id for s in said}),
        weeks=weeks.weeks(inside.union(s.claim.id for s in others)),
        total=found.meta.total,
        filters={name: str(value) for name, value in found.meta.filters.items()},
        program=found.meta.program,
        names=_names(said, chosen, registry),
        countries=_countries(said, chosen, registry),
    )


def _others(ledger: Ledger, claims: Sequence[str]) -> tuple[Said, ...]:
    """Return claims of incidents that are not told one by one, as the machine read them."""
    told = ledger.claims(claims)
    reports = ledger.reports_of({report for report, _ in told.values()})
    found = [Said(claim=c, report=reports[r], stands=c.relation) for r, c in told.values() if r in reports]
    return tuple(sorted(found, key=lambda s: s.claim.id))


def _weight(incident: Incident) -> tuple[int, int, str, str]:
    """Put what most is said of first: by reports, by the greatest toll stated, the latest before the earlier."""
    killed = max((f.high_stated or 0 for f in incident.figures if f.measure == "killed"), default=0)
    return -len(incident.reports), -killed, _turned(incident.time.start), incident.id


def _turned(day: str | None) -> str:
    return "~" if day is None else "".join(chr(0x7E - ord(char)) for char in day)


def _story(incident: Incident, told: Telling) -> Story:
    sides, joined = told.sides, {w.id: w.joined for w in told.weighed}
    return Story(
        incident=incident,
        said=tuple(
            Said(
                claim=claim,
                report=report,
                stands=told.stands(claim),
                side=sides.of.get(claim.id),
                speaker=sides.claimants.get(claim.id),
                agent=sides.agents.get(claim.id),
                joined=joined.get(claim.id),
            )
            for claim, report in zip(told.claims, told.reports, strict=True)
        ),
    )


def _background(ledger: Ledger, stories: Iterable[Story]) -> tuple[Said, ...]:
    """Return the claims of the stories' reports that belong to no incident, as people left them."""
    inside = {s.claim.id for story in stories for s in story.said}
    decisions = Coding(ledger.effective_decisions()).in_effect()
    found = []
    for left in standings(ledger, sorted({s.report.id for story in stories for s in story.said}), decisions):
        found += [
            Said(claim=c, report=left.report, stands=c.relation)
            for c in left.claims
            if c.scope == "background" and c.id not in inside
        ]
    return tuple(sorted(found, key=lambda s: (s.report.published or "~", s.report.id, _at(s.claim))))


def _at(claim: Claim) -> int:
    return claim.evidence[0].start if claim.evidence else 0


def _reprints(ledger: Ledger, reports: set[str]) -> tuple[Reprint, ...]:
    return tuple(
        Reprint(a=o.a, b=o.b)
        for o in ledger.origins(sorted(reports))
        if o.kind == "reprint" and o.a in reports and o.b in reports
    )


def _names(said: Iterable[Said], incidents: Iterable[Incident], registry: Registry) -> dict[str, str]:
    """Return the registry's names of the actors in some claims and of the sides of some incidents."""
    ids = _actors(said) | {side.key for incident in incidents for side in incident.sides}
    return {id_: actor.name for id_ in sorted(ids) if (actor := _actor(registry, id_)) is not None}


def _actors(said: Iterable[Said]) -> set[str]:
    ids = set[str]()
    for one in said:
        parties = [one.claim.agent, *(p for link in one.claim.attribution for p in (link.party, link.body))]
        ids |= {p.id for p in parties if p is not None and p.id is not None}
    return ids


def _actor(registry: Registry, id_: str) -> Actor | None:
    try:
        return registry.actor(id_)
    except KeyError:
        return None


def _countries(said: Iterable[Said], incidents: Iterable[Incident], registry: Registry) -> dict[str, str]:
    """Return the names of countries: of the places by ISO3, of the actors by their ids."""
    import pycountry

    def named(code: str) -> str:
        country = pycountry.countries.get(alpha_3=code)
        return str(getattr(country, "common_name", country.name)) if country is not None else code

    codes = {i.place.country for i in incidents if i.place is not None and i.place.country is not None}
    found = {code: named(code) for code in codes}
    for id_ in _actors(said):
        actor = _actor(registry, id_)
        if actor is not None and actor.country is not None:
            found[id_] = named(actor.country)
    return found
