"""The Python API: what `import counterclaim` offers."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import counterclaim
from counterclaim.errors import InputRejected, UsageError


@pytest.fixture(scope="module")
def reading(root: Path) -> counterclaim.Reading:
    return counterclaim.read(root / "examples" / "karsa-pass.txt", published="2026-03-14")


def test_public_names() -> None:
    assert sorted(counterclaim.__all__) == ["Claim", "Reading", "Report", "read", "read_text"]
    assert all(getattr(counterclaim, name) for name in counterclaim.__all__)
    assert dir(counterclaim) == sorted(counterclaim.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = counterclaim.nonsense


def test_import_is_light() -> None:
    code = "import sys, counterclaim; sys.exit(bool({'spacy', 'msgspec', 'yaml'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_every_quotation_stands_in_the_text(reading: counterclaim.Reading) -> None:
    assert reading.outcome == "ok" and reading.report is not None and len(reading.claims) >= 15
    text = reading.report.text
    for claim in reading.claims:
        assert claim.evidence
        assert all(text[e.start : e.end] == e.quote for e in claim.evidence)
        if claim.quantity:
            assert text[claim.quantity.start : claim.quantity.end] == claim.quantity.text
        if claim.time:
            assert text[claim.time.text_start : claim.time.text_end] == claim.time.text


def test_the_same_fact_is_kept_by_each_who_claims_it(reading: counterclaim.Reading) -> None:
    tolls = {c.claimant: c.quantity.low for c in reading.claims if c.type == "killed" and c.quantity}
    assert tolls["Upland Front"] in (4, 41) and tolls["defence ministry"] == 9


def test_text_reads_as_the_file_does(root: Path, reading: counterclaim.Reading) -> None:
    text = (root / "examples" / "karsa-pass.txt").read_text(encoding="utf-8")
    assert counterclaim.read_text(text, published="2026-03-14").claims == reading.claims


def test_without_a_day_of_publication_no_date_is_resolved() -> None:
    text = "The army said on Friday that rebels killed at least ten soldiers in an ambush yesterday near Kidal.\n"
    told = counterclaim.read_text(text, published="2025-06-15").claims
    untold = counterclaim.read_text(text).claims
    assert any(c.time and c.time.start and date.fromisoformat(c.time.start).year == 2025 for c in told)
    assert untold and not [c for c in untold if c.time and (c.time.start or c.time.end)]


def test_what_cannot_be_read_says_so(root: Path) -> None:
    with pytest.raises(InputRejected, match=r"no-such-file\.txt"):
        counterclaim.read("no-such-file.txt")
    with pytest.raises(UsageError, match="more than one"):
        counterclaim.read(root / "gold")
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        counterclaim.read_text("Rebels killed ten soldiers.", published="15/06/2025")


def test_no_text_is_rejected() -> None:
    with pytest.raises(InputRejected):
        counterclaim.read_text("")
