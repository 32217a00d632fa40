"""UCDP's actors behind the registry's own: all of them in, and none of their names matching in ordinary prose."""

import csv
from pathlib import Path

import pycountry
import pytest

import ucdp_actors
from counterclaim.knowledge.actor_data import Row, load_backbone
from counterclaim.knowledge.actors import load_registry

WITHOUT_RULE = {2, 41, 124, 151}  # Hyderabad, Czechoslovakia, South Yemen, South Vietnam: no states of today


def test_every_row_is_an_actor() -> None:
    registry = load_registry()
    rows = load_backbone()
    by_number = {a.ucdp_id: a for a in registry.actors() if a.ucdp_id is not None}
    own = {n for n, a in by_number.items() if a.basis != "dataset"}
    made = {n for n, a in by_number.items() if a.basis == "dataset"}
    codes = {country.alpha_3 for country in pycountry.countries}
    ruled = {n for code in codes if (n := registry.actor(f"gov-{code}").ucdp_id) is not None}
    assert {row.ucdp_id for row in rows if row.government} - ruled == WITHOUT_RULE
    assert len(rows) == 1725 == len(own) + len(made) + len(ruled)
    assert own | made | ruled == {row.ucdp_id for row in rows}
    assert all(registry.actor(f"ucdp-{n}").source == "UCDP Actor Dataset 22.1" for n in made)


def test_the_table_is_what_the_tool_makes(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = ucdp_actors.TARGET.read_bytes()
    monkeypatch.setattr(ucdp_actors, "TARGET", tmp_path / "made.csv")
    ucdp_actors.main(shared / "data" / "ucdp_actor_221.csv")
    assert (tmp_path / "made.csv").read_bytes() == kept


def test_no_name_of_theirs_is_lost(shared: Path) -> None:
    with (shared / "data" / "ucdp_actor_221.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {int(row["ActorId"]): row for row in csv.DictReader(file)}
    kept = {row.ucdp_id: _names(row) for row in load_backbone()}
    lost = {n: name for n, row in rows.items() if (name := " ".join(row["NameData"].split())) not in kept[n]}
    assert sorted(lost.values()) == [
        "AN",
        "IS",
        "KK",
        "KR",
        "NC",
        "PF",
        "RJ",
    ]  # aliases of two letters match too much


def _names(row: Row) -> set[str]:
    return {row.name, *row.text, *row.abbreviations, *row.looked_up, *row.candidates}


def test_what_a_row_tells() -> None:
    registry = load_registry()
    chapitos = registry.actor("los-chapitos")
    assert chapitos.splinter_of == ("sinaloa-cartel",) and chapitos.basis == "editorial"
    ruf = registry.actor("ucdp-532")
    assert (ruf.name, ruf.type, ruf.acled_type) == ("Revolutionary United Front", "rebel", "Rebel group")
    assert ruf.countries == {"SLE", "GIN", "LBR"} and ruf.country is None
    assert registry.actor("ucdp-608").acled_type == "Identity militia"
    assert registry.actor("ucdp-167").name == "Lao Issara" and registry.actor("ucdp-244").splinter_of == (
        "ucdp-167",
    )
    assert registry.actor("islamic-state").renames[-1] == "Islamic State"


PROSE = [
    "Hausa and Fulani traders, Arab elders and Kurds met Christians and Muslims in Jos, Nigeria.",
    "The Union said that Other countries, FACT sheets and MODEL laws matter in Chad and Liberia.",
    "In Mexico La Familia means the family; La Linea is a border town. In Brazil, Estados Unidos is the USA.",
    "Outlaws, Ninjas and Cobras are films. The Base, the Nation and the Family are words in Iraq and India.",
    "South Africa's African National Congress and NUM met; the NSA in the USA wrote to the OAS.",
    "Libya, Syria and Iraq: Elements of the army, a Popular Front, a National Front, a Muslim Brotherhood member.",
    "The Presidential Guard of the Comoros, Royalists and Spiders; Tibet and Al-Khobar; a military faction in Syria.",
    "Nigeria's Black Axe was a tool. Be Strong, be well. Indian and Black voters in South Africa.",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_stays_prose(text: str) -> None:
    registry = load_registry()
    hits = [(text[s:e], ids) for s, e, _, ids in registry.scan(text)]
    assert not [h for h in hits if any(registry.actor(i).basis == "dataset" for i in h[1])]


def test_in_text_only_beside_a_country_of_theirs() -> None:
    registry = load_registry()
    near = "The RUF and the Revolutionary United Front fought in Sierra Leone."
    far = "The RUF and the Revolutionary United Front are names."
    assert [hit[2] for hit in registry.scan(near)] == ["ucdp-532", "ucdp-532"]
    assert registry.scan(far) == [] and registry.scan("the ruf of Sierra Leone") == []


@pytest.mark.parametrize(
    ("name", "country", "actor_id", "candidates"),
    [
        ("Hausa", None, None, ("ucdp-608",)),
        ("Hausa", "NGA", "ucdp-608", ("ucdp-608",)),
        ("Fulani militia", "NGA", "ucdp-607", ("ucdp-607",)),
        ("Galje'el clan (Hawiye)", "SOM", "ucdp-610", ("ucdp-610",)),
        ("ANC", "ZAF", None, ("ucdp-513",)),
        ("NSA", "USA", None, ("ucdp-6553",)),
        ("NSA", "SYR", "ucdp-6553", ("ucdp-6553",)),
        ("Harakat al-Muqawarna al-Islamiyya", None, "hamas", ("hamas",)),
        ("National Liberation Army", "MKD", "ucdp-361", ("ucdp-361",)),
        ("PLA", "IND", None, ("mil-CHN", "ucdp-314")),
        ("Government of Hyderabad", None, "ucdp-2", ("ucdp-2",)),
        ("fighters of the Revolutionary United Front", None, "ucdp-532", ("ucdp-532",)),
    ],
)
def test_find(name: str, country: str | None, actor_id: str | None, candidates: tuple[str, ...]) -> None:
    match = load_registry().find(name, country=country)
    assert match is not None and (match.id, match.candidates) == (actor_id, candidates)


@pytest.mark.parametrize(
    "name", ["Kurds", "Other", "elements", "the Union army", "union", "hausa", "Arab fighters"]
)
def test_found_by_no_one(name: str) -> None:
    match = load_registry().find(name, country="COD")
    assert match is None or match.id is None


def test_every_type_has_acleds() -> None:
    registry = load_registry()
    assert all(actor.acled_type for actor in registry.actors())
    for actor_id, acled in (
        ("mil-MLI", "State forces"), ("jnim", "Rebel group"), ("vdp", "Political militia"),
        ("dozo-mali", "Identity militia"), ("wagner", "External/Other forces"), ("minusma", "External/Other forces"),
        ("sohr", "Civilians"),
    ):  # fmt: skip
        assert registry.actor(actor_id).acled_type == acled
