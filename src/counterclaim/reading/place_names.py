"""Names of places read from words: proper names with the words that show them to be places (no gazetteer yet).

"the rebel-held town of X", "Syria's Y province", "X camp", "the Y suburb of X", "X, Y and Z", "X, in the Y area".
Made for text that has lost its commas and apostrophes, too ("Syrias X", "al-Midan al-Faid and al-Izaa quarters").
"""

import re
from typing import Any

from counterclaim.knowledge.place_words import PlaceWords, fold, load_places

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’](?![sS]\b)[^\W_]+|-[^\W_]+)*|['’][sS]\b|[^\w\s]|_")
_QUOTES = {'"', "“", "'", "‘"}
_MOST_MODIFIERS, _MOST_NAME, _MOST_LISTED, _LONGEST_ACRONYM = 7, 5, 20, 6
_MOST_CAPITALS = 0.6  # share of words in capitals in a text that is not all in capitals
_MODIFYING = {"ADJ", "NOUN", "ADV", "PROPN", "NUM", "PUNCT", "X"}
_PARTICIPLES = {"VBN", "VBG", "VBD"}
_FINITE = {"VBD", "VBZ", "VBP", "MD"}


class Word:
    """A word of the text and its folded form."""

    __slots__ = ("end", "lower", "start", "text")

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start
        self.end = start + len(text)
        self.lower = fold(text)


class Name:
    """A name: its phrase [first, last) and bare `name`, as indices of words; its type of place and country."""

    __slots__ = ("compass", "country", "first", "last", "name", "owner", "split", "type", "typed_before")

    def __init__(self, first: int, last: int) -> None:
        self.first = first
        self.last = last
        self.name = (first, last)
        self.type: str | None = None  # "country" for a country
        self.country: str | None = None
        self.compass = False
        self.typed_before = False
        self.split = False  # a comma seems to be lost after the name
        self.owner: Name | None = None  # "Aleppo's al-Midan quarter"

    @property
    def is_typed(self) -> bool:
        """Tell whether a type of place stands beside the name."""
        return self.type not in {None, "country"}


class NameReader:
    """Reads the names of one parsed block."""

    def __init__(self, doc: Any) -> None:
        self.text: str = doc.text
        self.lexicon: PlaceWords = load_places()
        self.data = self.lexicon.data
        self.words = [Word(m.group(), m.start()) for m in _WORD.finditer(self.text)]
        self.tokens = {t.idx: t for t in doc}
        self._lowercase = {w.text for w in self.words if w.text.islower()}
        capitals = sum(w.text.isupper() for w in self.words)
        self.shouting = capitals > _MOST_CAPITALS * sum(w.text[0].isalpha() for w in self.words)
        self._countries: dict[int, tuple[str, int] | None] = {}
        self._naming = [self._is_name_word(i) for i in range(len(self.words))]
        self.alone = self._standing_alone() | self.lexicon.capitals.keys()

    # Words

    def _is_name_word(self, i: int) -> bool:
        word, text = self.words[i], self.words[i].text
        article, _, rest = text.partition("-")
        if rest and fold(article) in self.data.articles and not self._is_adjective(text):
            return rest[0].isupper() or article[0].isupper()
        if not text[0].isupper():
            return False
        if word.lower in self.data.leading_types:
            return True
        if word.lower in self.data.breakers or word.lower[:-1] in self.data.weekdays:
            return False
        if word.lower in self.lexicon.demonyms or (rest and self._is_adjective(text)):
            return False
        return text.lower() not in self._lowercase or self.country_at(i) is not None

    def _is_adjective(self, text: str) -> bool:
        """Tell whether a hyphened word is an adjective: "US-led", "Kurdish-Arab"."""
        parts = [fold(part) for part in text.split("-")]
        peoples = all(part in self.lexicon.demonyms or part in self.data.organisations for part in parts)
        return peoples or parts[-1] in self.data.adjective_endings

    def _standing_alone(self) -> set[str]:
        """Return the runs of capitalised words, as keys: a run of two that also stand alone is two names."""
        runs: set[str] = set()
        i = 0
        while i < len(self.words):
            last = self._run_end(i)
            if last > i:
                runs.add(self.key(i, last))
            i = max(last, i + 1)
        return runs

    def _run_end(self, i: int) -> int:
        last = i
        while last < len(self.words) and self._naming[last]:
            if last > i and self.words[last].start != self.words[last - 1].end + 1:
                break
            last += 1
        return last

    def country_at(self, i: int) -> tuple[str, int] | None:
        """Return a country's code and the word after its name, the longest name first."""
        if i not in self._countries:
            self._countries[i] = self._find_country(i)
        return self._countries[i]

    def _find_country(self, i: int) -> tuple[str, int] | None:
        words = self.words
        if i >= len(words) or not words[i].text[0].isupper():
            return None
        for last in range(min(len(words), i + self.lexicon.longest), i, -1):
            if last - i > 1 and not words[last - 1].text[0].isalnum():
                continue
            phrase = self.text[words[i].start : words[last - 1].end]
            code = self.lexicon.country(phrase)
            if code is not None and (len(phrase) > 3 or (phrase.isupper() and not self.shouting)):
                return code, last
        return None

    def lower(self, i: int) -> str:
        """Return a word folded, or nothing outside the text."""
        return self.words[i].lower if 0 <= i < len(self.words) else ""

    def key(self, first: int, last: int) -> str:
        """Return words folded, for look-up."""
        return fold(self.text[self.words[first].start : self.words[last - 1].end])

    def bare(self, first: int, last: int) -> str:
        """Return a name without the s of a lost apostrophe ("Syrias", "Aleppos outskirts")."""
        span = self.text[self.words[first].start : self.words[last - 1].end]
        key = fold(span)
        if not key.endswith("s") or key in self.lexicon.countries:
            return span
        return span[:-1] if key[:-1] in self.lexicon.countries or key[:-1] in self.alone else span

    # Phrases

    def phrase(self, i: int) -> Name | None:
        """Read "the eastern town of X", "Syria's Idlib province", "X camp" or a bare "X" from the word at i."""
        first, words = i, self.words
        country: str | None = None
        place_owner: Name | None = None
        compass = False
        while i < len(words) and i - first <= _MOST_MODIFIERS:
            word = words[i]
            if word.lower in self.data.determiners or word.text in _QUOTES or self._before_name(word):
                i += 1
            elif (owner := self._country_owner(i)) is not None:
                country, i = owner
            elif (possessor := self._place_owner(i)) is not None:
                place_owner, i = possessor
            elif self._is_compass(i):
                compass = True
                i += 1
            else:
                break
        if i >= len(words):
            return None
        name = self._typed_before(i) or self.name(i)
        if name is None and country is not None:
            name, country = self._named_by_people(i - 1, i), None
        if name is None:
            return None
        name.first = first
        name.country = name.country or country
        name.compass = name.compass or compass
        name.owner = name.owner or place_owner
        return name

    def _is_compass(self, i: int) -> bool:
        """Tell whether a word is a point of the compass and no part of a name, as it is in "South Sudan"."""
        word = self.words[i]
        free = word.text.islower() or (self.country_at(i) is None and self.country_at(i + 1) is not None)
        return free and word.lower in self.data.compass

    def _before_name(self, word: Word) -> bool:
        """Tell whether a word may stand before a bare name: "rebel-held X"."""
        held = word.lower in self.data.name_modifiers or word.lower.endswith(self.data.held_endings)
        return held and word.text.islower()

    def _country_owner(self, i: int) -> tuple[str, int] | None:
        """Read "Syria's", "Syrias" or "Syrian" before a name or a type: return the country and the next word."""
        found = self.country_at(i)
        if found is not None:
            code, after = found
            if self.lower(after) in {"'s", "'"}:
                return code, after + 1
            key = self.key(i, after)
            noisy = key not in self.lexicon.countries and key.endswith("s")
            follows = self._can_follow(after) if noisy else self._type_ahead(after)
            return (code, after) if follows else None
        for length in (2, 1):
            if i + length < len(self.words) and self.words[i].text[0].isupper():
                demonym = self.lexicon.demonyms.get(" ".join(w.lower for w in self.words[i : i + length]))
                if demonym is not None and self._can_follow(i + length):
                    return demonym, i + length
        return None

    def _can_follow(self, i: int) -> bool:
        if i >= len(self.words):
            return False
        lower = self.words[i].lower
        known = lower in self.lexicon.types or lower in self.data.compass or lower in self.data.name_modifiers
        return known or self._naming[i] or self._type_ahead(i)

    def _place_owner(self, i: int) -> tuple[Name, int] | None:
        """Read "Aleppo's" or a noisy "Aleppos" before another name or a type."""
        if not self._naming[i] or self.words[i].lower in self.data.organisations:
            return None
        if self.lower(i + 1) == "'s":
            after = i + 2
        elif self.words[i].lower.endswith("s") and self.words[i].lower[:-1] in self.alone:
            after = i + 1
        else:
            return None
        if after >= len(self.words) or not (self._naming[after] or self._type_ahead(after)):
            return None
        return Name(i, i + 1), after

    def _named_by_people(self, i: int, at: int) -> Name | None:
        """Read "the Armenian district", "the Turkish border": a part of a town or a line, not a country."""
        word = self.words[at]
        if word.lower not in self.data.types_of_peoples or not self.words[i].text[0].isupper():
            return None
        name = Name(i, at + 1)
        name.type = word.lower
        return name

    def _type_word(self, i: int) -> int | None:
        """Return the first type of place from the word at i on, where only plain words stand before it."""
        for at in range(i, min(len(self.words) - 1, i + _MOST_MODIFIERS)):
            word = self.words[at]
            if word.lower in self.lexicon.types and self._is_plain(word):
                if self.words[at + 1].lower in self.lexicon.types:
                    continue
                return at
            if not (self._is_plain(word) or word.text.isdigit()) or not self._modifier(at):
                return None
        return None

    def _is_plain(self, word: Word) -> bool:
        return word.text.islower() or (self.shouting and word.text.isupper())

    def _type_ahead(self, i: int) -> bool:
        at = self._type_word(i)
        return at is not None and (self.words[at + 1].lower == "of" or self._naming[at + 1])

    def _modifier(self, i: int) -> bool:
        """Tell whether a lower-case word can stand between a determiner and a type of place."""
        word = self.words[i]
        if word.lower in self.data.prepositions or not word.text[0].isalnum():
            return False
        token = self.tokens.get(word.start)
        return token is None or "-" in word.text or token.pos_ in _MODIFYING or token.tag_ in _PARTICIPLES

    def _typed_before(self, i: int) -> Name | None:
        """Read "(rebel-held) town of X" or "town X"."""
        at = self._type_word(i)
        if at is None:
            return None
        kind, after = self.words[at].lower, at + 1
        of = self.words[after].lower == "of"
        owner: tuple[str, int] | None = None
        if of:
            after += 1
            while self.lower(after) in {"the", "greater"}:
                after += 1
            owner = self._country_owner(after) if after < len(self.words) else None
            if owner is not None:
                after = owner[1]
                while after < len(self.words) and self.words[after].lower in self.data.compass:
                    after += 1
        elif self.words[after].lower in {"called", "named", *_QUOTES}:
            after += 1
        elif self.lexicon.types[kind].precision > 4 or kind.endswith("s") or kind in self.data.type_not_before:
            return None
        name = self.name(after) if after < len(self.words) else None
        if name is None:
            return None
        name.country = name.country or (owner[0] if owner else None)
        name.type = name.type if owner and name.type else kind
        name.typed_before = True
        name.compass = any(w.lower in self.data.compass for w in self.words[i:at])
        return name

    def name(self, i: int) -> Name | None:
        """Read a proper name and the type of place after it."""
        found = self.country_at(i)
        if found is not None:
            code, last = found
            name = Name(i, last)
            name.country = code
            if self.key(i, last) in self.data.parts_of_countries:
                return self._with_type(name)
            name.type = "country"
            return self._with_type(name) if self._type_after(last) else name
        bare = self._bare_name(i)
        return self._with_type(bare) if bare is not None else None

    def _bare_name(self, i: int) -> Name | None:
        words = self.words
        last, split = i, False
        while last < len(words) and last - i < _MOST_NAME:
            if last > i and (self.country_at(last) is not None or words[last - 1].end == words[last].start):
                break
            if self._naming[last]:
                if last > i and self._starts_new(i, last):
                    split = True
                    break
            elif not (last > i and self._links(last)):
                break
            last += 1
        while last > i + 1 and words[last - 1].lower in self.data.directions:
            last -= 1
        if all(w.lower in self.data.compass or w.lower in self.data.not_alone for w in words[i:last]):
            return None
        name = Name(i, last)
        name.split = split
        return name

    def _links(self, i: int) -> bool:
        """Tell whether a word links two parts of a name: "Kafr el Zayat"."""
        return self.words[i].lower in self.data.links and i + 1 < len(self.words) and self._naming[i + 1]

    def _starts_new(self, first: int, at: int) -> bool:
        """Tell whether a lost comma stands before the word: "al-Midan al-Faid" are two."""
        word = self.words[at]
        if word.text[0].islower() and "-" in word.text:
            before = any(w.text[0].islower() and "-" in w.text for w in self.words[first:at])
            return before and word.lower not in self.data.qualifiers
        return self.key(first, at) in self.alone and self.key(at, self._run_end(at)) in self.alone

    def _type_after(self, i: int) -> tuple[str, int] | None:
        """Read a type of place after a name ("displacement site", "province"): return it and the next word."""
        at = i
        while at - i < 2 and self.lower(at) not in self.lexicon.types and (
            self.lower(at) in self.data.type_modifiers or self.lower(at) in self.data.compass
        ):  # fmt: skip
            at += 1
        if self.lower(at) not in self.lexicon.types:
            return None
        if self.lower(at) in self.data.type_modifiers and self.lower(at + 1) in self.lexicon.types:
            at += 1
        return None if self.lower(at + 1) in self.data.type_not_before else (self.lower(at), at + 1)

    def _with_type(self, name: Name) -> Name:
        found = self._type_after(name.last)
        first, last = name.name
        if found is not None:
            name.type, name.last = found
            if self.lexicon.types[found[0]].keep and self.words[name.last - 1].text[0].isupper():
                name.name = (first, name.last)
            return self._belonging(name) or name
        tail = self.words[last - 1].lower
        kind = self.lexicon.types.get(tail)
        if kind is not None and last - first > 1:
            name.type = tail
            name.name = name.name if kind.keep else (first, last - 1)
        return name

    def _belonging(self, outer: Name) -> Name | None:
        """Read "the Damascus suburb of X": X, which belongs to Damascus."""
        at = outer.last
        if outer.type not in self.data.belonging_types or self.lower(at) != "of" or at + 1 >= len(self.words):
            return None
        inner = self._bare_name(at + 1) if self.country_at(at + 1) is None else None
        if inner is None:
            return None
        inner.first, inner.owner, inner.type, inner.typed_before = outer.first, outer, outer.type, True
        return inner

    # Lists and containers

    def listed_with(self, name: Name) -> tuple[list[Name], list[Name]]:
        """Return a name with those listed after it, and the places that the last of them is put in."""
        names, containers = [name], list[Name]()
        at = name.last
        while len(names) + len(containers) < _MOST_LISTED:
            following = self._next_in_list(names[-1], at)
            if following is None or (containers and following[0] == "name"):
                break
            kind, other = following
            at = other.last
            (names if kind == "name" else containers).append(other)
            if kind == "container" and other.type == "country":
                break
        last_type = names[-1].type if names[-1].is_typed and not names[-1].typed_before else None
        if last_type is not None and last_type.endswith("s"):  # "A and B neighbourhoods"
            for item in names[:-1]:
                item.type = item.type or last_type
        elif name.typed_before and name.type is not None and name.type.endswith("s"):  # "the villages of A and B"
            for item in names[1:]:
                item.type = item.type or name.type
        return names, containers

    def _next_in_list(self, name: Name, at: int) -> tuple[str, Name] | None:
        """Read the next name of a list, or a container ("A, in the B area", "A, Mali")."""
        if at >= len(self.words):
            return None
        comma = self.words[at].text == ","
        start = at + 1 if comma else at
        lead = self.lower(start)
        if lead in {"in", "of", "near", "inside", "on"}:
            other = self._place(start + 1)
            wrong = lead == "of" and not name.is_typed or lead == "on" and other is not None and other.type is None  # noqa: RUF021
            return None if other is None or wrong else ("container", other)
        if lead in self.data.directions and self.lower(start + 1) in {"of", "from"}:
            other = self._place(start + 2)
            return ("container", other) if other is not None else None
        if lead == "and" or (lead == "or" and not comma):
            other = self._place(start + 1)
            return None if other is None or self._begins_clause(other) else ("name", other)
        if not comma:
            return self._after_lost_comma(name, at)
        other = self._place(start) if start < len(self.words) else None
        if other is None or (other.first != start and other.typed_before):
            return None
        if other.type == "country":
            return ("name" if name.type == "country" else "container"), other
        if self._goes_on(other.last):
            return "name", other
        return None if self._begins_clause(other) else ("container", other)

    def _after_lost_comma(self, name: Name, at: int) -> tuple[str, Name] | None:
        country = self.country_at(at)
        if country is not None and name.type != "country" and self.key(at, country[1]) in self.lexicon.countries:
            other = self.name(at)
            return ("container", other) if other is not None and not self.organisation(other) else None
        other = self._place(at) if name.split and self._naming[at] else None
        if other is None:
            return None
        listed = "-" in self.words[at].text or other.split or other.type is not None or self._goes_on(other.last)
        return ("name" if listed else "container"), other

    def _place(self, i: int) -> Name | None:
        """Read a phrase that is no organisation's name."""
        name = self.phrase(i) if i < len(self.words) else None
        return None if name is None or self.organisation(name) else name

    def _goes_on(self, at: int) -> bool:
        """Tell whether a list goes on after a name, to an "and": ", X and Y"."""
        for _ in range(_MOST_LISTED):
            if self.lower(at) == "and":
                return at + 1 < len(self.words) and self._naming[at + 1]
            if self.lower(at) != "," or at + 1 >= len(self.words) or not self._naming[at + 1]:
                return False
            other = self.name(at + 1)
            if other is None or other.type == "country":
                return False
            at = other.last
        return False

    def _begins_clause(self, name: Name) -> bool:
        """Tell whether a verb follows: the name is then the subject of a new clause."""
        token = self.tokens.get(self.words[name.last].start) if name.last < len(self.words) else None
        return token is not None and token.pos_ in {"AUX", "VERB"} and token.tag_ in _FINITE

    # What a name is

    def organisation(self, name: Name) -> bool:
        """Tell whether a name is an organisation's, a person's or a thing's."""
        first, last = name.name
        after = self._capital_after(last)
        if name.type == "country":
            return bool(self._capitals_after(last) & self.data.organisations - self.data.breakers)
        if name.type is not None and last == name.last and name.typed_before:
            return False
        if name.last > last and self._capital_after(last) in self.data.organisations:  # "X Front"
            return True
        for word in self.words[first:last]:
            lower = word.lower if word.lower in self.data.organisations else word.lower.removesuffix("s")
            if lower in self.data.organisations and name.type not in {word.lower, lower}:
                return True
        if after in self.data.organisations and after not in self.lexicon.types and after not in self.data.agencies:
            return True
        text = self.words[first].text
        if last - first > 1 or name.type is not None or not 1 < len(text) <= _LONGEST_ACRONYM:
            return False
        acronym = text.isupper() and not self.text.isupper() and self.lower(first) not in self.lexicon.capitals
        return acronym or any(c.isdigit() for c in text)

    def _capital_after(self, last: int) -> str | None:
        """Return the capitalised word right after a name, folded."""
        if last >= len(self.words) or self.words[last].start - self.words[last - 1].end != 1:
            return None
        return self.words[last].lower if self.words[last].text[0].isupper() else None

    def _capitals_after(self, last: int) -> set[str]:
        """Return the capitalised words that run on after a name ("U.S. Africa Command"), folded."""
        words: set[str] = set()
        while (word := self._capital_after(last)) is not None and len(words) < _MOST_NAME:
            words.add(word)
            last += 1
        return words

    def trusted(self, name: Name) -> bool:
        """Tell whether capitals make a bare name: in a text all in capitals "IN CALI" is one, "IN FACT" none."""
        if not self.shouting:
            return True
        first, last = name.name
        plain = first == name.first and last == name.last and last - first < _MOST_NAME
        return plain and not self.plain_words(name)

    def plain_words(self, name: Name) -> bool:
        """Tell whether a name holds a word that is none by itself."""
        words = self.words[name.name[0] : name.name[1]]
        return any(w.lower in self.data.shouted or w.lower in self.lexicon.types for w in words)

    def proper(self, name: Name) -> bool:
        """Tell whether the tagger, too, takes the words for a name."""
        words = self.words[name.name[0] : name.name[1]]
        tags = {self.tokens[w.start].pos_ for w in words if w.start in self.tokens}
        return bool(tags & {"PROPN", "X"}) or "-" in words[0].text

    def ends_phrase(self, name: Name) -> bool:
        """Tell whether the name ends its noun phrase: not "captured Kidal commanders"."""
        if name.last >= len(self.words):
            return True
        token = self.tokens.get(self.words[name.last].start)
        noun = token is not None and token.pos_ in {"NOUN", "PROPN", "ADJ"}
        return not noun and self.words[name.last].lower not in {"'s", "'"}
