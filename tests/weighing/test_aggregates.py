"""Totals and what is left of them (METHOD 1.8)."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from weighing_samples import bounds, claim, figure

from counterclaim.record.incident import Figure
from counterclaim.record.totals import killed_in_all
from counterclaim.weighing.aggregates import aggregate, residual, spread_evenly, spread_over_days


def _figure(low: int, best: int | None, high: int | None) -> Figure:
    told = figure(claim("a", "un", 1))
    return msgspec.structs.replace(told, low=low, best=best, high=high, high_stated=high or best or low)


def test_each_bound_is_taken_from_its_own() -> None:
    left = residual(_figure(20, 30, 40), [_figure(5, 6, 7), _figure(1, 2, 3)])
    assert bounds(left) == (14, 22, 30, 30)
    assert left.residual


def test_bounds_that_would_cross_are_put_in_order() -> None:
    left = residual(_figure(10, 10, 10), [_figure(0, 5, 10)])
    assert bounds(left) == (0, 5, 10, 10)


def test_nothing_goes_below_nought() -> None:
    assert bounds(residual(_figure(5, 5, 5), [_figure(9, 9, 9)])) == (0, 0, 0, 0)


def test_open_ends_stay_open() -> None:
    assert bounds(residual(_figure(20, 20, None), [_figure(5, 6, 7)])) == (14, 14, None, 14)
    assert residual(_figure(0, None, 40), [_figure(0, None, 9)]).best is None


def test_a_total_keeps_links_to_what_it_holds() -> None:
    total, single = _figure(20, 30, 40), _figure(5, 6, 7)
    other = figure(claim("x", "un", 4, of="villagers"))
    found = aggregate(total, [("i-2", single), ("i-1", single), ("i-9", other)])
    assert found.contains == ("i-1", "i-2")
    assert bounds(found.residual) == (10, 18, 26, 26)
    assert found.total == total


def test_ucdp_spreads_evenly_and_acled_gives_the_first_day_the_rest() -> None:
    assert spread_evenly(11, 3) == (4, 4, 3)
    assert spread_evenly(2, 3) is None
    assert spread_over_days(11, 3) == (5, 3, 3)
    assert spread_over_days(0, 1) == (0,)


@st.composite
def _figures(draw: st.DrawFn) -> Figure:
    low, best, high = sorted(draw(st.tuples(*[st.integers(0, 50)] * 3)))
    return _figure(low, draw(st.sampled_from([None, best])), draw(st.sampled_from([None, high])))


@given(_figures(), st.lists(_figures(), max_size=4))
def test_what_is_left_never_crosses(total: Figure, singles: list[Figure]) -> None:
    left = residual(total, singles)
    ends = [n for n in (left.low, left.best, left.high) if n is not None]
    assert ends == sorted(ends) and ends[0] >= 0
    assert left.high_stated is None or left.high_stated >= ends[-1]


@given(st.integers(0, 500), st.integers(1, 20))
def test_parts_sum_to_the_total(total: int, places: int) -> None:
    assert sum(spread_over_days(total, places)) == total
    parts = spread_evenly(total, places)
    assert parts is None or (sum(parts) == total and max(parts) - min(parts) <= 1)


def test_the_dead_of_no_side_are_not_counted_twice() -> None:
    army, rebels, people = (
        msgspec.structs.replace(_figure(n, n, n), side=side) for n, side in ((9, "a"), (8, "b"), (31, "people"))
    )
    assert killed_in_all([army, rebels]) == (17, 17, 17, False)
    assert killed_in_all([army, rebels, people]) == (31, 31, 31, False)
    few = msgspec.structs.replace(people, low=2, best=None, high=None, high_stated=5, open_high=True)
    assert killed_in_all([army, rebels, few]) == (17, 17, 17, True)
    assert killed_in_all([few]) == (2, None, 5, True)
    assert killed_in_all([msgspec.structs.replace(army, measure="injured")]) is None
