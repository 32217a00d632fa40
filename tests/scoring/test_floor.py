"""The figures on gold/ do not sink. tools/floor.py sets the floor."""

from pathlib import Path

import pytest

import floor


def test_the_reader_stays_above_the_floor() -> None:
    pinned = floor.load()
    assert floor.digest() == pinned["digest"], "gold/ has changed: set the floor again with tools/floor.py"
    assert floor.sunk(floor.measure(), pinned["figures"]) == []


def test_the_digest_sees_names_and_content(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("a")
    first = floor.digest(tmp_path)
    (tmp_path / "1.txt").write_text("b")
    second = floor.digest(tmp_path)
    (tmp_path / "1.txt").rename(tmp_path / "2.txt")
    assert len({first, second, floor.digest(tmp_path)}) == 3


def test_lowering_needs_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        floor.main(["--lower"])
    assert stop.value.code == 2
    assert "--reason" in capsys.readouterr().err


def test_only_lowering_writes_a_lower_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file and what is measured are set here: which figures may be written is the question."""
    monkeypatch.setattr(floor, "FLOOR", tmp_path / "floor.yaml")
    monkeypatch.setattr(floor, "measure", lambda: {"dev": {"core": 0.8}})
    assert floor.main(["--raise"]) == 0
    assert floor.load()["figures"] == {"dev": {"core": 0.8}}
    monkeypatch.setattr(floor, "measure", lambda: {"dev": {"core": 0.7}})
    assert floor.main([]) == 1
    assert floor.main(["--raise"]) == 1
    assert floor.load()["figures"] == {"dev": {"core": 0.8}}
    assert floor.main(["--lower", "--reason", "a wrong gold was put right"]) == 0
    kept = floor.load()
    assert kept["figures"] == {"dev": {"core": 0.7}}
    assert kept["lowered"][0]["reason"] == "a wrong gold was put right"
