"""The registry: exact names, ambiguous names, rules for every country."""

import pytest

from counterclaim.errors import DataError
from counterclaim.knowledge.actors import load_registry, read_registry

FOUND = [
    ("JNIM", "jnim"), ("JNIM fighters", "jnim"), ("suspected JNIM fighters", "jnim"),
    ("Nusra Front militants", "nusra"), ("the Al-Nusra Front", "nusra"), ("Fano commanders", "fano"),
    ("Jama’at Nusrat al-Islam wal-Muslimin", "jnim"), ("Al\u00a0Shabaab’s", "al-shabaab"),
    ("spokesman for the M23", "m23"), ("Séléka rebels", "seleka"), ("SPLM/A-IO", "spla-io"),
    ("Kurdistan Workers’ Party", "pkk"), ("Médecins Sans Frontières", "msf"), ("Malian army", "mil-MLI"),
    ("Mali's army", "mil-MLI"), ("Syrias army", "mil-SYR"), ("army of the Central African Republic", "mil-CAF"),
    ("the Government of the Philippines", "gov-PHL"), ("Turkish Defense Ministry", "min-defence-TUR"),
    ("South Sudan's army", "mil-SSD"), ("U.S. Africa Command", "mil-USA"), ("Israel", "gov-ISR"),
    ("Armed Forces of the Philippines (AFP)", "mil-PHL"), ("Agence France-Presse", "afp-agency"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "actor_id"), FOUND)
def test_find(name: str, actor_id: str) -> None:
    match = load_registry().find(name)
    assert match is not None and match.id == actor_id


@pytest.mark.parametrize(
    "name",
    ["is", "who", "Bamako", "the army", "fighters", "Mali fighters", "Islamic State affiliate", "Al-Shabaa", ""],
)
def test_never_forced(name: str) -> None:
    assert load_registry().find(name) is None


def test_ambiguous_until_the_country_tells() -> None:
    registry = load_registry()
    match = registry.find("SNA")
    assert match is not None and match.id is None and set(match.candidates) == {"syrian-national-army", "mil-SOM"}
    assert (known := registry.find("SNA", country="SOM")) is not None and known.id == "mil-SOM"
    for country, actor_id in ((None, None), ("PHL", "mil-PHL"), ("SYR", "afp-agency")):
        assert (afp := registry.find("AFP", country=country)) is not None and afp.id == actor_id


@pytest.mark.parametrize(
    ("name", "actor_id"),
    [("army", "mil-MLI"), ("the military", "mil-MLI"), ("the government", "gov-MLI"), ("police", "pol-MLI")],
)
def test_bare_names_take_the_country(name: str, actor_id: str) -> None:
    match = load_registry().find(name, country="MLI")
    assert match is not None and match.id == actor_id


def test_actor() -> None:
    army = load_registry().actor("mil-MLI")
    assert (army.name, army.type, army.country) == ("Armed forces of Mali", "army", "MLI")
    assert army.parents == ("gov-MLI",)
    assert load_registry().actor("gov-MLI").ucdp_id == 72
    jnim = load_registry().actor("jnim")
    assert (jnim.ucdp_id, jnim.source, jnim.basis) == (6716, "UCDP Actor Dataset 22.1", "editorial")
    with pytest.raises(KeyError):
        load_registry().actor("mil-XXX")


def test_scan_takes_the_longest() -> None:
    text = (
        "Mali’s army said Islamic State West Africa Province (ISWAP) and the Workers. It is who the Kurdistan\n"
        "Workers' Party blamed, the Russian defence ministry said. SNA men fled Mali. Army trucks burned."
    )
    found = [(text[start:end], actor_id) for start, end, actor_id, _ in load_registry().scan(text)]
    assert found == [
        ("Mali’s army", "mil-MLI"),
        ("Islamic State West Africa Province", "iswap"),
        ("ISWAP", "iswap"),
        ("Kurdistan\nWorkers' Party", "pkk"),
        ("Russian defence ministry", "min-defence-RUS"),
        ("SNA", None),
    ]


def test_scan_of_capitals_and_nothing() -> None:
    assert load_registry().scan("") == []
    assert load_registry().scan("THIS IS THE TOLL") == []
    assert [hit[2] for hit in load_registry().scan("IS claimed it")] == ["islamic-state"]


def test_scan_finds_every_mention() -> None:
    text = "The Malian army said on Monday that JNIM fighters had attacked a convoy near Gao. " * 1000
    registry = load_registry()
    assert len(registry.scan(text)) == 2000


def test_every_parent_stands() -> None:
    registry = load_registry()
    assert len(registry.actors()) > 250
    assert all(registry.actor(parent) for actor in registry.actors() for parent in actor.parents)


BASE = {
    "version": "0", "qualifiers": ["the"], "heads": ["fighters"], "capitals": [], "country_names": {},
    "more_demonyms": {}, "rules": [], "names": {}, "ucdp": {"source": "x", "governments": {}},
}  # fmt: skip
GOOD = {"id": "one", "name": "One Front", "type": "rebel", "country": "MLI"}


@pytest.mark.parametrize(
    ("entries", "named"),
    [
        ([GOOD, GOOD], "one"),
        ([GOOD | {"country": "QQQ"}], "QQQ"),
        ([GOOD | {"type": "army of ants"}], "one"),
        ([GOOD | {"parents": ["two"]}], "two"),
        ([GOOD | {"ucdp_id": 5}], "one"),
        ([GOOD | {"colour": "red"}], "one"),
        ([GOOD, GOOD | {"id": "two", "aliases": ["The One Front"], "name": "Two"}], "two.*is a name of one"),
    ],
)
def test_bad_entries_are_named(entries: list[dict[str, object]], named: str) -> None:
    with pytest.raises(DataError, match=named):
        read_registry(BASE | {"actors": entries})


def test_a_name_may_recur_in_another_country() -> None:
    registry = read_registry(BASE | {"actors": [GOOD, GOOD | {"id": "two", "country": "NER"}]})
    match = registry.find("One Front")
    assert match is not None and match.id is None and match.candidates == ("one", "two")


@pytest.mark.parametrize(
    ("actor_id", "side"),
    [("mnla", "csp"), ("mil-MLI", "gov-MLI"), ("qassam", "hamas"), ("fano", "fano"), ("sana", "gov-SYR")],
)
def test_side_of(actor_id: str, side: str) -> None:
    assert load_registry().side_of(actor_id) == side


def test_forces_of() -> None:
    registry = load_registry()
    assert registry.forces_of("MLI") == ("mil-MLI", "pol-MLI")
    assert {"mil-RUS", "pol-RUS", "wagner", "africa-corps"} <= set(registry.forces_of("RUS"))
    assert "ndf-syria" in registry.forces_of("SYR") and "hezbollah" not in registry.forces_of("SYR")


def test_own_registry() -> None:
    match = read_registry(BASE | {"actors": [GOOD]}).find("One Front fighters")
    assert match is not None and match.id == "one"
