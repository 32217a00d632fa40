"""Names of places read from words: proper names with the words that show them to be places (no gazetteer yet).

"the rebel-held town of X", "Syria's Y province", "X camp", "the Damascus suburb of X", "X, Y and Z", "X, in the Y area".
Written for text that has lost its commas and apostrophes, too ("Syrias Idlib", "al-Midan al-Faid and al-Izaa quarters").
"""

import re
from typing import Any

from counterclaim.knowledge.place_words import PlaceWords, fold, load_places

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’](?!s\b)[^\W_]+|-[^\W_]+)*|['’]s\b|[^\w\s]|_")
_MOST_MODIFIERS, _MOST_NAME, _LONGEST_ACRONYM = 7, 5, 6


class Word:
    """A word of the text and its folded form."""

    __slots__ = ("end", "lower", "start", "text")

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start
        self.end = start + len(text)
        self.lower = fold(text)


class Name:
    """A name read from the words [first, last): with its type of place, country and compass word."""

    __slots__ = ("compass", "country", "first", "last", "name", "owner", "split", "type", "typed_before")

    def __init__(self, first: int, last: int) -> None:
        self.first = first  # the phrase, as indices of words
        self.last = last
        self.name = (first, last)  # the bare name
        self.type: str | None = None  # "country" for a country
        self.country: str | None = None
        self.compass = False
        self.typed_before = False
        self.split = False  # a comma seems to be lost after the name
        self.owner: Name | None = None  # "Aleppo's al-Midan quarter"


class NameReader:
    """Reads the names of one parsed block."""

    def __init__(self, doc: Any) -> None:
        self.text: str = doc.text
        self.lexicon: PlaceWords = load_places()
        self.data = self.lexicon.data
        self.words = [Word(m.group(), m.start()) for m in _WORD.finditer(self.text)]
        self.tokens = {t.idx: t for t in doc}
        self.lowercase = {w.text for w in self.words if w.text.islower()}
        self.alone = self._standing_alone() | self.lexicon.capitals.keys()

    def _standing_alone(self) -> set[str]:
        """Return the runs of capitalised words of the block, each as one key: a run of two that also stand alone is two names."""
        runs: set[str] = set()
        i = 0
        while i < len(self.words):
            last = i
            while (
                last < len(self.words)
                and self.is_name_word(last)
                and (last == i or self.words[last].start == self.words[last - 1].end + 1)
            ):
                last += 1
            if last > i:
                runs.add(self.key(i, last))
            i = max(last, i + 1)
        return runs

    def phrase(self, i: int) -> Name | None:
        """Read "the eastern town of X", "Syria's Idlib province", "X camp" or a bare "X" from the word at i."""
        first = i
        country = None
        place_owner: Name | None = None
        compass = False
        words = self.words
        while i < len(words) and i - first < _MOST_MODIFIERS + 2:
            word = words[i]
            if word.lower in self.data.determiners or (word.text in {'"', "“", "'"} and i + 1 < len(words)):
                i += 1
                continue
            if word.text.islower() and (
                word.lower in self.data.name_modifiers
                or word.lower.endswith(("-held", "-controlled", "-run", "-besieged", "-dominated"))
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
            if (
                (word.lower in self.data.compass
                and word.text.islower())
                or (word.lower in self.data.compass and self._country_at(i + 1) is not None)
            ):
                compass = True
                i += 1
                continue
            break
        if i >= len(words):
            return None
        name = self._typed_of(i) or self.name(i)
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

    def _place_owner(self, i: int) -> tuple[Name, int] | None:
        """Read "Aleppo's" or a noisy "Aleppos" before another name or a type."""
        words = self.words
        if i + 1 >= len(words) or not self.is_name_word(i) or words[i].lower in self.data.organisations:
            return None
        if words[i + 1].lower == "'s":
            after = i + 2
        elif words[i].lower.endswith("s") and words[i].lower[:-1] in self.alone:
            after = i + 1
        else:
            return None
        if after >= len(words) or not (self.is_name_word(after) or self._typed_of(after) is not None):
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

    def _owner(self, i: int) -> tuple[str, int] | None:
        """Read "Syria's", "Syrias" or "Syrian" before a name or a type: return the country and the next word."""
        found = self._country_at(i)
        if found is not None:
            code, after = found
            if after < len(self.words) and self.words[after].lower in {"'s", "'"}:
                return code, after + 1
            key = fold(self.text[self.words[i].start : self.words[after - 1].end])
            noisy = key not in self.lexicon.countries and key.endswith("s")
            if after < len(self.words) and (
                self._can_follow(after) if noisy else self._typed_of(after) is not None
            ):
                return code, after
            return None
        for length in (2, 1):
            if i + length < len(self.words):
                key = " ".join(w.lower for w in self.words[i : i + length])
                if (
                    key in self.lexicon.demonyms
                    and self.words[i].text[0].isupper()
                    and self._can_follow(i + length)
                ):
                    return self.lexicon.demonyms[key], i + length
        return None

    def _can_follow(self, i: int) -> bool:
        word = self.words[i]
        return (
            word.lower in self.lexicon.types
            or word.lower in self.data.compass
            or word.lower in self.data.name_modifiers
            or self.is_name_word(i)
            or (word.text.islower() and self._typed_of(i) is not None)
        )

    def _typed_of(self, i: int) -> Name | None:
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
                elif (
                    words[after].lower in {",", "called", "named", '"', "“"}
                    and after + 1 < len(words)
                    and words[after].lower != ","
                ):
                    after += 1
                elif at > i and words[at].lower in self.data.type_not_before:
                    return None
                owner = self._owner(after) if of and after < len(words) else None
                if owner is not None:
                    after = owner[1]
                    while (
                        after < len(words)
                        and words[after].lower in self.data.compass
                        and words[after].text.islower()
                    ):
                        after += 1
                elif not of and (self.lexicon.types[word.lower].precision > 4 or word.lower.endswith("s")):
                    return None
                name = self.name(after) if after < len(words) else None
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
        return (
            token is None
            or token.pos_ in {"ADJ", "NOUN", "ADV", "PROPN", "NUM", "PUNCT", "X"}
            or "-" in word.text
            or (token.pos_ == "VERB" and token.tag_ in {"VBN", "VBG", "VBD"})
        )

    def is_name_word(self, i: int) -> bool:
        word = self.words[i]
        text = word.text
        article, _, rest = text.partition("-")
        if rest and fold(article) in self.data.articles:
            return rest[0].isupper() or article[0].isupper()
        if rest and (
            text.rpartition("-")[2].lower() in self.data.adjective_endings
            or all(
                fold(part) in self.lexicon.demonyms or fold(part) in self.data.organisations
                for part in text.split("-")
            )
        ):
            return False
        if not text[0].isupper() or word.lower in self.data.breakers or word.lower[:-1] in self.data.weekdays:
            return False
        if word.lower in self.lexicon.demonyms:
            return False
        return (
            text.lower() not in self.lowercase
            or self._country_at(i) is not None
            or word.lower in self.data.leading_types
        )

    def name(self, i: int) -> Name | None:
        """Read a proper name and the type of place after it."""
        words = self.words
        found = self._country_at(i)
        if found is not None:
            code, last = found
            name = Name(i, last)
            name.country = code
            name.type = None if self.key(i, last) in self.data.parts_of_countries else "country"
            return self._with_type(name) if name.type is None or self._type_at(last) else name
        if not self.is_name_word(i) and not (
            words[i].lower in self.data.leading_types and words[i].text[0].isupper()
        ):
            return None
        last, split = i, False
        while last < len(words) and last - i < _MOST_NAME:
            word = words[last]
            if last > i and (words[last - 1].end == word.start and word.text[0] not in "-'’"):
                break
            if last > i and self._country_at(last) is not None:
                break
            if (
                last > i
                and self.lexicon.types.get(word.lower) is not None
                and not word.text.islower()
                and not self.is_name_word(last)
            ):
                break
            if self.is_name_word(last) or (word.text[0].isupper() and word.lower in self.data.leading_types):
                if last > i and self._starts_new(i, last):
                    split = True
                    break
                last += 1
                continue
            if (
                last > i
                and word.lower in self.data.links
                and last + 1 < len(words)
                and self.is_name_word(last + 1)
                and words[last + 1].text[0].isupper()
            ):
                last += 1
                continue
            break
        while last > i + 1 and words[last - 1].lower in self.data.directions:
            last -= 1
        if last == i or all(w.lower in self.data.compass or w.lower in self.data.not_alone for w in words[i:last]):
            return None
        name = Name(i, last)
        name.split = split
        return self._with_type(name)

    def _starts_new(self, first: int, at: int) -> bool:
        """Tell whether a lost comma stands before the word: "al-Midan al-Faid", "Bab al-Faraj al-Midan" are two each."""
        word = self.words[at]
        if word.text[0].islower() and "-" in word.text:
            before = any(w.text[0].islower() and "-" in w.text for w in self.words[first:at])
            return before and word.lower not in self.data.qualifiers
        last = at
        while (
            last < len(self.words)
            and self.is_name_word(last)
            and self.words[last].start == self.words[last - 1].end + 1
        ):
            last += 1
        return self.key(first, at) in self.alone and self.key(at, last) in self.alone

    def _type_at(self, i: int) -> tuple[str, int] | None:
        """Read a type of place after a name: "displacement site", "province"."""
        words = self.words
        at = i
        while (
            at < len(words)
            and at - i < 2
            and (words[at].lower in self.data.type_modifiers or words[at].lower in self.data.compass)
            and words[at].lower not in self.lexicon.types
        ):
            at += 1
        for j in (at, i):
            if j < len(words) and words[j].lower in self.lexicon.types:
                if (
                    j + 1 < len(words)
                    and words[j + 1].lower in self.lexicon.types
                    and words[j].lower in self.data.type_modifiers
                ):
                    j += 1
                if j + 1 < len(words) and words[j + 1].lower in self.data.type_not_before:
                    return None
                return words[j].lower, j + 1
        return None

    def _with_type(self, name: Name) -> Name:
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

    def _belonging(self, outer: Name) -> Name | None:
        """Read "the Damascus suburb of X": X, which belongs to Damascus."""
        at = outer.last
        if outer.type not in self.data.belonging_types or at + 1 >= len(self.words) or self.words[at].lower != "of":
            return None
        inner = self.name(at + 1)
        if inner is None:
            return None
        inner.first, inner.owner, inner.type, inner.typed_before = (
            outer.first,
            outer,
            inner.type or outer.type,
            True,
        )
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

    def organisation(self, name: Name) -> bool:
        """Tell whether a name is an organisation's, a person's or a thing's."""
        first, last = name.name
        if name.type == "country":
            after = self._capital_after(last)
            return after is not None and after in self.data.organisations and after not in self.data.breakers
        if name.type is not None and last == name.last and name.typed_before:
            return False
        for word in self.words[first:last]:
            lower = word.lower if word.lower in self.data.organisations else word.lower.removesuffix("s")
            if lower in self.data.organisations and name.type not in {word.lower, lower}:
                return True
        after = self._capital_after(last)
        if after in self.data.organisations and after not in self.lexicon.types and after not in self.data.agencies:
            return True
        text = self.words[first].text
        if last - first > 1 or name.type is not None or not 1 < len(text) <= _LONGEST_ACRONYM:
            return False
        acronym = text.isupper() and not self.text.isupper() and self.words[first].lower not in self.lexicon.capitals
        return acronym or any(c.isdigit() for c in text)

    def _capital_after(self, last: int) -> str | None:
        """Return the capitalised word right after a name, folded."""
        if last >= len(self.words) or self.words[last].start - self.words[last - 1].end != 1:
            return None
        return self.words[last].lower if self.words[last].text[0].isupper() else None

    def listed_with(self, name: Name) -> tuple[list[Name], list[Name]]:
        """Return a name with those listed after it, and the places that the last of them is put in."""
        names, containers = [name], list[Name]()
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

    def _next_in_list(self, name: Name, at: int) -> tuple[str, Name] | None:
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
            other = self.phrase(start + 1)
            if other is None or self.organisation(other) or (lead == "on" and other.type is None):
                return None
            return "container", other
        if lead in self.data.directions and start + 1 < len(words) and words[start + 1].lower in {"of", "from"}:
            other = self.phrase(start + 2)
            return ("container", other) if other is not None and not self.organisation(other) else None
        if lead == "and" or (lead == "or" and not comma):
            other = self.phrase(start + 1)
            if other is None or self.organisation(other) or self._followed_by_verb(other, start):
                return None
            return "name", other
        if not comma:
            found = self._country_at(at)
            if found is not None and name.type != "country":
                other = self.name(at)
                return ("container", other) if other is not None and not self.organisation(other) else None
            if name.split and self.is_name_word(at):
                other = self.phrase(at)
                if other is None or self.organisation(other):
                    return None
                listed = "-" in word.text or other.split or other.type is not None or self._listed(other.last)
                return ("name" if listed else "container"), other
            return None
        other = self.phrase(start)
        if other is None or self.organisation(other) or (other.first != start and other.typed_before):
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
            return at + 1 < len(words) and self.is_name_word(at + 1)
        if words[at].text != "," or at + 1 >= len(words):
            return False
        other = self.name(at + 1) if self.is_name_word(at + 1) else None
        return other is not None and other.type != "country" and self._listed(other.last)

    def _followed_by_verb(self, name: Name, _start: int) -> bool:
        """Tell whether a verb follows: the name is then the subject of a new clause."""
        if name.last >= len(self.words):
            return False
        token = self.tokens.get(self.words[name.last].start)
        return token is not None and (token.pos_ in {"AUX", "VERB"} and token.tag_ in {"VBD", "VBZ", "VBP", "MD"})

    def key(self, first: int, last: int) -> str:
        return fold(self.text[self.words[first].start : self.words[last - 1].end])

    def span(self, first: int, last: int) -> str:
        return self.text[self.words[first].start : self.words[last - 1].end]

    def bare(self, first: int, last: int) -> str:
        """Return a name without the s of a lost apostrophe ("Syrias", "Aleppos outskirts")."""
        span, key = self.span(first, last), self.key(first, last)
        if (
            key.endswith("s")
            and key not in self.lexicon.countries
            and (key[:-1] in self.lexicon.countries or key[:-1] in self.alone)
        ):
            return span[:-1]
        return span

    def proper(self, name: Name) -> bool:
        tokens = [self.tokens[w.start] for w in self.words[name.name[0] : name.name[1]] if w.start in self.tokens]
        return any(t.pos_ in {"PROPN", "X"} for t in tokens) or "-" in self.words[name.name[0]].text

    def heads_phrase(self, name: Name) -> bool:
        """Tell whether the name ends its noun phrase: not "captured Kidal commanders"."""
        if name.last >= len(self.words):
            return True
        token = self.tokens.get(self.words[name.last].start)
        return (
            token is None
            or (token.pos_ not in {"NOUN", "PROPN", "ADJ"}
            and self.words[name.last].lower not in {"'s", "'"})
        )
