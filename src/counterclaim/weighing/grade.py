"""Airwars' grade of an incident, only where harm to civilians is claimed (METHOD 1.7)."""

from collections.abc import Iterable, Sequence
from typing import Literal

from counterclaim.record.incident import Figure, Grade
from counterclaim.weighing.sides import CIVILIANS, COUNTED, Sides
from counterclaim.weighing.weighed import WeighedClaim

Strike = Literal["declared_strike", "likely_strike", "contested_strike", "single_source_claim"]

HARM = frozenset({"killed", "injured", "casualties"})
HEADLINE: frozenset[Grade] = frozenset({"confirmed", "fair"})  # the grades that headline totals sum


def grade_of(claims: Sequence[WeighedClaim], sides: Sides, figures: Iterable[Figure]) -> Grade | None:
    """Return the grade of an incident, None where nobody claims that civilians were killed or injured.

    confirmed: a belligerent said to have done it owns that it did. discounted: nothing is left of the claim, or the
    only ones who speak independently say that there were none, or that the dead were fighters. contested: who did it is
    disputed. fair: two or more credible sources, and a belligerent known to have acted there. weak: anything less.
    """
    harm = [f for f in figures if f.side == CIVILIANS and f.measure in HARM and f.max_claimed]
    if not harm:
        return None
    told = [c for c in claims if sides.of.get(c.id) == CIVILIANS and c.measure in HARM and c.kind in COUNTED]
    if any(_owned(c, sides) for c in told):
        return "confirmed"
    if all(_discounted(f) for f in harm):
        return "discounted"
    if any(f.contested.responsibility for f in harm):
        return "contested"
    credible = max(_credible(told, sides, f) for f in harm)
    return "fair" if credible >= 2 and _acted(claims, sides) else "weak"


def strike_of(claims: Sequence[WeighedClaim], sides: Sides, grade: Grade | None) -> Strike | None:
    """Return the status of the attack that goes with a grade; None where nothing is graded."""
    if grade is None:
        return None
    deeds = [c for c in claims if c.id in sides.agents and c.stance == "asserted" and c.scope == "incident"]
    if any(sides.claimants.get(c.id) == sides.agents[c.id] for c in deeds):
        return "declared_strike"
    if grade == "contested":
        return "contested_strike"
    return "likely_strike" if len({c.origin for c in deeds}) >= 2 else "single_source_claim"


def headline(graded: Iterable[tuple[Grade | None, Figure]]) -> int:
    """Return Airwars' headline number: the least of each figure, where the grade is fair or confirmed."""
    return sum(f.low for grade, f in graded if grade in HEADLINE)


def _owned(claim: WeighedClaim, sides: Sides) -> bool:
    """Tell whether a belligerent says that it harmed civilians itself."""
    agent = sides.agents.get(claim.id)
    return (
        agent is not None
        and sides.claimants.get(claim.id) == agent
        and claim.stance != "denied"
        and claim.point != 0
        and sides.standing.get(claim.id) == "own"
    )


def _discounted(figure: Figure) -> bool:
    """Tell whether nothing is left of a figure: all of it disbelieved, or said to be fighters by those not involved."""
    if set(figure.claimed_only) == set(figure.claims) or not figure.high_stated:
        return True
    return figure.basis == "third_party" and (figure.best == 0 or (figure.contested.status and figure.low == 0))


def _credible(told: Sequence[WeighedClaim], sides: Sides, figure: Figure) -> int:
    """Return how many separate sources, neither hostile nor nameless, tell of harm."""
    mine = set(figure.claims) - set(figure.claimed_only)
    return len(
        {
            (c.origin, c.speaker)
            for c in told
            if c.id in mine
            and c.stance == "asserted"
            and c.point != 0
            and sides.standing[c.id] in ("third_party", "own")
        }
    )


def _acted(claims: Iterable[WeighedClaim], sides: Sides) -> bool:
    """Tell whether a belligerent is said to have acted there."""
    return any(c.id in sides.agents and c.stance != "denied" and c.scope == "incident" for c in claims)
