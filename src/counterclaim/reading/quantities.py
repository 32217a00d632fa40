"""The grammar of quantities: spans of their own over raw text, with low, high and approx (RECORD.md).

No library reads "at least", "dozens" or "between" as a quantity; this is what the project exists for. The rules are
data (knowledge/data/en/quantities.yaml). Ages, times, dates, distances, money and model names are never returned.
"""

import re
from functools import lru_cache
from typing import Literal

import msgspec

from counterclaim.knowledge.quantity_rules import QuantityRules, load_quantity_rules

Form = Literal["number", "range", "vague", "zero", "ordinal", "both"]

MAX_VALUE = 10**12
_ORDINAL = re.compile(r"\b(?:a (?:second|third|fourth|fifth|sixth)|another)(?= (?!time\b|day\b|week\b|month\b|year\b|attempt\b|source\b|report\b|statement\b|one of\b)[a-z])", re.I)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


class FoundQuantity(msgspec.Struct, frozen=True):
    """A quantity in a text: [start, end) with its modifiers, [number_start, number_end) the bare number words."""

    start: int
    end: int
    low: int | None
    high: int | None
    approx: bool
    form: Form
    strong: bool
    number_start: int
    number_end: int


class _Number(msgspec.Struct):
    start: int
    end: int
    value: int


class _Grammar:
    """The rules compiled once."""

    def __init__(self, rules: QuantityRules) -> None:
        self.rules = rules
        units = "|".join(sorted(rules.units, key=len, reverse=True))
        tens = "|".join(sorted(rules.tens, key=len, reverse=True))
        small = rf"(?:(?:{tens})(?:[- ](?:{units}))?|(?:{units}))"
        digits = r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:\.\d+)?"
        hundreds = rf"(?:(?:{small}|an?) hundred(?: (?:and )?{small})?|{small})"
        thousands = rf"(?:(?:{hundreds}|an?|(?:{digits})) thousand(?:,? (?:and )?{hundreds})?|{hundreds})"
        words = rf"(?:(?:(?:{digits})|{thousands}|an?) (?:million|billion)|(?:{small}|an?) dozen|(?:{digits}) (?:hundred|dozen)|{thousands})"
        self.number = re.compile(rf"(?<![\w$€£#.,'’])(?:{words}|{digits})(?!\w|[.,]\d)|(?<=~)(?:{digits})(?!\w)", re.I)
        self.before = [(name, _ending(words)) for name, words in rules.before.items()]
        self.after = [(name, _starting(words)) for name, words in rules.after.items()]
        vague = sorted(((w, v) for v in rules.vague for w in v.words), key=lambda p: -len(p[0]))
        self.vague = {w.lower(): v for w, v in vague}
        self.vague_words = re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(w) for w, _ in vague) + r")(?![\w-])", re.I)
        zero = sorted(rules.zero, key=len, reverse=True)
        self.zero = re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(w) for w in zero) + r")(?![\w.-])", re.I)
        self.some = re.compile(r"(?<![\w-])some(?= (?!of\b|time\b|other\b|kind\b|sort\b|way\b|parts?\b)[a-z]+s\b)", re.I)

    def value(self, text: str) -> int | None:
        """Return the value of number words or digits, None where it is no whole number in bounds."""
        rules = self.rules
        total, current, decimal = 0, 0, None
        for word in re.findall(r"\d+(?:[,\u00a0\u202f ]\d{3})*(?:\.\d+)?|[a-z]+", text.lower()):
            if word[0].isdigit():
                clean = re.sub(r"[,\s\u00a0\u202f]", "", word)
                if "." in clean:
                    decimal = clean
                    continue
                if len(clean) > 12:
                    return None
                current += int(clean)
            elif word in {"a", "an"}:
                current = 1
            elif word in rules.units:
                current += rules.units[word]
            elif word in rules.tens:
                current += rules.tens[word]
            elif word == "dozen":
                current = max(current, 1) * 12
            elif word == "hundred":
                current = max(current, 1) * 100
            elif word in rules.multipliers:
                factor = rules.multipliers[word]
                if decimal is not None:
                    whole, fraction = decimal.split(".")
                    scaled = int(whole + fraction) * factor
                    if scaled % 10 ** len(fraction):
                        return None
                    total, decimal = total + scaled // 10 ** len(fraction), None
                else:
                    total += max(current, 1) * factor
                current = 0
        if decimal is not None:
            return None
        result = total + current
        return result if result <= MAX_VALUE else None


def _ending(words: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:^|(?<![\w-]))(?:{alternatives})[ \"'“”‘’]{{0,2}}$", re.I)


def _starting(words: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:[ -]?[a-z]+)?[ -]?(?:[a-z]+ )?(?:{alternatives})\b", re.I)


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    return _Grammar(load_quantity_rules())


def find_quantities(text: str) -> list[FoundQuantity]:
    """Return the quantities of a text, in order and not overlapping; `low` <= `high` wherever both are known."""
    grammar = _grammar()
    found: list[FoundQuantity] = []
    numbers = _numbers(grammar, text)
    skip = -1
    for index, number in enumerate(numbers):
        if index <= skip:
            continue
        follower = numbers[index + 1] if index + 1 < len(numbers) else None
        quantity, used = _read(grammar, text, number, follower)
        skip = index + used
        if quantity is not None:
            found.append(quantity)
    found += _vague(grammar, text)
    found += _zero_and_others(grammar, text)
    return _without_overlaps(found)


def _numbers(grammar: _Grammar, text: str) -> list[_Number]:
    numbers: list[_Number] = []
    for match in grammar.number.finditer(text):
        if _excluded(grammar, text, match.start(), match.end()):
            continue
        value = grammar.value(match.group())
        if value is not None:
            numbers.append(_Number(match.start(), match.end(), value))
    return numbers


_WORD_AFTER = re.compile(r"[\s-]{0,2}([A-Za-z%'’.]+|%)")
_TWO_AFTER = re.compile(r"[\s-]{0,2}([A-Za-z]+ [A-Za-z]+)")
_WORD_BEFORE = re.compile(r"([\w$€£#.'’]+)[\s.-]{0,2}$")


def _excluded(grammar: _Grammar, text: str, start: int, end: int) -> bool:
    """Tell whether a number is an age, a time, a date, a distance, money, a model or a name."""
    rules = grammar.rules
    literal = text[start:end]
    tail, head = text[end : end + 24], text[max(0, start - 24) : start]
    digits = literal[0].isdigit()
    if digits and (re.match(r"[:h]\d|\.\d|/\d|\s?(?:-|–)\s?\d{1,2}\b(?=\s+(?:win|victory|loss|defeat))", tail) or re.search(r"\d[:./^]$|[A-Za-z]-$|\.$(?<=\d\.)", head) or tail.startswith("^")):
        return True
    if head.endswith(("$", "€", "£", "#", "@")) or re.search(r"(?:\$|€|£|\bUS\$|\bP)\s?$", head):
        return True
    if re.search(r"[A-Za-z]{1,4}-$", head) and digits:
        return True
    if digits and re.match(r"(?:st|nd|rd|th)\b", tail, re.I):
        return True
    word = _WORD_AFTER.match(tail)
    if word:
        low = word.group(1).lower().rstrip(".")
        if low in rules.not_after and not (low in {"may", "second", "point", "points", "m", "march", "pound"} and not digits) and not (low == "may" and word.group(1) == "may"):
            if not (low == "march" and word.group(1) == "march") and not (low in {"tons", "point"} and False):
                return True
        two = _TWO_AFTER.match(tail)
        if two and two.group(1).lower() in rules.not_after:
            return True
        if re.match(r"[\s-]{1,2}(?:to|and|or|-|–)[\s-]{1,2}[\w,.]+[\s-]{1,2}(?:years?|days?|hours?|months?|weeks?|km|kilomet\w+|miles?|per ?cent|minutes?|metres?|meters?)\b", tail + text[end + 24 : end + 40], re.I):
            return True
    if re.match(r"-(?:year|day|hour|month|week|minute|mile|km|metre|meter|kilomet|mm|pound|tonne|ton|storey|story|inch|point|foot|second|millimet|kilogram|kg|nation|member (?:UN|Security))", tail, re.I):
        return True
    before = _WORD_BEFORE.search(head)
    if before:
        previous = before.group(1).lower().strip("'’.")
        if previous in rules.not_before and (digits or previous in {"age", "aged", "ages", "brigade", "article"}):
            if not (previous in {"no", "group", "unit", "march", "since", "area", "sector", "zone", "point", "room", "mark", "p", "section", "corps", "hill", "camp", "square"} and not before.group(1)[:1].isupper()):
                return True
        if previous == "may" and before.group(1) == "May" and digits:
            return True
    if digits and re.fullmatch(r"\d{4}", literal):
        if _YEAR.fullmatch(literal) and not re.match(r"\s+(?:people|soldiers|troops|fighters|civilians|families|others|militants|houses|homes|refugees|men|women|children|members|dead|killed|displaced|injured|wounded|residents|villagers|rebels|police|terrorists|vehicles|protesters)\b", tail):
            return True
        if re.match(r"\s?(?:hours|hrs|h)\b", tail) or literal[0] == "0":
            return True
    if digits and literal[0] == "0" and len(literal) > 1:
        return True
    # an age in apposition: "Crisanto Ogale, 52, had" / "(aged 34)"
    if digits and re.match(r"\s*[,)]", tail) and re.search(r"[A-Z][\w'’.-]+,\s?$|\(\s?$", head) and int(literal.replace(",", "")[:4] or 0) < 110 and "," not in literal:
        return True
    # number in a list at a line head: "1. ", "2) "
    line = text.rfind("\n", 0, start) + 1
    if digits and not text[line:start].strip() and re.match(r"[.)]\s", tail):
        return True
    if not digits and literal.lower() == "one" and re.match(r"\s+(?:another|day|night|side|of the (?:worst|most|main|biggest|largest|deadliest|bloodiest|first|last|few|\w+est)|point|time|way|thing|more|such|who|that|can|could|must|should|would|morning|evening|year)\b", tail, re.I):
        return True
    if not digits and literal.lower() == "one" and re.search(r"\b(?:no|any|every|each|the|this|that|which|some|not|latest|only the)\s$", head, re.I):
        return True
    if re.search(r"\bunder\s$", head, re.I) and re.match(r"\s(?:years|year)?\s?of age|\s?years", tail):
        return True
    return bool(re.search(r"\bunder[- ]$", head, re.I) and re.match(r"s\b|[.,;]|\s*$", tail))


_LINK = re.compile(r"\s?(?:-|–|to|or|and)\s?", re.I)


def _read(grammar: _Grammar, text: str, number: _Number, follower: _Number | None) -> tuple[FoundQuantity | None, int]:
    start, end = number.start, number.end
    low: int | None = number.value
    high: int | None = number.value
    approx, form, used = "dozen" in text[start:end].lower(), "number", 0
    head = text[max(0, start - 40) : start]
    if follower is not None:
        link = text[end : follower.start]
        between = re.search(r"\bbetween\s$", head, re.I)
        joined = re.fullmatch(r"\s?(?:-|–)\s?|\s(?:to|or)\s", link, re.I) is not None
        if (between and re.fullmatch(r"\sand\s", link, re.I)) or (joined and re.search(r"\bfrom\s$", head, re.I) is None):
            if number.value < follower.value:
                high, end, form, used, approx = follower.value, follower.end, "range", 1, False
                if between:
                    start -= len(between.group())
                    head = text[max(0, start - 40) : start]
        elif re.fullmatch(r"\s(?:but|and)\s(?:fewer|less)\sthan\s", link, re.I) and (more := re.search(r"\b(?:more|fewer) than\s$", head, re.I)):
            low, high = number.value + 1, follower.value - 1
            if low <= high:
                return FoundQuantity(start - len(more.group()), follower.end, low, high, False, "range", False, number.start, follower.end), 1
            low = high = number.value
    number_end = end
    if form == "number":
        longest = max(((m, name) for name, pattern in grammar.before if (m := pattern.search(head)) is not None),
                      key=lambda pair: len(pair[0].group()), default=None)
        if longest is not None and not (longest[1] == "exactly" and longest[0].group().strip().lower() in {"a", "the", "all", "even"}):
            match, name = longest
            low, high, approx = _modified(name, number.value, approx)
            start -= len(match.group())
            deeper = text[max(0, start - 40) : start]
            for outer, outer_pattern in grammar.before:  # "more than an estimated 300", "at least some 20"
                if outer in {"at_least", "more_than", "at_most"} and name in {"about", "exactly"} and (o := outer_pattern.search(deeper)):
                    low, high, approx = _modified(outer, number.value, False)
                    start -= len(o.group())
                    break
        else:
            tail = text[end : end + 32]
            for name, pattern in grammar.after:
                match = pattern.match(tail)
                if match is not None and "," not in match.group():
                    low, high, approx = _modified(name, number.value, approx)
                    end += len(match.group())
                    break
            else:
                if text[end : end + 1] == "+" and not text[end + 1 : end + 2].isalnum():
                    high, end = None, end + 1
    elif match := dict(grammar.before)["about"].search(head):
        approx = True
        start -= len(match.group())
    if low is not None and high is not None and low > high:
        return None, used
    strong = bool(re.match(r"-(?:strong|member|man|vehicle|truck)\b", text[number_end : number_end + 9], re.I))
    start, number_start = _strip(text, start), number.start
    return FoundQuantity(start, end, low, high, approx, form, strong, number_start, number_end), used  # type: ignore[arg-type]


def _strip(text: str, start: int) -> int:
    while start < len(text) and text[start] in " \"'“”‘’":
        start += 1
    return start


def _modified(name: str, value: int, approx: bool) -> tuple[int | None, int | None, bool]:
    if name == "at_least":
        return value, None, False
    if name == "more_than":
        return value + 1, None, False
    if name == "at_most":
        return None, value, False
    if name == "less_than":
        return None, value - 1, False
    if name == "about":
        return value, value, True
    return value, value, approx


def _vague(grammar: _Grammar, text: str) -> list[FoundQuantity]:
    found = []
    for match in grammar.vague_words.finditer(text):
        rule = grammar.vague[match.group().lower()]
        start, end, low, high, approx = match.start(), match.end(), rule.low, rule.high, rule.approx
        head = text[max(0, start - 24) : start]
        word = match.group().lower()
        if word in {"many", "numerous"} and re.search(r"\b(?:how|as|so|too|not)\s$", head, re.I):
            continue
        if re.match(r"[\s-]{1,2}(?:years?|days?|hours?|months?|weeks?|kilomet\w+|miles|times|dollars|minutes|decades|of (?:kilomet\w+|miles|dollars|hours|years|times|thousands of dollars))\b", text[end : end + 26], re.I):
            continue
        if re.search(r"[$€£]\s?$", head):
            continue
        if high is not None:  # "more than a dozen", "at least half a dozen"
            for name, pattern in grammar.before:
                modifier = pattern.search(head)
                if modifier is not None and name != "exactly":
                    new_low, new_high, approx = _modified(name, rule.low, approx)
                    found.append(FoundQuantity(_strip(text, start - len(modifier.group())), end, new_low, new_high, approx, "vague", False, start, end))
                    break
            else:
                found.append(FoundQuantity(start, end, low, high, approx, "vague", False, start, end))
            continue
        found.append(FoundQuantity(start, end, low, high, approx, "vague", False, start, end))
    for match in grammar.some.finditer(text):
        found.append(FoundQuantity(match.start(), match.end(), 2, None, False, "vague", False, match.start(), match.end()))
    return found


def _zero_and_others(grammar: _Grammar, text: str) -> list[FoundQuantity]:
    found = []
    for match in grammar.zero.finditer(text):
        tail = text[match.end() : match.end() + 16].lower()
        if match.group().lower() == "no" and (not tail.startswith((" ", "-")) or re.match(r"\s(?:longer|doubt|matter|way|idea|hand|role|part|responsibility|comment|means|fewer|less|more|later|sign|other|group|evidence|immediate|one\b|claim|\d)", tail)):
            continue
        if match.group() == "No" and tail[:3].strip(". ").isdigit():
            continue
        found.append(FoundQuantity(match.start(), match.end(), 0, 0, False, "zero", False, match.start(), match.end()))
    for match in _ORDINAL.finditer(text):
        tail = text[match.end() : match.end() + 12].lower()
        if re.match(r"\s(?:\d|two|three|four|five|six|seven|eight|nine|ten|dozen|few)", tail):
            continue
        found.append(FoundQuantity(match.start(), match.end(), 1, 1, False, "ordinal", False, match.start(), match.end()))
    for match in re.finditer(r"(?<![\w-])both(?= (?:of|men|women|children|soldiers|officers|pilots|victims|brothers|were|are|civilians|fighters|policemen)\b)", text, re.I):
        found.append(FoundQuantity(match.start(), match.end(), 2, 2, False, "both", False, match.start(), match.end()))
    return found


def _without_overlaps(found: list[FoundQuantity]) -> list[FoundQuantity]:
    """Keep the longer of two that overlap, the earlier of equals."""
    kept: list[FoundQuantity] = []
    for quantity in sorted(found, key=lambda q: (-(q.end - q.start), q.start)):
        if all(quantity.end <= k.start or quantity.start >= k.end for k in kept):
            kept.append(quantity)
    return sorted(kept, key=lambda q: q.start)
