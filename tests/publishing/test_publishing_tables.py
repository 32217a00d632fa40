"""CSV: the header, a row for every reading, and cells that no spreadsheet runs."""

import csv
import io

import pytest
from publishing_samples import claim, full, link, quote, reading, rejected, report

from counterclaim.publishing import csv_rows
from counterclaim.publishing.tables import CLAIM_COLUMNS
from counterclaim.record import Reading

HEADER = (
    "report_id,external_id,title,publisher,published,url,outcome,claim_id,kind,type,quantity_low,quantity_high,"
    "quantity_approx,quantity_text,unit,claimant,attribution,role,agent,target,target_status,place,country,"
    "date_start,date_end,date_precision,stance,scope,incident,relation,part_of,supersedes,confidence,quote,"
    "quote_start,quote_end,rejected_code,rejected_message\r\n"
)


def rows(*readings: Reading) -> list[dict[str, str]]:
    text = "".join(csv_rows(readings))
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_header() -> None:
    assert list(csv_rows([])) == [HEADER]


def test_a_row_for_each_claim() -> None:
    first, second, third, *_ = found = rows(full())
    assert len(found) == 6
    assert (first["quantity_low"], first["quantity_high"], first["quantity_approx"]) == ("10", "", "false")
    assert (first["attribution"], first["role"], first["claimant"]) == ("governor < doctors", "medical", "doctors")
    assert (first["agent"], first["target"], first["target_status"]) == ("rebels", "soldiers", "combatant")
    assert (first["place"], first["country"], first["date_start"]) == ("Idlib", "SYR", "2013-04-05")
    assert second["supersedes"] == "claim-1" and second["unit"] == "vehicle"
    assert (third["quantity_low"], third["quantity_high"], third["part_of"]) == ("0", "0", "claim-1")
    assert third["quote"] == "There were no civilian casualties … Friday"
    assert third["quote_start"].count(";") == 1
    text = report().text
    assert text[int(first["quote_start"]) : int(first["quote_end"])] == first["quote"]


def test_a_row_without_claims() -> None:
    (row,) = rows(reading(outcome="not_relevant"))
    assert row["outcome"] == "not_relevant" and row["report_id"] == "report-1"
    assert not any(row[column] for column in CLAIM_COLUMNS)


def test_a_rejected_input() -> None:
    (row,) = rows(rejected("bad\udcff.pdf"))
    assert (row["outcome"], row["rejected_code"]) == ("rejected", "binary")
    assert row["rejected_message"] == "bad\\udcff.pdf: not a text"
    assert row["report_id"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_cells_that_a_spreadsheet_would_run(start: str) -> None:
    nasty = f'{start}HYPERLINK("x"),1'
    evidence = (quote(nasty),)
    (row,) = rows(reading(claim(evidence=evidence, attribution=(link(nasty),)), report=report(title=nasty)))
    assert row["title"] == row["quote"] == row["attribution"] == f"'{nasty}"


@pytest.mark.parametrize("words", ['a "b", c', "a\nb", "a\rb", "a\r\nb", "ab’c", " = b"])
def test_words_come_back_as_they_were(words: str) -> None:
    (row,) = rows(reading(claim(), report=report(title=words)))
    assert row["title"] == words
