"""Ids of incidents: minted once, taken over by whatever shares most with what bore them, with a trail."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

import msgspec

from counterclaim.record import make_id


class Minted(msgspec.Struct, frozen=True, kw_only=True):
    """An incident's id, in the order of minting: the stub it was minted from, the stubs it last held, and its trail."""

    id: str
    stub: str
    stubs: frozenset[str]
    split_from: str | None = None


class Ids:
    """Gives each group its id: that of the earlier incident with which it shares most stubs, else a new one.

    `used` are ids that are taken by incidents not among those minted.
    """

    def __init__(self, minted: Sequence[Minted], used: Collection[str] = ()) -> None:
        self.minted = minted
        self.of_stub: dict[str, list[int]] = defaultdict(list)
        for age, earlier in enumerate(minted):
            for stub in earlier.stubs | {earlier.stub}:
                self.of_stub[stub].append(age)
        self.used = {m.id for m in minted} | set(used)

    def assign(
        self, groups: Sequence[tuple[str, ...]]
    ) -> tuple[list[str], list[tuple[str, ...]], list[str | None], list[Minted]]:
        """Return for each group (sorted stub ids) its id, the ids merged into it, whose part it was; and all ids."""
        shared = []
        for number, group in enumerate(groups):
            counts = Counter(age for stub in group for age in self.of_stub.get(stub, ()))
            for age, count in counts.items():
                whole = self.minted[age].stubs == set(group)
                shared.append((-count, not whole, age, group[0], number))
        shared.sort()
        carried: dict[int, int] = {}
        taken: dict[int, int] = {}
        largest: dict[int, int] = {}
        parents: dict[int, int] = {}
        for _, _, age, _, number in shared:
            largest.setdefault(age, number)
            parents.setdefault(number, age)
            if number not in carried and age not in taken:
                carried[number], taken[age] = age, number
        merged: dict[int, list[int]] = defaultdict(list)
        for age, number in largest.items():
            if age not in taken:
                merged[number].append(age)
        ids, trails, origins = [], [], []
        last = {age: frozenset(groups[number]) for age, number in taken.items()}
        fresh = []
        for number, group in enumerate(groups):
            if number in carried:
                earlier = self.minted[carried[number]]
                ids.append(earlier.id)
                origins.append(earlier.split_from)
            else:
                parent = self.minted[parents[number]].id if number in parents else None
                ids.append(self._mint(group[0]))
                origins.append(parent)
                fresh.append(Minted(id=ids[-1], stub=group[0], stubs=frozenset(group), split_from=parent))
            trails.append(tuple(self.minted[age].id for age in sorted(merged.get(number, ()))))
        kept = [
            msgspec.structs.replace(m, stubs=last[age]) if last.get(age, m.stubs) != m.stubs else m
            for age, m in enumerate(self.minted)
        ]
        return ids, trails, origins, [*kept, *sorted(fresh, key=lambda m: m.stub)]

    def _mint(self, stub: str) -> str:
        made, again = make_id("incident", stub), 0
        while made in self.used:
            again += 1
            made = make_id("incident", stub, again)
        self.used.add(made)
        return made
