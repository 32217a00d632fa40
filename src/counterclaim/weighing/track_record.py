"""How each claimant's figures compare with those of others, over the incidents where both speak: shown, never used."""

import math
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from counterclaim.record.claim import NARRATOR
from counterclaim.record.totals import PEOPLE
from counterclaim.weighing.sides import CIVILIANS, Sides
from counterclaim.weighing.votes import Row, Vote, rows_of
from counterclaim.weighing.weighed import VAGUE, WeighedClaim

Losses = Literal["own", "enemy", "others"]
MEASURES = frozenset({"killed", "injured", "captured", "casualties"})
CONFIDENCE = 0.95


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of a claimant beside what another says of the same: a third party, else the side that suffered it."""

    claimant: str
    name: str
    losses: Losses
    measure: str
    side: str
    claimed: int
    reference: int
    by: Literal["third_party", "own"]
    claim: str
    reference_claim: str


class ClaimantRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A claimant's figures against others': `ratio` is the median of claimed to reference.

    `low` and `high` are the exact interval of the median by order statistics, None where there are too few cases for
    it. Cases whose reference is nought have no ratio: they are counted in `from_nought` where the claimant gives more.
    """

    claimant: str
    name: str
    losses: Losses
    cases: int
    ratio: float | None
    low: float | None
    high: float | None
    from_nought: int


def comparisons(claims: Sequence[WeighedClaim], sides: Sides) -> list[Comparison]:
    """Return what one incident adds to the records: never more than one case a claimant, measure and side."""
    found = list[Comparison]()
    for row in rows_of(claims, sides):
        if row.key[0] in MEASURES and row.key[2] == "people" and len(row.votes) > 1:
            found += _of_row(row)
    return found


def records(cases: Iterable[Comparison]) -> tuple[ClaimantRecord, ...]:
    """Return the record of each claimant, of own, enemy and other losses apart, in the order of claimants' keys."""
    grouped: dict[tuple[str, Losses], list[Comparison]] = {}
    for case in cases:
        grouped.setdefault((case.claimant, case.losses), []).append(case)
    return tuple(_record(key, grouped[key]) for key in sorted(grouped))


def median_interval(values: Sequence[float], confidence: float = CONFIDENCE) -> tuple[float, float] | None:
    """Return the exact interval of the median by order statistics; None where the cases are too few for it.

    It holds whatever the distribution: the ranks are those of the sign test (6 cases are the least for 95 per cent).
    """
    n = len(values)
    if n == 0:
        return None
    ordered, tail, rank = sorted(values), 0.0, 0
    while rank < n:
        tail += math.comb(n, rank) / 2**n if n < 1000 else math.exp(_log_binomial(n, rank))
        if tail > (1 - confidence) / 2:
            break
        rank += 1
    return (ordered[rank - 1], ordered[n - rank]) if rank else None


def _log_binomial(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) - n * math.log(2)


def _of_row(row: Row) -> Iterable[Comparison]:
    told = [v for v in row.votes if v.stated and v.point is not None and not (v.subset or v.superset)]
    seen = set[str]()
    for vote in sorted(told, key=lambda v: (-v.day, v.claim.id)):
        if vote.speaker in seen or vote.speaker.startswith((NARRATOR, VAGUE)):
            continue
        other = _reference(vote, told)
        if other is not None:
            seen.add(vote.speaker)
            yield Comparison(
                claimant=vote.speaker,
                name=vote.claim.claimant_name,
                losses=_losses(vote, row),
                measure=row.key[0],
                side=row.key[1],
                claimed=vote.point or 0,
                reference=other.point or 0,
                by="own" if other.standing == "own" else "third_party",
                claim=vote.claim.id,
                reference_claim=other.claim.id,
            )


def _reference(vote: Vote, told: Sequence[Vote]) -> Vote | None:
    """Return what a claimant is held against: the lower median of the other third parties, else the side's own word."""
    for standing in ("third_party", "own"):
        if standing == vote.standing == "own":
            return None  # nobody is held against his own friends
        others = [
            v for v in told if v.standing == standing and v.firm and v.speaker != vote.speaker
        ]  # fmt: skip
        if others:
            ordered = sorted(others, key=lambda v: (v.point or 0, v.day, v.claim.id))
            return ordered[(len(ordered) - 1) // 2]
    return None


def _losses(vote: Vote, row: Row) -> Losses:
    if row.key[1] in (CIVILIANS, PEOPLE) or vote.standing in ("third_party", "anonymous"):
        return "others"
    return "own" if vote.standing == "own" else "enemy"


def _record(key: tuple[str, Losses], cases: list[Comparison]) -> ClaimantRecord:
    ratios = sorted(c.claimed / c.reference for c in cases if c.reference)
    interval = median_interval(ratios)
    names = [c.name for c in cases]
    return ClaimantRecord(
        claimant=key[0],
        name=min(names, key=lambda n: (-names.count(n), n)),
        losses=key[1],
        cases=len(cases),
        ratio=_median(ratios),
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
        from_nought=sum(c.reference == 0 and c.claimed > 0 for c in cases),
    )


def _median(ordered: Sequence[float]) -> float | None:
    if not ordered:
        return None
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
