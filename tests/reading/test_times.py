"""The time grammar: what is found, which days it covers, and what dates a statement."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.knowledge.time_rules import load_times
from counterclaim.reading.times import FoundTime, find_times, resolve, resolve_all

SUNDAY = dt.date(2026, 2, 22)


def only(text: str) -> FoundTime:
    found = find_times(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("words", "first", "last", "precision"),
    [
        # METHOD 2.4, row by row
        ("today", "2026-02-22", "2026-02-22", "day"),
        ("yesterday", "2026-02-21", "2026-02-21", "day"),
        ("yesterday afternoon", "2026-02-21", "2026-02-21", "day"),
        ("last Tuesday", "2026-02-17", "2026-02-17", "day"),
        ("14th January", "2026-01-14", "2026-01-14", "day"),
        ("Monday night", "2026-02-16", "2026-02-16", "day"),
        ("last night", "2026-02-21", "2026-02-21", "day"),
        ("the other day", "2026-02-21", "2026-02-21", "day"),
        ("recently", "2026-02-19", "2026-02-21", "range"),
        ("in the past few days", "2026-02-19", "2026-02-21", "range"),
        ("around 2 July", "2025-07-01", "2025-07-03", "range"),
        ("over the weekend", "2026-02-21", "2026-02-22", "range"),
        ("this week", "2026-02-16", "2026-02-22", "week"),
        ("since the beginning of the week", "2026-02-16", "2026-02-22", "week"),
        ("the night between Sunday and Monday", "2026-02-15", "2026-02-16", "range"),
        ("a night-long battle", "2026-02-21", "2026-02-22", "range"),
        ("a night of clashes", "2026-02-21", "2026-02-22", "range"),
        ("in the past 24 hours", "2026-02-21", "2026-02-22", "range"),
        ("in the last 48 hours", "2026-02-20", "2026-02-22", "range"),
        ("over the past 72 hours", "2026-02-20", "2026-02-22", "range"),
        ("in the past 2 days", "2026-02-20", "2026-02-21", "range"),
        ("since Thursday", "2026-02-19", "2026-02-22", "range"),
        ("five-day offensive", "2026-02-18", "2026-02-22", "range"),
        ("13-16 February", "2026-02-13", "2026-02-16", "range"),
        ("the last 6 days of January", "2026-01-26", "2026-01-31", "range"),
        ("late last week", "2026-02-13", "2026-02-15", "range"),
        ("last week", "2026-02-09", "2026-02-15", "week"),
        ("the past week", "2026-02-16", "2026-02-22", "week"),
        ("the first week of August", "2025-08-01", "2025-08-07", "week"),
        ("week-old offensive", "2026-02-16", "2026-02-22", "week"),
        ("early March", "2025-03-01", "2025-03-10", "month"),
        ("early February", "2026-02-01", "2026-02-10", "month"),
        ("mid-March", "2025-03-10", "2025-03-20", "month"),
        ("late February", "2026-02-15", "2026-02-22", "month"),
        ("the end of March 2024", "2024-03-15", "2024-03-31", "month"),
        ("in recent weeks", "2026-02-02", "2026-02-22", "month"),
        ("earlier this month", "2026-02-01", "2026-02-21", "month"),
        ("last month", "2026-01-01", "2026-01-31", "month"),
        ("a fortnight ago", "2026-02-09", "2026-02-22", "month"),
        ("last year", "2025-01-01", "2025-12-31", "year"),
        ("over the past year", "2026-01-01", "2026-02-22", "year"),
        ("late 1999", "1999-09-01", "1999-12-31", "year"),
        ("in the past three months", "2026-01-01", "2026-02-22", "year"),
        # weekdays
        ("Sunday", "2026-02-22", "2026-02-22", "day"),
        ("Friday", "2026-02-20", "2026-02-20", "day"),
        ("last Sunday", "2026-02-15", "2026-02-15", "day"),
        ("late on Friday", "2026-02-20", "2026-02-20", "day"),
        ("before dawn on Friday", "2026-02-20", "2026-02-20", "day"),
        ("in the small hours of Wednesday", "2026-02-18", "2026-02-18", "day"),
        ("Tuesday last week", "2026-02-10", "2026-02-10", "day"),
        ("Wednesday evening local time", "2026-02-18", "2026-02-18", "day"),
        ("overnight", "2026-02-21", "2026-02-22", "range"),
        ("overnight into Saturday", "2026-02-20", "2026-02-21", "range"),
        ("from Monday to Wednesday", "2026-02-16", "2026-02-18", "range"),
        ("between Thursday and Saturday", "2026-02-19", "2026-02-21", "range"),
        ("Friday and Saturday", "2026-02-20", "2026-02-21", "range"),
        # dates
        ("18 Feb.", "2026-02-18", "2026-02-18", "day"),
        ("Thursday, Feb. 19", "2026-02-19", "2026-02-19", "day"),
        ("10 June", "2025-06-10", "2025-06-10", "day"),
        ("at 0540 hours on 18 February", "2026-02-18", "2026-02-18", "day"),
        ("on the morning of 9 June", "2025-06-09", "2025-06-09", "day"),
        ("between 18 and 26 May", "2025-05-18", "2025-05-26", "month"),
        ("the night of 8 to 9 June", "2025-06-08", "2025-06-09", "range"),
        ("from 3 to 5 March 2024", "2024-03-03", "2024-03-05", "range"),
        ("18 August to 15 September 2024", "2024-08-18", "2024-09-15", "month"),
        ("between April and June 2016", "2016-04-01", "2016-06-30", "year"),
        ("from 2012 to 2014", "2012-01-01", "2014-12-31", "year"),
        ("since 2023", "2023-01-01", "2026-02-22", "year"),
        ("since January", "2026-01-01", "2026-02-22", "year"),
        ("this year", "2026-01-01", "2026-02-22", "year"),
        ("two days ago", "2026-02-20", "2026-02-20", "day"),
        ("three weeks ago", "2026-01-26", "2026-02-01", "week"),
        ("two years ago", "2024-01-01", "2024-12-31", "year"),
    ],
)
def test_days_of_an_expression(words: str, first: str, last: str, precision: str) -> None:
    found = only(f"The post was held {words} by two men")
    assert resolve(found, SUNDAY) == (first, last, precision)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("February 18, 2026", "2026-02-18"),
        ("18/02/2026", "2026-02-18"),
        ("02/18/2026", "2026-02-18"),
        ("05/05/2026", "2026-05-05"),
        ("Thu 04/06/2026", "2026-06-04"),  # the weekday decides
        ("2026-02-18", "2026-02-18"),
        ("30.09.2025", "2025-09-30"),
        ("Thursday 6 Mar 2014", "2014-03-06"),
        ("Friday 23 Aug 2013", "2013-08-23"),
        ("May 25 2012", "2012-05-25"),
        ("25 MAY 2012", "2012-05-25"),
        ("25 MAY 89 (XNA)", "1989-05-25"),
        ("the 5th of May, 2014", "2014-05-05"),
    ],
)
def test_a_date_with_its_year_needs_no_day_of_publication(words: str, day: str) -> None:
    assert resolve(only(f"Seen on {words} at the ford"), None) == (day, day, "day")


@pytest.mark.parametrize("words", ["31 June 2025", "29 Feb 2025", "04/06/2026", "31/31/2025", "2025-13-40"])
def test_impossible_and_ambiguous_dates_are_not_resolved(words: str) -> None:
    assert resolve(only(f"Seen on {words} at the ford"), SUNDAY) == (None, None, None)


@pytest.mark.parametrize(
    "words",
    ["yesterday", "Friday", "overnight", "10 June", "in March", "since 2023", "this year", "last week", "recently"],
)
def test_nothing_relative_is_resolved_without_a_day_of_publication(words: str) -> None:
    assert resolve(only(f"Men came {words} and left"), None) == (None, None, None)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("two days later", "2026-02-12"),
        ("the previous day", "2026-02-09"),
        ("the day before", "2026-02-09"),
        ("the next day", "2026-02-11"),
        ("the following morning", "2026-02-11"),
        ("that day", "2026-02-10"),
        ("the same day", "2026-02-10"),
        ("earlier that day", "2026-02-10"),
        ("three days earlier", "2026-02-07"),
        ("at dawn", "2026-02-10"),
    ],
)
def test_anaphoric_expressions_count_from_the_anchor_alone(words: str, day: str) -> None:
    found = only(f"The hill fell {words}, he said")
    assert found.kind == "anaphoric"
    assert resolve(found, SUNDAY) == (None, None, None)
    assert resolve(found, SUNDAY, dt.date(2026, 2, 10)) == (day, day, "day")


def test_a_paragraph_is_resolved_in_order() -> None:
    found = find_times(
        "On 17 May gunmen took the mill and held it until two days later, when, that night, they left."
    )
    assert [days[0] for days in resolve_all(found, dt.date(2026, 5, 29))] == [
        "2026-05-17",
        "2026-05-19",
        "2026-05-19",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "They fought for three hours",
        "A two-day clash ended",
        "He was held three years",
        "It may have burned",
        "They march at 0540 hours",
        "Some 2000 soldiers and 1950 rebels",
        "led by 2000 men",
        "The shop opens on Fridays",
        "aged 25 to 30",
        "at 3 pm",
        "a sun hat, a mar and a jan",
        "Section 12.05.3",
        "1,018 March-ins",
    ],
)
def test_durations_clocks_and_numbers_are_no_dates(text: str) -> None:
    assert find_times(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("under the 2018 peace deal", "2018"),
        ("in 2012 fighters took it", "2012"),
        ("It is the old mill, 2019.", "2019"),
        ("hurt in Tuesdays attack", "Tuesday"),
        ("after Wednesday's fighting", "Wednesday"),
        ("held by Thursday night", "Thursday night"),
        ("In March they left", "March"),
        ("It fell in June, 2014.", "June, 2014"),
        ("during the May offensive", None),
        ("LAST WEEK", "LAST WEEK"),
    ],
)
def test_frames_decide_for_years_months_and_noisy_words(text: str, words: str | None) -> None:
    assert [f.text for f in find_times(text)] == ([words] if words else [])


@pytest.mark.parametrize(
    ("text", "reporting"),
    [
        ("Ten men died, the army said on Friday.", True),
        ("the army said Monday.", True),
        ("He told reporters on Thursday that it was over.", True),
        ("In a statement late Sunday it gave no toll.", True),
        ("The ministry stated on 10 June that troops had come.", True),
        ("A spokesman on Friday denied it.", True),
        ("Friday's statement gave no toll.", True),
        ("Press release, 19 February 2026", True),
        ("TOWNSVILLE, Feb 21 (XNA) - A plane fell.", True),
        ("Ten men died on Friday, the army said.", False),
        ("The army said Friday's attack was the worst.", False),
        ("Gunmen came on Saturday.", False),
        ("He reported that two boats had sunk on Saturday.", False),
    ],
)
def test_dates_of_a_statement_are_told_from_dates_of_an_event(text: str, reporting: bool) -> None:
    assert only(text).reporting is reporting


def test_bounds() -> None:
    assert only("held by Thursday").bound == "by"
    assert only("quiet until Thursday").bound == "until"
    assert only("quiet since Thursday").kind == "since"
    assert resolve(only("After 2012, they left."), SUNDAY) == (None, None, None)
    assert resolve(only("after Friday prayers"), SUNDAY)[0] == "2026-02-20"


def test_a_dated_list_item_is_no_date_of_publication() -> None:
    assert only("12 March 2025: gunmen came.").kind == "absolute"
    assert only("12 March 2025 Gunmen came.").kind == "publication"


def test_every_arithmetic_that_a_rule_names_exists() -> None:
    from counterclaim.reading.days import CALCS

    assert {rule.calc for rule, _ in load_times().rules} <= set(CALCS)


WORDS = st.sampled_from(
    [
        "on",
        "in",
        "since",
        "between",
        "and",
        "to",
        "the",
        "of",
        "last",
        "Friday",
        "May",
        "12",
        "2014",
        "June",
        "early",
        "night",
        "31",
        "weekend",
        "ago",
        "two",
        "days",
        "week",
        "-",
        ",",
        ".",
        "'s",
        "overnight",
        "before",
        "from",
        "said",
        "past",
        "24",
        "hours",
        "ſix",
        "İn",
        "year",
        "month",
        "00/00/2020",
        "0",
        "first",
    ]
)


@given(
    st.one_of(st.text(), st.lists(WORDS).map(" ".join)),
    st.one_of(st.none(), st.dates()),
    st.one_of(st.none(), st.dates()),
)
def test_offsets_hold_and_days_are_in_order(text: str, published: dt.date | None, anchor: dt.date | None) -> None:
    at = 0
    for found in find_times(text):
        assert at <= found.start < found.end <= len(text)
        assert found.text == text[found.start : found.end]
        at = found.end
        first, last, _ = resolve(found, published, anchor)
        assert (first is None) == (last is None)
        assert first is None or last is None or first <= last
