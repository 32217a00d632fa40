"""Actors by id: the listed, and those that rules make for every country; who belongs to whom."""

import pycountry

from counterclaim.errors import DataError
from counterclaim.knowledge.actor import Actor
from counterclaim.knowledge.actor_data import ActorData
from counterclaim.knowledge.actor_names import COUNTRY
from counterclaim.knowledge.place_words import PlaceWords

FILE = "actors.yaml"
_FORCE_TYPES = frozenset({"army", "police", "militia", "contractor"})


class ActorTable:
    """Actors by id."""

    def __init__(self, data: ActorData, places: PlaceWords) -> None:
        self._data = data
        self._places = places
        self._rules = {rule.id: rule for rule in data.rules}
        self._codes = frozenset(c.alpha_3 for c in pycountry.countries) | set(places.countries.values())
        self._actors: dict[str, Actor] = {}
        self._listed: tuple[Actor, ...] = ()
        self._forces: dict[str, list[str]] = {}
        for code in (*data.ucdp.governments, *data.country_names, *data.more_demonyms):
            if code not in self._codes:
                raise DataError(f"{FILE}: {code} is no country")

    def actor(self, id: str) -> Actor:
        """Return the actor of an id; KeyError where there is none."""
        known = self._known(id)
        if known is None:
            raise KeyError(id)
        self._actors.setdefault(id, known)
        return known

    def actors(self) -> tuple[Actor, ...]:
        """Return the listed actors, without those that rules make."""
        return self._listed

    def side_of(self, actor_id: str) -> str:
        """Return the outermost actor that an actor belongs to, itself where it belongs to none.

        Of several parents the first leads. KeyError where there is no such actor.
        """
        parents = self.actor(actor_id).parents
        return self.side_of(parents[0]) if parents else actor_id

    def forces_of(self, country: str) -> tuple[str, ...]:
        """Return the armed forces and police of a country and the listed forces under its government, by id."""
        made = [f"{r.id}-{country}" for r in self._rules.values() if r.type in _FORCE_TYPES]
        listed = self._forces.get(f"gov-{country}", ())
        return tuple(i for i in (*made, *listed) if self._known(i) is not None)

    def _known(self, id: str) -> Actor | None:
        return self._actors.get(id) or self._made(id)

    def _made(self, actor_id: str) -> Actor | None:
        """Return the actor that a rule makes."""
        rule_id, _, code = actor_id.rpartition("-")
        rule = self._rules.get(rule_id)
        if rule is None or code not in self._codes or code in rule.except_:
            return None
        ucdp_id = self._data.ucdp.governments.get(code) if rule_id == "gov" else None
        return Actor(
            id=actor_id, name=rule.name.replace(COUNTRY, self._country_name(code)), type=rule.type, country=code,
            parents=() if rule.parent is None else (f"{rule.parent}-{code}",), ucdp_id=ucdp_id,
            source=None if ucdp_id is None else self._data.ucdp.source, acled_type=self._data.acled.get(rule.type),
            countries=frozenset({code}),
        )  # fmt: skip

    def _country_name(self, code: str) -> str:
        if code in self._data.country_names:
            return self._data.country_names[code]
        if names := self._places.data.countries.get(code):
            return names[0]
        country = pycountry.countries.get(alpha_3=code)
        return str(getattr(country, "common_name", country.name))

    def _close(self) -> None:
        """Take the list as complete: check who belongs to whom, and note each government's forces."""
        self._listed = tuple(self._actors.values())
        for actor in self._listed:
            self._check_parents(actor)
        for actor in self._listed:
            for above in self._above(actor) if actor.type in _FORCE_TYPES and actor.parents else ():
                self._forces.setdefault(above, []).append(actor.id)

    def _above(self, actor: Actor) -> set[str]:
        return {p for parent in actor.parents for p in (parent, *self._above(self.actor(parent)))}

    def _check_parents(self, actor: Actor) -> None:
        where = FILE if actor.basis != "user" else "actors that you added"
        seen, todo = set[str](), list(actor.parents)
        while todo:
            parent = todo.pop()
            if parent == actor.id:
                raise DataError(f"{where}: {actor.id}: is its own parent")
            known = self._known(parent)
            if known is None:
                raise DataError(f"{where}: {actor.id}: no parent {parent}")
            if parent not in seen:
                seen.add(parent)
                todo.extend(known.parents)
