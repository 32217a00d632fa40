"""Origin groups: whose figure it is, however many print it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.weighing.origins import OriginClaim, find_origins, independence, origin_groups


def claim(key: str, report: str | None = None, **fields: Any) -> OriginClaim:
    given = {"measure": "killed", "figure": (10, 10), **fields}
    return OriginClaim(key, report or f"report of {key}", **given)


def reasons(claims: list[OriginClaim], reprints: list[tuple[str, str]] | None = None) -> list[str]:
    return [e.reason for e in find_origins(claims, reprints or []).edges]


def test_an_armys_statement_through_two_agencies_is_one_source_and_two_newsrooms() -> None:
    claims = [
        claim("a", publisher="ap", source="mil-MLI", hour=5.0),
        claim("b", publisher="afp", source="mil-MLI", hour=30.0),
    ]
    found = find_origins(claims)
    assert found.groups == [0, 0]
    assert [(e.a, e.b, e.reason, e.detail) for e in found.edges] == [("a", "b", "statement", "mil-MLI")]
    assert independence(claims, found, [0, 1]) == (1, 2)


def test_two_papers_that_print_one_agency_are_one_newsroom() -> None:
    claims = [
        claim("a", publisher="ahram", credited=("afp",)),
        claim("b", publisher="nna", credited=("afp",)),
        claim("c", publisher="afp", figure=(12, None)),
        claim("d", publisher="reuters"),
    ]
    found = find_origins(claims)
    assert found.groups == [0, 0, 0, 1]
    assert found.newsrooms == [0, 0, 0, 1]
    assert {e.reason for e in found.edges} == {"credit"}
    assert independence(claims, found, range(4)) == (2, 2)


def test_copies_that_credit_no_one_are_one_source() -> None:
    claims = [claim("a", publisher="x"), claim("b", publisher="y"), claim("c", publisher="z")]
    found = find_origins(claims, [("report of a", "elsewhere"), ("elsewhere", "report of b")])
    assert found.groups == [0, 0, 1]
    assert found.newsrooms == [0, 0, 1]
    assert [e.reason for e in found.edges] == ["reprint"]


def test_the_two_sides_in_one_copied_story_stay_two_sources() -> None:
    claims = [
        claim("a1", "a", publisher="x", source="army"), claim("a2", "a", publisher="x", source="rebels", figure=(3, 3)),
        claim("b1", "b", publisher="y", source="army"), claim("b2", "b", publisher="y", source="rebels", figure=(3, 3)),
    ]  # fmt: skip
    assert origin_groups(claims, [("a", "b")]) == [0, 1, 0, 1]


def test_a_lead_inherits_the_source_that_the_story_names_later() -> None:
    claims = [claim("lead", "a", publisher="x"), claim("said", "a", publisher="x", source="army")]
    assert origin_groups(claims) == [0, 0]
    two = [*claims, claim("too", "a", publisher="x", source="hospital")]
    assert origin_groups(two) == [0, 1, 2], "of two sources it could be either's"


def test_one_voice_in_two_copies_is_one_even_where_one_reading_misses_who_speaks() -> None:
    claims = [claim("a", "a", publisher="x"), claim("b", "b", publisher="y", source="army")]
    assert origin_groups(claims, [("b", "a")]) == [0, 0]
    assert origin_groups(claims) == [0, 1]


@pytest.mark.parametrize(("hours", "groups"), [((0, 48), [0, 0]), ((0, 49), [0, 1]), ((0, None), [0, 0])])
def test_a_statement_lasts_two_days(hours: tuple[float, float | None], groups: list[int]) -> None:
    claims = [claim("a", source="army", hour=hours[0]), claim("b", source="army", hour=hours[1])]
    assert origin_groups(claims) == groups


def test_repeating_a_figure_makes_no_second_source() -> None:
    claims = [claim("a", source="army", hour=0.0), claim("b", source="army", hour=900.0)]
    found = find_origins(claims)
    assert found.groups == [0, 1]
    assert independence(claims, found, [0, 1]).evidence == 1


def test_a_spokesman_and_his_body_are_one() -> None:
    claims = [
        claim("a", source="army", spokesman="col dembele", hour=0.0),
        claim("b", spokesman="col dembele", hour=1.0),
        claim("c", source="army", hour=2.0),
        claim("d", source="army", spokesman="gen keita", hour=3.0),
    ]
    assert origin_groups(claims) == [0, 0, 0, 0]


def test_another_figure_or_measure_is_another_statement() -> None:
    claims = [
        claim("a", source="army"),
        claim("b", source="army", figure=(11, 11)),
        claim("c", source="army", measure="injured"),
    ]
    assert origin_groups(claims) == [0, 1, 2]


def test_unnamed_sources_of_two_newsrooms_are_two_and_of_one_are_one() -> None:
    claims = [
        claim("a", publisher="ap", source="residents", named=False),
        claim("b", publisher="afp", source="residents", named=False),
        claim("c", publisher="x", credited=("afp",), source="residents", named=False),
    ]
    assert origin_groups(claims) == [0, 1, 1]


def test_a_report_of_two_wires_makes_no_one_of_them() -> None:
    claims = [
        claim("a", publisher="afp"), claim("b", publisher="reuters"), claim("c", publisher="x", credited=("afp", "reuters")),
    ]  # fmt: skip
    found = find_origins(claims)
    assert found.groups == [0, 1, 1]
    assert found.newsrooms == [0, 1, 1]


def test_nothing_known_joins_nothing() -> None:
    claims = [claim("a"), claim("b")]
    assert origin_groups(claims) == [0, 1]
    assert origin_groups([]) == []
    assert not reasons(claims)


NAMES = st.sampled_from([None, "afp", "ap", "army", "rebels"])
CLAIMS = st.lists(
    st.builds(
        OriginClaim, key=st.text("abcdef", min_size=1, max_size=3), report=st.sampled_from("uvwxyz"), publisher=NAMES,
        credited=st.lists(st.sampled_from(["afp", "ap", "sana"]), max_size=2, unique=True).map(tuple), source=NAMES,
        spokesman=st.sampled_from([None, "dembele"]), named=st.booleans(), measure=st.sampled_from(["killed", "injured"]),
        figure=st.sampled_from([None, (1, 1), (2, None)]), hour=st.sampled_from([None, 0.0, 40.0, 80.0, 500.0]),
    ),
    max_size=12, unique_by=lambda c: c.key,
)  # fmt: skip
REPRINTS = st.lists(st.tuples(st.sampled_from("uvwxyz"), st.sampled_from("uvwxyz")), max_size=5)


@given(CLAIMS, REPRINTS, st.randoms(use_true_random=False))
def test_order_changes_nothing(claims: list[OriginClaim], reprints: list[tuple[str, str]], rng: Any) -> None:
    found = find_origins(claims, reprints)
    shuffled, turned = list(claims), [(b, a) for a, b in reprints]
    rng.shuffle(shuffled)
    rng.shuffle(turned)
    again = find_origins(shuffled, turned)
    for name in ("groups", "newsrooms"):
        first = {c.key: n for c, n in zip(claims, getattr(found, name), strict=True)}
        assert first == {c.key: n for c, n in zip(shuffled, getattr(again, name), strict=True)}
    assert found.edges == again.edges


@given(CLAIMS, REPRINTS)
def test_edges_make_the_groups(claims: list[OriginClaim], reprints: list[tuple[str, str]]) -> None:
    found = find_origins(claims, reprints)
    numbers = {c.key: n for c, n in zip(claims, found.groups, strict=True)}
    assert all(e.a < e.b and numbers[e.a] == numbers[e.b] for e in found.edges)
    assert len(found.edges) == len(claims) - len(set(found.groups))
    assert sorted(set(found.groups)) == list(range(len(set(found.groups))))


@given(CLAIMS, REPRINTS, st.data())
def test_a_verbatim_copy_is_no_new_source(
    claims: list[OriginClaim], reprints: list[tuple[str, str]], data: st.DataObject
) -> None:
    if not claims:
        return
    report = data.draw(st.sampled_from(sorted({c.report for c in claims})))
    copied = [c._replace(key=f"{c.key}-copy", report="copy") for c in claims if c.report == report]
    before = independence(claims, find_origins(claims, reprints), range(len(claims)))
    more = [*claims, *copied]
    after = independence(more, find_origins(more, [*reprints, (report, "copy")]), range(len(more)))
    assert after.evidence <= before.evidence and after.attestation <= before.attestation
