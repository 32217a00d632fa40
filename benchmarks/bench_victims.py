"""How many killed, how many injured? The reports of MUC-3/4 (../shared/data/muc4_dev.jsonl.gz) through the API, relevance off.

Scored are the distinct pairs (number, killed or injured) of a document; counts are summed over documents.

Gold. A pair for each human target of an answer key whose EFFECT is DEATH or INJURY and whose NUMBER the key gives; the
two are aligned by the target's words. Bounds: `6` is 6 and 6; `6-8` 6 and 8; `6-` at least 6, which the keys write for
"more than 6" too, so 6 or 7 and open; `-6` up to 6 (or 5, "fewer than 6"); `~6` 6 and 6; PLURAL any open interval that
RECORD.md gives to words without a number ("several", "dozens", a bare plural); `a / b` either. A target with one number
and both effects is one pair of either effect. A key with `?`, an optional template, and a TOTAL NUMBER of targets that
all have the same one effect are optional: right where they are found, not missed where they are not.

Found. The quantities of claims casualty/killed and casualty/injured that are not denied, above zero and of scope
incident; the second figure takes background claims, too. `approx` is not compared. A pair of each side is matched one
to one, by the same bounds and effect.

What precision means here: the keys hold victims of terrorism alone, so soldiers and guerrillas killed in battle are in
few keys though our reader must find them, and 46 of 100 documents have no key at all. The last rows therefore take only
documents with a victim in the key. Nothing was tuned on TST1 or TST2.
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from counterclaim.intake import report_from_text
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Claim

FILE = Path(__file__).resolve().parents[2] / "shared" / "data" / "muc4_dev.jsonl.gz"
Bounds = tuple[int | None, int | None]

_WORDLESS = (2, 3, 5, 20, 24, 40, 200, 2000, 20_000, 200_000, 2_000_000)  # RECORD.md, low of an open interval
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NUMBER = re.compile(
    r"(?P<exact>~?\d+)|(?P<low>\d+)-(?P<high>\d+)|(?P<least>\d+)-|-(?P<most>\d+)|(?P<plural>PLURAL)"
)
EFFECTS = {"DEATH": "killed", "INJURY": "injured"}


class Gold(NamedTuple):
    """A pair of the key: every interval and effect that satisfies it."""

    bounds: frozenset[Bounds]
    effects: frozenset[str]
    optional: bool


class Pair(NamedTuple):
    """A pair of the reading."""

    bounds: Bounds
    effect: str


class Score(NamedTuple):
    """Right, found and gold pairs."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def __str__(self) -> str:
        precision, recall = self.right / (self.found or 1), self.right / (self.gold or 1)
        f1 = 2 * self.right / ((self.found + self.gold) or 1)
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({self.right} of {self.gold} gold, {self.found} found)"


class Scored(NamedTuple):
    """A document with the pairs of its key and of its reading, by scope."""

    docid: str
    text: str
    gold: frozenset[Gold]
    incident: frozenset[Pair]
    every: frozenset[Pair]


# The keys


def intervals(words: str) -> frozenset[Bounds]:
    """Return the intervals that satisfy a number of the key ("10 / 10-"); none where it is no number."""
    found: set[Bounds] = set()
    for part in words.split("/"):
        match = _NUMBER.fullmatch(part.strip(" ?()"))
        if match is None:
            continue
        if match["exact"]:
            number = int(match["exact"].lstrip("~"))
            found.add((number, number))
        elif match["low"]:
            found.add((int(match["low"]), int(match["high"])))
        elif match["least"]:
            found |= {(int(match["least"]), None), (int(match["least"]) + 1, None)}
        elif match["most"]:
            found |= {(None, int(match["most"])), (None, int(match["most"]) - 1)}
        else:
            found |= {(low, None) for low in _WORDLESS}
    return frozenset(found)


def gold_pairs(templates: Iterable[dict[str, Any]]) -> frozenset[Gold]:
    """Return the distinct pairs of a document's answer keys; one that is optional in every key is optional."""
    pairs = [pair for template in templates for pair in _template_pairs(template)]
    certain = {(p.bounds, p.effects) for p in pairs if not p.optional}
    return frozenset(p for p in pairs if not p.optional or (p.bounds, p.effects) not in certain)


def _template_pairs(template: dict[str, Any]) -> Iterator[Gold]:
    optional = any("OPTIONAL" in line for line in template.get("MESSAGE: TEMPLATE", ()))
    effects: dict[tuple[str, ...], list[tuple[frozenset[str], bool]]] = {}
    for value in template.get("HUM TGT: EFFECT OF INCIDENT", ()):
        head, names = _parts(value)
        found = frozenset(EFFECTS[e] for part in head.split("/") if (e := part.strip(" ?()")) in EFFECTS)
        if found:
            effects.setdefault(names, []).append((found, "?" in head))
    numbers: dict[tuple[str, ...], list[tuple[frozenset[Bounds], bool]]] = {}
    for value in template.get("HUM TGT: NUMBER", ()):
        head, names = _parts(value)
        if bounds := intervals(head):
            numbers.setdefault(names, []).append((bounds, "?" in head))
    for names, suffered in effects.items():
        counted = numbers.get(names, [])
        if len(counted) == len(suffered):
            for (bounds, doubted), (effect, unsure) in zip(counted, suffered, strict=True):
                yield Gold(bounds, effect, optional or doubted or unsure)
        else:
            either = frozenset(e for effect, _ in suffered for e in effect)
            for bounds, doubted in counted:
                yield Gold(bounds, either, optional or doubted or any(unsure for _, unsure in suffered))
    kinds = {effect for suffered in effects.values() for effect, _ in suffered}
    if len(kinds) == 1 and numbers.keys() <= effects.keys():
        for value in template.get("HUM TGT: TOTAL NUMBER", ()):
            if bounds := intervals(_parts(value)[0]):
                yield Gold(bounds, next(iter(kinds)), True)


def _parts(value: str) -> tuple[str, tuple[str, ...]]:
    """Split `6-: "JESUITS" / "PRIESTS"` into its head and the target's words."""
    at = value.find('"')
    head = value if at < 0 else value[:at]
    return head.strip().removesuffix(":"), tuple(_QUOTED.findall(value))


# The reading


def found_pairs(claims: Iterable[Claim], scopes: tuple[str, ...] = ("incident",)) -> frozenset[Pair]:
    """Return the distinct pairs that claims of these scopes assert."""
    pairs: set[Pair] = set()
    for claim in claims:
        told = claim.kind == "casualty" and claim.stance != "denied" and claim.scope in scopes
        number = claim.quantity
        if not told or number is None or number.unit != "people" or number.high == 0:
            continue
        if claim.type in EFFECTS.values():
            pairs.add(Pair((number.low, number.high), claim.type))
    return frozenset(pairs)


# Matching


def matched(gold: frozenset[Gold], found: frozenset[Pair]) -> dict[Gold, Pair]:
    """Return the largest one-to-one matching, certain pairs of the key before optional ones."""
    taken: dict[Pair, Gold] = {}

    def place(key: Gold, seen: set[Pair]) -> bool:
        for pair in sorted(found - seen, key=repr):
            if pair.bounds in key.bounds and pair.effect in key.effects:
                seen.add(pair)
                if pair not in taken or place(taken[pair], seen):
                    taken[pair] = key
                    return True
        return False

    for key in sorted(
        gold, key=lambda g: (g.optional, len(g.bounds), sorted(map(repr, g.bounds)), sorted(g.effects))
    ):
        place(key, set())
    return {key: pair for pair, key in taken.items()}


def score(documents: Iterable[Scored], *, every: bool = False) -> Score:
    """Sum the documents' right, found and gold pairs."""
    right = found = gold = 0
    for document in documents:
        pairs = document.every if every else document.incident
        match = matched(document.gold, pairs)
        right += len(match)
        found += len(pairs)
        gold += sum(not key.optional or key in match for key in document.gold)
    return Score(right, found, gold)


# The run


def main() -> None:
    """Print one line for each part and figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--limit", type=int, default=0, help="read only so many DEV documents, spread evenly (0: all)"
    )
    parser.add_argument("--part", choices=["DEV", "TST1", "TST2"], help="only this part")
    parser.add_argument("--errors", action="store_true", help="list misses and inventions of DEV documents")
    args = parser.parse_args()
    if not FILE.exists():
        print(f"The MUC reports are not here ({FILE}): nothing to measure.")
        sys.exit(0)
    parts = _load()
    if args.limit and args.limit < len(parts["DEV"]):
        size = len(parts["DEV"])
        parts["DEV"] = [parts["DEV"][i * size // args.limit] for i in range(args.limit)]
    for part in [args.part] if args.part else ["DEV", "TST1", "TST2"]:
        begun = time.perf_counter()
        documents = list(_read(part, parts[part]))
        seconds = time.perf_counter() - begun
        if args.errors and part == "DEV":
            _print_errors(documents)
        _print_figures(part, documents)
        print(f"{part}: {len(documents) / seconds:.1f} documents a second, one core\n")


def _load() -> dict[str, list[dict[str, Any]]]:
    parts: dict[str, list[dict[str, Any]]] = {"DEV": [], "TST1": [], "TST2": []}
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            parts[document["docid"].partition("-")[0]].append(document)
    return parts


def _read(part: str, documents: list[dict[str, Any]]) -> Iterator[Scored]:
    engine = RulesEngine()
    for number, document in enumerate(documents, 1):
        reading = engine.read(report_from_text(document["text"]), relevance=False)
        yield Scored(
            document["docid"],
            document["text"],
            gold_pairs(document["templates"]),
            found_pairs(reading.claims),
            found_pairs(reading.claims, ("incident", "background")),
        )
        if number % 20 == 0 or number == len(documents):
            print(f"\r{part}: {number} of {len(documents)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _print_figures(part: str, documents: list[Scored]) -> None:
    keyed = [d for d in documents if any(not g.optional for g in d.gold)]
    for name, some in (("all documents", documents), ("with a victim in the key", keyed)):
        print(f"{part:4s} {name:24s} {len(some):5d}  incident   {score(some)}")
        print(f"{'':35s}  any scope  {score(some, every=True)}")


def _print_errors(documents: list[Scored]) -> None:
    for document in documents:
        match = matched(document.gold, document.incident)
        missed = [g for g in document.gold if not g.optional and g not in match]
        extra = Counter(document.incident) - Counter(match.values())
        for gold in missed:
            bounds = "any plural" if len(gold.bounds) > len(_WORDLESS) - 1 else sorted(map(str, gold.bounds))
            print(f"{document.docid} missed {'/'.join(sorted(gold.effects))} {bounds}")
        for pair in extra:
            print(f"{document.docid} extra  {pair.effect} {pair.bounds}")


if __name__ == "__main__":
    main()
