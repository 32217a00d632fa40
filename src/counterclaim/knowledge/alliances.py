"""Who stands with whom on a day: dated alliances and hostilities; validated on load."""

import datetime
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal
from weakref import WeakKeyDictionary

import msgspec

from counterclaim.errors import DataError
from counterclaim.knowledge.actors import Actor, ActorType, Registry
from counterclaim.knowledge.data_files import load_data
from counterclaim.record.claim import Relation, Role

_Kind = Literal["ally", "adversary"]
_ANY_GOVERNMENT = "gov-*"
_STATE_TYPES = frozenset({"government", "ministry", "army", "police"})


class Tie(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every actor of `a` with every actor of `b`, from a day until a day, both inclusive and open where None."""

    conflict: str
    kind: _Kind
    a: tuple[str, ...]
    b: tuple[str, ...]
    from_: datetime.date | None = msgspec.field(name="from")
    until: datetime.date | None

    def holds(self, on: datetime.date) -> bool:
        """Tell whether the tie holds on a day."""
        return (self.from_ is None or self.from_ <= on) and (self.until is None or on <= self.until)


class _Alliances(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: str
    source: str | None
    basis: str
    rebels_against_home: bool
    third_party: frozenset[Role]
    third_party_types: frozenset[ActorType]
    outright: frozenset[Role]
    ties: tuple[Tie, ...]


class _Index:
    def __init__(self, data: _Alliances) -> None:
        self.data = data
        self.ties: dict[tuple[str, str], list[Tie]] = {}
        for n, tie in enumerate(data.ties):
            if tie.from_ and tie.until and tie.until < tie.from_:
                raise DataError(f"alliances.yaml: tie {n + 1} ({tie.conflict}): ends before it begins")
            for one in tie.a:
                for other in tie.b:
                    if one == other:
                        raise DataError(f"alliances.yaml: tie {n + 1} ({tie.conflict}): {one} on both sides")
                    self.ties.setdefault((one, other), []).append(tie)
                    self.ties.setdefault((other, one), []).append(tie)

    def check(self, registry: Registry) -> None:
        for one, _ in self.ties:
            if one != _ANY_GOVERNMENT:
                try:
                    registry.actor(one)
                except KeyError:
                    raise DataError(f"alliances.yaml: {one} is no actor of the registry") from None


@lru_cache(maxsize=1)
def _load() -> _Index:
    return _Index(load_data("alliances.yaml", _Alliances))


_CHECKED: WeakKeyDictionary[Registry, bool] = WeakKeyDictionary()


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
    side's. Without a day only what held at all times counts. Ids that the registry lacks tell nothing; a claimant
    tied both ways to the targets is unknown.

    Raises DataError where alliances.yaml names an actor that the registry lacks.
    """
    index = _load()
    if registry not in _CHECKED:
        index.check(registry)
        _CHECKED[registry] = True
    if claimant_role == "anonymous":
        return "anonymous"
    if claimant_role in index.data.outright:
        return "third_party"
    pairs = [(c, t) for c in claimant_ids for t in target_ids]
    found = {_tie(index, registry, c, t, on) for c, t in pairs} - {None}
    if "own" in found:
        return "own"
    if found == {"ally"}:
        return "ally"
    if found == {"adversary"}:
        return "adversary"
    if found:
        return "unknown"
    claimants, targets = _known(registry, claimant_ids), _known(registry, target_ids)
    outside = bool(claimants) and all(c.type in index.data.third_party_types for c in claimants)
    apart = bool(claimants and targets) and all(_apart(index, registry, c, t) for c in claimants for t in targets)
    return "third_party" if claimant_role in index.data.third_party or outside or apart else "unknown"


def _known(registry: Registry, ids: list[str]) -> list[Actor]:
    return [registry.actor(one) for one in ids if _lineage(registry, one)]


def _apart(index: _Index, registry: Registry, claimant: Actor, target: Actor) -> bool:
    """Tell whether a claimant is an organ of a state that nothing has ever joined to the target."""
    ours, theirs = _lineage(registry, claimant.id), _lineage(registry, target.id)
    state = any(one.startswith("gov-") for one in ours) and claimant.type in _STATE_TYPES
    return state and claimant.country != target.country and not any(_ties(index, ours, theirs))


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
    index: _Index, registry: Registry, claimant: str, target: str, on: datetime.date | None
) -> Literal["own", "ally", "adversary"] | None:
    ours, theirs = _lineage(registry, claimant), _lineage(registry, target)
    if not ours or not theirs:
        return None
    if claimant in theirs or target in ours:
        return "own"
    if any(registry.actor(one).type == "government" for one in ours.keys() & theirs.keys()):
        return "own"
    ties = list(_ties(index, ours, theirs))
    if not ties:
        return _at_home(index, registry, ours, theirs)
    nearest = min(rank for rank, _ in ties)
    near = [tie for rank, tie in ties if rank == nearest]
    if on is not None:
        near = [tie for tie in near if tie.holds(on)]
        latest = max((tie.from_ or datetime.date.min for tie in near), default=None)
        near = [tie for tie in near if (tie.from_ or datetime.date.min) == latest]
    kinds = {tie.kind for tie in near}
    return kinds.pop() if len(kinds) == 1 else None


def _ties(index: _Index, ours: dict[str, int], theirs: dict[str, int]) -> Iterator[tuple[int, Tie]]:
    for one, near in _with_any(ours).items():
        for other, far in _with_any(theirs).items():
            for tie in index.ties.get((one, other), ()):
                yield near + far, tie


def _with_any(lineage: dict[str, int]) -> dict[str, int]:
    governments = [depth for one, depth in lineage.items() if one.startswith("gov-")]
    return lineage | {_ANY_GOVERNMENT: min(governments) + 10} if governments else lineage


def _at_home(
    index: _Index, registry: Registry, ours: dict[str, int], theirs: dict[str, int]
) -> Literal["adversary"] | None:
    if not index.data.rebels_against_home:
        return None
    for one, other in ((ours, theirs), (theirs, ours)):
        rebel = registry.actor(next(iter(one)))
        if rebel.type == "rebel" and rebel.country is not None and f"gov-{rebel.country}" in other:
            return "adversary"
    return None
