"""What the review pages show: the queue, one claim beside its text, an incident to split or merge, coding sessions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from counterclaim.actions.coding import Task
from counterclaim.actions.effective import Standing
from counterclaim.actions.review import Item, Need
from counterclaim.desk.forms import FormField, fields_of
from counterclaim.desk.models_decided import Change, Step, brief_what, changes, decision_step
from counterclaim.desk.view import Table, View
from counterclaim.ledger import Attached
from counterclaim.publishing.incident_words import days, sides_line, spot
from counterclaim.publishing.pages import ReportLine
from counterclaim.publishing.text import how_many, who_says, who_to_whom
from counterclaim.record import Claim, Decision, Incident
from counterclaim.record.base import Record
from counterclaim.scoring.agreement import FIELDS, Agreement, Difference


class Line(Record, frozen=True, kw_only=True):
    """A claim in one line."""

    claim: str
    report: str
    publisher: str | None
    published: str | None
    need: Need
    kind: str
    who: str
    what: str
    how_many: str | None
    whom: str | None
    stance: str
    confidence: str
    rejected: bool
    by: str | None


class Piece(Record, frozen=True, kw_only=True):
    """A stretch of text: `at` is where it begins, `evidence` whether the claim quotes it, `parts` what it is of it."""

    text: str
    at: int
    evidence: bool
    parts: tuple[str, ...]
    other: bool


class Shown(Record, frozen=True, kw_only=True):
    """One claim beside its text."""

    line: Line
    type: str
    report: ReportLine
    incident: str | None
    stub: str | None
    fields: tuple[FormField, ...]
    low: int | None
    high: int | None
    day: str | None
    day_end: str | None
    corrected: tuple[Change, ...]
    human: bool
    history: tuple[Step, ...]


class ReviewView(View, frozen=True, kw_only=True):
    """A stretch of the queue, and the claim in hand."""

    coder: str | None
    lines: tuple[Line, ...]
    offset: int
    more: bool
    shown: Shown | None
    last: Step | None

    def tables(self) -> dict[str, Table]:
        """Return the queue."""
        columns = tuple(Line.__struct_fields__)
        return {"queue": Table(columns, [tuple(getattr(line, c) for c in columns) for line in self.lines])}


class Candidate(Record, frozen=True, kw_only=True):
    """Another incident that may be the same."""

    id: str
    words: str
    sides: str


class SplitRow(Record, frozen=True, kw_only=True):
    """A claim of an incident, by the report that tells it; claims of one `told` stay together."""

    claim: str
    told: str
    title: str | None
    publisher: str | None
    published: str | None
    who: str
    words: str
    quote: str


class IncidentReview(View, frozen=True, kw_only=True):
    """An incident to be split, or merged with others."""

    coder: str | None
    id: str
    words: str
    sides: str
    rows: tuple[SplitRow, ...]
    candidates: tuple[Candidate, ...]
    history: tuple[Step, ...]
    last: Step | None

    def tables(self) -> dict[str, Table]:
        """Return the claims, then the candidates."""
        rows, others = tuple(SplitRow.__struct_fields__), tuple(Candidate.__struct_fields__)
        return {
            "claims": Table(rows, [tuple(getattr(r, c) for c in rows) for r in self.rows]),
            "candidates": Table(others, [tuple(getattr(r, c) for c in others) for r in self.candidates]),
        }


class SessionLine(Record, frozen=True, kw_only=True):
    """A coding session in one line."""

    name: str
    reports: int
    coders: tuple[str, ...]
    done: tuple[str, ...]
    blind: bool
    mine: str


class SessionsView(View, frozen=True, kw_only=True):
    """All coding sessions."""

    coder: str | None
    sessions: tuple[SessionLine, ...]
    reports: tuple[ReportLine, ...]

    def tables(self) -> dict[str, Table]:
        """Return the sessions."""
        rows = [(s.name, s.reports, "; ".join(s.coders), "; ".join(s.done), s.blind) for s in self.sessions]
        return {"sessions": Table(("session", "reports", "coders", "done", "blind"), rows)}


class ToSettle(Record, frozen=True, kw_only=True):
    """A claim on which coders differ: what each says, field by field where they differ, and who settled it since.

    `known` is false where only a coder has it, so that the queue cannot show it.
    """

    report: str
    claim: str
    quote: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    known: bool
    settled: Step | None


class SessionView(View, frozen=True, kw_only=True):
    """One coding session: who codes what, and once it is over, how far they agree and what is left to settle."""

    coder: str | None
    line: SessionLine
    tasks: tuple[Task, ...]
    agreement: Agreement | None
    differences: tuple[ToSettle, ...]

    def tables(self) -> dict[str, Table]:
        """Return the agreement by field, what is to be settled, and the tasks."""
        fields = self.agreement.fields if self.agreement is not None else ()
        found: dict[str, Table] = {
            "tasks": Table(
                ("report", "coders", "done", "blind"),
                [(t.report, "; ".join(t.coders), "; ".join(t.done), t.blind) for t in self.tasks],
            )
        }
        if self.agreement is None:
            return found
        return {
            "agreement": Table(
                ("field", "metric", "units", "alike", "alpha"),
                [(f.field, f.metric, f.units, f.alike, f.alpha) for f in fields],
            ),
            "to_settle": Table(
                ("report", "claim", "quote", "field", *self.agreement.coders, "settled_by"),
                [
                    (d.report, d.claim, d.quote, name, *said, d.settled.who if d.settled else None)
                    for d in self.differences
                    for name, said in d.rows
                ],
            ),
            **found,
        }


def line_of(item: Item) -> Line:
    """Return an item of the queue in one line."""
    claim = item.claim
    told = claim.agent is not None or claim.target is not None
    return Line(
        claim=claim.id,
        report=item.report.id,
        publisher=item.report.publisher,
        published=item.report.published,
        need=item.need,
        kind=claim.kind,
        who=who_says(claim),
        what=brief_what(claim),
        how_many=how_many(claim.quantity) if claim.quantity else None,
        whom=who_to_whom(claim.agent, claim.target) if told else None,
        stance=claim.stance,
        confidence=claim.confidence,
        rejected=item.rejected,
        by=item.decisions[-1].coder if item.decisions else None,
    )


def shown(item: Item, told: Standing) -> Shown:
    """Return a claim as the form shows it."""
    claim, machine = item.claim, told.machine.get(item.claim.id)
    time, quantity = claim.time, claim.quantity
    return Shown(
        line=line_of(item),
        type=claim.type,
        report=item.report,
        incident=item.incident,
        stub="background" if claim.scope == "background" else claim.incident,
        fields=fields_of(claim),
        low=quantity.low if quantity else None,
        high=quantity.high if quantity else None,
        day=time.start if time else None,
        day_end=time.end if time and time.end != time.start else None,
        corrected=changes(machine, claim) if machine is not None else (),
        human=claim.engine == "human",
        history=tuple(decision_step(d) for d in item.decisions),
    )


def paragraphs(told: Standing, claim: Claim | None) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """Yield the text block by block: the role of each, and its pieces with what the claim has of them."""
    text = told.report.text
    spans = _spans(claim) if claim is not None else []
    others = [(e.start, e.end) for c in told.claims if claim is None or c.id != claim.id for e in c.evidence]
    cuts = sorted({at for start, end, _ in spans for at in (start, end)} | {at for pair in others for at in pair})
    at = 0
    for block in told.report.blocks:
        yield from _paragraph(text, at, block.start, "paragraph", cuts, spans, others)
        yield from _paragraph(text, block.start, block.end, block.role, cuts, spans, others)
        at = max(at, block.end)
    yield from _paragraph(text, at, len(text), "paragraph", cuts, spans, others)


def _spans(claim: Claim) -> list[tuple[int, int, str]]:
    found = [(e.start, e.end, "evidence") for e in claim.evidence]
    for name in ("quantity", "agent", "target", "place", "means"):
        part = getattr(claim, name)
        if part is not None:
            found.append((part.start, part.end, name))
    found += [(link.start, link.end, "claimant") for link in claim.attribution[-1:]]
    if claim.time is not None and claim.time.text:
        found.append((claim.time.text_start, claim.time.text_end, "time"))
    return found


def _paragraph(
    text: str,
    start: int,
    end: int,
    role: str,
    cuts: Sequence[int],
    spans: Sequence[tuple[int, int, str]],
    others: Sequence[tuple[int, int]],
) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    if not text[start:end].strip():
        return
    bounds = [start, *(c for c in cuts if start < c < end), end]
    pieces = []
    for left, right in pairwise(bounds):
        here = {name for s, e, name in spans if s <= left and right <= e}
        pieces.append(
            Piece(
                text=text[left:right],
                at=left,
                evidence="evidence" in here,
                parts=tuple(sorted(here - {"evidence"})),
                other=any(s <= left and right <= e for s, e in others),
            )
        )
    yield role, tuple(pieces)


def incident_review(
    incident: Incident,
    claims: Iterable[tuple[ReportLine, Claim]],
    others: Iterable[Incident],
    made: Iterable[Decision],
    last: Decision | None,
    coder: str | None,
) -> IncidentReview:
    """Return an incident to be split or merged; `last` is what the coder would undo."""
    return IncidentReview(
        coder=coder,
        id=incident.id,
        words=_words(incident),
        sides=sides_line(incident),
        rows=tuple(
            SplitRow(
                claim=c.id,
                told=f"{r.id} {c.incident}",
                title=r.title,
                publisher=r.publisher,
                published=r.published,
                who=who_says(c),
                words=" ".join(filter(None, (brief_what(c), how_many(c.quantity) if c.quantity else ""))),
                quote=c.evidence[0].quote if c.evidence else "",
            )
            for r, c in claims
        ),
        candidates=tuple(Candidate(id=o.id, words=_words(o), sides=sides_line(o)) for o in others),
        history=tuple(decision_step(d) for d in made),
        last=decision_step(last) if last is not None else None,
    )


def _words(incident: Incident) -> str:
    return f"{incident.type} · {spot(incident.place)} · {days(incident.time)}"


def session_line(name: str, tasks: Sequence[Task], coder: str | None) -> SessionLine:
    """Return a session in one line, and how one coder stands to it: none, coding or done."""
    coders = tuple(sorted({c for t in tasks for c in t.coders}))
    done = tuple(c for c in coders if all(c in t.done for t in tasks if c in t.coders))
    mine = "done" if coder in done else "coding" if coder in coders else "none"
    return SessionLine(
        name=name, reports=len(tasks), coders=coders, done=done, blind=any(t.blind for t in tasks), mine=mine
    )


def to_settle(
    difference: Difference, coders: Sequence[str], settled: Mapping[str, Attached], machine: Collection[str]
) -> ToSettle:
    """Return what coders differ on, in words: one column for each of them."""
    claims = [difference.claims.get(c) for c in coders]
    rows: list[tuple[str, tuple[str, ...]]] = []
    if None in claims:
        rows.append(("claim", tuple("there" if c is not None else "not there" for c in claims)))
    for name in difference.fields:
        value, _ = FIELDS[name]
        rows.append((name, tuple("" if c is None else _said(value(c)) for c in claims)))
    first = next(c for c in claims if c is not None)
    over = [settled[c.id].decision for c in claims if c is not None and c.id in settled]
    return ToSettle(
        report=difference.report,
        claim=first.id,
        quote=first.evidence[0].quote,
        rows=tuple(rows),
        known=first.id in machine,
        settled=decision_step(max(over, key=lambda d: d.at)) if over else None,
    )


def _said(value: object) -> str:
    return "none" if value in (None, "") else str(value)
