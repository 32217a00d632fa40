"""Rows back to records: reports, claims, stubs, and what counts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, exists, false, func, or_, select

from counterclaim import settings
from counterclaim.ledger import tables
from counterclaim.ledger.adding import inputs_of
from counterclaim.ledger.rows import decoder
from counterclaim.ledger.values import ReportRow, Run, Status
from counterclaim.record import Claim, IncidentStub, Meta, Reading, Refusal, Report

Told = tuple[Report, tuple[Claim, ...], tuple[IncidentStub, ...]]

_READ = ("ok", "not_relevant", "unread_language")  # outcomes of a report with a text that people may add claims to
_REPORT, _CLAIM, _STUB = decoder(Report), decoder(Claim), decoder(IncidentStub)
_META, _REFUSAL, _SETTINGS = decoder(Meta), decoder(Refusal), decoder(dict[str, Any])
_R, _D, _C, _S = tables.report.c, tables.reading.c, tables.claim.c, tables.stub.c
# Said so where claims or stubs are asked for by name: by the bare mark SQLite would walk all readings that count.
COUNTING = func.coalesce(_D.live, false())


def report_rows(connection: Connection, versions_of: str | None = None) -> Iterator[ReportRow]:
    """Yield every report, removed and old versions too, in the order of adding; or the versions of one alone."""
    claims = select(func.count()).where(_C.reading == _D.n).scalar_subquery()
    removed = exists().where(tables.tombstone.c.report == _R.id)
    found = (
        select(
            _R.id, _R.text_id, _R.url, _R.external_id, _R.publisher, _R.published, _R.language, _R.title, _R.previous,
            _R.live, removed.label("removed"), _D.outcome, claims.label("claims"), tables.run.c.started.label("added"),
        )
        .join(tables.reading, _D.report == _R.id)
        .join(tables.run, tables.run.c.n == _R.run)
        .where(_D.current)
        .order_by(_R.n)
    )  # fmt: skip
    if versions_of is not None:
        source = select(_R.source).where(_R.id == versions_of).scalar_subquery()
        found = found.where(or_(_R.id == versions_of, _R.source == source))
    for row in connection.execute(found).yield_per(settings.LEDGER_BATCH):
        yield ReportRow(**row._mapping)


def reports(connection: Connection, ids: Iterable[str]) -> dict[str, Report]:
    """Return reports by id, as their current readings saw them; one that is not there is left out."""
    query = select(_R.id, _R.doc, _D.report_doc).join(tables.reading, _D.report == _R.id).where(_D.current)
    found: dict[str, Report] = {}
    for batch in batches(sorted(set(ids))):
        rows = connection.execute(query.where(_R.id.in_(batch)))
        found.update((id_, _REPORT.decode(seen or doc)) for id_, doc, seen in rows)
    return found


def readings(connection: Connection, id_: str) -> list[Reading]:
    """Return all readings of a report, the one that counts last."""
    doc = connection.execute(select(_R.doc).where(_R.id == id_)).scalar()
    if doc is None:
        return []
    rows = connection.execute(select(tables.reading).where(_D.report == id_).order_by(_D.current, _D.n)).all()
    return [_reading(connection, row, row.report_doc or doc) for row in rows]


def _reading(connection: Connection, row: Any, doc: str) -> Reading:
    refusals = select(tables.refusal.c.doc).where(tables.refusal.c.reading == row.n).order_by(tables.refusal.c.n)
    return Reading(
        outcome=row.outcome,
        report=_REPORT.decode(doc),
        relevant=row.relevant,
        relevance=row.relevance,
        claims=_docs(connection, select(_C.doc).where(_C.reading == row.n).order_by(_C.n), _CLAIM.decode),
        incidents=_docs(connection, select(_S.doc).where(_S.reading == row.n).order_by(_S.n), _STUB.decode),
        refusals=_docs(connection, refusals, _REFUSAL.decode),
        meta=_META.decode(row.meta),
    )


def _docs(connection: Connection, query: Select[Any], decode: Any) -> tuple[Any, ...]:
    return tuple(decode(doc) for doc in connection.execute(query).scalars())


def claim(connection: Connection, id_: str) -> tuple[str, Claim, bool] | None:
    """Return the report of a claim, the claim as last read, and whether it counts now."""
    row = connection.execute(
        select(_C.report, _C.doc, _D.live)
        .join(tables.reading, _D.n == _C.reading)
        .where(_C.id == id_)
        .order_by(_D.live.desc(), _C.n.desc())
        .limit(1)
    ).first()
    return (row.report, _CLAIM.decode(row.doc), bool(row.live)) if row else None


def claims(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[str, Claim]]:
    """Return the live ones of the claims named, each with its report."""
    found = {}
    for batch in batches(sorted(set(ids))):
        rows = connection.execute(
            select(_C.id, _C.report, _C.doc)
            .join(tables.reading, _D.n == _C.reading)
            .where(_C.id.in_(batch), COUNTING)
        )
        found.update({id_: (report, _CLAIM.decode(doc)) for id_, report, doc in rows})
    return found


def told(connection: Connection, ids: Iterable[str] | None = None) -> Iterator[Told]:
    """Yield each live report that was read with its claims and stubs, by id.

    With `ids` those alone, found relevant or not; without, of those that were not only the ones a person added a claim to.
    """
    if ids is None:
        for batch in batches(connection.execute(_telling()).all()):
            yield from _told(connection, [n for _, n in batch])
        return
    query = select(_D.report, _D.n).where(_D.live, _D.outcome.in_(_READ)).order_by(_D.report)
    for wanted in batches(sorted(set(ids))):
        numbers = [n for _, n in connection.execute(query.where(_D.report.in_(wanted)))]
        yield from _told(connection, numbers)


def told_ids(connection: Connection) -> list[str]:
    """Return the reports that `told` yields without `ids`, in the order of adding."""
    query = _telling().join(tables.report, _R.id == _D.report).order_by(None).order_by(_R.n)
    return [report for report, _ in connection.execute(query)]


def _telling() -> Select[Any]:
    added = select(tables.decision.c.report).where(tables.decision.c.action == "add")
    counts = or_(_D.outcome == "ok", _D.outcome.in_(_READ) & _D.report.in_(added))
    return select(_D.report, _D.n).where(_D.live, counts).order_by(_D.report)


def _told(connection: Connection, numbers: Sequence[int]) -> Iterator[Told]:
    claims_of: dict[int, list[Claim]] = defaultdict(list)
    stubs_of: dict[int, list[IncidentStub]] = defaultdict(list)
    for n, doc in connection.execute(select(_C.reading, _C.doc).where(_C.reading.in_(numbers)).order_by(_C.n)):
        claims_of[n].append(_CLAIM.decode(doc))
    for n, doc in connection.execute(select(_S.reading, _S.doc).where(_S.reading.in_(numbers)).order_by(_S.n)):
        stubs_of[n].append(_STUB.decode(doc))
    rows = connection.execute(
        select(_D.n, _D.report_doc, _R.doc)
        .join(tables.report, _R.id == _D.report)
        .where(_D.n.in_(numbers))
        .order_by(_R.id)
    )
    for n, seen, stored in rows.all():
        yield _REPORT.decode(seen or stored), tuple(claims_of[n]), tuple(stubs_of[n])


def claiming(
    connection: Connection, kind: str | None, type_: str | None, claimant: str | None, confidence: str | None
) -> list[str]:
    """Return the live reports that were read, by id; with a claim for which all holds that is given. See Ledger."""
    query = _telling().with_only_columns(_D.report)
    wanted = [column == value for column, value in ((_C.kind, kind), (_C.type, type_)) if value is not None]
    if claimant is not None:
        names = connection.scalars(select(_C.claimant).distinct())
        heard = [name for name in names if claimant.casefold() in name.casefold()]
        wanted.append(or_(false(), *(_C.claimant.in_(batch) for batch in batches(heard))))
    if confidence is not None:
        # As `rows.encode` writes it, one way or the other.
        wanted.append(or_(*(_C.doc.contains(f'"confidence":{gap}"{confidence}"') for gap in ("", " "))))
    if wanted:
        query = query.where(_D.n.in_(select(_C.reading).where(*wanted)))
    return list(connection.scalars(query))


def stub_reports(connection: Connection, stubs: Iterable[str]) -> dict[str, str]:
    """Return the live report of each stub named."""
    found = {}
    for batch in batches(sorted(set(stubs))):
        rows = connection.execute(
            select(_S.id, _S.report).join(tables.reading, _D.n == _S.reading).where(_S.id.in_(batch), COUNTING)
        )
        found.update(dict(rows.all()))
        blocks = tables.stub_block.c  # of a stub that a person opened
        opened = select(blocks.stub, blocks.report).where(blocks.stub.in_(batch), blocks.stub.not_in(found))
        found.update(dict(connection.execute(opened).all()))
    return found


def runs(connection: Connection) -> list[Run]:
    """Return all runs, first to last."""
    rows = connection.execute(select(tables.run).order_by(tables.run.c.n))
    return [
        Run(
            n=row.n,
            meta=_META.decode(row.meta),
            settings=_SETTINGS.decode(row.settings),
            started=row.started,
            finished=row.finished,
        )
        for row in rows
    ]


def status(connection: Connection, size: int | None) -> Status:
    """Count what is there."""

    def count(table: Any, *where: Any) -> int:
        return int(connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one())

    outcomes = connection.execute(
        select(_D.outcome, func.count()).where(_D.live).group_by(_D.outcome).order_by(_D.outcome)
    )
    live_claims = tables.claim.join(tables.reading, _D.n == _C.reading)
    return Status(
        schema=tables.SCHEMA,
        size=size,
        reports=dict(outcomes.all()),
        reports_live=count(tables.report, _R.live),
        reports_all=count(tables.report),
        claims_live=count(live_claims, _D.live),
        claims_all=count(tables.claim),
        refusals=count(tables.refusal),
        incidents=count(tables.incident),
        decisions=count(tables.decision),
        runs=count(tables.run),
        tombstones=count(tables.tombstone),
        inputs=inputs_of(connection),
    )


def batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield the items, as many at a time as one statement takes well."""
    for at in range(0, len(items), settings.LEDGER_BATCH):
        yield items[at : at + settings.LEDGER_BATCH]
