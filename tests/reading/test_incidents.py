"""Where and when, and which claims belong together: incidents of one report, on sentences of our own."""

import pytest

from counterclaim.intake import report_from_text
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Claim, Reading

PUBLISHED = "2025-03-12"  # a Wednesday
BAMA = "Gunmen killed nine farmers in Bama on Monday, the mayor said."


def read(engine: RulesEngine, text: str, published: str | None = PUBLISHED) -> Reading:
    reading = engine.read(report_from_text(text, published=published), relevance=False)
    assert reading.outcome == "ok" and not reading.refusals
    return reading


def figure(reading: Reading, low: int) -> Claim:
    (found,) = [c for c in reading.claims if c.quantity is not None and c.quantity.low == low]
    return found


def where_and_when(reading: Reading, low: int) -> tuple[str | None, str | None]:
    claim = figure(reading, low)
    return claim.place.name if claim.place else None, claim.time.start if claim.time else None


TWO = [
    (f"{BAMA}\n\nOn Sunday, gunmen killed four traders in Kano, police said.",
     {9: ("Bama", "2025-03-10"), 4: ("Kano", "2025-03-09")}),
    (f"{BAMA}\n\nIn a separate attack, gunmen killed four traders in Kano on Sunday, police said.",
     {9: ("Bama", "2025-03-10"), 4: ("Kano", "2025-03-09")}),
    ("Shelling killed two people in Kherson on Monday.\n\nShelling killed three people in Nikopol on Tuesday.",
     {2: ("Kherson", "2025-03-10"), 3: ("Nikopol", "2025-03-11")}),
    ("Rebels attacked Djibo on Saturday, killing six herders.\n\nOn Monday, shelling killed three women in Kherson.",
     {6: ("Djibo", "2025-03-08"), 3: ("Kherson", "2025-03-10")}),
    ("A bomb killed four traders in Kano on Monday, police said.\n\nIn a separate incident, gunmen killed nine "
     "farmers in Bama on Sunday, the mayor said.", {4: ("Kano", "2025-03-10"), 9: ("Bama", "2025-03-09")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TWO)
def test_two_incidents_keep_their_own_place_and_date(
    engine: RulesEngine, text: str, expected: dict[int, tuple[str, str]]
) -> None:
    reading = read(engine, text)
    assert {n: where_and_when(reading, n) for n in expected} == expected
    first, second = (figure(reading, n) for n in expected)
    assert first.incident and second.incident and first.incident != second.incident
    stubs = {
        i.key: (i.place.name if i.place else None, i.time.start if i.time else None) for i in reading.incidents
    }
    assert {figure(reading, n).incident: told for n, told in expected.items()} == stubs


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (f"{BAMA}\n\nPolice said two women were wounded in the attack.", [9, 2]),
        ("Shelling hit Bama on Monday, the governor said.\n\nThe shelling killed two people.\n\n"
         "Eleven others were wounded.", [2, 11]),
        ("Gunmen attacked Bama on Monday.\n\nThe gunmen killed eight people.\n\nPolice said 20 were wounded.",
         [8, 20]),
    ],
)  # fmt: skip
def test_later_words_inherit_place_and_date(engine: RulesEngine, text: str, numbers: list[int]) -> None:
    reading = read(engine, text)
    assert len(reading.incidents) == 1
    for number in numbers:
        claim = figure(reading, number)
        assert where_and_when(reading, number) == ("Bama", "2025-03-10")
        assert claim.incident == reading.incidents[0].key and claim.scope == "incident"


BACKGROUND = [
    ("Insurgents have killed more than 35,000 people since 2009.", 35001),
    ("The conflict has killed more than 20,000 people since 2009.", 20001),
    ("Last year, the insurgents killed more than 700 people in the state.", 701),
    ("More than 500 people have been killed this year in the province.", 501),
    ("In 2019, rebels killed 50 soldiers in Gao.", 50),
]


@pytest.mark.parametrize(("total", "low"), BACKGROUND)
@pytest.mark.parametrize("alone", [True, False], ids=["alone", "after-an-attack"])
def test_totals_are_background(engine: RulesEngine, total: str, low: int, alone: bool) -> None:
    reading = read(engine, total if alone else f"{BAMA}\n\n{total}")
    claim = figure(reading, low)
    assert (claim.scope, claim.incident) == ("background", None)
    if not alone:
        assert figure(reading, 9).scope == "incident" and len(reading.incidents) == 1


@pytest.mark.parametrize(
    "text",
    ["The rebels have 3,000 fighters in the province.", "The army sent 3,000 troops to Goma on Sunday."],
)
def test_strength_and_deployment_are_background(engine: RulesEngine, text: str) -> None:
    reading = read(engine, text)
    assert figure(reading, 3000).scope == "background" and not reading.incidents


DATES = [
    ("on Monday", "2025-03-10", "2025-03-10", "day"),
    ("on Wednesday", "2025-03-12", "2025-03-12", "day"),
    ("on Friday", "2025-03-07", "2025-03-07", "day"),
    ("yesterday", "2025-03-11", "2025-03-11", "day"),
    ("this morning", "2025-03-12", "2025-03-12", "day"),
    ("overnight", "2025-03-11", "2025-03-12", "range"),
    ("on March 3", "2025-03-03", "2025-03-03", "day"),
    ("on 3 March 2025", "2025-03-03", "2025-03-03", "day"),
]


@pytest.mark.parametrize(("words", "start", "end", "precision"), DATES)
def test_dates_resolve_against_the_day_of_publication(
    engine: RulesEngine, words: str, start: str, end: str, precision: str
) -> None:
    time = figure(read(engine, f"Gunmen killed nine farmers in Bama {words}."), 9).time
    assert time is not None
    assert (time.start, time.end, time.precision) == (start, end, precision)


@pytest.mark.parametrize("words", ["on Monday", "yesterday", "overnight", "this morning", "last week", "on Friday"])
def test_without_a_day_of_publication_nothing_relative_is_resolved(engine: RulesEngine, words: str) -> None:
    reading = read(engine, f"Gunmen killed nine farmers in Bama {words}.", None)
    assert reading.report is not None and reading.report.published is None
    time = figure(reading, 9).time
    assert time is None or (time.start, time.end) == (None, None)
    assert all(i.time is None or i.time.start is None for i in reading.incidents)


def test_a_full_date_needs_no_day_of_publication(engine: RulesEngine) -> None:
    time = figure(read(engine, "Gunmen killed nine farmers in Bama on 3 March 2025.", None), 9).time
    assert time is not None and (time.start, time.end) == ("2025-03-03", "2025-03-03")


def test_the_day_of_the_statement_is_not_the_events(engine: RulesEngine) -> None:
    text = "The army said on Tuesday that gunmen had killed nine farmers in Bama"
    assert figure(read(engine, f"{text}."), 9).time is None
    assert where_and_when(read(engine, f"{text} on Sunday."), 9) == ("Bama", "2025-03-09")


PLACES = [
    ("The army told reporters in Bamako that nine soldiers had been killed near Gao.", "Gao"),
    ("Speaking in Bamako, the minister said nine soldiers were killed near Gao.", "Gao"),
    ("Nine farmers were killed in Bama, the mayor told a news conference in Maiduguri.", "Bama"),
    ("Police in Lagos said gunmen had killed nine farmers in Bama.", "Bama"),
    ("BAMAKO (Example) - Gunmen killed nine farmers in Bama on Monday, the mayor said.", "Bama"),
    ("The governor, who visited Goma on Tuesday, said nine people were killed in Rutshuru.", "Rutshuru"),
    ("Gunmen killed nine farmers in the village of Kolo, near Bama, in Borno state.", "Kolo"),
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_the_place_is_the_events(engine: RulesEngine, text: str, place: str) -> None:
    found = figure(read(engine, text), 9).place
    assert found is not None
    assert place in found.name and not {"Bamako", "Maiduguri", "Lagos", "Goma"} & set(found.text.split())


def test_where_only_the_reporter_sits_there_is_no_place(engine: RulesEngine) -> None:
    place = figure(read(engine, "The army told reporters in Bamako that nine soldiers had been killed."), 9).place
    assert place is None


def test_one_figure_told_twice_is_one_claim(engine: RulesEngine) -> None:
    text = f"{BAMA}\n\nOn Tuesday the mayor said that nine farmers had been killed in Bama."
    assert figure(read(engine, text), 9).claimant == "mayor"


def test_since_it_began_is_background(engine: RulesEngine) -> None:
    text = f"{BAMA}\n\nMore than 20,000 people have been killed since the insurgency began in 2009."
    assert figure(read(engine, text), 20001).scope == "background"
