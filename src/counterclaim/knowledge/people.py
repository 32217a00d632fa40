"""Nouns of people and of things: what they say of status, age, sex, unit and facility; validated on load."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal, TypeVar

import msgspec
import yaml

from counterclaim.errors import DataError
from counterclaim.record.claim import Status
from counterclaim.record.quantity import Unit

K = TypeVar("K")
T = TypeVar("T")
Sex = Literal["female", "male"]
_UNCHANGED = ("corps", "people", "personnel", "staff", "police", "men", "children", "craft", "cattle", "livestock")


class PersonNoun(msgspec.Struct, frozen=True):
    """What a noun of people says of them; None where it says nothing."""

    status: Status | None = None
    age: str | None = None
    sex: Sex | None = None


class MaterielNoun(msgspec.Struct, frozen=True):
    """What a noun of things says: the unit it is counted in, and the kind of facility it is, if any."""

    unit: Unit
    facility: str | None = None


class _PeopleData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    people: dict[Status, tuple[str, ...]]
    neutral: tuple[str, ...]
    child: tuple[str, ...]
    adult: tuple[str, ...]
    female: tuple[str, ...]
    male: tuple[str, ...]
    formation: tuple[str, ...]
    household: tuple[str, ...]
    things: dict[Unit, tuple[str, ...]]
    facilities: dict[str, tuple[str, ...]]


class PeopleWords:
    """The nouns of one language, by lemma and by regular plural."""

    def __init__(self, data: _PeopleData, name: str) -> None:
        status = _one_group({**data.people, None: data.neutral}, name)
        age = _one_group({"child": data.child, "adult": data.adult}, name)
        sexes: dict[Sex, tuple[str, ...]] = {"female": data.female, "male": data.male}
        sex = _one_group(sexes, name)
        unit = _one_group(data.things, name)
        facility = _one_group(data.facilities, name)
        _all_in({**age, **sex}, status, "is no noun of people", name)
        _all_in(facility, unit, "is no noun of things", name)
        self.people = _with_plurals({w: PersonNoun(s, age.get(w), sex.get(w)) for w, s in status.items()})
        self.things = _with_plurals({w: MaterielNoun(u, facility.get(w)) for w, u in unit.items()})
        groups: dict[Unit, tuple[str, ...]] = {"formation": data.formation, "household": data.household}
        self.groups = _with_plurals(_one_group(groups, name))


def _one_group(groups: Mapping[K, tuple[str, ...]], name: str) -> dict[str, K]:
    placed: dict[str, K] = {}
    for group, words in groups.items():
        for word in words:
            if word in placed:
                raise DataError(f"{name}: {word!r} stands twice, under {placed[word]} and {group}")
            if word != word.lower().strip() or not word:
                raise DataError(f"{name}: {word!r} under {group} is not a noun in lower case")
            placed[word] = group
    return placed


def _all_in(words: Iterable[str], known: Mapping[str, object], problem: str, name: str) -> None:
    for word in words:
        if word not in known:
            raise DataError(f"{name}: {word!r} {problem}")


def _with_plurals(nouns: dict[str, T]) -> dict[str, T]:
    plurals = {plural(word): noun for word, noun in nouns.items()}
    return {**plurals, **nouns}


def plural(noun: str) -> str:
    """Return the regular plural of a noun or of a compound's last word ("policeman": "policemen")."""
    if noun.endswith(
        ("corps", "people", "personnel", "staff", "police", "men", "children", "aircraft", "cattle", "livestock")
    ):
        return noun
    if noun.endswith("child"):
        return noun + "ren"
    if noun.endswith(("man", "woman")) and not noun.endswith(("human", "german", "ottoman")):
        return noun[:-2] + "en"
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    if re.search(r"(?:s|x|z|ch|sh)$", noun):
        return noun if noun.endswith(("ies", "gs", "ms", "ns", "ds")) else noun + "es"
    if noun.endswith(("knife", "wife", "life", "calf", "thief")):
        return re.sub("fe?$", "ves", noun)
    return noun + "s"


def parse_people(source: str, name: str = "people.yaml") -> PeopleWords:
    """Return the nouns written in a YAML text.

    Raises DataError naming the field or the noun that is wrong.
    """
    try:
        raw = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        data = msgspec.convert(raw, _PeopleData)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise DataError(f"{name}: {error}") from error
    return PeopleWords(data, name)


@lru_cache(maxsize=1)
def load_people() -> PeopleWords:
    """Return the nouns of English. Raises DataError where the file does not validate."""
    path = files("counterclaim.knowledge") / "data" / "en" / "people.yaml"
    return parse_people(path.read_text(encoding="utf-8"))


def person_noun(lemma: str) -> PersonNoun | None:
    """Return what a noun, by its lemma or plural, says of people; None where it is no noun of people."""
    return load_people().people.get(lemma)


def materiel_noun(lemma: str) -> MaterielNoun | None:
    """Return what a noun, by its lemma or plural, says of things; None where it is no noun of things."""
    return load_people().things.get(lemma)


def unit_of(lemma: str) -> Unit | None:
    """Return what a number of a noun counts: people, households, formations or a kind of thing; else None."""
    words = load_people()
    if lemma in words.groups:
        return words.groups[lemma]
    if lemma in words.people:
        return "people"
    thing = words.things.get(lemma)
    return thing.unit if thing is not None else None


def status_of(noun: str) -> Status | None:
    """Return whether a noun of people names civilians, combatants, officials, ...; None where it does not tell."""
    found = person_noun(noun)
    return found.status if found is not None else None
