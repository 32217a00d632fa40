"""Weigh the claims of one incident: its sides, figures and grade, as the fold takes them."""

import datetime
from collections.abc import Sequence

from counterclaim.knowledge.actors import Registry
from counterclaim.weighing.describe import Weight
from counterclaim.weighing.figures import contested_of, figures_of
from counterclaim.weighing.grade import grade_of
from counterclaim.weighing.sides import sides_of
from counterclaim.weighing.weighed import WeighedClaim


def weigh(claims: Sequence[WeighedClaim], on: datetime.date | None, registry: Registry) -> Weight:
    """Return what an incident's claims together say; `on` is its day, None where nobody tells it."""
    sides = sides_of(claims, registry, on)
    figures = figures_of(claims, sides)
    return Weight(
        sides=sides.sides,
        figures=figures,
        grade=grade_of(claims, sides, figures),
        contested=contested_of(figures),
    )
