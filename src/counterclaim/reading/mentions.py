"""Mentions: every expression of time of a text, valued or not, with the extents of TIMEX2.

Events are dated by reading.times, whose expressions are fewer and wider ("between Thursday and Saturday" is one). Here
each end of a range stands alone, prepositions are left out, and durations, sets and words such as "now" are found
too, told apart by their kind. The patterns are data (knowledge/data/en/times.yaml); days come from reading.times.
"""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import itemgetter

import msgspec

from counterclaim.knowledge.time_rules import MentionKind, MentionRule, load_mentions
from counterclaim.reading.days import FoundTime, resolve, resolve_all
from counterclaim.reading.times import find_times
from counterclaim.record.time import Precision

__all__ = ["Mention", "find_mentions"]

_WORD = re.compile(r"(?<![^\W_])[^\W_]|(?<=\s)['’](?=\d)")
_LEADING = re.compile(
    r"(?:(?:in|on|at|by|during|since|from|between|over|within|for|until|till|after|before|the night between)\s+)+",
    re.I,
)
_BETWEEN = re.compile(r"(?<=[\ddhts])\s*(?:[-–—/]|\b(?:to|and|until|till|through)\b)\s*")
_REACH_BACK, _MOST_BESIDE = 64, 14
_VALUED = {"date", "time"}

Days = tuple[str | None, str | None, Precision | None]
Dated = tuple[int, int, Days]


class Mention(msgspec.Struct, frozen=True):
    """An expression of time at [start, end) of a text; the days it covers, where its words tell them.

    Only kinds "date" and "time" have days; the others are durations, sets, references to past, present or future,
    and what is counted from an event that the words name ("anchored").
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    first: str | None = None
    last: str | None = None
    precision: Precision | None = None


def find_mentions(text: str, published: dt.date | None = None) -> list[Mention]:
    """Return every expression of time in `text`, in order, without overlaps.

    Relative expressions ("yesterday") have days only where `published`, the day of publication, is given.
    """
    dated = list(_dated(text, published))
    mentions: list[Mention] = []
    for start, end, kind in _spans(text):
        days = None
        if kind in _VALUED:
            days = _common(start, end, _beside(dated, start, end)) or _alone(text[start:end], published)
        mentions.append(Mention(start, end, text[start:end], kind, *(days or (None, None, None))))
    mentions += _only_dated(text, dated, mentions)
    return sorted(mentions, key=lambda m: m.start)


def _spans(text: str) -> Iterator[tuple[int, int, MentionKind]]:
    grammar = load_mentions()
    done = 0
    for low, high in _windows(text, grammar.cue):
        at = max(low, done)
        while word := _WORD.search(text, at, high):
            at = word.start()
            best = _longest(text, at, grammar.rules)
            if best is None:
                at += 1
                continue
            rule, match = best
            for start, end in _parts_of(match):
                yield start, end, rule.kind
            at = done = match.end()


def _windows(text: str, cue: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of text around words without which no pattern matches."""
    low, high = 0, -1
    for found in cue.finditer(text):
        start, end = max(0, found.start() - _REACH_BACK), found.end()
        if start > high:
            if high > low:
                yield low, high
            low = start
        high = end
    if high > low:
        yield low, high


def _longest(
    text: str, at: int, rules: list[tuple[MentionRule, re.Pattern[str]]]
) -> tuple[MentionRule, re.Match[str]] | None:
    best = None
    for rule, pattern in rules:
        match = pattern.match(text, at)
        if match and match.end() > at and (best is None or match.end() > best[1].end()):
            best = rule, match
    return best


def _parts_of(match: re.Match[str]) -> list[tuple[int, int]]:
    return [match.span("one"), match.span("two")] if "one" in match.re.groupindex else [match.span()]


# Days


def _dated(text: str, published: dt.date | None) -> Iterator[Dated]:
    """Yield the expressions of reading.times with their days, each end of a range apart."""
    # A mention leaves "since" and "before" out, and so does its value.
    found = [msgspec.structs.replace(f, bound=None) for f in find_times(text)]
    for item, days in zip(found, resolve_all(found, published), strict=True):
        if item.inner:
            left, right = item.inner
            end = resolve(right, published)
            before = dt.date.fromisoformat(end[0]) if end[0] else published
            yield left.start, left.end, resolve(left, published if left.parts.year else before)
            yield right.start, right.end, end
        elif item.calc in {"days", "years"}:
            yield from _ends(item, published)
        else:
            yield item.start, item.end, (None, None, None) if item.kind == "vague" else days


def _ends(item: FoundTime, published: dt.date | None) -> Iterator[Dated]:
    """Yield both ends of "12-14 July" or "1990-94", cut at what stands between them."""
    parts, calc = item.parts, "date" if item.calc == "days" else "year"
    cut = _BETWEEN.search(item.text)
    if cut is None:
        return
    first = msgspec.structs.replace(item, calc=calc, inner=())
    last = msgspec.structs.replace(
        first, parts=msgspec.structs.replace(parts, day=parts.day2, year=parts.year2 or parts.year)
    )
    yield item.start, item.start + cut.start(), resolve(first, published)
    yield item.start + cut.end(), item.end, resolve(last, published)


def _beside(items: Sequence[Dated], start: int, end: int) -> list[Dated]:
    """Return those of the items, in order and apart, that overlap [start, end)."""
    at = bisect_left(items, end, key=itemgetter(0))
    low = at
    while low and items[low - 1][1] > start:
        low -= 1
    return list(items[low:at])


def _common(start: int, end: int, beside: list[Dated]) -> Days | None:
    """Return the days of the dated expression that covers a mention but for a few characters.

    Where several make up the mention ("June last year"), their common days; none where they have none.
    """
    days = [d for first, last, d in beside if d[0] and (first - start) + (end - last) <= _MOST_BESIDE * len(beside)]
    if not days or len(days) < len(beside):
        return None
    narrowest = max(days, key=lambda d: (d[0] or "", d[1] or ""))
    return narrowest if all((d[0] or "") <= (narrowest[1] or "") <= (d[1] or "") for d in days) else None


def _alone(words: str, published: dt.date | None) -> Days | None:
    """Return the days that the words tell on their own: "1967" before any noun is a year once it is known for one."""
    found = find_times(f"in {words}.")
    if len(found) != 1 or found[0].inner or found[0].kind == "vague":
        return None
    covers = found[0].start <= len("in ") and found[0].end >= len("in ") + len(words)
    days = resolve(found[0], published)
    return days if covers and days[0] else None


def _only_dated(text: str, dated: list[Dated], mentions: list[Mention]) -> list[Mention]:
    """Return what reading.times alone has found."""
    known: list[Dated] = [(m.start, m.end, (None, None, None)) for m in mentions]
    more = []
    for start, end, days in dated:
        lead = _LEADING.match(text, start, end)
        start = lead.end() if lead else start
        if start < end and not _beside(known, start, end):
            more.append(Mention(start, end, text[start:end], "date", *days))
    return more
