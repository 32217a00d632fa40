"""Adding readings and removing reports: the rows that come, and the marks that say what counts."""

import msgspec
from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from counterclaim.ledger import search, tables, unfolded
from counterclaim.ledger.rows import (
    Row,
    claim_row,
    decoder,
    encode,
    plain,
    report_row,
    source_key,
    stub_row,
    versions_key,
)
from counterclaim.ledger.values import Added, Removed, State
from counterclaim.record import Claim, Reading, Report

# Of two readings by the same versions the one asked for with more insistence counts (--relevance off reads more).
_RANK = {"quarantined": 0, "not_relevant": 1, "unread_language": 1, "ok": 2}

_REPORT = decoder(Report)
_CLAIM = decoder(Claim)
_R, _D, _C = tables.report.c, tables.reading.c, tables.claim.c


def add(connection: Connection, reading: Reading, run: int, name: str | None) -> Added:
    """Keep one reading with all it holds, and the row of its input. See Ledger.add."""
    made: int | None = None
    if reading.report is None:
        code, message = (reading.rejected.code, reading.rejected.message) if reading.rejected else (None, None)
        added = Added(state="not_kept", outcome=reading.outcome, code=code, message=message)
        name = name or (reading.rejected.input if reading.rejected else None)
    else:
        added, made = _keep(connection, reading, reading.report, run)
    connection.execute(
        insert(tables.input_),
        {
            "run": run,
            "name": plain(name),
            "outcome": reading.outcome,
            "state": added.state,
            "report": added.report,
            "reading": made,
            "code": plain(added.code),
            "message": plain(added.message),
        },
    )
    return added


def _keep(connection: Connection, reading: Reading, report: Report, run: int) -> tuple[Added, int | None]:
    stored = connection.execute(select(_R.doc).where(_R.id == report.id)).scalar()
    if stored is None:
        previous = _previous(connection, report)
        row = report_row(report) | {"previous": previous, "run": run, "live": False}
        connection.execute(insert(tables.report), row)
        made = _insert_reading(connection, reading, report.id, None, run)
        refresh(connection, report.id)
        state: State = "new_version" if previous else "new"
        return _added(state, reading, report.id, previous), made
    if is_removed(connection, report.id):
        message = "the report was removed from this ledger and stays removed"
        return Added(
            state="not_kept", outcome=reading.outcome, report=report.id, code="removed", message=message
        ), None
    if _known(connection, reading, report.id):
        return Added(state="same", outcome=reading.outcome, report=report.id), None
    made = _insert_reading(connection, reading, report.id, _otherwise(report, stored), run)
    refresh(connection, report.id)
    return _added("reread", reading, report.id, None), made


def _added(state: State, reading: Reading, report: str, previous: str | None) -> Added:
    return Added(state=state, outcome=reading.outcome, report=report, claims=len(reading.claims), previous=previous)


def _previous(connection: Connection, report: Report) -> str | None:
    """Return the newest version of the report that we have, removed ones apart."""
    source = source_key(report)
    if source is None:
        return None
    return connection.execute(
        select(_R.id).where(_R.source == source, ~_removed()).order_by(_R.n.desc()).limit(1)
    ).scalar()


def _known(connection: Connection, reading: Reading, report: str) -> bool:
    """Tell whether these versions have read the report already, and read no less of it."""
    outcomes = connection.execute(
        select(_D.outcome).where(_D.report == report, _D.versions == versions_key(reading.meta))
    ).scalars()
    return any(_RANK[outcome] >= _RANK[reading.outcome] for outcome in outcomes)


def _otherwise(report: Report, stored: str) -> str | None:
    """Return the report as JSON where this reading saw another one than is stored (other blocks, another title)."""
    first = _REPORT.decode(stored)
    if msgspec.structs.replace(report, retrieved=first.retrieved) == first:
        return None
    return encode(report)


def _insert_reading(connection: Connection, reading: Reading, report: str, doc: str | None, run: int) -> int:
    done = connection.execute(
        insert(tables.reading),
        {
            "report": report,
            "run": run,
            "versions": versions_key(reading.meta),
            "meta": encode(reading.meta),
            "outcome": reading.outcome,
            "relevant": reading.relevant,
            "relevance": reading.relevance,
            "report_doc": doc,
            "current": False,
            "live": False,
        },
    )
    assert done.inserted_primary_key is not None
    n: int = done.inserted_primary_key[0]
    of: Row = {"report": report, "reading": n}
    if reading.claims:
        connection.execute(insert(tables.claim), [claim_row(c) | of for c in reading.claims])
    if reading.incidents:
        connection.execute(insert(tables.stub), [stub_row(report, s) | of for s in reading.incidents])
    if reading.refusals:
        connection.execute(
            insert(tables.refusal), [{"code": plain(r.code), "doc": encode(r)} | of for r in reading.refusals]
        )
    return n


def remove(connection: Connection, report: str, reason: str | None, at: str) -> Removed | None:
    """Lay a tombstone on a report; None where there is no such report. See Ledger.remove."""
    found = connection.execute(select(_R.source).where(_R.id == report)).first()
    if found is None:
        return None
    if is_removed(connection, report):
        return Removed(report=report, restored=None, already=True)
    was_live = _live_version(connection, report, found.source)
    connection.execute(insert(tables.tombstone), {"report": report, "at": at, "reason": plain(reason)})
    refresh(connection, report)
    now_live = _live_version(connection, report, found.source)
    return Removed(report=report, restored=now_live if now_live != was_live else None)


def _live_version(connection: Connection, report: str, source: str | None) -> str | None:
    same = _R.id == report if source is None else _R.source == source
    return connection.execute(select(_R.id).where(same, _R.live)).scalar()


def is_removed(connection: Connection, report: str) -> bool:
    """Tell whether a report has a tombstone."""
    return bool(connection.execute(select(_R.id).where(_R.id == report, _removed())).first())


def _removed() -> ColumnElement[bool]:
    return select(tables.tombstone.c.n).where(tables.tombstone.c.report == _R.id).exists()


def refresh(connection: Connection, report: str) -> None:
    """Set the marks of a report and its other versions anew, from the rows alone, and the search index with them."""
    source = connection.execute(select(_R.source).where(_R.id == report)).scalar()
    same = _R.id == report if source is None else _R.source == source
    versions = connection.execute(select(_R.id, _removed().label("removed")).where(same).order_by(_R.n)).all()
    counting = next((v.id for v in reversed(versions) if not v.removed), None)
    for version in versions:
        _mark(connection, version.id, version.id == counting, changed=version.id == report)


def _mark(connection: Connection, report: str, live: bool, changed: bool) -> None:
    """Set the marks of one version: `changed` where its readings may have."""
    was_live = connection.execute(select(_R.live).where(_R.id == report)).scalar()
    if was_live == live and not changed:
        return
    readings = connection.execute(select(_D.n, _D.outcome).where(_D.report == report).order_by(_D.n)).all()
    # The last reading counts; one that failed does not take the place of one that did not.
    current = next((d.n for d in reversed(readings) if d.outcome != "quarantined"), readings[-1].n)
    search.forget(connection, report)
    unfolded.mark(connection, [report])
    connection.execute(update(tables.report).where(_R.id == report).values(live=live))
    connection.execute(
        update(tables.reading)
        .where(_D.report == report)
        .values(current=_D.n == current, live=(_D.n == current) if live else False)
    )
    if live:
        stored = connection.execute(select(_R.doc).where(_R.id == report)).scalar_one()
        claims = connection.execute(select(_C.n, _C.doc).where(_C.reading == current).order_by(_C.n))
        search.index(connection, _REPORT.decode(stored), [(n, _CLAIM.decode(doc)) for n, doc in claims])


def inputs_of(connection: Connection) -> dict[str, int]:
    """Return how many inputs came to which outcome and state ("ok new", "rejected not_kept")."""
    i = tables.input_.c
    rows = connection.execute(select(i.outcome, i.state, func.count()).group_by(i.outcome, i.state))
    return {f"{outcome} {state}": count for outcome, state, count in rows}
