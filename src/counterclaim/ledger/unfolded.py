"""What the fold has not seen yet: reports that came, went, were read again or were judged."""

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select

from counterclaim.ledger import tables

_U, _DECISION, _PART = tables.unfolded.c, tables.decision.c, tables.decision_claim.c


def mark(connection: Connection, reports: Iterable[str]) -> None:
    """Write that reports are to be folded again."""
    wanted = set(reports)
    if wanted:
        known = set(connection.scalars(select(_U.report).where(_U.report.in_(sorted(wanted)))))
        fresh = [{"report": report} for report in sorted(wanted - known)]
        if fresh:
            connection.execute(insert(tables.unfolded), fresh)


def mark_judged(connection: Connection, decision: str) -> None:
    """Write that what a decision is about is to be folded again; of an undo, what the one undone is about."""
    seen: set[str] = set()
    while decision not in seen:
        seen.add(decision)
        row = connection.execute(
            select(_DECISION.n, _DECISION.action, _DECISION.subject, _DECISION.report).where(
                _DECISION.id == decision
            )
        ).one()
        if row.action != "undo":
            claims = tables.claim.c
            about = select(claims.report).join(tables.decision_claim, _PART.claim == claims.id)
            mark(connection, connection.scalars(about.where(_PART.decision == row.n)).all())
            added = select(_DECISION.report).join(
                tables.decision_claim, (_PART.claim == _DECISION.subject) & (_DECISION.action == "add")
            )
            mark(connection, connection.scalars(added.where(_PART.decision == row.n)).all())
            mark(connection, [row.report] if row.report is not None else [])
            return
        decision = row.subject
