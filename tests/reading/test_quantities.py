"""The quantity grammar: what is found, with which bounds, and what is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.errors import DataError
from counterclaim.knowledge.quantity_rules import parse_quantity_rules
from counterclaim.reading.quantities import MAX_VALUE, FoundQuantity, find_quantities

# Words in a sentence; the quantity's own words; low; high. "~" after the bounds: approximate.
BOUNDS = [
    ("the raid killed ten herders", "ten", 10, 10),
    ("the raid killed 10 herders", "10", 10, 10),
    ("twenty-three porters fled", "twenty-three", 23, 23),
    ("two hundred and fifty porters fled", "two hundred and fifty", 250, 250),
    ("three thousand four hundred and five fled", "three thousand four hundred and five", 3405, 3405),
    ("a hundred monks left", "a hundred", 100, 100),
    ("a thousand monks left", "a thousand", 1000, 1000),
    ("one hundred thousand left", "one hundred thousand", 100000, 100000),
    ("1.5 million people left", "1.5 million", 1500000, 1500000),
    ("2,000 left", "2,000", 2000, 2000),
    ("2 000 people left", "2 000", 2000, 2000),
    ("2\u00a0000 people left", "2\u00a0000", 2000, 2000),
    ("100000 people left", "100000", 100000, 100000),
    ("42500 people left", "42500", 42500, 42500),
    ("1,00,000 people left", "1,00,000", 100000, 100000),
    ("12m people left", "12m", 12000000, 12000000),
    ("1.2m refugees left", "1.2m", 1200000, 1200000),
    ("12 thousand villagers left", "12 thousand", 12000, 12000),
    ("half a million left", "half a million", 500000, 500000),
    ("killed ٣٠ herders", "٣٠", 30, 30),
    ("killed ３０ herders", "３０", 30, 30),
    ("only two came back", "only two", 2, 2),
    ("just two came back", "just two", 2, 2),
    ("exactly 12 came back", "exactly 12", 12, 12),
    ("another 12 came back", "another 12", 12, 12),
    ("a total of 18 came back", "a total of 18", 18, 18),
    ("a further 2,300 people fled", "2,300", 2300, 2300),
    ("one of the men died", "one", 1, 1),
    ("one guard died", "one", 1, 1),
    ("killing one and hurting others", "one", 1, 1),
    ("at least 10 died", "at least 10", 10, None),
    ("At Least Ten Died", "At Least Ten", 10, None),
    ("NO FEWER THAN 130 SOLDIERS", "NO FEWER THAN 130", 130, None),
    ("not less than 130 soldiers", "not less than 130", 130, None),
    ("a minimum of 7 dead", "a minimum of 7", 7, None),
    ("at least two dozen died", "at least two dozen", 24, None),
    ("at least some 20 died", "at least some 20", 20, None),
    ("more than 10 died", "more than 10", 11, None),
    ("over two hundred died", "over two hundred", 201, None),
    ("upwards of 40 died", "upwards of 40", 41, None),
    ("north of 40 died", "north of 40", 41, None),
    ("in excess of 40 died", "in excess of 40", 41, None),
    ("more than a dozen died", "more than a dozen", 13, None),
    ("more than a thousand died", "more than a thousand", 1001, None),
    ("more than an estimated 300 died", "more than an estimated 300", 301, None),
    ("up to 20 died", "up to 20", None, 20),
    ("as many as 10 died", "as many as 10", None, 10),
    ("at most 20 died", "at most 20", None, 20),
    ("no more than 20 died", "no more than 20", None, 20),
    ("a maximum of 20 died", "a maximum of 20", None, 20),
    ("with 90 men at most", "90 men at most", None, 90),
    ("fewer than 1,500 arrived", "fewer than 1,500", None, 1499),
    ("under 20 arrived", "under 20", None, 19),
    ("less than 20 arrived", "less than 20", None, 19),
    ("10 or more died", "10 or more", 10, None),
    ("ten soldiers or more died", "ten soldiers or more", 10, None),
    ("12 dead and counting", "12 dead and counting", 12, None),
    ("50+ dead", "50+", 50, None),
    ("between 12 and 15 died", "between 12 and 15", 12, 15),
    ("between 20,000 and 25,000 men", "between 20,000 and 25,000", 20000, 25000),
    ("12 to 15 died", "12 to 15", 12, 15),
    ("12-15 died", "12-15", 12, 15),
    ("12–15 died", "12–15", 12, 15),
    ("12 or 15 died", "12 or 15", 12, 15),
    ("nine or ten died", "nine or ten", 9, 10),
    ("one or two died", "one or two", 1, 2),
    ("two to three hundred left", "two to three hundred", 200, 300),
    ("10-12,000 left", "10-12,000", 10000, 12000),
    ("100 to 2,000 left", "100 to 2,000", 100, 2000),
    ("60 - 70 people left", "60 - 70", 60, 70),
    ('at least "30" men', 'at least "30', 30, None),
    ("no less than thirty men", "no less than thirty", 30, None),
    ("at least several hundred died", "several hundred", 200, None),
    ("no-one died", "no-one", 0, 0),
    ("withdrew without suffering any casualties", "without suffering any casualties", 0, 0),
    ("10 to 15 thousand left", "10 to 15 thousand", 10000, 15000),
    ("more than 10 but fewer than 20 died", "more than 10 but fewer than 20", 11, 19),
    ("dozens died", "dozens", 24, None),
    ("dozens, possibly hundreds, died", "dozens, possibly hundreds", 24, None),
    ("tens died", "tens", 20, None),
    ("scores died", "scores", 40, None),
    ("hundreds died", "hundreds", 200, None),
    ("many hundreds died", "many hundreds", 200, None),
    ("thousands left", "thousands", 2000, None),
    ("Tens of thousands left", "Tens of thousands", 20000, None),
    ("hundreds of thousands left", "hundreds of thousands", 200000, None),
    ("millions left", "millions", 2000000, None),
    ("several dozen died", "several dozen", 24, None),
    ("several hundred died", "several hundred", 200, None),
    ("a few thousand left", "a few thousand", 2000, None),
    ("several died", "several", 3, None),
    ("a handful of men died", "a handful", 3, None),
    ("a few trucks burned", "a few", 3, None),
    ("a number of men died", "a number", 2, None),
    ("some houses burned", "some", 2, None),
    ("many villagers died", "many", 5, None),
    ("a large number of villagers died", "a large number", 5, None),
    ("no casualties were reported", "no", 0, 0),
    ("none of them died", "none", 0, 0),
    ("not a single civilian was harmed", "not a single", 0, 0),
    ("not one soldier died", "not one", 0, 0),
    ("nobody died", "nobody", 0, 0),
    ("no one died", "no one", 0, 0),
    ("withdrew without any losses", "without any losses", 0, 0),
    ("withdrew without loss", "without loss", 0, 0),
    ("zero losses", "zero", 0, 0),
    ("a second was hit", "a second", 1, 1),
    ("and a third run aground", "a third", 1, 1),
    ("another soldier died", "another", 1, 1),
    ("both were shot", "both", 2, 2),
    ("a 40-strong patrol", "40", 40, 40),
    ("a 12-member crew", "12", 12, 12),
    ("a three-man team", "three", 3, 3),
    ("nine were under five", "nine", 9, 9),
    ("2000 people left", "2000", 2000, 2000),
    ("took over 12 villages", "12", 12, 12),
    ("12 Army soldiers died", "12", 12, 12),
    ("between 1310 and 1350 people left", "between 1310 and 1350", 1310, 1350),
]

APPROXIMATE = [
    ("about 300 died", "about 300", 300),
    ("some 300 died", "some 300", 300),
    ("around 300 died", "around 300", 300),
    ("nearly 300 died", "nearly 300", 300),
    ("almost 12 million left", "almost 12 million", 12000000),
    ("roughly 300 died", "roughly 300", 300),
    ("approximately 300 died", "approximately 300", 300),
    ("An estimated 14,000 left", "An estimated 14,000", 14000),
    ("close to 300 died", "close to 300", 300),
    ("~400 died", "~400", 400),
    ("circa 400 died", "circa 400", 400),
    ("300 or so died", "300 or so", 300),
    ("thirty-odd men died", "thirty-odd", 30),
    ("a dozen died", "a dozen", 12),
    ("half a dozen died", "half a dozen", 6),
    ("half-a-dozen died", "half-a-dozen", 6),
    ("some two dozen died", "some two dozen", 24),
    ("about a dozen died", "about a dozen", 12),
    ("a couple of men died", "a couple", 2),
]

NOTHING = [
    # ages
    "a man aged 27", "a 27-year-old man", "boys aged between 6 and 12", "Omar Dalle, 34, a driver",
    "Omar Dalle (34)", "children under five",
    "she was 14 years old",
    # times and dates
    "at 0540 hours", "by 1100 hours", "from about 2 a.m.", "at 14:30", "at 5 pm", "at 1045 the", "until 1130.",
    "between 1310 and 1350.",
    "from 0400 to 1100", "30-06-2016", "on 18 February", "on Feb 20", "on Feb. 20, 2016", "in 2016",
    "in March 2011",
    "10 Jul 2016", "7/10/2016", "30.09.2025", "the night of 8 to 9 June", "between 18 and 26 May",
    "in the 1990s", "since 2011 and until 2014", "May 20", "the 2015 war",
    # durations, distances, money, weights, shares
    "for three years", "the two-day march", "after 48 hours", "for the past two weeks", "a five-day offensive",
    "for several months", "two or three years ago",
    "more than 60 km away", "five kilometres off", "25 miles", "an 82mm mortar", "a 155-mm gun", "40 hectares",
    "10-15 metres", "dozens of kilometres",
    "$15 million", "$5-10 million", "31 dollars", "€40", "300 Syrian pounds", "millions of dollars",
    "60 per cent", "60 percent", "60%", "12 tonnes", "40 kg", "38 degrees",
    "three times", "several times", "twice",
    # names
    "an AK-47", "a T-72 tank", "a Mi-25", "F-16s", "a PKM", "the M4", "S-300", "the 4th company", "Brigade 93",
    "Resolution 2254", "Article 5", "the RN7", "Flash Update No. 2", "page 4",
    "the G20", "Channel 4", "Rossiya 24", "call +211 912 345 678",
    # ordinals and "one"
    "the first man", "a second city", "for a third time", "the second-largest town", "one another", "one day",
    "the one", "on one side", "this one",
    "a 3-1 win", "by 3-1", "the 5+5 talks", "a vote of 12-3", "the two-storey house", "1.5 soldiers",
    "-5 soldiers", "a state", "how many", "no longer", "some of it", "some time",
    "99999999999999999 men", "9999 billion men",
]  # fmt: skip


def words_of(text: str, found: FoundQuantity) -> str:
    return text[found.start : found.end]


@pytest.mark.parametrize(("text", "words", "low", "high"), BOUNDS)
def test_bounds(text: str, words: str, low: int | None, high: int | None) -> None:
    (found,) = find_quantities(text)
    assert (words_of(text, found), found.low, found.high, found.approx) == (words, low, high, False)


@pytest.mark.parametrize(("text", "words", "value"), APPROXIMATE)
def test_approximate(text: str, words: str, value: int) -> None:
    (found,) = find_quantities(text)
    assert (words_of(text, found), found.low, found.high, found.approx) == (words, value, value, True)


@pytest.mark.parametrize("text", NOTHING)
def test_counts_nothing(text: str) -> None:
    assert [words_of(text, f) for f in find_quantities(text)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("killed 10, 12 injured", ["10", "12"]),
        ("rose from 23 to 31", ["23", "31"]),
        ("rose from at least 23 to 31", ["at least 23", "31"]),
        ("killed dozens and hundreds were hurt", ["dozens", "hundreds"]),
        ("killed one herder and wounded another.", ["one", "another"]),
        ("10 to 5", ["10", "5"]),
        ("on 12 March 14 men died", ["14"]),
        ("$10 and 12 men", ["12"]),
        ("seven died and 16 were hurt", ["seven", "16"]),
        ("1. Four trucks burned.\n2. Six men died.", ["Four", "Six"]),
        ("21 were women and nine were under five years of age", ["21", "nine"]),
        ("52 bodies; 70 AK-47 rifles, four PKM guns and one 82mm mortar", ["52", "70", "four", "one"]),
        ("the 12 men, aged 20 to 31, and two others", ["12", "two"]),
        ("grew to around 13,000 from 8,000", ["around 13,000", "8,000"]),
        ("at least\n10 died and\nsome 40 fled", ["at least\n10", "some 40"]),
    ],
)
def test_several_in_one_text(text: str, words: list[str]) -> None:
    assert [words_of(text, f) for f in find_quantities(text)] == words


@pytest.mark.parametrize(
    ("text", "strong"),
    [
        ("a 40-strong patrol", True),
        ("a force of 40", True),
        ("a force of more than 40", True),
        ("a more than 300-strong unit", True),
        ("a 40-member crew", True),
        ("a three-man team", True),
        ("40 men", False),
        ("three strong blasts", False),
    ],
)
def test_size_of_a_body(text: str, strong: bool) -> None:
    (found,) = find_quantities(text)
    assert found.strong is strong


@pytest.mark.parametrize("text", ["a third of the men", "one-third of the men", "half of the men"])
def test_a_fraction_has_no_number(text: str) -> None:
    (found,) = find_quantities(text)
    assert (found.form, found.low, found.high) == ("fraction", None, None)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ten men", "number"),
        ("ten to twelve men", "range"),
        ("dozens", "vague"),
        ("no men", "zero"),
        ("0 dead", "zero"),
        ("another man", "ordinal"),
        ("both died", "both"),
    ],
)
def test_form(text: str, form: str) -> None:
    assert [f.form for f in find_quantities(text)] == [form]


def test_the_number_is_marked_inside_its_modifiers() -> None:
    text = "with 90 men at most"
    (found,) = find_quantities(text)
    assert text[found.number_start : found.number_end] == "90"


def test_quantity_keeps_the_words_and_the_offsets_of_the_report() -> None:
    text = "at least ten trucks"
    (found,) = find_quantities(text)
    quantity = found.quantity(text, unit="vehicle", offset=100)
    assert (quantity.text, quantity.start, quantity.end, quantity.low, quantity.high, quantity.unit) == (
        "at least ten",
        100,
        112,
        10,
        None,
        "vehicle",
    )


_FRAGMENTS = [
    "at least", "10", "twelve", "to", "-", "or", "more than", "under", "a dozen", "dozens", "million",
    "hundred", "and", "2,000", "from", "between", "no", "one", "%", "km", "years", "half", "a", "few",
    "several", "~", "men", ",", ".", "(", ")", "1.5", "aged", "May", "2016", "\n", "٣", "½", "é", "\u2013", "$",
    "No", "thousand",
]  # fmt: skip


def _check(text: str) -> None:
    found = find_quantities(text)
    last = 0
    for item in found:
        assert last <= item.start <= item.number_start < item.number_end <= item.end <= len(text)
        last = item.end
        for bound in (item.low, item.high):
            assert bound is None or 0 <= bound <= MAX_VALUE + 1
        if item.low is not None and item.high is not None:
            assert item.low <= item.high
        if item.form != "fraction":
            assert (item.low, item.high) != (None, None)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    _check(text)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(_FRAGMENTS), max_size=14), st.sampled_from([" ", "", "  "]))
def test_any_words_are_read(fragments: list[str], blank: str) -> None:
    _check(blank.join(fragments))


@given(st.integers(0, 10**9))
def test_digits_mean_their_value(value: int) -> None:
    text = f"at least {value:,} people"
    assert [(f.low, f.high) for f in find_quantities(text)] == [(value, None)]


@pytest.mark.parametrize(
    "text",
    [
        "ten " * 40_000,
        "1," * 40_000,
        "a few of " * 20_000,
        "between 1 and " * 20_000,
        "hundred thousand " * 20_000,
        "-" * 80_000,
        "9" * 80_000,
        "1 000 " * 20_000,
    ],
)
def test_hostile_runs_end(text: str) -> None:
    for found in find_quantities(text):
        assert 0 <= found.start < found.end <= len(text)


GRAMMAR = """
version: 1
numbers:
  {units: {one: 1, two: 2}, teens: {ten: 10}, tens: {twenty: 20}, scales: {thousand: 1000}, suffixes: {m: 1000000}}
function_words: [of]
not_plural: []
sparks: [dozens]
bare_scale_not_after: [several]
sets: {about: [about, roughly]}
exclude: ['{any} percent']
quantities:
  - {pattern: '{about} {number}', low: n, high: n, approx: true}
"""


def test_a_grammar_is_read() -> None:
    assert parse_quantity_rules(GRAMMAR).number.search("uH")


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("{about} {number}", "{abuot} {number}", "unknown set 'abuot'"),
        ("low: n,", "low: k,", "'k' is no bound"),
        ("{any} percent", "{any} (percent", "not closed"),
        ("{any} percent", "{any} ten", "number word"),
        ("{any} percent", "({any})?", "matches nothing"),
        ("{any} percent", "{any} 5", "cannot be read"),
        ("{any} percent", "[{any}]", "span of a quantity"),
        ("roughly]", "'{about}']", "made of itself"),
        ("version: 1", "version: one", "version"),
        ("approx: true", "aprox: true", "aprox"),
    ],
)
def test_a_wrong_grammar_is_refused(wrong: str, right: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        parse_quantity_rules(GRAMMAR.replace(wrong, right))


@pytest.mark.parametrize("text", ["a 2-1/2 year conflict", "the 1-1/2-year siege", "after 2-1/2 years"])
def test_a_mixed_fraction_counts_nobody(text: str) -> None:
    assert find_quantities(text) == []
