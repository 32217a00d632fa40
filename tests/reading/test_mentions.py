"""Mentions: every expression of time with its extent and kind, and days only where the words tell them."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.reading.mentions import Mention, find_mentions

SUNDAY = dt.date(2026, 2, 22)


def only(text: str) -> Mention:
    found = find_mentions(text, SUNDAY)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        # prepositions stay outside, articles and modifiers inside
        ("The ford was held since early 1978.", "early 1978", "date"),
        ("They met in the spring of 1978.", "the spring of 1978", "date"),
        ("It burned for nearly three weeks.", "nearly three weeks", "duration"),
        ("Late in 1978 the mill closed.", "Late in 1978", "date"),
        ("He left at the end of the year.", "the end of the year", "date"),
        ("Quiet until the first half of 1978.", "the first half of 1978", "date"),
        ("Shots fell around March 1978.", "around March 1978", "date"),
        ("Rain came in the late 1970s.", "the late 1970s", "date"),
        ("A fort of the eighteenth century stood.", "the eighteenth century", "date"),
        ("The 1978 accord held.", "1978", "date"),
        ("1978 saw two raids.", "1978", "date"),
        ("He died in 412 BC, they say.", "412 BC", "date"),
        ("He came in June, 1978.", "June, 1978", "date"),
        ("Their 1978 summer raids failed.", "1978 summer", "date"),
        ("He fled in June last year.", "June last year", "date"),
        ("On Independence Day he spoke.", "Independence Day", "date"),
        # the clock and parts of the day
        ("Guns opened up at 05:30hrs.", "05:30hrs", "time"),
        ("A shell fell at 6 p.m. on Friday.", "6 p.m. on Friday", "time"),
        ("They crossed on the night of 4 May.", "the night of 4 May", "time"),
        ("Two night raids failed.", "night", "time"),
        ("They left before dawn.", "dawn", "time"),
        ("In the early hours of Monday morning they left.", "the early hours of Monday morning", "time"),
        # counted from a day told before, or from what the words tell
        ("The following day they left.", "The following day", "date"),
        ("Only a few days earlier it had rained.", "Only a few days earlier", "date"),
        ("He had come some years before.", "some years before", "date"),
        ("Hours later the roof fell.", "Hours later", "date"),
        ("He was freed two days after the vote.", "two days after the vote", "anchored"),
        ("Later that year it closed.", "Later that year", "date"),
        # stretches
        ("It was the first year of the war.", "the first year of the war", "duration"),
        ("Four years of bitter fighting followed.", "Four years of bitter fighting", "duration"),
        ("They spent several brutal months there.", "several brutal months", "duration"),
        ("A ten-day truce began.", "ten-day", "duration"),
        ("A months-long siege ended.", "months-long", "duration"),
        ("He has a three year period to pay.", "a three year period", "duration"),
        ("It lasted from ten to fifteen minutes.", "ten to fifteen minutes", "duration"),
        # sets
        ("They shelled it daily.", "daily", "set"),
        ("Ten convoys per month came.", "per month", "set"),
        ("Every Friday they marched.", "Every Friday", "set"),
        # past, present and future
        ("The town is now empty.", "now", "reference"),
        ("A former minister spoke.", "former", "reference"),
        ("At the time, none answered.", "the time", "reference"),
        ("By that time they had gone.", "that time", "reference"),
        ("The lake, in present-day Karsa, froze.", "present-day", "reference"),
        ("They have recently moved.", "recently", "reference"),
    ],
)
def test_extent_and_kind(text: str, words: str, kind: str) -> None:
    found = only(text)
    assert (found.text, found.kind) == (words, kind)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("from 12-14 July", ["12", "14 July"]),
        ("July 12 to 14, 1978", ["July 12", "14, 1978"]),
        ("in 1978-79", ["1978", "79"]),
        ("between May and July 1978", ["May", "July 1978"]),
        ("from the 3rd to the 9th of May 1978", ["the 3rd", "the 9th of May 1978"]),
        ("(18 August - 15 September 1978)", ["18 August", "15 September 1978"]),
        ("from 1978 to 1981", ["1978", "1981"]),
        ("between Thursday and Saturday", ["Thursday", "Saturday"]),
    ],
)
def test_each_end_of_a_range_stands_alone(text: str, words: list[str]) -> None:
    assert [m.text for m in find_mentions(f"The hill was held {text}.")] == words


@pytest.mark.parametrize(
    "text",
    [
        "A boy aged 12 died.",
        "A 25-year-old man was hurt.",
        "The man, 40 years old, fled.",
        "They killed 2000 fighters.",
        "More than 1950 shells fell.",
        "The council passed Resolution 1701.",
        "It may fall, and they march on.",
        "He came for the second attempt.",
        "Water from a spring up the hill ran.",
        "Then, meanwhile, they soon left; once there, they stayed.",
        "He took 1.09 million with him.",
        "They fired three times.",
    ],
)
def test_ages_numbers_and_mere_order_are_no_times(text: str) -> None:
    assert find_mentions(text, SUNDAY) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The 1978 accord held.", [("1978-01-01", "1978-12-31")]),
        ("from 23-28 March 1978", [("1978-03-23", "1978-03-23"), ("1978-03-28", "1978-03-28")]),
        ("in 1978-79", [("1978-01-01", "1978-12-31"), ("1979-01-01", "1979-12-31")]),
        ("between May and July 1978", [("1978-05-01", "1978-05-31"), ("1978-07-01", "1978-07-31")]),
        ("quiet since 1978", [("1978-01-01", "1978-12-31")]),
        ("It rained yesterday.", [("2026-02-21", "2026-02-21")]),
        ("from Monday to Wednesday", [("2026-02-16", "2026-02-16"), ("2026-02-18", "2026-02-18")]),
        ("in October last year", [("2025-10-01", "2025-10-31")]),
        ("On 4 May 1978 he came; two days later he left.", [("1978-05-04",) * 2, ("1978-05-06",) * 2]),
        # No days: which June last year was is told neither by "June" nor by "last year" alone.
        ("two days after 4 May 1978", [(None, None)]),
        ("for ten years", [(None, None)]),
        ("recently", [(None, None)]),
        ("in recent days", [(None, None)]),
    ],
)
def test_days_where_the_words_tell_them(text: str, days: list[tuple[str | None, str | None]]) -> None:
    assert [(m.first, m.last) for m in find_mentions(text, SUNDAY)] == days


@pytest.mark.parametrize("words", ["yesterday", "Friday", "10 June", "last week", "October last year", "1 May"])
def test_nothing_relative_has_days_without_a_day_of_publication(words: str) -> None:
    assert [m.first for m in find_mentions(f"They came {words}, he said.")] == [None]


WORDS = st.sampled_from(
    [
        "on",
        "in",
        "since",
        "the",
        "a",
        "of",
        "last",
        "early",
        "Friday",
        "May",
        "12",
        "-",
        "14",
        "2014",
        "June",
        "night",
        "31",
        "ago",
        "two",
        "days",
        "week",
        "later",
        "after",
        "before",
        "years",
        "time",
        "now",
        ",",
        ".",
        "'s",
        "from",
        "24",
        "hours",
        "year",
        "ſix",
        "İn",
        "1990",
        "94",
        "period",
        "first",
        "daily",
        "present",
        "summer",
        "Day",
        "old",
    ]
)


@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join)), st.one_of(st.none(), st.dates()))
def test_offsets_hold_in_order_and_only_dates_have_days(text: str, published: dt.date | None) -> None:
    at = 0
    for found in find_mentions(text, published):
        assert at <= found.start < found.end <= len(text)
        assert found.text == text[found.start : found.end]
        at = found.end
        assert (found.first is None) == (found.last is None)
        assert found.first is None or (found.kind in {"date", "time"} and found.first <= (found.last or ""))


def test_the_benchmark_says_so_where_the_corpus_is_not(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    copy = tmp_path / "main" / "benchmarks" / "bench_times.py"
    copy.parent.mkdir(parents=True)
    copy.write_text((root / "benchmarks" / "bench_times.py").read_text(encoding="utf-8"), encoding="utf-8")
    done = subprocess.run([sys.executable, copy], capture_output=True, text=True)
    assert done.returncode == 0 and "is not here" in done.stdout
