"""Claimants' figures against others': shown, never used."""

import itertools

import pytest
from weighing_samples import ARMY, REBELS, claim, weighed_sides

from counterclaim.weighing.track_record import Comparison, comparisons, median_interval, records
from counterclaim.weighing.weighed import VAGUE, WeighedClaim


def cases(*claims: WeighedClaim) -> list[Comparison]:
    return comparisons(list(claims), weighed_sides(list(claims)))


def test_enemy_losses_are_held_against_the_admission() -> None:
    (found,) = cases(claim("a", ARMY, 10), claim("b", REBELS, 3))
    assert (found.claimant, found.losses, found.claimed, found.reference, found.by) == (ARMY, "enemy", 10, 3, "own")
    assert (found.claim, found.reference_claim, found.side) == ("a", "b", REBELS)


def test_a_third_party_comes_before_the_admission_and_judges_it_too() -> None:
    found = cases(claim("a", ARMY, 10), claim("b", REBELS, 3), claim("c", "un", 6))
    assert [(c.claimant, c.losses, c.claimed, c.reference) for c in found if c.losses != "others"] == [
        (ARMY, "enemy", 10, 6),
        (REBELS, "own", 3, 6),
    ]


def test_an_admission_is_not_held_against_the_enemy_nor_a_claim_against_itself() -> None:
    assert cases(claim("b", REBELS, 3)) == []
    assert cases(claim("a", ARMY, 10), claim("b", ARMY, 12)) == []
    assert {c.claimant for c in cases(claim("a", ARMY, 10), claim("b", REBELS, 3))} == {ARMY}


def test_no_record_for_who_is_not_named_nor_for_words_without_a_number() -> None:
    assert cases(claim("a", VAGUE + "a man", 10), claim("b", "narrator", 3)) == []
    assert cases(claim("a", ARMY, 24, -1, term="dozens"), claim("b", REBELS, 3)) == []


def test_reprints_add_no_case() -> None:
    one = cases(claim("a", ARMY, 10), claim("b", REBELS, 3))
    assert cases(claim("a", ARMY, 10), claim("b", REBELS, 3), claim("c", ARMY, 10, day=739001)) == one


def test_the_record_is_the_median_of_the_ratios_with_its_interval() -> None:
    told = [c for n in (2, 3, 4, 5, 6, 7, 8) for c in cases(claim("a", ARMY, n * 3), claim("b", REBELS, 3))]
    told += cases(claim("a", ARMY, 9), claim("b", REBELS, 0))
    (found,) = records(told)
    assert (found.claimant, found.losses, found.cases, found.from_nought) == (ARMY, "enemy", 8, 1)
    assert (found.ratio, found.low, found.high) == (5.0, 2.0, 8.0)


def test_too_few_cases_have_no_interval() -> None:
    (found,) = records(cases(claim("a", ARMY, 10), claim("b", REBELS, 4)))
    assert (found.ratio, found.low, found.high) == (2.5, None, None)


def test_no_ratio_without_anything_to_divide_by() -> None:
    (found,) = records(cases(claim("a", ARMY, 10), claim("b", REBELS, 0)))
    assert (found.ratio, found.from_nought, found.cases) == (None, 1, 1)


@pytest.mark.parametrize("n, rank", [(5, 0), (6, 1), (9, 2), (20, 6), (100, 40)])
def test_the_interval_has_the_ranks_of_the_sign_test(n: int, rank: int) -> None:
    found = median_interval(list(range(1, n + 1)))
    assert found == ((rank, n + 1 - rank) if rank else None)


def test_the_interval_of_very_many_cases_is_near_the_normal_one() -> None:
    low, high = median_interval(list(range(100_000))) or (0, 0)
    assert low == pytest.approx(50_000 - 1.96 * 158.1, abs=3) and high == pytest.approx(
        50_000 + 1.96 * 158.1, abs=3
    )


def test_the_order_of_cases_does_not_matter() -> None:
    told = [*cases(claim("a", ARMY, 10), claim("b", REBELS, 3)), *cases(claim("a", ARMY, 5), claim("c", "un", 4))]
    found = {records(order) for order in itertools.permutations(told)}
    assert len(found) == 1
