"""Incidents: those of a ledger that pass some filters, and what made them."""

import datetime
from collections.abc import Iterator
from importlib.metadata import version
from typing import NamedTuple

from counterclaim import settings
from counterclaim.actions.actors import country_code
from counterclaim.errors import UsageError
from counterclaim.ledger import Filters, Ledger
from counterclaim.publishing.incident_documents import IncidentsMeta
from counterclaim.record import Incident, Meta


class Found(NamedTuple):
    """The incidents, latest first, and what was asked for."""

    incidents: Iterator[Incident]
    meta: IncidentsMeta


def incidents(
    ledger: Ledger,
    *,
    country: str | None = None,
    since: str | None = None,
    until: str | None = None,
    actor: str | None = None,
    place: str | None = None,
    type: str | None = None,
    contested: bool | None = None,
    grade: str | None = None,
    limit: int | None = None,
) -> Found:
    """Return the incidents of a ledger that pass all filters given, latest first, at most `limit`.

    `country` is a name or ISO3; `since` and `until` are days (YYYY-MM-DD); `type` an ACLED sub-event type, whatever the
    case. Raises UsageError where a filter cannot be understood.
    """
    if limit is not None and limit < 1:
        raise UsageError(f"--limit {limit}: give a number from 1")
    filters = Filters(
        country=country_code(country) if country is not None else None,
        since=_day("--since", since),
        until=_day("--until", until),
        actor=actor,
        place=place,
        type=_type(type) if type is not None else None,
        contested=contested,
        grade=grade,
    )
    if filters.since is not None and filters.until is not None and filters.since > filters.until:
        raise UsageError(f"--since {filters.since} is after --until {filters.until}")
    filters, total = _with_known_actor(ledger, filters)
    given = {name: getattr(filters, name) for name in Filters.__struct_fields__}
    meta = IncidentsMeta(
        program=version("counterclaim"),
        schema_version=settings.SCHEMA_VERSION,
        readings=tuple(_distinct(run.meta for run in ledger.runs())),
        filters={name: value for name, value in given.items() if value is not None},
        limit=limit,
        total=total,
    )
    return Found(ledger.incidents(filters, limit=limit), meta)


def _with_known_actor(ledger: Ledger, filters: Filters) -> tuple[Filters, int]:
    """Return the filters and how many incidents pass; where an actor's words find none, by its name in the registry."""
    import msgspec

    total = ledger.count_incidents(filters)
    if total or filters.actor is None:
        return filters, total
    from counterclaim.knowledge.actors import load_registry

    registry = load_registry()
    match = registry.find(filters.actor)
    for id_ in match.candidates if match is not None else ():
        for name in (registry.actor(id_).name, registry.side_of(id_)):
            other = msgspec.structs.replace(filters, actor=name)
            if total := ledger.count_incidents(other):
                return other, total
    return filters, 0


def _day(option: str, words: str | None) -> str | None:
    if words is None:
        return None
    try:
        return datetime.date.fromisoformat(words).isoformat()
    except ValueError:
        raise UsageError(f"{option} {words}: no day; write it as YYYY-MM-DD") from None


def _type(words: str) -> str:
    from counterclaim.knowledge.taxonomies import kinds

    names = kinds()["event"]
    for name in names:
        if name.casefold() == words.strip().casefold():
            return name
    near = [name for name in names if words.strip().casefold() in name.casefold()]
    if len(near) == 1:
        return near[0]
    raise UsageError(f"--type {words}: no such type; give one of {', '.join(near or names)}")


def _distinct(metas: Iterator[Meta]) -> list[Meta]:
    return list(dict.fromkeys(metas))
