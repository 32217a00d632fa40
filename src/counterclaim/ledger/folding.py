"""What a fold reads and writes, inside one transaction: so that two processes that add at once fold one after the other."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select

from counterclaim.chunks import chunks
from counterclaim.ledger import decisions, folds, readers, tables
from counterclaim.ledger.copies import Copies
from counterclaim.ledger.readers import COUNTING, Told, batches
from counterclaim.ledger.rows import decoder, encode
from counterclaim.ledger.values import Attached
from counterclaim.record import Incident
from counterclaim.weighing.fold import Link
from counterclaim.weighing.minted import Minted
from counterclaim.weighing.near import Block
from counterclaim.weighing.origins import Edge

_INCIDENT = decoder(Incident)
_B, _K, _I = tables.stub_block.c, tables.stub_link.c, tables.incident.c
_IS, _ID, _HELD = tables.incident_stub.c, tables.incident_id.c, tables.incident_held.c
_C, _D, _S = tables.claim.c, tables.reading.c, tables.stub.c
_CHUNK = 5000


class Reached(NamedTuple):
    """What hangs together with some stubs: all of them, the links between them, and the old incidents that hold them."""

    stubs: frozenset[str]
    links: tuple[Link, ...]
    groups: dict[str, tuple[str, ...]]


class FoldSession:
    """One transaction of a fold."""

    def __init__(self, connection: Connection, at: str) -> None:
        self._connection = connection
        self._at = at
        self.copies = Copies(connection)

    # What is to be folded

    def unfolded(self) -> set[str]:
        """Return the reports that came, went or were judged since the last fold."""
        return set(self._connection.scalars(select(tables.unfolded.c.report)))

    def count_live(self) -> int:
        """Return how many reports count and were read."""
        query = select(func.count()).select_from(tables.reading).where(_D.live, _D.outcome == "ok")
        return int(self._connection.scalar(query) or 0)

    def folded_before(self) -> bool:
        """Tell whether there is a fold at all."""
        return self._connection.execute(select(_B.stub).limit(1)).first() is not None

    def told(self, reports: Iterable[str] | None = None) -> Iterator[Told]:
        """Yield each report that counts (of `reports`, where given) with its claims and stubs, by id."""
        return readers.told(self._connection, reports)

    def attached(self) -> list[Attached]:
        """Return the decisions in force with what they apply to now."""
        return decisions.attached(self._connection)

    def stubs_of_claims(self, claims: Iterable[str]) -> dict[str, str]:
        """Return the stub in which each of the claims that count is told."""
        query = (
            select(_C.id, _S.id)
            .join(tables.reading, _D.n == _C.reading)
            .join(tables.stub, and_(_S.reading == _C.reading, _S.key == _C.stub))
            .where(COUNTING)
        )
        return self._pairs(query, _C.id, claims)

    def sizes_of_stubs(self, stubs: Iterable[str]) -> dict[str, int]:
        """Return how many claims each of the stubs that count has."""
        query = (
            select(_S.id, func.count(_C.n))
            .join(tables.reading, _D.n == _S.reading)
            .join(tables.claim, and_(_C.reading == _S.reading, _C.stub == _S.key))
            .where(COUNTING)
            .group_by(_S.id)
        )
        return self._pairs(query, _S.id, stubs)

    def reports_of(self, stubs: Iterable[str]) -> set[str]:
        """Return the reports that tell some stubs."""
        return set(readers.stub_reports(self._connection, stubs).values())

    def stubs_ever(self, reports: Iterable[str]) -> set[str]:
        """Return every stub that any reading of the reports had, and those that people had opened at the last fold."""
        found = self.live_stubs(reports)
        for batch in batches(sorted(set(reports))):
            found.update(self._connection.scalars(select(_S.id).where(_S.report.in_(batch))))
        return found

    def _pairs(self, query: Any, column: ColumnElement[str], ids: Iterable[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for batch in batches(sorted(set(ids))):
            found.update(dict(self._connection.execute(query.where(column.in_(batch))).all()))
        return found

    # Blocks, links and groups

    def save_blocks(self, blocks: Iterable[Block], reports: Collection[str] | None) -> None:
        """Write the blocks of stubs in place of those of `reports` (None: of all)."""
        if reports is None:
            self._connection.execute(delete(tables.stub_block))
        else:
            for batch in batches(sorted(reports)):
                self._connection.execute(delete(tables.stub_block).where(_B.report.in_(batch)))
        for rows in chunks(blocks, _CHUNK):
            self._put("stub_block", Block._fields, rows)

    def blocks(self, reach: int, first: int, last: int, longest: int) -> list[Block]:
        """Return the blocks of a reach that touch some days; none spans more than `longest`."""
        query = select(tables.stub_block).where(
            _B.reach == reach, _B.first.between(first - longest, last), _B.last >= first
        )
        return [Block(*row) for row in self._connection.execute(query)]

    def live_stubs(self, reports: Iterable[str]) -> set[str]:
        """Return the stubs of reports as the blocks have them."""
        found: set[str] = set()
        for batch in batches(sorted(set(reports))):
            found.update(self._connection.scalars(select(_B.stub).where(_B.report.in_(batch))))
        return found

    def blocks_of(self, stubs: Iterable[str]) -> list[Block]:
        """Return the blocks of those of some stubs that count."""
        found: list[Block] = []
        for batch in batches(sorted(set(stubs))):
            rows = self._connection.execute(select(tables.stub_block).where(_B.stub.in_(batch)))
            found += [Block(*row) for row in rows]
        return found

    def reach(self, stubs: Collection[str], ties: Iterable[tuple[str, str]]) -> Reached:
        """Return all that hangs together with some stubs: by links, by an old incident, or by `ties`."""
        tied: dict[str, set[str]] = defaultdict(set)
        for a, b in ties:
            tied[a].add(b)
            tied[b].add(a)
        seen, waiting = set(stubs), set(stubs)
        links: dict[tuple[str, str], float] = {}
        numbers: set[int] = set()
        while waiting:
            found = {other for stub in waiting for other in tied.get(stub, ())}
            for batch in batches(sorted(waiting)):
                rows = self._connection.execute(
                    select(_K.a, _K.b, _K.score).where(or_(_K.a.in_(batch), _K.b.in_(batch)))
                ).all()
                links.update({(a, b): score for a, b, score in rows})
                found.update(stub for a, b, _ in rows for stub in (a, b))
                fresh = set(self._connection.scalars(select(_IS.incident).where(_IS.stub.in_(batch)))) - numbers
                numbers |= fresh
                found |= self._members(fresh)
            waiting = found - seen
            seen |= waiting
        return Reached(
            frozenset(seen), tuple((a, b, score) for (a, b), score in links.items()), self._groups(numbers)
        )

    def _members(self, numbers: Collection[int]) -> set[str]:
        found: set[str] = set()
        for batch in batches(sorted(numbers)):
            found.update(self._connection.scalars(select(_IS.stub).where(_IS.incident.in_(batch))))
        return found

    def _groups(self, numbers: Collection[int]) -> dict[str, tuple[str, ...]]:
        held: dict[str, list[str]] = defaultdict(list)
        for batch in batches(sorted(numbers)):
            query = select(_I.id, _IS.stub).join(tables.incident, _I.n == _IS.incident).where(_I.n.in_(batch))
            for id_, stub in self._connection.execute(query):
                held[id_].append(stub)
        return {id_: tuple(sorted(stubs)) for id_, stubs in held.items()}

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Return the stubs of each incident of the last fold."""
        return folds.groups(self._connection)

    def incidents(self, ids: Sequence[str]) -> dict[str, Incident]:
        """Return incidents of the last fold."""
        doc = tables.incident_doc.c
        query = select(_I.id, doc.doc).join(tables.incident, _I.n == doc.n)
        return {id_: _INCIDENT.decode(said) for id_, said in self._pairs(query, _I.id, ids).items()}

    # Ids

    def minted(self, groups: Mapping[str, Sequence[str]], stubs: Collection[str] | None) -> list[Minted]:
        """Return the ids minted, oldest first, with the stubs that they hold or held last.

        With `stubs` only the ids of `groups` and those that nobody has now and that held one of the stubs.
        """
        made = self._minted_of(groups, stubs)
        split = self._splits([id_ for id_, _, _ in made])
        held = self._held(None if stubs is None else [id_ for id_, _, _ in made if id_ not in groups])
        return [
            Minted(
                id=id_,
                stub=stub or "",
                stubs=frozenset(groups[id_] if id_ in groups else held.get(id_, ())),
                split_from=split.get(id_),
            )
            for id_, stub, _ in sorted(made, key=lambda m: m[2])
        ]

    def _minted_of(
        self, groups: Mapping[str, Sequence[str]], stubs: Collection[str] | None
    ) -> list[tuple[str, str | None, int]]:
        query = select(_ID.id, _ID.stub, _ID.n).where(_ID.event == "minted")
        if stubs is None:
            return [tuple(row) for row in self._connection.execute(query)]
        wanted = set(groups)
        for batch in batches(sorted(stubs)):
            wanted.update(self._connection.scalars(select(_HELD.id).where(_HELD.stub.in_(batch))))
        wanted |= self._nobodys(self.minted_from(stubs))
        found: list[tuple[str, str | None, int]] = []
        for batch in batches(sorted(wanted)):
            found += [tuple(row) for row in self._connection.execute(query.where(_ID.id.in_(batch)))]
        return found

    def minted_from(self, stubs: Iterable[str]) -> set[str]:
        """Return the ids that were minted from some stubs."""
        found: set[str] = set()
        for batch in batches(sorted(set(stubs))):
            found.update(self._connection.scalars(select(_ID.id).where(_ID.event == "minted", _ID.stub.in_(batch))))
        return found

    def _nobodys(self, ids: set[str]) -> set[str]:
        """Return those of the ids that no incident has now."""
        taken: set[str] = set()
        for batch in batches(sorted(ids)):
            taken.update(self._connection.scalars(select(_I.id).where(_I.id.in_(batch))))
        return ids - taken

    def _splits(self, ids: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for batch in batches(sorted(ids)):
            query = select(_ID.id, _ID.other).where(_ID.event == "split", _ID.id.in_(batch)).order_by(_ID.n.desc())
            found.update({id_: other for id_, other in self._connection.execute(query) if other is not None})
        return found

    def _held(self, ids: Sequence[str] | None) -> dict[str, list[str]]:
        held: dict[str, list[str]] = defaultdict(list)
        for batch in [None] if ids is None else batches(sorted(ids)):
            query = select(_HELD.id, _HELD.stub)
            for id_, stub in self._connection.execute(query if batch is None else query.where(_HELD.id.in_(batch))):
                held[id_].append(stub)
        return held

    # Writing

    def save(
        self,
        incidents: Iterable[Incident],
        groups: Mapping[str, Sequence[str]],
        before: Mapping[str, Sequence[str]],
        replaced: Collection[str] | None,
    ) -> int:
        """Write incidents in place of those `replaced` (None: of all), and return how many.

        `groups` are the stubs of all incidents of the fold, `before` those of the one before.
        """
        self._drop_edges(replaced)
        saved = folds.save(self._connection, incidents, groups, replaced, self._at)
        back, gone = [i for i in groups if i not in before], [i for i in before if i not in groups]
        for batch in batches([*back, *gone]):
            self._connection.execute(delete(tables.incident_held).where(_HELD.id.in_(batch)))
        for rows in chunks(((i, s) for i in gone for s in before[i]), _CHUNK):
            self._put("incident_held", ("id", "stub"), rows)
        if replaced is None:
            folds.analyze(self._connection)
        return saved

    def save_links(self, links: Iterable[Link], gone: Collection[str] | None) -> None:
        """Write links in place of those that touch the stubs `gone` (None: of all)."""
        if gone is None:
            self._connection.execute(delete(tables.stub_link))
        else:
            for batch in batches(sorted(gone)):
                self._connection.execute(delete(tables.stub_link).where(or_(_K.a.in_(batch), _K.b.in_(batch))))
        for rows in chunks(((a, b, points, "[]") for a, b, points in links), _CHUNK):
            self._put("stub_link", ("a", "b", "score", "reasons"), rows)

    def _drop_edges(self, incidents: Collection[str] | None) -> None:
        """Take out why claims of some incidents (None: of all) are of one origin."""
        if incidents is None:
            self._connection.execute(delete(tables.origin))
            return
        held = tables.incident_claim.c
        for batch in batches(sorted(incidents)):
            query = select(held.claim).join(tables.incident, _I.n == held.incident).where(_I.id.in_(batch))
            for claims in batches(self._connection.scalars(query).all()):
                self._connection.execute(delete(tables.origin).where(tables.origin.c.a.in_(claims)))

    def add_edges(self, edges: Iterable[Edge]) -> None:
        """Write why claims of incidents that are written anew are of one origin."""
        for rows in chunks(
            ((e.a, e.b, e.reason, 1.0, encode((e.detail,) if e.detail else ())) for e in edges), _CHUNK
        ):
            self._put("origin", ("a", "b", "kind", "score", "reasons"), rows)

    def done(self) -> None:
        """Write that all is folded."""
        self._connection.execute(delete(tables.unfolded))

    def _put(self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        mark = "?" if self._connection.dialect.name == "sqlite" else "%s"
        marks = ", ".join([mark] * len(columns))
        self._connection.exec_driver_sql(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", [tuple(row) for row in rows]
        )
