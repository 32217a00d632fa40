"""Who fights whom: UCDP's sides and type of violence; and the numbers that follow from a formula."""

import msgspec
import pytest

from counterclaim.knowledge.actors import load_registry
from counterclaim.knowledge.ucdp import acled_region, dyad_id, ucdp_region
from counterclaim.publishing.exports.camps import Camps, camps_of, stands_on
from counterclaim.publishing.exports.ged import priogrid_gid, sources_of, ucdp_country
from counterclaim.publishing.exports.material import CIVILIANS, Material, Party, Told
from counterclaim.record import Claim, Contested, Evidence, Incident, IncidentTime, Report

_NOT = Contested(responsibility=False, count=False, occurrence=False, status=False)
REPORT = Report(id="r-1", text_id="", bytes_sha256="", text="")
CLAIM = Claim(
    id="c-1", kind="event", type="Attack", quantity=None, agent=None, target=None, means=None, place=None, time=None,
    attribution=(), claimant="narrator", stance="asserted", scope="incident", incident=None, relation="unknown",
    supersedes=(), part_of=None, evidence=(Evidence(start=0, end=1, quote="x"),), outcome=None, engine="rules",
    confidence="high",
)  # fmt: skip
COMMON = {"soldiers": "state", "gunmen": "armed", "Upland Front": "armed", CIVILIANS: "civilian"}


def party(key: str) -> Party:
    if key in COMMON:
        return Party(key, key, COMMON[key], None)  # type: ignore[arg-type]
    actor = load_registry().actor(key)
    return Party(key, actor.name, "state" if actor.type == "government" else "armed", actor)


def camps(type: str, *keys: str, struck: tuple[tuple[str, str], ...] = ()) -> Camps:
    incident = Incident(
        id="incident-0123456789abcdef0123", type=type, place=None, sides=(), figures=(), grade=None, media=(), claims=(),
        time=IncidentTime(start="2025-01-10", end="2025-01-10", precision="day", date_prec=1), reports=(),
        n_origin_groups=1, contested=_NOT,
    )  # fmt: skip
    told = tuple(
        Told(msgspec.structs.replace(CLAIM, id=f"c-{n}"), REPORT, side, "unknown", agent, None)
        for n, (agent, side) in enumerate(struck)
    )
    return camps_of(Material(incident, tuple(map(party, keys)), told), stands_on(load_registry(), incident))


@pytest.mark.parametrize(
    ("found", "a", "b", "violence"),
    [
        (camps("Armed clash", "jnim", "gov-MLI"), ["gov-MLI"], ["jnim"], 1),
        (
            camps("Armed clash", "soldiers", "gunmen", "jnim", "gov-MLI"),
            ["gov-MLI", "soldiers"],
            ["jnim", "gunmen"],
            1,
        ),
        (camps("Armed clash", "Upland Front", "gunmen", "soldiers"), ["soldiers"], ["Upland Front", "gunmen"], 1),
        (camps("Attack", "jnim", CIVILIANS, struck=(("jnim", CIVILIANS),)), ["jnim"], [], 3),
        (camps("Suicide bomb", "jnim", CIVILIANS), ["jnim"], [], 3),
        (camps("Air/drone strike", "gov-MLI", "jnim", CIVILIANS), ["gov-MLI"], ["jnim"], 1),
    ],
)
def test_sides(found: Camps, a: list[str], b: list[str], violence: int) -> None:
    assert ([p.key for p in found.a], [p.key for p in found.b], found.violence) == (a, b, violence)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (camps("Armed clash", "jnim", CIVILIANS), "no_opponent"),
        (camps("Attack", CIVILIANS), "no_perpetrator"),
        (camps("Attack", "jnim", "gov-MLI", CIVILIANS), "no_perpetrator"),  # nobody says which of the two
        (camps("Peaceful protest", "gov-MLI"), "type_not_in_ged"),
        (camps("no such type", "gov-MLI", "jnim"), "unknown_type"),
    ],
)
def test_what_is_no_event_of_ucdp(found: Camps, reason: str) -> None:
    assert (found.violence, found.reason) == (None, reason)


def test_two_groups_fight_where_one_strikes_the_other() -> None:
    assert camps("Armed clash", "Upland Front", "gunmen").violence is None
    found = camps("Armed clash", "Upland Front", "gunmen", struck=(("gunmen", "Upland Front"),))
    assert found.violence == 2 and {found.a[0].key, found.b[0].key} == {"Upland Front", "gunmen"}


@pytest.mark.parametrize(
    ("lat", "lon", "gid"),
    [(-90, -180, 1), (90, 180, 259200), (8.6, 33.07, 142267), (18.44, 1.41, 155883), (-0.01, -0.01, 129240)],
)
def test_priogrid_by_its_formula(lat: float, lon: float, gid: int) -> None:
    assert priogrid_gid(lat, lon) == gid
    if lat < 90:
        row, column = (int((90 + int((lat * 2) // 1) / 2) * 2 + 1), int((180 + int((lon * 2) // 1) / 2) * 2 + 1))
        assert priogrid_gid(lat, lon) == (row - 1) * 720 + column


def test_regions_and_numbers_of_ucdp() -> None:
    assert [ucdp_region(c) for c in ("EGY", "SDN", "GEO", "AFG", "MEX", "TUR", "AUS")] == [
        "Middle East", "Africa", "Europe", "Asia", "Americas", "Middle East", "Asia",
    ]  # fmt: skip
    assert (acled_region("MLI"), acled_region("EGY"), acled_region("XXX")) == (
        "Western Africa",
        "Northern Africa",
        None,
    )
    assert ucdp_country("COD", load_registry()) == "DR Congo (Zaire)"
    assert dyad_id(113, 4226, "state") == dyad_id(4226, 113, "state") == 12413
    assert dyad_id(113, 4226, "nonstate") is None


def test_every_country_has_its_regions() -> None:
    import pycountry

    nobody = {
        "ATA",
        "ATF",
        "BVT",
        "CCK",
        "CXR",
        "HMD",
        "IOT",
        "NFK",
        "PCN",
        "SGS",
        "SJM",
        "UMI",
    }  # no people, or few
    assert {c.alpha_3 for c in pycountry.countries if acled_region(c.alpha_3) is None} == nobody


def test_sources_are_parallel_lists() -> None:
    made = [
        msgspec.structs.replace(REPORT, publisher="A; B", title='He said "no"; then', published="2025-01-02"),
        msgspec.structs.replace(REPORT, url="https://www.news.example/x", title=None),
    ]
    assert sources_of(made) == {
        "source_article": '"A, B,2025-01-02,He said \'no\', then";"news.example,1753-01-01,"',
        "source_office": "A, B;news.example",
        "source_date": "2025-01-02;1753-01-01",
        "source_headline": 'He said "no", then;',
    }
