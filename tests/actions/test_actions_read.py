"""Reading as a Python program does it."""

from pathlib import Path

import pytest

import counterclaim
from counterclaim.actions.read import read_inputs
from counterclaim.errors import InputRejected, UsageError
from counterclaim.intake import IntakeOptions
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Reading, Report

TEXT = (
    "Rebels ambush patrol\n\nRebels killed at least ten soldiers near Marun on Friday, the defence ministry said.\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "report.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def killed(reading: Reading) -> counterclaim.Claim:
    (claim,) = (c for c in reading.claims if c.type == "killed")
    return claim


def test_read_text_gives_claims_with_their_claimant() -> None:
    claim = killed(counterclaim.read_text(TEXT, published="2026-03-14"))
    assert claim.quantity is not None and (claim.quantity.low, claim.quantity.high) == (10, None)
    assert claim.attribution[-1].party.text.endswith("defence ministry")
    assert claim.time is not None and claim.time.start == "2026-03-13"


def test_read_is_read_text_of_the_file(file: Path) -> None:
    from_file = counterclaim.read(file, published="2026-03-14")
    assert isinstance(from_file.report, counterclaim.Report)
    assert from_file.claims == counterclaim.read_text(TEXT, published="2026-03-14").claims


def test_read_says_what_is_wrong(tmp_path: Path, file: Path) -> None:
    with pytest.raises(InputRejected, match=r"nowhere\.txt"):
        counterclaim.read(tmp_path / "nowhere.txt")
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        counterclaim.read(file, published="yesterday")
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        counterclaim.read_text(TEXT, published="yesterday")
    (tmp_path / "second.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(UsageError, match="more than one"):
        counterclaim.read(tmp_path)


class Fussy:
    """The rules, but for one text that they fail on."""

    def __init__(self) -> None:
        self.rules = RulesEngine()

    def read(self, report: Report, *, relevance: bool = True) -> Reading:
        if "unlucky" in report.text:
            raise IndexError("out of range")
        return self.rules.read(report, relevance=relevance)


def test_one_bad_input_stops_nothing(tmp_path: Path) -> None:
    for name, text in (("a", "unlucky\n"), ("b", ""), ("c", TEXT)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    options = IntakeOptions(published="2026-03-14")
    first, second, third = read_inputs([str(tmp_path)], options, engine=Fussy())
    assert first.outcome == "quarantined" and first.report is not None
    assert first.report.warnings[-1].code == "engine-failed"
    assert "IndexError: out of range" in first.report.warnings[-1].message
    assert second.outcome == "rejected" and second.rejected is not None
    assert third.outcome == "ok" and killed(third)


def test_every_public_name_is_there() -> None:
    for name in counterclaim.__all__:
        assert getattr(counterclaim, name) is not None
    assert set(counterclaim.__all__) == set(dir(counterclaim))
    with pytest.raises(AttributeError):
        counterclaim.nothing  # noqa: B018
