"""Roles of sources from their words."""

from typing import get_args

import pytest

from counterclaim.errors import DataError
from counterclaim.knowledge.actors import ActorType
from counterclaim.knowledge.roles import parse_roles, role_of, role_of_type

CASES = [
    ("an army spokesman", None, "belligerent"),
    ("spokesman", "rebel", "belligerent"),
    ("General Ibrahim Sow", "army", "belligerent"),
    ("Defence Ministry", "ministry", "belligerent"),
    ("the defense ministry of Turkey", None, "belligerent"),
    ("militia commanders", None, "belligerent"),
    ("Pakistan military's media wing", None, "belligerent"),
    ("the interior minister", None, "government"),
    ("government spokeswoman", "government", "government"),
    ("President Assad", None, "government"),
    ("police", "police", "government"),
    ("attorney general", None, "government"),
    ("Himamaylan police chief", "police", "local_official"),
    ("Governor Babagana Zulum", "government", "local_official"),
    ("the district administrator", None, "local_official"),
    ("tribal elder Haji Afzal", None, "local_official"),
    ("Kherson Regional Military Administration", None, "local_official"),
    ("a doctor at the military hospital", None, "medical"),
    ("Gaza's health ministry", "ministry", "medical"),
    ("two medics", None, "medical"),
    ("villagers", None, "eyewitness"),
    ("a resident who fled", None, "eyewitness"),
    ("the soldier's mother", None, "relative"),
    ("Father Joseph", None, None),
    ("his father", None, "relative"),
    ("the Syrian Observatory for Human Rights", "monitor", "monitor"),
    ("activists", None, "monitor"),
    ("UN human rights office", "un", "un"),
    ("U.N. peacekeeping mission", None, "un"),
    ("the Red Cross", None, "ngo"),
    ("Médecins Sans Frontières", None, "ngo"),
    ("state television", None, "media"),
    ("the Fars news agency", None, "media"),
    ("a video posted online", None, "media"),
    ("military analyst Jane Roe", None, "expert"),
    ("a Western diplomat", None, "expert"),
    ("a military source", "army", "anonymous"),
    ("hospital sources", None, "medical"),
    ("an officer, on condition of anonymity", None, "anonymous"),
    ("Jane Roe", None, None),
    ("truckers' union official", None, "ngo"),
    ("Jo Roe, regional secretary of the National Union of Drivers", None, "ngo"),
    ("an adviser to the force's commander", None, "belligerent"),
    ("adviser", "rebel", "belligerent"),
    ("a Western military attaché", None, "expert"),
    ("a Western military attaché, who would not be quoted by name", None, "anonymous"),
    ("a doctor who has no permission to talk to reporters", None, "anonymous"),
    ("the commissioner of the county", None, "local_official"),
    ("army chief of staff", None, "belligerent"),
    ("local chief", None, "local_official"),
    ("U.S. officials", None, "government"),
    ("local officials", None, "local_official"),
    ("U.N. refugee agency", None, "un"),
    ("the agency", None, "media"),
    ("the head of the hospital", None, "medical"),
    ("the mother of one of the soldiers", None, "relative"),
    ("a tribal sheikh there, by phone", None, "local_official"),
    ("site committee", None, "local_official"),
    ("open-source analysts", None, "expert"),
    ("sources", None, "anonymous"),
    ("AFP", None, "media"),
    ("representative", "militia", "belligerent"),
    ("its spokeswoman", "ngo", "ngo"),
    ("the group", None, None),
]


@pytest.mark.parametrize(("phrase", "actor_type", "role"), CASES)
def test_role(phrase: str, actor_type: str | None, role: str | None) -> None:
    assert role_of(phrase, actor_type) == role


def test_words_need_boundaries() -> None:
    assert role_of("Unity", None) is None
    assert role_of("the Armytage family home", None) == "relative"


def test_every_type_of_actor_has_a_role() -> None:
    assert all(role_of_type(actor_type) is not None for actor_type in get_args(ActorType))


GOOD = """
version: 1
anonymous: [unnamed]
types: {army: belligerent}
speakers: {official: government}
words: {medical: [doctor], un: [un official]}
titles: [father]
breaks: [of]
stops: [who]
"""


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[doctor]", "[doctor, official]", "official"),
        ("medical:", "medics:", "medics"),
        ("[doctor]", "[doctor, '-']", "medical"),
        ("stops: [who]", "stop: [who]", "stop"),
    ],
)
def test_bad_words_are_named(old: str, new: str, named: str) -> None:
    with pytest.raises(DataError, match=named):
        parse_roles(GOOD.replace(old, new))
