"""Checking a ledger against itself: what can be worked out again from what is kept is, and has to come out the same."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, text

from counterclaim import settings
from counterclaim.chunks import chunks
from counterclaim.intake.report import text_hash
from counterclaim.ledger import search, tables
from counterclaim.ledger.opened import opened_by, opened_key
from counterclaim.ledger.rows import claim_row, decoder, report_row, stub_row
from counterclaim.ledger.values import Problem
from counterclaim.record import Claim, Decision, IncidentStub, Report, make_id

_REPORT, _CLAIM, _STUB, _DECISION = decoder(Report), decoder(Claim), decoder(IncidentStub), decoder(Decision)
_R, _D, _C, _S, _P = tables.report.c, tables.reading.c, tables.claim.c, tables.stub.c, tables.passage.c
_MADE = ("new", "new_version", "reread")


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield whatever is not as it has to be."""
    if connection.dialect.name == "sqlite":
        yield from _file(connection)
    yield from _reports(connection)
    yield from _claims(connection)
    yield from _stubs(connection)
    yield from _inputs(connection)
    yield from _marks(connection)
    yield from _decisions(connection)
    yield from _incidents(connection)
    yield from _index(connection)


def _file(connection: Connection) -> Iterator[Problem]:
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if said != "ok":
            yield Problem(code="damaged", message=str(said), subject=None)
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Problem(code="dangling", message=f"a row of {table} points to no {parent}", subject=f"{table} {row}")


def _reports(connection: Connection) -> Iterator[Problem]:
    for row in connection.execute(select(tables.report).order_by(_R.n)).yield_per(settings.LEDGER_BATCH):
        report = _REPORT.decode(row.doc)
        if text_hash(report.text) != report.text_id:
            yield Problem(code="text-changed", message="the text is not the one it was added with", subject=row.id)
        again = make_id("r", report.text_id, report.url or report.external_id, report.publisher, report.published)
        if again != row.id:
            yield Problem(code="report-id", message="the id does not follow from the report", subject=row.id)
        if not _agree(row, report_row(report)):
            yield Problem(code="report-columns", message="the columns are not those of the record", subject=row.id)


def _claims(connection: Connection) -> Iterator[Problem]:
    """Check claims reading by reading, against the text that the reading saw."""
    for n, report in connection.execute(select(_D.n, _D.report).order_by(_D.n)).all():
        words: str | None = None
        for row in connection.execute(select(tables.claim).where(_C.reading == n).order_by(_C.n)):
            if words is None:
                words = _text_of(connection, n)
            claim = _CLAIM.decode(row.doc)
            if not claim.evidence or any(words[e.start : e.end] != e.quote for e in claim.evidence):
                yield Problem(
                    code="misquoted", message="its quotation does not stand in the text", subject=claim.id
                )
            if claim_id(report, claim) != row.id:
                yield Problem(code="claim-id", message="the id does not follow from the claim", subject=row.id)
            if row.report != report or not _agree(row, claim_row(claim)):
                yield Problem(
                    code="claim-columns", message="the columns are not those of the record", subject=row.id
                )


def _text_of(connection: Connection, reading: int) -> str:
    docs = select(_D.report_doc, _R.doc).join(tables.report, _R.id == _D.report).where(_D.n == reading)
    seen, stored = connection.execute(docs).one()
    return _REPORT.decode(seen or stored).text


def claim_id(report: str, claim: Claim) -> str:
    """Return the id that a claim of a report has to have."""
    quantity, target = claim.quantity, claim.target
    return make_id(
        "c",
        report,
        [[e.start, e.end] for e in claim.evidence],
        [quantity.start, quantity.end] if quantity else None,
        claim.kind,
        claim.type,
        [target.start, target.end] if target else None,
        claim.claimant,
    )


def _stubs(connection: Connection) -> Iterator[Problem]:
    for row in connection.execute(select(tables.stub).order_by(_S.n)).yield_per(settings.LEDGER_BATCH):
        if not _agree(row, stub_row(row.report, _STUB.decode(row.doc))):
            yield Problem(code="stub-columns", message="id or columns are not those of the record", subject=row.id)
    lost = (
        select(_C.id)
        .outerjoin(tables.stub, and_(_S.reading == _C.reading, _S.key == _C.stub))
        .where(_C.stub.is_not(None), _S.n.is_(None))
    )
    for id_ in connection.execute(lost).scalars():
        yield Problem(code="no-stub", message="its incident is not among those of its reading", subject=id_)


def _inputs(connection: Connection) -> Iterator[Problem]:
    """Check that the counts add up: one reading for each input that made one, and none without an input."""
    i = tables.input_.c
    wrong = select(i.n).where(
        or_(and_(i.state.in_(_MADE), i.reading.is_(None)), and_(~i.state.in_(_MADE), i.reading.is_not(None)))
    )
    for n in connection.execute(wrong).scalars():
        yield Problem(
            code="input", message="what became of an input and what it made disagree", subject=f"input {n}"
        )
    made = connection.execute(select(func.count(i.reading.distinct()), func.count(i.reading))).one()
    readings = connection.execute(select(func.count()).select_from(tables.reading)).scalar_one()
    if not readings == made[0] == made[1]:
        message = f"{readings} readings are kept, {made[1]} inputs made one"
        yield Problem(code="counts", message=message, subject=None)
    unread = select(_R.id).outerjoin(tables.reading, _D.report == _R.id).where(_D.n.is_(None))
    for id_ in connection.execute(unread).scalars():
        yield Problem(code="unread", message="a report without any reading", subject=id_)


def _marks(connection: Connection) -> Iterator[Problem]:
    """Check that what is marked as counting is what counts."""
    removed = set(connection.execute(select(tables.tombstone.c.report)).scalars())
    newest: dict[str, str] = {}
    reports = connection.execute(select(_R.id, _R.source, _R.live).order_by(_R.n)).all()
    for id_, source, _ in reports:
        if id_ not in removed:
            newest[source or id_] = id_
    live = set(newest.values())
    for id_, _, marked in reports:
        if marked != (id_ in live):
            yield Problem(code="mark", message="marked as counting and does not, or the reverse", subject=id_)
    current: dict[str, int] = {}
    readings = connection.execute(select(_D.n, _D.report, _D.outcome, _D.current, _D.live).order_by(_D.n)).all()
    outcomes = {r.n: r.outcome for r in readings}
    for row in readings:
        if (
            row.outcome != "quarantined"
            or outcomes.get(current.get(row.report, -1), "quarantined") == "quarantined"
        ):
            current[row.report] = row.n
    for row in readings:
        counts = current[row.report] == row.n
        if row.current != counts or row.live != (counts and row.report in live):
            yield Problem(code="mark", message=f"reading {row.n} is marked wrongly", subject=row.report)


def _decisions(connection: Connection) -> Iterator[Problem]:
    for row in connection.execute(select(tables.decision).order_by(tables.decision.c.n)):
        d = _DECISION.decode(row.doc)
        if (d.id, d.action, d.subject, d.at) != (row.id, row.action, row.subject, row.at):
            yield Problem(
                code="decision-columns", message="the columns are not those of the record", subject=row.id
            )
        opens = opened_by(d)
        if opens is not None and not opened_key(opens) == opens.key == (d.after or {}).get("incident"):
            message = "the incident that it opens is not the one that its claim is told in"
            yield Problem(code="opened", message=message, subject=row.id)


def _incidents(connection: Connection) -> Iterator[Problem]:
    i, minted = tables.incident.c, tables.incident_id.c
    unminted = select(i.id).where(~i.id.in_(select(minted.id).where(minted.event == "minted")))
    for id_ in connection.execute(unminted).scalars():
        yield Problem(code="unminted", message="an incident whose id was never minted", subject=id_)


def _index(connection: Connection) -> Iterator[Problem]:
    """Check that search finds exactly the live reports and claims, under their words."""
    have = set(connection.execute(select(_P.report, _P.claim)))
    want: set[tuple[str, int | None]] = set(
        connection.execute(select(_D.report, _C.n).join(tables.claim, _C.reading == _D.n).where(_D.live))
    )
    want |= {(r, None) for r in connection.execute(select(_R.id).where(_R.live)).scalars()}
    if have != want:
        message = f"search lacks {len(want - have)} passages and has {len(have - want)} too many"
        yield Problem(code="search", message=message, subject=None)
        return
    same = _same_words_sqlite if connection.dialect.name == "sqlite" else _same_words_postgresql
    if not same(connection):
        yield Problem(
            code="search", message="the words of the search index are not those of the records", subject=None
        )


def _same_words_sqlite(connection: Connection) -> bool:
    """Build the index a second time, in memory, and compare the vocabularies."""
    run = connection.exec_driver_sql
    tables_ = ("words_kept", "words_again", "words_new")
    try:
        run(tables.WORDS_DDL.replace("passage_words", "temp.words_new"))
        for batch in chunks(search.passages_of(connection), settings.LEDGER_BATCH):
            run("INSERT INTO temp.words_new (rowid, words) VALUES (?, ?)", batch)
        run("CREATE VIRTUAL TABLE temp.words_kept USING fts5vocab('main', 'passage_words', 'row')")
        run("CREATE VIRTUAL TABLE temp.words_again USING fts5vocab('temp', 'words_new', 'row')")
        for a, b in (("words_kept", "words_again"), ("words_again", "words_kept")):
            if run(f"SELECT 1 FROM (SELECT * FROM temp.{a} EXCEPT SELECT * FROM temp.{b}) LIMIT 1").first():
                return False
        return True
    finally:
        for name in tables_:
            run(f"DROP TABLE IF EXISTS temp.{name}")


def _same_words_postgresql(connection: Connection) -> bool:
    differ = text(
        "SELECT p.n FROM passage p JOIN unnest(CAST(:n AS bigint[]), CAST(:words AS text[])) AS e(n, words) "
        "ON e.n = p.n WHERE p.words IS DISTINCT FROM to_tsvector('simple', e.words) LIMIT 1"
    )
    return not any(
        connection.execute(
            differ, {"n": [n for n, _ in batch], "words": [search.vector_words(w) for _, w in batch]}
        ).first()
        for batch in chunks(search.passages_of(connection), settings.LEDGER_BATCH)
    )


def _agree(row: Any, columns: dict[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in columns.items() if name != "doc")
