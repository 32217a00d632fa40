"""How well reports are read: the figures of every gold set that is here, English, dev and test apart.

python benchmarks/bench_score.py
"""

from pathlib import Path

from counterclaim.actions.score import score
from counterclaim.errors import UsageError
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.scoring import render

ROOT = Path(__file__).parents[1]
SETS = ("gold", "../shared/reports", "../shared/data/fa_kes_gold")


def main() -> None:
    """Print the summary of each set and split."""
    engine = RulesEngine()
    for name in SETS:
        folder = ROOT / name
        if not folder.is_dir():
            print(f"== {name}: not here\n")
            continue
        for split in ("dev", "test"):
            try:
                figures, results = score(folder, split=split, language="en", engine=engine)
            except UsageError as error:
                print(f"== {name} {split}: {error}\n")
                continue
            print(f"== {name} {split}\n{render(figures, results)}")


if __name__ == "__main__":
    main()
