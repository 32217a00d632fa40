"""Counts, means, intervals and the printed list of errors."""

import json

import pytest
from scoring_samples import TEXT, claim, fact, gold, reading, said_by

from counterclaim.scoring import GoldQuantity, Result, as_dict, bootstrap, figures, match, render
from counterclaim.scoring.figures import KindCount, Share

FOUR = "four soldiers were killed"
TWENTY = "20 soldiers died"


@pytest.fixture
def results() -> list[Result]:
    """Right but for the claimant; all right and one extra; one miss; a report without facts or claims."""
    return [
        match(gold(fact(FOUR, claimant=("army",)), name="a", family="f"), reading(claim(FOUR))),
        match(
            gold(fact(TWENTY, claimant=("rebel spokesman",)), name="b", family="f"),
            reading(claim(TWENTY, attribution=said_by("rebel spokesman")), claim("attacked", kind="event")),
        ),
        match(gold(fact("villagers fled", type="displaced"), name="c"), reading()),
        match(gold(name="d", relevant=False), reading()),
    ]


def test_counts_and_levels(results: list[Result]) -> None:
    f = figures(results)
    assert (f.reports, f.relevance_right, f.gold, f.claims, f.misquoted) == (4, 3, 3, 3, 0)
    assert (f.core.right, f.attributed.right, f.full.right) == (2, 1, 1)
    assert f.core.f1 == pytest.approx(2 / 3)
    assert f.attributed.precision == pytest.approx(1 / 3)


def test_families_weigh_the_same_and_empty_ones_do_not_count(results: list[Result]) -> None:
    f = figures(results)
    assert f.families == 2
    assert f.family_core == pytest.approx((4 / 5 + 0) / 2)
    assert f.family_attributed == pytest.approx((2 / 5 + 0) / 2)


def test_fields_and_kinds(results: list[Result]) -> None:
    f = figures(results)
    assert f.fields == {
        "claimant": Share(right=1, of=2),
        "target": Share(right=2, of=2),
        "stance": Share(right=2, of=2),
        "scope": Share(right=2, of=2),
    }
    assert f.kinds == {
        "casualty": KindCount(gold=3, claims=2, core=2, attributed=1),
        "event": KindCount(gold=0, claims=1, core=0, attributed=0),
    }


@pytest.mark.parametrize(("supersedes", "right"), [(("old",), 1), ((), 0)])
def test_supersedes_asks_that_another_claim_replaces_the_old_one(supersedes: tuple[str, ...], right: int) -> None:
    old, new = claim(FOUR, id="old"), claim(TWENTY, id="new", supersedes=supersedes)
    f = figures([match(gold(fact(FOUR, superseded=True), fact(TWENTY)), reading(old, new))])
    assert f.fields["supersedes"] == Share(right=right, of=1)
    assert f.full.right == 2  # measured beside the levels, never in them


def test_nothing_to_score() -> None:
    f = figures([])
    assert (f.core.f1, f.family_core, f.families, f.fields, f.kinds) == (0.0, 0.0, 0, {}, {})
    assert bootstrap([])["core"] == (0.0, 0.0)
    assert "none" in render(f, [])


def test_bootstrap_is_the_same_for_the_same_seed_and_holds_the_figure(results: list[Result]) -> None:
    intervals = bootstrap(results, seed=3, n=200)
    assert intervals == bootstrap(results, seed=3, n=200)
    f = figures(results)
    for level, f1 in (("core", f.core.f1), ("attributed", f.attributed.f1), ("full", f.full.f1)):
        low, high = intervals[level]
        assert 0 <= low <= f1 <= high <= 1


def test_as_dict_is_plain(results: list[Result]) -> None:
    plain = json.loads(json.dumps(as_dict(figures(results), bootstrap(results, n=20))))
    assert plain["fields"]["claimant"] == {"right": 1, "of": 2}
    assert set(plain["intervals"]) == {"core", "attributed", "full"}
    assert "intervals" not in as_dict(figures(results))


def test_errors_show_the_sentence(results: list[Result]) -> None:
    text = render(figures(results), results, errors=True)
    assert "missed casualty / displaced (narrator)\n         Some villagers fled.\n" in text
    assert "extra  event / killed (narrator)\n         Raiders attacked the market of Oulan on Monday.\n" in text
    assert "d\n  relevance wrong: gold says not relevant" in text
    assert "missed" not in render(figures(results), results)


def test_a_miss_whose_words_the_reader_dropped_is_shown_as_coded() -> None:
    lost = fact(TWENTY, quantity=GoldQuantity(low=20, high=20, text="20"))
    result = match(gold(lost), reading(text=TEXT[:20]))
    assert f"missed casualty / killed '20' (narrator)\n         {TWENTY}\n" in render(
        figures([result]), [result], errors=True
    )
