"""How right is the reader? The figures of `counterclaim score` on every gold folder at hand, dev and test apart."""

from pathlib import Path

from counterclaim.actions.score import score
from counterclaim.errors import UsageError
from counterclaim.scoring import Figures, bootstrap

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
FOLDERS = {
    "gold/": ROOT / "gold",
    "shared reports": SHARED / "reports",
    "fa_kes_gold": SHARED / "data" / "fa_kes_gold",
    "gold/fa_kes": ROOT / "gold" / "fa_kes",
}
LANGUAGE = "en"


def main() -> None:
    """Print one row for each folder and split, then each field's accuracy."""
    print(
        "English reports. F1 at three levels with 95 % intervals (bootstrap over reports); means over families.\n"
    )
    head = f"{'':20s} {'reports':>7s} {'relev.':>6s} {'facts':>5s} {'claims':>6s} {'misq.':>5s}"
    print(f"{head}  {'core':>20s}  {'attributed':>20s}  {'full':>20s}  {'family core':>11s} {'family attr.':>12s}")
    shares: dict[str, Figures] = {}
    for name, folder in FOLDERS.items():
        if not folder.is_dir() or (name == "gold/fa_kes" and not SHARED.is_dir()):
            print(f"{name}: not here")
            continue
        for split in ("dev", "test"):
            try:
                figures, results = score(folder, split=split, language=LANGUAGE)
            except UsageError:
                continue
            shares[f"{name} {split}"] = figures
            spans = bootstrap(results)
            levels = "  ".join(
                f"{level.f1:.3f} ({spans[key][0]:.3f}-{spans[key][1]:.3f})"
                for key, level in (
                    ("core", figures.core),
                    ("attributed", figures.attributed),
                    ("full", figures.full),
                )
            )
            right = f"{figures.relevance_right}/{figures.reports}"
            print(
                f"{name + ' ' + split:20s} {figures.reports:7d} {right:>6s} {figures.gold:5d} {figures.claims:6d}"
                f" {figures.misquoted:5d}  {levels}  {figures.family_core:11.3f} {figures.family_attributed:12.3f}"
            )
    print("\nEach field among core matches")
    for name, figures in shares.items():
        print(f"{name:20s} " + ", ".join(f"{k} {s.right / s.of:.2f} ({s.of})" for k, s in figures.fields.items()))


if __name__ == "__main__":
    main()
