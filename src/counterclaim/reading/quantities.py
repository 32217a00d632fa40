"""Quantities: how many, found in raw text with their bounds (RECORD.md, "Quantities"; CODING.md).

No library reads "at least", "dozens" or "between" as a quantity. The grammar is data
(knowledge/data/en/quantities.yaml): a text is cut into tokens, each token becomes one character, and three regular
expressions over those characters join the words of a number, take out what counts nothing (ages, dates, times,
distances, money, names) and find the quantities.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from fractions import Fraction
from functools import lru_cache

import msgspec

from counterclaim.knowledge import quantity_rules as rules
from counterclaim.knowledge.quantity_rules import Form, QuantityGrammar, load_quantities
from counterclaim.record.quantity import Quantity, Unit

MAX_VALUE = 10**12
_MAX_DIGITS = 15
_MAX_KNOWN_TOKENS = 200_000

_TOKEN = re.compile(
    r"""https?://\S+|www\.\S+|\w+@[\w.]+
    |\d+-\d/\d(?!\w)
    |(?:(?<![\w)\]"'.$])-)?\d{1,3}(?:[ ]\d{3})+(?!\w|[.,:/]\d)
    |(?:(?<![\w)\]"'.$])-)?\d(?:\d|[.,:/](?=\d))*(?:[A-Za-z_]\w*)?
    |[A-Za-z_]+(?:-?\d\w*|'[A-Za-z]+)?
    |-(?!\w)[\s-]*
    |[^\w\s]""",
    re.VERBOSE | re.ASCII,
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?: \d{3})+")
_DECIMAL = re.compile(r"\d{1,3}(?:,\d{3})*\.\d+|\d+\.\d+")
_SUFFIXED = re.compile(r"(\d+(?:\.\d+)?)([a-z]+)")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_CLOCK = re.compile(r"(?:1\d|2[0-3])[0-5]\d")
_LIST_MARK = re.compile(r"[ \t]*(?:[.)][ \t]|[-=] (?!\d))")


class FoundQuantity(msgspec.Struct, frozen=True):
    """A quantity at [start, end) of the text it was found in, with its modifiers.

    [number_start, number_end) are the words of the number alone. `low` or `high` is None where that end is open,
    and both are for a fraction, whose number is unknown. `strong` marks the size of a body of people ("40-strong").
    """

    start: int
    end: int
    low: int | None
    high: int | None
    approx: bool
    form: Form
    strong: bool
    number_start: int
    number_end: int

    def quantity(self, text: str, unit: Unit = "people", offset: int = 0) -> Quantity:
        """Return the record of it; `text` is what it was found in and stands at `offset` of the report."""
        start, end = self.start, self.end
        return Quantity(
            text=text[start:end],
            start=offset + start,
            end=offset + end,
            low=self.low,
            high=self.high,
            approx=self.approx,
            unit=unit,
        )


class _Whole(msgspec.Struct):
    """A whole number: `scale` is the last scale word that it was said with ("two thousand": 1000)."""

    value: int
    scale: int = 1


def find_quantities(text: str) -> list[FoundQuantity]:
    """Return the quantities in `text`, in order and not overlapping; `low` <= `high` wherever both are known."""
    grammar = load_quantities()
    folded = _fold(text)
    matches = list(_TOKEN.finditer(folded))
    known = _known_tokens()
    if len(known) > _MAX_KNOWN_TOKENS:
        known.clear()
    codes = "".join([known[match.group()] for match in matches])
    if grammar.spark.search(codes) is None:
        return []
    return _quantities(grammar, _Joined(grammar, folded, matches, codes))


# Characters: one for one, so that offsets hold


class _Characters(dict[int, str]):
    """What each character outside ASCII is read as."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = character
        if code > 127:
            plain = _plain(character)
        self[code] = plain
        return plain


_LIKE = {
    "–": "-", "‑": "-", "‐": "-", "−": "-", "—": "|", "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"',
    "»": '"', "％": "%", "٪": "%", "～": "~", "≈": "~", "，": ",", "．": ".", "＄": "$",
}  # fmt: skip


def _plain(character: str) -> str:
    if character in _LIKE:
        return _LIKE[character]
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Sc":
        return "$"
    if category[0] == "Z" or category == "Cf":
        return " "
    if category[0] == "L":
        base = unicodedata.normalize("NFKD", character)[0]
        return base if base.isascii() and base.isalpha() else "X" if category == "Lu" else "x"
    return "_" if category[0] in "MN" else "^"


_CHARACTERS = _Characters()


def _fold(text: str) -> str:
    return text if text.isascii() else text.translate(_CHARACTERS)


# Tokens


class _Known(dict[str, str]):
    """The class of each token seen."""

    def __init__(self, grammar: QuantityGrammar) -> None:
        super().__init__()
        self._grammar = grammar

    def __missing__(self, token: str) -> str:
        code = _class_of(token, self._grammar)
        self[token] = code
        return code


@lru_cache(maxsize=1)
def _known_tokens() -> _Known:
    return _Known(load_quantities())


def _class_of(token: str, grammar: QuantityGrammar) -> str:
    first = token[0]
    if first.isdigit():
        return _class_of_digits(token, grammar)
    if first == "-" and len(token) > 1:
        return rules.DASH if not token[-1].isdigit() else rules.OTHER
    if not (first.isalpha() or first == "_"):
        return rules.PUNCTUATION.get(first, rules.OTHER)
    if any(c.isdigit() for c in token):
        return rules.MODEL
    word = token.lower()
    if word not in grammar.words and word.endswith("'s") and word[:-2] not in grammar.values:
        word = word[:-2] if word[:-2] in grammar.words else word
    if not first.islower() and word in grammar.capitals:
        return grammar.capitals[word]
    if word in grammar.words:
        return grammar.words[word]
    if "/" in token or "@" in token:
        return rules.OTHER
    if grammar.looks_plural(word):
        return rules.LOWER_PLURAL if first.islower() else rules.CAPITAL_PLURAL
    return rules.LOWER if first.islower() else rules.CAPITAL


def _class_of_digits(token: str, grammar: QuantityGrammar) -> str:
    if token.isdigit():
        if len(token) > 1 and token[0] == "0":
            return rules.LEADING_ZERO
        if len(token) > _MAX_DIGITS:
            return rules.OTHER
        return rules.YEAR if _YEAR.fullmatch(token) else rules.DIGITS
    if token[0] == "0" and not token.startswith("0."):
        return rules.OTHER
    if _GROUPED.fullmatch(token):
        return rules.DIGITS if len(token) <= _MAX_DIGITS + 5 else rules.OTHER
    if _DECIMAL.fullmatch(token):
        return rules.DECIMAL
    suffixed = _SUFFIXED.fullmatch(token.lower())
    if suffixed is not None and suffixed[2] in grammar.rules.numbers.suffixes and len(suffixed[1]) < _MAX_DIGITS:
        return rules.SUFFIXED
    return rules.MODEL if token[-1].isalpha() else rules.OTHER


# Numbers


class _Joined:
    """The tokens of a text, those of one number joined: their classes, and the numbers by their place."""

    def __init__(self, grammar: QuantityGrammar, text: str, matches: list[re.Match[str]], codes: str) -> None:
        self._matches = matches
        self._places: list[int] = []  # where numbers of several tokens stand, and how many tokens they saved so far
        self._saved: list[int] = [0]
        self.numbers: dict[int, _Whole] = {}
        parts: list[str] = []
        done = saved = 0
        for found in grammar.number.finditer(codes):
            first, last = found.start(), found.end() - 1
            parts.append(codes[done:first])
            done = last + 1
            place = first - saved
            if last > first:
                saved += last - first
                self._places.append(place)
                self._saved.append(saved)
            number = _value(grammar, [m.group() for m in matches[first:done]], found.group())
            if number is None:
                parts.append(rules.OTHER)
                continue
            self.numbers[place] = number
            parts.append(_class_of_number(number, found.group(), text, matches[first], matches[last]))
        parts.append(codes[done:])
        self.codes = "".join(parts)

    def start(self, place: int) -> int:
        return self._matches[place + self._saved[bisect_left(self._places, place)]].start()

    def end(self, place: int) -> int:
        return self._matches[place + self._saved[bisect_right(self._places, place)]].end()


def _class_of_number(number: _Whole, codes: str, text: str, first: re.Match[str], last: re.Match[str]) -> str:
    value, whole = number.value, rules.WHOLE
    if value == 0:
        return whole["zero"]
    if codes == rules.ONE:
        return whole["one"]
    if codes.endswith("D"):
        return whole["dozen"]
    if codes not in (rules.DIGITS, rules.YEAR):
        return whole["small_word"] if value <= 18 else whole["word"]
    if value < 1000 and _begins_list_item(text, first.start(), last.end()):
        return rules.DEAD
    if codes == rules.YEAR:
        return whole["round_year"] if value % 100 == 0 and value <= 2000 else whole["year"]
    if _CLOCK.fullmatch(first.group()):
        return whole["clock"]
    return whole["small" if value <= 18 else "day" if value <= 31 else "age" if value <= 110 else "large"]


def _begins_list_item(text: str, start: int, end: int) -> bool:
    if _LIST_MARK.match(text, end) is None:
        return False
    line = text.rfind("\n", max(0, start - 80), start) + 1
    return (line > 0 or start < 80) and not text[line:start].strip(" \t")


def _value(grammar: QuantityGrammar, tokens: list[str], codes: str) -> _Whole | None:
    """Return the value of the tokens of one number; None where it is no whole number or past every bound."""
    total, current, scale = Fraction(0), Fraction(0), 1
    empty = True
    for token, code in zip(tokens, codes, strict=True):
        if code in grammar.scale_values:
            factor = grammar.scale_values[code]
            scale = factor
            if code in "HD":
                current = (current if not empty else Fraction(1)) * factor
            else:
                if empty and total:  # "hundred thousand million": scales multiply
                    total *= factor
                else:
                    total += (current if not empty else Fraction(1)) * factor
                current, empty = Fraction(0), True
                continue
            empty = False
        elif code == "l":
            current, empty = Fraction(1, 2), False
        elif code in "aj":
            current, empty = (Fraction(1) if empty else current), False
        elif code in (rules.UNIT, rules.TEEN, rules.TENS, rules.ONE):
            current, empty = current + grammar.values[token.lower()], False
        elif code == rules.SUFFIXED:
            digits = token.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
            scale = grammar.rules.numbers.suffixes[token[len(digits) :].lower()]
            current, empty = Fraction(digits) * scale, False
        elif code in (rules.DIGITS, rules.YEAR, rules.DECIMAL):
            current, empty = current + Fraction(token.replace(",", "").replace(" ", "")), False
    result = total + current
    if result.denominator != 1 or result > MAX_VALUE:
        return None
    return _Whole(int(result), scale)


# Quantities


def _quantities(grammar: QuantityGrammar, joined: _Joined) -> list[FoundQuantity]:
    codes = _without_excluded(grammar, joined.codes)
    found: list[FoundQuantity] = []
    at = 0
    while (next_ := grammar.quantity.find(codes, at)) is not None:
        quantity, at = _one(grammar, joined, codes, *next_)
        if quantity is not None:
            found.append(quantity)
    return found


def _without_excluded(grammar: QuantityGrammar, codes: str) -> str:
    parts: list[str] = []
    done = 0
    for match in grammar.exclude.find_all(codes):
        parts += (codes[done : match.start()], rules.DEAD * (match.end() - match.start()))
        done = match.end()
    return "".join(parts) + codes[done:]


def _one(
    grammar: QuantityGrammar, joined: _Joined, codes: str, index: int, match: re.Match[str]
) -> tuple[FoundQuantity | None, int]:
    """Return the quantity of a match, None where its bounds make none, and where to go on."""
    rule = grammar.rules.quantities[index]
    first, last = match.span("span") if "span" in match.re.groupindex else match.span()
    at = [i for i in range(first, last) if codes[i] in grammar.whole and i in joined.numbers]
    numbers = _scaled([joined.numbers[i] for i in at])
    span = joined.start(first), joined.end(last - 1)
    if not at:
        low, high = (None if b is None else b[1] for b in grammar.bounds[index])
        return FoundQuantity(*span, low, high, rule.approx, rule.form, rule.strong, *span), match.end()
    bare = joined.start(at[0]), joined.end(at[-1])
    if rule.form == "fraction":
        return FoundQuantity(*span, None, None, False, rule.form, False, *bare), match.end()
    low, high = (_bound(b, numbers) for b in grammar.bounds[index])
    if grammar.two_numbers[index] and (len(numbers) < 2 or numbers[0] >= numbers[1]):
        if codes[at[0] + 1 : at[0] + 2] == rules.PUNCTUATION["-"]:  # a score, "3-1"
            return None, match.end()
        return _alone(joined, codes, at[0], numbers[0]), at[0] + 1
    if (low is None and high is None) or (low or 0) > (MAX_VALUE if high is None else high):
        return None, match.end()
    dozen = codes[at[0]] == rules.WHOLE["dozen"] and low == high
    form: Form = "zero" if high == 0 else rule.form
    return FoundQuantity(*span, low, high, rule.approx or dozen, form, rule.strong, *bare), match.end()


def _alone(joined: _Joined, codes: str, at: int, value: int) -> FoundQuantity:
    span = joined.start(at), joined.end(at)
    return FoundQuantity(
        *span, value, value, codes[at] == rules.WHOLE["dozen"], "number" if value else "zero", False, *span
    )


def _scaled(numbers: list[_Whole]) -> list[int]:
    """Return the values; in "two to three hundred" and "10-12,000" the scale is said once for both."""
    values = [n.value for n in numbers]
    if len(numbers) == 2 and numbers[0].scale == 1:
        scale = numbers[1].scale
        if scale == 1 and values[1] % 1000 == 0 and values[1] < 5000 * values[0]:
            scale = 1000
        if values[0] * scale < values[1]:
            values[0] *= scale
    return values


def _bound(bound: tuple[str, int] | None, numbers: list[int]) -> int | None:
    if bound is None:
        return None
    which, shift = bound
    if not which:
        return shift
    return (numbers[0] if which == "n" else numbers[-1]) + shift
