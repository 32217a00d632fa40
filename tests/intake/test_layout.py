"""How a text that has lines is divided into blocks."""

from counterclaim.intake import report_from_text
from counterclaim.record import Report

LEDGER = """THE MARO LEDGER | National | Saturday 21 February 2026

Four soldiers killed in Tarka valley, governor says

By Liya Brandt, Horn desk

TARKA, Mali — Four soldiers were killed on Friday, the governor said.

KEY POINTS
• A bridge was blown up.
– Two villages are empty.
1. The governor asked for help from the capital on Saturday.

The army gave no figure. It asked people to stay at home.

Additional reporting by our Tarka correspondent. Source: Great Lakes News Agency.
Read more: Ten dead in another valley
© 2026 The Maro Ledger. All rights reserved.
Post Comment
"""


def blocks(report: Report) -> list[tuple[str, str]]:
    return [(b.role, report.text[b.start : b.end]) for b in report.blocks]


def test_every_line_gets_its_role() -> None:
    assert blocks(report_from_text(LEDGER)) == [
        ("furniture", "THE MARO LEDGER | National | Saturday 21 February 2026"),
        ("headline", "Four soldiers killed in Tarka valley, governor says"),
        ("byline", "By Liya Brandt, Horn desk"),
        ("dateline", "TARKA, Mali —"),
        ("paragraph", "Four soldiers were killed on Friday, the governor said."),
        ("heading", "KEY POINTS"),
        ("item", "A bridge was blown up."),
        ("item", "Two villages are empty."),
        ("paragraph", "1. The governor asked for help from the capital on Saturday."),
        ("paragraph", "The army gave no figure. It asked people to stay at home."),
        ("credit", "Additional reporting by our Tarka correspondent. Source: Great Lakes News Agency."),
        ("furniture", "Read more: Ten dead in another valley"),
        ("furniture", "© 2026 The Maro Ledger. All rights reserved."),
        ("furniture", "Post Comment"),
    ]


def test_what_the_head_and_foot_say_is_kept() -> None:
    report = report_from_text(LEDGER)
    assert report.title == "Four soldiers killed in Tarka valley, governor says"
    assert report.byline == "Liya Brandt, Horn desk"
    assert report.published == "2026-02-21"
    assert report.credited_to == ("GLNA",)
    assert report.dateline is not None
    assert (report.dateline.name, report.dateline.country) == ("TARKA", "MLI")
    assert report.language == "en"


def test_furniture_is_marked_and_not_cut() -> None:
    assert report_from_text(LEDGER).text == LEDGER


def test_a_letterhead_is_no_headline() -> None:
    text = (
        "DEFENCE FORCES OF MARO (DFM)\nDirectorate of Information\nPress release, 19 February 2026\n\n"
        "CONVOY ATTACKED NEAR TARKA\n\nA convoy was attacked at dawn and two men were lost.\n\n"
        "Col. Deng Akol\nSpokesman of the Defence Forces\n"
    )
    report = report_from_text(text)
    roles = {words: role for role, words in blocks(report)}
    assert roles["DEFENCE FORCES OF MARO (DFM)"] == "heading"
    assert roles["CONVOY ATTACKED NEAR TARKA"] == "headline"
    assert roles["Col. Deng Akol"] == "byline"
    assert report.published == "2026-02-19"


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "Gunmen attacked a village in the valley on Monday\n"
        "and killed four herders, the mayor said. A local\n"
        "official gave a toll of six. Two of the wounded\n"
        "were taken to the hospital of the nearest town.\n\n"
        "The army denied that it had been told of the raid\n"
        "beforehand. It sent forty men to the valley and\n"
        "asked the herders to move away from the border.\n"
    )
    assert [role for role, _ in blocks(report_from_text(text))] == ["paragraph", "paragraph"]


def test_a_text_of_one_short_line_is_read() -> None:
    assert blocks(report_from_text("Troops killed four in Tarka")) == [("paragraph", "Troops killed four in Tarka")]


def test_a_sentence_that_looks_like_furniture_is_read() -> None:
    text = "Title\n\nRelated violence killed 12 people in the valley.\n\nBy the time help came, four were dead.\n"
    assert [role for role, _ in blocks(report_from_text(text))] == ["headline", "paragraph", "paragraph"]


def test_a_long_run_of_short_lines_takes_linear_time() -> None:
    report = report_from_text("Xyz\n" * 50_000)
    assert len(report.blocks) == 50_000
