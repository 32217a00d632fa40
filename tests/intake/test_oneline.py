"""What is told inside one line, as scrapers leave it."""

import pytest

from counterclaim.intake import report_from_text
from counterclaim.record import Report

BODY = 'Rockets fell on the market of Tarka on Friday, a doctor said. "We counted four dead," he told reporters.'
TITLE = "Rockets kill four in market of Tarka"


def blocks(report: Report) -> list[tuple[str, str]]:
    return [(b.role, report.text[b.start : b.end]) for b in report.blocks]


@pytest.mark.parametrize(
    ("head", "published", "credited"),
    [
        (f"{TITLE} AFP Friday 6 Mar 2015 ", "2015-03-06", ("AFP",)),
        (f"AFP Friday 6 Mar 2015 {TITLE} ", "2015-03-06", ("AFP",)),
        (f"Fri 06 Mar 2015 at 0914 {TITLE}. ", "2015-03-06", ()),
        (f"{TITLE} 6 March 2015 Tarka SANA-", "2015-03-06", ("SANA",)),
        ("Date of publication 6 March 2015 ", "2015-03-06", ()),
        ("Last updated at Mar 062015 TARKA ", "2015-03-06", ()),
        ("06.03.2015(updated 1404 06.03.2015) Get short URL Topic War in the Valley (200) 2510 ", "2015-03-06", ()),
        (f"Posted on March 6 2015 by Liya Brandt {TITLE} ", "2015-03-06", ()),
        (f"March 6 2015 {TITLE}. Liya Brandt. ", "2015-03-06", ()),
    ],
)
def test_the_head_is_told_from_the_body(head: str, published: str, credited: tuple[str, ...]) -> None:
    report = report_from_text(head + BODY, title=TITLE)
    assert report.published == published
    assert report.credited_to == credited
    read = [b for b in report.blocks if b.role == "paragraph"]
    assert report.text[read[0].start : read[-1].end] == BODY


@pytest.mark.parametrize(
    ("tail", "credited"),
    [
        (" --Reuters", ("Reuters",)),
        ("-AFP", ("AFP",)),
        (" hc/ab AFP", ("AFP",)),
        (" (With AFP and Reuters) Last Update: Monday 2 March 2015 KSA 08:10 - GMT 05:10", ("AFP", "Reuters")),
        (" (Source: Valley Coalition) Twitter", ("Valley Coalition",)),
        (" Original Source: www.example.com", ("www.example.com",)),
        (" Source TRTWorld and agencies Related News Nine die elsewhere", ("TRT World",)),
        (" Reporting by Liya Brandt; Editing by Ada Osei Our Standards:The Thomson Reuters Trust Principles.", ()),
        (" ... 22 Related Nine Die in Other Valley Tags war Tarka Community standardsDiscussion", ()),
        (" Manar/Mazen", ()),
        (" Read Also", ()),
    ],
)
def test_the_tail_is_told_from_the_body(tail: str, credited: tuple[str, ...]) -> None:
    report = report_from_text(BODY + tail)
    assert report.credited_to == credited
    assert blocks(report)[0] == ("paragraph", BODY)
    assert all(b.role not in ("paragraph", "headline", "heading", "item") for b in report.blocks[1:])


def test_a_lead_printed_twice_is_two_paragraphs() -> None:
    lead = "Rockets fell on the market of Tarka on Friday killing four"
    report = report_from_text(f"{lead} {lead} people a doctor said. Nobody claimed the attack at first.")
    assert [role for role, _ in blocks(report)] == ["paragraph", "paragraph"]
    assert blocks(report)[0][1] == lead


def test_tags_end_where_a_sentence_opens() -> None:
    report = report_from_text(
        "Date of publication 6 March 2015 A rocket hit a market. Tags Tarka rockets war At least four people died. "
        "A doctor said so on Friday, and two nurses said the same to a reporter of the paper."
    )
    assert ("furniture", "Tags Tarka rockets war") in blocks(report)


def test_where_tags_cannot_be_told_from_body_no_body_is_lost() -> None:
    report = report_from_text(
        "A rocket hit a market. Tags Tarka Russia has denied the attack that killed ten people."
    )
    assert blocks(report)[-1] == ("paragraph", "Tarka Russia has denied the attack that killed ten people.")


def test_a_dateline_after_the_lead_and_a_caption() -> None:
    report = report_from_text(
        "06.03.2015 A rocket hit a market on Friday. Sputnik Ilya Orlov Nine Die in Other Valley MOSCOW (Sputnik) "
        "Four people died when a rocket hit a market, a source said."
    )
    assert [role for role, _ in blocks(report)] == ["furniture", "paragraph", "furniture", "dateline", "paragraph"]
    assert report.dateline is not None and report.dateline.name == "MOSCOW"


def test_a_date_inside_a_sentence_is_no_date_of_publication() -> None:
    report = report_from_text(
        "The market was hit on 6 March 2015 at 10:13 by a rocket, a doctor said in the valley."
    )
    assert report.published is None
    assert [b.role for b in report.blocks] == ["paragraph"]


def test_an_agency_that_is_the_subject_signs_nothing() -> None:
    report = report_from_text(
        "AFP journalists saw four bodies in the market of Tarka on Friday. They took pictures."
    )
    assert report.credited_to == ()
