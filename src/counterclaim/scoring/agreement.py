"""Agreement between people who coded the same reports: Krippendorff's alpha, field by field, and where they differ.

A unit is one claim as each coder has it. Claims of two coders are one unit where the same machine claim is behind both, or
else where their quotations overlap by half, those that also say the same first. The alpha of `evidence` is taken over the
words of the texts, so that a quotation a word longer than the other is a small difference and not a missing claim.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

from counterclaim.knowledge.name_keys import exact
from counterclaim.record import Claim, Party, Place, Quantity, Target
from counterclaim.record.base import Record

V = TypeVar("V", bound=Hashable)
NONE = ""  # a coder has the claim and says nothing here; a coder without the claim has no value at all

MIN_OVERLAP = 0.5  # of the longer of two quotations; of one inside the other, of the shorter
LONGEST = 4  # times: how much longer a quotation that holds the other may be
_WORD = re.compile(r"\w+")


class CodedReport(Record, frozen=True, kw_only=True):
    """One report with the claims as each coder left them."""

    report: str
    text: str
    claims: dict[str, tuple[Claim, ...]]


class FieldAgreement(Record, frozen=True, kw_only=True):
    """One field: `units` were coded by two or more, `alike` is the share of them on which all agree.

    `alpha` is None where there is nothing to compare, or all values are one: then chance cannot be told from agreement.
    """

    field: str
    metric: str
    units: int
    alike: float | None
    alpha: float | None


class Difference(Record, frozen=True, kw_only=True):
    """A unit to be settled: the claim as each coder has it (None: not at all) and the fields in which they differ."""

    report: str
    claims: dict[str, Claim | None]
    fields: tuple[str, ...]


class Agreement(Record, frozen=True, kw_only=True):
    """The agreement of some coders on some reports. `found` is the share of all units that every coder has."""

    coders: tuple[str, ...]
    reports: int
    units: int
    found: float | None
    fields: tuple[FieldAgreement, ...]
    differences: tuple[Difference, ...]


def agreement(coded: Iterable[CodedReport]) -> Agreement:
    """Return how far coders agree; reports that fewer than two coded tell nothing and are left out."""
    reports = [r for r in coded if len(r.claims) > 1]
    coders = tuple(sorted({c for r in reports for c in r.claims}))
    units = [(r, unit) for r in reports for unit in units_of(r.claims)]
    fields = [_field(name, units) for name in FIELDS]
    words = [labels for r in reports for labels in _words(r)]
    evidence = FieldAgreement(
        field="evidence", metric="nominal", units=len(words), alike=_alike(words), alpha=alpha(words, nominal)
    )
    shared = sum(None not in u.values() for _, u in units)
    return Agreement(
        coders=coders,
        reports=len(reports),
        units=len(units),
        found=shared / len(units) if units else None,
        fields=(evidence, *fields),
        differences=tuple(
            Difference(report=r.report, claims=u, fields=differing)
            for r, u in units
            if (differing := _differing(u)) or None in u.values()
        ),
    )


# Alpha


def nominal(a: Hashable, b: Hashable) -> float:
    """Return 0 where two values are the same, else 1."""
    return float(a != b)


def interval(a: float, b: float) -> float:
    """Return the square of the distance between two numbers."""
    return float(a - b) ** 2


def alpha(units: Iterable[Sequence[V | None]], distance: Callable[[V, V], float]) -> float | None:
    """Return Krippendorff's alpha of units with one value for each coder, None where a coder has none.

    1 is perfect, 0 what chance would give. None where no two values can be compared or all of them are one.
    """
    kept = [values for unit in units if len(values := [v for v in unit if v is not None]) > 1]
    counts = Counter(v for values in kept for v in values)
    total = sum(counts.values())
    expected = sum(2 * counts[a] * counts[b] * distance(a, b) for a, b in combinations(counts, 2))
    if total < 2 or expected == 0:
        return None
    observed = sum(
        2 * sum(distance(a, b) for a, b in combinations(values, 2)) / (len(values) - 1) for values in kept
    )
    return 1 - (total - 1) * observed / expected


# Units


def units_of(claims: Mapping[str, Sequence[Claim]]) -> list[dict[str, Claim | None]]:
    """Return the units of one report: each claim as every coder has it, in the order of the text."""
    coders = sorted(claims)
    units: list[dict[str, Claim]] = []
    for coder in coders:
        pairs = [
            (score, -n, -k)
            for n, unit in enumerate(units)
            for k, claim in enumerate(claims[coder])
            if (score := max(likeness(claim, other) for other in unit.values())) > 0
        ]
        taken: set[int] = set()
        filled: set[int] = set()
        for _, n, k in sorted(pairs, reverse=True):
            if -n not in filled and -k not in taken:
                filled.add(-n)
                taken.add(-k)
                units[-n][coder] = claims[coder][-k]
        units += [{coder: claim} for k, claim in enumerate(claims[coder]) if k not in taken]
    whole: list[dict[str, Claim | None]] = [{c: unit.get(c) for c in coders} for unit in units]
    return sorted(whole, key=_first)


def likeness(a: Claim, b: Claim) -> float:
    """Return how much two claims are one unit: 0 not at all; those of one machine claim above all others."""
    if a.id == b.id:
        return 10.0
    one, other = _places(a), _places(b)
    both = len(one & other)
    short, long = sorted((len(one), len(other)))
    if not both or (both < MIN_OVERLAP * long and (both < MIN_OVERLAP * short or long > LONGEST * short)):
        return 0.0
    same = [a.kind == b.kind, a.type == b.type, _numbers(a) == _numbers(b), _target(a) == _target(b)]
    return both / len(one | other) + sum(same)


def _places(claim: Claim) -> set[int]:
    return {at for e in claim.evidence for at in range(e.start, e.end)}


def _first(unit: Mapping[str, Claim | None]) -> tuple[int, str]:
    told = [c for c in unit.values() if c is not None]
    return min((c.evidence[0].start if c.evidence else 0, c.id) for c in told)


# Values


def _numbers(claim: Claim) -> str:
    q = claim.quantity
    return NONE if q is None else f"{q.low}..{q.high}"


def _target(claim: Claim) -> str:
    return _name(claim.target)


def _name(thing: Party | Target | Place | None) -> str:
    if thing is None:
        return NONE
    id_ = thing.gazetteer_id if isinstance(thing, Place) else thing.id
    return id_ or exact(thing.name) or thing.name


def _claimant(claim: Claim) -> str:
    return _name(claim.attribution[-1].party) if claim.attribution else claim.claimant


def _bound(q: Quantity | None, name: str) -> int | None:
    return None if q is None else getattr(q, name)


FIELDS: dict[str, tuple[Callable[[Claim], Hashable | None], bool]] = {
    "kind": (lambda c: c.kind, False),
    "type": (lambda c: c.type, False),
    "quantity": (_numbers, False),
    "low": (lambda c: _bound(c.quantity, "low"), True),
    "high": (lambda c: _bound(c.quantity, "high"), True),
    "claimant": (_claimant, False),
    "agent": (lambda c: _name(c.agent), False),
    "target": (_target, False),
    "stance": (lambda c: c.stance, False),
    "scope": (lambda c: c.scope, False),
    "place": (lambda c: _name(c.place), False),
    "date": (lambda c: NONE if c.time is None else f"{c.time.start}..{c.time.end}", False),
    "means": (lambda c: c.means.type if c.means else NONE, False),
}
"""What is compared, and whether as numbers (True) or as names."""


def _field(name: str, units: Iterable[tuple[CodedReport, Mapping[str, Claim | None]]]) -> FieldAgreement:
    value, numeric = FIELDS[name]
    told = [[None if c is None else value(c) for c in unit.values()] for _, unit in units]
    kept = [unit for unit in told if sum(v is not None for v in unit) > 1]
    distance: Callable[[object, object], float] = interval if numeric else nominal  # type: ignore[assignment]
    return FieldAgreement(
        field=name,
        metric="interval" if numeric else "nominal",
        units=len(kept),
        alike=_alike(kept),
        alpha=alpha(kept, distance),
    )


def _alike(units: Sequence[Sequence[Hashable | None]]) -> float | None:
    same = sum(len({v for v in unit if v is not None}) == 1 for unit in units)
    return same / len(units) if units else None


def _differing(unit: Mapping[str, Claim | None]) -> tuple[str, ...]:
    told = [c for c in unit.values() if c is not None]
    return tuple(name for name, (value, _) in FIELDS.items() if len({value(c) for c in told}) > 1)


def _words(report: CodedReport) -> list[list[str]]:
    """Return for each word of a text which kinds of claim each coder quotes it for."""
    spans = [(m.start(), m.end()) for m in _WORD.finditer(report.text)]
    labels = []
    for coder in sorted(report.claims):
        kinds: dict[int, set[str]] = {}
        for claim in report.claims[coder]:
            for evidence in claim.evidence:
                for at in range(evidence.start, evidence.end):
                    kinds.setdefault(at, set()).add(claim.kind)
        labels.append(["+".join(sorted(kinds.get(start, ()))) for start, _ in spans])
    return [list(word) for word in zip(*labels, strict=True)]
