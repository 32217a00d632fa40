"""Airwars' grade: only where harm to civilians is claimed (METHOD 1.7)."""

from weighing_samples import ARMY, REBELS, claim, weighed_sides

from counterclaim.record.incident import Grade
from counterclaim.weighing.figures import figures_of
from counterclaim.weighing.grade import Strike, grade_of, headline, strike_of
from counterclaim.weighing.weighed import VAGUE, WeighedClaim


def grade(*claims: WeighedClaim) -> Grade | None:
    sides = weighed_sides(list(claims))
    return grade_of(claims, sides, figures_of(claims, sides))


def strike(*claims: WeighedClaim) -> Strike | None:
    return strike_of(claims, weighed_sides(list(claims)), grade(*claims))


MAYOR = claim("m", "mayor", 9, of="villagers", role="local_official", agent_id=ARMY)
MONITOR = claim("n", "un", 7, of="villagers")


def test_fighters_alone_are_not_graded() -> None:
    assert grade(claim("a", ARMY, 10)) is None
    assert strike(claim("a", ARMY, 10)) is None


def test_a_zero_is_no_harm() -> None:
    assert grade(claim("a", ARMY, 0, of="civilians")) is None


def test_confirmed_where_a_belligerent_owns_it() -> None:
    owned = claim("a", ARMY, 2, of="villagers", agent_id=ARMY)
    assert grade(owned, MAYOR) == "confirmed"
    assert strike(owned, MAYOR) == "declared_strike"


def test_fair_with_two_sources_and_a_belligerent_at_work() -> None:
    assert grade(MAYOR, MONITOR) == "fair"
    assert grade(MONITOR, claim("x", "icrc", 7, of="villagers")) == "weak"


def test_weak_with_one_source() -> None:
    assert grade(MAYOR) == "weak"
    assert grade(MAYOR, claim("v", VAGUE + "a man", 9, of="villagers", role="anonymous")) == "weak"
    assert strike(MAYOR) == "single_source_claim"


def test_a_hostile_source_is_none() -> None:
    assert grade(MAYOR, claim("r", REBELS, 9, of="villagers", agent_id=ARMY)) == "weak"


def test_contested_where_each_blames_the_other() -> None:
    told = (
        claim("r", REBELS, 9, of="villagers", agent_id=ARMY),
        claim("a", ARMY, 9, of="villagers", agent_id=REBELS),
    )
    assert grade(*told, MONITOR) == "contested"
    assert strike(*told, MONITOR) == "contested_strike"


def test_discounted_where_nothing_is_left() -> None:
    assert grade(claim("r", REBELS, 9, of="villagers", agent_id=ARMY, discredited=True)) == "discounted"
    none = claim("u", "un", 0, of="civilians")
    assert grade(claim("r", REBELS, 9, of="villagers", agent_id=ARMY), none) == "discounted"


def test_the_headline_sums_the_least_of_fair_and_confirmed() -> None:
    sides = weighed_sides([MAYOR, MONITOR])
    (found,) = figures_of([MAYOR, MONITOR], sides)
    assert headline([("fair", found), ("confirmed", found), ("weak", found), (None, found)]) == 14
