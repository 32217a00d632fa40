"""What the weighing keeps of a claim: a light value, cheap to make from a record or from columns."""

import datetime
from typing import Literal

import msgspec

from counterclaim.knowledge.people import person_noun, unit_of
from counterclaim.knowledge.weighing_rules import WeighingRules, load_weighing
from counterclaim.record.claim import NARRATOR, Claim, Kind, Relation, Role, Stance, Status
from counterclaim.record.report import Report
from counterclaim.weighing.heard import folded

VAGUE = "~"  # heads the speaker whose name is no name: "a witness" of one report is not that of another


class WeighedClaim(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One claim, ready to be weighed.

    `speaker` is who has the vote (`speaker_of`); `term` the number word (weighing.yaml), "" where a number is stated;
    `joined` what is joined to the target ("members of an allied force"). `outlet` is the newsroom that first told it, as
    far as its report says; `day` the ordinal of the day of publication. `origin` names the origin group: it is only ever
    compared. `verified` says that somebody independent checked the figure,
    `discredited` that a person or a verifier disbelieves it.
    """

    id: str
    report: str
    kind: Kind
    measure: str
    origin: str
    speaker: str = NARRATOR
    claimant_id: str | None = None
    claimant_name: str = NARRATOR
    role: Role | None = None
    outlet: str | None = None
    unit: str = "people"
    low: int | None = None
    high: int | None = None
    approx: bool = False
    term: str = ""
    stance: Stance = "asserted"
    scope: Literal["incident", "background"] = "incident"
    relation: Relation = "unknown"
    target_kind: str | None = None
    target_id: str | None = None
    target_name: str | None = None
    target_status: Status | None = None
    target_owner: str | None = None
    joined: str | None = None
    agent_id: str | None = None
    day: int | None = None
    supersedes: tuple[str, ...] = ()
    part_of: str | None = None
    verified: bool = False
    discredited: bool = False

    @property
    def point(self) -> int | None:
        """The number that the claimant stated, the lower of two."""
        return self.high if self.low is None else self.low

    @property
    def utterance(self) -> tuple[str, str, int | None, int | None]:
        """What was said by whom: equal utterances are one vote, however often they are printed."""
        return self.speaker, self.measure, self.low, self.high


def weighed(claim: Claim, report: Report, origin: str) -> WeighedClaim:
    """Return what the weighing keeps of a claim of a report; `origin` names the claim's origin group."""
    rules = load_weighing()
    last = claim.attribution[-1] if claim.attribution else None
    party, body = (last.party, last.body) if last is not None else (None, None)
    role = last.role if last is not None else None
    quantity, target = claim.quantity, claim.target
    claimant_id = claimant_id_of(party.id if party else None, body.id if body else None)
    return WeighedClaim(
        id=claim.id,
        report=report.id,
        kind=claim.kind,
        measure=claim.type,
        origin=origin,
        speaker=speaker_of(rules, claim.claimant, claimant_id, role, body.name if body else None),
        claimant_id=claimant_id,
        claimant_name=claim.claimant,
        role=role,
        outlet=outlet_of(report),
        unit=quantity.unit if quantity is not None else unit_without_number(claim.kind, target.name if target else None),
        low=quantity.low if quantity is not None else None,
        high=quantity.high if quantity is not None else None,
        approx=quantity.approx if quantity is not None else False,
        term=rules.term_of(quantity.text, quantity.low, quantity.high) if quantity is not None else "",
        stance=claim.stance,
        scope=claim.scope,
        relation=claim.relation,
        target_kind=target.kind if target is not None else None,
        target_id=target.id if target is not None else None,
        target_name=target.name if target is not None else None,
        target_status=target.status if target is not None else None,
        target_owner=target.owner if target is not None else None,
        joined=joined_to(claim, rules),
        agent_id=claim.agent.id if claim.agent is not None else None,
        day=datetime.date.fromisoformat(report.published).toordinal() if report.published else None,
        supersedes=claim.supersedes,
        part_of=claim.part_of,
    )  # fmt: skip


def claimant_id_of(party_id: str | None, body_id: str | None) -> str | None:
    """Return the actor that a source is, else the one that it speaks for."""
    return party_id or body_id


def speaker_of(
    rules: WeighingRules, name: str, claimant_id: str | None, role: Role | None, body_name: str | None
) -> str:
    """Return the key of who has the vote: an actor with all who speak for it, else a name; VAGUE before what is no name."""
    if name == NARRATOR and claimant_id is None and role is None:
        return NARRATOR
    if role not in rules.vague_names:
        if claimant_id is not None:
            return claimant_id
        for called in (body_name, name):
            if called is not None and any(word[0].isupper() for word in called.split()):
                return folded(called)
    return VAGUE + folded(name)


def outlet_of(report: Report) -> str | None:
    """Return the newsroom that a report comes from: the innermost that it credits, else its publisher."""
    outlet = report.credited_to[-1] if report.credited_to else report.publisher
    return folded(outlet) if outlet else None


def unit_without_number(kind: str, target_name: str | None) -> str:
    """Return what a claim without a number would count."""
    if kind != "materiel":
        return "people"
    return (unit_of(target_name.lower().split()[-1]) if target_name and target_name.strip() else None) or "other"


def joined_to(claim: Claim, rules: WeighingRules) -> str | None:
    """Return the words that make a claim's target a composite: a second party that shares its number; else None."""
    target, quantity = claim.target, claim.quantity
    if target is None or quantity is None or claim.kind != "casualty":
        return None
    for evidence in claim.evidence:
        if not (evidence.start <= target.start and target.end <= evidence.end):
            continue
        found = rules.joining.match(evidence.quote, target.end - evidence.start)
        if found is None:
            return None
        words = list[str]()
        for word in found["rest"].split():
            if word.lower() in rules.joined_end:
                break
            words.append(word)
        told = words and (any(w.lower() in rules.allied for w in words) or person_noun(words[-1].lower()))
        counted = told and (words[0][0].isdigit() or words[0].lower() in rules.numbers)
        return " ".join(words) if told and not counted else None
    return None
