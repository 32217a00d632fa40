"""The fold's results: incidents with their ids, what each is made of, and the queries over them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, delete, func, insert, or_, select, update

from counterclaim import settings
from counterclaim.chunks import chunks
from counterclaim.errors import LedgerError
from counterclaim.ledger import tables
from counterclaim.ledger.readers import batches
from counterclaim.ledger.rows import actor_keys, decoder, encode, incident_row, name_key, place_keys
from counterclaim.ledger.values import Filters, Order, Origin, StubLink
from counterclaim.record import Incident

_INCIDENT = decoder(Incident)
_REASONS = decoder(tuple[str, ...])
_I, _ID, _DOC, _META = tables.incident.c, tables.incident_id.c, tables.incident_doc.c, tables.meta.c
_LAST = "last incident"
_PARTS = (
    tables.incident_doc,
    tables.incident_stub,
    tables.incident_claim,
    tables.incident_actor,
    tables.incident_place,
)


def save(
    connection: Connection,
    incidents: Iterable[Incident],
    stub_groups: Mapping[str, Sequence[str]],
    changed: Iterable[str] | None,
    at: str,
) -> int:
    """Write the incidents of a fold in place of those `changed` (None: of all). See Ledger.save_fold."""
    gone = None if changed is None else sorted(set(changed))
    first = last_number(connection) + 1
    _clear(connection, gone)
    saved = 0
    for batch in chunks(incidents, settings.LEDGER_BATCH):
        _write(connection, batch, stub_groups, first + saved, at)
        saved += len(batch)
    _keep_last_number(connection, first + saved - 1)
    return saved


def last_number(connection: Connection) -> int:
    """Return the greatest number that an incident had in any fold: no number comes twice, so that what was read of an
    incident once holds as long as its number is there.
    """
    kept = connection.scalar(select(_META.value).where(_META.key == _LAST))
    return int(kept) if kept is not None else int(connection.scalar(select(func.max(_I.n))) or 0)


def _keep_last_number(connection: Connection, number: int) -> None:
    row = {"key": _LAST, "value": str(number)}
    if not connection.execute(update(tables.meta).where(_META.key == _LAST).values(row)).rowcount:
        connection.execute(insert(tables.meta), row)


def _clear(connection: Connection, gone: list[str] | None) -> None:
    if gone is None:
        for table in (*_PARTS, tables.incident):
            connection.execute(delete(table))
        return
    for batch in batches(gone):
        numbers = connection.scalars(select(_I.n).where(_I.id.in_(batch))).all()
        for table in _PARTS:
            connection.execute(delete(table).where(_key(table).in_(numbers)))
        connection.execute(delete(tables.incident).where(_I.n.in_(numbers)))


def _key(table: Table) -> Column[int]:
    return table.c.n if table is tables.incident_doc else table.c.incident


def _write(
    connection: Connection, incidents: list[Incident], groups: Mapping[str, Sequence[str]], first: int, at: str
) -> None:
    numbered = list(enumerate(incidents, first))
    rows = [incident_row(i) | {"n": n} for n, i in numbered]
    connection.execute(insert(tables.incident), rows)
    connection.execute(insert(tables.incident_doc), [{"n": n, "doc": encode(i)} for n, i in numbered])
    _mint(connection, incidents, groups, at)
    _put(connection, tables.incident_stub, {(s, n) for n, i in numbered for s in groups[i.id]})
    _put(connection, tables.incident_claim, {(c, n) for n, i in numbered for c in i.claims})
    beside = {row["n"]: (row["day_lo"], row["killed_best"]) for row in rows}
    for table, keys_of in ((tables.incident_actor, actor_keys), (tables.incident_place, place_keys)):
        _put(connection, table, {(k, n, *beside[n]) for n, i in numbered for k in keys_of(i)})


def _put(connection: Connection, table: Table, rows: set[tuple[Any, ...]]) -> None:
    """Insert rows given as tuples of all columns: there are millions, and SQLAlchemy takes as long as the database."""
    if rows:
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        marks = ", ".join(mark for _ in table.columns)
        names = ", ".join(table.columns.keys())
        ordered = sorted(rows, key=lambda row: row[:2])
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", ordered)


def _mint(connection: Connection, incidents: list[Incident], groups: Mapping[str, Sequence[str]], at: str) -> None:
    """Write the ids not minted yet, and what is new in the trails."""
    events: list[tuple[str, str, str | None]] = []
    for i in incidents:
        events.append((i.id, "minted", None))
        events += [(i.id, "merged", other) for other in i.merged_from]
        if i.split_from is not None:
            events.append((i.id, "split", i.split_from))
    known = set(
        connection.execute(select(_ID.id, _ID.event, _ID.other).where(_ID.id.in_([i.id for i in incidents])))
    )
    new = [e for e in dict.fromkeys(events) if e not in known]
    stubs = {i.id: min(groups[i.id], default=None) for i in incidents}
    _insert(
        connection,
        tables.incident_id,
        [
            {"id": i, "event": e, "other": o, "at": at, "stub": stubs[i] if e == "minted" else None}
            for i, e, o in new
        ],
    )


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def analyze(connection: Connection) -> None:
    """Let the database learn how the incidents are spread, which its choice of index hangs on."""
    for table in (tables.incident, tables.incident_actor, tables.incident_place):
        connection.exec_driver_sql(f"ANALYZE {table.name}")


def groups(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Return the stubs of each incident of the last fold."""
    found: dict[str, list[str]] = defaultdict(list)
    s = tables.incident_stub.c
    for incident, stub in connection.execute(select(_I.id, s.stub).join(tables.incident, _I.n == s.incident)):
        found[incident].append(stub)
    return {incident: tuple(sorted(stubs)) for incident, stubs in found.items()}


def stubs_of(connection: Connection, id_: str) -> tuple[str, ...]:
    """Return the stubs of an incident of the last fold."""
    s = tables.incident_stub.c
    query = select(s.stub).join(tables.incident, _I.n == s.incident).where(_I.id == id_)
    return tuple(sorted(connection.scalars(query)))


def members(connection: Connection, table: Table, key: str, ids: Iterable[str]) -> dict[str, str]:
    """Return the incident of each of `ids` (stubs or claims) that is in one."""
    found = {}
    for batch in batches(sorted(set(ids))):
        rows = connection.execute(
            select(table.c[key], _I.id)
            .join(tables.incident, _I.n == table.c.incident)
            .where(table.c[key].in_(batch))
        )
        found.update(dict(rows.all()))
    return found


def minted(connection: Connection) -> dict[str, int]:
    """Return every id ever minted, with its place in the order of minting."""
    rows = connection.execute(select(_ID.id, _ID.n).where(_ID.event == "minted").order_by(_ID.n))
    return dict(rows.all())


def trail(connection: Connection, id_: str) -> list[tuple[str, str, str | None, str]]:
    """Return what happened to an id: (id, event, other, at), first to last."""
    rows = connection.execute(
        select(_ID.id, _ID.event, _ID.other, _ID.at).where(or_(_ID.id == id_, _ID.other == id_)).order_by(_ID.n)
    )
    return [(r.id, r.event, r.other, r.at) for r in rows]


def incident(connection: Connection, id_: str) -> Incident | None:
    """Return an incident; of an id that another took over, that other one."""
    seen: set[str] = set()
    while id_ not in seen:
        seen.add(id_)
        doc = connection.scalar(select(_DOC.doc).join(tables.incident, _I.n == _DOC.n).where(_I.id == id_))
        if doc is not None:
            return _INCIDENT.decode(doc)
        taker = connection.execute(
            select(_ID.id).where(_ID.event == "merged", _ID.other == id_).order_by(_ID.n.desc()).limit(1)
        ).scalar()
        if taker is None:
            return None
        id_ = taker
    return None


def incidents(connection: Connection, filters: Filters, limit: int | None, order: Order) -> Iterator[Incident]:
    """Yield the incidents that pass the filters. See Ledger.incidents."""
    found, beside = _filtered(connection, filters)
    first, order_by = _order(order, beside)
    left = limit
    # Known and unknown apart: no index gives "unknown last" on both kinds of database.
    for part in (found.where(first.is_not(None)), found.where(first.is_(None))):
        query = part.order_by(*order_by)
        numbers = connection.scalars(query if left is None else query.limit(left)).yield_per(settings.LEDGER_BATCH)
        # The documents are read last, a page at a time: none of a row that is sorted away.
        for page in numbers.partitions():
            left = None if left is None else left - len(page)
            docs = dict(connection.execute(select(_DOC.n, _DOC.doc).where(_DOC.n.in_(page))).all())
            for n in page:
                yield _INCIDENT.decode(docs[n])


def count(connection: Connection, filters: Filters) -> int:
    """Return how many incidents pass the filters."""
    query = _filtered(connection, filters)[0].subquery()
    return int(connection.execute(select(func.count()).select_from(query)).scalar_one())


def _filtered(connection: Connection, filters: Filters) -> tuple[Select[Any], Any]:
    """Return the query for the numbers of the incidents that pass, and the columns of what they are ordered by."""
    beside: Any = _I
    query = select(_I.n)
    for table, name in ((tables.incident_actor, filters.actor), (tables.incident_place, filters.place)):
        if name is not None:
            query = query.join(table, table.c.incident == _I.n).where(table.c.key == name_key(name))
            beside = table.c  # what is found by a name is walked in the order kept beside the names
    for column, value in (
        (_I.country, filters.country),
        (_I.type, filters.type),
        (_I.grade, filters.grade),
        (_I.contested, filters.contested),
    ):
        if value is not None:
            query = query.where(column == value)
    if filters.until is not None:
        query = query.where(beside.day_lo <= filters.until)
    if filters.since is not None:
        query = query.where(beside.day_lo >= _earliest(connection, filters.since), _I.day_hi >= filters.since)
    return query, beside


def _order(order: Order, beside: Any) -> tuple[ColumnElement[Any], tuple[ColumnElement[Any], ...]]:
    """Return the column that is sorted by, and the whole order; ids break ties."""
    if order == "killed":
        first = beside.killed_best
        return first, (first.desc(), _I.killed_high.desc().nulls_last(), _I.id.desc())
    if order == "earliest":
        return beside.day_lo, (beside.day_lo.asc(), _I.id.asc())
    return beside.day_lo, (beside.day_lo.desc(), _I.id.desc())


def _earliest(connection: Connection, since: str) -> str:
    """Return the first day on which an incident can begin and still touch `since`: the longest one's length before."""
    longest = connection.execute(select(func.max(_I.days))).scalar() or 0
    try:
        return (dt.date.fromisoformat(since) - dt.timedelta(days=longest)).isoformat()
    except ValueError as error:
        raise LedgerError(f"{since}: give a day as YYYY-MM-DD") from error
    except OverflowError:
        return "0001-01-01"


def save_links(connection: Connection, links: Iterable[StubLink], touching: Iterable[str] | None) -> None:
    """Write links between stubs in place of all that touch `touching` (None: of all)."""
    _replace(connection, tables.stub_link, touching)
    for batch in chunks(links, settings.LEDGER_BATCH):
        _insert(
            connection,
            tables.stub_link,
            [{"a": k.a, "b": k.b, "score": k.score, "reasons": encode(k.reasons)} for k in batch],
        )


def save_origins(connection: Connection, origins: Iterable[Origin], touching: Iterable[str] | None) -> None:
    """Write edges of origin in place of all that touch `touching` (None: of all)."""
    _replace(connection, tables.origin, touching)
    for batch in chunks(origins, settings.LEDGER_BATCH):
        _insert(
            connection,
            tables.origin,
            [{"a": o.a, "b": o.b, "kind": o.kind, "score": o.score, "reasons": encode(o.reasons)} for o in batch],
        )


def links(connection: Connection, stubs: Iterable[str] | None) -> list[StubLink]:
    """Return the links between stubs (those that touch `stubs`), by their ends."""
    rows = _touching(connection, tables.stub_link, stubs)
    return [StubLink(a=r.a, b=r.b, score=r.score, reasons=_REASONS.decode(r.reasons)) for r in rows]


def origins(connection: Connection, ids: Iterable[str] | None) -> list[Origin]:
    """Return the edges of origin and the near-copies (those that touch `ids`), by their ends."""
    found = [
        Origin(a=r.a, b=r.b, kind=kind or r.kind, score=r.score, reasons=_REASONS.decode(r.reasons))
        for table, kind in ((tables.origin, None), (tables.near_copy, "reprint"))
        for r in _touching(connection, table, ids)
    ]
    return sorted(found, key=lambda o: (o.a, o.b, o.kind))


def _replace(connection: Connection, table: Table, touching: Iterable[str] | None) -> None:
    if touching is None:
        connection.execute(delete(table))
        return
    for batch in batches(sorted(set(touching))):
        connection.execute(delete(table).where(or_(table.c.a.in_(batch), table.c.b.in_(batch))))


def _touching(connection: Connection, table: Table, ids: Iterable[str] | None) -> list[Any]:
    if ids is None:
        return list(connection.execute(select(table).order_by(table.c.a, table.c.b)))
    found = {}
    for batch in batches(sorted(set(ids))):
        for row in connection.execute(select(table).where(or_(table.c.a.in_(batch), table.c.b.in_(batch)))):
            found[tuple(row)] = row
    return [found[key] for key in sorted(found)]
