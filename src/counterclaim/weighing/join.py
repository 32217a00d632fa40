"""Joining: from links to groups, by falling points, never two stubs that exclude each other."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from counterclaim.weighing.columns import NONE
from counterclaim.weighing.link import Days, Linker, Links, days_exclude


class Constraints(NamedTuple):
    """What persons decided, by rows of stubs: pairs that are one happening, pairs that are not."""

    together: frozenset[tuple[int, int]] = frozenset()
    apart: frozenset[tuple[int, int]] = frozenset()


UNCONSTRAINED = Constraints()


class Joiner:
    """Joins stubs into groups by falling points, never two that exclude each other.

    What excludes is the days, the places or the types alone, so a group is asked by the different ones it holds.
    """

    def __init__(self, linker: Linker, constraints: Constraints = UNCONSTRAINED) -> None:
        self.of = linker
        self.constraints = constraints
        self.parent: dict[int, int] = {}
        self.members: dict[int, list[int]] = {}
        self.apart: dict[int, set[int]] = {}
        for a, b in constraints.apart:
            self.apart.setdefault(a, set()).add(b)
            self.apart.setdefault(b, set()).add(a)
        stubs = linker.table.stubs
        self._report = stubs["report"].tolist()
        told = np.stack(linker.days(np.arange(len(linker.start))), axis=1)
        days, codes = np.unique(told, axis=0, return_inverse=True)
        self._days = codes.ravel().tolist()
        self._told = [Days(start, end, *map(bool, marks)) for start, end, *marks in days.tolist()]
        self._spot = stubs["spot"].tolist()
        self._type = linker.type.tolist()
        self._groups: dict[int, _Group] = {}
        self._clashes: dict[tuple[str, int, int], bool] = {}

    def join(self, links: Links) -> Mapping[int, Sequence[int]]:
        """Return the groups of more than one stub: the row that stands for each, and all its rows."""
        weak = self.of.weak.tolist()
        alike = self._weak_alike(links)
        for a, b, both in zip(links.a.tolist(), links.b.tolist(), alike, strict=True):
            one, other = self._find(a), self._find(b)
            if one == other:
                continue
            if (
                (weak[a] and weak[b] and not both)
                or (weak[a] and self._placed(one))
                or (weak[b] and self._placed(other))
            ):
                continue  # no group grows through a stub that knows neither day nor place, or only a month
            if self._may_join(one, other):
                self._unite(one, other)
        ids = self.of.table.stub_ids
        for a, b in sorted(self.constraints.together, key=lambda pair: (ids[pair[0]], ids[pair[1]])):
            one, other = self._find(a), self._find(b)
            if one != other and not self._kept_apart(one, other):
                self._unite(one, other)
        return self.members

    def _weak_alike(self, links: Links) -> list[bool]:
        """Tell of each link whether it joins two weak stubs told in the same words, or two totals of long ranges."""
        found = self.of.weak[links.a] & self.of.weak[links.b]
        both = np.flatnonzero(found)
        a, b = links.a[both], links.b[both]
        found[both] = (self.of.word_points(a, b)[1] > 0) | (self.of.long[a] & self.of.long[b])
        return [bool(x) for x in found.tolist()]

    def _placed(self, root: int) -> bool:
        """Tell whether a group holds a stub that knows its day or place."""
        return any(not self.of.weak[row] for row in self._members(root))

    def _find(self, row: int) -> int:
        root = row
        while (up := self.parent.get(root, root)) != root:
            root = up
        while row != root:
            self.parent[row], row = root, self.parent.get(row, row)
        return root

    def _members(self, root: int) -> list[int]:
        return self.members.get(root) or [root]

    def _group(self, root: int) -> "_Group":
        found = self._groups.get(root)
        if found is None:
            spot = {self._spot[root]: root} if self._spot[root] != NONE else {}
            found = self._groups[root] = _Group(
                {self._report[root]}, {self._days[root]: root}, spot, {self._type[root]: root}
            )
        return found

    def _may_join(self, one: int, other: int) -> bool:
        a, b = self._group(one), self._group(other)
        return (
            a.reports.isdisjoint(b.reports)
            and not any(self._clash("days", x, y, a.days, b.days) for x in a.days for y in b.days)
            and not any(self._clash("spot", x, y, a.spots, b.spots) for x in a.spots for y in b.spots)
            and not any(self._clash("type", x, y, a.types, b.types) for x in a.types for y in b.types)
            and not self._kept_apart(one, other)
        )

    def _clash(self, what: str, x: int, y: int, mine: Mapping[int, int], theirs: Mapping[int, int]) -> bool:
        """Tell whether two days, places or types exclude each other; `mine` and `theirs` name a stub for each."""
        if x == y:
            return False
        key = (what, x, y) if x < y else (what, y, x)
        found = self._clashes.get(key)
        if found is None:
            if what == "days":
                found = bool(days_exclude(self._told[x], self._told[y], self.of.rules.time, max, min))
            elif what == "spot":
                found = bool(self.of.place_points(np.array([mine[x]]), np.array([theirs[y]]))[1][0])
            else:
                found = bool(self.of.type_points[x, y] <= self.of.rules.type.apart)
            self._clashes[key] = found
        return found

    def _kept_apart(self, one: int, other: int) -> bool:
        if not self.apart:
            return False
        rows = set(self._members(other))
        return any(not rows.isdisjoint(self.apart[r]) for r in self._members(one) if r in self.apart)

    def _unite(self, one: int, other: int) -> None:
        if self.of.rank[other] < self.of.rank[one]:
            one, other = other, one
        a, b = self._group(one), self._groups.pop(other, None) or self._group(other)
        self._groups[one] = _Group(a.reports | b.reports, a.days | b.days, a.spots | b.spots, a.types | b.types)
        self._groups.pop(other, None)
        self.members[one] = sorted([*self._members(one), *self._members(other)], key=self.of.rank.__getitem__)
        self.members.pop(other, None)
        self.parent[other] = one


class _Group(NamedTuple):
    """What a group holds: its reports; its days, places and types, each with one stub that tells it."""

    reports: set[int]
    days: dict[int, int]
    spots: dict[int, int]
    types: dict[int, int]


def components(links: Links) -> dict[int, int]:
    """Return for each linked stub the smallest row of its connected component."""
    parent: dict[int, int] = {}

    def find(row: int) -> int:
        root = row
        while (up := parent.get(root, root)) != root:
            root = up
        while row != root:
            parent[row], row = root, parent.get(row, row)
        return root

    for a, b in zip(links.a.tolist(), links.b.tolist(), strict=True):
        one, other = find(a), find(b)
        if one != other:
            parent[max(one, other)] = min(one, other)
        parent.setdefault(one, one)
        parent.setdefault(other, other)
    return {row: find(row) for row in list(parent)}
