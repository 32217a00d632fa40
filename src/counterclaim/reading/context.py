"""When and where: the times and places of a report, and its incidents as stubs (READING.md, 6).

Incidents come first: each event joins the stub that its place and date fit, or opens one. Then every fact takes the
stub of its own words, else of its sentence, else of its paragraph, and inherits what its words do not say.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from counterclaim.knowledge.actors import load_registry
from counterclaim.knowledge.gazetteer import load_gazetteer
from counterclaim.knowledge.geocode import Geocoder, Named
from counterclaim.knowledge.name_keys import alike
from counterclaim.knowledge.place_words import country_of, load_places
from counterclaim.reading.fact import Fact
from counterclaim.reading.places import FoundPlace, find_places
from counterclaim.reading.syntax import clause_tokens
from counterclaim.reading.times import FoundTime, find_times, resolve_all
from counterclaim.record import Place

_CAPITALISED = re.compile(r"\b[A-Z][a-z]{3,}\b")
_BACKGROUND = re.compile(
    r"\b(?:since (?:the (?:start|beginning|outbreak|conflict|war|fighting)|(?:early |late |mid-?)?(?:19|20)\d\d|january|february|march|april|may|june|july|august|september|october|november|december|then)|"
    r"so far this year|this year|(?:past|last) (?:(?:\w+|\d+) )?(?:years?|months|decades?)|over the years|in (?:19|20)\d\d\b|years? of (?:war|conflict|fighting)|"
    r"in total|to date|all told|over the course of|(?:conflict|war|insurgency|violence) (?:has|have|had) (?:killed|left|claimed|displaced|forced|cost)|"
    r"civil war|earlier this (?:year|month)|last (?:year|month)|previously|regularly|repeatedly|routinely|frequently|often|in recent (?:weeks|months|years)|"
    r"in the past|over the past (?:weeks|months)|(?:several|many|numerous) (?:such )?(?:attacks|bombings|raids|strikes) (?:since|in the))\b",
    re.I,
)
_THE_COUNTRY = re.compile(r"\b(?:in|across|throughout|inside|within|around) (the (?:entire |whole )?country)\b")
_ACTIVE_DAYS = 31
_NEWS_DAYS = 4
_LEAST_NAME = 4  # letters: shorter names of villages are words and persons' names


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
        """Take in an event; keep the first place and date that are told, and the type of the first that is told as an event."""
        if event.kind == "event" and all(e.kind != "event" or e.block.role == "headline" for e in self.events):
            self.type = event.type
        self.events.append(event)
        if event.place is not None:
            if self.place is None or finer(event.place, self.place):
                self.place = event.place
            self.other_names |= names_of(event.place)
        if (
            event.time is not None
            and event.time.start
            and (self.time is None or self.time.start is None or narrower(event.time, self.time))
        ):
            self.time = event.time


class Resolved:
    """A time expression at its place in the report, with the days it covers (None where they cannot be told)."""

    __slots__ = ("block", "end", "found", "precision", "start", "text_end", "text_start")

    def __init__(self, block: Any, found: FoundTime, days: tuple[str | None, str | None, Any]) -> None:
        self.block = block
        self.found = found
        self.start: str | None
        self.end: str | None
        self.precision: Any
        # "recently" has a default only for exports (METHOD.md 2.4): a claim stores what the words say
        self.start, self.end, self.precision = (None, None, None) if found.kind == "vague" else days
        self.text_start = block.offset + found.start
        self.text_end = block.offset + found.end


def _named_countries(text: str) -> Counter[str]:
    """Return how often the words of a text name each country or something of it: countries, peoples, actors."""
    counts: Counter[str] = Counter(c for word in _CAPITALISED.findall(text) if (c := country_of(word)) is not None)
    return counts + _countries_of(actors_in(text))


def actors_in(text: str) -> list[str]:
    """Return the ids of the registry's actors that a text names, one for each mention."""
    return [actor for _, _, actor, _ in load_registry().scan(text) if actor is not None]


def _countries_of(actors: Sequence[str]) -> Counter[str]:
    registry = load_registry()
    return Counter(c for actor in actors if (c := registry.actor(actor).country))


def main_country(countries: Counter[str]) -> str | None:
    """Return the country that most of a report's places and named actors are of, None where none stands out.

    It takes two mentions and three in five of all: a report on two countries has none.
    """
    if not countries:
        return None
    code, number = countries.most_common(1)[0]
    return code if number >= 2 and number * 5 >= countries.total() * 3 else None


def named(place: FoundPlace) -> Named:
    """Return a mention as the gazetteer is asked for it."""
    return Named(place.name, place.type, place.country, place.containers)


ONE_SUBJECT = 150  # tokens: a longer paragraph (a text without line breaks) may well tell of several places
NEARBY = 400  # characters: a day told later than this after an undated event is hardly its own
CUMULATIVE, CUMULATIVE_DISPLACED = 5_000, 100_000  # people
COARSE = 4  # UCDP where_prec: an admin-1 region or more


def finer(a: FoundPlace, b: FoundPlace) -> bool:
    """Tell whether `a` is a town-like place and `b` only a region or a country."""
    return (a.precision or COARSE) < COARSE <= (b.precision or COARSE)


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
        self.coder: Geocoder | None = None
        self.country: str | None = None  # known once settled
        self._setting = main_country(_named_countries(" ".join(block.text for block in blocks)))
        for block in blocks:
            found = find_times(block.text)
            self.times[id(block)] = [
                Resolved(block, t, days) for t, days in zip(found, resolve_all(found, published), strict=True)
            ]
            self.places[id(block)] = find_places(block.doc, block.offset, self._known)
        self._name_the_country()

    def _known(self, name: str) -> bool:
        """Tell whether the country that the report plainly speaks of has a place of this name."""
        if self._setting is None or len(name) < _LEAST_NAME or name.islower():
            return False
        found = load_gazetteer().named(name)
        return any(p.country == self._setting and p.kind in {"place", "admin1", "area"} for p in found)

    def _name_the_country(self) -> None:
        """Read "in the country" as the country last named before it; where none is, it stays unread."""
        last: FoundPlace | None = None
        for block in self.blocks:
            places = self.places[id(block)]
            meant = [m.span(1) for m in _THE_COUNTRY.finditer(block.text)]
            for place in list(places):
                while meant and meant[0][0] < place.start:
                    self._mean(places, meant.pop(0), last, block)
                if place.country is not None and load_places().country(place.name) == place.country:
                    last = place
            for span in meant:
                self._mean(places, span, last, block)
            places.sort(key=lambda p: p.start)

    def _mean(
        self, places: list[FoundPlace], span: tuple[int, int], country: FoundPlace | None, block: Any
    ) -> None:
        start, end = span
        if country is None or any(p.start < end and start < p.end for p in places):
            return
        places.append(
            FoundPlace(
                start,
                end,
                block.text[start:end],
                country.name,
                start,
                end,
                country.country,
                6,
                role="at",
                offset=block.offset,
            )
        )

    def settle(self, actors: Sequence[str], dateline: Place | None) -> Geocoder:
        """Find the country that the report is about, and make, keep and return what resolves its places.

        Its places, the named `actors` (ids, one for each mention) and the country of its dateline speak for countries.
        """
        places = [p for found in self.places.values() for p in found]
        countries = Counter(p.country for p in places if p.country) + _countries_of(actors)
        if dateline is not None and dateline.country is not None:
            countries[dateline.country] += 1
        self.country = main_country(countries)
        self.coder = Geocoder(load_gazetteer(), [named(p) for p in places], countries)
        return self.coder

    def locate(self, facts: list[Fact]) -> None:
        """Give each fact the time and place of its own words, where its sentence tells them."""
        for fact in facts:
            if fact.kind == "media":
                continue
            fact.time = self._time(fact)
            fact.place = self._place(fact) or self._topic(fact)
            if _background(fact):
                fact.background = True

    def nearby_day(self, fact: Fact, facts: list[Fact]) -> Resolved | None:
        """Return the first day told after an undated event in its paragraph or the next, not the day of a statement.

        Nor one, some days before the report, that another happening told in its own sentence has for its own.
        """
        taken = {
            id(f.time)
            for f in facts
            if f.time is not None
            and f.sentence != fact.sentence
            and not _again(f)
            and _past(f.time, self.published)
        }
        order = list(self.blocks)
        at = next((i for i, b in enumerate(order) if b is fact.block), None)
        if at is None:
            return None
        before = [
            t
            for t in self.times[id(fact.block)]
            if t.found.start < fact.trigger.idx
            and not t.found.reporting
            and t.start
            and t.precision in {"day", "range"}
            and id(t) not in taken
            and not _far(t, self.published)
        ]
        if before and before[-1].found.end <= fact.sentence.start_char:
            return before[-1]
        for block in order[at : at + (3 if fact.block.role == "headline" else 2)]:
            for time in self.times[id(block)]:
                if block is fact.block and not 0 <= time.found.start - fact.trigger.idx <= NEARBY:
                    continue
                if (
                    not time.found.reporting
                    and id(time) not in taken
                    and time.start
                    and time.precision in {"day", "range"}
                    and not _far(time, self.published)
                ):
                    return time
        return None

    def _time(self, fact: Fact) -> Resolved | None:
        sent = fact.sentence
        best, best_rank = None, None
        for time in self.times[id(fact.block)]:
            if not sent.start_char <= time.found.start < sent.end_char:
                continue
            span = fact.block.doc.char_span(time.found.start, time.found.end, alignment_mode="expand")
            if span is None or _limit(span):
                continue
            if (since := self._since(fact, time, span)) is not None:
                return since
            reach = _reach(fact, span)
            if time.found.reporting and time.found.kind != "range" and not (reach == 0 and _after_that(span)):
                continue
            if reach is None:
                continue
            between = fact.block.doc[min(span.start, fact.trigger.i) : max(span.start, fact.trigger.i)]
            barriers = sum(t.text in {",", ";"} for t in between) + 2 * sum(
                t.lower_ in {"when", "while", "after", "before", "since"} for t in between
            )
            rank = (reach, barriers, abs(span.start - fact.trigger.i))
            if best_rank is None or rank < best_rank:
                best, best_rank = time, rank
        return best

    def _since(self, fact: Fact, time: Resolved, span: Any) -> Resolved | None:
        """Return the days from the one that a "since" clause tells until publication ("killed since it began on Sunday")."""
        governor = _predicate(span.root)
        if (
            not _marked_since(governor)
            or time.start is None
            or self.published is None
            or governor.head.i != _predicate(fact.trigger).i
        ):
            return None
        days = (time.start, self.published.isoformat(), "range")
        fact.background = fact.background or fact.kind == "casualty"
        return Resolved(fact.block, time.found, days)

    def _place(self, fact: Fact) -> FoundPlace | None:
        sent = fact.sentence
        best, best_rank = None, None
        for place in self.places[id(fact.block)]:
            if not sent.start_char <= place.start < sent.end_char or place.name.split(" ")[0] in _NOT_PLACES:
                continue
            span = fact.block.doc.char_span(place.start, place.end, alignment_mode="expand")
            if span is None:
                continue
            in_target = fact.target_span is not None and fact.target_span[0] <= span.root.i < fact.target_span[1]
            origin = place.role == "from" and fact.type in {
                "displaced",
                "withdrawn",
                "announced_withdrawal",
                "abducted",
            }
            if place.role != "at" and not in_target and not origin:
                continue
            if _in_source(fact, span.root) or _of_saying(fact, span):
                continue
            reach = 0 if in_target else _reach(fact, span)
            if reach is None:
                continue
            between = fact.block.doc[min(span.start, fact.trigger.i) : max(span.start, fact.trigger.i)]
            barriers = sum(t.text == ";" for t in between) * 2 + sum(t.text == "," for t in between)
            precision = place.precision or COARSE
            rank = (
                reach,
                precision >= 6,
                barriers > 2,
                abs(span.start - fact.trigger.i) // 6,
                precision,
                abs(span.start - fact.trigger.i),
            )
            if best_rank is None or rank < best_rank:
                best, best_rank = place, rank
        return best

    def _topic(self, fact: Fact) -> FoundPlace | None:
        """Return the place that a paragraph opens with ("In Ulang, ...", "Al-Mazraa road: ..."): what follows happened there."""
        block = fact.block
        if len(block.doc) > ONE_SUBJECT or fact.kind in {"strength", "assessment", "agreement"}:
            return None
        for place in self.places[id(block)]:
            if place.start > 30 or place.end > fact.trigger.idx:
                break
            opens = _OPENS.match(block.text[: place.start + 1]) is not None and place.role == "at"
            titled = place.start <= 4 and block.text[place.end : place.end + 1] == ":"
            if (opens or titled) and place.name.split(" ")[0] not in _NOT_PLACES:
                return place
        return None

    def refine(self, stubs: list[Stub], facts: list[Fact]) -> None:
        """Narrow a stub's place and days by what its own paragraphs tell in sentences that hold no fact.

        Only paragraphs whose facts all belong to the stub are read, and only what is finer than, or missing from, the stub.
        """
        owners: dict[int, set[int]] = {}
        for fact in facts:
            if fact.incident is not None:
                owners.setdefault(id(fact.block), set()).add(id(fact.incident))
        for stub in stubs:
            for block in self.blocks:
                if owners.get(id(block)) != {id(stub)} or block.role == "headline" or len(block.doc) > ONE_SUBJECT:
                    continue
                for place in self.places[id(block)]:
                    span = block.doc.char_span(place.start, place.end, alignment_mode="expand")
                    if (
                        place.role == "at"
                        and place.name.split(" ")[0] not in _NOT_PLACES
                        and not (span is not None and _predicate(span.root).lemma_.lower() in _SAYS | _LIES)
                        and (stub.place is None or finer(place, stub.place))
                    ) and ((place.precision or COARSE) <= 3 or stub.place is None):
                        stub.place = place
                        stub.other_names |= names_of(place)
                        break
                for time in self.times[id(block)]:
                    span = block.doc.char_span(time.found.start, time.found.end, alignment_mode="expand")
                    if (
                        time.found.reporting
                        or not time.start
                        or span is None
                        or _limit(span)
                        or _far(time, self.published)
                    ):
                        continue
                    if (
                        stub.time is None or stub.time.start is None or narrower(time, stub.time)
                    ) and time.precision in {"day", "range"}:
                        stub.time = time
                        break


_OPENS = re.compile(
    r"\W*(?:(?:also|further \w+|meanwhile|elsewhere|separately|later|and),? )?(?:in|at|near|around|outside|inside|across|on)\b.{0,24}$",
    re.I | re.S,
)
_NOT_PLACES = {
    "Hospital",
    "Hospitals",
    "Medics",
    "Flash",
    "Update",
    "Press",
    "Operation",
    "Resolution",
    "Article",
    "Facebook",
    "Twitter",
    "Telegram",
    "Arabic",
    "English",
    "Parliament",
    "Congress",
}


def _again(fact: Fact) -> bool:
    """Tell whether a fact speaks of what was told before ("the attack", "they were killed"): its day is then that one's."""
    if fact.kind == "event":
        return fact.presupposed or fact.rule.startswith("responsibility")
    head = fact.target
    return (
        head is None
        or head.pos_ == "PRON"
        or any(c.dep_ == "det" and c.lower_ in {"the", "those"} for c in head.children)
    )


def _after_that(span: Any) -> bool:
    """Tell whether a time opens what is said ("reported that on Friday ..."): it then dates the event, not the statement."""
    return any(t.lower_ == "that" for t in span.doc[max(0, span.start - 2) : span.start])


def _limit(span: Any) -> bool:
    """Tell whether a time only bounds what is told ("buried by Thursday night", "until noon")."""
    before = span.doc[span.start - 1].lower_ if span.start > 0 else ""
    return before in {"by", "until", "till", "before", "after", "since"} or span[0].lower_ in {
        "by",
        "until",
        "till",
    }


def _reach(fact: Fact, span: Any) -> int | None:
    """Return how directly a time or place reaches a fact: 0 its own predicate, 1 a clause above it or the sentence's own adverbial,
    2 by nearness alone; None where it belongs to another clause."""
    head = _predicate(fact.trigger)
    governor = _predicate(span.root)
    if governor.i == head.i:
        return 0
    above = {a.i for a in head.ancestors}
    if governor.i in above:
        return 1
    cue = fact.chain[-1].verb.i if fact.chain and fact.chain[-1].block is fact.block else -1
    if governor.i == cue:
        return 1
    low, high = sorted((span.start, fact.trigger.i))
    between = fact.block.doc[low:high]
    if head.i in {a.i for a in governor.ancestors}:
        if governor.dep_ in {"relcl", "acl"} or any(
            c.dep_ == "mark" and c.lower_ in {"after", "before", "since", "until"} for c in governor.children
        ):
            return None
        return 2
    if governor.dep_ == "conj" or head.dep_ == "conj" or len(between) <= 8:
        return 2 if not any(t.text == ";" for t in between) else None
    return None


def _predicate(token: Any) -> Any:
    while token.pos_ not in {"VERB", "AUX"} and token.head.i != token.i:
        token = token.head
    return token


def _far(time: Resolved, published: dt.date | None) -> bool:
    return (
        published is not None
        and time.start is not None
        and (published - dt.date.fromisoformat(time.start)).days > _ACTIVE_DAYS
    )


_LIES = {"lie", "locate", "situate", "border", "be"}  # what only says where a town is


def _past(time: Resolved, published: dt.date | None) -> bool:
    """Tell whether a day lies before the few that news is about."""
    if published is None or time.end is None:
        return False
    return (published - dt.date.fromisoformat(time.end)).days > _NEWS_DAYS


_SAYS = {"say", "tell", "report", "announce", "state", "add", "inform"}


def _of_saying(fact: Fact, span: Any) -> bool:
    """Tell whether a place is where something was said ("told reporters in Bamako that"), not where it happened."""
    governor = _predicate(span.root)
    return governor.lemma_.lower() in _SAYS and governor.i != _predicate(fact.trigger).i and span.start > governor.i


def _in_source(fact: Fact, token: Any) -> bool:
    """Tell whether a place stands in the words of the source ("police in Wana"), not in what is said."""
    return any(token.i in f.source_tokens for f in fact.chain if f.block is fact.block)


def _marked_since(clause: Any) -> bool:
    return any(c.dep_ == "mark" and c.lower_ == "since" for c in clause.children)


def _since_it_began(fact: Fact) -> bool:
    """Tell whether a toll is that of all days since something began, without the day of that."""
    days = load_places().data.weekdays | {"yesterday", "today"}
    for clause in fact.trigger.children:
        if clause.dep_ == "advcl" and _marked_since(clause):
            perfect = any(
                c.dep_ in {"aux", "auxpass"} and c.lower_ in {"has", "have", "had"} for c in fact.trigger.children
            )
            dated = any(t.lower_ in days or t.like_num for t in clause.subtree)
            return perfect and not dated
    return False


def _background(fact: Fact) -> bool:
    if fact.kind in {"assessment", "strength"} or fact.type in {"present", "announced_withdrawal"}:
        return True
    if fact.kind in {"media"}:
        return False
    low = fact.counted.low if fact.counted is not None and fact.counted.low is not None else 0
    if fact.kind == "casualty" and low >= (CUMULATIVE_DISPLACED if fact.type == "displaced" else CUMULATIVE):
        return True  # no single incident: the total of a war
    time = fact.time
    if time is not None and time.start and time.end:
        days = (dt.date.fromisoformat(time.end) - dt.date.fromisoformat(time.start)).days
        if days > _ACTIVE_DAYS:
            return True
    if fact.kind in {"casualty", "materiel", "event", "strength"}:
        words = _clause_words(fact)
        if fact.kind == "casualty" and _since_it_began(fact):
            return True
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


def compatible(stub: Stub, event: Fact, coder: Geocoder | None = None) -> int:
    """Return how well an event fits a stub: negative where its place or day is another, more where they agree.

    A region or a country fits any town: only two towns, or two regions, exclude each other.
    """
    score = 0
    if event.place is not None and stub.place is not None:
        theirs, ours = names_of(event.place), stub.other_names
        if theirs & ours or any(a in b or b in a for a in theirs for b in ours if len(a) > 3 and len(b) > 3):
            score += 2
        elif (event.place.precision or COARSE) >= COARSE or (stub.place.precision or COARSE) >= COARSE:
            both = (event.place.precision or COARSE) >= COARSE and (stub.place.precision or COARSE) >= COARSE
            if both and event.place.precision != 6 and stub.place.precision != 6:
                return -1
        elif not _one_town(stub.place, event.place, coder):
            return -1
    if event.kind == "casualty" and event.type in {"missing", "released"}:
        return score  # the day that a missing nurse was found is none of the attack
    if (
        event.time is not None
        and event.time.start
        and event.time.end
        and stub.time is not None
        and stub.time.start
        and stub.time.end
    ):
        if event.time.start > stub.time.end or event.time.end < stub.time.start:
            return -1
        score += 1
    return score


def _one_town(a: FoundPlace, b: FoundPlace, coder: Geocoder | None) -> bool:
    """Tell whether two names are spellings of one place."""
    if coder is None:
        return False
    one, other = coder.locate(named(a)), coder.locate(named(b))
    if one is None or other is None or one.place is None or other.place is None:
        return False
    return one.place.gid == other.place.gid and one.place.kind == "place" and alike(a.name, b.name)


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
            stub = _fitting(stubs, fact, current, context.coder)
            if stub is None:
                stub = Stub(fact)
                if stub.time is None or stub.time.start is None:
                    stub.time = context.nearby_day(fact, facts)
                stubs.append(stub)
            else:
                stub.add(fact)
            fact.incident = current = stub
            continue
        if fact.parent is not None and fact.parent.incident is not None:
            fact.incident = fact.parent.incident
            continue
        stub = _sentence_stub(fact, stubs, context.coder) or _fitting(stubs, fact, current, context.coder)
        if stub is None and fact.type == "offensive" and stubs:
            stub = (
                current or stubs[0]
            )  # the operation in which the fighting broke out, though it began on another day
        if (
            stub is None
            and fact.kind in {"casualty", "materiel"}
            and (fact.place is not None or fact.time is not None or not stubs)
        ):
            stub = Stub(fact)
            stub.type = {"killed": "Attack"}.get(fact.type, "Attack") if fact.kind == "casualty" else "Armed clash"
            stubs.append(stub)
        if (
            stub is not None
            and fact not in stub.events
            and fact.kind in {"casualty", "materiel"}
            and fact.type not in {"displaced", "released", "missing"}
        ):
            if fact.place is not None and (stub.place is None or finer(fact.place, stub.place)):
                stub.place = fact.place
                stub.other_names |= names_of(fact.place)
            if (
                fact.time is not None
                and fact.time.start
                and (stub.time is None or stub.time.start is None or narrower(fact.time, stub.time))
            ):
                stub.time = fact.time
        fact.incident = stub
        if stub is not None and fact.kind in {"casualty", "materiel"}:
            current = stub
    context.refine(stubs, facts)
    return stubs


def _sentence_stub(fact: Fact, stubs: list[Stub], coder: Geocoder | None) -> Stub | None:
    """Return the stub of an event in the fact's own sentence, the nearest to it."""
    sent = fact.sentence
    best, distance = None, 10_000
    for stub in stubs:
        for event in stub.events:
            here = event.kind == "event" and event.block is fact.block and sent.start <= event.trigger.i < sent.end
            if here and abs(event.trigger.i - fact.trigger.i) < distance and compatible(stub, fact, coder) >= 0:
                best, distance = stub, abs(event.trigger.i - fact.trigger.i)
    return best


def _fitting(stubs: list[Stub], fact: Fact, current: Stub | None, coder: Geocoder | None) -> Stub | None:
    if current is not None and compatible(current, fact, coder) > 0:
        return current
    scored = [(compatible(s, fact, coder), i, s) for i, s in enumerate(stubs)]
    good = [x for x in scored if x[0] > 0]
    if good:
        return max(good)[2]
    if current is not None and compatible(current, fact, coder) == 0:
        return current
    neutral = [x for x in scored if x[0] == 0]
    return neutral[-1][2] if neutral else None
