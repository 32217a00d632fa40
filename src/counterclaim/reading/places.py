"""Places: mentions of places in a parsed block, read from words of place alone (no gazetteer yet).

A mention is found after a preposition of place ("near the village of X"), beside a type of place ("X province"), as the
object of a verb of taking or attacking, as the name of a country, or by its having stood in such words elsewhere in the block.
"""

import re
from typing import Any

import msgspec

from counterclaim.knowledge.place_words import PlaceRole, PlaceWords, Preposition, fold, load_places
from counterclaim.knowledge.speech import load_speech

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’](?!s\b)[^\W_]+|-[^\W_]+)*|['’]s\b|[^\w\s]|_")
_NUMBER = re.compile(r"\d[\d.,]*$")
_NOT_ALONE = {"new", "old", "upper", "lower", "greater", "great", "rural", "north", "south", "east", "west"}
_NEAR_KM, _MOST_MODIFIERS, _MOST_NAME = 25, 7, 5


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


class _Word:
    __slots__ = ("end", "lower", "start", "text")

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start
        self.end = start + len(text)
        self.lower = fold(text)


class _Name:
    """A name read from the words [first, last): with its type of place, country and compass word."""

    __slots__ = ("compass", "country", "first", "last", "name", "owner", "split", "type", "typed_before")

    def __init__(self, first: int, last: int, name: tuple[int, int]) -> None:
        self.first = first  # the phrase
        self.last = last
        self.name = name  # the bare name, as word indices
        self.type: str | None = None
        self.country: str | None = None
        self.compass = False
        self.typed_before = False
        self.split = False  # a comma seems to be lost after the name
        self.owner: _Name | None = None  # "Aleppo's al-Midan quarter"


def find_places(doc: Any) -> list[FoundPlace]:
    """Return the mentions of places in a parsed block, in order; they do not overlap."""
    return _Finder(doc).find()


class _Finder:
    """One pass over one block."""

    def __init__(self, doc: Any) -> None:
        self.doc = doc
        self.text: str = doc.text
        self.lexicon: PlaceWords = load_places()
        self.data = self.lexicon.data
        self.words = [_Word(m.group(), m.start()) for m in _WORD.finditer(self.text)]
        self.tokens = {t.idx: t for t in doc}
        self.lowercase = {w.text for w in self.words if w.text.islower()}
        self.found: list[FoundPlace] = []
        self.used = [False] * len(self.words)
        self.seen: set[str] = set()
        self.alone = self._standing_alone()

    def _standing_alone(self) -> set[str]:
        """Return the runs of capitalised words of the block, each as one key: a run of two that also stand alone is two names."""
        runs: set[str] = set()
        i = 0
        while i < len(self.words):
            last = i
            while last < len(self.words) and self._is_name_word(last) and (last == i or self.words[last].start == self.words[last - 1].end + 1):
                last += 1
            if last > i:
                runs.add(self._key(i, last))
            i = max(last, i + 1)
        return runs

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

    # Slots

    def _after_preposition(self, i: int, prep: Preposition) -> None:
        start = self._measure(i)
        measured = start is not None
        name = self._name_phrase(i + 1)
        if name is None or self.used[name.name[0]]:
            return
        if i > 1 and (self.words[i - 2].lower, self.words[i - 1].lower) == ("islamic", "state"):
            for item in self._read_list(name)[0]:  # "Islamic State in Iraq and the Levant" is a party
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
            elif noun in self.data.event_nouns and not self._organisation(name):
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
        elif prep.needs == "known" and not self._evident(name):
            return
        elif prep.needs == "motion" and not self._evident(name) and not self._nearby_words(i, 9) & self.data.motion:
            return
        elif word == "to" and i and self.words[i - 1].lower in {"according", "due", "loyal", "told", "thanks", "belonging", "linked", "response"}:
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
            while at > 0 and words[at - 1].lower in {"about", "some", "around", "roughly", "nearly", "few", "than", "a", "dozen", "less"}:
                at -= 1
            return at
        return at + 1 if direction and words[i].lower == "of" else None

    def _distance(self, start: int) -> int:
        """Return where_prec of a measured place: 2 within 25 km, else 5."""
        for word in self.words[start : start + 4]:
            if _NUMBER.match(word.text):
                number = float(re.sub(r"[^\d]", "", word.text.split(".")[0]) or 0)
                unit = next((w.lower for w in self.words[start : start + 6] if w.lower in self.data.units), "km")
                km = number / 1000 if unit.startswith(("m", "y")) and not unit.startswith("mile") else number * 1.6 if unit.startswith("mile") else number
                return 2 if km <= _NEAR_KM else 5
        return 2

    def _noun_start(self, i: int) -> int:
        while i > 0 and (self.words[i - 1].lower in self.data.determiners or self.words[i - 1].lower in self.data.compass):
            i -= 1
        return i

    def _nearby_words(self, i: int, count: int) -> set[str]:
        words: set[str] = set()
        for word in reversed(self.words[max(0, i - count) : i]):
            if word.text in {".", ";", ":"}:
                break
            words.add(word.lower)
        return words

    # Names

    def _name_phrase(self, i: int) -> _Name | None:
        """Read "the eastern town of X", "Syria's Idlib province", "X camp" or a bare "X" from the word at i."""
        first = i
        country = None
        place_owner: _Name | None = None
        compass = False
        words = self.words
        while i < len(words) and i - first < _MOST_MODIFIERS + 2:
            word = words[i]
            if word.lower in self.data.determiners or (word.text in {'"', "“", "'"} and i + 1 < len(words)):
                i += 1
                continue
            if word.text.islower() and (
                word.lower in self.data.name_modifiers or word.lower.endswith(("-held", "-controlled", "-run", "-besieged", "-dominated"))
            ):
                i += 1
                continue
            owner = self._owner(i)
            if owner is not None:
                country, i = owner
                continue
            possessor = self._place_owner(i)
            if possessor is not None:
                place_owner, i = possessor
                continue
            if word.lower in self.data.compass and word.text.islower() or (
                word.lower in self.data.compass and self._country_at(i + 1) is not None
            ):
                compass = True
                i += 1
                continue
            break
        if i >= len(words):
            return None
        name = self._typed_of(i) or self._name(i)
        if name is None and country is not None:
            name = self._named_by_people(i - 1, i)
            country = None
        if name is None:
            return None
        name.first = first
        name.country = name.country or country
        name.compass = name.compass or compass
        name.owner = name.owner or place_owner
        return name

    def _place_owner(self, i: int) -> tuple[_Name, int] | None:
        """Read "Aleppo's" or a noisy "Aleppos" before another name or a type."""
        words = self.words
        if i + 1 >= len(words) or not self._is_name_word(i) or words[i].lower in self.data.organisations:
            return None
        if words[i + 1].lower == "'s":
            after = i + 2
        elif words[i].lower.endswith("s") and words[i].lower[:-1] in self._placed_alone():
            after = i + 1
        else:
            return None
        if after >= len(words) or not (self._is_name_word(after) or self._typed_of(after) is not None):
            return None
        return _Name(i, i + 1, (i, i + 1)), after

    def _named_by_people(self, i: int, at: int) -> _Name | None:
        """Read "the Armenian district", "the Turkish border": a part of a town or a line, not a country."""
        word = self.words[at]
        if word.lower not in self.data.types_of_peoples or not self.words[i].text[0].isupper():
            return None
        name = _Name(i, at + 1, (i, at + 1))
        name.type = word.lower
        return name

    def _owner(self, i: int) -> tuple[str, int] | None:
        """Read "Syria's", "Syrias" or "Syrian" before a name or a type: return the country and the next word."""
        found = self._country_at(i)
        if found is not None:
            code, after = found
            if after < len(self.words) and self.words[after].lower in {"'s", "'"}:
                return code, after + 1
            key = fold(self.text[self.words[i].start : self.words[after - 1].end])
            noisy = key not in self.lexicon.countries and key.endswith("s")
            if after < len(self.words) and (self._can_follow(after) if noisy else self._typed_of(after) is not None):
                return code, after
            return None
        for length in (2, 1):
            if i + length < len(self.words):
                key = " ".join(w.lower for w in self.words[i : i + length])
                if key in self.lexicon.demonyms and self.words[i].text[0].isupper() and self._can_follow(i + length):
                    return self.lexicon.demonyms[key], i + length
        return None

    def _can_follow(self, i: int) -> bool:
        word = self.words[i]
        return word.lower in self.lexicon.types or word.lower in self.data.compass or word.lower in self.data.name_modifiers or self._is_name_word(i) or (
            word.text.islower() and self._typed_of(i) is not None
        )

    def _typed_of(self, i: int) -> _Name | None:
        """Read "(rebel-held) town of X" or "town X": the words up to the type are plain ones."""
        words = self.words
        for at in range(i, min(len(words) - 1, i + _MOST_MODIFIERS)):
            word = words[at]
            if word.lower in self.lexicon.types and word.text.islower():
                after = at + 1
                of = words[after].lower == "of"
                if of:
                    after += 1
                    while after < len(words) and words[after].lower in {"the", "greater"}:
                        after += 1
                elif words[after].lower in {",", "called", "named", '"', "“"} and after + 1 < len(words) and words[after].lower != ",":
                    after += 1
                elif at > i and words[at].lower in self.data.type_not_before:
                    return None
                owner = self._owner(after) if of and after < len(words) else None
                if owner is not None:
                    after = owner[1]
                    while after < len(words) and words[after].lower in self.data.compass and words[after].text.islower():
                        after += 1
                elif not of and (self.lexicon.types[word.lower].precision > 4 or word.lower.endswith("s")):
                    return None
                name = self._name(after) if after < len(words) else None
                if name is not None:
                    name.country = name.country or (owner[0] if owner else None)
                    name.type = name.type if owner and name.type else word.lower
                    name.typed_before = True
                    name.compass = any(w.lower in self.data.compass for w in words[i:at])
                    return name
                if of or words[after].lower not in self.lexicon.types:
                    return None
                continue
            if not (word.text.islower() or word.text.isdigit()) or not self._modifier(at):
                return None
        return None

    def _modifier(self, i: int) -> bool:
        """Tell whether a lower-case word can stand between a determiner and a type of place."""
        word = self.words[i]
        if word.lower in self.data.prepositions or not word.text[0].isalnum():
            return False
        token = self.tokens.get(word.start)
        return token is None or token.pos_ in {"ADJ", "NOUN", "ADV", "PROPN", "NUM", "PUNCT", "X"} or "-" in word.text or (
            token.pos_ == "VERB" and token.tag_ in {"VBN", "VBG", "VBD"}
        )

    def _is_name_word(self, i: int) -> bool:
        word = self.words[i]
        text = word.text
        article, _, rest = text.partition("-")
        if rest and fold(article) in self.data.articles:
            return rest[0].isupper() or article[0].isupper()
        if rest and (
            text.rpartition("-")[2].lower() in self.data.adjective_endings
            or all(fold(part) in self.lexicon.demonyms or fold(part) in self.data.organisations for part in text.split("-"))
        ):
            return False
        if not text[0].isupper() or word.lower in self.data.breakers or word.lower[:-1] in self.data.weekdays:
            return False
        if word.lower in self.lexicon.demonyms:
            return False
        return text.lower() not in self.lowercase or self._country_at(i) is not None or word.lower in self.data.leading_types

    def _name(self, i: int) -> _Name | None:
        """Read a proper name and the type of place after it."""
        words = self.words
        found = self._country_at(i)
        if found is not None:
            code, last = found
            name = _Name(i, last, (i, last))
            name.country = code
            name.type = "country" if not self._sub_country(i, last) else None
            return self._with_type(name) if name.type is None or self._type_at(last) else name
        if not self._is_name_word(i) and not (words[i].lower in self.data.leading_types and words[i].text[0].isupper()):
            return None
        last, split = i, False
        while last < len(words) and last - i < _MOST_NAME:
            word = words[last]
            if last > i and (words[last - 1].end == word.start and word.text[0] not in "-'’"):
                break
            if last > i and self._country_at(last) is not None:
                break
            if last > i and self.lexicon.types.get(word.lower) is not None and not word.text.islower() and not self._is_name_word(last):
                break
            if self._is_name_word(last) or (word.text[0].isupper() and word.lower in self.data.leading_types):
                if last > i and self._starts_new(i, last):
                    split = True
                    break
                last += 1
                continue
            if (
                last > i
                and word.lower in self.data.links
                and last + 1 < len(words)
                and self._is_name_word(last + 1)
                and words[last + 1].text[0].isupper()
            ):
                last += 1
                continue
            break
        while last > i + 1 and words[last - 1].lower in self.data.directions:
            last -= 1
        if last == i or all(w.lower in self.data.compass or w.lower in _NOT_ALONE for w in words[i:last]):
            return None
        name = _Name(i, last, (i, last))
        name.split = split
        return self._with_type(name)

    def _starts_new(self, first: int, at: int) -> bool:
        """Tell whether a lost comma stands before the word: "al-Midan al-Faid", "Bab al-Faraj al-Midan" are two each."""
        word = self.words[at]
        if word.text[0].islower() and "-" in word.text:
            before = any(w.text[0].islower() and "-" in w.text for w in self.words[first:at])
            return before and word.lower not in self.data.qualifiers
        last = at
        while last < len(self.words) and self._is_name_word(last) and self.words[last].start == self.words[last - 1].end + 1:
            last += 1
        return self._key(first, at) in self._placed_alone() and self._key(at, last) in self._placed_alone()

    def _placed_alone(self) -> set[str]:
        return self.alone | self.lexicon.capitals.keys()

    def _type_at(self, i: int) -> tuple[str, int] | None:
        """Read a type of place after a name: "displacement site", "province"."""
        words = self.words
        at = i
        while at < len(words) and at - i < 2 and (
            words[at].lower in self.data.type_modifiers or words[at].lower in self.data.compass
        ) and words[at].lower not in self.lexicon.types:
            at += 1
        for j in (at, i):
            if j < len(words) and words[j].lower in self.lexicon.types:
                if j + 1 < len(words) and words[j + 1].lower in self.lexicon.types and words[j].lower in self.data.type_modifiers:
                    j += 1
                if j + 1 < len(words) and words[j + 1].lower in self.data.type_not_before:
                    return None
                return words[j].lower, j + 1
        return None

    def _with_type(self, name: _Name) -> _Name:
        found = self._type_at(name.last)
        first, last = name.name
        if found is not None:
            name.type, name.last = found
            inner = self._belonging(name)
            if inner is not None:
                return inner
            if self.lexicon.types[found[0]].keep and self.words[name.last - 1].text[0].isupper():
                name.name = (first, name.last)
            return name
        tail = self.words[last - 1].lower
        kind = self.lexicon.types.get(tail)
        if kind is not None and last - first > 1:
            name.type = tail
            if not kind.keep:
                name.name = (first, last - 1)
        return name

    def _belonging(self, outer: _Name) -> _Name | None:
        """Read "the Damascus suburb of X": X, which belongs to Damascus."""
        at = outer.last
        if outer.type not in self.data.belonging_types or at + 1 >= len(self.words) or self.words[at].lower != "of":
            return None
        inner = self._name(at + 1)
        if inner is None:
            return None
        inner.first, inner.owner, inner.type, inner.typed_before = outer.first, outer, inner.type or outer.type, True
        return inner

    def _country_at(self, i: int) -> tuple[str, int] | None:
        """Return a country's code and the word after its name, the longest name first."""
        words = self.words
        if i >= len(words) or not words[i].text[0].isupper():
            return None
        for last in range(min(len(words), i + self.lexicon.longest), i, -1):
            phrase = self.text[words[i].start : words[last - 1].end]
            if last - i > 1 and not words[last - 1].text[0].isalnum():
                continue
            code = self.lexicon.country(phrase)
            if code is None:
                continue
            key = fold(phrase)
            if len(key) < 4 and not phrase.isupper():
                continue
            return code, last
        return None

    def _sub_country(self, first: int, last: int) -> bool:
        return fold(self.text[self.words[first].start : self.words[last - 1].end]) in {"gaza", "west bank", "gaza strip", "somaliland", "england", "scotland", "wales"}

    def _organisation(self, name: _Name) -> bool:
        """Tell whether a name is an organisation's, a person's or a thing's."""
        first, last = name.name
        if name.type is not None and name.type != "country" and (last == name.last and name.typed_before):
            return False
        if name.country is not None and name.type == "country":
            after = self.words[last].lower if last < len(self.words) else ""
            return last < len(self.words) and self.words[last].text[0].isupper() and after in self.data.organisations and after not in self.data.breakers
        for word in self.words[first:last]:
            lower = word.lower if word.lower in self.data.organisations else word.lower.removesuffix("s")
            if lower in self.data.organisations and name.type not in {word.lower, lower}:
                return True
        if last < len(self.words):
            after = self.words[last]
            if after.lower in self.data.organisations and after.text[0].isupper() and after.start - self.words[last - 1].end == 1 and not (
                after.lower in self.lexicon.types
            ) and after.lower not in {"sana", "afp", "ap", "reuters", "fna", "xinhua", "sputnik", "fars", "tass", "ria", "bbc", "cnn"}:
                return True
        single = self.words[first]
        if last - first == 1 and name.type is None and single.text.isupper() and len(single.text) > 1 and not self.text.isupper():
            return single.lower not in self.lexicon.capitals and len(single.text) <= 6
        return bool(last - first == 1 and name.type is None and re.search(r"\d", single.text) and single.text[:1].isupper() and len(single.text) <= 6)

    def _plausible(self, name: _Name) -> bool:
        return not self._organisation(name)

    def _evident(self, name: _Name) -> bool:
        """Tell whether the words themselves show that the name is a place's."""
        if self._organisation(name):
            return False
        first, last = name.name
        key = self._key(first, last)
        return name.type is not None or name.country is not None or key in self.seen or key in self.lexicon.capitals

    def _key(self, first: int, last: int) -> str:
        return fold(self.text[self.words[first].start : self.words[last - 1].end])

    # Emitting

    def _read_list(self, name: _Name) -> tuple[list[_Name], list[_Name]]:
        """Return a name with those listed after it, and the places that the last of them is put in."""
        names, containers = [name], list[_Name]()
        at = name.last
        while (following := self._next_in_list(names[-1], at)) is not None:
            kind, other = following
            at = other.last
            if kind == "container":
                containers.append(other)
                if other.type == "country":
                    break
            elif containers:
                break
            else:
                names.append(other)
        shared = next((n.type for n in reversed(names) if n.type and n.type != "country"), None)
        if shared is not None and shared == names[-1].type and not names[-1].typed_before and shared.endswith("s"):
            for item in names[:-1]:
                item.type = item.type or shared
        elif name.typed_before and name.type is not None and name.type.endswith("s"):
            for item in names[1:]:
                item.type = item.type or name.type
        return names, containers

    def _list(self, name: _Name, first: int, role: PlaceRole, precision: int | None, near: bool, between: bool = False) -> None:
        """Emit a name and those listed with it, with the places that they are put in."""
        if self._organisation(name):
            return
        names, containers = self._read_list(name)
        for number, item in enumerate(names):
            start = first if number == 0 else item.first
            self._emit(item, start, role, precision, near, containers, number == len(names) - 1, between)

    def _next_in_list(self, name: _Name, at: int) -> tuple[str, _Name] | None:
        """Read the next name of a list ("A, B and C", a lost comma) or a container ("A, in the B area", "A, Mali")."""
        words = self.words
        if at >= len(words):
            return None
        word = words[at]
        comma = word.text == ","
        start = at + 1 if comma else at
        if start >= len(words):
            return None
        lead = words[start].lower
        if lead in {"in", "of", "near", "inside", "on"}:
            if lead == "of" and name.type in {None, "country"}:
                return None
            other = self._name_phrase(start + 1)
            if other is None or self._organisation(other) or (lead == "on" and other.type is None):
                return None
            return "container", other
        if lead in self.data.directions and start + 1 < len(words) and words[start + 1].lower in {"of", "from"}:
            other = self._name_phrase(start + 2)
            return ("container", other) if other is not None and not self._organisation(other) else None
        if lead == "and" or (lead == "or" and not comma):
            other = self._name_phrase(start + 1)
            if other is None or self._organisation(other) or self._followed_by_verb(other, start):
                return None
            return "name", other
        if not comma:
            found = self._country_at(at)
            if found is not None and name.type != "country":
                other = self._name(at)
                return ("container", other) if other is not None and not self._organisation(other) else None
            if name.split and self._is_name_word(at):
                other = self._name_phrase(at)
                if other is None or self._organisation(other):
                    return None
                listed = "-" in word.text or other.split or other.type is not None or self._listed(other.last)
                return ("name" if listed else "container"), other
            return None
        other = self._name_phrase(start)
        if other is None or self._organisation(other) or other.first != start and other.typed_before:
            return None
        if other.type == "country":
            return ("name" if name.type == "country" else "container"), other
        if self._listed(other.last):
            return "name", other
        if self._followed_by_verb(other, start):
            return None
        return "container", other

    def _listed(self, at: int) -> bool:
        """Tell whether a list goes on after a name: ", X", "and X"."""
        words = self.words
        if at >= len(words):
            return False
        if words[at].lower == "and":
            return at + 1 < len(words) and self._is_name_word(at + 1)
        if words[at].text != "," or at + 1 >= len(words):
            return False
        other = self._name(at + 1) if self._is_name_word(at + 1) else None
        return other is not None and other.type != "country" and self._listed(other.last)

    def _followed_by_verb(self, name: _Name, _start: int) -> bool:
        """Tell whether a verb follows: the name is then the subject of a new clause."""
        if name.last >= len(self.words):
            return False
        token = self.tokens.get(self.words[name.last].start)
        return token is not None and (token.pos_ in {"AUX", "VERB"} and token.tag_ in {"VBD", "VBZ", "VBP", "MD"})

    def _emit(
        self, name: _Name, first: int, role: PlaceRole, precision: int | None, near: bool,
        containers: list[_Name], last_one: bool, between: bool,
    ) -> None:  # fmt: skip
        begin, end = name.name
        if any(self.used[begin:end]):
            return
        last = containers[-1].last if containers and last_one else name.last
        owner = [name.owner] if name.owner else []
        inside = tuple(self._bare(*c.name) for c in [*containers, *owner])
        country = name.country or next((c.country for c in containers if c.country), None)
        if precision is None:
            precision = 5 if between else self._precision(name, near)
        start, stop = self.words[first].start, self.words[last - 1].end
        bare = self._bare(begin, end)
        name_end = self.words[begin].start + len(bare)
        self.found.append(
            FoundPlace(start, stop, self.text[start:stop], bare,
                       self.words[begin].start, name_end, country, precision, inside, role, None if name.type == "country" else name.type)
        )  # fmt: skip
        for i in range(first, last):
            self.used[i] = True
        self.seen.add(self._key(begin, end))
        self.seen.update(self._key(*c.name) for c in containers)

    def _span(self, first: int, last: int) -> str:
        return self.text[self.words[first].start : self.words[last - 1].end]

    def _bare(self, first: int, last: int) -> str:
        """Return a name without the s of a lost apostrophe ("Syrias", "Aleppos outskirts")."""
        span, key = self._span(first, last), self._key(first, last)
        if key.endswith("s") and key not in self.lexicon.countries and (
            key[:-1] in self.lexicon.countries or key[:-1] in self._placed_alone()
        ):
            return span[:-1]
        return span

    def _precision(self, name: _Name, near: bool) -> int:
        if name.type == "country":
            return 5 if name.compass or near else 6
        kind = self.lexicon.types.get(name.type or "")
        precision = kind.precision if kind else 1
        if near:
            return max(2, precision) if precision <= 2 else 5 if precision >= 4 else precision
        if name.compass and precision == 1 and kind is None:
            return 2
        return precision

    # Other slots

    def _label(self) -> None:
        """Find the place that heads an item: "As-Suwayda: mortar rounds …"."""
        i = 0
        while i < len(self.words) and not self.words[i].text[0].isalnum():
            i += 1
        name = self._name_phrase(i) if i < len(self.words) else None
        if name is None or self._organisation(name) or name.last + 1 >= len(self.words) or self.words[name.last].text != ":":
            return
        if self.words[name.last + 1].text not in {'"', "“"}:
            self._emit(name, name.first, "at", None, False, [], True, False)

    def _without_preposition(self, i: int) -> None:
        """Find a name with a type of place ("Kidal region", "the town of X"), or the object of a verb of taking."""
        name = self._name_phrase(i)
        if name is None or self._organisation(name) or any(self.used[name.first : name.last]):
            return
        role = self._role(name)
        if name.type != "country" and self._proper(name) and any(
            n.type not in {None, "country"} for n in self._read_list(name)[0]
        ):
            self._list(name, name.first, role, None, False)
        elif role != "other" and self._is_head(name) and self._proper(name):
            self._list(name, name.first, role, None, False)

    def _proper(self, name: _Name) -> bool:
        tokens = [self.tokens[w.start] for w in self.words[name.name[0] : name.name[1]] if w.start in self.tokens]
        return any(t.pos_ in {"PROPN", "X"} for t in tokens) or "-" in self.words[name.name[0]].text

    def _is_head(self, name: _Name) -> bool:
        """Tell whether the name ends its noun phrase: not "captured Kidal commanders"."""
        if name.last >= len(self.words):
            return True
        token = self.tokens.get(self.words[name.last].start)
        return token is None or token.pos_ not in {"NOUN", "PROPN", "ADJ"} and self.words[name.last].lower not in {"'s", "'"}

    def _known(self) -> None:
        """Find countries, capitals and names seen as places elsewhere in the block."""
        for i, word in enumerate(self.words):
            if self.used[i] or not word.text[0].isalnum():
                continue
            name = self._name(i)
            if name is None or any(self.used[name.first : name.last]) or self._organisation(name):
                continue
            key = self._key(*name.name)
            if name.type == "country" or key in self.seen or key in self.lexicon.capitals:
                self._list(name, name.first, self._role(name), None, False, None)

    def _role(self, name: _Name) -> PlaceRole:
        """Return what a name without a preposition can be, by the verb that governs it."""
        token = next((self.tokens[w.start] for w in reversed(self.words[name.first : name.last]) if w.start in self.tokens), None)
        if token is None:
            return "other"
        inside = range(self.words[name.first].start, self.words[name.last - 1].end)
        while token.head.i != token.i and token.head.idx in inside:
            token = token.head
        verb = token.head
        if verb.lemma_ in load_speech().verbs["assert"] and token.dep_ == "nsubj":
            return "other"
        if token.dep_ in {"dobj", "obj", "nsubjpass", "nsubj:pass"} or (token.dep_ == "conj" and verb.dep_ in {"dobj", "obj"}):
            if token.dep_ == "conj":
                verb = verb.head
            for role in ("at", "to", "from"):
                if verb.lemma_.lower() in self.data.place_verbs.get(role, ()):
                    return role
        return "other"
