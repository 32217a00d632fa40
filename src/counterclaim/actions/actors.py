"""Actors: add a user's own to the registry, and show what a name resolves to and why."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from counterclaim.knowledge.actor import Actor
    from counterclaim.knowledge.actors import Registry


class _Result(msgspec.Struct, frozen=True, kw_only=True):
    def json(self) -> bytes:
        """Return it as indented JSON, with a line's end."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


class Added(_Result, frozen=True, kw_only=True):
    """What adding a file did: which actors are new, which were there already, and where the file now lies."""

    file: str
    added: tuple[str, ...]
    unchanged: tuple[str, ...]
    stored: str | None
    registry: str

    def text(self) -> str:
        """Return it as plain lines."""
        lines = [f"{self.file}: {_counted(len(self.added), 'actor')} added"]
        if self.added:
            lines[0] += f": {', '.join(self.added)}"
        if self.unchanged:
            lines.append(f"{_counted(len(self.unchanged), 'actor')} added before: {', '.join(self.unchanged)}")
        if self.stored is not None:
            lines.append(f"kept as {self.stored}; delete that file to take them out again")
        lines.append(f"the registry is now {self.registry}")
        return "\n".join(lines) + "\n"


class FoundActor(msgspec.Struct, frozen=True, kw_only=True):
    """An actor that a name may stand for."""

    id: str
    name: str
    type: str
    country: str | None
    acled_type: str | None
    ucdp_id: int | None
    source: str | None
    basis: str
    parents: tuple[str, ...]
    countries: tuple[str, ...]
    renames: tuple[str, ...]
    splinter_of: tuple[str, ...]
    umbrellas: tuple[str, ...]
    joined: tuple[str, ...]
    active_from: int | None
    active_until: int | None


class Found(_Result, frozen=True, kw_only=True):
    """What a name resolves to: one actor, several candidates or nobody; and why."""

    name: str
    id: str | None
    candidates: tuple[FoundActor, ...]
    reasons: tuple[str, ...]
    registry: str

    def text(self) -> str:
        """Return it as plain lines."""
        if not self.candidates:
            lines = [f"{self.name}: no such actor"]
        elif self.id is not None:
            lines = [f"{self.name}: {self.id}"]
        else:
            lines = [f"{self.name}: unresolved, {_counted(len(self.candidates), 'candidate')}"]
        lines += [f"  {line}" for actor in self.candidates for line in _described(actor)]
        lines += [f"  why: {reason}" for reason in self.reasons]
        return "\n".join(lines) + "\n"


def add_actors(path: Path) -> Added:
    """Add the actors of a CSV or YAML file to the user's own; the same file once more changes nothing.

    Raises DataError, naming row and clash, where the file does not validate or an id or a name is taken; UsageError
    where it cannot be read or kept.
    """
    from counterclaim.errors import UsageError
    from counterclaim.knowledge.actors import build_registry, load_registry
    from counterclaim.knowledge.user_actors import load_user_actors, read_user_actors, without
    from counterclaim.knowledge.user_data import store_user_file, user_directory

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; give a CSV or YAML file of actors") from error
    new = read_user_actors(data, path)
    before = load_user_actors()
    fresh, known = without(new, before)
    if not fresh.entries:
        return Added(
            file=path.name, added=(), unchanged=known, stored=None, registry=build_registry(before).version
        )
    build_registry((*before, fresh))
    try:
        stored = store_user_file("actors", f"{path.stem}-{fresh.digest}.yaml", fresh.as_yaml())
    except OSError as error:
        raise UsageError(
            f"{user_directory()}: {error.strerror or error}; set COUNTERCLAIM_HOME to a folder that can be written"
        ) from error
    load_registry.cache_clear()
    return Added(
        file=path.name, added=tuple(entry.id for _, entry in fresh.entries), unchanged=known, stored=str(stored),
        registry=load_registry().version,
    )  # fmt: skip


def find_actor(
    name: str, country: str | None = None, others: Iterable[str] = (), date: datetime.date | None = None
) -> Found:
    """Return what a name resolves to in a report on a country, with other parties (names or ids), on a day.

    Raises UsageError for a country that is none and for a party that the registry cannot tell.
    """
    from counterclaim.knowledge.actors import load_registry

    registry = load_registry()
    code = None if country is None else country_code(country)
    match = registry.find(name, country=code, others=[_party(registry, o, code) for o in others], date=date)
    if match is None:
        return Found(name=name, id=None, candidates=(), reasons=(), registry=registry.version)
    candidates = tuple(_found(registry.actor(i)) for i in match.candidates)
    return Found(name=name, id=match.id, candidates=candidates, reasons=match.reasons, registry=registry.version)


def country_code(words: str) -> str:
    """Return the ISO3 code of a country given by its name or code. Raises UsageError where there is none."""
    import pycountry

    from counterclaim.errors import UsageError
    from counterclaim.knowledge.place_words import country_of

    code = words.upper() if len(words) == 3 and words.isascii() else None
    if code is not None and (code == "XKX" or pycountry.countries.get(alpha_3=code) is not None):
        return code
    if (code := country_of(words)) is not None:
        return code
    raise UsageError(f"{words}: no such country; give its name or its three letters (ISO 3166-1), such as MLI")


def _party(registry: Registry, words: str, country: str | None) -> str:
    from counterclaim.errors import UsageError

    try:
        return registry.actor(words).id
    except KeyError:
        match = registry.find(words, country=country)
    if match is None:
        raise UsageError(f"{words}: the registry has no such actor; leave it out or give an id")
    if match.id is None:
        raise UsageError(f"{words}: may be {' or '.join(match.candidates)}; give one of these ids instead")
    return match.id


def _found(actor: Actor) -> FoundActor:
    shared = {n: getattr(actor, n) for n in FoundActor.__struct_fields__ if n != "countries"}
    return FoundActor(**shared, countries=tuple(sorted(actor.countries)))


def _described(actor: FoundActor) -> list[str]:
    facts = [
        actor.type,
        actor.country or ", ".join(actor.countries),
        actor.acled_type and f"ACLED: {actor.acled_type}",
    ]
    if actor.ucdp_id is not None:
        facts.append(f"UCDP {actor.ucdp_id}")
    if actor.active_from or actor.active_until:
        facts.append(f"{actor.active_from or '?'} to {actor.active_until or 'today'}")
    told = {
        "belongs to": actor.parents, "later": actor.renames, "split from": actor.splinter_of,
        "allied in": tuple(u for u in actor.umbrellas if u not in actor.parents), "joined": actor.joined,
    }  # fmt: skip
    facts += [f"{what} {', '.join(whom)}" for what, whom in told.items() if whom]
    source = actor.source or actor.basis
    return [f"{actor.id}  {actor.name}", f"    {'; '.join(f for f in facts if f)}; source: {source}"]


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
