"""Which of several actors with one name is meant: by country, by the other parties, by the day."""

import datetime
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol

import msgspec

from counterclaim.knowledge.actor import Actor
from counterclaim.knowledge.data_files import load_data

_CIVIL = frozenset({"ngo", "monitor", "media", "medical"})  # who is no side of a war
_EVERYWHERE = _CIVIL | {"igo", "un"}  # whose own country tells nothing about what a report is about


class Registry(Protocol):
    """What is asked of the registry here."""

    def actor(self, id: str, /) -> Actor:
        """Return the actor of an id."""
        ...


class Circumstances(NamedTuple):
    """What is known about a report: the country it is about, the other parties in it by id, its day."""

    country: str | None = None
    others: tuple[str, ...] = ()
    date: datetime.date | None = None


def decide(registry: Registry, ids: tuple[str, ...], seen: Circumstances) -> tuple[tuple[str, ...], list[str]]:
    """Return who of several actors can be meant, and why: one where something tells, else those that are left."""
    reasons = [f"{len(ids)} actors bear this name: {', '.join(ids)}."]
    for step in (_by_date, _by_country, _by_ties, _by_countries_of_others, _by_kind):
        left, why = step(registry, ids, seen)
        if left and len(left) < len(ids):
            ids = left
            reasons.append(why)
        if len(ids) == 1:
            break
    else:
        reasons.append("Nothing tells which of them is meant.")
    return ids, reasons


def fits(registry: Registry, id: str, seen: Circumstances) -> str | None:
    """Return why an actor is at home in a report, None where nothing speaks for it."""
    actor = registry.actor(id)
    if seen.country is not None:
        told = seen.country in actor.countries or seen.country == actor.country
        return f"{id} is active in {seen.country}, the country given." if told else None
    if by := next((o for o in seen.others if o in _kin(registry, id) or id in _kin(registry, o)), None):
        return f"{id} is tied to {by}, who is in the report too."
    shared = _countries(actor) & _countries_of_others(registry, seen)
    return f"{id} is active in {min(shared)}, as others in the report are." if shared else None


def _by_date(registry: Registry, ids: tuple[str, ...], seen: Circumstances) -> tuple[tuple[str, ...], str]:
    if seen.date is None:
        return ids, ""
    year = seen.date.year
    left = tuple(i for i in ids if registry.actor(i).lived_in(year))
    gone = [i for i in ids if i not in left]
    return left, f"{year} lies outside the life of {', '.join(gone)}."


def _by_country(registry: Registry, ids: tuple[str, ...], seen: Circumstances) -> tuple[tuple[str, ...], str]:
    if seen.country is None:
        return ids, ""
    own = tuple(i for i in ids if registry.actor(i).country == seen.country)
    if own:
        return own, f"Of {seen.country}, the country given: {', '.join(own)}."
    left = tuple(i for i in ids if seen.country in registry.actor(i).countries)
    return left, f"Active in {seen.country}, the country given: {', '.join(left)}."


def _by_ties(registry: Registry, ids: tuple[str, ...], seen: Circumstances) -> tuple[tuple[str, ...], str]:
    left = tuple(i for i in ids if any(o in _kin(registry, i) or i in _kin(registry, o) for o in seen.others))
    return left, f"Tied to others in the report: {', '.join(left)}."


def _by_countries_of_others(
    registry: Registry, ids: tuple[str, ...], seen: Circumstances
) -> tuple[tuple[str, ...], str]:
    there = _countries_of_others(registry, seen)
    left = tuple(i for i in ids if _countries(registry.actor(i)) & there)
    return left, f"Active where others in the report are ({', '.join(sorted(there))}): {', '.join(left)}."


def _by_kind(registry: Registry, ids: tuple[str, ...], seen: Circumstances) -> tuple[tuple[str, ...], str]:
    kinds = {registry.actor(o).type for o in seen.others}
    if not kinds or not kinds <= _CIVIL:
        return ids, ""
    left = tuple(i for i in ids if registry.actor(i).type in _CIVIL)
    return left, f"No armed side is in the report, and of the candidates only {', '.join(left)} is none."


def _countries(actor: Actor) -> frozenset[str]:
    return actor.countries or (frozenset({actor.country}) if actor.country else frozenset())


def _countries_of_others(registry: Registry, seen: Circumstances) -> set[str]:
    others = [registry.actor(o) for o in seen.others]
    return {o.country for o in others if o.country is not None and o.type not in _EVERYWHERE}


def _kin(registry: Registry, id: str) -> set[str]:
    """Return whom an actor belongs to, split from, stood with or is tied to, itself too."""
    above = set(_lineage(registry, id))
    actor = registry.actor(id)
    near = {*actor.splinter_of, *actor.umbrellas, *actor.joined}
    return above | near | {other for one in above for other in _ties().get(one, ())}


def _lineage(registry: Registry, id: str) -> Iterator[str]:
    yield id
    for parent in registry.actor(id).parents:
        yield from _lineage(registry, parent)


class _Tie(msgspec.Struct, frozen=True):
    a: tuple[str, ...]
    b: tuple[str, ...]


class _Ties(msgspec.Struct, frozen=True):
    ties: tuple[_Tie, ...]


@lru_cache(maxsize=1)
def _ties() -> dict[str, set[str]]:
    """Return whom each actor has a tie to, friend or foe, at whatever time."""
    found: dict[str, set[str]] = {}
    for tie in load_data("alliances.yaml", _Ties).ties:
        for one, other in ((one, other) for one in tie.a for other in tie.b):
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return found
