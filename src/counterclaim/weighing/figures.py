"""What all claims together say of one measure and side: low, best, high and how it is contested (METHOD 1.4, 1.5)."""

from collections.abc import Iterable, Sequence

import msgspec

from counterclaim.knowledge.weighing_rules import WeighingRules, load_weighing
from counterclaim.record.incident import Basis, Contested, Figure
from counterclaim.weighing.contested import (
    count_contested,
    figures_differ,
    occurrence_contested,
    responsibility_contested,
    status_contested,
    vouched,
)
from counterclaim.weighing.sides import Sides, Standing
from counterclaim.weighing.votes import Key, Row, Vote, claim_order, evidence_groups, rows_of
from counterclaim.weighing.weighed import WeighedClaim

_TIERS: tuple[Standing, ...] = ("third_party", "own")  # who may give the best figure, the first first
_SURE: tuple[Standing, ...] = ("third_party", "own")
_NOT_CONTESTED = Contested(responsibility=False, count=False, occurrence=False, status=False)


def figures_of(claims: Sequence[WeighedClaim], sides: Sides) -> tuple[Figure, ...]:
    """Return the figures of one incident's claims, one for each measure, side and unit, in that order."""
    rows = rows_of(claims, sides)
    if not rows:
        return ()
    rules = load_weighing()
    denials = any(c.stance == "denied" for c in claims)
    denied = occurrence_contested(claims, sides) if denials else frozenset[str]()
    agents = responsibility_contested(claims, sides) if denials or sides.rivals else set[str]()
    disputed = status_contested(rows) if len(rows) > 1 else set[Key]()
    return tuple(
        _figure(row, rules, row.key[1] in denied, row.key[1] in agents, row.key in disputed, sides) for row in rows
    )


def contested_of(figures: Iterable[Figure]) -> Contested:
    """Return what any of the figures is."""
    all_ = [f.contested for f in figures]
    return Contested(
        responsibility=any(c.responsibility for c in all_),
        count=any(c.count for c in all_),
        occurrence=any(c.occurrence for c in all_),
        status=any(c.status for c in all_),
    )


class _Bounds(msgspec.Struct, gc=False):
    """The numbers of a row and the votes behind them."""

    low: int = 0
    best: int | None = None
    high: int | None = None
    high_stated: int | None = None
    low_vote: Vote | None = None
    best_vote: Vote | None = None
    high_vote: Vote | None = None


def _figure(
    row: Row, rules: WeighingRules, denied: bool, responsibility: bool, status: bool, sides: Sides
) -> Figure:
    measure, side, unit = row.key
    votes = row.votes
    bounds, groups = _bounds(votes, row.named), _groups(votes)
    basis = _basis(votes, bounds)
    several, occurrence = len(votes) > 1, denied
    count = several and count_contested(votes, rules)
    if row.denials:
        count = count or any(d.point is not None for d in row.denials)
        occurrence = occurrence or any(d.point is None for d in row.denials)
    claimed = bounds.high_stated
    if row.claimed_only:
        told = [n for c in row.claimed_only for n in (c.low, c.high) if n is not None]
        claimed = max([*told, *([] if claimed is None else [claimed])], default=None)
    contested = _NOT_CONTESTED
    if responsibility or count or occurrence or status:
        contested = Contested(responsibility=responsibility, count=count, occurrence=occurrence, status=status)
    return Figure(
        measure=measure,  # type: ignore[arg-type]
        side=side,
        unit=unit,
        low=bounds.low,
        best=bounds.best,
        high=bounds.high,
        high_stated=bounds.high_stated,
        open_high=bounds.high is None,
        max_claimed=claimed,
        contested=contested,
        figures_differ=several and figures_differ(votes),
        relayed_differently=row.relayed,
        unanswered=basis == "adversary_only" and _unanswered(row, sides),
        provisional=groups < 2,
        basis=basis,
        best_claim=bounds.best_vote.claim.id if bounds.best_vote else None,
        low_claim=bounds.low_vote.claim.id if bounds.low_vote else None,
        high_claim=bounds.high_vote.claim.id if bounds.high_vote else None,
        claimed_only=tuple(c.id for c in row.claimed_only),
        n_claimants=len({v.speaker for v in votes}) if several else len(votes),
        n_origin_groups=groups,
        claims=tuple(sorted(c.id for c in row.claims)),
    )


# The numbers


def _bounds(votes: list[Vote], named: Vote | None) -> _Bounds:
    found = _Bounds()
    if not votes and named is None:
        return found
    if len(votes) == 1 and (named is None or (named.low or 0) <= (votes[0].low or 0)):
        return _alone(votes[0])
    _upper(found, votes)
    sure = [v for v in votes if v.firm and not v.superset]
    if any(v.standing in _SURE for v in sure):
        _lower(found, sure)
        _best(found, sure)
    if named is not None and (named.low or 0) > found.low:
        found.low, found.low_vote = named.low or 0, named
    # clamp: a floor lifts what stands below it
    if found.best is not None and found.best < found.low:
        found.best, found.best_vote = found.low, found.low_vote
    if found.high is not None:
        found.high = max(found.high, found.low)
    if found.high_stated is not None or found.low:
        found.high_stated = max(found.high_stated or 0, found.low)
    return found


def _alone(vote: Vote) -> _Bounds:
    """Return the numbers of a single vote: what `_bounds` comes to."""
    high = None if vote.subset else vote.high
    stated = vote.low if high is None else high
    found = _Bounds(high=high, high_stated=stated, high_vote=vote)
    if vote.firm and vote.standing in _SURE:
        found.low, found.best = vote.low or 0, vote.point
        found.low_vote = found.best_vote = vote
    return found


def _upper(found: _Bounds, votes: list[Vote]) -> None:
    """Set the greatest stated end; none where something open stands above it. A part ends nowhere."""
    closed = [v for v in votes if v.high is not None and not v.subset]
    opened = [v for v in votes if v.low is not None and (v.high is None or v.subset)]
    top = max(closed, key=_by_high, default=None)
    above = max(opened, key=_by_low, default=None)
    if top is not None and (above is None or (above.low or 0) <= (top.high or 0)):
        found.high = found.high_stated = top.high
        found.high_vote = top
    elif above is not None:
        found.high_stated = above.low
        found.high_vote = above


def _lower(found: _Bounds, sure: list[Vote]) -> None:
    """Set the lowest stated figure, not below what is admitted or verified. Soft words count where no number is told."""
    whole = [v for v in sure if not v.subset] or sure
    whole = [v for v in whole if v.stated] or whole
    least = min(whole, key=_by_floor)
    floor = max(
        (v for v in sure if v.standing == "own" or v.verified), key=_by_low, default=None
    )  # fmt: skip
    vote = floor if floor is not None and (floor.low or 0) > (least.low or 0) else least
    found.low, found.low_vote = vote.low or 0, vote


def _best(found: _Bounds, sure: list[Vote]) -> None:
    """Set the stated figure of a named claim: in the first tier there is, the lower median by origin group."""
    for tier in _TIERS:
        mine = [v for v in sure if v.standing == tier]
        if (
            mine
            and all(v.low is None for v in mine)
            and any(v.low is not None for v in sure if v.standing in _SURE)
        ):
            continue  # "up to 20" tells no figure where another tier tells one
        if mine:
            vote = _median(_plainest(mine))
            found.best, found.best_vote = vote.point, vote
            return


def _plainest(votes: list[Vote]) -> list[Vote]:
    """Leave what tells a number of the whole, else less and less: parts, soft words, ends from above."""
    votes = [v for v in votes if v.low is not None] or votes
    votes = [v for v in votes if not v.subset] or [max(votes, key=_by_low)]
    return [v for v in votes if v.stated] or votes


def _median(votes: list[Vote]) -> Vote:
    """Return the lower median by evidence group, in each group the lower median of its votes."""
    groups: dict[int, list[Vote]] = {}
    for number, vote in zip(evidence_groups(votes), votes, strict=True):
        groups.setdefault(number, []).append(vote)
    middles = [_lower_middle(group) for group in groups.values()]
    return _lower_middle(middles)


def _lower_middle(votes: list[Vote]) -> Vote:
    ordered = sorted(votes, key=_by_point)
    return ordered[(len(ordered) - 1) // 2]


def _by_point(vote: Vote) -> tuple[int, int, str]:
    return (vote.point or 0, *claim_order(vote.claim))


def _by_floor(vote: Vote) -> tuple[int, int, str]:
    return (vote.low or 0, *claim_order(vote.claim))


def _by_low(vote: Vote) -> tuple[int, int, str]:
    day, id_ = claim_order(vote.claim)
    return (vote.low or 0, -day, id_)


def _by_high(vote: Vote) -> tuple[int, int, str]:
    day, id_ = claim_order(vote.claim)
    return (vote.high or 0, -day, id_)


def _groups(votes: list[Vote]) -> int:
    return len(set(evidence_groups(votes))) if votes else 0


def _basis(votes: list[Vote], bounds: _Bounds) -> Basis:
    if not votes:
        return "none"
    if bounds.best_vote is not None:
        return "own" if bounds.best_vote.standing == "own" else "third_party"
    told = {v.standing for v in votes if vouched(v)}
    if "adversary" in told:
        return "adversary_only"
    return "anonymous_only" if "anonymous" in told else "none"


def _unanswered(row: Row, sides: Sides) -> bool:
    """Tell whether the side itself is silent and nobody but its adversaries speaks."""
    if any(v.standing != "adversary" for v in row.votes if vouched(v)):
        return False
    return not any(sides.standing[c.id] == "own" or sides.claimants.get(c.id) == row.key[1] for c in row.claims)
