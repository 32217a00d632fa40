"""The shared corpora, where the checkout has them: nothing of their text stands here."""

import time
from pathlib import Path

import pytest
import yaml

from counterclaim.intake import IntakeOptions, open_inputs
from counterclaim.record import Report

SHARED = Path(__file__).resolve().parents[3] / "shared"
TABLE = SHARED / "data" / "fa_kes.csv"
OPTIONS = IntakeOptions(
    text_column="article_content",
    title_column="article_title",
    date_column="date",
    source_column="source",
    id_column="unit_id",
    encoding="latin-1",
    date_order="mdy",
)
DEV = (
    "1919191746", "1923848203", "1923848319", "1924058151", "1926479033", "1926479084", "1926479099", "1962495739",
    "1965495383", "1965511194",
)  # fmt: skip
pytestmark = pytest.mark.skipif(not TABLE.exists(), reason="the shared corpora are not beside this checkout")


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    found: dict[str, Report] = {}
    for each in open_inputs([str(TABLE)], OPTIONS):
        assert isinstance(each, Report)
        found.setdefault(str(each.external_id), each)
    return found


def test_the_printed_date_is_found(reports: dict[str, Report]) -> None:
    for unit in DEV:
        gold = yaml.safe_load((SHARED / "data" / "fa_kes_gold" / f"{unit}.yaml").read_text(encoding="utf-8"))
        assert reports[unit].published == gold["published_text"], unit


def test_dates_are_printed_in_nearly_all_and_disagree_in_many(reports: dict[str, Report]) -> None:
    printed = [r for r in reports.values() if any(c.origin == "text" for c in r.published_candidates)]
    disagree = [r for r in printed if any(w.code == "published-disagree" for w in r.warnings)]
    assert len(printed) >= 759
    assert 200 <= len(disagree) <= 230


def test_coded_evidence_is_read_and_not_marked_as_furniture(reports: dict[str, Report]) -> None:
    lost = []
    for unit in DEV:
        gold = yaml.safe_load((SHARED / "data" / "fa_kes_gold" / f"{unit}.yaml").read_text(encoding="utf-8"))
        read = [b for b in reports[unit].blocks if b.role in ("headline", "heading", "paragraph", "item")]
        for fact in gold["facts"]:
            if not any(b.start <= fact["start"] and fact["end"] <= b.end for b in read):
                lost.append((unit, fact["start"], fact["end"]))
    assert not lost


def test_the_whole_table_is_read_in_a_moment(reports: dict[str, Report]) -> None:
    begin = time.perf_counter()
    count = sum(1 for _ in open_inputs([str(TABLE)], OPTIONS))
    assert count == 804
    assert time.perf_counter() - begin < 8  # measured: 0.6 s; the slack is for slow machines


def test_the_story_that_the_project_started_from() -> None:
    (report,) = open_inputs([str(SHARED / "reports" / "kidal.txt")], IntakeOptions())
    assert isinstance(report, Report)
    assert report.credited_to == ("www.newsday.com",)
    assert report.dateline is not None and (report.dateline.name, report.dateline.country) == ("BAMAKO", "MLI")
    assert [b.role for b in report.blocks][-2:] == ["credit", "furniture"]
