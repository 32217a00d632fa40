"""What weighing makes of words: soft number terms, words for the men of a state or an armed group; validated on load."""

import re
from functools import cached_property, lru_cache

import msgspec

from counterclaim.errors import DataError
from counterclaim.knowledge.data_files import load_data
from counterclaim.knowledge.people import plural
from counterclaim.record.claim import Role, Status

_FILE = "weighing.yaml"
PLURAL = "plural"  # the term of a bare plural of people


class Term(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number word: `low` is what a claim stores, `soft` the upper end that is never stored, `acled` ACLED's point."""

    words: tuple[str, ...]
    low: int
    soft: int | None
    acled: int
    loose: bool = False
    stated: bool = False


class WeighingRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """The content of weighing.yaml; its head says what each field is."""

    version: int
    approx: float
    half: float
    terms: dict[str, Term]
    plural: Term
    two_words: tuple[str, ...]
    state: tuple[str, ...]
    armed: tuple[str, ...]
    state_marks: frozenset[str]
    armed_marks: frozenset[str]
    neutral: frozenset[str]
    ranks: tuple[str, ...]
    whole: tuple[str, ...]
    own_words: tuple[str, ...]
    lead: frozenset[str]
    cut: frozenset[str]
    general: frozenset[str]
    numbers: frozenset[str]
    partitives: frozenset[str]
    civilian_status: frozenset[Status]
    civilian_measures: frozenset[str]
    civilian_types: frozenset[str]
    state_types: frozenset[str]
    armed_types: frozenset[str]
    joined: tuple[str, ...]
    joined_end: frozenset[str]
    allied: frozenset[str]
    counters: frozenset[Role]
    third: frozenset[Role]
    interested: frozenset[Role]
    vague_names: frozenset[Role]

    @cached_property
    def state_words(self) -> frozenset[str]:
        """The words for the men of a state, with their plurals."""
        return _with_plurals(self.state)

    @cached_property
    def armed_words(self) -> frozenset[str]:
        """The words for the men of an armed group, with their plurals."""
        return _with_plurals(self.armed)

    @cached_property
    def rank_words(self) -> frozenset[str]:
        """The words for men of rank, with their plurals."""
        return _with_plurals(self.ranks)

    @cached_property
    def whole_words(self) -> frozenset[str]:
        """The words for civilians that leave none out, with their plurals."""
        return _with_plurals(self.whole)

    @cached_property
    def own_nouns(self) -> frozenset[str]:
        """What a party calls its own men, with the plurals."""
        return _with_plurals(self.own_words)

    @cached_property
    def every_term(self) -> dict[str, Term]:
        """The terms by key, the bare plural too."""
        return {**self.terms, PLURAL: self.plural}

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], str, int], ...]:
        found = [(_words(term.words), key, term.low) for key, term in self.terms.items()]
        return tuple(found)

    @cached_property
    def _two(self) -> re.Pattern[str]:
        return _words(self.two_words)

    @cached_property
    def joining(self) -> re.Pattern[str]:
        """What stands right behind a target where a second party is joined to it."""
        return re.compile(rf"\s*(?:{'|'.join(map(re.escape, self.joined))})\s+(?P<rest>[^,;.:]+)", re.I)

    def term_of(self, words: str, low: int | None, high: int | None) -> str:
        """Return the key of the term that a quantity's words are, "" where they state a number."""
        if low is None or (high is not None and high != low):
            return ""
        text = words.lower()
        for pattern, key, value in self._patterns:
            if value == low and pattern.search(text):
                return key
        if high is None and low == self.plural.low and not self._two.search(text):
            return PLURAL
        return ""


def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")


def _with_plurals(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words) | frozenset(plural(word) for word in words)


@lru_cache(maxsize=1)
def load_weighing() -> WeighingRules:
    """Return the rules that ship with the program. Raises DataError where the file does not validate."""
    rules = load_data(_FILE, WeighingRules)
    if both := rules.state_words & rules.armed_words:
        raise DataError(f"{_FILE}: {min(both)!r} stands under state and under armed")
    for key, term in rules.every_term.items():
        if term.soft is not None and term.soft < term.low:
            raise DataError(f"{_FILE}: term {key}: soft is below low")
    return rules
