"""The relevance gate: can this report, and can this sentence, hold a fact of armed conflict? In microseconds.

A scored classifier tuned for recall. It looks, sentence by sentence, for an armed actor and an act close to each
other, and weighs against them the vocabulary of sport, business, museums, accidents, crime and the like. Every
word, feature and weight is data (knowledge/data/en/gate.yaml); `explain` says which of them fired.
"""

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

import re2

from counterclaim import settings
from counterclaim.knowledge.gate_rules import Feature, GateRules, load_gate_rules
from counterclaim.record import Report
from counterclaim.record.base import Record

READ_ROLES = frozenset({"headline", "heading", "paragraph", "item"})
AMOUNT_FULL = 15  # sentences at which an amount is 1
CACHED_MASKS = 1 << 14
SET_MEMORY = 64 << 20
SURE = 30.0  # log-odds beyond which a score is 0 or 1

Unit = Literal["sentence", "pair", "headline"]

_SENTENCE = re.compile(r"(?<=[.!?;])[\"”’')\]]*\s+|\s*\n\s*\n\s*")
_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "‑": "-", "–": "-", "\u00a0": " ", "\u202f": " "})


class Relevance(Record, frozen=True, kw_only=True):
    """How sure the gate is that a report tells of armed conflict, and whether that suffices."""

    score: float
    relevant: bool


class Fired(Record, frozen=True, kw_only=True):
    """A feature that was found, and what it adds to (or takes from) the score, in log-odds."""

    feature: str
    value: float
    contribution: float


class _Words:
    """Groups of words that are looked for together; what stands in a text is a mask of one bit a group."""

    def __init__(self, rules: GateRules, groups: Iterable[str]) -> None:
        self._rules = rules
        self._bits: dict[str, int] = {}
        options = re2.Options()
        options.max_mem = SET_MEMORY
        options.never_capture = True
        self._set: Any = re2.Set.SearchSet(options)
        for group in groups:
            self._bits[group] = 1 << self._set.Add(rules.pattern(group))
        self._set.Compile()

    def find(self, text: str) -> int:
        """Return the mask of the groups that stand in a text."""
        found = self._set.Match(text.lower().translate(_TYPOGRAPHY).encode("utf-8", "replace"))
        return sum(1 << i for i in found) if found else 0

    def any_of(self, names: Iterable[str]) -> int:
        """Return the mask of all the groups that some names of groups or unions stand for."""
        return sum({self._bits[group] for name in names for group in self._rules.members(name)})

    def each_of(self, names: Iterable[str]) -> tuple[int, ...]:
        """Return one mask for every name of a group or union."""
        return tuple(self.any_of((name,)) for name in names)


class Gate:
    """The rules, compiled."""

    def __init__(self, rules: GateRules) -> None:
        self.rules = rules
        self._words = _Words(rules, rules.feature_groups())
        self._tests: dict[Unit, list[tuple[int, tuple[int, ...], int]]] = {
            "sentence": [],
            "pair": [],
            "headline": [],
        }
        for i, feature in enumerate(rules.features):
            test = (i, self._words.each_of(feature.all), self._words.any_of(feature.without))
            self._tests[_unit(feature)].append(test)
        self._holding = lru_cache(maxsize=CACHED_MASKS)(self._find_holding)
        self._sentence_words = _Words(rules, rules.sentence_groups())
        self._fact = self._sentence_words.any_of(rules.sentences.fact)
        self._together = [self._sentence_words.each_of(row) for row in rules.sentences.together]

    def _find_holding(self, unit: Unit, mask: int) -> tuple[int, ...]:
        """Return the features, by index, whose groups all stand in a mask."""
        return tuple(
            i for i, needed, barred in self._tests[unit] if not mask & barred and all(mask & n for n in needed)
        )

    def features(self, report: Report) -> list[float]:
        """Return the value of every feature, 0 to 1, in the order of the rules."""
        headlines, body = _sentences(report)
        heads = [self._words.find(s) for s in headlines]
        sentences = heads + [self._words.find(s) for s in body]
        pairs = [a | b for a, b in pairwise(sentences)] or sentences
        counts = [0] * len(self.rules.features)
        units: tuple[tuple[Unit, list[int]], ...] = (("headline", heads), ("sentence", sentences), ("pair", pairs))
        for unit, masks in units:
            for mask in masks:
                for i in self._holding(unit, mask):
                    counts[i] += 1
        sizes: dict[Unit, int] = {"headline": 1, "sentence": len(sentences), "pair": len(pairs)}
        return [_scaled(f, n, sizes[_unit(f)]) for f, n in zip(self.rules.features, counts, strict=True)]

    def score(self, report: Report) -> float:
        """Return how sure the gate is, 0 to 1, that a report tells of armed conflict."""
        values = zip(self.rules.features, self.features(report), strict=True)
        total = self.rules.bias + sum(feature.weight * value for feature, value in values)
        return 1 / (1 + math.exp(-max(-SURE, min(SURE, total))))

    def matters(self, sentence: str) -> bool:
        """Tell whether a sentence holds words that could carry a fact."""
        mask = self._sentence_words.find(sentence)
        return bool(mask & self._fact) or any(all(mask & n for n in needed) for needed in self._together)


def _unit(feature: Feature) -> Unit:
    if feature.measure == "headline":
        return "headline"
    return "pair" if feature.measure == "near" else "sentence"


def _scaled(feature: Feature, count: int, size: int) -> float:
    """Return the value, 0 to 1, of a feature that was found `count` times in `size` places."""
    if not count:
        return 0.0
    if feature.measure in ("amount", "repeated"):
        beyond = count - (feature.measure == "repeated")
        return min(1.0, math.log1p(beyond) / math.log1p(AMOUNT_FULL))
    return min(1.0, count / size)


def _sentences(report: Report) -> tuple[list[str], list[str]]:
    """Return the sentences of the headlines (title included, once) and those of the rest of a report."""
    headlines: list[str] = []
    body: list[str] = []
    for role, text in _parts(report):
        (headlines if role == "headline" else body).extend(s for s in _SENTENCE.split(text) if len(s) > 2)
    title = (report.title or "").strip()
    if title and not any(title in h or h in title for h in headlines):
        headlines.insert(0, title)
    return headlines, body


def _parts(report: Report) -> Iterator[tuple[str, str]]:
    if not report.blocks:
        yield "paragraph", report.text
    for block in report.blocks:
        if block.role in READ_ROLES:
            yield block.role, report.text[block.start : block.end]


@lru_cache(maxsize=1)
def load_gate() -> Gate:
    """Return the gate for English, compiled once."""
    return Gate(load_gate_rules())


def relevance(report: Report) -> Relevance:
    """Return how likely a report is to tell of armed conflict, and whether it is worth reading for claims."""
    score = load_gate().score(report)
    return Relevance(score=round(score, 4), relevant=score >= settings.RELEVANCE_THRESHOLD)


def explain(report: Report) -> list[Fired]:
    """Return the features found in a report, the weightiest first: why the gate says what it says."""
    gate = load_gate()
    found = zip(gate.rules.features, gate.features(report), strict=True)
    fired = [Fired(feature=f.name, value=round(v, 4), contribution=round(f.weight * v, 4)) for f, v in found if v]
    return sorted(fired, key=lambda f: -abs(f.contribution))


def sentence_matters(text: str) -> bool:
    """Tell whether a sentence can carry a fact at all; tuned for recall, false for plainly empty ones."""
    return load_gate().matters(text)
