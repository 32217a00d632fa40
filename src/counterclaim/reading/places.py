"""Places: mentions of places in a parsed block, read from words of place alone (no gazetteer yet).

A mention is found after a preposition of place ("near the village of X"), beside a type of place ("X province"), as the
object of a verb of taking or attacking, as the name of a country, or by its having stood in such words elsewhere in the block.
"""

import re
from typing import Any

import msgspec

from counterclaim.knowledge.place_words import PlaceRole, Preposition, load_places
from counterclaim.knowledge.speech import load_speech
from counterclaim.reading.place_names import Name, NameReader

_NUMBER = re.compile(r"\d[\d.,]*$")
_NEAR_KM = 25


class FoundPlace(msgspec.Struct, frozen=True):
    """A mention of a place at [start, end) of the block's text; `name` is the bare name at [name_start, name_end).

    `precision` is UCDP's where_prec by the words alone; `containers` the places that the same words put it in, smallest
    first; `role` what it can be: at (of an event), from, to, other (a subject, an owner, a government).
    """

    start: int
    end: int
    text: str
    name: str
    name_start: int
    name_end: int
    country: str | None = None
    precision: int | None = None
    containers: tuple[str, ...] = ()
    role: PlaceRole = "other"
    type: str | None = None


def find_places(doc: Any) -> list[FoundPlace]:
    """Return the mentions of places in a parsed block, in order; they do not overlap."""
    return _Finder(NameReader(doc)).find()


class _Finder:
    """One pass over one block."""

    def __init__(self, names: NameReader) -> None:
        self.names = names
        self.words = names.words
        self.lexicon = load_places()
        self.data = self.lexicon.data
        self.found: list[FoundPlace] = []
        self.used = [False] * len(names.words)
        self.seen: set[str] = set()

    def find(self) -> list[FoundPlace]:
        self._label()
        for i, word in enumerate(self.words):
            if self.used[i] or not word.text[0].isalnum():
                continue
            if word.lower in self.data.prepositions:
                self._after_preposition(i, self.data.prepositions[word.lower])
            else:
                self._without_preposition(i)
        self._known()
        return sorted(self.found, key=lambda p: p.start)

    def _after_preposition(self, i: int, prep: Preposition) -> None:
        start = self._measure(i)
        measured = start is not None
        name = self.names.phrase(i + 1)
        if name is None or self.used[name.name[0]]:
            return
        if i > 1 and (self.words[i - 2].lower, self.words[i - 1].lower) == ("islamic", "state"):
            for item in self.names.listed_with(name)[0]:  # "Islamic State in Iraq and the Levant" is a party
                self.used[item.first : item.last] = [True] * (item.last - item.first)
            return
        role, precision = prep.role, None
        near = prep.near
        first = name.first
        word = self.words[i].lower
        if measured and start is not None:
            role, first = "at", start
            kind = self.lexicon.types.get(name.type or "")
            precision = 5 if name.type == "country" else max(self._distance(start), kind.precision if kind else 1)
        elif word == "of":
            noun = self.words[i - 1].lower if i else ""
            if noun in self.data.near_nouns:
                near, first, role = True, self._noun_start(i - 1), "at"
            elif noun in self.data.part_nouns:
                role = "at"
                first = self._noun_start(i - 1)
            elif noun in self.data.event_nouns and not self.names.organisation(name):
                role = "at"
                if not self._plausible(name):
                    return
            elif noun == "out":
                role = "from"
                if not self._evident(name) and not self._nearby_words(i, 9) & self.data.motion:
                    return
            elif not self._evident(name):
                return
        elif word in {"on", "against", "over", "for"} and i and self._nearby_words(i, 3) & self.data.event_nouns:
            role = "at"
            if not self._evident(name) and not self._plausible(name):
                return
        elif (prep.needs == "known" and not self._evident(name)) or (prep.needs == "motion" and not self._evident(name) and not self._nearby_words(i, 9) & self.data.motion) or (
            word == "to"
            and i
            and self.words[i - 1].lower
            in {"according", "due", "loyal", "told", "thanks", "belonging", "linked", "response"}
        ):
            return
        elif word == "against" and name.type in {None, "country"}:
            role = "other"
        if word in {"on", "along"} and name.type is None:
            role = role if word == "on" and self._nearby_words(i, 3) & self.data.event_nouns else "other"
        if near and not measured and word != "of":
            first = i
        self._list(name, first, role, precision, near, word == "between")

    def _measure(self, i: int) -> int | None:
        """Return where "five kilometres downstream of", "south of", "17 km from" starts, read back from its last word."""
        words = self.words
        at = i - 1
        if at < 0 or words[i].lower not in {"of", "from"}:
            return None
        direction = words[at].lower in self.data.directions
        if direction:
            at -= 1
            if at >= 0 and words[at].lower in {"the", "to", "due", "just"}:
                while at >= 0 and words[at].lower in {"the", "to", "due", "just"}:
                    at -= 1
        if at >= 1 and words[at].lower in self.data.units:
            at -= 1
            while at > 0 and words[at - 1].lower in {
                "about",
                "some",
                "around",
                "roughly",
                "nearly",
                "few",
                "than",
                "a",
                "dozen",
                "less",
            }:
                at -= 1
            return at
        return at + 1 if direction and words[i].lower == "of" else None

    def _distance(self, start: int) -> int:
        """Return where_prec of a measured place: 2 within 25 km, else 5."""
        for word in self.words[start : start + 4]:
            if _NUMBER.match(word.text):
                number = float(re.sub(r"[^\d]", "", word.text.split(".")[0]) or 0)
                unit = next((w.lower for w in self.words[start : start + 6] if w.lower in self.data.units), "km")
                km = (
                    number / 1000
                    if unit.startswith(("m", "y")) and not unit.startswith("mile")
                    else number * 1.6
                    if unit.startswith("mile")
                    else number
                )
                return 2 if km <= _NEAR_KM else 5
        return 2

    def _noun_start(self, i: int) -> int:
        while i > 0 and (
            self.words[i - 1].lower in self.data.determiners or self.words[i - 1].lower in self.data.compass
        ):
            i -= 1
        return i

    def _nearby_words(self, i: int, count: int) -> set[str]:
        words: set[str] = set()
        for word in reversed(self.words[max(0, i - count) : i]):
            if word.text in {".", ";", ":"}:
                break
            words.add(word.lower)
        return words

    def _plausible(self, name: Name) -> bool:
        return not self.names.organisation(name)

    def _evident(self, name: Name) -> bool:
        """Tell whether the words themselves show that the name is a place's."""
        if self.names.organisation(name):
            return False
        first, last = name.name
        key = self.names.key(first, last)
        return name.type is not None or name.country is not None or key in self.seen or key in self.lexicon.capitals

    def _list(
        self, name: Name, first: int, role: PlaceRole, precision: int | None, near: bool, between: bool = False
    ) -> None:
        """Emit a name and those listed with it, with the places that they are put in."""
        if self.names.organisation(name):
            return
        names, containers = self.names.listed_with(name)
        for number, item in enumerate(names):
            start = first if number == 0 else item.first
            self._emit(item, start, role, precision, near, containers, number == len(names) - 1, between)

    def _emit(
        self, name: Name, first: int, role: PlaceRole, precision: int | None, near: bool,
        containers: list[Name], last_one: bool, between: bool,
    ) -> None:  # fmt: skip
        begin, end = name.name
        if any(self.used[begin:end]):
            return
        last = containers[-1].last if containers and last_one else name.last
        owner = [name.owner] if name.owner else []
        inside = tuple(self.names.bare(*c.name) for c in [*containers, *owner])
        country = name.country or next((c.country for c in containers if c.country), None)
        if precision is None:
            precision = 5 if between else self._precision(name, near)
        start, stop = self.words[first].start, self.words[last - 1].end
        bare = self.names.bare(begin, end)
        name_end = self.words[begin].start + len(bare)
        self.found.append(
            FoundPlace(start, stop, self.names.text[start:stop], bare,
                       self.words[begin].start, name_end, country, precision, inside, role, None if name.type == "country" else name.type)
        )  # fmt: skip
        for i in range(first, last):
            self.used[i] = True
        self.seen.add(self.names.key(begin, end))
        self.seen.update(self.names.key(*c.name) for c in containers)

    def _precision(self, name: Name, near: bool) -> int:
        if name.type == "country":
            return 5 if name.compass or near else 6
        kind = self.lexicon.types.get(name.type or "")
        precision = kind.precision if kind else 1
        if near:
            return max(2, precision) if precision <= 2 else 5 if precision >= 4 else precision
        if name.compass and precision == 1 and kind is None:
            return 2
        return precision

    def _label(self) -> None:
        """Find the place that heads an item: "As-Suwayda: mortar rounds …"."""
        i = 0
        while i < len(self.words) and not self.words[i].text[0].isalnum():
            i += 1
        name = self.names.phrase(i) if i < len(self.words) else None
        if (
            name is None
            or self.names.organisation(name)
            or name.last + 1 >= len(self.words)
            or self.words[name.last].text != ":"
        ):
            return
        if self.words[name.last + 1].text not in {'"', "“"}:
            self._emit(name, name.first, "at", None, False, [], True, False)

    def _without_preposition(self, i: int) -> None:
        """Find a name with a type of place ("Kidal region", "the town of X"), or the object of a verb of taking."""
        name = self.names.phrase(i)
        if name is None or self.names.organisation(name) or any(self.used[name.first : name.last]):
            return
        role = self._role(name)
        if (
            name.type != "country"
            and self.names.proper(name)
            and any(n.type not in {None, "country"} for n in self.names.listed_with(name)[0])
        ) or (role != "other" and self.names.heads_phrase(name) and self.names.proper(name)):
            self._list(name, name.first, role, None, False)

    def _known(self) -> None:
        """Find countries, capitals and names seen as places elsewhere in the block."""
        for i, word in enumerate(self.words):
            if self.used[i] or not word.text[0].isalnum():
                continue
            name = self.names.name(i)
            if name is None or any(self.used[name.first : name.last]) or self.names.organisation(name):
                continue
            key = self.names.key(*name.name)
            if name.type == "country" or key in self.seen or key in self.lexicon.capitals:
                self._list(name, name.first, self._role(name), None, False)

    def _role(self, name: Name) -> PlaceRole:
        """Return what a name without a preposition can be, by the verb that governs it."""
        token = next(
            (
                self.names.tokens[w.start]
                for w in reversed(self.words[name.first : name.last])
                if w.start in self.names.tokens
            ),
            None,
        )
        if token is None:
            return "other"
        inside = range(self.words[name.first].start, self.words[name.last - 1].end)
        while token.head.i != token.i and token.head.idx in inside:
            token = token.head
        verb = token.head
        if verb.lemma_ in load_speech().verbs["assert"] and token.dep_ == "nsubj":
            return "other"
        if token.dep_ in {"dobj", "obj", "nsubjpass", "nsubj:pass"} or (
            token.dep_ == "conj" and verb.dep_ in {"dobj", "obj"}
        ):
            if token.dep_ == "conj":
                verb = verb.head
            for role in ("at", "to", "from"):
                if verb.lemma_.lower() in self.data.place_verbs.get(role, ()):
                    return role
        return "other"
