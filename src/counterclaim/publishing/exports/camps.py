"""Who fights whom in an incident: the two camps of UCDP and ACLED, and UCDP's type of violence (METHOD 2.1)."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Literal, NamedTuple

from counterclaim.knowledge.actors import Registry
from counterclaim.knowledge.alliances import relation
from counterclaim.knowledge.taxonomies import SubEvent, acled
from counterclaim.publishing.exports.material import CIVILIANS, Material, Party
from counterclaim.record import Incident
from counterclaim.record.totals import PEOPLE

Violence = Literal[1, 2, 3]
Stand = Literal["friend", "foe", "unknown"]
Stands = Callable[[Party, Party], Stand]


class Camps(NamedTuple):
    """The camps, in each the one who leads it first; `b` is empty where civilians, or nobody known, stand against `a`.

    `violence` is UCDP's type, None where it is no event of UCDP's: `reason` then says why. `others` fight in no camp.
    """

    a: tuple[Party, ...]
    b: tuple[Party, ...]
    others: tuple[Party, ...]
    violence: Violence | None
    reason: str | None


def stands_on(registry: Registry, incident: Incident) -> Stands:
    """Return what tells how two parties of an incident stand on its day."""
    on = datetime.date.fromisoformat(incident.time.end) if incident.time.end else None

    def stand(one: Party, other: Party) -> Stand:
        if one.actor is None or other.actor is None:
            return "unknown"
        found = relation(registry, [one.key], [other.key], on)
        if found in ("own", "ally"):
            return "friend"
        return "foe" if found == "adversary" else "unknown"

    return stand


def camps_of(material: Material, stands: Stands) -> Camps:
    """Return the camps of an incident.

    The two who fight are adversaries by the registry, or one is said to have struck the other, or one is a state and
    the other is not; those named by the registry or by a name of their own go before "soldiers" and "gunmen". The rest
    stand with whom they are allied to, and words with the only camp of their kind.
    """
    sub = acled(material.incident.type)
    may = sub.ucdp if sub is not None else ()
    fighters = _fighters(material)
    struck = {(t.agent, t.side) for t in material.told}
    pair = _pair(fighters, stands, struck) if may != (3,) else None
    if pair is None:
        return _alone(material, fighters, stands, may)
    first, second = pair
    a, b, others = [first], [second], list[Party]()
    for one in fighters:
        if one not in pair:
            (_camp(one, first, second, stands, a, b) or others).append(one)
    if not {1, 2}.intersection(may):
        return Camps(tuple(a), tuple(b), tuple(others), None, _why_not(sub))
    return Camps(tuple(a), tuple(b), tuple(others), 1 if "state" in (first.cls, second.cls) else 2, None)


def _fighters(material: Material) -> list[Party]:
    """Return the armed parties, those of whom most is told first, known actors before words."""
    weight = Counter(k for t in material.told for k in {t.side, t.agent, t.claimant} if k is not None)
    armed = [p for p in material.parties if p.cls in ("state", "armed")]
    return sorted(armed, key=lambda p: (p.actor is None, _common(p), -weight[p.key], p.key))


def _common(party: Party) -> bool:
    """Tell whether a party is called by common words only ("soldiers")."""
    return party.actor is None and party.name.islower()


def _pair(
    fighters: Iterable[Party], stands: Stands, struck: set[tuple[str | None, str | None]]
) -> tuple[Party, Party] | None:
    """Return the two who fight each other, in UCDP's order."""
    may: list[tuple[int, int, tuple[Party, Party]]] = []
    for n, (one, other) in enumerate(combinations(fighters, 2)):
        stand = stands(one, other)
        hit = bool({(one.key, other.key), (other.key, one.key)} & struck)
        if stand == "foe" or (stand == "unknown" and (hit or one.cls != other.cls)):
            may.append((0 if stand == "foe" else 1, n, (one, other)))
    if not may:
        return None
    one, other = min(may, key=lambda m: (m[0], m[1]))[2]
    if one.cls != other.cls:
        return (one, other) if one.cls == "state" else (other, one)
    return (one, other) if one.name <= other.name else (other, one)


def _camp(
    one: Party, first: Party, second: Party, stands: Stands, a: list[Party], b: list[Party]
) -> list[Party] | None:
    """Return the camp that a further party is in."""
    towards = stands(one, first), stands(one, second)
    if towards[0] != towards[1]:
        if towards[0] == "friend" or towards[1] == "foe":
            return a
        return b
    if _common(one) and first.cls != second.cls:
        return a if one.cls == first.cls else b
    return None


def _alone(material: Material, fighters: list[Party], stands: Stands, may: tuple[int, ...]) -> Camps:
    """Return the camps where no two fight: one-sided violence, if civilians suffer it from somebody known."""
    sub = acled(material.incident.type)
    did = Counter(t.agent for t in material.told if t.agent is not None and t.side in (CIVILIANS, PEOPLE, None))
    ranked = sorted(fighters, key=lambda p: (-did[p.key], fighters.index(p)))
    told = ranked[:1] if len(ranked) == 1 or (ranked and did[ranked[0].key]) else []
    a = tuple(told) + tuple(p for p in ranked[1:] if told and stands(p, told[0]) == "friend")
    others = tuple(p for p in ranked if p not in a)
    suffered = any(p.key == CIVILIANS for p in material.parties)
    if 3 not in may:
        return Camps(a, (), others, None, _why_not(sub) if not may else "no_opponent")
    if not a:
        return Camps((), (), others, None, "no_perpetrator")
    if not suffered:
        return Camps(a, (), others, None, "no_opponent")
    return Camps(a, (), others, 3, None)


def _why_not(sub: SubEvent | None) -> str:
    return "unknown_type" if sub is None else "type_not_in_ged"
