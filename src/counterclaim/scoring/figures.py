"""Figures: what the results of a set of reports come to."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from counterclaim.record import Claim
from counterclaim.record.base import Record
from counterclaim.scoring.gold import GoldFact
from counterclaim.scoring.match import Result, gold_spans

LEVELS = ("core", "attributed", "full")
FIELDS = ("claimant", "target", "agent", "stance", "scope", "date", "place", "part_of", "supersedes")

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[^\W\d_a-z]|[\d\"'“‘«(\[])|\n+")
_SHOWN = 400  # characters of a sentence; run-together text has sentences without end


class Level(Record, frozen=True, kw_only=True):
    """Right claims at one level, and what they make of precision, recall and F1, micro-averaged."""

    right: int
    precision: float
    recall: float
    f1: float


class Share(Record, frozen=True, kw_only=True):
    """So many right of so many."""

    right: int
    of: int


class KindCount(Record, frozen=True, kw_only=True):
    """One kind of claim: coded facts, claims made, and how many are right."""

    gold: int
    claims: int
    core: int
    attributed: int


class Figures(Record, frozen=True, kw_only=True):
    """All figures of a scoring. `claims` leaves out those that match optional facts.

    `families` counts the families with facts or claims; `family_core` and `family_attributed` are the means of
    their F1, where a family of reprints weighs no more than a single report.
    """

    reports: int
    relevance_right: int
    gold: int
    claims: int
    misquoted: int
    core: Level
    attributed: Level
    full: Level
    families: int
    family_core: float
    family_attributed: float
    fields: dict[str, Share]
    kinds: dict[str, KindCount]


class _Tally(Record, frozen=True, kw_only=True):
    """The counts of one report, which all other figures are sums of."""

    gold: int
    claims: int
    core: int
    attributed: int
    full: int


def figures(results: Iterable[Result]) -> Figures:
    """Return the figures of a set of results."""
    results = list(results)
    total = _sum(map(_tally, results))
    by_family: dict[str, list[_Tally]] = defaultdict(list)
    for result in results:
        by_family[result.gold.family].append(_tally(result))
    families = [t for t in map(_sum, by_family.values()) if t.claims + t.gold]
    return Figures(
        reports=len(results),
        relevance_right=sum(r.relevance_right for r in results),
        gold=total.gold,
        claims=total.claims,
        misquoted=sum(r.misquoted for r in results),
        core=_level(total.core, total),
        attributed=_level(total.attributed, total),
        full=_level(total.full, total),
        families=len(families),
        family_core=_mean([2 * t.core / (t.claims + t.gold) for t in families]),
        family_attributed=_mean([2 * t.attributed / (t.claims + t.gold) for t in families]),
        fields=_fields(results),
        kinds=_kinds(results),
    )


def _tally(result: Result) -> _Tally:
    required = result.required
    return _Tally(
        gold=len(required) + len(result.misses),
        claims=len(required) + len(result.extras),
        core=len(required),
        attributed=sum(m.attributed for m in required),
        full=sum(m.full for m in required),
    )


def _sum(tallies: Iterable[_Tally]) -> _Tally:
    rows = [(t.gold, t.claims, t.core, t.attributed, t.full) for t in tallies]
    gold, claims, core, attributed, full = (sum(column) for column in zip((0,) * 5, *rows, strict=True))
    return _Tally(gold=gold, claims=claims, core=core, attributed=attributed, full=full)


def _level(right: int, total: _Tally) -> Level:
    precision = right / total.claims if total.claims else 0.0
    recall = right / total.gold if total.gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Level(right=right, precision=precision, recall=recall, f1=f1)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))


def _fields(results: Sequence[Result]) -> dict[str, Share]:
    """Return each field's share among core matches; `supersedes` asks that another claim supersedes this one."""
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for result in results:
        superseded = {old for claim in result.claims for old in claim.supersedes if old != claim.id}
        for m in result.required:
            fields = dict(m.fields)
            if m.fact.superseded:
                fields["supersedes"] = m.claim.id in superseded
            of.update(fields.keys())
            right.update(field for field, is_right in fields.items() if is_right)
    return {field: Share(right=right[field], of=of[field]) for field in FIELDS if of[field]}


def _kinds(results: Sequence[Result]) -> dict[str, KindCount]:
    gold: Counter[str] = Counter()
    claims: Counter[str] = Counter()
    core: Counter[str] = Counter()
    attributed: Counter[str] = Counter()
    for result in results:
        matched = [m.fact.kind for m in result.required]
        core.update(matched)
        attributed.update(m.fact.kind for m in result.required if m.attributed)
        gold.update([*matched, *(f.kind for f in result.misses)])
        claims.update([*matched, *(c.kind for c in result.extras)])
    return {
        kind: KindCount(gold=gold[kind], claims=claims[kind], core=core[kind], attributed=attributed[kind])
        for kind in sorted(gold.keys() | claims.keys())
    }


def bootstrap(results: Iterable[Result], seed: int = 0, n: int = 1000) -> dict[str, tuple[float, float]]:
    """Return the 95 % interval of each level's F1, drawing whole reports anew `n` times."""
    tallies = [_tally(r) for r in results]
    if not tallies:
        return dict.fromkeys(LEVELS, (0.0, 0.0))
    draw = random.Random(seed)
    scores: dict[str, list[float]] = {level: [] for level in LEVELS}
    for _ in range(n):
        total = _sum(draw.choices(tallies, k=len(tallies)))
        scores["core"].append(_level(total.core, total).f1)
        scores["attributed"].append(_level(total.attributed, total).f1)
        scores["full"].append(_level(total.full, total).f1)
    return {level: _interval(sorted(values)) for level, values in scores.items()}


def _interval(ordered: Sequence[float]) -> tuple[float, float]:
    last = len(ordered) - 1
    return ordered[round(0.025 * last)], ordered[round(0.975 * last)]


def as_dict(figures: Figures, intervals: Mapping[str, tuple[float, float]] | None = None) -> dict[str, Any]:
    """Return the figures as plain values for JSON, with the intervals of `bootstrap` where given."""
    plain: dict[str, Any] = msgspec.to_builtins(figures)
    if intervals is not None:
        plain["intervals"] = {level: list(pair) for level, pair in intervals.items()}
    return plain


def render(figures: Figures, results: Iterable[Result], errors: bool = False) -> str:
    """Return the figures as text; with `errors` each miss and each extra in its sentence after them."""
    results = list(results)
    intervals = bootstrap(results)
    lines = [
        f"reports {figures.reports}  relevance {figures.relevance_right}/{figures.reports}  "
        f"gold facts {figures.gold}  claims {figures.claims}  misquoted evidence {figures.misquoted}"
    ]
    for name, level in zip(LEVELS, (figures.core, figures.attributed, figures.full), strict=True):
        low, high = intervals[name]
        lines.append(
            f"{name:11s} P {level.precision:.3f} R {level.recall:.3f} F1 {level.f1:.3f}  "
            f"(95 % of samples of the reports: {low:.3f} to {high:.3f})"
        )
    lines.append(
        f"mean F1 over {figures.families} families with facts: "
        f"core {figures.family_core:.3f}, attributed {figures.family_attributed:.3f}"
    )
    shares = ", ".join(f"{field} {share.right}/{share.of}" for field, share in figures.fields.items())
    lines.append(f"fields among core matches: {shares or 'none'}")
    if figures.kinds:
        lines.append(f"{'kind':11s} {'gold':>6s} {'claims':>6s} {'core':>6s} {'attributed':>10s}")
    for kind, k in figures.kinds.items():
        lines.append(f"{kind:11s} {k.gold:6d} {k.claims:6d} {k.core:6d} {k.attributed:10d}")
    if errors:
        for result in results:
            lines += _errors(result)
    return "\n".join(lines) + "\n"


def _errors(result: Result) -> list[str]:
    lines = []
    if not result.relevance_right:
        lines.append(f"  relevance wrong: gold says {'relevant' if result.gold.relevant else 'not relevant'}")
    for fact in result.misses:
        lines.append(f"  missed {_headline(fact)}")
        lines.append(f"         {_sentence_of(result.text, gold_spans(result.text, fact), fact.evidence)}")
    for claim in result.extras:
        spans = [(e.start, e.end) for e in claim.evidence]
        lines.append(f"  extra  {_headline(claim)}")
        lines.append(f"         {_sentence_of(result.text, spans, '(no evidence)')}")
    return [f"\n{result.gold.name}", *lines] if lines else []


def _headline(thing: GoldFact | Claim) -> str:
    number = f" {thing.quantity.text!r}" if thing.quantity else ""
    says = ", ".join(thing.claimant[:2]) if isinstance(thing, GoldFact) else thing.claimant
    return f"{thing.kind} / {thing.type}{number} ({says})"


def _sentence_of(text: str, spans: Sequence[tuple[int, int]], words: str) -> str:
    """Return the sentence in which the first span stands, or the words themselves where there is no span."""
    if not spans:
        return words
    start, end = spans[0]
    begin, stop = 0, len(text)
    for cut in _SENTENCE_END.finditer(text):
        if cut.end() <= start:
            begin = cut.end()
        elif cut.start() >= end - 1:
            stop = cut.end()
            break
    before = after = ""
    if stop - begin > _SHOWN:  # too long to show: cut around the words
        room = max(0, _SHOWN - (end - start)) // 2
        before, after = "…" * (start - room > begin), "…" * (end + room < stop)
        begin, stop = max(begin, start - room), min(stop, end + room)
    return before + " ".join(text[begin:stop].split()) + after
