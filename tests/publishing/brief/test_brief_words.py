"""Numbers, days and nouns as the brief writes them."""

import pytest
from brief_samples import material, quantity, report, said
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.publishing.brief import Said, plan
from counterclaim.publishing.brief.clauses import is_clause
from counterclaim.publishing.brief.nouns import people, things
from counterclaim.publishing.brief.words import amount, bare, full_stop, listed, number, on_days, quote
from counterclaim.record.claim import Target


@pytest.mark.parametrize(
    ("low", "high", "words", "told"),
    [
        (10, 10, "ten", "10 rebels"),
        (3, 3, "three", "three rebels"),
        (1, 1, "a", "one rebel"),
        (0, 0, "no", "no rebels"),
        (10, None, "at least 10", "at least 10 rebels"),
        (11, None, "more than 10", "more than 10 rebels"),
        (None, 20, "up to 20", "at most 20 rebels"),
        (None, 19, "fewer than 20", "fewer than 20 rebels"),
        (12, 15, "12 to 15", "12 to 15 rebels"),
        (24, None, "dozens", "dozens of rebels"),
        (3, None, "several", "several rebels"),
        (200, None, "hundreds", "hundreds of rebels"),
        (20000, None, "Tens of thousands", "tens of thousands of rebels"),
        (2, None, "rebels", "an unstated number of rebels"),
        (24, None, "plus de vingt-quatre", "at least 24 rebels"),
        (20000, 20000, "20,000", "20,000 rebels"),
    ],
)  # fmt: skip
def test_a_quantity_keeps_its_bounds_and_its_vagueness(
    low: int | None, high: int | None, words: str, told: str
) -> None:
    assert amount(quantity(low, high, words), "rebel", "rebels") == told


def test_about_is_kept() -> None:
    assert amount(quantity(300, 300, "some 300", approx=True), "", "") == "about 300"


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.booleans())
def test_every_number_that_is_stated_is_told(a: int, b: int, approx: bool) -> None:
    low, high = sorted((a, b))
    told = amount(quantity(low, high, "x", approx=approx), "one", "many")
    assert high == 0 or number(high) in told
    assert high == 0 or number(low) in told
    assert high == 0 or told.startswith("about ") == approx


@pytest.mark.parametrize(
    ("start", "end", "precision", "told"),
    [
        ("2026-02-18", "2026-02-18", "day", "on 18 February 2026"),
        ("2026-02-18", "2026-02-19", "range", "between 18 and 19 February 2026"),
        ("2026-01-31", "2026-02-01", "range", "between 31 January and 1 February 2026"),
        ("2025-12-31", "2026-01-01", "range", "between 31 December 2025 and 1 January 2026"),
        ("2026-02-16", "2026-02-22", "week", "in the week of 16 February 2026"),
        ("2026-02-01", "2026-02-28", "month", "in February 2026"),
        ("2026-01-01", "2026-12-31", "year", "in 2026"),
        (None, "2026-01-01", None, "on 1 January 2026"),
        (None, None, None, ""),
    ],
)
def test_days(start: str | None, end: str | None, precision: str | None, told: str) -> None:
    assert on_days(start, end, precision) == told


def _of(name: str, kind: str = "casualty") -> Said:
    return said(report(), target=name, number=quantity(5, 5, "five"), kind=kind)


@pytest.mark.parametrize(
    ("name", "noun"),
    [
        ("soldiers", ("soldier", "soldiers")),
        ("its two missing nurses", ("nurse", "nurses")),
        ("civilians, most of them women", ("civilian", "civilians")),
        ("whom", ("person", "people")),
        ("wounded", ("person", "people")),
        ("", ("person", "people")),
    ],
)
def test_people_have_a_noun_that_stands_after_a_number(name: str, noun: tuple[str, str]) -> None:
    assert tuple(map(bare, people(_of(name).claim))) == noun


def test_a_pronoun_is_no_thing() -> None:
    assert things(_of("them", "materiel").claim) is None
    assert things(_of("a third run", "materiel").claim) is None
    assert tuple(map(bare, things(_of("burnt-out barges", "materiel").claim) or ())) == (
        "burnt-out barge",
        "burnt-out barges",
    )


def test_lists_and_stops() -> None:
    assert [listed("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert full_stop("he says: “Go!”") == "He says: “Go!”"
    assert bare(quote('a "b" c')) == "“a ‘b’ c”"


def test_a_clause_has_somebody_who_does_something() -> None:
    assert is_clause("its convoy was ambushed") and is_clause("a military operation began")
    assert not is_clause("opened up on Ulang town") and not is_clause("large quantities of fuel")


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.text(min_size=1, max_size=60))
def test_any_words_make_a_brief_in_which_every_sentence_is_cited(who: str, target: str, text: str) -> None:
    of = report(text)
    target_of = Target(text=target, start=0, end=0, kind="people", name=target)
    made = plan(material(said(of, who=who, target=target_of.name, number=quantity(10, 10, "ten"))))
    sentences = [made.headline, *(s for section in made.sections for p in section.parts for s in p.sentences)]
    assert all(s is None or (s.claims and made.numbers(s.claims)) for s in sentences)
