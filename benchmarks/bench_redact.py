"""Whose names does `publish --redact persons` withhold? 40 real articles of ../shared/data, coded by hand (gold/persons).

Each article is read as `publish` reads it, alone. A mention of a private person is withheld where all of it is; a mention of a
public one where any of it is. A private person is withheld where every mention is. What is withheld and names no person is
counted, too: places, bodies, words.
"""

import argparse
import csv
import gzip
import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import yaml

from counterclaim.actions.redacting import Redaction
from counterclaim.intake import report_from_text
from counterclaim.reading.engines.rules import RulesEngine

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
GOLD = ROOT / "gold" / "persons" / "persons.yaml"
SPLITS = ("dev", "test")


class Coded(NamedTuple):
    """An article, and its persons: private or not, and where each is named."""

    name: str
    corpus: str
    split: str
    text: str
    persons: list[tuple[bool, list[tuple[int, int]]]]


class Tally(NamedTuple):
    """What was withheld: of private mentions and persons, of public mentions; and spans that name no person."""

    private: tuple[int, int]
    persons: tuple[int, int]
    public: tuple[int, int]
    others: int

    def plus(self, other: "Tally") -> "Tally":
        """Return both together."""
        private, persons, public = ((a[0] + b[0], a[1] + b[1]) for a, b in zip(self[:3], other[:3], strict=True))
        return Tally(private, persons, public, self.others + other.others)

    def line(self, name: str) -> str:
        """Return the figures in a line."""
        told = [f"{a}/{b} ({a / b:.0%})" if b else "-" for a, b in self[:3]]
        return f"{name:14} {told[0]:>16} {told[1]:>16} {told[2]:>16} {self.others:>8}"


def documents(name: str) -> Iterator[dict[str, Any]]:
    """Yield the documents of a corpus."""
    with gzip.open(DATA / name) as stream:
        yield from map(msgspec.json.decode, stream)


def texts() -> dict[tuple[str, str], str]:
    """Return the texts of the corpora by corpus and id."""
    found: dict[tuple[str, str], str] = {}
    with open(DATA / "fa_kes.csv", encoding="latin-1", newline="") as stream:
        for row in csv.DictReader(stream):
            found["fa_kes", row["unit_id"]] = f"{row['article_title']}\n\n{row['article_content']}".strip()
    for doc in documents("gvc_docs.jsonl.gz"):
        found["gvc", doc["doc_id"]] = f"{doc['title']}\n\n{doc['content']}".strip()
    for doc in documents("muc4_dev.jsonl.gz"):
        found["muc", doc["docid"]] = doc["text"]
    return found


def coded() -> Iterator[Coded]:
    """Yield the coded articles. An article whose text is not the one that was coded ends the run."""
    found = texts()
    for row in yaml.safe_load(GOLD.read_text(encoding="utf-8")):
        text = report_from_text(found[row["corpus"], row["id"]], published="2016-01-01").text
        if hashlib.sha256(text.encode()).hexdigest()[:16] != row["sha256"]:
            sys.exit(f"{row['id']}: the text is not the one that was coded")
        persons = [(p["is"] == "private", [(a, b) for a, b in p["at"]]) for p in row["persons"]]
        yield Coded(row["id"], row["corpus"], row["split"], text, persons)


def measured(article: Coded, engine: RulesEngine, *, show: bool) -> Tally:
    """Return what is withheld of an article."""
    report = report_from_text(article.text, published="2016-01-01")
    reading = engine.read(report, relevance=False)
    redaction = Redaction(persons=True)
    redaction.learn(report, reading.claims)
    spans = redaction.withheld(report)
    named: list[tuple[int, int]] = []
    private = public = persons = 0
    counts = [0, 0, 0]
    for hidden, places in article.persons:
        named += places
        whole = [any(a <= start and end <= b for a, b in spans) for start, end in places]
        touched = [any(a < end and start < b for a, b in spans) for start, end in places]
        for (start, end), wrong in zip(places, [not w for w in whole] if hidden else touched, strict=True):
            if show and wrong:
                context = article.text[max(start - 30, 0) : end + 20].replace("\n", " ")
                print(f"  {'missed' if hidden else 'public'} {article.corpus} {article.name}: …{context}…")
        if hidden:
            private, persons = private + sum(whole), persons + all(whole)
            counts[0], counts[1] = counts[0] + len(places), counts[1] + 1
        else:
            public, counts[2] = public + sum(touched), counts[2] + len(places)
    others = [(a, b) for a, b in spans if not any(a < end and start < b for start, end in named)]
    if show:
        for a, b in others:
            print(f"  other  {article.corpus} {article.name}: {article.text[a:b]!r}")
    return Tally((private, counts[0]), (persons, counts[1]), (public, counts[2]), len(others))


_VICTIM = re.compile(r'CIVILIAN: "([^"]+)"')
_KEYED = 100  # reports of the keys' last part that are read


def keyed(engine: RulesEngine, split: str, *, show: bool) -> tuple[int, int]:
    """Return how many mentions of victims whom the keys of MUC-4 name as civilians are withheld, and of how many.

    Nobody here coded these. dev: of the part DEV; test: of TST1 and TST2, on which no rule was made. Civilians with an office
    (a mayor, a judge) are coded as other types there. Articles of the coded 40 are left out.
    """
    mine = {row["id"] for row in yaml.safe_load(GOLD.read_text(encoding="utf-8"))}
    head = "DEV" if split == "dev" else "TST"
    told = withheld = reports = 0
    for doc in documents("muc4_dev.jsonl.gz"):
        slots = [t.get(slot, []) for t in doc["templates"] for slot in ("HUM TGT: NAME", "HUM TGT: TYPE")]
        names = {n for slot in slots[::2] for value in slot for n in re.findall(r'"([^"]+)"', value)}
        civil = {n for slot in slots[1::2] for value in slot for n in _VICTIM.findall(value)} & names
        if not doc["docid"].startswith(head) or not civil or doc["docid"] in mine or reports == _KEYED:
            continue
        reports += 1
        report = report_from_text(doc["text"], published="1990-01-01")
        redaction = Redaction(persons=True)
        redaction.learn(report, engine.read(report, relevance=False).claims)
        spans = redaction.withheld(report)
        for name in sorted(civil):
            pattern = r"\s+".join(map(re.escape, name.split()))
            for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", report.text):
                told += 1
                hidden = any(a <= found.start() and found.end() <= b for a, b in spans)
                withheld += hidden
                if show and not hidden:
                    print(f"  missed {doc['docid']}: {report.text[found.start() - 40 : found.end() + 20]!r}")
    return withheld, told


def main() -> None:
    """Print what is withheld, by split and corpus."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--split", choices=SPLITS, help="one of the two alone")
    parser.add_argument(
        "--errors", action="store_true", help="print each error of dev in its words (to the screen alone)"
    )
    parser.add_argument("--keys", action="store_true", help="measure on the keys of MUC-4, too (half a minute)")
    asked = parser.parse_args()
    if not DATA.is_dir():
        sys.exit("../shared/data is not here: nothing to measure on")
    engine = RulesEngine()
    found: dict[tuple[str, str], Tally] = {}
    for article in coded():
        if asked.split in (None, article.split):
            tally = measured(article, engine, show=asked.errors and article.split == "dev")
            for key in ((article.split, "all"), (article.split, article.corpus)):
                found[key] = found.get(key, Tally((0, 0), (0, 0), (0, 0), 0)).plus(tally)
    print(f"{'':14} {'private mentions':>16} {'private persons':>16} {'public mentions':>16} {'others':>8}")
    for split in SPLITS:
        for corpus in ("all", "fa_kes", "gvc", "muc"):
            if (split, corpus) in found:
                print(found[split, corpus].line(f"{split} {corpus}"))
    for split in SPLITS if asked.keys else ():
        if asked.split in (None, split):
            withheld, told = keyed(engine, split, show=asked.errors and split == "dev")
            print(
                f"{split} civilians named as victims in the keys of MUC-4: {withheld}/{told} ({withheld / told:.0%})"
            )


if __name__ == "__main__":
    main()
