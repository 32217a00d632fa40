"""Claims as cards: one statement with who makes it, its words, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from counterclaim.desk.models_decided import Judged
from counterclaim.desk.view import Table
from counterclaim.publishing.pages import ReportLine
from counterclaim.publishing.text import how_many, what, when, where, who_says, who_to_whom
from counterclaim.record import Claim
from counterclaim.record.base import Record

RELATIONS: dict[str, tuple[str, str]] = {
    "own": ("Own side", "speaks of its own"),
    "ally": ("Ally", "speaks of an ally"),
    "adversary": ("Adversary", "speaks of its adversary"),
    "third_party": ("Third party", "on neither side"),
    "anonymous": ("Anonymous", "not named"),
    "unknown": ("Not known", "how it stands to them is not known"),
}


class Also(Record, frozen=True, kw_only=True):
    """The same claimant quoted with the same in another report."""

    number: int
    claim: str
    report: ReportLine


class ClaimCard(Record, frozen=True, kw_only=True):
    """A claim in words. `counted` is false where figures leave it out, None where it is no figure's."""

    number: int
    id: str
    kind: str
    type: str
    who: str
    claimant: str
    role: str | None
    what: str
    how_many: str | None
    low: int | None
    high: int | None
    whom: str | None
    where: str | None
    when: str | None
    stance: str
    scope: str
    stands: str
    side: str | None
    confidence: str
    counted: bool | None
    quotes: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    report: ReportLine
    also: tuple[Also, ...] = ()
    judged: Judged | None = None


def claim_card(
    claim: Claim,
    numbers: Mapping[str, int],
    report: ReportLine,
    *,
    stands: str | None = None,
    side: str | None = None,
    counted: bool | None = None,
    also: Iterable[Also] = (),
    judged: Judged | None = None,
) -> ClaimCard:
    """Return a claim as a card."""
    quantity = claim.quantity
    told = claim.agent is not None or claim.target is not None
    return ClaimCard(
        number=numbers[claim.id],
        id=claim.id,
        kind=claim.kind,
        type=claim.type,
        who=who_says(claim),
        claimant=claim.claimant,
        role=claim.attribution[-1].role if claim.attribution else None,
        what=what(claim, dict(numbers), incident=False),
        how_many=how_many(quantity) if quantity else None,
        low=quantity.low if quantity else None,
        high=quantity.high if quantity else None,
        whom=who_to_whom(claim.agent, claim.target) if told else None,
        where=where(claim.place) or None,
        when=when(claim.time) or None,
        stance=claim.stance,
        scope=claim.scope,
        stands=stands or claim.relation,
        side=side,
        confidence=claim.confidence,
        counted=counted,
        quotes=tuple(e.quote for e in claim.evidence),
        spans=tuple((e.start, e.end) for e in claim.evidence),
        report=report,
        also=tuple(also),
        judged=judged,
    )


def cards_table(cards: Sequence[ClaimCard]) -> Table:
    """Return cards as a table, one row for each claim and each report that has it."""
    return Table(
        (
            "number", "claim_id", "kind", "type", "who_says", "claimant", "role", "stands", "how_many", "low", "high",
            "who_to_whom", "side", "where", "when", "stance", "scope", "counted", "confidence", "quote", "report_id",
            "publisher", "published", "judged",
        ),
        [
            (
                number, id_, c.kind, c.type, c.who, c.claimant, c.role, c.stands, c.how_many, c.low, c.high, c.whom,
                c.side, c.where, c.when, c.stance, c.scope, c.counted, c.confidence, " … ".join(c.quotes), report.id,
                report.publisher, report.published, c.judged.words if c.judged and id_ == c.id else None,
            )
            for c in cards
            for number, id_, report in [(c.number, c.id, c.report), *((a.number, a.claim, a.report) for a in c.also)]
        ],
    )  # fmt: skip
