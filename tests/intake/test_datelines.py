"""What is a dateline, and what only looks like one."""

import pytest

from counterclaim.intake.datelines import read_dateline


@pytest.mark.parametrize(
    ("text", "words", "place", "country", "agency"),
    [
        ("BAMAKO, Mali — The army", "BAMAKO, Mali —", "BAMAKO", "MLI", None),
        ("NAIROBI, Feb 20 (GLNA) - Fighting", "NAIROBI, Feb 20 (GLNA) -", "NAIROBI", None, "GLNA"),
        ("DAKAR, Senegal (AP) — Gunmen", "DAKAR, Senegal (AP) —", "DAKAR", "SEN", "AP"),
        ("HOMS (Sputnik) A blast", "HOMS (Sputnik)", "HOMS", None, "Sputnik"),
        (
            "GAZA/JERUSALEM, March 3 (Reuters) - A",
            "GAZA/JERUSALEM, March 3 (Reuters) -",
            "GAZA/JERUSALEM",
            None,
            "Reuters",
        ),
        ("Maiduguri (Nigeria) (AFP) – Men", "Maiduguri (Nigeria) (AFP) –", "Maiduguri", "NGA", "AFP"),
        ("L’ESTÈRE (Haïti), 8 mars 2026 — Dans", "L’ESTÈRE (Haïti), 8 mars 2026 —", "L’ESTÈRE", "HTI", None),
        ("Srinagar, August 21: Four", "Srinagar, August 21:", "Srinagar", None, None),
    ],
)
def test_datelines(text: str, words: str, place: str, country: str | None, agency: str | None) -> None:
    found = read_dateline(text, 0, len(text))
    assert found is not None and found.place is not None
    assert text[found.start : found.end] == words
    assert (found.place.name, found.place.country, found.agency) == (place, country, agency)
    assert text[found.place.start : found.place.end] == found.place.text


def test_an_agency_alone() -> None:
    found = read_dateline("(AFP) - Troops", 0, 14)
    assert found is not None and found.place is None and found.agency == "AFP"


@pytest.mark.parametrize(
    "text",
    [
        "Hezbollah (HZB) said", "The army (SAF) - which", "US-led coalition planes", "ISIL (Daesh) fighters",
        "WATCH - The", "DAESH (ISIS) - The", "On March 3 (Tuesday) - the", "Kyiv - which", "Idlib province: The",
        "EUROPEAN UNION (EU) Foreign ministers",
    ],
)  # fmt: skip
def test_no_datelines(text: str) -> None:
    assert read_dateline(text, 0, len(text)) is None
