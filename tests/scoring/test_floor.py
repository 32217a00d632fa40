"""The floor of quality on gold/ (tools/floor.py sets it)."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from counterclaim.reading.engines.rules import RulesEngine


def _tool(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("floor", root / "tools" / "floor.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tool(root: Path) -> ModuleType:
    return _tool(root)


@pytest.fixture(scope="module")
def pinned(root: Path) -> dict[str, Any]:
    return dict(yaml.safe_load((root / "tests" / "scoring" / "floor.yaml").read_text(encoding="utf-8")))


def test_gold_is_what_the_floor_was_set_on(tool: ModuleType, pinned: dict[str, Any]) -> None:
    assert tool.digest() == pinned["gold_sha256"], 'python tools/floor.py --write --lower --reason "gold: ..."'


def test_no_figure_falls_below_the_floor(tool: ModuleType, pinned: dict[str, Any], engine: RulesEngine) -> None:
    assert tool.below(tool.measure(engine=engine), pinned["f1"]) == []


def test_lowering_takes_a_reason(tool: ModuleType) -> None:
    high = {split: dict.fromkeys(tool.LEVELS, 0.7) for split in tool.SPLITS}
    low = {split: dict.fromkeys(tool.LEVELS, 0.6) for split in tool.SPLITS}
    first = tool.renewed({}, high, "a", lower=False, reason=None)
    assert tool.renewed(first, low, "a", lower=False, reason=None)["f1"] == high
    assert tool.below(low, high) and not tool.below(high, low)
    with pytest.raises(ValueError, match="reason"):
        tool.renewed(first, low, "a", lower=True, reason=" ")
    with pytest.raises(ValueError, match="changed"):
        tool.renewed(first, high, "b", lower=False, reason=None)
    lowered = tool.renewed(first, low, "a", lower=True, reason="a wrong gold fact was put right")
    assert lowered["f1"] == low
    assert [entry["reason"] for entry in lowered["lowered"]] == ["a wrong gold fact was put right"]
