"""Decisions of people: appended, undone by further decisions, and held to the claims as a later reading finds them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, insert, select

from counterclaim import settings
from counterclaim.errors import LedgerError
from counterclaim.ledger import tables, unfolded
from counterclaim.ledger.opened import claim_in
from counterclaim.ledger.rows import decoder, encode, plain
from counterclaim.ledger.values import Attached
from counterclaim.record import Claim, Decision, Evidence
from counterclaim.record.base import Span

MIN_OVERLAP = 0.5  # of the evidence that was judged: what a claim of a new reading must quote again

_ON_INCIDENTS = ("merge", "split")
_DECISION = decoder(Decision)
_CLAIM = decoder(Claim)
_C, _D = tables.claim.c, tables.decision.c


class _Judged(NamedTuple):
    """A claim that a person judged, and the report that it is of."""

    report: str
    claim: Claim


def append(connection: Connection, decision: Decision, report: str | None) -> bool:
    """Write a decision; False where it is written already. See Ledger.decide."""
    known = connection.execute(select(_D.doc).where(_D.id == decision.id)).scalar()
    doc = encode(decision)
    if known is not None:
        if known != doc:
            raise LedgerError(f"decision {decision.id}: another decision has this id")
        return False
    if decision.action == "undo":
        if not _has(connection, _D.id, decision.subject):
            raise LedgerError(f"decision {decision.subject}: there is none to undo")
    elif decision.action == "add":
        report = report or (decision.after or {}).get("report")
        if not _has(connection, tables.report.c.id, report):
            raise LedgerError(f"decision {decision.id}: a claim can only be added to a report of this ledger")
        _human(decision)
    else:
        report = report or _report_of(connection, decision)
    parts = _parts(connection, decision) if decision.action in _ON_INCIDENTS else []
    done = connection.execute(
        insert(tables.decision),
        {
            "id": decision.id,
            "coder": plain(decision.coder),
            "at": decision.at,
            "action": decision.action,
            "subject": decision.subject,
            "report": report,
            "doc": doc,
        },
    )
    assert done.inserted_primary_key is not None
    n = done.inserted_primary_key[0]
    rows = [{"decision": n, "part": i, "claim": c} for i, part in enumerate(parts) for c in part]
    if rows:
        connection.execute(insert(tables.decision_claim), rows)
    unfolded.mark_judged(connection, decision.id)
    return True


def _report_of(connection: Connection, decision: Decision) -> str | None:
    """Return the report of the claim that a decision is about, None where it is about an incident."""
    subject = decision.subject
    found = connection.execute(select(_C.report).where(_C.id == subject)).scalar()
    found = found or connection.execute(select(_D.report).where(_D.action == "add", _D.subject == subject)).scalar()
    if found is None and not _has(connection, tables.incident_id.c.id, subject):
        raise LedgerError(f"decision {decision.id}: there is no claim or incident {subject}")
    return found


def _has(connection: Connection, column: Column[str], value: str | None) -> bool:
    return connection.execute(select(column).where(column == value).limit(1)).first() is not None


def all_decisions(connection: Connection) -> list[Decision]:
    """Return every decision, in the order of appending."""
    return [_DECISION.decode(doc) for doc in connection.execute(select(_D.doc).order_by(_D.n)).scalars()]


def in_force(decisions: Sequence[Decision]) -> list[Decision]:
    """Return what is neither undone nor itself an undo, in order; an undo that is undone undoes nothing."""
    undone: set[str] = set()
    standing = []
    for decision in reversed(decisions):
        if decision.id in undone:
            continue
        if decision.action == "undo":
            undone.add(decision.subject)
        else:
            standing.append(decision)
    return standing[::-1]


def overlap(old: Iterable[Evidence], new: Iterable[Evidence]) -> float:
    """Return how much of the old evidence the new one quotes, from 0 to 1."""
    before, after = _places(old), _places(new)
    return len(before & after) / len(before) if before else 0.0


def answering(claim: Claim, candidates: Iterable[Claim]) -> Claim | None:
    """Return the claim of a new reading that says what `claim` said: of its kind and type, with the greatest overlap
    of evidence, at least one half. Of equals: the same claimant, quantity, target, the least beside it; then by id.
    """
    best: tuple[Any, ...] | None = None
    answer = None
    for other in candidates:
        if (other.kind, other.type) != (claim.kind, claim.type):
            continue
        share = overlap(claim.evidence, other.evidence)
        if share < MIN_OVERLAP:
            continue
        rank = (
            other.id == claim.id,
            share,
            other.claimant == claim.claimant,
            _numbers(other) == _numbers(claim),
            _suffers(other) == _suffers(claim),
            overlap(other.evidence, claim.evidence),
            other.id,
        )
        if best is None or rank > best:
            best, answer = rank, other
    return answer


def another(claim: Claim, other: Claim) -> bool:
    """Tell whether two claims of one passage are surely two: they read other numbers, or name other people or places."""
    if _apart(claim.quantity, other.quantity) or _apart(claim.target, other.target):
        return True
    here, there = claim.place, other.place
    if claim.kind != "event" or here is None or there is None:
        return False
    return here.name.casefold() != there.name.casefold()


def _apart(one: Span | None, other: Span | None) -> bool:
    """Tell whether two parts stand in different words."""
    if one is None or other is None or (one.start, one.end) == (other.start, other.end):
        return False
    return one.end <= other.start or other.end <= one.start


def attached(connection: Connection, reports: Iterable[str] | None = None) -> list[Attached]:
    """Return the decisions in force with what they apply to now (those on claims of `reports`, where given)."""
    standing = in_force(all_decisions(connection))
    rows = connection.execute(select(_D.id, _D.report, _D.n)).all()
    report_of = {r.id: r.report for r in rows}
    if reports is not None:
        wanted = set(reports)
        standing = [d for d in standing if report_of[d.id] in wanted]
    parts = _parts_of(connection, {r.n: r.id for r in rows}, {d.id for d in standing})
    now = _Now(connection)
    now.load(
        {d.subject for d in standing if report_of[d.id]} | {c for p in parts.values() for part in p for c in part},
        {report_of[d.id] for d in standing if report_of[d.id]},
    )
    for decision in standing:
        if decision.action == "add":
            now.add(report_of[decision.id], decision.subject, _human(decision))
    return [_attach(d, report_of[d.id], parts.get(d.id, []), now) for d in standing]


def _attach(decision: Decision, report: str | None, parts: list[list[str]], now: "_Now") -> Attached:
    if decision.action in _ON_INCIDENTS:
        found = tuple(tuple(dict.fromkeys(c for c in map(now.current, part) if c)) for part in parts)
        return Attached(decision=decision, parts=found)
    if report is None:  # on an incident
        return Attached(decision=decision)
    if report not in now.live:
        return Attached(decision=decision, report=report, dormant=True)
    if decision.subject == report:  # a comment on the report as a whole
        return Attached(decision=decision, report=report)
    if decision.action == "add":
        claim = now.current(decision.subject)
        stands = _human(decision) if claim == decision.subject else None
        return Attached(decision=decision, report=report, claim=claim, stands=stands)
    current = now.current(decision.subject, _snapshot(decision, report))
    if current is not None:
        return Attached(decision=decision, report=report, claim=current)
    return Attached(decision=decision, report=report, detached=True, stands=_left(decision, now))


class _Now:
    """The live claims of the reports that decisions are about, and what the judged claims of old readings become."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.live: dict[str, dict[str, Claim]] = {}
        self._judged: dict[str, _Judged] = {}
        self._current: dict[str, str | None] = {}

    def load(self, judged: set[str], reports: set[str]) -> None:
        """Read the judged claims and all live claims of their reports."""
        for ids in _batches(sorted(judged)):
            rows = self._connection.execute(select(_C.id, _C.report, _C.doc).where(_C.id.in_(ids)).order_by(_C.n))
            for id_, report, doc in rows:
                self._judged[id_] = _Judged(report, _CLAIM.decode(doc))
        reports = reports | {j.report for j in self._judged.values()}
        r = tables.reading.c
        for ids in _batches(sorted(reports)):
            for n, report in self._connection.execute(select(r.n, r.report).where(r.report.in_(ids), r.live)).all():
                docs = self._connection.execute(select(_C.doc).where(_C.reading == n).order_by(_C.n)).scalars()
                self.live[report] = {claim.id: claim for claim in map(_CLAIM.decode, docs)}

    def add(self, report: str | None, subject: str, claim: Claim) -> None:
        """Take in a claim that a person added: it stands itself until a reading finds it."""
        answer = answering(claim, (c for c in self.live.get(report or "", {}).values() if not another(claim, c)))
        self._current[subject] = answer.id if answer else subject

    def judged(self, claim: str) -> Claim | None:
        """Return a judged claim as the machine had it."""
        found = self._judged.get(claim)
        return found.claim if found else None

    def current(self, claim: str, snapshot: _Judged | None = None) -> str | None:
        """Return the live claim that answers to a judged one."""
        if claim not in self._current:
            old = self._judged.get(claim) or snapshot
            live = self.live.get(old.report, {}) if old else {}
            answer = answering(old.claim, live.values()) if old else None
            self._current[claim] = answer.id if answer else None
        return self._current[claim]


def _snapshot(decision: Decision, report: str) -> _Judged | None:
    claim = claim_in(decision.before)
    return _Judged(report, claim) if claim else None


def _left(decision: Decision, now: _Now) -> Claim | None:
    """Return the claim as the person left it."""
    if decision.action == "accept":
        return claim_in(decision.before) or now.judged(decision.subject)
    if decision.action == "correct":
        return claim_in(decision.after)
    return None


def _human(decision: Decision) -> Claim:
    """Return the claim that a person added."""
    claim = claim_in(decision.after)
    if claim is None:
        raise LedgerError(f"decision {decision.id}: `after` is not a whole claim")
    return claim


def _parts(connection: Connection, decision: Decision) -> list[list[str]]:
    """Return the claims that a merge or split is about, as they stand when it is made."""
    after = decision.after or {}
    if decision.action == "merge":
        others = [str(i) for i in after.get("with", ())]
        return [
            _claims_of(connection, decision.subject, decision.before),
            *(_claims_of(connection, i, None) for i in others),
        ]
    apart = [str(c) for c in after.get("apart", ())]
    held = _claims_of(connection, decision.subject, decision.before)
    return [apart, [c for c in held if c not in set(apart)]]


def _claims_of(connection: Connection, incident: str, before: dict[str, Any] | None) -> list[str]:
    if before is not None and "claims" in before:
        return [str(c) for c in before["claims"]]
    i, held = tables.incident.c, tables.incident_claim.c
    query = select(held.claim).join(tables.incident, i.n == held.incident).where(i.id == incident)
    return list(connection.scalars(query.order_by(held.claim)))


def _parts_of(connection: Connection, names: dict[int, str], wanted: set[str]) -> dict[str, list[list[str]]]:
    p = tables.decision_claim.c
    parts: dict[str, list[list[str]]] = defaultdict(list)
    for n, part, claim in connection.execute(select(p.decision, p.part, p.claim).order_by(p.n)):
        if names[n] in wanted:
            held = parts[names[n]]
            held += [[] for _ in range(part + 1 - len(held))]
            held[part].append(claim)
    return parts


def _places(evidence: Iterable[Evidence]) -> set[int]:
    return {at for e in evidence for at in range(e.start, e.end)}


def _numbers(claim: Claim) -> tuple[int | None, int | None] | None:
    return (claim.quantity.low, claim.quantity.high) if claim.quantity else None


def _suffers(claim: Claim) -> str | None:
    return claim.target.name if claim.target else None


def _batches(ids: list[str]) -> Iterable[list[str]]:
    for at in range(0, len(ids), settings.LEDGER_BATCH):
        yield ids[at : at + settings.LEDGER_BATCH]
