"""Are tellings of one incident found, and only those? Real reports, read by the rules engine, linked by the weighing.

fa_kes_gold/groups.yaml: 12 incidents, each told by several outlets (dev: the weights of linking.yaml were tuned on it). A pair
of articles of one group is found where a stub that holds the coded toll (the first stub where none does) is in one incident
with such a stub of the other; "any stub" asks only that any two stubs of theirs are. Precision counts pairs of such stubs
of different groups, so it says little: the twelve are far apart in time.

gvc_docs: reports of shootings, relevance off, each put where its stub with most claims is put; one without a stub is alone.
B3 and ARI against the incident ids. Every second incident (by id) was tuned on, the other half was not. Killed and injured are
exact where the best figure, added over the sides, is the coded number (no figure counts as 0): of each report by itself, and
of each incident by the found group that holds most of its reports. The share that one constant guess gets stands beside it.

The texts lie in ../shared/data, which is not part of the project; where it is absent this says so and ends.
"""

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from counterclaim.intake import IntakeOptions, open_inputs, report_from_text
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Reading, Rejection
from counterclaim.record.incident import Figure
from counterclaim.record.totals import PEOPLE
from counterclaim.weighing.fold import fold
from counterclaim.weighing.join import Joiner
from counterclaim.weighing.link import Linker
from counterclaim.weighing.table import Table, TableBuilder
from counterclaim.weighing.weigh import weigh

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
COLUMNS: dict[str, Any] = {
    "text_column": "article_content",
    "title_column": "article_title",
    "date_column": "date",
    "source_column": "source",
    "id_column": "unit_id",
    "encoding": "latin-1",
    "date_order": "mdy",
}


class Linked(NamedTuple):
    """Readings in one table, and the group of each of its stubs."""

    table: Table
    group: dict[int, int]
    stubs: dict[str, list[int]]  # of each report

    def together(self, some: Iterable[int], others: Sequence[int]) -> bool:
        """Tell whether any of some stubs is in one incident with any of others."""
        groups = {self.group.get(s, s) for s in others}
        return any(self.group.get(s, s) in groups for s in some)


def link(readings: Iterable[Reading]) -> Linked:
    """Put readings in a table and link their stubs."""
    builder = TableBuilder()
    for reading in readings:
        if reading.report is not None:
            builder.add(reading.report, reading.claims, reading.incidents)
    table = builder.table()
    linker = Linker(table)
    groups = Joiner(linker).join(linker.links())
    of = {row: root for root, rows in groups.items() for row in rows}
    stubs = defaultdict(list)
    for row, report in enumerate(table.stubs["report"].tolist()):
        stubs[table.report_ids[report]].append(row)
    return Linked(table, of, stubs)


def bcubed(found: Sequence[Hashable], gold: Sequence[Hashable]) -> tuple[float, float, float]:
    """Return B3 precision, recall and F."""
    both = Counter(zip(found, gold, strict=True))

    def mean(of: Sequence[Hashable]) -> float:
        sizes = Counter(of)
        pairs = zip(found, gold, of, strict=True)
        return sum(both[(f, g)] / sizes[o] for f, g, o in pairs) / len(found)

    precision, recall = mean(found), mean(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def rand_index(found: Sequence[Hashable], gold: Sequence[Hashable]) -> float:
    """Return the adjusted Rand index."""
    both, one, other = Counter(zip(found, gold, strict=True)), Counter(found), Counter(gold)
    together = sum(comb(n, 2) for n in both.values())
    ours, theirs = (sum(comb(n, 2) for n in c.values()) for c in (one, other))
    expected = ours * theirs / comb(len(found), 2)
    most = (ours + theirs) / 2
    return (together - expected) / (most - expected) if most != expected else 1.0


def _first_readings(readings: Iterable[Reading]) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for reading in readings:
        if reading.report is not None and reading.report.external_id is not None:
            found.setdefault(reading.report.external_id, reading)
    return found


def _tellers(reading: Reading, spans: Sequence[tuple[int, int]], linked: Linked) -> list[int]:
    """Return the stubs of an article that hold evidence at the coded spans, its first stub where none does."""
    assert reading.report is not None
    rows = linked.stubs[reading.report.id]
    keys = {
        c.incident
        for c in reading.claims
        if any(e.start < end and start < e.end for e in c.evidence for start, end in spans)
    }
    return [r for r in rows if linked.table.stub_keys[r] in keys] or rows[:1]


def articles(engine: RulesEngine, everything: bool) -> None:
    """Print the pairwise measures over the groups of real articles."""
    groups = yaml.safe_load((DATA / "fa_kes_gold" / "groups.yaml").read_text(encoding="utf-8"))["groups"]
    wanted = {m for g in groups for m in g["members"]}
    inputs = open_inputs([str(DATA / "fa_kes.csv")], IntakeOptions(**COLUMNS), None)
    reports = [r for r in inputs if not isinstance(r, Rejection) and (everything or r.external_id in wanted)]
    read = list(engine.read_many(reports))
    linked, by_unit = link(read), _first_readings(read)
    tellers: dict[tuple[str, str], list[int]] = {}
    for group in groups:
        for unit in group["members"]:
            spans = [
                (f["start"], f["end"]) for m in group["measures"] for f in m["figures"] if f["unit_id"] == unit
            ]
            tellers[(group["key"], unit)] = _tellers(by_unit[unit], spans, linked)
    found = any_stub = pairs = wrong = 0
    for (key, unit), (other_key, other_unit) in combinations(tellers, 2):
        if unit == other_unit:
            continue
        joined = linked.together(tellers[(key, unit)], tellers[(other_key, other_unit)])
        if key != other_key:
            wrong += joined
            continue
        pairs += 1
        found += joined
        whole = [linked.stubs[r.report.id] for r in (by_unit[unit], by_unit[other_unit]) if r.report is not None]
        any_stub += linked.together(whole[0], whole[1])
    print(
        f"fa_kes_gold (dev), {len(reports)} articles read: {pairs} pairs of articles on one incident; recall"
        f" {found / pairs:.3f} ({any_stub / pairs:.3f} by any stub), precision {found / max(1, found + wrong):.3f}"
    )


def total(figures: Iterable[Figure], measure: str) -> int:
    """Return the best number of people over all sides: those of whom nobody says whose they are may be the same again."""
    found = {f.side: f.best or 0 for f in figures if (f.measure, f.unit) == (measure, "people")}
    people = found.pop(PEOPLE, 0)
    return max(people, sum(found.values()))


def told_of(readings: Sequence[Reading]) -> dict[str, tuple[int, int]]:
    """Return the killed and injured of the incident in which each report's main stub is, by the id of the report."""
    builder = TableBuilder()
    for reading in readings:
        assert reading.report is not None
        builder.add(reading.report, reading.claims, reading.incidents)
    table = builder.table()
    folded = fold(table, weigh=weigh)
    figures = {stub: i.figures for i in folded.incidents for stub in folded.groups[i.id]}
    told = {}
    for reading in readings:
        assert reading.report is not None
        mine = [
            r
            for r, report in enumerate(table.stubs["report"].tolist())
            if table.report_ids[report] == reading.report.id
        ]
        main = max(mine, key=lambda r: (len(table.rows[r]), -r), default=None)
        found = figures[table.stub_ids[main]] if main is not None else ()
        told[reading.report.id] = total(found, "killed"), total(found, "injured")
    return told


def exact_tolls(
    name: str, readings: Sequence[Reading], docs: Sequence[dict[str, Any]], found: Sequence[Hashable]
) -> None:
    """Print how often killed and injured are exact: by report alone, and by incident over the reports found together."""
    gold = {d["incident_id"]: (d["num_killed"] or 0, d["num_injured"] or 0) for d in docs}
    alone: dict[str, tuple[int, int]] = {}
    for reading in readings:
        alone |= told_of([reading])
    together = told_of(readings)
    most = {
        incident: Counter(f for f, d in zip(found, docs, strict=True) if d["incident_id"] == incident).most_common(
            1
        )[0][0]
        for incident in gold
    }
    first = {f: r.report.id for f, r in reversed(list(zip(found, readings, strict=True))) if r.report is not None}
    for place, measure in enumerate(("killed", "injured")):
        reports = [
            alone[r.report.id][place] == gold[d["incident_id"]][place]
            for r, d in zip(readings, docs, strict=True)
            if r.report
        ]
        incidents = [together[first[most[i]]][place] == gold[i][place] for i in gold]
        guess = Counter(g[place] for g in gold.values()).most_common(1)[0][1] / len(gold)
        print(
            f"gvc_docs ({name}): {measure} exact in {sum(reports) / len(reports):.3f} of reports,"
            f" {sum(incidents) / len(incidents):.3f} of {len(incidents)} incidents (one constant guess {guess:.3f})"
        )


def shootings(engine: RulesEngine) -> None:
    """Print B3, ARI and exact tolls over the reports of shootings, the half tuned on and the other."""
    with gzip.open(DATA / "gvc_docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        docs = [json.loads(line) for line in lines]
    incidents = sorted({d["incident_id"] for d in docs})
    for name, half in (("tuned on", set(incidents[::2])), ("held out", set(incidents[1::2]))):
        readings, gold, coded, failed = [], [], [], 0
        for doc in docs:
            if doc["incident_id"] in half:
                report = report_from_text(doc["content"], published=doc["dct"], title=doc["title"])
                try:
                    readings.append(engine.read(report, relevance=False))
                except Exception:  # the engine's own failing is measured elsewhere
                    failed += 1
                    continue
                gold.append(doc["incident_id"])
                coded.append(doc)
        linked = link(readings)
        found: list[Hashable] = []
        for number, reading in enumerate(readings):
            assert reading.report is not None
            rows = linked.stubs[reading.report.id]
            main = max(rows, key=lambda r: (len(linked.table.rows[r]), -r), default=None)
            found.append(("alone", number) if main is None else linked.group.get(main, main))
        precision, recall, f = bcubed(found, gold)
        alone = sum(1 for x in found if isinstance(x, tuple))
        print(
            f"gvc_docs ({name}): {len(gold)} reports of {len(set(gold))} incidents, {alone} without a stub,"
            f" {failed} not read; B3 precision {precision:.3f} recall {recall:.3f} F {f:.3f}, ARI {rand_index(found, gold):.3f}"
        )
        exact_tolls(name, readings, coded, found)


def main() -> None:
    """Print all measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", action="store_true", help="read all 804 articles, not only those of the groups")
    options = parser.parse_args()
    if not DATA.exists():
        print("../shared/data is not here: nothing to measure", file=sys.stderr)
        return
    engine = RulesEngine()
    articles(engine, options.all)
    shootings(engine)


if __name__ == "__main__":
    main()
