"""Times: expressions of date found in raw text, and the days that they cover (METHOD.md 2.4).

The grammar is data (knowledge/data/en/times.yaml); the arithmetic stands in reading.days. An expression that needs
the day of publication, or the day of the incident under discussion, is never resolved without it.
"""

import re
from collections.abc import Iterator

import msgspec

from counterclaim.knowledge.time_rules import Bound, Part, TimeGrammar, load_times
from counterclaim.reading.days import FoundTime, Parts, resolve, resolve_all

__all__ = ["FoundTime", "find_times", "resolve", "resolve_all"]

_WORD = re.compile(r"(?<![^\W_])[^\W_]")
_OPENING = re.compile(r"(?:(?:^|(?<=\W))(?:the )?night )?\b(between|from)\s+(?:the\s+)?$", re.I)
_CLOCK = re.compile(r"\b\d{4}\b|\d\d?[:.]\d\d")
_DATELINE = re.compile(r"\b[A-Z]{3,}[A-Za-z. ]{0,30}(?:,\s+[A-Z][A-Za-z. ]{2,20})?,?\s+(?:on\s+)?$")
_CREDIT = re.compile(r"\s*(?:\([A-Z][\w. ]{1,20}\)|[-–—]{1,2}\s)")
_REACH_BACK, _REACH_ON, _REACH_FRAME, _REACH_SAYING = 48, 40, 60, 110
_AFTER = re.compile(r"('s|’s)?\s*([A-Za-z]+)?")
_OPEN_ENDED = {"from", "beginning", "starting"}
_MOST_FRAMES, _MOST_GAP, _PIVOT = 3, 14, 70
_JOINABLE = {"absolute", "weekday", "relative", "anaphoric"}
_NOT_FRAMED = {"anchor", "anchor_unit", "year", "years", "decade", "month", "past", "past_hours", "last_days"}
_ONE_LETTER = str.maketrans("İıſK", "iisk")  # what IGNORECASE takes for i, s and k


def find_times(text: str) -> list[FoundTime]:
    """Return the expressions of time in `text`, in order; they do not overlap."""
    grammar = load_times()
    found = [_framed(text, item, grammar) for item in _expressions(text, grammar)]
    found = _without_overlaps(found)
    found = _joined(text, found, grammar)
    return [_marked(text, item, grammar) for item in found]


def _windows(text: str, grammar: TimeGrammar) -> Iterator[tuple[int, int]]:
    """Yield the stretches of text around words without which no rule matches."""
    low, high = 0, -1
    for trigger in grammar.triggers.finditer(text):
        start, end = max(0, trigger.start() - _REACH_BACK), min(len(text), trigger.end() + _REACH_ON)
        if start <= high:
            high = max(high, end)
            continue
        if high > low:
            yield low, high
        low, high = start, end
    if high > low:
        yield low, high


def _expressions(text: str, grammar: TimeGrammar) -> Iterator[FoundTime]:
    for low, high in _windows(text, grammar):
        at = low
        while word := _WORD.search(text, at, high):
            at = word.start()
            found, end = _longest(text, at, grammar)
            if found is not None:
                yield found
            at = max(end, at + 1)


def _longest(text: str, at: int, grammar: TimeGrammar) -> tuple[FoundTime | None, int]:
    """Return the longest expression that starts at a word, and where to go on."""
    if at > 1 and text[at].isdigit() and text[at - 1] in ".,/:-" and text[at - 2].isdigit():
        return None, at
    if not grammar.gate.match(text, at):
        return None, at
    best = None
    for rule, pattern in grammar.rules:
        match = pattern.match(text, at)
        if match and (best is None or match.end() > best[1].end()):
            best = rule, match
    if best is None:
        return None, at
    rule, match = best
    start, end = match.span("span") if "span" in match.re.groupindex else match.span()
    parts = _parts(match, grammar)
    return FoundTime(start, end, text[start:end], rule.kind, rule.name, rule.calc, parts, rule.with_), match.end()


def _parts(match: re.Match[str], grammar: TimeGrammar) -> Parts:
    groups = {k: re.sub(r"\s+", " ", v.translate(_ONE_LETTER).lower()) for k, v in match.groupdict().items() if v}
    values: dict[str, int | Part | None] = {}
    for name, words in groups.items():
        base = name.rstrip("2345")
        second = "2" if name[-1] == "2" else ""
        if base == "day" or base == "nth":
            values["day" + second] = int(re.sub(r"\D", "", words))
        elif base == "decade":
            values["year"] = int(words)
        elif base == "year":
            values["year" + second] = int(words)
        elif base == "yy":
            values["year"] = int(words) + (1900 if int(words) >= _PIVOT else 2000)
        elif base == "short_year":
            values["year2"] = int(groups["year"][:2] + words)
        elif base.endswith("month"):
            values["month"] = int(words) if base == "nn_month" else grammar.months[words.rstrip(".")]
        elif base == "nn_day":
            values["day"] = int(words)
        elif base in {"nn_first", "nn_second"}:
            values[base[3:]] = int(words)
        elif base.endswith("weekday"):
            values["weekday"] = grammar.weekdays[words.rstrip(".")]
        elif base == "number":
            values["number"] = int(words) if words.isdigit() else grammar.numbers[words]
        elif base == "ordinal":
            values["ordinal"] = grammar.ordinals[words]
        elif base == "part":
            values["part"] = grammar.parts[words]
        elif base == "one":
            values["number"] = 1
        elif base == "holiday":
            values["month"], values["day"] = grammar.holidays[words]
    if "year2" in values and "year" not in values:
        values["year"] = values.pop("year2")
    if "day2" in values and "day" not in values:
        values["day"] = values.pop("day2")
    return msgspec.convert(values, Parts)


def _framed(text: str, found: FoundTime, grammar: TimeGrammar) -> FoundTime:
    """Widen an expression of a day by the words around it that tell its hour."""
    if found.calc in _NOT_FRAMED:
        return found
    start, end, shift = found.start, found.end, found.shift
    for _ in range(_MOST_FRAMES):
        ends = [m.end() for _, pattern in grammar.after if (m := pattern.match(text, end))]
        if not ends:
            break
        end = max(ends)
    for _ in range(_MOST_FRAMES):
        before = text[max(0, start - _REACH_FRAME) : start]
        matches = [(m.start(), frame.shift) for frame, pattern in grammar.before if (m := pattern.search(before))]
        if not matches or min(matches)[0] >= len(before.rstrip()):
            break
        first, moved = min(matches)
        start -= len(before) - first
        shift += moved
    if (start, end) == (found.start, found.end):
        return found
    return msgspec.structs.replace(found, start=start, end=end, text=text[start:end], shift=shift)


def _without_overlaps(found: list[FoundTime]) -> list[FoundTime]:
    kept: list[FoundTime] = []
    for item in found:
        if kept and item.start < kept[-1].end:
            if item.end - item.start > kept[-1].end - kept[-1].start:
                kept[-1] = item
            continue
        kept.append(item)
    return kept


def _joined(text: str, found: list[FoundTime], grammar: TimeGrammar) -> list[FoundTime]:
    """Make ranges of two expressions with a word between them ("between Thursday and Saturday")."""
    joined: list[FoundTime] = []
    for item in found:
        left = joined[-1] if joined else None
        if left is not None and left.kind in _JOINABLE and item.kind in _JOINABLE:
            start = _join_start(text, left, item, grammar)
            if start is not None:
                joined[-1] = FoundTime(
                    start, item.end, text[start : item.end], "range", "range", "join", inner=(left, item)
                )
                continue
        joined.append(item)
    return joined


def _join_start(text: str, left: FoundTime, right: FoundTime, grammar: TimeGrammar) -> int | None:
    """Return where the range of two expressions starts, or None where they make none."""
    gap = text[left.end : right.start]
    word = " ".join(gap.lower().split()).removesuffix(" the").removesuffix(" on")
    if len(gap) > _MOST_GAP or not word:
        return None
    joins = grammar.data.joins
    opening = _OPENING.search(text[max(0, left.start - 24) : left.start])
    if opening:
        words = joins.between if opening.group(1).lower() == "between" else joins.from_
        if word in words or word in joins.plain:
            return left.start - (min(24, left.start) - opening.start())
    if word in joins.plain:
        return left.start if left.kind == right.kind else None
    if word in joins.consecutive and _consecutive(left, right):
        return left.start
    return None


def _consecutive(left: FoundTime, right: FoundTime) -> bool:
    if left.calc == right.calc == "weekday" and left.parts.weekday is not None and right.parts.weekday is not None:
        return (left.parts.weekday + 1) % 7 == right.parts.weekday
    return left.rule == "yesterday" and right.rule == "today"


# Marking: bounds, publication, reporting


def _marked(text: str, item: FoundTime, grammar: TimeGrammar) -> FoundTime:
    bound, start = _bound(text, item, grammar)
    changes: dict[str, object] = {}
    if bound is not None:
        changes = {"bound": bound}
        if bound == "since":
            changes |= {"kind": "since", "start": start, "text": text[start : item.end]}
    if _is_publication(text, item, grammar):
        changes |= {"kind": "publication", "reporting": True}
    elif item.kind in _JOINABLE and bound is None and _is_reporting(text, item, grammar):
        changes["reporting"] = True
    return msgspec.structs.replace(item, **changes) if changes else item


def _bound(text: str, item: FoundTime, grammar: TimeGrammar) -> tuple[Bound | None, int]:
    """Return the bound that the words before an expression make, and where those words start."""
    first = re.match(r"since\b", item.text, re.I)
    if first:
        return "since", item.start
    if item.kind == "range":
        return None, item.start
    before = text[max(0, item.start - 24) : item.start]
    for bound, word, pattern in grammar.bounds:
        match = pattern.search(before)
        if match is not None and _stands_alone(text, item.end, bound, word, grammar):
            return bound, item.start - (len(before) - match.start())
    return None, item.start


def _stands_alone(text: str, end: int, bound: Bound, word: str, grammar: TimeGrammar) -> bool:
    """Tell whether a bound holds: not "after Friday prayers", nor "from Monday" without "onwards"."""
    after = _AFTER.match(text, end)
    possessive, following = after.groups() if after else (None, None)
    next_word = following.lower() if following else None
    if word in _OPEN_ENDED:
        return next_word in grammar.data.from_ends
    if bound in {"before", "after"}:
        return not possessive and (next_word is None or next_word in grammar.data.bound_ends)
    return True


def _is_publication(text: str, item: FoundTime, grammar: TimeGrammar) -> bool:
    if item.calc not in {"date", "numeric"}:
        return False
    if item.start == 0 and item.parts.year is not None:
        return not re.match(r"\s*[:,–—-]", text[item.end : item.end + 4])
    before = _CLOCK.sub("", text[max(0, item.start - 36) : item.start])  # "updated 1457"
    before = " ".join(before.lower().split()).rstrip(",:( ")
    if any(before == w or before.endswith((" " + w, "(" + w)) for w in grammar.data.publication.before):
        return item.parts.year is not None
    # ADDIS ABABA, Feb 21 (AGENCY)
    place = _DATELINE.search(text[max(0, item.start - _REACH_FRAME) : item.start])
    return place is not None and _CREDIT.match(text, item.end) is not None


def _is_reporting(text: str, item: FoundTime, grammar: TimeGrammar) -> bool:
    """Tell whether a verb or noun of saying stands right before or after the expression."""
    words = grammar.data.reporting
    if text[item.end : item.end + 2] in {"'s", "’s"}:
        rest = text[item.end + 2 : item.end + 30].lower().lstrip()
        return rest.startswith(words.nouns)
    after = re.match(r"\s([a-z]+)", text[item.end : item.end + 20])
    if after and after.group(1) in words.verbs:
        return True
    before = text[max(0, item.start - _REACH_SAYING) : item.start]
    before = re.split(r"[.;:!?()\"”]|\n", before)[-1]
    tokens = re.findall(r"[\w'’-]+|,", before)
    for steps, token in enumerate(reversed(tokens)):
        if token.lower() in words.verbs:
            return True
        plain = token.lower() in words.objects or token[0].isupper()
        if token == "," or not plain or steps >= words.most_objects:
            break
    return grammar.statement.search(" ".join(before.lower().split())) is not None
