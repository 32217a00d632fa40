"""Near-copies among reports: their signatures, the indexes by which they are looked up, and the pairs found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, delete, func, insert, or_, select

from counterclaim import settings
from counterclaim.chunks import chunks
from counterclaim.ledger import tables
from counterclaim.ledger.readers import batches
from counterclaim.ledger.rows import decoder, encode, plain
from counterclaim.record import Report
from counterclaim.weighing.reprints import (
    COMMON_ALL,
    NO_BANDS,
    Pair,
    Signature,
    common_shingles,
    pairs,
    pairs_of,
    sampled_of,
)

_REPORT, _NAMES = decoder(Report), decoder(tuple[str, ...])
_R, _D, _S = tables.report.c, tables.reading.c, tables.signature.c
_BAND, _SHINGLE, _O = tables.signature_band.c, tables.signature_shingle.c, tables.near_copy.c


class Copies:
    """The signatures of one ledger; a `reprints.Lookup`, so that one more report finds its copies."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # What `reprints` asks

    def banded(self, bands: Sequence[int], limit: int) -> Iterable[tuple[int, str]]:
        """Return (band, key) for the reports with a band: of each band the `limit` smallest keys."""
        return self._holding(_BAND, bands, limit)

    def carriers(self, sampled: Sequence[int], limit: int) -> Iterable[tuple[int, str]]:
        """Return (shingle, key) for the reports with a sampled shingle: of each shingle the `limit` smallest keys."""
        return self._holding(_SHINGLE, sampled, limit)

    def _holding(self, table: Any, keys: Sequence[int], limit: int) -> Iterator[tuple[int, str]]:
        for batch in batches(keys):
            query = select(table.key, _R.id).join(tables.report, _R.n == table.report).where(table.key.in_(batch))
            held: dict[int, list[str]] = defaultdict(list)
            for key, report in self._connection.execute(query):
                held[key].append(report)
            for key, reports in held.items():
                yield from ((key, report) for report in sorted(reports)[:limit])

    def counts(self, sampled: Sequence[int]) -> Iterable[tuple[int, str | None, int]]:
        """Return (shingle, publisher, how many reports of that publisher have it); more than enough of a common one."""
        for batch in batches(sampled):
            common = select(tables.shingle_common.c.key).where(tables.shingle_common.c.key.in_(batch))
            yield from ((key, None, COMMON_ALL + 1) for key in self._connection.scalars(common).all())
            told = (
                select(_SHINGLE.key, _S.publisher, func.count())
                .join(tables.signature, _S.report == _SHINGLE.report)
                .where(_SHINGLE.key.in_(batch))
                .group_by(_SHINGLE.key, _S.publisher)
            )
            yield from ((key, publisher, count) for key, publisher, count in self._connection.execute(told).all())

    def paired(self, sampled: Sequence[int]) -> Iterable[tuple[str, str]]:
        """Return the keys of the pairs of which both have one of the sampled shingles."""
        having = {report for _, report in self._holding(_SHINGLE, sampled, COMMON_ALL + 1)}
        for batch in batches(sorted(having)):
            rows = self._connection.execute(select(_O.a, _O.b).where(_O.a.in_(batch)))
            yield from ((a, b) for a, b in rows if b in having)

    def signatures(self, keys: Sequence[str]) -> Iterable[Signature]:
        """Return the signatures of reports, without their bands."""
        for batch in batches(keys):
            query = select(_R.id, _R.published, _S.data, _S.publisher, _S.credited).join(
                tables.report, _R.n == _S.report
            )
            for row in self._connection.execute(query.where(_R.id.in_(batch))):
                yield _signature(row)

    # What the fold does

    def unsigned(self) -> list[str]:
        """Return the reports that were read and have no signature yet, by id."""
        read = select(_D.n).where(_D.report == _R.id, _D.outcome == "ok")
        added = select(tables.decision.c.n).where(
            tables.decision.c.report == _R.id, tables.decision.c.action == "add"
        )
        query = (
            select(_R.id)
            .join(tables.unfolded, tables.unfolded.c.report == _R.id)
            .outerjoin(tables.signature, _S.report == _R.n)
            .where(_S.report.is_(None), or_(read.exists(), added.exists()))
            .order_by(_R.id)
        )
        return list(self._connection.scalars(query))

    def texts(self, ids: Sequence[str]) -> Iterator[Report]:
        """Yield the reports of some ids as they were first read."""
        for batch in batches(ids):
            docs = self._connection.scalars(select(_R.doc).where(_R.id.in_(batch)).order_by(_R.id)).all()
            yield from map(_REPORT.decode, docs)

    def count(self) -> int:
        """Return how many reports have a signature."""
        return int(self._connection.scalar(select(func.count()).select_from(tables.signature)) or 0)

    def add(self, new: Iterable[Signature]) -> set[str]:
        """Keep signatures one by one; return the reports whose near-copies are not what they were."""
        changed: set[str] = set()
        for batch in chunks(new, settings.LEDGER_BATCH):
            numbers = self._numbers([s.key for s in batch])
            for one in batch:
                changed |= self._add(one, numbers[one.key])
        return changed

    def _add(self, new: Signature, number: int) -> set[str]:
        change = pairs_of(new, self)
        common = set(change.common)
        if common:
            self._set_common(common)
        same = any(pair.kind == "verbatim" for pair in change.added)
        self._write([(number, new)], common, copies=same)
        for a, b in change.dropped:
            self._connection.execute(delete(tables.near_copy).where(_O.a == a, _O.b == b))
        self._write_pairs(change.added)
        return {key for a, b in [*((p.a, p.b) for p in change.added), *change.dropped] for key in (a, b)}

    def add_many(self, new: Iterable[Signature]) -> None:
        """Keep so many signatures that all pairs are found anew in memory."""
        fresh = list(new)
        known = list(self._all())
        every = sorted([*known, *fresh], key=lambda s: s.key)
        common = set(common_shingles(every).tolist())
        heads: set[bytes] = {s.data for s in known}
        self._connection.execute(delete(tables.shingle_common))
        self._set_common(common)
        numbers = self._numbers([s.key for s in fresh])
        for batch in chunks(sorted(fresh, key=lambda s: s.key), settings.LEDGER_BATCH):
            whole: list[tuple[int, Signature]] = []
            copies: list[tuple[int, Signature]] = []
            for one in batch:
                (copies if one.data in heads else whole).append((numbers[one.key], one))
                heads.add(one.data)
            self._write(whole, common, copies=False)
            self._write(copies, common, copies=True)
        self._connection.execute(delete(tables.near_copy))
        self._write_pairs(pairs(every))

    def components(self, reports: Iterable[str] | None = None) -> dict[str, str]:
        """Return for each report that has near-copies (of the groups of `reports`, where given) the first of its group."""
        edges = self._edges(None) if reports is None else self._edges_about(set(reports))
        parent: dict[str, str] = {}

        def find(key: str) -> str:
            top = key
            while (up := parent.get(top, top)) != top:
                top = up
            while key != top:
                parent[key], key = top, parent.get(key, key)
            return top

        for a, b in edges:
            one, other = sorted((find(a), find(b)))
            parent[other] = one
            parent.setdefault(one, one)
        return {key: find(key) for key in list(parent)}

    def _edges_about(self, reports: set[str]) -> set[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        seen, waiting = set(reports), sorted(reports)
        while waiting:
            fresh = self._edges(waiting)
            found |= fresh
            waiting = sorted({key for edge in fresh for key in edge} - seen)
            seen.update(waiting)
        return found

    def _edges(self, touching: Sequence[str] | None) -> set[tuple[str, str]]:
        query = select(_O.a, _O.b)
        if touching is None:
            return {(a, b) for a, b in self._connection.execute(query)}
        found: set[tuple[str, str]] = set()
        for batch in batches(touching):
            rows = self._connection.execute(query.where(or_(_O.a.in_(batch), _O.b.in_(batch))))
            found.update((a, b) for a, b in rows)
        return found

    # Rows

    def _numbers(self, ids: Sequence[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for batch in batches(ids):
            found.update(dict(self._connection.execute(select(_R.id, _R.n).where(_R.id.in_(batch))).all()))
        return found

    def _set_common(self, keys: Iterable[int]) -> None:
        table = tables.shingle_common
        for batch in batches(sorted(keys)):
            known = set(self._connection.scalars(select(table.c.key).where(table.c.key.in_(batch))))
            fresh = [{"key": key} for key in batch if key not in known]
            if fresh:
                self._connection.execute(insert(table), fresh)
                self._connection.execute(
                    delete(tables.signature_shingle).where(_SHINGLE.key.in_([f["key"] for f in fresh]))
                )

    def _write(self, rows: Sequence[tuple[int, Signature]], common: set[int], *, copies: bool) -> None:
        """Write signatures; of one of the same words as another (`copies`) no bands, for that one stands for it."""
        if not rows:
            return
        self._connection.execute(
            insert(tables.signature),
            [
                {"report": n, "data": s.data, "publisher": plain(s.publisher), "credited": encode(s.credited)}
                for n, s in rows
            ],
        )
        bands = [] if copies else [(key, n) for n, s in rows for key in dict.fromkeys(s.bands.tolist())]
        told = [(key, n) for n, s in rows for key in s.sampled.tolist() if key not in common]
        mark = "?, ?" if self._connection.dialect.name == "sqlite" else "%s, %s"
        for name, pairs_ in (("signature_band", bands), ("signature_shingle", told)):
            if pairs_:
                statement = f"INSERT INTO {name} (key, report) VALUES ({mark})"
                self._connection.exec_driver_sql(statement, sorted(pairs_))

    def _write_pairs(self, found: Iterable[Pair]) -> None:
        rows = [{"a": p.a, "b": p.b, "score": p.share, "reasons": encode(_reasons(p))} for p in found]
        if rows:
            self._connection.execute(insert(tables.near_copy), rows)

    def _all(self) -> Iterator[Signature]:
        query = select(_R.id, _R.published, _S.data, _S.publisher, _S.credited).join(
            tables.report, _R.n == _S.report
        )
        bands: Mapping[str, list[int]] = self._bands()
        for row in self._connection.execute(query):
            held = bands.get(row.id)
            yield _signature(row, np.array(held, np.int64) if held else NO_BANDS)

    def _bands(self) -> dict[str, list[int]]:
        held: dict[str, list[int]] = defaultdict(list)
        query = select(_R.id, _BAND.key).join(tables.report, _R.n == _BAND.report)
        for report, key in self._connection.execute(query):
            held[report].append(key)
        return held


def _reasons(pair: Pair) -> tuple[str, ...]:
    plain_by = (f"original {pair.original}", f"plain by {pair.plain_by}") if pair.original else ()
    return (pair.kind, f"{pair.share:.0%} of the shorter stands in the longer", *plain_by)


def _signature(row: Any, bands: Any = NO_BANDS) -> Signature:
    data = bytes(row.data)
    return Signature(
        key=row.id, data=data, bands=bands, sampled=sampled_of(data), publisher=row.publisher,
        credited=_NAMES.decode(row.credited), published=row.published,
    )  # fmt: skip
