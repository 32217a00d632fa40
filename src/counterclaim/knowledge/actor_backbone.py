"""UCDP's actors in the registry: rows as actors, and the names of theirs that are only ever looked up."""

from collections.abc import Iterable, Iterator, Mapping

from counterclaim.knowledge.actor import AcledType, Actor, ActorType
from counterclaim.knowledge.actor_data import Row
from counterclaim.knowledge.actor_names import Token, exact_keys, keys_of

_PEOPLE = 3
_Keys = tuple[str, ...]


class LookUps:
    """Names that are never looked for in running text: generic ones, peoples and clans, common words."""

    def __init__(self, qualifiers: Iterable[_Keys], heads: Iterable[_Keys]) -> None:
        self._qualifiers = tuple(qualifiers)
        self._heads = tuple(heads)
        self._generic: dict[_Keys, list[str]] = {}
        self._people: dict[_Keys, list[str]] = {}
        self._common: dict[_Keys, list[str]] = {}

    def add(self, actor_id: str, row: Row) -> None:
        """Take in the names of a row that are not for running text."""
        for name in row.looked_up:
            if row.people:
                self._put(self._people, exact_keys(name), actor_id)
            else:
                self._put(self._generic, exact_keys(name) if " " not in name else keys_of(name), actor_id)
        for name in row.candidates:
            self._put(self._common, exact_keys(name), actor_id)

    def _put(self, table: dict[_Keys, list[str]], keys: _Keys, actor_id: str) -> None:
        ids = table.setdefault(keys, [])
        if actor_id not in ids:
            ids.append(actor_id)

    def generic(self, tokens: list[Token]) -> list[str]:
        """Return who bears a name of generic words, or one word in its own case."""
        exact = tuple("=" + t.raw for t in tokens)
        return self._generic.get(exact) or self._generic.get(tuple(t.key for t in tokens)) or []

    def people(self, tokens: list[Token]) -> list[str]:
        """Return which peoples or clans bear a name, alone or with a word such as "militia" after it."""
        for part in self._bared(tokens):
            if found := self._people.get(tuple("=" + t.raw for t in part)):
                return found
        return []

    def common(self, tokens: list[Token]) -> list[str]:
        """Return who bears a name that is a common word too, or a party's or a state's of today."""
        return self._common.get(tuple("=" + t.raw for t in tokens)) or []

    def _bared(self, tokens: list[Token]) -> Iterator[list[Token]]:
        yield tokens
        keys = tuple(t.key for t in tokens)
        first = next((len(q) for q in self._qualifiers if keys[: len(q)] == q), 0)
        last = next((len(h) for h in self._heads if keys[-len(h) :] == h), 0)
        if (first or last) and len(tokens) > first + last:
            yield tokens[first : len(tokens) - last]


def backbone_id(row: Row, listed: Mapping[int, str]) -> str:
    """Return the id under which the registry knows a row: that of the actor already listed, else "ucdp-" and its number."""
    return listed.get(row.ucdp_id, f"ucdp-{row.ucdp_id}")


def as_actor(row: Row, listed: Mapping[int, str], source: str, acled: Mapping[ActorType, AcledType]) -> Actor:
    """Return the actor that a row describes; it belongs to the alliances that it stood under, governments apart."""
    ids = {n: listed.get(n, f"ucdp-{n}") for n in (*row.previous, *row.umbrellas, *row.joined)}
    umbrellas = tuple(ids[n] for n in row.umbrellas)
    return Actor(
        id=f"ucdp-{row.ucdp_id}", name=row.name, type=row.type, country=row.country, ucdp_id=row.ucdp_id, source=source,
        parents=tuple(u for u in umbrellas if not u.startswith("gov-")), basis="dataset",
        acled_type="Identity militia" if row.org == _PEOPLE else acled.get(row.type), countries=row.countries,
        renames=row.renames, splinter_of=tuple(ids[n] for n in row.previous), umbrellas=umbrellas,
        joined=tuple(ids[n] for n in row.joined),
    )  # fmt: skip


def enriched(actor: Actor, row: Row, listed: Mapping[int, str]) -> Actor:
    """Return an actor of the registry's own with what UCDP knows besides; nothing of its own changes."""
    made = as_actor(row, listed, actor.source or "", {})
    own = {actor.country} if actor.country else set()
    return Actor(
        id=actor.id, name=actor.name, type=actor.type, country=actor.country, parents=actor.parents, ucdp_id=actor.ucdp_id,
        source=actor.source, basis=actor.basis, acled_type=actor.acled_type, countries=row.countries | own,
        renames=made.renames, splinter_of=made.splinter_of, umbrellas=made.umbrellas, joined=made.joined,
        active_from=actor.active_from, active_until=actor.active_until,
    )  # fmt: skip
