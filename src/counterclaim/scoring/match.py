"""Matching: which claim of a reading is which coded fact.

A claim and a fact may pair where kind, type, quantity and evidence agree (the core). Pairs are taken best
agreement first, one claim to one fact. What else agrees is recorded field by field.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from counterclaim.record import NARRATOR, AttributionLink, Claim, Party, Place, Quantity, Reading, Target, Time
from counterclaim.record.base import Record
from counterclaim.scoring.gold import GoldFact, GoldQuantity, GoldReport

BACKGROUND = "background"
# Fields that are measured but that no claim needs for being fully right.
BESIDE_FULL = frozenset({"agent", "part_of"})
# A quotation may be this long whatever the gold's length; beyond it, this many times the gold's.
FREE_EVIDENCE = 200
EVIDENCE_TIMES = 3
# A name with this many words more than the longest gold name is a passage, not a name.
EXTRA_WORDS = 6

_STOP = frozenset({
    "the", "a", "an", "of", "in", "at", "for", "and", "s", "to", "its", "their", "his", "her", "our",
    "le", "la", "les", "de", "du", "des", "d", "l", "un", "une",
})  # fmt: skip
_SAME_CHAR = str.maketrans({"’": "'", "“": '"', "”": '"', "\u202f": " ", "\xa0": " "})
_POSSESSIVE = re.compile(r"'s\b")
_NOT_WORD = re.compile(r"[^\w\s]")


class Match(Record, frozen=True, kw_only=True):
    """A claim taken for a fact, and for each field that the fact gives whether the claim has it right."""

    fact: GoldFact
    claim: Claim
    fields: dict[str, bool]

    @property
    def attributed(self) -> bool:
        """The claimant is right too."""
        return self.fields["claimant"]

    @property
    def full(self) -> bool:
        """Everything that counts is right."""
        return all(right for field, right in self.fields.items() if field not in BESIDE_FULL)


class Result(Record, frozen=True, kw_only=True):
    """One report's reading beside its gold.

    `matches` holds those to optional facts too; `misses` are required facts that no claim matches, `extras`
    claims that match no fact. `text` is the text that the offsets count in.
    """

    gold: GoldReport
    text: str
    claims: tuple[Claim, ...]
    matches: tuple[Match, ...]
    misses: tuple[GoldFact, ...]
    extras: tuple[Claim, ...]
    misquoted: int
    relevance_right: bool

    @property
    def required(self) -> tuple[Match, ...]:
        """The matches that count: those to facts that are not optional."""
        return tuple(m for m in self.matches if not m.fact.optional)


def match(gold: GoldReport, reading: Reading) -> Result:
    """Return what the reading has right, lacks and has too much."""
    text = (reading.report.text if reading.report else "") or gold.text
    claims = reading.claims
    pairs = _pairs(gold.facts, claims, text)
    taken_facts: set[int] = set()
    taken_claims: set[int] = set()
    matches = []
    for f, c, fields in pairs:
        if f in taken_facts or c in taken_claims:
            continue
        taken_facts.add(f)
        taken_claims.add(c)
        matches.append(Match(fact=gold.facts[f], claim=claims[c], fields=fields))
    return Result(
        gold=gold,
        text=text,
        claims=claims,
        matches=tuple(matches),
        misses=tuple(f for i, f in enumerate(gold.facts) if i not in taken_facts and not f.optional),
        extras=tuple(c for i, c in enumerate(claims) if i not in taken_claims),
        misquoted=sum(text[e.start : e.end] != e.quote for c in claims for e in c.evidence),
        relevance_right=reading.relevant == gold.relevant,
    )


def _pairs(facts: Sequence[GoldFact], claims: Sequence[Claim], text: str) -> list[tuple[int, int, dict[str, bool]]]:
    """Return every pair that agrees in the core, best agreement first, required facts before optional ones."""
    ranked = []
    for f, fact in enumerate(facts):
        spans = gold_spans(text, fact)
        for c, claim in enumerate(claims):
            if core_agrees(claim, fact, spans):
                fields = compare_fields(claim, fact)
                ranked.append((-sum(fields.values()) / len(fields), fact.optional, f, c, fields))
    ranked.sort(key=lambda pair: pair[:2])  # stable: of equals the earlier fact, then the earlier claim
    return [(f, c, fields) for _, _, f, c, fields in ranked]


def core_agrees(claim: Claim, fact: GoldFact, spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether kind, type, quantity and evidence agree."""
    return (
        claim.kind == fact.kind
        and claim.type in (fact.type, *fact.alt_types)
        and quantity_agrees(claim.quantity, fact.quantity, fact.kind)
        and evidence_agrees(claim, spans)
    )


def quantity_agrees(found: Quantity | None, gold: GoldQuantity | None, kind: str) -> bool:
    """Compare the bounds. Without a gold quantity only a casualty must go without one."""
    if gold is None:
        return found is None or kind != "casualty"
    if found is None:
        return False
    return gold.loose or (found.low, found.high) == (gold.low, gold.high)


def gold_spans(text: str, fact: GoldFact) -> list[tuple[int, int]]:
    """Return every place where the gold words stand: as coded, printed again, and the alternative spans."""
    spans = []
    if fact.start is not None and fact.end is not None and text[fact.start : fact.end] == fact.evidence:
        spans.append((fact.start, fact.end))
    at = text.find(fact.evidence)
    while at >= 0:
        spans.append((at, at + len(fact.evidence)))
        at = text.find(fact.evidence, at + 1)
    return [*spans, *fact.alt_spans]


def evidence_agrees(claim: Claim, spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether a quotation touches a gold span without being far longer than it."""
    return any(
        e.start < b and a < e.end and e.end - e.start <= max(EVIDENCE_TIMES * (b - a), FREE_EVIDENCE)
        for e in claim.evidence
        for a, b in spans
    )


def compare_fields(claim: Claim, fact: GoldFact) -> dict[str, bool]:
    """Return for each field that the fact gives whether the claim has it right."""
    fields = {"claimant": _claimant_agrees(claim, fact)}
    if fact.target:
        fields["target"] = same_name(_names(claim.target), fact.target)
    if fact.agent:
        fields["agent"] = same_name(_names(claim.agent), fact.agent)
    fields["stance"] = claim.stance in (fact.stance, *fact.alt_stance)
    fields["scope"] = (claim.scope == BACKGROUND) == (fact.scope == BACKGROUND)
    if fact.date:
        fields["date"] = _dates(claim.time) in (fact.date, *fact.alt_dates)
    if fact.place:
        fields["place"] = same_name(_names(claim.place), (*fact.place, *fact.alt_places))
    if fact.subset:
        fields["part_of"] = bool(claim.part_of)
    return fields


def _claimant_agrees(claim: Claim, fact: GoldFact) -> bool:
    found = _link_names(claim.attribution[-1]) if claim.attribution else [NARRATOR]
    if NARRATOR in fact.claimant and found == [NARRATOR]:
        return True
    return same_name((n for n in found if n != NARRATOR), tuple(g for g in fact.claimant if g != NARRATOR))


def _link_names(link: AttributionLink) -> list[str]:
    return [link.text, *_names(link.party), *_names(link.body)]


def _names(thing: Party | Target | Place | None) -> list[str]:
    if thing is None:
        return []
    names = [thing.name, thing.text]
    if not isinstance(thing, Place) and thing.id is not None:
        names.append(thing.id)
    return names


def _dates(time: Time | None) -> tuple[str | None, ...]:
    if time is None or not (time.start or time.end):
        return ()
    return (time.start, time.end)


def same_name(found: Iterable[str], gold: Sequence[str]) -> bool:
    """Say whether any name found is any gold name, one holding all the content words of the other.

    A single word is taken for part of a gold name only where that name has at most two.
    """
    golds = [_words(g) for g in gold]
    longest = max(map(len, golds), default=0) + EXTRA_WORDS
    for name in found:
        words = _words(name)
        if not words or len(words) > longest:
            continue
        here = set(words)
        for gold_words in golds:
            there = set(gold_words)
            if there and (there <= here or (here <= there and (len(words) > 1 or len(gold_words) <= 2))):
                return True
    return False


@lru_cache(maxsize=65536)
def _words(name: str) -> tuple[str, ...]:
    """Return the content words, folded: no case, accents, punctuation or possessive."""
    folded = unicodedata.normalize("NFKD", name).lower()
    folded = "".join(ch for ch in folded if not unicodedata.combining(ch)).translate(_SAME_CHAR)
    folded = _NOT_WORD.sub(" ", _POSSESSIVE.sub("", folded))
    return tuple(w for w in folded.split() if w not in _STOP)
