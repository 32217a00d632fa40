"""Review: what wants a person's eye, in order; coding sessions and what came of them; decisions as gold."""

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Literal

import msgspec

from counterclaim.actions.coding import WEIGHTY, Coding, Task, step_of
from counterclaim.actions.decide import Desk, coder_name, decision_of
from counterclaim.actions.effective import Standing, standing, standings
from counterclaim.actions.folding import refold
from counterclaim.actions.show import report_line
from counterclaim.chunks import chunks
from counterclaim.errors import UsageError
from counterclaim.ledger import Attached, Filters, Ledger
from counterclaim.publishing.gold import GoldSource, decided_among, gold_files
from counterclaim.publishing.pages import ReportLine
from counterclaim.record import Claim, Decision, Incident
from counterclaim.record.base import Record
from counterclaim.record.claim import Kind
from counterclaim.scoring.agreement import Agreement, CodedReport, agreement

Need = Literal["detached", "contested", "low", "new"]
NEEDS: dict[Need, str] = {
    "detached": "a person judged it, and the newest reading has no such claim",
    "contested": "it stands behind a contested figure",
    "low": "the engine is not sure of it",
    "new": "nobody has looked at it yet",
}
PAGE = 50
AT_ONCE, INCIDENTS_AT_ONCE = 64, 25  # claims or reports, and incidents, that are read together
MAX_SESSION_NAME = 80


class Asked(Record, frozen=True, kw_only=True):
    """Which claims: all that is given has to hold. `decided` asks for those somebody decided on already."""

    need: Need | None = None
    kind: Kind | None = None
    type: str | None = None
    claimant: str | None = None
    country: str | None = None
    report: str | None = None
    incident: str | None = None
    session: str | None = None
    decided: bool = False


class Item(Record, frozen=True, kw_only=True):
    """One claim of the queue, as it stands, and why it is there. `rejected`: persons took it out."""

    claim: Claim
    report: ReportLine
    need: Need
    incident: str | None
    rejected: bool
    decisions: tuple[Decision, ...]


class Page(Record, frozen=True, kw_only=True):
    """A stretch of the queue, and whether there is more."""

    items: tuple[Item, ...]
    offset: int
    more: bool


class _Candidate(msgspec.Struct, frozen=True):
    """A claim that may be shown, as it was read, where that is at hand."""

    report: str
    claim: str
    need: Need
    read: Claim | None = None


class Queue:
    """The queue of one ledger as one coder may see it."""

    def __init__(self, ledger: Ledger, coder: str | None = None) -> None:
        self.ledger = ledger
        self.coder = coder
        self.coding = Coding(ledger.effective_decisions())
        self._mine = self.coding.in_effect(coder)
        self._hidden = self.coding.hidden(coder)
        self._judged = {a.report for a in self._mine}
        self._told: dict[str, Standing | None] = {}

    def page(self, asked: Asked, *, offset: int = 0, limit: int = PAGE) -> Page:
        """Return a stretch of the queue: detached, contested, low, new; contested ones with the latest incident first."""
        with closing(self._items(asked)) as items:
            found = list(islice(items, offset, offset + limit + 1))
        placed = self.ledger.incident_of_claims([i.claim.id for i in found])
        whole = tuple(msgspec.structs.replace(i, incident=placed.get(i.claim.id)) for i in found[:limit])
        return Page(items=whole, offset=offset, more=len(found) > limit)

    def standing(self, report: str) -> Standing | None:
        """Return a report as the coder may see it."""
        if report not in self._told:
            self._told[report] = standing(self.ledger, report, self._mine)
        return self._told[report]

    def decisions(self, claim: str) -> tuple[Decision, ...]:
        """Return the decisions in force on a claim that the coder may see, in order."""
        return tuple(
            a.decision
            for a in self.coding.attached
            if claim in (a.claim, a.decision.subject)
            and a.decision.id not in self._hidden
            and step_of(a.decision) is None
        )

    def last(self) -> Decision | None:
        """Return the coder's last decision in force, which an undo would take back."""
        mine = (a.decision for a in reversed(self.coding.attached) if a.decision.coder == self.coder)
        return next((d for d in mine if step_of(d) is None), None)

    def _items(self, asked: Asked) -> Generator[Item, None, None]:
        decided = self._decided(asked.session)
        seen: set[str] = set()
        candidates = (c for c in self._candidates(asked) if self._may(c, asked, decided))
        for batch in chunks(candidates, AT_ONCE):
            self._read({c.report for c in batch})
            for candidate in batch:
                if candidate.claim not in seen and (item := self._item(candidate, asked, decided)) is not None:
                    yield item
                seen.add(candidate.claim)

    def _may(self, candidate: _Candidate, asked: Asked, decided: set[str]) -> bool:
        """Tell whether a claim may be asked for, before its report is read: what nobody judged stands as it was read."""
        if candidate.read is None or candidate.report in self._judged:
            return True
        return not asked.decided and candidate.claim not in decided and _passes(candidate.read, asked)

    def _read(self, reports: Collection[str]) -> None:
        """Read reports together, so that `standing` has them."""
        missing = [r for r in reports if r not in self._told]
        self._told.update(dict.fromkeys(missing))
        self._told.update({told.report.id: told for told in standings(self.ledger, missing, self._mine)})

    def _item(self, candidate: _Candidate, asked: Asked, decided: set[str]) -> Item | None:
        told = self.standing(candidate.report)
        if told is None:
            return None
        rejected = any(c.id == candidate.claim for c in told.rejected)
        claim = next((c for c in (*told.claims, *told.rejected) if c.id == candidate.claim), None)
        handled = candidate.claim in decided and candidate.need != "detached"
        if claim is None or handled != asked.decided or not _passes(claim, asked):
            return None
        return Item(
            claim=claim,
            report=report_line(told.report),
            need=candidate.need,
            incident=None,
            rejected=rejected,
            decisions=self.decisions(claim.id),
        )

    def _decided(self, session: str | None) -> set[str]:
        """Return the claims that need no eye any more: in a session those that this coder decided on in it."""
        if session is not None and self.coder is not None:
            made = [a for t in self.coding.of(session) for a in self.coding.made(session, t.report, self.coder)]
        else:
            made = self._mine
        return {a.claim or a.decision.subject for a in made if a.decision.action in WEIGHTY and not a.detached}

    def _candidates(self, asked: Asked) -> Iterator[_Candidate]:
        if asked.session is not None or asked.report is not None:
            reports = [t.report for t in self.coding.of(asked.session)] if asked.session is not None else []
            if asked.report is not None:
                reports = [asked.report] if not reports or asked.report in reports else []
            yield from self._of_reports(reports, asked.need)
            return
        if asked.incident is not None:
            yield from self._of_incident(asked.incident, asked.need)
            return
        for need in (asked.need,) if asked.need is not None else NEEDS:
            yield from self._with_need(need, asked)

    def _with_need(self, need: Need, asked: Asked) -> Iterator[_Candidate]:
        if need == "detached":
            yield from self._detached()
        elif need == "contested":
            found = self.ledger.incidents(Filters(contested=True, country=asked.country))
            if asked.kind is not None or asked.type is not None or asked.claimant is not None:
                reports = self._reports(asked)
                found = (i for i in found if not reports.isdisjoint(i.reports))
            for batch in chunks(found, INCIDENTS_AT_ONCE):
                told = self.ledger.claims(c for incident in batch for c in incident.claims)
                for incident in batch:
                    yield from _of_contested(incident, told)
        elif asked.decided:
            judged = {a.report for a in self._mine if a.report is not None and not a.dormant}
            yield from self._of_reports(sorted(judged), need)
        else:
            reports = self._reports(asked, "low" if need == "low" else None)
            for some in chunks(sorted(r for r in reports if r is not None), AT_ONCE):
                for report, claims, _ in self.ledger.live_reports(some):
                    low = [c for c in claims if need == "new" or c.confidence == "low"]
                    yield from (_Candidate(report.id, c.id, need, c) for c in _in_order(low))

    def _detached(self) -> Iterator[_Candidate]:
        for one in self._mine:
            if one.detached and one.report is not None:
                yield _Candidate(one.report, one.decision.subject, "detached")

    def _reports(self, asked: Asked, confidence: str | None = None) -> set[str | None]:
        """Return the reports in which a claim may pass: of a claim persons may have made what is asked for."""
        found = self.ledger.reports_claiming(
            kind=asked.kind, type=asked.type, claimant=asked.claimant, confidence=confidence
        )
        return {*found, *self._judged}

    def _of_incident(self, incident: str, need: Need | None) -> Iterator[_Candidate]:
        found = self.ledger.incident(incident)
        if found is not None:
            if need in (None, "contested"):
                yield from _of_contested(found, self.ledger.claims(found.claims))
            inside = set(found.claims)
            yield from (c for c in self._of_reports(found.reports, need) if c.claim in inside)

    def _of_reports(self, reports: Sequence[str], need: Need | None) -> Iterator[_Candidate]:
        for report in reports:
            told = self.standing(report)
            for claim in _in_order((*told.claims, *told.rejected)) if told is not None else ():
                mine: Need = "low" if claim.confidence == "low" else "new"
                if need is None or need in (mine, "new"):
                    yield _Candidate(report, claim.id, mine if need is None else need)


def _of_contested(incident: Incident, told: Mapping[str, tuple[str, Claim]]) -> Iterator[_Candidate]:
    for figure in incident.figures:
        ways = figure.contested
        if ways.responsibility or ways.count or ways.occurrence or ways.status:
            mine = sorted((told[c] for c in figure.claims if c in told), key=lambda t: (t[0], _place(t[1])))
            yield from (_Candidate(report, claim.id, "contested", claim) for report, claim in mine)


def _passes(claim: Claim, asked: Asked) -> bool:
    return (
        asked.kind in (None, claim.kind)
        and asked.type in (None, claim.type)
        and (asked.claimant is None or asked.claimant.casefold() in claim.claimant.casefold())
        and (asked.country is None or (claim.place is not None and claim.place.country == asked.country))
    )


def _place(claim: Claim) -> tuple[int, str]:
    return (claim.evidence[0].start if claim.evidence else 0, claim.id)


def _in_order(claims: Sequence[Claim]) -> list[Claim]:
    return sorted(claims, key=_place)


# Sessions


def take(ledger: Ledger, session: str, reports: Sequence[str], coder: str) -> tuple[Task, ...]:
    """Let a coder take some reports in a session; without any, those that the session has already."""
    name, coder = _session_name(session), coder_name(coder)
    coding = Coding(ledger.effective_decisions())
    wanted = list(dict.fromkeys(reports)) or [t.report for t in coding.of(name)]
    if not wanted:
        raise UsageError(f"{name}: there is no such session; name the reports to begin one")
    busy = {t.report: t.session for t in coding.open_for(coder)}
    for report in wanted:
        if ledger.report(report) is None:
            raise UsageError(f"{report}: there is no such report")
        if busy.get(report, name) != name:
            raise UsageError(f"{report}: {coder} is coding it in the session {busy[report]}; finish that first")
        task = next((t for t in coding.of(name) if t.report == report), None)
        if task is not None and coder in task.coders:
            continue
        if task is not None and not task.blind:
            raise UsageError(f"{name}: the coding of {report} is over; what was decided is open to all")
        _step(ledger, coder, name, report, "take")
    return Coding(ledger.effective_decisions()).of(name)


def finish(ledger: Ledger, session: str, coder: str) -> tuple[Task, ...]:
    """Say that a coder is done with a session. Once all who took a report are, what they agree on counts."""
    name, coder = _session_name(session), coder_name(coder)
    mine = [t for t in Coding(ledger.effective_decisions()).open_for(coder) if t.session == name]
    if not mine:
        raise UsageError(f"{name}: {coder} has nothing left to finish in it")
    for task in mine:
        _step(ledger, coder, name, task.report, "done")
    refold(ledger)
    return Coding(ledger.effective_decisions()).of(name)


def settle(ledger: Ledger, session: str, claim: str, chosen: str, coder: str) -> tuple[Task, ...]:
    """Leave a claim on which the coders of a session differ as one of them, `chosen`, has it."""
    found = session_agreement(ledger, session)
    mine = next((d for d in found.differences if claim in {c.id for c in d.claims.values() if c is not None}), None)
    if mine is None or chosen not in found.coders:
        raise UsageError(
            f"{claim}: {chosen or 'nobody'} has nothing to settle here; give a claim and one of its coders"
        )
    told = standing(ledger, mine.report, Coding(ledger.effective_decisions()).in_effect())
    if told is None:
        raise UsageError(f"{mine.report}: this report does not count any more")
    theirs, desk = mine.claims.get(chosen), Desk(ledger, coder, fold=False)
    others = {c.id: c for c in mine.claims.values() if c is not None and (theirs is None or c.id != theirs.id)}
    for other in others.values():
        desk.leave(told, other, None)
    if theirs is not None:
        desk.leave(told, theirs, theirs)
    refold(ledger)
    return Coding(ledger.effective_decisions()).of(session)


def _step(ledger: Ledger, coder: str, session: str, report: str, step: str) -> None:
    ledger.decide(
        decision_of(coder, "comment", report, None, {"session": session, "step": step}, None), report=report
    )


def _session_name(name: str) -> str:
    words = " ".join(name.split())
    if not words or len(words) > MAX_SESSION_NAME or not words.isprintable():
        raise UsageError(f"give the session a name of at most {MAX_SESSION_NAME} characters")
    return words


def session_agreement(ledger: Ledger, session: str) -> Agreement:
    """Return how far the coders of a session agree. Raises UsageError while it is blind."""
    coding = Coding(ledger.effective_decisions())
    tasks = coding.of(session)
    if not tasks:
        raise UsageError(f"{session}: there is no such session")
    waiting = sorted({c for t in tasks for c in t.coders if c not in t.done})
    if any(t.blind for t in tasks):
        who = f"{', '.join(waiting)} still to finish" if waiting else "a second coder has to code the same reports"
        raise UsageError(f"{session}: it is blind until all are done: {who}")
    return agreement(coded for t in tasks if (coded := _coded(ledger, coding, t)) is not None)


def _coded(ledger: Ledger, coding: Coding, task: Task) -> CodedReport | None:
    told = {c: standing(ledger, task.report, coding.as_coded(task, c)) for c in task.coders}
    whole = next((t for t in told.values() if t is not None), None)
    if whole is None:
        return None
    claims = {c: t.claims for c, t in told.items() if t is not None}
    return CodedReport(report=task.report, text=whole.report.text, claims=claims)


# Gold


def gold_sources(ledger: Ledger, session: str | None = None) -> Iterator[GoldSource]:
    """Yield the reports that persons decided on (those of a session, where given), as people left them."""
    coding = Coding(ledger.effective_decisions())
    decisions = coding.in_effect()
    coded = {t.report for t in coding.of(session)} if session is not None else None
    judged = [a for a in decisions if a.decision.action in WEIGHTY and a.report is not None and not a.dormant]
    whole = {t.report for t in coding.tasks if not t.blind}  # who was done with a report let all the rest stand
    for report in sorted({a.report for a in judged if a.report is not None} | whole):
        if coded is not None and report not in coded:
            continue
        told = standing(ledger, report, decisions)
        if told is None:
            continue
        seen = {a.claim or a.decision.subject for a in judged if a.report == report}
        if report in whole:
            seen |= {c.id for c in told.claims}
        yield GoldSource(
            report=told.report, relevant=True, claims=told.claims, decided=decided_among(told.claims, seen)
        )


def export_gold(ledger: Ledger, folder: Path, session: str | None = None) -> int:
    """Write the decisions as a gold folder; return how many reports. Raises UsageError where there are none."""
    files = list(gold_files(gold_sources(ledger, session)))
    if not files:
        raise UsageError("nothing to export: nobody has decided on any claim yet")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files:
            (folder / name).write_bytes(content)
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror or error}") from error
    return len(files) // 2


def history(attached: Sequence[Attached]) -> tuple[Decision, ...]:
    """Return the ordinary decisions among some, newest first."""
    return tuple(a.decision for a in reversed(attached) if step_of(a.decision) is None)
