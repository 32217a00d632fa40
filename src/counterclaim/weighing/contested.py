"""How a figure is contested: who did it, how many, whether at all, and whether they were civilians (METHOD 1.5)."""

import math
from collections.abc import Sequence

from counterclaim.knowledge.weighing_rules import WeighingRules
from counterclaim.record.totals import PEOPLE
from counterclaim.weighing.sides import CIVILIANS, Sides
from counterclaim.weighing.votes import Key, Row, Vote
from counterclaim.weighing.weighed import WeighedClaim


def vouched(vote: Vote) -> bool:
    """Leave out what nobody vouches for: a third party's unverified word neither answers nor corroborates."""
    return vote.firm or vote.standing == "adversary"


def count_contested(votes: Sequence[Vote], rules: WeighingRules) -> bool:
    """Tell whether two claimants exclude each other: disjoint intervals, or lower bounds that lie far apart."""
    told = [v for v in votes if vouched(v) and not v.superset]
    if len(told) < 2 or len({v.speaker for v in told}) < 2:
        return False
    lows, highs = dict[str, float](), dict[str, float]()
    for vote in told:
        low, high = _interval(vote, rules)
        lows[vote.speaker] = max(lows.get(vote.speaker, -1), low)
        highs[vote.speaker] = min(highs.get(vote.speaker, math.inf), high)
    if _apart(lows, highs):
        return True
    bounds: dict[str, set[int]] = {}
    for vote in told:
        if vote.stated and vote.high is None and vote.low is not None and not vote.subset:
            bounds.setdefault(vote.speaker, set()).add(vote.low)
    least = {s: min(n) for s, n in bounds.items()}
    most = {s: max(n) for s, n in bounds.items()}
    return _apart(most, {s: n / (1 - rules.half) - 0.5 for s, n in least.items()})


def _apart(lows: dict[str, float] | dict[str, int], highs: dict[str, float]) -> bool:
    """Tell whether somebody's low stands above somebody else's high."""
    if len(lows) < 2 or not highs:
        return False
    one, two = sorted(lows, key=lambda s: (-lows[s], s))[:2]
    return any(lows[two if speaker == one else one] > high for speaker, high in highs.items())


def _interval(vote: Vote, rules: WeighingRules) -> tuple[float, float]:
    low = 0 if vote.low is None else vote.low
    high = math.inf if vote.soft is None or vote.subset else vote.soft
    if not vote.claim.approx:
        return low, high
    least = math.floor(round(low * (1 - rules.approx), 6))
    return least, high if high == math.inf else math.ceil(round(high * (1 + rules.approx), 6))


def figures_differ(votes: Sequence[Vote]) -> bool:
    """Tell whether two claimants state different numbers for the whole, however little they differ."""
    told: dict[str, set[int | None]] = {}
    for vote in votes:
        if vote.stated and vouched(vote) and not (vote.subset or vote.superset):
            told.setdefault(vote.speaker, set()).add(vote.point)
    numbers = set().union(*told.values())
    return len(told) > 1 and len(numbers) > 1


def occurrence_contested(claims: Sequence[WeighedClaim], sides: Sides) -> frozenset[str]:
    """Return the sides that suffered an event which a party denies; all of them where it is what most tell of.

    Who denies that he did it denies responsibility, not that it happened.
    """
    denied = [c for c in claims if c.stance == "denied" and c.kind == "event" and c.scope == "incident"]
    denied = [c for c in denied if c.id not in sides.claimants or sides.claimants[c.id] != sides.agents.get(c.id)]
    if not denied:
        return frozenset()
    told: dict[str, set[str]] = {}
    for claim in claims:
        if claim.kind == "event" and claim.stance != "denied" and claim.scope == "incident":
            told.setdefault(claim.measure, set()).add(claim.speaker)
    main = min(told, key=lambda t: (-len(told[t]), t), default=None)
    if any(c.measure == main and told[main] - {c.speaker} for c in denied):
        return frozenset(sides.of.values())
    return frozenset(sides.of[c.id] for c in denied if c.id in sides.of)


def responsibility_contested(claims: Sequence[WeighedClaim], sides: Sides) -> set[str]:
    """Return the sides about whose losses claimants name rivals as those who did it, or the accused denies that he did."""
    found, told = set[str](), dict[str, dict[str, set[str]]]()
    for claim in claims:
        side, agent = sides.of.get(claim.id), sides.agents.get(claim.id)
        if agent is None or agent == side or claim.discredited:
            continue
        if claim.stance == "denied":
            if sides.claimants.get(claim.id) == agent:
                found |= {CIVILIANS, PEOPLE} if side is None else {side}
            continue
        if side is None:
            continue
        told.setdefault(side, {}).setdefault(agent, set()).add(claim.speaker)
    for side, agents in told.items():
        pairs = [(a, b) for a in agents for b in agents if (a, b) in sides.rivals]
        if any(len(agents[a] | agents[b]) > 1 for a, b in pairs):
            found.add(side)
    return found


def status_contested(rows: Sequence[Row]) -> set[Key]:
    """Return the rows in which one claimant counts as civilians whom another, as many, counts as fighters.

    Both rows of a pair are disputed: the same number of dead, told by claimants each of whom counts only one kind.
    """
    found = set[Key]()
    if not any(r.key[1] == CIVILIANS for r in rows):
        return found
    by_measure: dict[str, list[Row]] = {}
    for row in rows:
        by_measure.setdefault(row.key[0], []).append(row)
    for group in by_measure.values():
        civil = [r for r in group if r.key[1] == CIVILIANS]
        others = [r for r in group if r.key[1] not in (CIVILIANS, PEOPLE) and r.key[2] == "people"]
        for one in civil:
            for other in others:
                if _same_dead(one, other):
                    found |= {one.key, other.key}
    return found


def _same_dead(civil: Row, armed: Row) -> bool:
    mine, theirs = {v.speaker for v in civil.votes}, {v.speaker for v in armed.votes}
    as_civilians = {v.point for v in civil.votes if v.stated and v.speaker not in theirs and not v.subset}
    as_fighters = {
        v.point
        for v in armed.votes
        if v.stated and v.speaker not in mine and not v.subset and v.standing == "adversary"
    }
    return bool({n for n in as_civilians & as_fighters if n is not None and n > 1})
