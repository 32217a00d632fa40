"""Roles of sources from their words."""

import pytest

from counterclaim.knowledge.roles import role_of

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
]


@pytest.mark.parametrize(("phrase", "actor_type", "role"), CASES)
def test_role(phrase: str, actor_type: str | None, role: str | None) -> None:
    assert role_of(phrase, actor_type) == role


def test_words_need_boundaries() -> None:
    assert role_of("Unity", None) is None
    assert role_of("the Armytage family home", None) == "relative"
