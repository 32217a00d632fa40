"""The fold: a table, decisions and the ids minted so far give the incidents. The same three give the same incidents, always.

Links and groups come first; then each group is weighed by itself, so that a group nobody touched need not be weighed again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from counterclaim.knowledge.actors import Registry, load_registry
from counterclaim.knowledge.linking import LinkingRules, load_linking
from counterclaim.record import Decision, Incident
from counterclaim.weighing.decided import constraints_of, decided_pairs, in_force
from counterclaim.weighing.describe import Describer, Weigh
from counterclaim.weighing.join import Joiner, components
from counterclaim.weighing.link import Linker, Links
from counterclaim.weighing.minted import Ids, Minted
from counterclaim.weighing.table import Table


class Folded(msgspec.Struct, frozen=True, kw_only=True):
    """The incidents, by the smallest of their stub ids; the stubs of each; the links; all ids minted so far.

    `links` are (stub, stub, points); `decided` the pairs that decisions joined or kept apart, as the fold saw them.
    """

    incidents: tuple[Incident, ...]
    groups: dict[str, tuple[str, ...]]
    links: tuple[tuple[str, str, float], ...]
    minted: tuple[Minted, ...]
    decided: frozenset[tuple[str, str, bool]]


class Folding:
    """A fold before its incidents are made, so that they can be made one at a time."""

    def __init__(
        self,
        table: Table,
        *,
        decisions: Sequence[Decision] = (),
        minted: Sequence[Minted] = (),
        origins: npt.NDArray[np.int64] | None = None,
        weigh: Weigh,
        registry: Registry | None = None,
        rules: LinkingRules | None = None,
        before: Folded | None = None,
        touched: Collection[str] = (),
    ) -> None:
        self.table = table
        self.linker = Linker(table, rules or load_linking())
        self.decided = decided_pairs(table, decisions, minted)
        rejected = [d.subject for d in in_force(decisions) if d.action == "reject"]
        self.describer = Describer(table, self.linker, weigh, registry or load_registry(), origins, rejected)
        self.before = before
        if before is None:
            self.links = self.linker.links()
            joined = self._joined(self.links)
            self.kept: dict[tuple[str, ...], Incident] = {}
        else:
            self.links = self._links_after(before, touched)
            joined = self._joined_after(before, touched)
        self.groups = self._named(joined)
        self.ids, self.trails, self.origins, self.minted = Ids(minted).assign(self.groups)

    def _joined(self, links: Links, pairs: Iterable[tuple[str, str, bool]] | None = None) -> list[list[int]]:
        joiner = Joiner(self.linker, constraints_of(self.table, self.decided if pairs is None else pairs))
        return [list(rows) for rows in joiner.join(links).values()]

    def _named(self, joined: list[list[int]]) -> list[tuple[str, ...]]:
        """Return all groups as sorted stub ids, stubs by themselves too, in the order of their smallest."""
        ids = self.table.stub_ids
        told = np.diff(self.table.rows.starts) > 0
        inside = {row for rows in joined for row in rows}
        groups = [tuple(sorted(ids[r] for r in rows if told[r])) for rows in joined]
        groups += [(ids[r],) for r in np.flatnonzero(told).tolist() if r not in inside]
        return sorted(g for g in groups if g)

    def _links_after(self, before: Folded, touched: Collection[str]) -> Links:
        """Return the links of an earlier fold with those of the reports touched found anew."""
        table = self.table
        reports = {i for i, r in enumerate(table.report_ids) if r in touched}
        self.new = np.isin(table.stubs["report"], sorted(reports))
        a, b, points = [], [], []
        for one, other, value in before.links:
            rows = table.stub_row(one), table.stub_row(other)
            if rows[0] is not None and rows[1] is not None and not (self.new[rows[0]] or self.new[rows[1]]):
                a.append(rows[0])
                b.append(rows[1])
                points.append(value)
        fresh = self.linker.links(new=self.new)
        return self.linker.sorted_links(
            np.r_[np.array(a, np.int64), fresh.a],
            np.r_[np.array(b, np.int64), fresh.b],
            np.r_[np.array(points, np.float32), fresh.points],
        )

    def _joined_after(self, before: Folded, touched: Collection[str]) -> list[list[int]]:
        """Return the groups, joined again only in the components that hold a touched stub."""
        table = self.table
        top = components(self.links)
        hit = {top.get(r, r) for r in np.flatnonzero(self.new).tolist()}
        broken = [g for g in before.groups.values() if any(table.stub_row(s) is None for s in g)]
        lost = {stub for group in broken for stub in group}
        changed = {stub for a, b, _ in self.decided ^ before.decided for stub in (a, b)}
        old = _tops_before(before, table)
        for stub in lost | changed:
            row = table.stub_row(stub)
            if row is not None:
                hit.add(top.get(row, row))
        hit = self._spread(hit, top, old)
        stale = np.array([top.get(r, r) in hit for r in range(len(table.stub_ids))], dtype=bool)
        keep = stale[self.links.a]
        part = Links(self.links.a[keep], self.links.b[keep], self.links.points[keep])
        inside = [p for p in self.decided if any((r := table.stub_row(s)) is not None and stale[r] for s in p[:2])]
        joined = self._joined(part, inside)
        incidents = {i.id: i for i in before.incidents}
        self.kept = {}
        for id, group in before.groups.items():
            rows = [table.stub_row(s) for s in group]
            if all(r is not None and not stale[r] for r in rows):
                joined.append([r for r in rows if r is not None])
                self.kept[tuple(group)] = incidents[id]
        return joined

    def _spread(self, hit: set[int], top: Mapping[int, int], old: Sequence[list[int]]) -> set[int]:
        """Return the components hit with those that they hang together with by a decision or in an earlier group."""
        ties: dict[int, set[int]] = defaultdict(set)
        pairs = [[r for r in map(self.table.stub_row, pair[:2]) if r is not None] for pair in self.decided]
        for rows in (*old, *pairs):
            tops = {top.get(r, r) for r in rows}
            for one in tops:
                ties[one] |= tops
        waiting = list(hit)
        while waiting:
            for other in ties.get(waiting.pop(), ()):
                if other not in hit:
                    hit.add(other)
                    waiting.append(other)
        return hit

    def incidents(self) -> Iterator[Incident]:
        """Yield the incidents, those that nothing touched as they were."""
        for group, id, trail, origin in zip(self.groups, self.ids, self.trails, self.origins, strict=True):
            kept = self.kept.get(group)
            if kept is not None:
                yield _with_trail(kept, id, trail, origin)
                continue
            rows = [r for r in map(self.table.stub_row, group) if r is not None]
            yield self.describer.incident(rows, id, trail, origin)

    def folded(self) -> Folded:
        """Return the whole fold."""
        ids = self.table.stub_ids
        links = zip(self.links.a.tolist(), self.links.b.tolist(), self.links.points.tolist(), strict=True)
        return Folded(
            incidents=tuple(self.incidents()),
            groups=dict(zip(self.ids, self.groups, strict=True)),
            links=tuple((ids[a], ids[b], points) for a, b, points in links),
            minted=tuple(self.minted),
            decided=self.decided,
        )


def _tops_before(before: Folded, table: Table) -> list[list[int]]:
    """Return the groups of an earlier fold as rows of this table."""
    return [
        [r for r in map(table.stub_row, group) if r is not None]
        for group in before.groups.values()
        if len(group) > 1
    ]


def _with_trail(incident: Incident, id: str, trail: tuple[str, ...], origin: str | None) -> Incident:
    if (incident.id, incident.merged_from, incident.split_from) == (id, trail, origin):
        return incident
    return msgspec.structs.replace(incident, id=id, merged_from=trail, split_from=origin)


def fold(
    table: Table,
    decisions: Sequence[Decision] = (),
    minted: Sequence[Minted] = (),
    origins: npt.NDArray[np.int64] | None = None,
    *,
    weigh: Weigh,
    registry: Registry | None = None,
    rules: LinkingRules | None = None,
) -> Folded:
    """Return the incidents of a table. `origins` holds the origin group of each claim; without, each report is its own."""
    return Folding(
        table, decisions=decisions, minted=minted, origins=origins, weigh=weigh, registry=registry, rules=rules
    ).folded()


def fold_touched(
    table: Table,
    before: Folded,
    touched: Collection[str],
    decisions: Sequence[Decision] = (),
    origins: npt.NDArray[np.int64] | None = None,
    *,
    weigh: Weigh,
    registry: Registry | None = None,
    rules: LinkingRules | None = None,
) -> Folded:
    """Return what `fold` would of the whole table, weighing again only what the touched reports and decisions reach.

    `touched` are ids of reports that are new, were read again, or whose origin group changed. The table may hold a part of
    the ledger, as long as it holds whole the links and incidents of `before` that it holds any stub of.
    """
    return Folding(
        table,
        decisions=decisions,
        minted=before.minted,
        origins=origins,
        weigh=weigh,
        registry=registry,
        rules=rules,
        before=before,
        touched=touched,
    ).folded()
