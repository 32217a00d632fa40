"""Dates as printed, in cells, and which of them is that of publication."""

from datetime import date

import pytest

from counterclaim.errors import UsageError
from counterclaim.intake import IntakeOptions, report_from_text
from counterclaim.intake.dates import column_readings, find_dates, short_year
from counterclaim.intake.report import Source, make_report


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("19 February 2026", ["2026-02-19"]),
        ("le 1er mars 2026", ["2026-03-01"]),
        ("12 de marzo de 2025", ["2025-03-12"]),
        ("Feb. 19th, 2026", ["2026-02-19"]),
        ("Apr 232017 An", ["2017-04-23"]),
        ("30.09.2025", ["2025-09-30"]),
        ("02-09-2013", ["2013-09-02", "2013-02-09"]),
        ("31-08-2014", ["2014-08-31"]),
        ("2016-10-26T12:00Z", ["2016-10-26"]),
        ("31 June 2020", []),
        ("29 Feb 2025", []),
        ("30.02.2025", []),
        ("may 2016", []),
    ],
)
def test_printed_dates(text: str, days: list[str]) -> None:
    assert [r.isoformat() for d in find_dates(text) for r in d.readings] == days


def test_a_wire_s_short_year() -> None:
    assert short_year("3 JAN 90") == date(1990, 1, 3)
    assert short_year("JUNE 11 89") == date(1989, 6, 11)
    assert short_year("Feb 20") is None


@pytest.mark.parametrize(
    ("cell", "order", "days"),
    [
        ("7/10/2016", None, 2),
        ("7/31/2016", None, 1),
        ("5/5/2016", None, 1),
        ("2016/7/10", None, 1),
        ("7/10/2016", "mdy", 1),
        ("7/10/16", None, 2),
        ("31/12/2016", "mdy", 0),
        ("n/a", None, 0),
    ],
)
def test_cells(cell: str, order: str | None, days: int) -> None:
    assert len(column_readings(cell, order)) == days  # type: ignore[arg-type]


def _report(text: str, column: date | None, **options: str) -> tuple[str | None, list[str]]:
    source = Source(column=(column, str(column)) if column else None)
    report = make_report(text, source, IntakeOptions(**options))  # type: ignore[arg-type]
    return report.published, [w.code for w in report.warnings]


def test_the_text_s_own_date_beats_the_column_s_and_the_option_beats_both() -> None:
    text = "Published April 24 2017 At least four people died in the valley, a doctor said on Monday."
    assert _report(text, date(2017, 4, 17)) == ("2017-04-24", ["published-disagree"])
    assert _report(text, date(2017, 4, 24)) == ("2017-04-24", [])
    assert _report(text, date(2017, 4, 17), published="2017-05-01") == ("2017-05-01", ["published-disagree"])
    assert _report("At least four people died in the valley, a doctor said.", date(2017, 4, 17)) == (
        "2017-04-17",
        [],
    )


def test_a_numeric_date_in_the_text_needs_another_date_that_agrees() -> None:
    text = "02-09-2013 Army claims forty men in an ambush. The army said on Monday that it had lost nobody."
    assert _report(text, date(2013, 9, 2))[0] == "2013-09-02"
    assert _report(text, date(2013, 9, 4)) == ("2013-09-02", ["published-disagree"])
    assert _report(text, None) == (None, ["ambiguous-date"])
    assert _report(text, None, date_order="mdy") == ("2013-02-09", [])
    # A table's order speaks of its column, not of what the outlet prints.
    assert _report(text, date(2014, 1, 1), date_order="mdy")[0] == "2014-01-01"


def test_a_dateline_s_day_takes_its_year_from_another_date() -> None:
    text = "Dozens dead\n\nNAIROBI, Dec 31 (GLNA) - Fighting left dozens dead, officials said."
    assert report_from_text(text).published is None
    assert _report(text, date(2026, 1, 2))[0] == "2025-12-31"


def test_an_option_that_is_no_date() -> None:
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        report_from_text("Four died.", published="20/12/2024")
