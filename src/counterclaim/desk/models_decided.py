"""What people decided, in words: a step of a history, and beside a claim who left it so and what the machine had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from counterclaim.actions.coding import WEIGHTY
from counterclaim.ledger import Attached
from counterclaim.ledger.opened import claim_in
from counterclaim.publishing.incident_words import days, spot
from counterclaim.publishing.text import how_many, what, when, where, who_says, who_to_whom
from counterclaim.record import Claim, Decision, Incident
from counterclaim.record.base import Record

DONE = {
    "accept": "accepted", "correct": "corrected", "reject": "rejected", "add": "added", "merge": "merged",
    "split": "split", "undo": "took back", "comment": "commented on",
}  # fmt: skip
LONGEST = 160  # characters of a quotation that a history repeats
NOTHING = "nothing"


class Step(Record, frozen=True, kw_only=True):
    """Something that happened to an incident or a claim: when, who did it, what, and why."""

    at: str
    who: str
    what: str
    reason: str | None
    subject: str | None = None


class Change(Record, frozen=True, kw_only=True):
    """A part of a claim as it was and as a person left it."""

    part: str
    was: str
    now: str


class Verdict(Record, frozen=True, kw_only=True):
    """One person's decision on a claim."""

    done: str
    by: str
    at: str
    reason: str | None


class Judged(Record, frozen=True, kw_only=True):
    """Who decided on a claim, and where it differs from the machine's. `read` is false where no reading has it."""

    verdicts: tuple[Verdict, ...]
    changes: tuple[Change, ...]
    read: bool

    @property
    def words(self) -> str:
        """Return it in a line, for a table."""
        said = [f"{v.done} by {v.by}" for v in self.verdicts]
        return "; ".join((*said, *(f"{c.part}: {c.was} → {c.now}" for c in self.changes)))


def judged(attached: Iterable[Attached], told: Iterable[Claim], machine: Mapping[str, Claim]) -> dict[str, Judged]:
    """Return what people said of some claims as they stand now, by claim; those nobody judged are not there."""
    of: dict[str, list[Verdict]] = defaultdict(list)
    for one in attached:
        d = one.decision
        if d.action in WEIGHTY and not one.dormant:
            verdict = Verdict(done=DONE[d.action], by=d.coder, at=d.at, reason=d.reason)
            of[one.claim or d.subject].append(verdict)
    return {
        claim.id: Judged(
            verdicts=tuple(of[claim.id]),
            changes=changes(machine[claim.id], claim) if claim.id in machine else (),
            read=claim.id in machine,
        )
        for claim in told
        if claim.id in of
    }


def changes(was: Claim, now: Claim) -> tuple[Change, ...]:
    """Return where two states of a claim differ, part by part, in words."""
    before, after = _parts(was), _parts(now)
    return tuple(Change(part=p, was=before[p], now=after[p]) for p in before if before[p] != after[p])


def _parts(claim: Claim) -> dict[str, str]:
    told = claim.agent is not None or claim.target is not None
    found = {
        "words": " … ".join(e.quote for e in claim.evidence),
        "what": brief_what(claim),
        "number": how_many(claim.quantity) if claim.quantity else "",
        "who says it": who_says(claim),
        "who to whom": who_to_whom(claim.agent, claim.target) if told else "",
        "where": where(claim.place),
        "when": when(claim.time),
        "stance": claim.stance,
        "incident": (claim.incident or "") if claim.scope == "incident" else "background",
    }
    return {part: words or NOTHING for part, words in found.items()}


def brief_what(claim: Claim) -> str:
    """Return the kind and type of a claim, without what it is part of."""
    return what(msgspec.structs.replace(claim, part_of=None, supersedes=()), {}, incident=False)


def decision_step(decision: Decision) -> Step:
    """Return a person's decision as a step of a history."""
    words = f"{DONE[decision.action]} {_about(decision)}"
    return Step(at=decision.at, who=decision.coder, what=words, reason=decision.reason, subject=decision.subject)


def _about(decision: Decision) -> str:
    """Return what a decision was on, as it stood then, and what became of it."""
    claim = claim_in(decision.after if decision.action == "add" else decision.before)
    if claim is not None:
        number = f" {how_many(claim.quantity)}" if claim.quantity else ""
        words = f"{who_says(claim)}: {brief_what(claim)}{number}"
        left = claim_in(decision.after) if decision.action == "correct" else None
        made = changes(claim, left) if left is not None else ()
        return "; ".join((words, *(f"{c.part}: {_cut(c.was)} → {_cut(c.now)}" for c in made)))
    incident = _incident_of(decision.before)
    if incident is None:
        return decision.subject
    words, after = f"{incident.type}, {spot(incident.place)}, {days(incident.time)}", decision.after or {}
    if decision.action == "merge":
        return f"{words} with {', '.join(map(str, after.get('with', ())))}"
    if decision.action == "split":
        n = len(after.get("apart", ()))
        return f"{words}: {n} {'claim' if n == 1 else 'claims'} set apart"
    return words


def _incident_of(value: Mapping[str, object] | None) -> Incident | None:
    try:
        return msgspec.convert(value, Incident) if value else None
    except msgspec.ValidationError:
        return None


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…"
