"""Decide: what a person says of a claim or an incident, checked, appended to the ledger, and folded in.

Each decision holds its subject as it stood before and as the person left it. The machine's own claim is never changed.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from counterclaim.actions.coding import Coding, step_of
from counterclaim.actions.editing import corrected, new_claim
from counterclaim.actions.effective import Standing, effective_claim, standing
from counterclaim.actions.folding import Refolded, refold
from counterclaim.actions.show import the_id
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.ledger.opened import opened_by, snapshot
from counterclaim.record import Claim, Decision, Incident, make_id
from counterclaim.record.base import Record
from counterclaim.record.decision import Action

MAX_CODER = 80
MAX_REASON = 4000


class Decided(NamedTuple):
    """A decision made, and what folding it in changed (None where that was put off)."""

    decision: Decision
    refolded: Refolded | None


class Order(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision as it is asked for from outside.

    `subject`: a claim; for add a report, for merge and split an incident, for undo a decision (none: the coder's last).
    `fields`: of a claim, for correct and add; `incident` among them is the key of a stub of the report, or opens a new one as
    an object of type, place and time. `others`: the incidents to merge, or the claims to set apart.
    """

    action: Action
    subject: str | None = None
    fields: dict[str, Any] | None = None
    others: tuple[str, ...] = ()
    reason: str | None = None
    coder: str | None = None


class Desk:
    """One person deciding on one ledger. `fold` False leaves the folding to whoever makes many decisions at once."""

    def __init__(self, ledger: Ledger, coder: str, *, fold: bool = True) -> None:
        self.ledger = ledger
        self.coder = coder_name(coder)
        self._fold = fold

    def carry_out(self, order: Order) -> Decided:
        """Decide as an order says. Raises UsageError where it lacks something or does not hold."""
        if order.action == "undo":
            return self.undo(order.subject, order.reason)
        if not order.subject:
            raise UsageError(f"{order.action}: name its subject")
        match order.action:
            case "accept":
                return self.accept(order.subject, order.reason)
            case "reject":
                return self.reject(order.subject, order.reason)
            case "correct":
                return self.correct(order.subject, order.fields or {}, order.reason)
            case "add":
                return self.add(order.subject, order.fields or {}, order.reason)
            case "merge":
                return self.merge(order.subject, order.others, order.reason)
            case "split":
                return self.split(order.subject, order.others, order.reason)
            case "comment":
                return self.comment(order.subject, order.reason or "")

    # Claims

    def accept(self, claim: str, reason: str | None = None) -> Decided:
        """Say that a claim is right as it stands."""
        told, subject = self._claim(claim)
        return self._claim_decision("accept", told, subject, None, reason)

    def reject(self, claim: str, reason: str | None = None) -> Decided:
        """Take a claim out: the text does not say this."""
        told, subject = self._claim(claim)
        if any(c.id == subject.id for c in told.rejected):
            raise UsageError(f"{subject.id}: it is rejected already")
        return self._claim_decision("reject", told, subject, None, reason)

    def correct(self, claim: str, changes: Mapping[str, Any], reason: str | None = None) -> Decided:
        """Change fields of a claim, its quotation among them; see `editing.corrected` for what they may be."""
        told, subject = self._claim(claim)
        left = snapshot(*corrected(told, subject, changes))
        return self._claim_decision("correct", told, subject, left, reason)

    def add(self, report: str, fields: Mapping[str, Any], reason: str | None = None) -> Decided:
        """Add a claim that the engine missed."""
        told = self._report(report)
        if not told.stubs and not isinstance(fields.get("incident"), (str, Mapping)):
            fields = {**fields, "scope": "background"}
        made = new_claim(told, fields)
        return self._made("add", made.claim.id, None, snapshot(*made), reason, report=told.report.id)

    # Incidents

    def merge(self, incident: str, others: Sequence[str], reason: str | None = None) -> Decided:
        """Say that incidents are one; the first keeps its id."""
        first = self._incident(incident)
        found = [self._incident(other) for other in others]
        ids = list(dict.fromkeys(o.id for o in found if o.id != first.id))
        if not ids:
            raise UsageError(f"{first.id}: name at least one other incident to merge with it")
        return self._made("merge", first.id, msgspec.to_builtins(first), {"with": ids}, reason)

    def split(self, incident: str, claims: Sequence[str], reason: str | None = None) -> Decided:
        """Say that some claims of an incident tell of another one.

        What one report tells as one incident stays together: at least half of its claims have to be among `claims`.
        """
        whole = self._incident(incident)
        apart = list(dict.fromkeys(claims))
        strangers = [c for c in apart if c not in whole.claims]
        if not apart or strangers:
            raise UsageError(
                f"{whole.id}: name claims of it to set apart" + (f"; {strangers[0]} is none" if apart else "")
            )
        self._check_split(whole, apart)
        return self._made("split", whole.id, msgspec.to_builtins(whole), {"apart": apart}, reason)

    # Either

    def comment(self, subject: str, words: str) -> Decided:
        """Say something of a claim, an incident or a report."""
        if not words.strip():
            raise UsageError("a comment needs words")
        report: str | None = None
        found = effective_claim(self.ledger, subject, self.coder)
        if found is not None:
            before: Any = msgspec.to_builtins(found[1])
        elif self.ledger.report(subject) is not None:
            before, report = None, subject
        else:
            incident = self._incident(subject)
            before, subject = msgspec.to_builtins(incident), incident.id
        return self._made("comment", subject, before, None, words, report=report)

    def undo(self, decision: str | None = None, reason: str | None = None) -> Decided:
        """Take back a decision, or this person's last one; undoing an undo brings the decision back."""
        made = self.ledger.decisions()
        in_force = [a.decision for a in self.ledger.effective_decisions() if step_of(a.decision) is None]
        if decision is None:
            mine = [d for d in in_force if d.coder == self.coder]
            if not mine:
                raise UsageError(f"{self.coder} has nothing to undo")
            subject = mine[-1]
        else:
            subject = next((d for d in made if d.id == decision), None) or _no_decision(decision)
            if subject.id in Coding(self.ledger.effective_decisions()).hidden(self.coder):
                raise UsageError(f"{subject.id}: it was made in a coding session that is blind still")
            if any(d.subject == subject.id for d in _standing_undos(made)):
                raise UsageError(f"{subject.id}: it is undone already")
        self._check_undo(subject, in_force)
        return self._made("undo", subject.id, msgspec.to_builtins(subject), None, reason)

    def leave(self, told: Standing, claim: Claim, as_has: Claim | None, reason: str | None = None) -> Decided:
        """Leave a claim as a coder of a finished session has it (None: not at all), where the coders differed on it."""
        if as_has is None:
            return self._claim_decision("reject", told, claim, None, reason)
        now = next((c for c in (*told.claims, *told.rejected) if c.id == as_has.id), None)
        if now is None:
            return self._made("add", as_has.id, None, self._kept(as_has), reason, report=told.report.id)
        if as_has == now:
            return self._claim_decision("accept", told, now, None, reason)
        return self._claim_decision("correct", told, now, self._kept(as_has), reason)

    # Within

    def _kept(self, claim: Claim) -> dict[str, Any]:
        """Return the snapshot of a claim that somebody left so, with the incident that he opened for it."""
        opened = (opened_by(decision) for decision in self.ledger.decisions())
        return snapshot(
            claim, next((stub for stub in opened if stub is not None and stub.key == claim.incident), None)
        )

    def _claim(self, claim: str) -> tuple[Standing, Claim]:
        found = effective_claim(self.ledger, claim, self.coder)
        if found is None:
            whole = self.ledger.named(claim, ("claim",), 2)
            found = effective_claim(self.ledger, whole[0], self.coder) if len(whole) == 1 else None
        if found is None:
            raise UsageError(f"{claim}: no claim that counts has this id")
        return found

    def _report(self, report: str) -> Standing:
        id_ = report if self.ledger.report(report) is not None else the_id(self.ledger, report, ("report",))
        decisions = Coding(self.ledger.effective_decisions()).in_effect(self.coder)
        found = standing(self.ledger, id_, decisions)
        if found is None:
            raise UsageError(f"{id_}: this report does not count: it was removed, replaced or not read")
        return found

    def _incident(self, incident: str) -> Incident:
        found = self.ledger.incident(incident)
        if found is None:
            found = self.ledger.incident(the_id(self.ledger, incident, ("incident",)))
        if found is None:
            raise UsageError(f"{incident}: this incident is no more")
        return found

    def _check_split(self, whole: Incident, apart: Sequence[str]) -> None:
        in_effect = Coding(self.ledger.effective_decisions()).in_effect()
        reports = (standing(self.ledger, report, in_effect) for report in whole.reports)
        told = [(r.report.id, c) for r in reports if r is not None for c in (*r.claims, *r.rejected)]
        claims = {c.id: (report, c.incident) for report, c in told}
        inside = {c: claims[c] for c in whole.claims if c in claims}
        sizes = Counter(inside.values())
        chosen = Counter(inside[c] for c in apart if c in inside)
        moved = {stub for stub, n in chosen.items() if 2 * n >= sizes[stub]}
        if not moved:
            left = [c for c, stub in inside.items() if stub in chosen and c not in apart]
            more = f": take {', '.join(left[:6])} too" if left else ""
            raise UsageError(f"{whole.id}: what one report tells as one incident stays together{more}")
        if moved == set(sizes):
            raise UsageError(f"{whole.id}: something has to stay; name the claims of the other incident alone")

    def _check_undo(self, subject: Decision, in_force: Collection[Decision]) -> None:
        """Refuse to take back a decision that a later one was built on."""
        if subject.action not in ("correct", "add"):
            return
        later = [
            d for d in in_force if d.subject == subject.subject and d.action == "correct" and d.id != subject.id
        ]
        after = [d for d in later if (d.at, d.id) > (subject.at, subject.id)]
        if after:
            raise UsageError(
                f"{subject.id}: the correction {after[-1].id} was made on top of it; undo that one first"
            )

    def _claim_decision(
        self, action: Action, told: Standing, claim: Claim, after: dict[str, Any] | None, reason: str | None
    ) -> Decided:
        return self._made(action, claim.id, msgspec.to_builtins(claim), after, reason, report=told.report.id)

    def _made(
        self,
        action: Action,
        subject: str,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
        reason: str | None,
        *,
        report: str | None = None,
    ) -> Decided:
        decision = decision_of(self.coder, action, subject, before, after, reason)
        self.ledger.decide(decision, report=report)
        return Decided(decision, refold(self.ledger) if self._fold else None)


def decision_of(
    coder: str,
    action: Action,
    subject: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    reason: str | None,
) -> Decision:
    """Return a decision of now."""
    at = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    words = reason.strip() if reason else None
    if words and len(words) > MAX_REASON:
        raise UsageError(f"the reason has {len(words)} characters; at most {MAX_REASON} are kept")
    return Decision(
        id=make_id("d", coder, at, action, subject, after),
        coder=coder,
        at=at,
        action=action,
        subject=subject,
        before=before,
        after=after,
        reason=words or None,
    )


def coder_name(name: str | None) -> str:
    """Return a coder's name as it is kept. Raises UsageError where it is none."""
    words = " ".join((name or "").split())
    if not words or len(words) > MAX_CODER or not words.isprintable():
        raise UsageError(f"give the coder's name (at most {MAX_CODER} characters), with --coder or on the page")
    return words


def _standing_undos(made: Sequence[Decision]) -> list[Decision]:
    undone: set[str] = set()
    standing_ = []
    for decision in reversed(made):
        if decision.action == "undo" and decision.id not in undone:
            undone.add(decision.subject)
            standing_.append(decision)
    return standing_


def _no_decision(decision: str) -> Decision:
    raise UsageError(f"{decision}: there is no such decision to undo")
