"""The ledger as the desk asks it: rows of incidents by number, who claims and who publishes in them. SQL alone."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, func, select

from counterclaim.ledger import Ledger, tables
from counterclaim.ledger.readers import COUNTING, batches
from counterclaim.record import Incident, IncidentPlace, Side

_I, _DOC, _IC = tables.incident.c, tables.incident_doc.c, tables.incident_claim.c
_C, _D, _R = tables.claim.c, tables.reading.c, tables.report.c


class Brief(msgspec.Struct, frozen=True):
    """The part of an incident's document that the overview goes by."""

    id: str
    place: IncidentPlace | None
    sides: tuple[Side, ...]
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


class Watch:
    """Sees whether anybody wrote to an SQLite ledger since the last look; elsewhere `fold_mark` has to do."""

    def __init__(self, ledger: Ledger) -> None:
        path = ledger._database.path
        self._lock = threading.Lock()
        self._connection = None
        if path is not None:
            address = f"{path.resolve().as_uri()}?mode=ro"
            self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)

    def changed(self) -> int:
        """Return a number that is another one after every write."""
        if self._connection is None:
            return 0
        with self._lock:
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


def fold_mark(connection: Connection) -> tuple[int, ...]:
    """Return what changes when the fold writes: cheap, read on every request."""
    found = connection.execute(
        select(func.count(), func.coalesce(func.min(_I.n), 0), func.coalesce(func.max(_I.n), 0)).select_from(
            tables.incident
        )
    ).one()
    minted = connection.scalar(select(func.max(tables.incident_id.c.n))) or 0
    decided = connection.scalar(select(func.max(tables.decision.c.n))) or 0
    read = connection.scalar(select(func.max(tables.reading.c.n))) or 0
    return (*found, minted, decided, read)


def rows(connection: Connection) -> list[Row]:
    """Return the rows of all incidents."""
    return [Row._make(row) for row in connection.execute(select(*_ROW).order_by(_I.n))]


def briefs(connection: Connection, numbers: Sequence[int] | None) -> Iterator[tuple[int, Brief]]:
    """Yield number and brief of incidents (of all, where None)."""
    query = select(_DOC.n, _DOC.doc)
    if numbers is None:
        for n, doc in connection.execute(query).yield_per(1000):
            yield n, _BRIEF.decode(doc)
        return
    for batch in batches(numbers):
        for n, doc in connection.execute(query.where(_DOC.n.in_(batch))):
            yield n, _BRIEF.decode(doc)


def claimants(connection: Connection, numbers: Sequence[int] | None) -> Iterator[tuple[int, str]]:
    """Yield each incident's number with each of its claimants by name."""
    query = (
        select(_IC.incident, _C.claimant)
        .join(tables.claim, _C.id == _IC.claim)
        .join(tables.reading, _D.n == _C.reading)
        .where(COUNTING)
    )
    for part in [query] if numbers is None else [query.where(_IC.incident.in_(b)) for b in batches(numbers)]:
        yield from ((n, name) for n, name in connection.execute(part.distinct()))


def outlets(connection: Connection) -> dict[str, str]:
    """Return the publisher of each report that names one."""
    found = connection.execute(select(_R.id, _R.publisher).where(_R.publisher.is_not(None)))
    return {id_: publisher for id_, publisher in found if publisher}


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
