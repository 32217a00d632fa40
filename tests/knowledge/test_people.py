"""What nouns say of the people and things that they name."""

import pytest

from counterclaim.errors import DataError
from counterclaim.knowledge.people import (
    load_people,
    materiel_noun,
    parse_people,
    person_noun,
    plural,
    status_of,
    unit_of,
)

PEOPLE = [
    ("soldier", "combatant", None, None),
    ("gunman", "combatant", None, None),
    ("gunmen", "combatant", None, None),
    ("jawan", "combatant", None, None),
    ("child soldier", "combatant", "child", None),
    ("driver", "civilian", None, None),
    ("worshipper", "civilian", None, None),
    ("newborn", "civilian", "child", None),
    ("girl", "civilian", "child", "female"),
    ("children", "civilian", "child", None),
    ("women", "civilian", "adult", "female"),
    ("widower", "civilian", "adult", "male"),
    ("commissioner", "official", None, None),
    ("photojournalist", "journalist", None, None),
    ("relief worker", "aid_worker", None, None),
    ("midwife", "medic", None, "female"),
    ("hostage", "prisoner", None, None),
    ("people", None, None, None),
    ("men", None, "adult", None),
    ("man", None, "adult", "male"),
    ("displaced person", "civilian", None, None),
    ("martyr", None, None, None),
    ("bodies", None, None, None),
]


@pytest.mark.parametrize(("noun", "status", "age", "sex"), PEOPLE)
def test_person_noun(noun: str, status: str | None, age: str | None, sex: str | None) -> None:
    found = person_noun(noun)
    assert found is not None
    assert (found.status, found.age, found.sex) == (status, age, sex)
    assert status_of(noun) == status


@pytest.mark.parametrize(
    ("noun", "unit", "facility"),
    [
        ("barge", "vehicle", None),
        ("ambulance", "vehicle", "health"),
        ("humanitarian convoy", "vehicle", "aid_convoy"),
        ("rifle", "weapon", None),
        ("ammunition", "weapon", None),
        ("drones", "aircraft", None),
        ("cattle", "animal", None),
        ("clinic", "building", "health"),
        ("primary school", "building", "school"),
        ("madrassa", "building", "school"),
        ("marketplace", "building", "market"),
        ("refugee camp", "building", "camp"),
        ("camp", "building", None),
        ("churches", "building", "religious"),
        ("fuel", "other", None),
    ],
)
def test_materiel_noun(noun: str, unit: str, facility: str | None) -> None:
    found = materiel_noun(noun)
    assert found is not None
    assert (found.unit, found.facility) == (unit, facility)


@pytest.mark.parametrize(
    ("noun", "unit"),
    [("battalion", "formation"), ("brigades", "formation"), ("households", "household"), ("soldiers", "people"),
     ("tank", "vehicle"), ("helicopters", "aircraft"), ("percent", None)],
)  # fmt: skip
def test_unit_of(noun: str, unit: str | None) -> None:
    assert unit_of(noun) == unit


@pytest.mark.parametrize("noun", ["battalion", "percent", "ceasefire", "day", "kilometre", ""])
def test_neither_people_nor_things(noun: str) -> None:
    assert person_noun(noun) is None
    assert materiel_noun(noun) is None


def test_no_noun_is_both() -> None:
    words = load_people()
    assert not set(words.people) & set(words.things)
    assert len(words.people) > 800 and len(words.things) > 600


@pytest.mark.parametrize(
    ("one", "many"),
    [("policeman", "policemen"), ("human", "humans"), ("enemy", "enemies"), ("boy", "boys"), ("child", "children"),
     ("clinic", "clinics"), ("church", "churches"), ("housewife", "housewives"), ("aircraft", "aircraft"),
     ("corps", "corps"), ("arms", "arms"), ("supplies", "supplies")],
)  # fmt: skip
def test_plural(one: str, many: str) -> None:
    assert plural(one) == many


GOOD = """
version: 1
people: {combatant: [soldier], civilian: [nun, boy]}
neutral: [body]
child: [boy]
adult: [nun]
female: [nun]
male: [boy]
formation: [brigade]
household: [family]
things: {building: [clinic], vehicle: [tank]}
facilities: {health: [clinic]}
"""


def test_own_words() -> None:
    words = parse_people(GOOD)
    assert words.people["bodies"].status is None
    assert words.things["clinics"].facility == "health"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[body]", "[body, nun]", "nun"),
        ("child: [boy]", "child: [lad]", "lad"),
        ("{health: [clinic]}", "{health: [ward]}", "ward"),
        ("[soldier]", "[Soldier]", "Soldier"),
        ("combatant:", "combatants:", "combatants"),
        ("vehicle: [tank]", "vehicle: [tank, clinic]", "clinic"),
        ("version: 1", "version: [", "people.yaml"),
    ],
)
def test_bad_words_are_named(old: str, new: str, named: str) -> None:
    with pytest.raises(DataError, match=named):
        parse_people(GOOD.replace(old, new))
