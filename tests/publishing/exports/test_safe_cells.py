"""What a report says is never run by a spreadsheet, in whichever column it ends up."""

import csv
import io

import msgspec
import pytest

from counterclaim.publishing.exports.csv import claim_rows
from counterclaim.record import Claim, Evidence, Report

HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")
CLAIM = Claim(
    id="c-1", kind="event", type="Attack", quantity=None, agent=None, target=None, means=None, place=None, time=None,
    attribution=(), claimant="narrator", stance="asserted", scope="background", incident=None, relation="unknown",
    supersedes=(), part_of=None, evidence=(Evidence(start=0, end=1, quote="x"),), outcome=None, engine="rules",
    confidence="high",
)  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_a_report_are_no_formula(words: str) -> None:
    report = Report(
        id="r-1", text_id="", bytes_sha256="", text="", title=words, publisher=words, external_id=words, url=words
    )
    claim = msgspec.structs.replace(CLAIM, claimant=words, evidence=(Evidence(start=0, end=1, quote=words),))
    text = "".join(claim_rows((), [(report, claim)]))
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    told = [row[name] for name in ("title", "publisher", "external_id", "url", "claimant", "quote")]
    assert told == ["'" + words] * 6
