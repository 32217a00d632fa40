"""The fold: a table, decisions and the ids minted so far give the incidents. The same three give the same incidents, always.

Links and groups come first; then each group is weighed by itself, so that a group nobody touched need not be weighed again.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from counterclaim.knowledge.actors import Registry, load_registry
from counterclaim.knowledge.linking import LinkingRules, load_linking
from counterclaim.record import Decision, Incident
from counterclaim.weighing.decided import Decided, constraints_of, decided_pairs, in_force
from counterclaim.weighing.describe import Describer, Weigh, named_origins
from counterclaim.weighing.join import Joiner
from counterclaim.weighing.link import Linker, Links
from counterclaim.weighing.minted import Ids, Minted
from counterclaim.weighing.table import Table

Link = tuple[str, str, float]  # two stubs and their points


class Folded(msgspec.Struct, frozen=True, kw_only=True):
    """The incidents, by the smallest of their stub ids; the stubs of each; the links; all ids minted so far."""

    incidents: tuple[Incident, ...]
    groups: dict[str, tuple[str, ...]]
    links: tuple[Link, ...]
    minted: tuple[Minted, ...]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a ledger that is folded again: whole components of links, old incidents and decisions.

    `stubs` are those of the part, `links` what is known of them, `touched` the reports whose links are found anew. The
    table may hold other stubs of the same reports; they are no part of it. `kept` are the groups that need no weighing
    where they come out as they were.
    """

    stubs: frozenset[str]
    links: tuple[Link, ...]
    touched: frozenset[str]
    kept: frozenset[tuple[str, ...]] = frozenset()
    used: frozenset[str] = frozenset()


class Folding:
    """The partition of a fold: links, groups and ids. Its incidents are made afterwards, one at a time."""

    def __init__(
        self,
        table: Table,
        *,
        decided: Decided,
        minted: Sequence[Minted] = (),
        rules: LinkingRules | None = None,
        part: Part | None = None,
    ) -> None:
        self.table = table
        self.part = part
        self.decided = decided
        self.linker = Linker(table, rules or load_linking())
        if part is None:
            self.links = self.fresh = self.linker.links()
        else:
            self.fresh = self._fresh(part)
            self.links = self._with_known(part)
        joiner = Joiner(self.linker, constraints_of(table, self.decided.pairs))
        self.groups = self._named([list(rows) for rows in joiner.join(self.links).values()])
        ids = Ids(minted, part.used if part is not None else ())
        self.ids, self.trails, self.parents, self.minted = ids.assign(self.groups)

    def _named(self, joined: Iterable[Sequence[int]]) -> list[tuple[str, ...]]:
        """Return all groups as sorted stub ids, stubs by themselves too, in the order of their smallest."""
        ids = self.table.stub_ids
        told = self.table.told(self.decided.rejected)
        if self.part is not None:
            told &= np.array([id in self.part.stubs for id in ids], dtype=bool)
        inside = {row for rows in joined for row in rows}
        groups = [tuple(sorted(ids[r] for r in rows if told[r])) for rows in joined]
        groups += [(ids[r],) for r in np.flatnonzero(told).tolist() if r not in inside]
        return sorted(g for g in groups if g)

    def _fresh(self, part: Part) -> Links:
        """Return the links of the reports touched, to the stubs of the part."""
        table = self.table
        new = np.array([r in part.touched for r in table.report_ids], dtype=bool)[table.stubs["report"]]
        found = self.linker.links(new=new)
        inside = np.array([id in part.stubs for id in table.stub_ids], dtype=bool)
        keep = inside[found.a] & inside[found.b]
        return Links(found.a[keep], found.b[keep], found.points[keep])

    def _with_known(self, part: Part) -> Links:
        """Return the fresh links with those that were known and whose stubs nobody touched."""
        table = self.table
        a, b, points = [], [], []
        for one, other, value in part.links:
            rows = table.stub_row(one), table.stub_row(other)
            if rows[0] is None or rows[1] is None:
                continue
            if part.touched.isdisjoint(table.report_ids[table.stubs["report"][r]] for r in rows):
                a.append(rows[0])
                b.append(rows[1])
                points.append(value)
        return self.linker.sorted_links(
            np.r_[np.array(a, np.int64), self.fresh.a],
            np.r_[np.array(b, np.int64), self.fresh.b],
            np.r_[np.array(points, np.float32), self.fresh.points],
        )

    def changed(self) -> list[tuple[str, ...]]:
        """Return the groups that are to be weighed: all but those kept as they were."""
        kept: Collection[tuple[str, ...]] = self.part.kept if self.part is not None else ()
        return [group for group in self.groups if group not in kept]

    def incidents(self, describer: Describer) -> Iterator[Incident]:
        """Yield the incidents that are to be weighed; the describer's table holds their claims."""
        wanted = set(self.changed())
        for group, id, trail, parent in zip(self.groups, self.ids, self.trails, self.parents, strict=True):
            if group in wanted:
                rows = [r for r in map(describer.table.stub_row, group) if r is not None]
                yield describer.incident(rows, id, trail, parent)

    def links_told(self, links: Links) -> Iterator[Link]:
        """Yield links by the ids of their stubs."""
        ids = self.table.stub_ids
        for a, b, points in zip(links.a.tolist(), links.b.tolist(), links.points.tolist(), strict=True):
            yield ids[a], ids[b], points


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
    decided = Decided(
        decided_pairs(table, decisions, minted),
        frozenset(d.subject for d in in_force(decisions) if d.action == "reject"),
    )
    folding = Folding(table, decided=decided, minted=minted, rules=rules)
    named = None if origins is None else named_origins(table, origins)
    describer = Describer(table, folding.linker, weigh, registry or load_registry(), named, decided.rejected)
    return Folded(
        incidents=tuple(folding.incidents(describer)),
        groups=dict(zip(folding.ids, folding.groups, strict=True)),
        links=tuple(folding.links_told(folding.links)),
        minted=tuple(folding.minted),
    )
