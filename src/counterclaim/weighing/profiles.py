"""The numbers of an incident as others count: UCDP GED, ACLED, and the range of Airwars and IBC (METHOD 1.4, point 8)."""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from counterclaim.knowledge.weighing_rules import load_weighing
from counterclaim.record.incident import Figure
from counterclaim.record.totals import PEOPLE
from counterclaim.weighing.sides import CIVILIANS, Sides
from counterclaim.weighing.votes import Row, Vote, rows_of
from counterclaim.weighing.weighed import WeighedClaim

PartyClaims = Literal["cautious", "accept"]
WAR_ZONE = 10  # ACLED's point for words without a number in a large, active war zone


class Deaths(msgspec.Struct, frozen=True):
    """Low, best and high: in this order, never crossed."""

    low: int
    best: int
    high: int


class GedDeaths(msgspec.Struct, frozen=True, kw_only=True):
    """UCDP's deaths: `total`, whose best is the sum of the bests; `sides` in the order of their keys."""

    sides: dict[str, Deaths]
    civilians: Deaths
    unknown: Deaths
    total: Deaths
    party_claims: PartyClaims


class AcledFatalities(msgspec.Struct, frozen=True, kw_only=True):
    """ACLED's number: the lowest stated figure of each side, and their sum; `notes` say what is disputed."""

    sides: dict[str, int]
    total: int
    notes: tuple[str, ...]


def ged_deaths(figure: Figure, party_claims: PartyClaims = "cautious") -> Deaths:
    """Return one figure as UCDP would code it: a claim by one party alone is only the high, or all where accepted."""
    top = figure.high_stated if figure.high is None else figure.high
    high = max(top or 0, figure.low, figure.best or 0)
    if figure.best is not None:
        return Deaths(figure.low, figure.best, high)
    return Deaths(high, high, high) if party_claims == "accept" else Deaths(figure.low, figure.low, high)


def ged(
    figures: Iterable[Figure], party_claims: PartyClaims = "cautious", total: Figure | None = None
) -> GedDeaths:
    """Return UCDP's deaths from an incident's figures. `total` is a source's own total, which narrows the sums."""
    killed = [f for f in figures if f.measure == "killed" and f.unit == "people" and f is not total]
    parts = {f.side: ged_deaths(f, party_claims) for f in killed}
    none = Deaths(0, 0, 0)
    civilians, unknown = parts.pop(CIVILIANS, none), parts.pop(PEOPLE, none)
    told = [*parts.values(), civilians, unknown]
    low, best, high = (sum(getattr(d, end) for d in told) for end in ("low", "best", "high"))
    if total is not None:
        whole = ged_deaths(total, party_claims)
        low, high = max(low, whole.low), min(high, whole.high)
        if best < low:  # the rest is nobody's that is told
            more = low - best
            unknown, best = Deaths(unknown.low + more, unknown.best + more, unknown.high + more), low
        low, high = min(low, best), max(high, best)
    return GedDeaths(
        sides={key: parts[key] for key in sorted(parts)},
        civilians=civilians,
        unknown=unknown,
        total=Deaths(low, best, high),
        party_claims=party_claims,
    )


def acled(claims: Sequence[WeighedClaim], sides: Sides, *, war_zone: bool = False) -> AcledFatalities:
    """Return ACLED's fatalities of an incident: the lowest figure stated for each side, 0 where there is none."""
    found: dict[str, int] = {}
    notes = list[str]()
    for row in rows_of(claims, sides):
        measure, side, unit = row.key
        if measure != "killed" or unit != "people":
            continue
        points = sorted({acled_point(v, war_zone=war_zone) for v in row.votes if not v.subset})
        found[side] = points[0] if points else 0
        if len(points) > 1:
            notes.append(f"{side}: {_said(row)}")
    return AcledFatalities(sides=found, total=sum(found.values()), notes=tuple(notes))


def acled_point(vote: Vote, *, war_zone: bool = False) -> int:
    """Return the number that ACLED would write for what a claimant says."""
    term = load_weighing().every_term.get(vote.claim.term)
    if term is None:
        return vote.point or 0
    return WAR_ZONE if term.loose and war_zone else term.acled


def as_range(figure: Figure) -> tuple[int, int | None]:
    """Return the least and the greatest, without a best, as Airwars and IBC print them."""
    return figure.low, figure.high_stated if figure.high is None else figure.high


def _said(row: Row) -> str:
    return "; ".join(f"{v.claim.claimant_name}: {_number(v)}" for v in row.votes if not v.subset)


def _number(vote: Vote) -> str:
    if vote.low is None:
        return f"up to {vote.high}"
    if vote.high is None:
        return f"{vote.low} or more"
    return str(vote.low) if vote.low == vote.high else f"{vote.low} to {vote.high}"
