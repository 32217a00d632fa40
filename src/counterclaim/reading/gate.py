"""The relevance gate: can this report, and can this sentence, hold a fact of armed conflict? In microseconds.

A scored classifier tuned for recall. It looks, sentence by sentence, for an armed actor and an act close to each
other, and weighs against them the vocabulary of sport, business, museums, accidents, crime and the like. Every
word, feature and weight is data (knowledge/data/en/gate.yaml); `explain` says which of them fired.
"""

import math
import re
from collections.abc import Iterator
from functools import lru_cache

import re2

from counterclaim import settings
from counterclaim.knowledge.gate_rules import Feature, GateRules, load_gate_rules
from counterclaim.record import Report
from counterclaim.record.base import Record

READ_ROLES = frozenset({"headline", "heading", "paragraph", "item"})
AMOUNT_FULL = 15  # sentences at which an amount is 1
CACHED_MASKS = 1 << 14
SET_MEMORY = 64 << 20

_SENTENCE = re.compile(r"(?<=[.!?;])[\"”’')\]]*\s+|\s*\n\s*")
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


class Gate:
    """The compiled rules: a set of patterns whose matches in a sentence are a bit mask of word groups."""

    def __init__(self, rules: GateRules) -> None:
        self.rules = rules
        self._bits = {group: 1 << i for i, group in enumerate(rules.groups)}
        options = re2.Options()
        options.max_mem = SET_MEMORY
        options.never_capture = True
        self._set = re2.Set.SearchSet(options)
        for group in rules.groups:
            self._set.Add(rules.pattern(group))
        self._set.Compile()
        self._tests = {f.name: (self._masks(f.all), self._any(f.without)) for f in rules.features}
        self._by_measure = {
            m: [(i, *self._tests[f.name]) for i, f in enumerate(rules.features) if f.measure in measures]
            for m, measures in (("one", {"share", "amount", "repeated"}), ("pair", {"near"}), ("headline", {"headline"}))
        }
        self._fact = self._any(rules.sentences.fact)
        self._together = [self._masks(row) for row in rules.sentences.together]
        self._holding = lru_cache(maxsize=CACHED_MASKS)(self._find_holding)

    def _any(self, names: tuple[str, ...]) -> int:
        return sum({self._bits[g] for name in names for g in self.rules.members(name)})

    def _masks(self, names: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(self._any((name,)) for name in names)

    def mask(self, sentence: str) -> int:
        """Return the word groups of a sentence, one bit each."""
        found = self._set.Match(sentence.lower().translate(_TYPOGRAPHY).encode("utf-8", "replace"))
        return sum(1 << i for i in found) if found else 0

    def _find_holding(self, kind: str, mask: int) -> tuple[int, ...]:
        """Return the features, by index, whose groups all stand in a mask."""
        return tuple(
            i for i, needed, barred in self._by_measure[kind] if not mask & barred and all(mask & n for n in needed)
        )

    def features(self, report: Report) -> list[float]:
        """Return the value of every feature, 0 to 1, in the order of the rules."""
        values = [0.0] * len(self.rules.features)
        headlines, body = _sentences(report)
        masks = [self.mask(s) for s in body]
        heads = [self.mask(s) for s in headlines]
        for mask in heads:
            for i in self._holding("headline", mask):
                values[i] = 1.0
        every = heads + masks
        for mask in every:
            for i in self._holding("one", mask):
                values[i] += 1.0
        pairs = [a | b for a, b in zip(every, every[1:], strict=False)] or every
        for mask in pairs:
            for i in self._holding("pair", mask):
                values[i] += 1.0
        return [_scaled(f, v, len(every), len(pairs)) for f, v in zip(self.rules.features, values, strict=True)]

    def score(self, report: Report) -> float:
        """Return how sure the gate is, 0 to 1, that a report tells of armed conflict."""
        total = self.rules.bias
        for feature, value in zip(self.rules.features, self.features(report), strict=True):
            total += feature.weight * value
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def matters(self, sentence: str) -> bool:
        """Tell whether a sentence holds words that could carry a fact."""
        mask = self.mask(sentence)
        return bool(mask & self._fact) or any(all(mask & n for n in needed) for needed in self._together)


def _scaled(feature: Feature, count: float, sentences: int, pairs: int) -> float:
    if not count or feature.measure == "headline":
        return count
    if feature.measure in ("amount", "repeated"):
        beyond = count - (feature.measure == "repeated")
        return min(1.0, math.log1p(beyond) / math.log1p(AMOUNT_FULL))
    return count / (pairs if feature.measure == "near" else sentences)


def _sentences(report: Report) -> tuple[list[str], list[str]]:
    """Return the sentences of the headlines (title included, once) and those of the rest of a report."""
    headlines: list[str] = []
    body: list[str] = []
    for role, text in _parts(report):
        found = [s for s in _SENTENCE.split(text) if len(s) > 2]
        (headlines if role == "headline" else body).extend(found)
    title = (report.title or "").strip()
    if title and not any(title == h or h in title for h in headlines):
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
    pairs = zip(gate.rules.features, gate.features(report), strict=True)
    fired = [Fired(feature=f.name, value=round(v, 4), contribution=round(f.weight * v, 4)) for f, v in pairs if v]
    return sorted(fired, key=lambda f: -abs(f.contribution))


def sentence_matters(text: str) -> bool:
    """Tell whether a sentence can carry a fact at all; tuned for recall, false for plainly empty ones."""
    return load_gate().matters(text)
