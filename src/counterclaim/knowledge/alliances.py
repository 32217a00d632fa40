"""Who stands with whom on a day: dated alliances and hostilities, and who has ever fought whom; validated on load."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from typing import Literal
from weakref import WeakKeyDictionary

from counterclaim.knowledge.actors import Actor, Registry
from counterclaim.knowledge.alliance_data import ANY_GOVERNMENT, Alliances, Tie, load_alliances, load_dyads
from counterclaim.knowledge.place_words import load_places
from counterclaim.record.claim import Relation, Role

_STATE_TYPES = frozenset({"government", "ministry", "army", "police"})
_FOUGHT: WeakKeyDictionary[Registry, frozenset[tuple[str, str]]] = WeakKeyDictionary()  # of registries checked


def relation(
    registry: Registry,
    claimant_ids: list[str],
    target_ids: list[str],
    on: datetime.date | None,
    claimant_role: Role | None = None,
) -> Relation:
    """Return what a claimant is to the target of a claim on a day.

    A withheld name is anonymous; medics, witnesses and relatives are third parties to everybody. Then ties tell:
    own (one actor, one under the other, organs of one state), ally, adversary. Where none does, those who are no
    party to wars are third parties, and so is a state that no tie, old or new, joins to a known target of another
    country. The rest is unknown: a belligerent who speaks of civilians too, unless they are given as his own
    side's. Two actors whom no entry of alliances.yaml joins are adversaries where UCDP lists a dyad of theirs, on
    any day: the list has none. Without a day only what held at all times counts. Ids that the registry lacks tell
    nothing; a claimant tied both ways to the targets is unknown.

    Raises DataError where alliances.yaml names an actor that the registry lacks.
    """
    alliances = load_alliances()
    if registry not in _FOUGHT:
        alliances.check(registry)
        _FOUGHT[registry] = fought(registry)
    if claimant_role == "anonymous":
        return "anonymous"
    if claimant_role in alliances.outright:
        return "third_party"
    pairs = [(c, t) for c in claimant_ids for t in target_ids]
    found = {_tie(alliances, registry, c, t, on) for c, t in pairs} - {None}
    if "own" in found:
        return "own"
    if found == {"ally"}:
        return "ally"
    if found == {"adversary"}:
        return "adversary"
    if found:
        return "unknown"
    claimants, targets = _known(registry, claimant_ids), _known(registry, target_ids)
    outside = bool(claimants) and all(c.type in alliances.third_party_types for c in claimants)
    apart = bool(claimants and targets) and all(
        _apart(alliances, registry, c, t) for c in claimants for t in targets
    )
    return "third_party" if claimant_role in alliances.third_party or outside or apart else "unknown"


def fought(registry: Registry) -> frozenset[tuple[str, str]]:
    """Return the pairs of actors, both ways round, that UCDP lists as the parties of a dyad."""
    by_number: dict[int, list[str]] = defaultdict(list)
    for actor in (*registry.actors(), *_governments(registry)):
        if actor.ucdp_id is not None:
            by_number[actor.ucdp_id].append(actor.id)
    found = {
        (one, other) for a, b in load_dyads() for one in by_number.get(a, ()) for other in by_number.get(b, ())
    }
    return frozenset(found | {(other, one) for one, other in found})


def _governments(registry: Registry) -> Iterator[Actor]:
    for code in set(load_places().countries.values()):
        try:
            yield registry.actor(f"gov-{code}")
        except KeyError:
            continue


def _known(registry: Registry, ids: list[str]) -> list[Actor]:
    return [registry.actor(one) for one in ids if _lineage(registry, one)]


def _apart(alliances: Alliances, registry: Registry, claimant: Actor, target: Actor) -> bool:
    """Tell whether a claimant is an organ of a state that nothing has ever joined to the target."""
    ours, theirs = _lineage(registry, claimant.id), _lineage(registry, target.id)
    state = any(one.startswith("gov-") for one in ours) and claimant.type in _STATE_TYPES
    joined = any(_ties(alliances, ours, theirs)) or _have_fought(registry, ours, theirs)
    return state and claimant.country != target.country and not joined


def _lineage(registry: Registry, actor_id: str) -> dict[str, int]:
    """Return an actor and all above it, with how far above."""
    found: dict[str, int] = {}
    todo = [(actor_id, 0)]
    while todo:
        one, depth = todo.pop(0)
        if one in found:
            continue
        try:
            parents = registry.actor(one).parents
        except KeyError:
            continue
        found[one] = depth
        todo.extend((parent, depth + 1) for parent in parents)
    return found


def _tie(
    alliances: Alliances, registry: Registry, claimant: str, target: str, on: datetime.date | None
) -> Literal["own", "ally", "adversary"] | None:
    ours, theirs = _lineage(registry, claimant), _lineage(registry, target)
    if not ours or not theirs:
        return None
    if claimant in theirs or target in ours:
        return "own"
    if any(registry.actor(one).type == "government" for one in ours.keys() & theirs.keys()):
        return "own"
    ties = list(_ties(alliances, ours, theirs))
    if not ties:
        return "adversary" if _have_fought(registry, ours, theirs) else _at_home(alliances, registry, ours, theirs)
    nearest = min(rank for rank, _ in ties)
    near = [tie for rank, tie in ties if rank == nearest]
    if on is not None:
        near = [tie for tie in near if tie.holds(on)]
        latest = max((tie.from_ or datetime.date.min for tie in near), default=None)
        near = [tie for tie in near if (tie.from_ or datetime.date.min) == latest]
    kinds = {tie.kind for tie in near}
    return kinds.pop() if len(kinds) == 1 else None


def _ties(alliances: Alliances, ours: dict[str, int], theirs: dict[str, int]) -> Iterator[tuple[int, Tie]]:
    for one, near in _with_any(ours).items():
        for other, far in _with_any(theirs).items():
            for tie in alliances.of(one, other):
                yield near + far, tie


def _have_fought(registry: Registry, ours: dict[str, int], theirs: dict[str, int]) -> bool:
    pairs = _FOUGHT[registry]
    return any((one, other) in pairs for one in ours for other in theirs)


def _with_any(lineage: dict[str, int]) -> dict[str, int]:
    governments = [depth for one, depth in lineage.items() if one.startswith("gov-")]
    return lineage | {ANY_GOVERNMENT: min(governments) + 10} if governments else lineage


def _at_home(
    alliances: Alliances, registry: Registry, ours: dict[str, int], theirs: dict[str, int]
) -> Literal["adversary"] | None:
    if not alliances.rebels_against_home:
        return None
    for one, other in ((ours, theirs), (theirs, ours)):
        rebel = registry.actor(next(iter(one)))
        if rebel.type == "rebel" and rebel.country is not None and f"gov-{rebel.country}" in other:
            return "adversary"
    return None
