"""Places: mentions of places in a parsed block, read from words of place alone (no gazetteer yet).

A mention is found after a preposition of place ("near the village of X"), beside a type of place ("X province"), as
the object of a verb of taking or attacking, as a country's name, or by its having stood so elsewhere in the block.
"""

import re
from collections.abc import Callable
from typing import Any

import msgspec

from counterclaim.knowledge.place_words import PlaceRole, Preposition, load_places
from counterclaim.knowledge.speech import load_speech
from counterclaim.reading.place_names import Name, NameReader

_NUMBER = re.compile(r"\d[\d.,]*$")
_NEAR_KM = 25
_OBJECTS = {"dobj", "obj"}


class FoundPlace(msgspec.Struct, frozen=True):
    """A mention of a place at [start, end) of the block's text; `name` is the bare name at [name_start, name_end).

    `precision` is UCDP's where_prec by the words alone; `containers` the places that the same words put it in,
    smallest first; `role` what it can be: at (of an event), from, to, other (a subject, an owner, a government);
    `offset` where the block begins in the report.
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
    offset: int = 0


class _Slot(msgspec.Struct):
    """What the words around a name make of it: where the mention starts, its role and precision."""

    first: int
    role: PlaceRole
    near: bool = False
    precision: int | None = None


def find_places(doc: Any, offset: int = 0, known: Callable[[str], bool] = lambda name: False) -> list[FoundPlace]:
    """Return the mentions of places in a parsed block that begins at `offset`, in order; they do not overlap.

    `known` tells whether a name is that of a place where the report is set: such a name needs no word of place beside it.
    """
    return _Finder(NameReader(doc), offset, known).find()


class _Finder:
    """One pass over one block."""

    def __init__(self, names: NameReader, offset: int, known: Callable[[str], bool]) -> None:
        self.names = names
        self.known = known
        self.offset = offset
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

    # After a preposition

    def _after_preposition(self, i: int, prep: Preposition) -> None:
        name = self.names.phrase(i + 1)
        if name is None or self.used[name.name[0]] or self.names.organisation(name):
            return
        if self.names.shouting and not (self._evident(name) or (prep.role == "at" and self.names.trusted(name))):
            return
        if (self.names.lower(i - 2), self.names.lower(i - 1)) == ("islamic", "state"):
            for item in self.names.listed_with(name)[0]:  # "Islamic State in Iraq and the Levant" is a party
                self._use(item.first, item.last)
            return
        slot = self._slot(i, prep, name)
        if slot is not None:
            self._list(name, slot, between=self.words[i].lower == "between")

    def _slot(self, i: int, prep: Preposition, name: Name) -> _Slot | None:
        """Return what a preposition makes of a name; None where the name need not be a place's."""
        word = self.words[i].lower
        measured = self._measure(i)
        if measured is not None:
            kind = self.lexicon.types.get(name.type or "")
            least = 5 if name.type == "country" else kind.precision if kind else 1
            return _Slot(measured, "at", precision=max(self._distance(measured), least))
        if word == "of":
            return self._slot_of(i, name)
        if word == "to" and self.names.lower(i - 1) in {"close", "adjacent", "next"}:
            return _Slot(i - 1, "at", near=True)
        happening = bool(self._words_before(i, 3) & self.data.event_nouns)
        if word in {"on", "against", "over", "for"} and happening:
            return _Slot(name.first, "at")
        if prep.needs == "known" and not self._evident(name):
            return None
        if prep.needs == "motion" and not self._evident(name) and not self._moving(i):
            return None
        if word == "to" and self.names.lower(i - 1) in self.data.not_before_to:
            return None
        if word in {"on", "along", "against"} and not name.is_typed:
            return _Slot(name.first, "at" if word == "on" and self._known_place(name) else "other")
        return _Slot(i if prep.near else name.first, prep.role, prep.near)

    def _slot_of(self, i: int, name: Name) -> _Slot | None:
        noun = self.names.lower(i - 1)
        if noun in self.data.near_nouns:
            return _Slot(self._noun_start(i - 1), "at", near=True)
        if noun in self.data.part_nouns:
            return _Slot(self._noun_start(i - 1), "at")
        if noun in self.data.event_nouns:
            return _Slot(name.first, "at")
        if noun == "out" and (self._evident(name) or self._moving(i)):
            return _Slot(name.first, "from")
        return _Slot(name.first, "other") if self._evident(name) else None

    def _measure(self, i: int) -> int | None:
        """Return where "five kilometres downstream of", "south of", "17 km from" starts, read back from its end."""
        at, lower = i - 1, self.names.lower
        if at < 0 or lower(i) not in {"of", "from"}:
            return None
        direction = lower(at) in self.data.directions
        if direction:
            at -= 1
            while lower(at) in {"the", "to", "due", "just"}:
                at -= 1
        if at >= 1 and lower(at) in self.data.units:
            at -= 1
            while at > 0 and lower(at - 1) in self.data.hedges:
                at -= 1
            return at if not self.used[at] else None
        return at + 1 if direction and lower(i) == "of" and not self.used[at + 1] else None

    def _distance(self, start: int) -> int:
        """Return where_prec of a measured place: 2 within 25 km, else 5."""
        words = self.words[start : start + 6]
        number = next((w.text for w in words[:4] if _NUMBER.match(w.text)), None)
        unit = next((w.lower for w in words if w.lower in self.data.units), "km")
        if number is None:
            return 2
        km = float(re.sub(r"\D", "", number.split(".")[0]) or 0)
        if unit.startswith("mile"):
            km *= 1.6
        elif unit.startswith(("m", "y")):
            km /= 1000
        return 2 if km <= _NEAR_KM else 5

    def _noun_start(self, i: int) -> int:
        """Return where "the northern outskirts" starts."""
        while i > 0 and not self.used[i - 1] and (
            self.names.lower(i - 1) in self.data.determiners or self.names.lower(i - 1) in self.data.compass
        ):  # fmt: skip
            i -= 1
        return i

    def _words_before(self, i: int, count: int) -> set[str]:
        """Return the words before, as far as the clause goes."""
        words: set[str] = set()
        for word in reversed(self.words[max(0, i - count) : i]):
            if word.text in {".", ";", ":"}:
                break
            words.add(word.lower)
        return words

    def _moving(self, i: int) -> bool:
        return bool(self._words_before(i, 9) & self.data.motion)

    def _evident(self, name: Name) -> bool:
        """Tell whether the words themselves show that the name is a place's."""
        key = self.names.key(*name.name)
        if key in self.seen or key in self.lexicon.capitals or name.type == "country" or self._known_place(name):
            return True
        typed = name.type is not None or name.country is not None
        return typed and not (self.names.shouting and self.names.plain_words(name))  # "ANY GARRISON"

    def _known_place(self, name: Name) -> bool:
        return not self.names.shouting and self.known(self.names.bare(*name.name))

    # Elsewhere

    def _label(self) -> None:
        """Find the place that heads an item: "As-Suwayda: mortar rounds …"; not a speaker before a quotation."""
        i = next((i for i, w in enumerate(self.words) if w.text[0].isalnum()), None)
        name = self.names.phrase(i) if i is not None else None
        if name is None or self.names.organisation(name) or self.names.lower(name.last) != ":":
            return
        if self.names.lower(name.last + 1) not in {'"', "“", ""}:
            self._emit(name, _Slot(name.first, "at"), name.last)

    def _without_preposition(self, i: int) -> None:
        """Find a name with a type of place ("Kidal region"), or the object of a verb of taking."""
        name = self.names.phrase(i)
        if name is None or self.names.organisation(name) or any(self.used[name.first : name.last]):
            return
        if not self.names.proper(name) or (self.names.shouting and name.type == "country"):
            return
        if self.names.shouting and not self._evident(name):
            return
        role = self._role(name)
        typed = name.type != "country" and any(n.is_typed for n in self.names.listed_with(name)[0])
        if typed or (role != "other" and self.names.ends_phrase(name)):
            self._list(name, _Slot(name.first, role))

    def _known(self) -> None:
        """Find countries, capitals and names seen as places elsewhere in the block."""
        for i, word in enumerate(self.words):
            name = self.names.name(i) if not self.used[i] and word.text[0].isupper() else None
            if name is None or any(self.used[name.first : name.last]) or self.names.organisation(name):
                continue
            key = self.names.key(*name.name)
            if (
                name.type == "country"
                or key in self.seen
                or key in self.lexicon.capitals
                or self._known_place(name)
            ):
                self._list(name, _Slot(name.first, self._role(name)))

    def _role(self, name: Name) -> PlaceRole:
        """Return what a name without a preposition can be, by the verb that governs it."""
        phrase = self.words[name.first : name.last]
        token = next((self.names.tokens[w.start] for w in reversed(phrase) if w.start in self.names.tokens), None)
        if token is None:
            return "other"
        inside = range(phrase[0].start, phrase[-1].end)
        while token.head.i != token.i and token.head.idx in inside:
            token = token.head
        verb = token.head
        if token.dep_ == "nsubj" and verb.lemma_ in load_speech().verbs["assert"]:
            return "other"
        if token.dep_ == "conj" and verb.dep_ in _OBJECTS:
            verb = verb.head
        elif token.dep_ not in _OBJECTS and token.dep_ not in {"nsubjpass", "nsubj:pass"}:
            return "other"
        lemma = verb.lemma_.lower()
        return next((role for role, verbs in self.data.place_verbs.items() if lemma in verbs), "other")

    # Emitting

    def _list(self, name: Name, slot: _Slot, between: bool = False) -> None:
        """Emit a name and those listed with it, with the places that they are put in."""
        names, containers = self.names.listed_with(name)
        if between and slot.precision is None:
            slot.precision = 5
        for item in names:
            own = slot if item is name else msgspec.structs.replace(slot, first=item.first)
            last = containers[-1].last if containers and item is names[-1] else item.last
            self._emit(item, own, last, tuple(containers))

    def _emit(self, name: Name, slot: _Slot, last: int, containers: tuple[Name, ...] = ()) -> None:
        if any(self.used[slot.first : last]):
            return
        begin, end = name.name
        bare = self.names.bare(begin, end)
        enclosing = [*containers, *([name.owner] if name.owner else [])]
        start, stop = self.words[slot.first].start, self.words[last - 1].end
        self.found.append(
            FoundPlace(
                start=start,
                end=stop,
                text=self.names.text[start:stop],
                name=bare,
                name_start=self.words[begin].start,
                name_end=self.words[begin].start + len(bare),
                country=name.country or next((c.country for c in containers if c.country), None),
                precision=slot.precision or self._precision(name, slot.near),
                containers=tuple(self.names.bare(*c.name) for c in enclosing),
                role=slot.role,
                type=name.type if name.is_typed else None,
                offset=self.offset,
            )
        )
        self._use(slot.first, last)
        self.seen.add(self.names.key(begin, end))
        self.seen.update(self.names.key(*c.name) for c in containers)

    def _use(self, first: int, last: int) -> None:
        self.used[first:last] = [True] * (last - first)

    def _precision(self, name: Name, near: bool) -> int:
        """Return where_prec by the type of place, the compass word and the nearness."""
        if name.type == "country":
            return 5 if name.compass or near else 6
        kind = self.lexicon.types.get(name.type or "")
        precision = kind.precision if kind else 1
        key = self.names.key(*name.name)
        if key in self.lexicon.countries and key not in self.data.parts_of_countries and precision <= 3:
            return 6  # "a South Sudan village": somewhere in the country
        if near:
            return 2 if precision <= 2 else 3 if precision == 3 else 5
        return 2 if name.compass and kind is None else precision
