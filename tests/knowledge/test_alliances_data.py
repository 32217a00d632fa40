"""The alliances file: what is refused, and that every entry says what it rests on."""

import csv
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import ucdp_dyads
from counterclaim.errors import DataError
from counterclaim.knowledge.actors import load_registry
from counterclaim.knowledge.alliance_data import ANY_GOVERNMENT, Tie, load_alliances, load_dyads, read_alliances
from counterclaim.knowledge.alliances import fought

UCDP = "UCDP Actor Dataset 22.1"
UCDP_LIST = Path(__file__).parents[3] / "shared" / "data" / "ucdp_actor_221.csv"
TIES = load_alliances().ties
SOURCED = [tie for tie in TIES if tie.basis == "source"]
OF_UCDP = [tie for tie in TIES if tie.basis == "dataset"]


def entry(**changes: object) -> dict[str, object]:
    plain: dict[str, object] = {"conflict": "Test", "kind": "ally", "a": ["jnim"], "b": ["gov-MLI"], "from": None,
                                "until": None, "source": None, "basis": "editorial"}  # fmt: skip
    return plain | changes


def content(*ties: dict[str, object]) -> dict[str, object]:
    return {"version": "1", "rebels_against_home": True, "third_party": [], "third_party_types": [], "outright": [],
            "ties": list(ties)}  # fmt: skip


DAYS: dict[str, Any] = {"from": "2020-01-01", "date_basis": "editorial"}
REFUSED = [
    ([entry(until="2019-01-01", **DAYS)], "ends before it begins"),
    ([entry(a=["jnim", "gov-MLI"])], "gov-MLI on both sides"),
    ([entry(a=[])], "a side without actors"),
    ([entry(source="https://example.org/a")], "does not go with basis editorial"),
    ([entry(basis="source")], "does not go with basis source"),
    ([entry(**{"from": "2020-01-01"})], "days without date_basis"),
    ([entry(date_basis="editorial")], "date_basis without days"),
    ([entry(**DAYS | {"date_basis": "source"})], "date_basis without source"),
    ([entry(date_source="https://example.org/a", **DAYS)], "date_source does not go with"),
    ([entry(), entry(kind="adversary")], "jnim, gov-MLI: ally and adversary at once"),
    ([entry(), entry(kind="adversary", a=["gov-MLI"], b=["jnim"], **DAYS)], "ally and adversary at once"),
    ([entry(until="2020-01-01", date_basis="editorial"), entry(kind="adversary", **DAYS)], "at once"),
    ([entry(kind="friend")], "kind"),
    ([entry(basis="hearsay")], "basis"),
    ([entry(until="yesterday")], "until"),
    ([entry(note="no such field")], "note"),
]


@pytest.mark.parametrize(("ties", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_refused(ties: list[dict[str, object]], message: str) -> None:
    with pytest.raises(DataError, match=message) as refusal:
        read_alliances(content(*ties))
    assert str(refusal.value).startswith("alliances.yaml: ")


def test_refused_entry_is_named() -> None:
    with pytest.raises(DataError, match=r"tie 2 \(Mali\): jnim on both sides"):
        read_alliances(content(entry(), entry(conflict="Mali", b=["jnim"])))


def test_unknown_actor_is_refused() -> None:
    alliances = read_alliances(content(entry(), entry(a=["nobody"])))
    with pytest.raises(DataError, match=r"tie 2 \(Test\): nobody is no actor of the registry"):
        alliances.check(load_registry())


def test_sides_may_change_from_one_day_to_the_next() -> None:
    before = entry(until="2019-12-31", date_basis="editorial")
    alliances = read_alliances(content(before, entry(kind="adversary", **DAYS)))
    assert [tie.kind for tie in alliances.of("gov-MLI", "jnim")] == ["ally", "adversary"]


def test_shipped_file_knows_its_actors() -> None:
    load_alliances().check(load_registry())


@pytest.mark.parametrize("tie", SOURCED, ids=lambda tie: tie.source)
def test_source_is_an_address(tie: Tie) -> None:
    assert tie.source and tie.source.startswith(("http://", "https://")) and " " not in tie.source
    assert ANY_GOVERNMENT not in (*tie.a, *tie.b)
    assert all(part.startswith(("http://", "https://")) for part in (tie.date_source or tie.source).split("; "))


@pytest.mark.parametrize("tie", OF_UCDP, ids=lambda tie: f"{tie.conflict}: {tie.a} {tie.b}")
def test_dataset_has_every_pair(tie: Tie) -> None:
    assert tie.source == UCDP and tie.date_basis in {None, "editorial"}
    registry = load_registry()
    for one, other in tie.pairs():
        if tie.kind == "adversary":
            assert (one, other) in fought(registry)
        else:
            assert other in registry.actor(one).umbrellas


def test_dyads_join_the_registry() -> None:
    found = fought(load_registry())
    assert ("gov-COL", "eln-col") in found and ("eln-col", "gov-COL") in found
    assert len(load_dyads()) > 1_000
    states = {pair for pair in found if all(one.startswith("gov-") for one in pair)}
    assert not states


def test_dyads_are_made_from_the_list() -> None:
    if not UCDP_LIST.exists():
        pytest.skip("no UCDP list beside the project")
    with UCDP_LIST.open(encoding="utf-8-sig", newline="") as lines:
        made = ucdp_dyads.pairs(list(csv.DictReader(lines)))
    assert [(int(a), int(b)) for a, b, *_ in made] == list(load_dyads())


def row(number: str, org: str, dyads: str, home: str = "1", name: str = "") -> dict[str, str]:
    return {"ActorId": number, "Org": org, "DyadId": dyads, "NSID": dyads if org != "4" else "", "GWNOLoc": home,
            "Location": "Mali", "NameData": name}  # fmt: skip


STATE, HELPER = row("1", "4", "9", name="Government of Mali"), row("2", "4", "9", name="Government of France")
GROUP, ABROAD, RIVAL = row("3", "1", "9"), row("4", "1", "9", home="1, 2"), row("5", "1", "9")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([STATE, GROUP], [("1", "3", "9", "state")]),
        ([STATE, HELPER, GROUP], [("1", "3", "9", "state")]),
        ([STATE, HELPER, ABROAD], []),
        ([STATE, HELPER], []),
        ([GROUP, RIVAL], [("3", "5", "9", "nonstate")]),
        ([GROUP, RIVAL, ABROAD], []),
    ],
)
def test_sides_of_a_dyad(rows: list[dict[str, str]], expected: list[tuple[str, ...]]) -> None:
    assert ucdp_dyads.pairs(rows) == expected


def test_no_pair_stands_twice_on_one_basis_for_the_same_days() -> None:
    seen: dict[tuple[object, ...], str] = {}
    for tie in TIES:
        for one, other in product(tie.a, tie.b):
            key = (*sorted((one, other)), tie.from_, tie.until)
            assert key not in seen, f"{one}, {other}: {tie.conflict} and {seen[key]}"
            seen[key] = tie.conflict
