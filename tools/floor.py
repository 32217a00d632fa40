"""The floor: the figures on gold/ that the tests do not let sink.

    python tools/floor.py                            what is measured, beside the floor
    python tools/floor.py --raise                    write what is measured, where nothing gets lower
    python tools/floor.py --lower --reason "..."     write it although something does; the reason is kept

The floor is pinned with a digest of the gold: whoever changes the gold must set the floor again.
"""

import argparse
import datetime
import hashlib
import math
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "gold"
FLOOR = ROOT / "tests" / "scoring" / "floor.yaml"
SPLITS = ("dev", "test")
LANGUAGE = "en"

Numbers = dict[str, dict[str, float]]


def digest(folder: Path = GOLD) -> str:
    """Return a hash of all texts and gold of a folder, with their names."""
    whole = hashlib.sha256()
    for file in sorted([*folder.glob("*.txt"), *folder.glob("*.yaml")]):
        content = file.read_bytes()
        whole.update(f"{file.name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def measure(folder: Path = GOLD) -> Numbers:
    """Return the pinned figures of each split, rounded down to three places."""
    from counterclaim.actions.score import score

    measured = {}
    for split in SPLITS:
        figures, _ = score(folder, split=split, language=LANGUAGE)
        numbers = {
            "relevance": figures.relevance_right / figures.reports,
            "core": figures.core.f1,
            "attributed": figures.attributed.f1,
            "core_family_mean": figures.family_core,
            "attributed_family_mean": figures.family_attributed,
        }
        measured[split] = {name: math.floor(value * 1000) / 1000 for name, value in numbers.items()}
    return measured


def load() -> dict[str, Any]:
    """Return the floor as it is pinned: digest, figures, and the reasons for which it was lowered."""
    if not FLOOR.exists():
        return {"digest": "", "figures": {}, "lowered": []}
    return dict(yaml.safe_load(FLOOR.read_text(encoding="utf-8")))


def sunk(measured: Numbers, floor: Numbers) -> list[str]:
    """Return one line for each figure that is under its floor."""
    return [
        f"{split} {name}: {measured[split][name]:.3f} is under the floor of {least:.3f}"
        for split, names in floor.items()
        for name, least in names.items()
        if measured[split][name] < least
    ]


def main(arguments: list[str] | None = None) -> int:
    """Show the floor, or write it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--raise", dest="raise_", action="store_true", help="write what is measured")
    parser.add_argument("--lower", action="store_true", help="write it although a figure gets lower")
    parser.add_argument("--reason", help="why a lower figure is right")
    options = parser.parse_args(arguments)
    if options.lower and not (options.reason or "").strip():
        parser.error("--lower needs --reason: say why a lower figure is right")
    pinned, measured = load(), measure()
    for split, names in measured.items():
        for name, value in names.items():
            least = pinned["figures"].get(split, {}).get(name)
            print(f"{split:4s} {name:22s} {value:.3f}  floor {'none' if least is None else f'{least:.3f}'}")
    under = sunk(measured, pinned["figures"])
    if not (options.raise_ or options.lower):
        return 1 if under else 0
    if under and not options.lower:
        print("\n".join([*under, "not written: --lower --reason says that this is right"]), file=sys.stderr)
        return 1
    if under:
        today = datetime.date.today().isoformat()
        pinned["lowered"] = [*pinned.get("lowered", []), {"day": today, "reason": options.reason, "figures": under}]
    pinned |= {"digest": digest(), "figures": measured}
    FLOOR.write_text(yaml.safe_dump(pinned, sort_keys=False, allow_unicode=True, width=110), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
