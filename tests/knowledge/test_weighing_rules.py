"""Number words and the words for whose men somebody is, as weighing takes them."""

import msgspec
import pytest

from counterclaim.errors import DataError
from counterclaim.knowledge import weighing_rules
from counterclaim.knowledge.weighing_rules import PLURAL, WeighingRules, load_weighing


@pytest.mark.parametrize(
    "words, low, high, term",
    [
        ("dozens", 24, None, "dozens"),
        ("at least 24", 24, None, ""),
        ("several", 3, None, "several"),
        ("a few", 3, None, "few"),
        ("tens of thousands", 20000, None, "tens_of_thousands"),
        ("thousands", 2000, None, "thousands"),
        ("a couple", 2, 2, "couple"),
        ("soldiers", 2, None, PLURAL),
        ("at least two", 2, None, ""),
        ("more than one", 2, None, ""),
        ("a number of", 2, None, "number"),
        ("some 300", 300, 300, ""),
        ("more than a dozen", 13, None, "over_a_dozen"),
        ("up to 20", None, 20, ""),
        ("12 to 15", 12, 15, ""),
    ],
)
def test_terms(words: str, low: int | None, high: int | None, term: str) -> None:
    assert load_weighing().term_of(words, low, high) == term


def test_terms_have_what_the_method_gives_them() -> None:
    every = load_weighing().every_term
    found = {
        key: (every[key].low, every[key].soft) for key in ("couple", "few", "several", "dozens", "scores", PLURAL)
    }
    assert found == {
        "couple": (2, 2), "few": (3, 5), "several": (3, 9), "dozens": (24, 99), "scores": (40, 199), PLURAL: (2, None)
    }  # fmt: skip
    assert [every[key].acled for key in ("several", "tens", "dozens", "hundreds")] == [3, 10, 12, 100]


def test_words_of_two_kinds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = load_weighing()
    bad = WeighingRules(**{**msgspec.structs.asdict(rules), "armed": (*rules.armed, "soldier")})
    monkeypatch.setattr(weighing_rules, "load_data", lambda name, shape: bad)
    with pytest.raises(DataError, match="soldier"):
        load_weighing.__wrapped__()
