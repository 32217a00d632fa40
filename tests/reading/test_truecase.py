"""Case restored before parsing: which words get capitals, what stays as it is, and that nothing moves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.intake import report_from_text
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.reading.parse import load_model
from counterclaim.reading.truecase import restore_case, unspeakable
from counterclaim.record import Reading


def restored(text: str) -> str:
    return restore_case([text], load_model())[0]


def read(text: str) -> Reading:
    return RulesEngine().read(report_from_text(text), relevance=False)


@pytest.mark.parametrize(
    "text",
    [
        "Three villagers were killed and nine others wounded in Bamako on Monday. The army blamed jihadists.",
        "Salvadoran troops shot two nuns near La Palma, the Catholic bishop of San Vicente said in May.",
        "The Movement for Free Peasants (MFP) denied it. Police may march on Lima.",
        "El Salvador's President Alfredo Cristiani didn't confirm the 3 Jan. raid on Saudi Arabian oil tankers.",
        "Mineworkers fled. Gunmen from al-Shabaab set up a checkpoint at the U.S. embassy, and Dr. O'Brien saw it.",
        "The FBI and the CIA said 12 guerrillas of the Shining Path died in 1990.",
        "A 14-year-old girl from San Luis de la Reina carried an M-16 rifle to King Fahd's palace.",
        "Gen. Ponce said: \"The terrorists fled.\" Col. Rivas did not.",
    ],
)  # fmt: skip
def test_capitals_become_the_text_they_were(text: str) -> None:
    assert restored(text.upper()) == text


def test_only_text_in_capitals_is_touched() -> None:
    mixed = "UN and EU envoys met SDF, HTS and SNA leaders in Aleppo. BREAKING: two dead."
    assert restore_case([mixed, "IRAQ", "FOUR SOLDIERS DIED IN BASRA"], load_model()) == [
        mixed, "IRAQ", "Four soldiers died in Basra",
    ]  # fmt: skip


def test_a_short_part_of_a_text_in_capitals_is_one_too() -> None:
    body = "TWO MEN WERE SHOT DEAD BY GUNMEN IN A VILLAGE NEAR MOSUL ON THURSDAY, THE POLICE SAID."
    assert restore_case(["GUNMEN KILL", body], load_model())[0] == "Gunmen kill"


def test_words_not_in_capitals_stay_within_one_that_is() -> None:
    line = "SIX POLICEMEN WERE KILLED BY REBELS OF THE McDUFF BRIGADE IN THE CAPITAL"
    assert "of the McDUFF brigade" in restored(line)


def test_an_empty_report() -> None:
    assert restore_case([], load_model()) == []
    assert restore_case(["", "12 - 13", "\n"], load_model()) == ["", "12 - 13", "\n"]


def test_letters_whose_case_changes_their_length_stay() -> None:
    text = "THE SHELLS FELL ON İZMİR AND ON THE ﬁELDS OF GROẞ DÜBEN, TWO SOLDIERS DIED"
    assert len(restored(text)) == len(text)
    assert "İ" in restored(text)


@given(st.text(alphabet="ABCDEFGHIJ ŁİẞΣǅŉ'’-.\"[]()0123\n", max_size=120))
@settings(max_examples=150, deadline=None)
def test_every_text_keeps_its_length_and_its_letters(text: str) -> None:
    out = restored(text)
    assert len(out) == len(text)
    assert out.casefold() == text.casefold()


def test_abbreviations_by_their_sound() -> None:
    assert unspeakable("fmln") and unspeakable("eln") and unspeakable("mrta")
    assert not unspeakable("cali") and not unspeakable("ponce")


def test_the_record_keeps_the_words_as_published() -> None:
    text = (
        "REBELS KILLED FIVE SOLDIERS AND WOUNDED SEVEN IN AN AMBUSH NEAR BAMAKO ON 3 MAY 2024, THE MALIAN ARMY SAID.\n\n"
        "A FARMER WAS ALSO KILLED."
    )
    reading = read(text)
    assert reading.report.text == text
    killed = {c.quantity.low for c in reading.claims if c.type == "killed" and c.quantity is not None}
    injured = {c.quantity.low for c in reading.claims if c.type == "injured" and c.quantity is not None}
    assert (killed, injured) == ({1, 5}, {7})
    for claim in reading.claims:
        assert all(e.quote == text[e.start : e.end] for e in claim.evidence)
        for found in (claim.target, claim.agent, *(link.party for link in claim.attribution)):
            assert found is None or found.text == text[found.start : found.end]
            assert found is None or found.name in text or getattr(found, "id", None) is not None


def test_capitals_say_what_the_same_words_say_in_small_letters() -> None:
    text = (
        "Two policemen and a child were killed when a bomb exploded outside a bank in Quetta on 4 June 2023, "
        "police said. Eleven others were injured and taken to a hospital of the provincial capital, officials said."
    )
    small, capitals = read(text), read(text.upper())
    facts = [[(c.kind, c.type, c.quantity and c.quantity.low) for c in r.claims] for r in (small, capitals)]
    assert facts[0] == facts[1]
