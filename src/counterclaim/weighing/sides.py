"""The sides of an incident: whose losses a claim counts, and what its claimant is to that side on the day."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from counterclaim.knowledge.actors import Registry
from counterclaim.knowledge.alliances import relation
from counterclaim.knowledge.people import person_noun, plural
from counterclaim.knowledge.weighing_rules import WeighingRules, load_weighing
from counterclaim.record.claim import NARRATOR, Relation, Role
from counterclaim.record.incident import Side
from counterclaim.record.totals import PEOPLE
from counterclaim.weighing.target_words import persons_named, thing_told, told_by
from counterclaim.weighing.weighed import WeighedClaim

CIVILIANS = "civilians"
COUNTED = ("casualty", "materiel")
_TELLING = (*COUNTED, "event")

Standing = Literal["own", "adversary", "third_party", "anonymous"]
_AS_STANDING: dict[Relation, Standing] = {
    "own": "own", "ally": "own", "adversary": "adversary", "third_party": "third_party", "anonymous": "anonymous",
}  # fmt: skip


class Sides(msgspec.Struct, frozen=True):
    """The sides of one incident, and by the id of a claim: whose losses it counts (`of`), what its claimant is to that
    side (`standing`), who did it (`agents`) and whom the claimant belongs to (`claimants`), where known.

    `composites` are the claims that count a coalition as one; `rivals` the pairs of accused who are not of one camp.
    `sides` are in the order of their keys: actors, civilians and whoever is told by words. People of whom nothing is
    said, and things without an owner, have keys in `of` (PEOPLE, the thing's noun) but are no sides.
    """

    sides: tuple[Side, ...]
    of: dict[str, str]
    standing: dict[str, Standing]
    agents: dict[str, str]
    claimants: dict[str, str]
    composites: frozenset[str]
    rivals: frozenset[tuple[str, str]] = frozenset()


def sides_of(claims: Sequence[WeighedClaim], registry: Registry, on: datetime.date | None) -> Sides:
    """Return the sides of an incident from its claims; `on` is the incident's day, None where nobody tells it."""
    return _Incident(claims, _book(registry), on).sides()


@lru_cache(maxsize=4)
def _book(registry: Registry) -> "_Book":
    return _Book(registry)


class _Book:
    """A registry with what was once looked up in it."""

    def __init__(self, registry: Registry) -> None:
        self.actor = registry.actor
        self._registry = registry
        self._find = registry.find
        self._side_of = registry.side_of
        self._sides: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._classes: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._relations: dict[tuple[str, str, datetime.date | None, Role | None], Relation] = {}
        self._owners: dict[str, str | None] = {}

    def side(self, actor_id: str) -> str:
        """Return the outermost actor; an id that the registry lacks stands for itself."""
        found = self._sides.get(actor_id)
        if found is None:
            try:
                found = self._side_of(actor_id)
            except KeyError:
                found = actor_id
            self._sides[actor_id] = found
        return found

    def kind(self, actor_id: str) -> str:
        """Return the type of an actor, "" where the registry lacks it."""
        found = self._kinds.get(actor_id)
        if found is None:
            try:
                found = self.actor(actor_id).type
            except KeyError:
                found = ""
            self._kinds[actor_id] = found
        return found

    def cls(self, side: str) -> str:
        """Return the class of a side's men, state or armed; "" where it does not fight."""
        found = self._classes.get(side)
        if found is None:
            kind, rules = self.kind(side), load_weighing()
            found = "state" if kind in rules.state_types else "armed" if kind in rules.armed_types else ""
            self._classes[side] = found
        return found

    def name(self, key: str) -> str:
        """Return the name of an actor, the key itself where it is none."""
        found = self._names.get(key)
        if found is None:
            try:
                found = self.actor(key).name
            except KeyError:
                found = key
            self._names[key] = found
        return found

    def owner(self, words: str) -> str | None:
        """Return the actor that a name stands for wherever it is told, None where it may be several."""
        if words not in self._owners:
            match = self._find(words)
            self._owners[words] = match.id if match is not None else None
        return self._owners[words]

    def relation(self, claimant: str, side: str, on: datetime.date | None, role: Role | None) -> Relation:
        """Return what a claimant is to a side on a day."""
        key = (claimant, side, on, role)
        found = self._relations.get(key)
        if found is None:
            found = self._relations[key] = relation(self._registry, [claimant], [side], on, role)
        return found


class _Incident:
    """One incident while its sides are told apart."""

    def __init__(self, claims: Sequence[WeighedClaim], book: _Book, on: datetime.date | None) -> None:
        self.rules: WeighingRules = load_weighing()
        self.book, self.on = book, on
        self.claims = [c for c in claims if c.scope == "incident"]
        self.agents: dict[str, str] = {}
        self.claimants: dict[str, str] = {}
        self.parties: dict[str, str] = {}  # who fights, by side, with the class of its men
        self.actors: dict[str, set[str]] = {}
        self.composites = set[str]()
        self.of: dict[str, str] = {}
        for claim in self.claims:
            self._enter(claim)

    def sides(self) -> Sides:
        """Return what is known of the sides."""
        for claim in self.claims:
            if claim.kind in COUNTED or (claim.kind == "event" and claim.target_kind in ("people", "party")):
                self.of[claim.id] = self._side(claim)
        self._parts_with_totals()
        accused, standing = self._accused(), dict[str, Standing]()
        for claim in self.claims:
            key = self.of.get(claim.id)
            if key is None:
                continue
            standing[claim.id] = self._standing(claim, key, accused)
            if claim.target_name and key != PEOPLE and (claim.kind == "casualty" or self.book.kind(key)):
                self.actors.setdefault(key, set()).add(self._named(claim))
        for party in self.parties:
            self.actors.setdefault(party, set()).add(self.book.name(party))
        return Sides(
            sides=tuple(
                Side(key=k, name=self.book.name(k), actors=tuple(sorted(self.actors[k])))
                for k in sorted(self.actors)
            ),
            of=self.of,
            standing=standing,
            agents=self.agents,
            claimants=self.claimants,
            composites=frozenset(self.composites),
            rivals=self._rivals(accused) if len(set(self.agents.values())) > 1 else frozenset(),
        )

    def _parts_with_totals(self) -> None:
        """Put a part of which nothing is said ("21 of the victims") on the side of its total."""
        totals = {c.id: c.part_of for c in self.claims if c.part_of is not None and self.of.get(c.id) == PEOPLE}
        found: dict[str, str] = {}
        for part in totals:
            above, seen = totals.get(part), {part}
            while above in totals and above not in seen:
                seen.add(above)
                above = totals[above]
            found[part] = self.of.get(above or "", PEOPLE)
        self.of.update(found)

    @staticmethod
    def _named(claim: WeighedClaim) -> str:
        named = claim.target_name or ""
        return f"{named} and {claim.joined}" if claim.joined else named

    # Who fights

    def _enter(self, claim: WeighedClaim) -> None:
        """Note who acts, who speaks and who fights in a claim."""
        told = claim.kind in _TELLING
        if claim.agent_id is not None:
            side = self.agents[claim.id] = self.book.side(claim.agent_id)
            if told and (cls := self._class(side)):
                self.parties[side] = cls
                self.actors.setdefault(side, set()).add(self.book.name(claim.agent_id))
        if claim.claimant_id is not None:
            side = self.claimants[claim.id] = self.book.side(claim.claimant_id)
            if told and claim.role in self.rules.interested and (cls := self._class(side)):
                self.parties[side] = cls
        if told and claim.target_id is not None:
            side = self.book.side(claim.target_id)
            if cls := self._class(side):
                self.parties[side] = cls

    def _class(self, side: str) -> str:
        return self.book.cls(side)

    def _friends(self, one: str, other: str) -> bool:
        return one == other or self.book.relation(one, other, self.on, None) in ("own", "ally")

    def _opponents(self, claim: WeighedClaim, cls: str | None) -> list[str]:
        """Return the parties that a claim about an adversary may mean."""
        mine = self.claimants.get(claim.id)
        may = [p for p, c in self.parties.items() if cls is None or c == cls]
        if mine is None:
            return may
        hostile = [p for p in may if self.book.relation(mine, p, self.on, None) == "adversary"]
        return hostile or [p for p in may if not self._friends(mine, p)]

    # Whose losses

    def _side(self, claim: WeighedClaim) -> str:
        if claim.kind == "materiel":
            return self._owned(claim) or thing_told(claim.target_name)
        name = claim.target_name
        told = told_by(name)
        if self._mixed(claim):
            return told_by(self._named(claim)).words
        if claim.joined is not None:
            self.composites.add(claim.id)
        if claim.target_status in self.rules.civilian_status:
            return CIVILIANS
        if claim.target_id is not None:
            side = self.book.side(claim.target_id)
            return CIVILIANS if self.book.kind(claim.target_id) in self.rules.civilian_types else side
        if told.cls == "civilian" or claim.target_status == "official":
            return CIVILIANS
        if (owned := self._owned(claim)) is not None:
            return owned
        return self._by_words(claim)

    def _by_words(self, claim: WeighedClaim) -> str:
        told = told_by(claim.target_name)
        if told.cls in ("state", "armed"):
            may = self._opponents(claim, told.cls) if claim.relation == "adversary" else list[str]()
            may = may or [p for p, c in self.parties.items() if c == told.cls]
            if len(may) == 1:
                return may[0]
            several = told.noun.endswith("s") or person_noun(told.noun) is None  # "army" stays as it is
            return told.noun if several else plural(told.noun)
        if told.cls == "own":
            return self.claimants.get(claim.id, PEOPLE)
        enemies = self._opponents(claim, None) if claim.relation == "adversary" else list[str]()
        if told.cls == "other" and not persons_named(claim.target_name):
            fights = told.noun and len(enemies) == 1  # "the convoy's commander", killed by whoever says so
            return enemies[0] if fights else told.words or PEOPLE
        if len(enemies) == 1:
            return enemies[0]
        return CIVILIANS if claim.measure in self.rules.civilian_measures else PEOPLE

    def _owned(self, claim: WeighedClaim) -> str | None:
        """Return the side that a target is said to belong to."""
        mine = self.claimants.get(claim.id)
        did_it = self.agents.get(claim.id) == mine  # whoever says "we killed" speaks of others
        told = told_by(claim.target_name).cls
        others = told in ("state", "armed") and mine is not None and told != self._class(mine)
        if others and claim.target_owner is None and self._opponents(claim, told):
            return None  # a group that says "soldiers" of a war with one army speaks of that army
        if claim.relation == "own" and mine is not None and self._class(mine) and not did_it:
            return mine
        if claim.kind == "materiel" and claim.target_id is not None:
            return self.book.side(claim.target_id)
        if claim.target_owner is not None and (owner := self.book.owner(claim.target_owner)) is not None:
            return self.book.side(owner)
        return None

    def _mixed(self, claim: WeighedClaim) -> bool:
        """Tell whether a target counts men of two sides, or fighters and civilians, in one number."""
        if claim.joined is None:
            return False
        first, second = told_by(claim.target_name).cls, told_by(claim.joined).cls
        allied = any(word.startswith(("allied", "ally", "allie")) for word in claim.joined.lower().split())
        return (
            not allied and "neutral" not in (first, second) and "other" not in (first, second) and first != second
        )

    # What the claimant is to them

    def _accused(self) -> dict[str, frozenset[str]]:
        """Return who is said to have done it, by the side that suffered it."""
        found: dict[str, set[str]] = defaultdict(set)
        if not self.agents:
            return {}
        for claim in self.claims:
            if claim.id in self.of and claim.id in self.agents and claim.stance != "denied":
                found[self.of[claim.id]].add(self.agents[claim.id])
        if PEOPLE in found or CIVILIANS in found:
            both = found[PEOPLE] | found[CIVILIANS]
            found[PEOPLE], found[CIVILIANS] = both, both
        return {side: frozenset(agents) for side, agents in found.items()}

    def _standing(self, claim: WeighedClaim, side: str, accused: dict[str, frozenset[str]]) -> Standing:
        if claim.speaker == NARRATOR:
            return "third_party"
        if claim.role == "anonymous" and claim.relation != "own":
            return "anonymous"
        if side in (CIVILIANS, PEOPLE):
            agent = self.agents.get(claim.id)
            return self._to_civilians(claim, frozenset({agent}) if agent else accused.get(side, frozenset()))
        found: Relation = "unknown"
        if claim.claimant_id is not None:
            found = self.book.relation(claim.claimant_id, side, self.on, claim.role)
        if found == "unknown":
            found = claim.relation
        return _AS_STANDING.get(found) or self._by_role(claim, side)

    def _by_role(self, claim: WeighedClaim, side: str) -> Standing:
        if self.claimants.get(claim.id) == side:
            return "own"
        if claim.role in self.rules.interested:
            return "adversary"
        return "third_party" if claim.role in self.rules.third else "anonymous"

    def _to_civilians(self, claim: WeighedClaim, accused: Iterable[str]) -> Standing:
        """The accused are "own", their enemies "adversary", all others third parties (METHOD 1.4)."""
        mine = self.claimants.get(claim.id)
        if claim.role in self.rules.counters:
            return "third_party"
        if mine is None or not accused:
            return "adversary" if claim.role in self.rules.interested else "third_party"
        found = {self.book.relation(claim.claimant_id or mine, one, self.on, claim.role) for one in accused}
        if found & {"own", "ally"}:
            return "own"
        if "adversary" in found or (found == {"unknown"} and claim.role in self.rules.interested):
            return "adversary"
        return "third_party"

    def _rivals(self, accused: dict[str, frozenset[str]]) -> frozenset[tuple[str, str]]:
        """Return the pairs of accused who are not of one camp: what two claimants say of them competes."""
        found = set[tuple[str, str]]()
        for agents in accused.values():
            ordered = sorted(agents)
            for i, one in enumerate(ordered):
                found |= {(one, other) for other in ordered[i + 1 :] if not self._friends(one, other)}
        return frozenset(found)
