"""Words that tell where: countries, demonyms, capitals, prepositions and types of place; validated on load."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

import msgspec
import pycountry

from counterclaim.knowledge.data_files import load_data

PlaceRole = Literal["at", "from", "to", "other"]


class Preposition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a place after this preposition can be, and what must speak for its being a place."""

    role: PlaceRole
    near: bool = False
    needs: Literal["known", "motion"] | None = None


class PlaceType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A type of place: where_prec of a name beside it; `keep` where a capitalised type is part of the name."""

    precision: int
    keep: bool = False


class _PlaceData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    countries: dict[str, tuple[str, ...]]
    not_countries: frozenset[str]
    demonyms: dict[str, tuple[str, ...]]
    capitals: dict[str, tuple[str, ...]]
    prepositions: dict[str, Preposition]
    event_nouns: frozenset[str]
    part_nouns: frozenset[str]
    near_nouns: frozenset[str]
    directions: frozenset[str]
    compass: frozenset[str]
    units: frozenset[str]
    motion: frozenset[str]
    place_verbs: dict[PlaceRole, frozenset[str]]
    types: dict[str, PlaceType]
    type_modifiers: frozenset[str]
    type_not_before: frozenset[str]
    organisations: frozenset[str]
    breakers: frozenset[str]
    links: frozenset[str]
    articles: frozenset[str]
    determiners: frozenset[str]
    leading_types: frozenset[str]
    name_modifiers: frozenset[str]
    types_of_peoples: frozenset[str]
    weekdays: frozenset[str]
    shouted: frozenset[str]
    not_alone: frozenset[str]
    agencies: frozenset[str]
    parts_of_countries: frozenset[str]
    held_endings: tuple[str, ...]
    hedges: frozenset[str]
    not_before_to: frozenset[str]
    belonging_types: frozenset[str]
    parts_of_towns: frozenset[str]
    qualifiers: frozenset[str]
    adjective_endings: frozenset[str]


class PlaceWords:
    """The lexicon, indexed by folded words."""

    def __init__(self, data: _PlaceData) -> None:
        self.data = data
        self.countries: dict[str, str] = {}
        for country in pycountry.countries:
            for name in (
                country.name,
                getattr(country, "common_name", None),
                getattr(country, "official_name", None),
            ):
                if name and name not in data.not_countries:
                    self.countries[fold(name)] = country.alpha_3
        self.countries |= _by_word(data.countries)
        self.demonyms = _by_word(data.demonyms)
        self.capitals = _by_word(data.capitals)
        self.longest = max(len(name.split()) for name in (*self.countries, *self.capitals, *self.demonyms))
        self.types = dict(data.types)
        for name, kind in data.types.items():
            plural = re.sub(r"y$", "ie", name) + "s"
            if not name.endswith("s"):
                self.types.setdefault(plural, kind)

    def country(self, words: str) -> str | None:
        """Return a country's code by its name; also of a possessive, apostrophe or not ("Syria's", "Syrias")."""
        key = fold(words)
        if key in self.countries:
            return self.countries[key]
        bare = key.removesuffix("'s").removesuffix("'")
        if bare not in self.countries and key.endswith("s") and len(key) > 4:
            bare = key[:-1]
        return self.countries.get(bare)


def fold(words: str) -> str:
    """Return words for look-up: case, diacritics and typographic apostrophes folded."""
    plain = unicodedata.normalize("NFKD", words.replace("’", "'"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).lower().split())


def _by_word(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {fold(word): code for code, words in table.items() for word in words}


def country_of(word: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code that a country's name or demonym stands for, or None.

    "Syria", "Syrian", "Syrians", "Syria's" and the noisy "Syrias" are SYR; Kosovo is XKX.
    """
    words = load_places()
    key = fold(word).removesuffix("'s").removesuffix("'")
    return words.country(word) or words.demonyms.get(key)


@lru_cache(maxsize=1)
def load_places() -> PlaceWords:
    """Return the words of place of English.

    Raises DataError naming the field where the file does not validate.
    """
    return PlaceWords(load_data("en/places.yaml", _PlaceData))
