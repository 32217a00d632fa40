"""One name, several actors: country, other parties and day decide, or both candidates stay."""

import datetime

import pytest

from counterclaim.knowledge.actors import load_registry

DAY = datetime.date


@pytest.mark.parametrize(
    ("name", "country", "others", "date", "actor_id"),
    [
        ("RSF", None, (), None, None),
        ("RSF", "SDN", (), None, "rsf"),
        ("RSF", "SDN", ("cpj",), None, "rsf"),
        ("RSF", None, ("mil-SDN",), None, "rsf"),
        ("RSF", None, ("cpj", "amnesty"), None, "rsf-press"),
        ("RSF", "FRA", (), None, "rsf-press"),
        ("AFP", None, (), None, None),
        ("AFP", "PHL", (), None, "mil-PHL"),
        ("AFP", "SYR", (), None, "afp-agency"),
        ("SNA", None, ("al-shabaab",), None, "mil-SOM"),
        ("SNA", None, ("sdf", "gov-TUR"), None, "syrian-national-army"),
        ("UPC", None, (), None, None),
        ("UPC", None, ("codeco",), None, "upc-cod"),
        ("UPC", "CMR", (), None, "ucdp-564"),
        ("PDF", None, ("nug",), None, "pdf-myanmar"),
        ("PDF", None, (), DAY(1995, 5, 1), "pdf-sudan"),
        ("PDF", None, (), DAY(2022, 5, 1), None),
        ("the army", "MLI", ("gov-RUS",), None, "mil-MLI"),
        ("MINUSMA", None, (), DAY(2025, 1, 1), "minusma"),
    ],
)
def test_context_decides(
    name: str, country: str | None, others: tuple[str, ...], date: datetime.date | None, actor_id: str | None
) -> None:
    match = load_registry().find(name, country=country, others=others, date=date)
    assert match is not None and match.id == actor_id and match.reasons
    assert all(reason.endswith(".") for reason in match.reasons)
    assert len(match.candidates) == 1 or match.id is None


def test_unresolved_keeps_both_candidates() -> None:
    match = load_registry().find("RSF", others=["nobody-there"])
    assert match is not None and match.id is None and set(match.candidates) == {"rsf", "rsf-press"}
    assert match.reasons[-1] == "Nothing tells which of them is meant."


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Sudan: the RSF shelled the camp.", ["rsf"]),
        ("The RSF shelled the camp.", [None]),
        ("France: RSF counts jailed reporters.", ["rsf-press"]),
        ("He told AFP.", [None]),
        ("He told AFP in Damascus, Syria.", ["afp-agency"]),
        ("He told AFP in the Philippines.", [None]),
        ("Syria: the SNA advanced.", ["syrian-national-army"]),
        ("Somalia: the SNA advanced.", ["mil-SOM"]),
    ],
)
def test_a_text_decides_by_the_countries_it_names(text: str, ids: list[str | None]) -> None:
    assert [hit[2] for hit in load_registry().scan(text)] == ids
