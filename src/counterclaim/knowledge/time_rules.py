"""The time grammar: expressions of English with the arithmetic of each; validated and compiled on load."""

import re
from functools import lru_cache
from typing import Any, Literal

import msgspec

from counterclaim.errors import DataError
from counterclaim.knowledge.data_files import load_data

Kind = Literal["absolute", "weekday", "relative", "range", "since", "duration", "anaphoric", "vague", "publication"]
Bound = Literal["since", "until", "by", "before", "after"]
Unit = Literal["day", "week", "month", "year"]
Part = Literal["early", "mid", "late"]
MentionKind = Literal["date", "time", "anchored", "duration", "set", "reference"]

BLANK = r"(?:[^\S\n]{1,3}|[^\S\n]{0,3}\n[^\S\n]{0,3})"
_PLACEHOLDER = re.compile(r"\{([a-z_]+?)(\d?)\}")


class _Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    months: tuple[str, ...]
    month_abbreviations: dict[str, int]
    ambiguous_months: frozenset[str]
    capital_months: frozenset[str]
    weekdays: tuple[str, ...]
    weekday_abbreviations: dict[str, int]
    numbers: dict[str, int]
    vague_numbers: tuple[str, ...]
    ordinals: dict[str, int]
    parts: dict[Part, tuple[str, ...]]
    holidays: dict[str, str]


class Constants(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule tells its arithmetic."""

    days: int | None = None
    shift: int = 0
    strict: int = 0
    unit: Unit = "day"
    count: int | None = None
    precision: Literal["day", "range", "week", "month", "year"] | None = None


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One expression: a pattern, the kind of time it tells and the name of its arithmetic."""

    name: str
    kind: Kind
    calc: str
    pattern: str
    with_: Constants = msgspec.field(default=Constants(), name="with")


class Frame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words around an expression that belong to it; `shift` moves its first day."""

    pattern: str
    shift: int = 0


class _Frames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    before: tuple[Frame, ...]
    after: tuple[Frame, ...]
    clock_marked: str


class Joins(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that make a range of two expressions."""

    between: tuple[str, ...]
    from_: tuple[str, ...] = msgspec.field(name="from")
    plain: tuple[str, ...]
    consecutive: tuple[str, ...]


class _Publication(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    before: tuple[str, ...]


class Reporting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words beside an expression that make it the day of a statement."""

    verbs: frozenset[str]
    objects: frozenset[str]
    nouns: tuple[str, ...]
    issued: tuple[str, ...]
    most_objects: int


class MentionRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One pattern of expressions that need no date value, and their kind."""

    kind: MentionKind
    pattern: str


class _Mentions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cue: str
    classes: dict[str, str]
    patterns: tuple[MentionRule, ...]


class _TimeData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    names: _Names
    triggers: tuple[str, ...]
    classes: dict[str, str]
    rules: tuple[Rule, ...]
    frames: _Frames
    joins: Joins
    bounds: dict[Bound, tuple[str, ...]]
    bound_ends: frozenset[str]
    from_ends: frozenset[str]
    publication: _Publication
    reporting: Reporting
    mentions: _Mentions


class TimeGrammar:
    """The grammar, compiled: rules with their patterns, frames, and the values of names."""

    def __init__(self, data: _TimeData) -> None:
        names = data.names
        self.data = data
        self.months = {m: i + 1 for i, m in enumerate(names.months)} | names.month_abbreviations
        self.weekdays = {w: i for i, w in enumerate(names.weekdays)} | names.weekday_abbreviations
        self.numbers = names.numbers
        self.ordinals = names.ordinals
        self.parts: dict[str, Part] = {w: part for part, words in names.parts.items() for w in words}
        self.holidays = {k: tuple(int(n) for n in v.split("-")) for k, v in names.holidays.items()}
        self._classes = data.classes | _name_classes(names) | {"clock_marked": data.frames.clock_marked}
        self.rules = [(rule, self._compile(rule.pattern + r"(?!\w)")) for rule in data.rules]
        self.gate = self._compile("|".join(f"(?:{_ungrouped(r.pattern)})" for r in data.rules), named=False)
        self.triggers = self._compile(
            rf"\b(?:{_either(data.triggers)}|{{month}}|{{weekday}}s?|(?:19|20)\d\d|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}}"
            r"|the \d{1,2}(?:st|nd|rd|th)|(?:19|20)\d0s)(?!\w)", named=False)  # fmt: skip
        self.before = [
            (frame, self._compile(rf"(?:(?<=\W)|^)(?:{frame.pattern}) ?$", named=False))
            for frame in data.frames.before
        ]
        self.bounds: list[tuple[Bound, str, re.Pattern[str]]] = [
            (bound, word, re.compile(rf"(?:^|(?<=\W)){re.escape(word)}\s+(?:on\s+)?(?:the\s+)?$", re.I))
            for bound, words in data.bounds.items()
            for word in words
        ]
        said = data.reporting
        self.statement = re.compile(rf"\b(?:{'|'.join(said.nouns)})(?: (?:{'|'.join(said.issued)}))?(?: on)?$")
        self.after = [
            (frame, self._compile(rf"(?:{frame.pattern})(?!\w)", named=False)) for frame in data.frames.after
        ]

    def compiled(self, pattern: str, classes: dict[str, str]) -> re.Pattern[str]:
        """Return a pattern compiled with further classes; no class makes a group."""
        return self._compile(pattern, named=False, classes=self._classes | classes)

    def _compile(self, pattern: str, named: bool = True, classes: dict[str, str] | None = None) -> re.Pattern[str]:
        known = self._classes if classes is None else classes

        def expand(match: re.Match[str]) -> str:
            name, digit = match.groups()
            if name not in known:
                raise DataError(f"times.yaml: no class {{{name}}} for the pattern {pattern!r}")
            inner = known[name]
            inner = _PLACEHOLDER.sub(expand, inner) if "{" in inner and name not in {"year", "decade"} else inner
            return f"(?P<{name}{digit}>{inner})" if named and name in _VALUES else f"(?:{inner})"

        # Inside a set, an escape or a look-behind a blank stands for itself.
        expanded = _PLACEHOLDER.sub(expand, pattern)
        expanded = re.sub(r"(\[[^\]]*\]|\\.|\(\?<[=!][^()]*\))| ", lambda m: m.group(1) or BLANK, expanded)
        try:
            return re.compile(expanded, re.IGNORECASE)
        except re.error as error:
            raise DataError(f"times.yaml: the pattern {pattern!r} does not compile: {error}") from error


# Classes whose words the arithmetic needs.
_VALUES = frozenset(
    [
        "day", "nth", "month", "full_month", "plain_month", "year", "decade", "weekday", "full_weekday", "number",
        "vague_number", "ordinal", "part", "holiday", "nn_first", "nn_second", "nn_month", "nn_day",
    ]
)  # fmt: skip


def _either(words: Any) -> str:
    return "|".join(re.escape(w).replace(r"\ ", " ") for w in sorted(words, key=len, reverse=True))


def _ungrouped(pattern: str) -> str:
    """Return a pattern without its group names; a back-reference becomes any separator."""
    return re.sub(r"\(\?P=\w+\)", "[-/.]", re.sub(r"\(\?P<\w+>", "(?:", pattern))


def _cased(word: str, lower: bool) -> str:
    forms = [word.capitalize(), word.upper()] + ([word] if lower else [])
    return "|".join(forms)


def _name_classes(names: _Names) -> dict[str, str]:
    full = "|".join(_cased(m, m not in names.capital_months) for m in names.months)
    short = "|".join(_cased(m, False) for m in sorted(names.month_abbreviations, key=len, reverse=True))
    days = "|".join(_cased(w, True) for w in names.weekdays)
    short_days = "|".join(_cased(w, False) for w in sorted(names.weekday_abbreviations, key=len, reverse=True))
    plain = "|".join(_cased(m, False) for m in names.months if m not in names.ambiguous_months)
    return {
        "month": rf"(?-i:{full}|(?:{short})\b\.?)",
        "full_month": rf"(?-i:{full})",
        "plain_month": rf"(?-i:{plain})",
        "weekday": rf"(?-i:{days}|(?:{short_days})\b\.?)",
        "full_weekday": rf"(?-i:{days})",
        "year": r"(?:19|20)\d\d",
        "decade": r"(?:19|20)\d0",
        "day": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%])(?![.,]\d)",
        "nth": r"(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th)",
        "nn_first": r"\d{1,2}",
        "nn_second": r"\d{1,2}",
        "nn_month": r"\d{1,2}",
        "nn_day": r"\d{1,2}",
        "number": rf"\d{{1,3}}|{_either(names.numbers)}",
        "vague_number": _either(names.vague_numbers),
        "ordinal": _either(names.ordinals),
        "part": _either(w for words in names.parts.values() for w in words),
        "holiday": _either(names.holidays),
    }


class MentionGrammar:
    """The patterns of every expression of time, compiled, and the cue without which none matches."""

    def __init__(self, times: TimeGrammar) -> None:
        mentions = times.data.mentions
        self.cue = times.compiled(rf"\b(?:{mentions.cue})(?!\w)|\d", mentions.classes)
        self.rules = [
            (rule, times.compiled(rf"(?:{rule.pattern})(?!\w)", mentions.classes)) for rule in mentions.patterns
        ]


@lru_cache(maxsize=1)
def load_mentions() -> MentionGrammar:
    """Return the grammar of every expression of time, valued or not; raises DataError as `load_times` does."""
    return MentionGrammar(load_times())


@lru_cache(maxsize=1)
def load_times() -> TimeGrammar:
    """Return the time grammar of English.

    Raises DataError naming the field or the pattern where the file does not validate.
    """
    return TimeGrammar(load_data("en/times.yaml", _TimeData))
