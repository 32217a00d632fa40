"""Are copies found, whole, cut, re-headlined, half-buried or reworded; is nothing else; and how fast?

The texts are those of ../shared/data/fa_kes.csv and of ../shared/reports. Each copy is made of one text, and stands among
all texts: it is found where it is paired with the text that it was made of. Precision is over the made copies too: a
pair is right where both were made of one text, or of texts that were near-copies before any was made, or of the story in
which one is buried. Real copies: the pairs of fa_kes_gold/groups.yaml. Figures as published for MinHash and containment:
recall .90 at 7,000 to 8,000 texts a second, half-buried .90 (MinHash alone .28).
"""

import argparse
import csv
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import yaml

import counterclaim.weighing.reprints as reprints
from counterclaim.intake import report_from_text
from counterclaim.record import Report

SHARED = Path(__file__).resolve().parents[2] / "shared"
LEAST_WORDS = 60  # of a text that copies are made of
SYNONYMS = (
    "militants",
    "fighters",
    "army",
    "killed",
    "wounded",
    "officials",
    "reported",
    "regime",
    "city",
    "strike",
)


class Copy(NamedTuple):
    """A made copy: of which text, buried in which other, and how it was made."""

    text: str
    of: int
    within: int | None
    way: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    seed = parser.parse_args().seed
    rows = fa_kes()
    reports = [as_report(r["article_content"], r["unit_id"], r["source"]) for r in rows.values()]
    plain = [p.read_text(encoding="utf-8") for p in sorted((SHARED / "reports").glob("*.txt"))]
    reports += [as_report(text, f"report-{i}", f"outlet-{i}") for i, text in enumerate(plain)]
    show_gold(reports)
    show_made(reports, random.Random(seed))
    show_speed(reports)
    return 0


def fa_kes() -> dict[str, dict[str, str]]:
    """Return the rows of fa_kes.csv by unit_id, the first of each."""
    rows: dict[str, dict[str, str]] = {}
    with open(SHARED / "data" / "fa_kes.csv", encoding="latin-1", newline="") as stream:
        for row in csv.DictReader(stream):
            rows.setdefault(row["unit_id"], row)
    return rows


def as_report(text: str, name: str, publisher: str) -> Report:
    """Return the report of a text; its id is its name, so that pairs can be read."""
    return msgspec.structs.replace(report_from_text(text, publisher=publisher), id=name)


def show_gold(reports: Sequence[Report]) -> None:
    """Print which of the copies that people found are found."""
    found = {(p.a, p.b): p for p in reprints.pairs(list(reprints.signatures(reports)))}
    gold = yaml.safe_load((SHARED / "data" / "fa_kes_gold" / "groups.yaml").read_text(encoding="utf-8"))[
        "wire_pairs"
    ]
    known = [found.get((min(p["a"], p["b"]), max(p["a"], p["b"]))) for p in gold]
    print(f"copies in groups.yaml: {len([p for p in known if p])} of {len(known)} found")
    kinds = Counter(p.kind for p in found.values())
    print(f"real texts {len(reports)}: {len(found)} pairs {dict(kinds)}")


def made(texts: Sequence[str], rng: random.Random) -> list[Copy]:
    """Return copies of the texts, one in each way."""
    ways: dict[str, Callable[[list[str]], list[str]]] = {
        "re-headlined": lambda w: [*rng.choice(texts).split()[:12], *w[15:]],
        "cut to 70 %": lambda w: w[: len(w) * 7 // 10],
        "cut to half": lambda w: w[: len(w) // 2],
        "cut inside": lambda w: w[: len(w) * 35 // 100] + w[len(w) * 65 // 100 :],
        "words changed 3 %": lambda w: changed(w, 0.03, rng),
        "words changed 6 %": lambda w: changed(w, 0.06, rng),
        "words changed 10 %": lambda w: changed(w, 0.10, rng),
    }
    copies = []
    for i, text in enumerate(texts):
        words = text.split()
        if len(words) < LEAST_WORDS:
            continue
        copies += [Copy(" ".join(make(words)), i, None, way) for way, make in ways.items()]
        for way, share in (("half-buried", 1.0), ("half of it half-buried", 0.5)):
            other = rng.choice([j for j in range(len(texts)) if j != i])
            around = texts[other].split()
            part = words[: int(len(words) * share)]
            size = min(len(around), len(part))
            at = size // 3
            copies.append(Copy(" ".join([*around[:at], *part, *around[at:size]]), i, other, way))
    return copies


def changed(words: Sequence[str], share: float, rng: random.Random) -> list[str]:
    """Return the words with a share of them replaced."""
    return [rng.choice(SYNONYMS) if rng.random() < share else w for w in words]


def show_made(reports: Sequence[Report], rng: random.Random) -> None:
    """Print, for each way of copying among the real texts, recall with both indexes and with the MinHash alone, and
    precision.
    """
    copies = made([r.text for r in reports], rng)
    print(f"\nmade copies, each way among the {len(reports)} real texts")
    totals = [0, 0, 0, 0, 0]
    for way in dict.fromkeys(c.way for c in copies):
        counted = measured(reports, [c for c in copies if c.way == way])
        show_way(way, counted)
        totals = [a + b for a, b in zip(totals, counted, strict=True)]
    show_way("all", totals)


def show_way(way: str, counted: Sequence[int]) -> None:
    """Print what `measured` counted."""
    copies, both, alone, right, found = counted
    print(
        f"  {way:<24} {copies:>5} copies   recall {both / copies:.3f}   MinHash alone {alone / copies:.3f}   "
        f"precision {right / found:.4f} of {found} pairs"
    )


def measured(reports: Sequence[Report], copies: Sequence[Copy]) -> list[int]:
    """Return how many copies there are, are found, are found by the MinHash alone; how many pairs are right, and found."""
    everything = [*reports, *(as_report(c.text, f"copy-{n}", f"copier-{n}") for n, c in enumerate(copies))]
    signatures = list(reprints.signatures(everything))
    found = reprints.pairs(signatures)
    places = {r.id: i for i, r in enumerate(everything)}
    joined = {(places[p.a], places[p.b]) for p in found} | {(places[p.b], places[p.a]) for p in found}
    joined |= through_verbatim(found, places)
    both = alone = 0
    for n, copy in enumerate(copies):
        pair = (len(reports) + n, copy.of)
        one, other = signatures[pair[0]], signatures[pair[1]]
        near = np.intersect1d(one.bands, other.bands).size > 0
        both += pair in joined
        alone += bool(near and reprints.judge(one, other, reprints.NO_SHINGLES))
    story = families(len(reports), joined)
    made_of = [{story[i]} for i in range(len(reports))]
    made_of += [{story[i] for i in (c.of, c.within) if i is not None} for c in copies]
    right = sum(bool(made_of[places[p.a]] & made_of[places[p.b]]) for p in found)
    return [len(copies), both, alone, right, len(found)]


def through_verbatim(found: Sequence[reprints.Pair], places: dict[str, int]) -> set[tuple[int, int]]:
    """Return the pairs that follow, because texts of the same words are compared once, through the first of them."""
    same: dict[int, int] = {}
    for p in found:
        if p.kind == "verbatim":
            same[places[p.b]] = places[p.a]
    members: dict[int, set[int]] = {}
    for p in found:
        a, b = places[p.a], places[p.b]
        members.setdefault(a, set()).add(b)
        members.setdefault(b, set()).add(a)
    heads: dict[int, set[int]] = {}
    for one, head in same.items():
        heads.setdefault(head, {head}).add(one)
    more = set()
    for a, others in members.items():
        for b in others:
            more |= {(x, y) for x in heads.get(a, {a}) for y in heads.get(b, {b})}
    return more


def families(count: int, joined: set[tuple[int, int]]) -> list[int]:
    """Return for each real text the story it is of: real texts that are near-copies of each other are one."""
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for i, j in joined:
        if i < count and j < count:
            parent[root(i)] = root(j)
    return [root(i) for i in range(count)]


def show_speed(reports: Sequence[Report]) -> None:
    """Print how many texts a second are signed, and paired at two sizes."""
    many = list(reports) * 8
    started = time.process_time()
    signatures = list(reprints.signatures(many))
    took = time.process_time() - started
    mean = sum(len(r.text.split()) for r in reports) / len(reports)
    print(
        f"\nsigned: {len(many) / took:,.0f} texts a second ({mean:.0f} words on average, one core, processor time)"
    )
    size = sum(len(s.data) for s in signatures) / len(signatures)
    rows = sum(len(s.sampled) for s in signatures) / len(signatures)
    print(f"kept of a text: {size:,.0f} bytes, {reprints.BANDS} bands, {rows:.0f} sampled shingles")
    rng = random.Random(2)
    vocabulary = [w for r in reports for w in r.text.split()]
    for count in (5_000, 20_000):
        texts = [" ".join(rng.choices(vocabulary, k=int(mean))) for _ in range(count // 2)]
        texts += [" ".join(t.split()[: int(mean) * 7 // 10]) for t in texts]
        made_up = [Report(id=str(i), text_id="", bytes_sha256="", text=t) for i, t in enumerate(texts)]
        signatures = list(reprints.signatures(made_up))
        started = time.process_time()
        found = reprints.pairs(signatures)
        took = time.process_time() - started
        print(f"paired: {count:,} texts, half of them copies: {len(found):,} pairs in {took:.2f} s")


if __name__ == "__main__":
    sys.exit(main())
