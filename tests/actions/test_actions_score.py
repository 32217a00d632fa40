"""Scoring a folder with an engine of one's own."""

from pathlib import Path

import pytest

from counterclaim.actions.score import score
from counterclaim.errors import GoldError, UsageError
from counterclaim.reading.engines.rules import RulesEngine

GOLD = """
published: '2026-03-14'
language: en
relevant: true
facts:
- kind: casualty
  type: killed
  quantity: {low: 10, high: null}
  claimant: [ministry]
  evidence: killed at least ten soldiers
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = "Rebels killed at least ten soldiers near Marun on Friday, the defence ministry said.\n"
    (tmp_path / "one.txt").write_text(text, encoding="utf-8")
    (tmp_path / "one.yaml").write_text(GOLD, encoding="utf-8")
    (tmp_path / "two.yaml").write_text(GOLD, encoding="utf-8")
    (tmp_path / "_gold.yaml").write_text("dev: [one]\n", encoding="utf-8")
    return tmp_path


def test_score(folder: Path) -> None:
    notes: list[str] = []
    done: list[None] = []
    figures, (result,) = score(
        folder, engine=RulesEngine(), split="dev", note=notes.append, advance=lambda: done.append(None)
    )
    assert (figures.reports, figures.gold, figures.core.right, figures.attributed.right) == (1, 1, 1, 1)
    assert result.gold.name == "one" and not result.misses
    assert len(done) == 1
    (note,) = notes
    assert "two.txt" in note


def test_what_cannot_be_scored_is_said(folder: Path) -> None:
    with pytest.raises(UsageError, match="split test"):
        score(folder, split="test")
    with pytest.raises(GoldError, match="no such folder"):
        score(folder / "none")
