"""The role of a source, told by its own words and by the type of the actor it speaks for; validated on load."""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import msgspec
import yaml

from counterclaim.errors import DataError
from counterclaim.knowledge.people import plural
from counterclaim.record.claim import Role

_WORD = re.compile(r"[^\W_]+(?:[-'.][^\W_]+)*|,")
_POSSESSIVE = re.compile(r"'s?$")


class _RoleData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    anonymous: tuple[str, ...]
    types: dict[str, Role | None]
    speakers: dict[str, Role | None]
    words: dict[Role, tuple[str, ...]]
    titles: frozenset[str]
    breaks: frozenset[str]
    stops: frozenset[str]


class _Found(NamedTuple):
    role: Role | None
    speaker: bool


class RoleWords:
    """The lexicon of roles, by folded words."""

    def __init__(self, data: _RoleData, name: str) -> None:
        self.types = data.types
        self.breaks, self.stops = data.breaks, data.stops
        self._title = re.compile(rf"\b(?:{'|'.join(sorted(t.capitalize() for t in data.titles))}) (?=[A-Z])")
        self._anonymous = [_fold(phrase) for phrase in data.anonymous]
        self._entries: dict[tuple[str, ...], _Found] = {}
        for word, fallback in data.speakers.items():
            self._add(word, _Found(fallback, True), name)
        for role, words in data.words.items():
            for word in words:
                self._add(word, _Found(role, False), name)
        for key in list(self._entries):
            plurals = (*key[:-1], plural(key[-1]))
            self._entries.setdefault(plurals, self._entries[key])
        self._longest = max(map(len, self._entries))

    def _add(self, word: str, found: _Found, name: str) -> None:
        key = tuple(_fold(word))
        if not key:
            raise DataError(f"{name}: an empty entry among the words of role {found.role}")
        if key in self._entries:
            raise DataError(f"{name}: {word!r} stands twice")
        self._entries[key] = found

    def words(self, phrase: str) -> list[str]:
        """Return the folded words of a phrase without titles before a name."""
        return _fold(self._title.sub("", phrase))

    def is_anonymous(self, words: list[str]) -> bool:
        """Tell whether the words withhold a name."""
        return any(_contains(words, phrase) for phrase in self._anonymous)

    def segments(self, words: list[str]) -> list[list[_Found]]:
        """Return what the words tell, in order, cut where somebody else is named; clauses are left out."""
        result: list[list[_Found]] = [[]]
        at = 0
        while at < len(words) and words[at] not in self.stops:
            size = self._match(words, at)
            if size:
                result[-1].append(self._entries[tuple(words[at : at + size])])
            elif words[at] == "," or words[at] in self.breaks:
                result.append([])
            at += size or 1
        return result

    def _match(self, words: list[str], at: int) -> int:
        for size in range(min(self._longest, len(words) - at), 0, -1):
            if tuple(words[at : at + size]) in self._entries:
                return size
        return 0


def _contains(words: list[str], phrase: list[str]) -> bool:
    size = len(phrase)
    return any(words[i : i + size] == phrase for i in range(len(words) - size + 1))


def _fold(phrase: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", phrase.replace("’", "'").replace("‘", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    words = [_POSSESSIVE.sub("", w) if w.endswith("'s") else w for w in _WORD.findall(plain)]
    return [w.replace(".", "") for w in words]


def parse_roles(source: str, name: str = "roles.yaml") -> RoleWords:
    """Return the lexicon written in a YAML text.

    Raises DataError naming the field or the word that is wrong.
    """
    try:
        raw = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        data = msgspec.convert(raw, _RoleData)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise DataError(f"{name}: {error}") from error
    return RoleWords(data, name)


@lru_cache(maxsize=1)
def load_roles() -> RoleWords:
    """Return the lexicon of roles of English. Raises DataError where the file does not validate."""
    path = files("counterclaim.knowledge") / "data" / "roles.yaml"
    return parse_roles(path.read_text(encoding="utf-8"))


def role_of_type(actor_type: str | None) -> Role | None:
    """Return the role that an actor of a type speaks in."""
    return load_roles().types.get(actor_type) if actor_type is not None else None


def role_of(phrase: str, actor_type: str | None) -> Role | None:
    """Return the role of a source from the words that describe it and the type of its actor, None if neither tells.

    A withheld name is anonymous whatever else is said. Then, in this order: the head's own word ("doctor"), the
    head's modifiers ("union official"), the type of the actor, whom the head speaks for ("adviser to the
    commander"), and what a speaker is where nothing is said of whom he speaks for ("officials").
    """
    lexicon = load_roles()
    words = lexicon.words(phrase)
    if lexicon.is_anonymous(words):
        return "anonymous"
    segments = lexicon.segments(words)
    told = [next((f.role for f in reversed(s) if not f.speaker), None) for s in segments]
    for role in (told[0], role_of_type(actor_type), *told[1:]):
        if role is not None:
            return role
    return next((f.role for s in segments for f in reversed(s) if f.role is not None), None)
