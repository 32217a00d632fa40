"""The ledger as the desk asks it: rows of incidents by number, who claims and who publishes in them. SQL alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, func, select

from counterclaim.ledger import Ledger, tables
from counterclaim.ledger.folds import last_number
from counterclaim.ledger.readers import batches
from counterclaim.record import Incident

_I, _DOC, _IC = tables.incident.c, tables.incident_doc.c, tables.incident_claim.c
_C, _R = tables.claim.c, tables.report.c
READ_AT_ONCE = 10_000  # rows


# Of these there are as many as incidents, and the collector of garbage need not look through them.
class Place(msgspec.Struct, frozen=True, gc=False):
    """The place of an incident, as far as the overview goes by it."""

    name: str
    precision: int | None


class Who(msgspec.Struct, frozen=True, gc=False):
    """A side of an incident, as far as the overview goes by it."""

    key: str
    name: str
    actors: tuple[str, ...]


class Brief(msgspec.Struct, frozen=True, gc=False):
    """The part of an incident's document that the overview goes by."""

    place: Place | None
    sides: tuple[Who, ...]
    reports: tuple[str, ...]


class Row(NamedTuple):
    """The row of an incident: what filters and orders look at."""

    n: int
    id: str
    type: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    day_lo: str | None
    day_hi: str | None
    grade: str | None
    contested: bool
    low: int | None
    best: int | None
    high: int | None
    n_claims: int
    n_reports: int


class Entry(NamedTuple):
    """What the overview goes by of one incident; a number stands for one writing of it, and never changes."""

    row: Row
    brief: Brief
    claimants: tuple[str, ...]
    outlets: tuple[str, ...]


_ROW = (
    _I.n, _I.id, _I.type, _I.country, _I.admin1, _I.lat, _I.lon, _I.day_lo, _I.day_hi, _I.grade, _I.contested,
    _I.killed_low, _I.killed_best, _I.killed_high, _I.n_claims, _I.n_reports,
)  # fmt: skip
_BRIEF = msgspec.json.Decoder(Brief)
_INCIDENT = msgspec.json.Decoder(Incident)


@contextmanager
def connected(ledger: Ledger) -> Iterator[Connection]:
    """Give a connection to read with. The one place where the desk reaches under the ledger's methods."""
    with ledger._database.read() as connection:
        yield connection


def fold_mark(connection: Connection) -> tuple[int, int]:
    """Return what changes when the fold writes: cheap, read on every request."""
    return last_number(connection), int(connection.scalar(select(func.count()).select_from(tables.incident)) or 0)


def numbers(connection: Connection) -> list[int]:
    """Return the numbers of all incidents, in order."""
    return list(connection.scalars(select(_I.n).order_by(_I.n)))


def entries(connection: Connection, wanted: Sequence[int] | None) -> list[Entry]:
    """Return what the overview goes by of some incidents (of all, where None), by number."""
    briefs = {n: _BRIEF.decode(doc) for n, doc in _of(connection, select(_DOC.n, _DOC.doc), _DOC.n, wanted)}
    heard: dict[int, dict[str, None]] = defaultdict(dict)
    # A claim's id holds its claimant: whichever reading of it is asked says the same.
    told = select(_IC.incident, _C.claimant).join(tables.claim, _C.id == _IC.claim)
    for n, name in _of(connection, told, _IC.incident, wanted):
        heard[n][name] = None
    published = select(_R.id, _R.publisher).where(_R.publisher.is_not(None), _R.publisher != "")
    reports = None if wanted is None else sorted({r for brief in briefs.values() for r in brief.reports})
    outlets = dict(_of(connection, published, _R.id, reports))
    return [
        Entry(
            row=Row._make(row),
            brief=(brief := briefs[row.n]),
            claimants=tuple(heard.get(row.n, ())),
            outlets=tuple(sorted({outlets[r] for r in brief.reports if r in outlets})),
        )
        for row in _of(connection, select(*_ROW).order_by(_I.n), _I.n, wanted)
    ]


def _of(connection: Connection, query: Any, column: Any, wanted: Sequence[Any] | None) -> Iterator[Any]:
    """Yield the rows of a query whose column is among those wanted (all, where None)."""
    if wanted is None:
        for rows in connection.execute(query).yield_per(READ_AT_ONCE).partitions():
            yield from rows
        return
    for batch in batches(wanted):
        yield from connection.execute(query.where(column.in_(batch)))


def incidents(connection: Connection, ids: Sequence[str]) -> list[Incident]:
    """Return incidents by id, in the order given; one that is gone is left out."""
    found: dict[str, Incident] = {}
    for batch in batches(list(ids)):
        query = select(_I.id, _DOC.doc).join(tables.incident, _I.n == _DOC.n).where(_I.id.in_(batch))
        found.update((id_, _INCIDENT.decode(doc)) for id_, doc in connection.execute(query))
    return [found[i] for i in ids if i in found]


def publishers(connection: Connection, reports: Iterable[str]) -> dict[str, str | None]:
    """Return the publishers of some reports."""
    found: dict[str, str | None] = {}
    for batch in batches(sorted(set(reports))):
        found.update(dict(connection.execute(select(_R.id, _R.publisher).where(_R.id.in_(batch))).tuples()))
    return found


def inputs_of(connection: Connection, run: int) -> list[dict[str, Any]]:
    """Return what became of each input of a run, in order."""
    n, r = tables.input_.c, tables.report.c
    claims = select(func.count()).where(_C.reading == n.reading).scalar_subquery()
    found = connection.execute(
        select(n.name, n.outcome, n.state, n.report, r.title, claims.label("claims"), n.message)
        .outerjoin(tables.report, r.id == n.report)
        .where(n.run == run)
        .order_by(n.n)
    )
    return [dict(row._mapping) for row in found]
