"""The quantity grammar: number words, and patterns over tokens with the bounds that each gives; validated on load.

A pattern is written in words: a word stands for itself in any case, a Capitalised word only for a capitalised
one, {name} for a set of the file or a class below, [ ] for the span of the quantity where it is not the whole
pattern, and ( | ) ? * {0,3} (?= ) (?! ) are those of regular expressions. It is compiled to a regular expression
over one character a token, so that a text is read in linear time.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import count
from typing import Literal

import msgspec
import yaml

from counterclaim.errors import DataError

Form = Literal["number", "range", "vague", "zero", "ordinal", "both", "fraction"]

OTHER, DECIMAL, MODEL, SUFFIXED, LEADING_ZERO, YEAR, DEAD = "?", "f", "m", "q", "z", "Y", "X"
LOWER, LOWER_PLURAL, CAPITAL, CAPITAL_PLURAL = "w", "s", "W", "S"
DIGITS = "d"
UNIT, TEEN, TENS, ONE = "u", "v", "t", "o"
# What a whole number becomes, once its tokens are joined.
WHOLE = {
    "zero": "0", "one": "1", "small_word": "2", "word": "3", "small": "4", "day": "5", "age": "6", "large": "7",
    "round_year": "8", "year": "9", "dozen": "E", "clock": "c",
}  # fmt: skip
PUNCTUATION = {
    ",": ",", ".": ".", "-": "-", "(": "<", ")": ">", "[": "<", "]": ">", "$": "$", "%": "%", "~": "~",
    "+": "+", "#": "#", '"': '"', "'": "'", ":": ":", ";": ";", "/": "/", "&": "&", "!": "!",
}  # fmt: skip
DASH = "="
_RESERVED_WORDS = {"a": "a", "an": "j", "and": "i", "half": "l", "hundred": "H", "dozen": "D"}
_SCALES = "KMBT"
_FIRST_WORD_CLASS = 0x4E00
_CLASSES = {
    "number": "02345678Ec", "any": "0123456789Ecz", "one": "1", "zero": "0", "digits": "45678c", "day": "45",
    "age": "456", "small": "124", "spelled": "23", "year": "89", "round_year": "8", "plain_year": "9",
    "leading_zero": "z", "clock_time": "c", "decimal": "f", "model": "m", "comma": ",", "period": ".",
    "hyphen": "-", "dash": "=", "open": "<", "close": ">", "money": "$", "percent": "%", "tilde": "~",
    "plus": "+", "hash": "#", "quote": "\"'", "colon": ":", "semicolon": ";", "slash": "/", "capital": "WS",
}  # fmt: skip
_PART = re.compile(r"\(\?[=!]|[()|?*\[\]]|\{\d+,\d+\}|\{([a-z_]+)\}|([A-Za-z_]+)|\s+")
_BOUND = re.compile(r"([nm])([+-]1)?")


class Numbers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of numbers; `suffixes` are glued to digits ("12m")."""

    units: dict[str, int]
    teens: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, int]
    suffixes: dict[str, int]


class QuantityRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern and its bounds: a number, null for an open end, n, n+1, n-1 (of the first number), m, m-1 (second).

    `strong` marks the size of a body of people ("40-strong").
    """

    pattern: str
    low: int | str | None = None
    high: int | str | None = None
    approx: bool = False
    form: Form = "number"
    strong: bool = False


class QuantityRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of data/en/quantities.yaml. Where two rules begin at one word, the earlier in the file wins."""

    version: int
    numbers: Numbers
    function_words: tuple[str, ...]
    not_plural: frozenset[str]
    sparks: tuple[str, ...]
    bare_scale_not_after: tuple[str, ...]
    sets: dict[str, tuple[str, ...]]
    exclude: tuple[str, ...]
    quantities: tuple[QuantityRule, ...]


class QuantityGrammar:
    """The rules compiled: classes of tokens and three regular expressions over them."""

    def __init__(self, rules: QuantityRules, name: str = "quantities.yaml") -> None:
        self.rules = rules
        self.name = name
        self._codes = map(chr, count(_FIRST_WORD_CLASS))
        self.words: dict[str, str] = {}
        self.capitals: dict[str, str] = {}
        self.values: dict[str, int] = {}
        self.scale_values: dict[str, int] = {}
        self._number_words()
        self._gather(rules)
        self._sets: dict[str, _Piece] = {}
        self._open: set[str] = set()
        self._classes = dict(_CLASSES)
        self._word_classes(rules)
        self.number = re.compile(self._number_pattern(rules))
        self.exclude = self._matcher(rules.exclude, "exclude")
        self.quantity = self._matcher((r.pattern for r in rules.quantities), "quantity")
        self.bounds = tuple((self._bound(r.low), self._bound(r.high)) for r in rules.quantities)
        self.two_numbers = tuple(any(b is not None and b[0] == "m" for b in pair) for pair in self.bounds)
        self.spark = re.compile(self._spark_pattern())
        self.whole = frozenset(_CLASSES["any"]) - {LEADING_ZERO}

    def _number_words(self) -> None:
        numbers = self.rules.numbers
        self.words.update(_RESERVED_WORDS)
        for words, code in ((numbers.units, UNIT), (numbers.teens, TEEN), (numbers.tens, TENS)):
            for word, value in words.items():
                self.words[word] = ONE if value == 1 else code
                self.values[word] = value
        self.scale_values = {"H": 100, "D": 12}
        for (word, value), code in zip(numbers.scales.items(), _SCALES, strict=False):
            self.words[word] = code
            self.scale_values[code] = value

    def _gather(self, rules: QuantityRules) -> None:
        """Give each word of the patterns a class of its own."""
        patterns = [
            *rules.exclude,
            *(r.pattern for r in rules.quantities),
            *(e for es in rules.sets.values() for e in es),
        ]
        written = {m[2] for p in patterns for m in _PART.finditer(p) if m[2]}
        written |= set(rules.function_words) | set(rules.bare_scale_not_after) | set(rules.sparks)
        for word in sorted(written):
            lower = word.lower()
            if self.words.get(lower) in (UNIT, TEEN, TENS):
                raise DataError(
                    f"{self.name}: {lower!r} is a number word and cannot stand in a pattern: use {{spelled}}"
                )
            self.words.setdefault(lower, next(self._codes))
            if word != lower and lower not in self.capitals:
                self.capitals[lower] = next(self._codes)

    def _word_classes(self, rules: QuantityRules) -> None:
        known = {w: self._both(w) for w, c in self.words.items() if c not in (UNIT, TEEN, TENS, ONE)}
        content = {
            w: c
            for w, c in known.items()
            if w not in rules.function_words and w not in _RESERVED_WORDS and w not in rules.numbers.scales
        }
        plural = "".join(c for w, c in content.items() if self.looks_plural(w))
        singular = "".join(c for w, c in content.items() if not self.looks_plural(w))
        self._classes["plural"] = LOWER_PLURAL + CAPITAL_PLURAL + plural
        self._classes["singular"] = LOWER + CAPITAL + singular
        self._classes["content"] = self._classes["plural"] + self._classes["singular"]
        self._classes["word"] = (
            LOWER + LOWER_PLURAL + CAPITAL + CAPITAL_PLURAL + MODEL + DEAD + "".join(known.values())
        )

    def looks_plural(self, word: str) -> bool:
        """Tell whether a lower-case word ends like a plural."""
        if word == "people":
            return True
        return len(word) > 3 and word[-1] == "s" and word[-2] not in "sui'" and word not in self.rules.not_plural

    def _both(self, word: str) -> str:
        return self.words[word] + self.capitals.get(word, "")

    def _matcher(self, patterns: Iterable[str], where: str) -> "Matcher":
        parsed = []
        for index, pattern in enumerate(patterns):
            piece = _Parser(self, pattern, f"{where} {index + 1}").parse()
            if piece.empty:
                raise DataError(f"{self.name}: {where} {index + 1}: {pattern!r} matches nothing at all")
            parsed.append(piece)
        return Matcher(parsed)

    def set_of(self, name: str, where: str) -> "_Piece":
        """Return the compiled set of a name: a class of tokens, or the entries of a set of the file."""
        if name == "end":
            return _Piece(r"\Z", frozenset(), True)
        if name in self._classes:
            return _class(self._classes[name])
        if name not in self._sets:
            if name not in self.rules.sets:
                raise DataError(f"{self.name}: {where} names the unknown set {name!r}")
            if name in self._open:
                raise DataError(f"{self.name}: set {name!r} is made of itself")
            self._open.add(name)
            self._sets[name] = _either(
                [_Parser(self, entry, f"set {name}").parse() for entry in self.rules.sets[name]]
            )
        return self._sets[name]

    def word(self, text: str) -> "_Piece":
        """Return the compiled word: any case for a lower-case one, capitalised alone for a Capitalised one."""
        lower = text.lower()
        if self.words[lower] == ONE:
            return _class(WHOLE["one"])
        return _class(self.capitals[lower] if text != lower else self._both(lower))

    def _number_pattern(self, rules: QuantityRules) -> str:
        scale = "[" + "".join(c for c in self.scale_values if c in _SCALES) + "]"
        unit = f"[{UNIT}{ONE}]"
        small = f"(?:{TENS}(?:-?{unit})?|{TEEN}|{unit})"
        hundreds = f"(?:(?:{small}|[aj])-?H(?:i?{small})?)"
        digits = f"[{DIGITS}{YEAR}{DECIMAL}]"
        big = f"(?:(?:{hundreds}|{small}|[aj])(?:-?{scale})+)"
        bare = f"(?<!{_one_of(''.join(self._both(w) for w in rules.bare_scale_not_after))})"
        alternatives = [
            f"l-?[aj]?-?{scale}",
            f"l-?[aj]-?D|[aj]-?l-?D|l-?D|(?:{small}|[aj]|{digits})-?D",
            f"{digits}-?(?:{scale}|H)+",
            f"{big}(?:i?{big})*(?:i?(?:{hundreds}|{small}))?",
            hundreds,
            small,
            f"{bare}(?:D|H{scale}*|{scale}+)",
            f"[{DIGITS}{YEAR}]",
            f"{SUFFIXED}(?={_one_of(self._classes['plural'])})",
        ]
        return "|".join(alternatives)

    def _spark_pattern(self) -> str:
        """One of the classes that a quantity begins or ends with: without any there is none."""
        words = "".join(self._both(w) for w in self.rules.sparks)
        return _one_of(UNIT + TEEN + TENS + ONE + DIGITS + YEAR + SUFFIXED + "".join(self.scale_values) + words)

    def _bound(self, bound: int | str | None) -> tuple[str, int] | None:
        if bound is None:
            return None
        if isinstance(bound, int):
            return "", bound
        match = _BOUND.fullmatch(bound)
        if match is None:
            raise DataError(f"{self.name}: {bound!r} is no bound: write a number, n, n+1, n-1, m or m-1")
        return match[1], int(match[2] or 0)


class Matcher:
    """Patterns tried in order at each token that one of them can begin with; the first that matches wins."""

    def __init__(self, pieces: list["_Piece"]) -> None:
        compiled = [re.compile(piece.pattern) for piece in pieces]
        self._by_head: dict[str, list[tuple[int, re.Pattern[str]]]] = {}
        for index, piece in enumerate(pieces):
            for head in piece.heads:
                self._by_head.setdefault(head, []).append((index, compiled[index]))
        self._head = re.compile(_one_of("".join(sorted(self._by_head))))

    def find(self, codes: str, at: int) -> tuple[int, re.Match[str]] | None:
        """Return the first match at or after a token: the number of its pattern and the match."""
        for head in self._head.finditer(codes, at):
            start = head.start()
            for index, pattern in self._by_head[head.group()]:
                match = pattern.match(codes, start)
                if match is not None:
                    return index, match
        return None

    def find_all(self, codes: str) -> Iterator[re.Match[str]]:
        """Yield the matches that do not overlap."""
        at = 0
        while (found := self.find(codes, at)) is not None:
            yield found[1]
            at = found[1].end()


class _Piece(msgspec.Struct, frozen=True):
    """A part of a pattern: its regular expression, the classes it can begin with, whether it can match nothing."""

    pattern: str
    heads: frozenset[str]
    empty: bool


def _class(codes: str) -> _Piece:
    return _Piece(_one_of(codes), frozenset(codes), False)


def _either(pieces: list[_Piece]) -> _Piece:
    """Return the alternatives as one; words alone are one class of characters."""
    words = frozenset[str]().union(*(p.heads for p in pieces if p.pattern == _one_of("".join(sorted(p.heads)))))
    longer = [p for p in pieces if p.pattern != _one_of("".join(sorted(p.heads)))]
    patterns = [*(p.pattern for p in longer), *([_one_of("".join(sorted(words)))] if words else [])]
    heads = words.union(*(p.heads for p in longer))
    return _Piece(
        patterns[0] if len(patterns) == 1 else f"(?:{'|'.join(patterns)})", heads, any(p.empty for p in longer)
    )


class _Parser:
    """Reads one pattern."""

    def __init__(self, grammar: QuantityGrammar, pattern: str, where: str) -> None:
        self._grammar = grammar
        self._pattern = pattern
        self._where = where
        self._parts = list(self._split())
        self._at = 0

    def parse(self) -> _Piece:
        piece = self._alternatives()
        if self._at < len(self._parts):
            raise self._error(f"has {self._parts[self._at].group()!r} too many")
        return piece

    def _error(self, what: str) -> DataError:
        return DataError(f"{self._grammar.name}: {self._where}: {self._pattern!r} {what}")

    def _split(self) -> Iterator[re.Match[str]]:
        at = 0
        while at < len(self._pattern):
            part = _PART.match(self._pattern, at)
            if part is None:
                raise self._error(f"cannot be read at {self._pattern[at:]!r}")
            at = part.end()
            if not part.group().isspace():
                yield part

    def _next(self) -> str:
        return self._parts[self._at].group() if self._at < len(self._parts) else ""

    def _alternatives(self) -> _Piece:
        pieces = [self._sequence()]
        while self._next() == "|":
            self._at += 1
            pieces.append(self._sequence())
        return _either(pieces) if len(pieces) > 1 else pieces[0]

    def _sequence(self) -> _Piece:
        pieces = []
        while self._next() not in {"", "|", ")", "]"}:
            pieces.append(self._repeated())
        if not pieces:
            raise self._error("has an empty part")
        heads: frozenset[str] = frozenset()
        for piece in pieces:
            heads |= piece.heads
            if not piece.empty:
                break
        return _Piece("".join(p.pattern for p in pieces), heads, all(p.empty for p in pieces))

    def _repeated(self) -> _Piece:
        piece = self._atom()
        mark = self._next()
        if mark not in {"?", "*"} and not mark[:2].strip("{").isdigit():
            return piece
        self._at += 1
        return _Piece(
            f"(?:{piece.pattern}){mark}", piece.heads, piece.empty or mark in {"?", "*"} or mark.startswith("{0")
        )

    def _atom(self) -> _Piece:
        part = self._parts[self._at]
        text = part.group()
        self._at += 1
        if part[1]:
            return self._grammar.set_of(part[1], self._where)
        if part[2]:
            return self._grammar.word(text)
        if text[0] not in "([":
            raise self._error(f"cannot have {text!r} there")
        inner = self._alternatives()
        if self._next() != {"(": ")", "[": "]"}[text[0]]:
            raise self._error("has a bracket that is not closed")
        self._at += 1
        if text == "[":
            if not self._where.startswith("quantity"):
                raise self._error("has [ ], which marks the span of a quantity alone")
            return _Piece(f"(?P<span>{inner.pattern})", inner.heads, inner.empty)
        if text == "(":
            return _Piece(f"(?:{inner.pattern})", inner.heads, inner.empty)
        return _Piece(f"{text}{inner.pattern})", frozenset(), True)


def _one_of(codes: str) -> str:
    return re.escape(codes) if len(codes) == 1 else "[" + re.escape(codes) + "]"


def parse_quantity_rules(source: str, name: str = "quantities.yaml") -> QuantityGrammar:
    """Return the grammar written in a YAML text.

    Raises DataError naming the field, set or pattern that is wrong.
    """
    try:
        raw = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        rules = msgspec.convert(raw, QuantityRules)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise DataError(f"{name}: {error}") from error
    return QuantityGrammar(rules, name)


@lru_cache(maxsize=1)
def load_quantities() -> QuantityGrammar:
    """Return the quantity grammar of English.

    Raises DataError where the file does not validate.
    """
    path = files("counterclaim.knowledge") / "data" / "en" / "quantities.yaml"
    return parse_quantity_rules(path.read_text(encoding="utf-8"))
