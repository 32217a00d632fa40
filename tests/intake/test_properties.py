"""What holds for any input at all."""

import io

from hypothesis import example, given, settings
from hypothesis import strategies as st

from counterclaim.errors import UsageError
from counterclaim.intake import IntakeOptions, open_inputs, report_from_text
from counterclaim.intake.patterns import load_patterns
from counterclaim.record import Rejection, Report

PIECES = st.sampled_from(
    ["AFP ", "Friday 6 Mar 2015 ", "6.3.2015", "Tags ", "Related ", "By Ada Osei ", "HOMS (Sputnik) ", "(AFP) - ",
     "\n", "\r\n", "• ", "1. ", "Source: ", "--Reuters", "© 2026 AFP", "Published ", "Get short URL ",
     "Four died. ",
     "A B ", '"', "Read Also", "(Source: X)", " \t", "\u2028", "KEY POINTS\n", "Post Comment\n"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=25).map("".join)


def check(report: Report) -> None:
    end = 0
    for block in report.blocks:
        assert end <= block.start < block.end <= len(report.text)
        words = report.text[block.start : block.end]
        assert words == words.strip()
        end = block.end
    assert sum(b.role == "headline" for b in report.blocks) <= 1
    if report.dateline:
        assert report.text[report.dateline.start : report.dateline.end] == report.dateline.text


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, title=st.one_of(st.none(), TEXTS))
def test_blocks_are_in_order_and_inside_the_text(text: str, title: str | None) -> None:
    check(report_from_text(text, title=title))


@settings(max_examples=150, deadline=None)
@given(
    data=st.binary(max_size=300), head=st.sampled_from([b"", b"<html>", b'{"text":', b"[{", b"\xff\xfe", b"text\n"])
)
@example(data=b"text", head=b"\xff\xfe")
def test_any_bytes_give_reports_or_rejections(data: bytes, head: bytes) -> None:
    try:
        found = list(open_inputs(["-"], IntakeOptions(text_column="text"), io.BytesIO(head + data)))
    except UsageError as error:  # bytes that make a table without that column: the asker's mistake
        assert "no such column" in str(error)
        return
    assert found
    for each in found:
        assert isinstance(each, Report | Rejection)
        if isinstance(each, Report):
            check(each)
            each.text.encode("utf-8")


@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_reading_in_is_a_function_of_its_input(text: str) -> None:
    assert report_from_text(text) == report_from_text(text)


def test_one_text_in_two_unicode_forms_has_one_text_id() -> None:
    a, b = report_from_text("Le\u0301re\u0301 est tombe\u0301e."), report_from_text("Léré est tombée.")
    assert a.text_id == b.text_id
    assert a.text != b.text


def test_the_id_changes_with_publisher_and_date_and_not_with_anything_else() -> None:
    text = "Four people died."
    ids = {
        report_from_text(text).id,
        report_from_text(text, publisher="Ledger").id,
        report_from_text(text, published="2020-01-01").id,
        report_from_text(text, url="http://example.com").id,
    }
    assert len(ids) == 4
    assert report_from_text(text, title="Other").id == report_from_text(text).id


def test_the_pattern_file_is_valid() -> None:
    assert load_patterns().data.version == 1
