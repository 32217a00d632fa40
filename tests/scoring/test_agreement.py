"""Krippendorff's alpha as published, units of near-equal spans, and what is left to settle."""

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.record import Claim, Evidence, Quantity
from counterclaim.scoring.agreement import CodedReport, agreement, alpha, interval, nominal, units_of

N = None
# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section C: four observers, twelve units.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3),
    (N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N),
)
TEXT = "Rebels killed ten soldiers and wounded three near Gao on Monday, the army said."


def claim(quote: str, type: str = "killed", low: int = 10, id: str = "", **more: object) -> Claim:
    start = TEXT.index(quote)
    made = Claim(
        id=id or f"c-{quote}-{type}-{low}",
        kind="casualty", type=type, quantity=Quantity(low=low, high=low, text="ten", start=14, end=17), agent=None,
        target=None, means=None, place=None, time=None, attribution=(), claimant="narrator", stance="asserted",
        scope="incident", incident="i1", relation="third_party", supersedes=(), part_of=None,
        evidence=(Evidence(start=start, end=start + len(quote), quote=quote),), outcome=None, engine="rules",
        confidence="high",
    )  # fmt: skip
    return msgspec.structs.replace(made, **more)  # type: ignore[arg-type]


def coded(**claims: list[Claim]) -> CodedReport:
    return CodedReport(report="r-1", text=TEXT, claims={c: tuple(told) for c, told in claims.items()})


def test_alpha_is_the_published_one() -> None:
    units = list(zip(*OBSERVERS, strict=True))
    assert alpha(units, nominal) == pytest.approx(0.743, abs=0.0005)
    assert alpha(units, interval) == pytest.approx(0.849, abs=0.0005)
    two = list(zip("aabbddcceeddaa"[::2], "aabbddcceeddaa"[1::2], strict=True))
    assert alpha(two, nominal) == 1.0


def test_where_alpha_tells_nothing() -> None:
    assert alpha([], nominal) is None
    assert alpha([(1, None), (None, 2)], nominal) is None
    assert alpha([(1, 1), (1, 1)], nominal) is None


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=30), st.randoms())
def test_alpha_does_not_depend_on_order(units: list[tuple[int, int]], luck: random.Random) -> None:
    mixed = [tuple(luck.sample(u, 2)) for u in luck.sample(units, len(units))]
    first, second = alpha(units, interval), alpha(mixed, interval)
    assert first is second is None or (first is not None and first == pytest.approx(second) and first <= 1)


def test_near_equal_spans_are_one_unit() -> None:
    a = [claim("killed ten soldiers"), claim("wounded three", "injured", 3)]
    b = [claim("Rebels killed ten soldiers"), claim("wounded three near Gao", "injured", 3)]
    units = units_of({"ada": a, "bob": b})
    assert len(units) == 2 and all(None not in u.values() for u in units)
    found = agreement([coded(ada=a, bob=b)])
    assert found.found == 1.0 and found.differences == ()
    by_field = {f.field: f for f in found.fields}
    assert by_field["type"].alpha == 1.0 and by_field["low"].metric == "interval"
    evidence = by_field["evidence"]
    assert evidence.alpha is not None and 0.4 < evidence.alpha < 1 and evidence.units == 14


def test_two_claims_of_one_clause_stay_two() -> None:
    both = "killed ten soldiers and wounded three"
    a = [claim(both), claim(both, "injured", 3)]
    b = [claim(both, "injured", 3), claim(both)]
    units = units_of({"ada": a, "bob": b})
    assert [{c.type for c in u.values() if c} for u in units] in (
        [{"killed"}, {"injured"}],
        [{"injured"}, {"killed"}],
    )


def test_differences_are_listed() -> None:
    a = [claim("killed ten soldiers", id="c-1"), claim("near Gao", "missing")]
    b = [claim("killed ten soldiers", low=12, id="c-1", stance="denied")]
    found = agreement([coded(ada=a, bob=b)])
    first, second = found.differences
    assert first.fields == ("quantity", "low", "high", "stance") and second.fields == ()
    assert second.claims["bob"] is None and found.units == 2 and found.found == 0.5
    assert agreement([coded(ada=a)]).reports == 0


def test_a_quotation_of_the_whole_text_is_no_unit_with_three_words() -> None:
    assert len(units_of({"ada": [claim(TEXT)], "bob": [claim("wounded three", "injured")]})) == 2
