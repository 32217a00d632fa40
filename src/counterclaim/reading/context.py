"""When and where: the times and places of a report, and its incidents as stubs (READING.md, 6).

Incidents come first: each event joins the stub that its place and date fit, or opens one. Then every fact takes the
stub of its own words, else of its sentence, else of its paragraph, and inherits what its words do not say.
"""

import datetime as dt
import re
from typing import Any

from counterclaim.reading.fact import Fact
from counterclaim.reading.places import FoundPlace, find_places
from counterclaim.reading.syntax import clause_tokens
from counterclaim.reading.times import FoundTime, find_times, resolve

_BACKGROUND = re.compile(
    r"\b(?:since (?:the (?:start|beginning|outbreak|conflict|war|fighting)|(?:early |late |mid-?)?(?:19|20)\d\d|january|february|march|april|may|june|july|august|september|october|november|december|then)|"
    r"so far this year|this year|(?:past|last) (?:(?:\w+|\d+) )?(?:years?|months|decades?)|over the years|in (?:19|20)\d\d\b|years? of (?:war|conflict|fighting)|"
    r"in total|to date|all told|over the course of|(?:conflict|war|insurgency|violence) (?:has|have|had) (?:killed|left|claimed|displaced|forced|cost)|"
    r"civil war|earlier this (?:year|month)|last (?:year|month))\b", re.I)
_ACTIVE_DAYS = 31


class Stub:
    """An incident of this report: a type, and the narrowest place and days that its facts tell."""

    __slots__ = ("events", "key", "other_names", "place", "time", "type")

    def __init__(self, event: Fact) -> None:
        self.key = ""
        self.type = event.type
        self.place: FoundPlace | None = event.place
        self.time: Resolved | None = event.time
        self.events: list[Fact] = [event]
        self.other_names: set[str] = names_of(event.place)

    def add(self, event: Fact) -> None:
        """Take in an event; keep the first place and date that are told."""
        self.events.append(event)
        if event.place is not None:
            if self.place is None:
                self.place = event.place
            self.other_names |= names_of(event.place)
        if event.time is not None and event.time.start and (self.time is None or self.time.start is None or narrower(event.time, self.time)):
            self.time = event.time


class Resolved:
    """A time expression at its place in the report, with the days it covers (None where they cannot be told)."""

    __slots__ = ("block", "end", "found", "precision", "start", "text_end", "text_start")

    def __init__(self, block: Any, found: FoundTime, published: dt.date | None, anchor: dt.date | None = None) -> None:
        self.block = block
        self.found = found
        self.start, self.end, self.precision = resolve(found, published, anchor)
        self.text_start = block.offset + found.start
        self.text_end = block.offset + found.end


def names_of(place: FoundPlace | None) -> set[str]:
    """Return the folded names of a place and of the places that its words put it in."""
    return {place.name.lower()} | {c.lower() for c in place.containers} if place is not None else set()


def narrower(a: Resolved, b: Resolved) -> bool:
    """Tell whether the days of `a` lie within those of `b` and are fewer."""
    if not (a.start and a.end and b.start and b.end):
        return False
    return b.start <= a.start and a.end <= b.end and (a.start, a.end) != (b.start, b.end)


class Context:
    """Times and places of each block, found once."""

    def __init__(self, blocks: list[Any], published: dt.date | None) -> None:
        self.published = published
        self.blocks = blocks
        self.times: dict[int, list[Resolved]] = {}
        self.places: dict[int, list[FoundPlace]] = {}
        for block in blocks:
            self.times[id(block)] = [Resolved(block, t, published) for t in find_times(block.text)]
            self.places[id(block)] = find_places(block.doc)

    def locate(self, facts: list[Fact]) -> None:
        """Give each fact the time and place of its own words, where its sentence tells them."""
        for fact in facts:
            if fact.kind == "media":
                continue
            fact.time = self._time(fact)
            fact.place = self._place(fact)
            if _background(fact):
                fact.background = True

    def nearby_day(self, fact: Fact) -> Resolved | None:
        """Return the first day told after an undated event in its paragraph or the next, not the day of a statement."""
        order = list(self.blocks)
        at = next((i for i, b in enumerate(order) if b is fact.block), None)
        if at is None:
            return None
        for block in order[at : at + (3 if fact.block.role == "headline" else 2)]:
            for time in self.times[id(block)]:
                if block is fact.block and time.found.start < fact.trigger.idx:
                    continue
                if not time.found.reporting and time.start and time.precision in {"day", "range"} and not _far(time, self.published):
                    return time
        return None

    def _time(self, fact: Fact) -> Resolved | None:
        sent = fact.sentence
        low, high = sent.start_char, sent.end_char
        clause = _clause(fact)
        best, best_rank = None, None
        for time in self.times[id(fact.block)]:
            if not low <= time.found.start < high or (time.found.reporting and time.found.kind != "range"):
                continue
            token = fact.block.doc.char_span(time.found.start, time.found.end, alignment_mode="expand")
            if token is None:
                continue
            inside = token.root.i in clause
            distance = abs(token.start - fact.trigger.i)
            between = fact.block.doc[min(token.start, fact.trigger.i) : max(token.start, fact.trigger.i)]
            barriers = sum(t.text in {",", ";"} for t in between) + 2 * sum(t.lower_ in {"when", "while", "after", "before", "since"} for t in between)
            rank = (not inside, barriers, distance)
            if best_rank is None or rank < best_rank:
                best, best_rank = time, rank
        if best is not None and best_rank is not None and best_rank[0] and best_rank[1] >= 3:
            return None
        return best

    def _place(self, fact: Fact) -> FoundPlace | None:
        sent = fact.sentence
        clause = _clause(fact)
        best, best_rank = None, None
        for place in self.places[id(fact.block)]:
            if not sent.start_char <= place.start < sent.end_char:
                continue
            token = fact.block.doc.char_span(place.start, place.end, alignment_mode="expand")
            if token is None:
                continue
            in_target = fact.target_span is not None and fact.target_span[0] <= token.root.i < fact.target_span[1]
            if place.role not in {"at"} and not in_target:
                if not (place.role == "from" and fact.type in {"displaced", "withdrawn", "abducted"}):
                    continue
            if _in_source(fact, token.root):
                continue
            inside = token.root.i in clause
            between = fact.block.doc[min(token.start, fact.trigger.i) : max(token.start, fact.trigger.i)]
            barriers = sum(t.text in {";"} for t in between) * 2 + sum(t.text == "," for t in between)
            precision = place.precision or 4
            rank = (not inside and not in_target, barriers > 2, precision >= 6, abs(token.start - fact.trigger.i) // 6, precision, abs(token.start - fact.trigger.i))
            if best_rank is None or rank < best_rank:
                best, best_rank = place, rank
        return best


def _far(time: Resolved, published: dt.date | None) -> bool:
    return published is not None and time.start is not None and (published - dt.date.fromisoformat(time.start)).days > _ACTIVE_DAYS


def _in_source(fact: Fact, token: Any) -> bool:
    """Tell whether a place stands in the words of the source ("police in Wana"), not in what is said."""
    return any(token.i in f.source_tokens for f in fact.chain if f.block is fact.block)


def _clause(fact: Fact) -> set[int]:
    head = fact.trigger
    while head.pos_ not in {"VERB", "AUX"} and head.head.i != head.i:
        head = head.head
    return {t.i for t in head.subtree}


def _background(fact: Fact) -> bool:
    if fact.kind in {"assessment", "strength"} or fact.type in {"present", "announced_withdrawal"}:
        return True
    if fact.kind in {"media"}:
        return False
    time = fact.time
    if time is not None and time.start and time.end:
        days = (dt.date.fromisoformat(time.end) - dt.date.fromisoformat(time.start)).days
        if days > _ACTIVE_DAYS:
            return True
    if fact.kind in {"casualty", "materiel", "event", "strength"}:
        words = _clause_words(fact)
        return bool(_BACKGROUND.search(words)) and not (time is not None and time.start and time.precision == "day")
    return False


def _clause_words(fact: Fact) -> str:
    """Return the words of the fact's own clause: what another clause of the sentence says is not its background."""
    head = fact.trigger
    while head.pos_ not in {"VERB", "AUX"} and head.head.i != head.i:
        head = head.head
    if fact.chain and fact.chain[-1].block is fact.block and head.i == fact.chain[-1].verb.i:
        head = fact.trigger
    tokens = clause_tokens(head)
    words = " ".join(t.text for t in tokens)
    subject = " ".join(t.text for t in head.children if t.dep_ in {"nsubj"})
    return f"{subject} {words}"


def compatible(stub: Stub, event: Fact) -> int:
    """Return how well an event fits a stub: negative where its place or day is another, more where they agree."""
    score = 0
    if event.place is not None and (event.place.precision or 4) < 6:
        if stub.place is None or (stub.place.precision or 4) >= 6:
            score += 0
        elif names_of(event.place) & stub.other_names or any(
            a in b or b in a for a in names_of(event.place) for b in stub.other_names if len(a) > 3 and len(b) > 3
        ):
            score += 2
        else:
            return -1
    if event.time is not None and event.time.start and event.time.end:
        if stub.time is not None and stub.time.start and stub.time.end:
            if event.time.start > stub.time.end or event.time.end < stub.time.start:
                return -1
            score += 1
    return score


def build_stubs(facts: list[Fact], context: "Context") -> list[Stub]:
    """Return the report's incidents and give every fact its stub, in text order. Background facts have none."""
    stubs: list[Stub] = []
    current: Stub | None = None
    last_block: Any = None
    for fact in facts:
        if fact.block is not last_block and last_block is not None and last_block.role == "heading":
            current = current
        last_block = fact.block
        if fact.background or fact.kind == "assessment":
            continue
        if fact.kind == "event" and not fact.rule.startswith("responsibility"):
            stub = _fitting(stubs, fact, current)
            if stub is None:
                stub = Stub(fact)
                if stub.time is None or stub.time.start is None:
                    stub.time = context.nearby_day(fact)
                stubs.append(stub)
            else:
                stub.add(fact)
            fact.incident = current = stub
            continue
        if fact.parent is not None and fact.parent.incident is not None:
            fact.incident = fact.parent.incident
            continue
        stub = _sentence_stub(fact, stubs) or _fitting(stubs, fact, current)
        if stub is None and fact.kind in {"casualty", "materiel"} and (fact.place is not None or fact.time is not None or not stubs):
            stub = Stub(fact)
            stub.type = {"killed": "Attack"}.get(fact.type, "Attack") if fact.kind == "casualty" else "Armed clash"
            stubs.append(stub)
        if stub is not None and fact not in stub.events:
            if stub.place is None and fact.place is not None:
                stub.place = fact.place
                stub.other_names |= names_of(fact.place)
            if stub.time is None and fact.time is not None and fact.time.start and fact.kind in {"casualty", "materiel"}:
                stub.time = fact.time
        fact.incident = stub
        if stub is not None and fact.kind in {"casualty", "materiel"}:
            current = stub
    return stubs


def _sentence_stub(fact: Fact, stubs: list[Stub]) -> Stub | None:
    """Return the stub of an event in the fact's own sentence, the nearest to it."""
    sent = fact.sentence
    best, distance = None, 10_000
    for stub in stubs:
        for event in stub.events:
            if event.kind == "event" and event.block is fact.block and sent.start <= event.trigger.i < sent.end:
                if abs(event.trigger.i - fact.trigger.i) < distance and compatible(stub, fact) >= 0:
                    best, distance = stub, abs(event.trigger.i - fact.trigger.i)
    return best


def _fitting(stubs: list[Stub], fact: Fact, current: Stub | None) -> Stub | None:
    if current is not None and compatible(current, fact) > 0:
        return current
    scored = [(compatible(s, fact), i, s) for i, s in enumerate(stubs)]
    good = [x for x in scored if x[0] > 0]
    if good:
        return max(good)[2]
    if current is not None and compatible(current, fact) == 0:
        return current
    neutral = [x for x in scored if x[0] == 0]
    return neutral[-1][2] if neutral else None
