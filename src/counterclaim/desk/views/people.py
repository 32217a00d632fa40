"""Claimants and actors: what they say about themselves and others, how their figures fared, with whom they stood."""

import numpy as np
from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from counterclaim.actions.claimants import claimant_line
from counterclaim.actions.telling import telling
from counterclaim.desk import models_people as people
from counterclaim.desk import queries
from counterclaim.desk.models_people import INCIDENTS, Heard
from counterclaim.desk.room import Room, room_of
from counterclaim.knowledge.actors import Registry, load_registry
from counterclaim.knowledge.alliance_data import load_alliances
from counterclaim.ledger.rows import fold, name_key
from counterclaim.record import Claim, Incident
from counterclaim.weighing.track_record import Comparison, comparisons, records

router = APIRouter()
LISTED = 200


@router.get("/claimants")
def claimants(request: Request, q: str = "") -> Response:
    """List the claimants."""
    room = room_of(request)
    columns = room.snapshot.current()
    tags = columns.tags["claimant"]
    counts = tags.counts(np.ones(len(columns), dtype=np.bool_))
    words = fold(q.strip())
    found = [
        people.NamedCount(name=name, incidents=int(n))
        for name, n in zip(tags.names, counts.tolist(), strict=True)
        if n and words in fold(name)
    ]
    found.sort(key=lambda c: (-c.incidents, c.name))
    view = people.ClaimantsView(words=q.strip(), claimants=tuple(found[:LISTED]), more=max(len(found) - LISTED, 0))
    return room.answer(request, "claimants.html", view)


@router.get("/claimant")
def claimant(request: Request, name: str) -> Response:
    """Show a claimant."""
    room = room_of(request)
    columns = room.snapshot.current()
    mask = columns.tags["claimant"].bearing(name)
    if not mask.any():
        raise HTTPException(404, f"No claim in this ledger is made by {name}.")
    latest = [columns.ids[i] for i in columns.ordered(mask, "latest")[:INCIDENTS].tolist()]
    heard, cases, incidents = _told(room, latest)
    mine = [h for h in heard if h.claim.claimant == name]
    keys = _keys(mine)
    view = people.ClaimantView(
        name=name,
        total=int(mask.sum()),
        read=len(incidents),
        said=people.said_of(mine),
        record=tuple(claimant_line(r, r.name) for r in records(cases) if r.name == name or r.claimant in keys),
        incidents=people.incident_lines(incidents),
    )
    return room.answer(request, "claimant.html", view)


@router.get("/actor")
def actor(request: Request, name: str) -> Response:
    """Show an actor, by name or by the registry's id."""
    room = room_of(request)
    registry = load_registry()
    columns = room.snapshot.current()
    id_ = _actor_id(registry, name)
    facts = people.actor_facts(registry, id_)
    shown = facts.name if facts else name
    mask = columns.tags["goes by"].bearing(name_key(name)) | columns.tags["goes by"].bearing(name_key(shown))
    if not mask.any() and facts is None:
        raise HTTPException(404, f"Neither this ledger nor the registry knows an actor called {name}.")
    latest = [columns.ids[i] for i in columns.ordered(mask, "latest")[:INCIDENTS].tolist()]
    heard, _, incidents = _told(room, latest)
    ours = {facts.id} if facts else set()
    speaks = [h for h in heard if _speaks(registry, h.claim, ours, shown)]
    spoken = [h for h in heard if h not in speaks and _spoken_of(registry, h.claim, ours, shown)]
    view = people.ActorView(
        name=shown,
        facts=facts,
        alliances=people.alliances_of(registry, load_alliances(), id_),
        total=int(mask.sum()),
        read=len(incidents),
        said=people.said_of(speaks),
        said_of=people.said_of(spoken),
        incidents=people.incident_lines(incidents),
    )
    return room.answer(request, "actor.html", view, {"chart": people.alliance_chart(view.alliances)})


def _told(room: Room, ids: list[str]) -> tuple[list[Heard], list[Comparison], list[Incident]]:
    """Return the claims of some incidents, what they add to track records, and the incidents."""
    with queries.connected(room.ledger) as connection:
        incidents = queries.incidents(connection, ids)
    heard, cases = [], list[Comparison]()
    with telling(room.ledger) as teller:
        for _, told in teller.tell_all(incidents):
            heard += [
                Heard(claim=claim, report=report, stands=told.stands(claim))
                for claim, report in zip(told.claims, told.reports, strict=True)
            ]
            cases += comparisons(told.weighed, told.sides)
    return heard, cases, incidents


def _keys(heard: list[Heard]) -> set[str]:
    """Return the registry's ids of who speaks in some claims."""
    found = set[str]()
    for h in heard:
        if h.claim.attribution:
            link = h.claim.attribution[-1]
            found.update(p.id for p in (link.party, link.body) if p is not None and p.id is not None)
    return found


def _actor_id(registry: Registry, name: str) -> str | None:
    try:
        return registry.actor(name).id
    except KeyError:
        match = registry.find(name)
        return match.id if match is not None else None


def _speaks(registry: Registry, claim: Claim, ours: set[str], name: str) -> bool:
    if not claim.attribution:
        return False
    link = claim.attribution[-1]
    return any(p is not None and _is(registry, p.id, p.name, ours, name) for p in (link.party, link.body))


def _spoken_of(registry: Registry, claim: Claim, ours: set[str], name: str) -> bool:
    agent, target = claim.agent, claim.target
    of_target = target is not None and _is(registry, target.id, target.owner or target.name, ours, name)
    return of_target or (agent is not None and _is(registry, agent.id, agent.name, ours, name))


def _is(registry: Registry, id_: str | None, words: str, ours: set[str], name: str) -> bool:
    """Tell whether a party is an actor or an organ of it."""
    if id_ is None:
        return name_key(words) == name_key(name)
    if id_ in ours:
        return True
    try:
        return registry.side_of(id_) in ours
    except KeyError:
        return False
