"""Claims made by hand: of a clash between Mali's army and the separatists, each in one line."""

import datetime
from typing import Any

from counterclaim.knowledge.actors import load_registry
from counterclaim.record.incident import Figure
from counterclaim.weighing.figures import figures_of
from counterclaim.weighing.sides import Sides, sides_of
from counterclaim.weighing.weighed import VAGUE, WeighedClaim

ON = datetime.date(2025, 6, 13)
ARMY, REBELS = "mil-MLI", "csp"
STATE = "gov-MLI"
_ROLES = {"narrator": None, ARMY: "belligerent", REBELS: "belligerent", "un": "un", "icrc": "ngo"}


def claim(
    id: str,
    who: str,
    low: int | None = None,
    high: int | None = None,
    *,
    of: str | None = REBELS,
    **more: Any,
) -> WeighedClaim:
    """Return a claim about killed people: `who` an actor's id, "narrator", or a name; `of` an actor's id or words.

    One number alone is exact; `low` with high=-1 is "at least", high alone "up to".
    """
    known = who in _ROLES
    high = None if high == -1 else low if high is None else high
    as_id = of is not None and (of == STATE or of in _ROLES)
    values: dict[str, Any] = {
        "id": id,
        "report": more.get("report", f"r-{id}"),
        "kind": "casualty",
        "measure": "killed",
        "origin": more.get("origin", f"o-{id}"),
        "speaker": who,
        "claimant_id": who if known and who != "narrator" else None,
        "claimant_name": who.removeprefix(VAGUE),
        "role": _ROLES.get(who, "eyewitness"),
        "low": low,
        "high": high,
        "target_kind": "people",
        "target_id": of if as_id else None,
        "target_name": of,
        "day": 739000,
    }
    return WeighedClaim(**{**values, **more})


def weighed_sides(claims: list[WeighedClaim]) -> Sides:
    return sides_of(claims, load_registry(), ON)


def figures(*claims: WeighedClaim) -> tuple[Figure, ...]:
    return figures_of(list(claims), weighed_sides(list(claims)))


def figure(*claims: WeighedClaim) -> Figure:
    """Return the one figure of claims about one side."""
    (found,) = figures(*claims)
    return found


def bounds(found: Figure) -> tuple[int, int | None, int | None, int | None]:
    return found.low, found.best, found.high, found.high_stated
