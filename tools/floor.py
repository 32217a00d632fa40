"""The floor of quality: what the rules engine must reach on gold/, pinned with a digest of that folder.

    python tools/floor.py                                  measure, and compare with the floor
    python tools/floor.py --write                          raise the floor to what is measured; never lowers
    python tools/floor.py --write --lower --reason "..."   set the floor to what is measured; the reason is kept

After the gold itself has changed nothing is comparable: --write then needs --lower and a reason, too.
"""

import argparse
import hashlib
import sys
from datetime import date
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "gold"
FLOOR = ROOT / "tests" / "scoring" / "floor.yaml"
SPLITS = ("dev", "test")
LEVELS = ("core", "attributed")
SLACK = 0.005  # a figure may lie this far below its floor

Figures = dict[str, dict[str, float]]


def digest(folder: Path = GOLD) -> str:
    """Return the sha256 over the names and bytes of all texts and gold files of a folder."""
    total = hashlib.sha256()
    for file in sorted([*folder.glob("*.txt"), *folder.glob("*.yaml")]):
        body = file.read_bytes()
        total.update(f"{file.name}\0{len(body)}\0".encode())
        total.update(body)
    return total.hexdigest()


def measure(folder: Path = GOLD, engine: Any = None) -> Figures:
    """Return F1 (micro) of the English reports by split and level."""
    from counterclaim.actions.score import score
    from counterclaim.reading.engines.rules import RulesEngine

    engine = engine or RulesEngine()
    figures: Figures = {}
    for split in SPLITS:
        scored, _ = score(folder, split=split, language="en", engine=engine)
        figures[split] = {level: round(getattr(scored, level).f1, 4) for level in LEVELS}
    return figures


def below(measured: Figures, floor: Figures, slack: float = SLACK) -> list[str]:
    """Return a line for each figure that lies more than `slack` below its floor."""
    return [
        f"{split} {level}: {measured[split][level]:.4f} is below the floor of {floor[split][level]:.4f}"
        for split in SPLITS
        for level in LEVELS
        if measured[split][level] < floor[split][level] - slack
    ]


def renewed(
    old: dict[str, Any], measured: Figures, seen: str, *, lower: bool, reason: str | None
) -> dict[str, Any]:
    """Return the new content of the floor file. Raises ValueError where it may not be written so."""
    new: dict[str, Any] = {"gold_sha256": seen, "f1": measured, "lowered": list(old.get("lowered", []))}
    if not old:
        return new
    same_gold = old["gold_sha256"] == seen
    if lower:
        if not (reason or "").strip():
            raise ValueError('--lower needs --reason "..."')
        new["lowered"].append({"on": str(date.today()), "from": old["f1"], "to": measured, "reason": reason})
    elif not same_gold:
        raise ValueError('gold/ has changed since the floor was set: --write --lower --reason "..."')
    else:
        new["f1"] = {
            split: {level: max(old["f1"][split][level], measured[split][level]) for level in LEVELS}
            for split in SPLITS
        }
    return new


def main() -> int:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description="Measure gold/ against the pinned floor.")
    parser.add_argument("--write", action="store_true", help="raise the floor to what is measured")
    parser.add_argument("--lower", action="store_true", help="with --write: let it fall, too")
    parser.add_argument("--reason", help="why it may fall; kept in the file")
    asked = parser.parse_args()
    old = yaml.safe_load(FLOOR.read_text(encoding="utf-8")) if FLOOR.exists() else {}
    measured, seen = measure(), digest()
    for split in SPLITS:
        print(split, "  ".join(f"{level} F1 {measured[split][level]:.4f}" for level in LEVELS))
    if asked.write:
        try:
            new = renewed(old, measured, seen, lower=asked.lower, reason=asked.reason)
        except ValueError as error:
            print(f"floor: {error}", file=sys.stderr)
            return 2
        head = "# The floor of quality: F1 (micro, English) of gold/. Written by tools/floor.py, not by hand.\n"
        FLOOR.write_text(head + yaml.safe_dump(new, sort_keys=False, allow_unicode=True), encoding="utf-8")
        print(f"written: {FLOOR.relative_to(ROOT)}")
        return 0
    problems = below(measured, old["f1"]) if old else ["no floor has been set: --write"]
    if old and old["gold_sha256"] != seen:
        problems.append("gold/ has changed since the floor was set")
    print("\n".join(problems) or "at or above the floor")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
