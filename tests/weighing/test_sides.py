"""Whose losses a claim counts, and what its claimant is to them."""

import msgspec
import pytest
from weighing_samples import ARMY, REBELS, STATE, claim, weighed_sides

from counterclaim.record import Claim, Report
from counterclaim.weighing.sides import CIVILIANS, PEOPLE
from counterclaim.weighing.target_words import persons_named
from counterclaim.weighing.weighed import VAGUE, weighed


def test_an_actor_counts_for_the_outermost_it_belongs_to() -> None:
    found = weighed_sides([claim("a", REBELS, 5, of=ARMY)])
    assert found.of["a"] == STATE
    assert found.standing["a"] == "adversary"
    assert [s.key for s in found.sides] == [REBELS, STATE]


@pytest.mark.parametrize("words", ["residents", "children", "worshippers", "aid workers", "nurses", "journalists"])
def test_plain_people_are_civilians(words: str) -> None:
    assert weighed_sides([claim("a", "narrator", 5, of=words)]).of["a"] == CIVILIANS


def test_status_makes_civilians() -> None:
    assert weighed_sides([claim("a", "narrator", 5, of="people", target_status="aid_worker")]).of["a"] == CIVILIANS


@pytest.mark.parametrize("words", ["people", "bodies", "12 of the victims", None])
def test_people_of_whom_nothing_is_said_are_on_no_side(words: str | None) -> None:
    found = weighed_sides([claim("a", "narrator", 5, of=words)])
    assert found.of["a"] == PEOPLE
    assert found.sides == ()


def test_words_mean_the_one_army_and_the_one_armed_group() -> None:
    found = weighed_sides(
        [
            claim("a", ARMY, 5, of="terrorists", relation="adversary"),
            claim("b", REBELS, 6, of="soldiers"),
            claim("c", "narrator", 7, of="troops"),
            claim("d", "narrator", 8, of="militants"),
        ]
    )
    assert found.of == {"a": REBELS, "b": STATE, "c": STATE, "d": REBELS}


def test_words_stand_for_themselves_where_two_may_be_meant() -> None:
    claims = [claim("a", "narrator", 5, of="rebels"), claim("b", "narrator", 5, of=REBELS)]
    other = claim("c", "narrator", 1, of="x", target_id="jnim")
    assert weighed_sides(claims).of["a"] == REBELS
    assert weighed_sides([*claims, other]).of["a"] == "rebels"
    assert weighed_sides([claim("a", "narrator", 5, of="foreign rebels")]).of["a"] == "rebels"


def test_own_men_are_those_of_the_claimant() -> None:
    found = weighed_sides([claim("a", REBELS, 3, of="fighters", relation="own", target_owner="CSP")])
    assert (found.of["a"], found.standing["a"]) == (REBELS, "own")


def test_a_rebel_who_counts_soldiers_does_not_count_his_own() -> None:
    found = weighed_sides([claim("a", REBELS, 3, of="soldiers", relation="own"), claim("b", ARMY, 1, of=ARMY)])
    assert (found.of["a"], found.standing["a"]) == (STATE, "adversary")


def test_a_coalition_is_one_target_on_the_side_it_belongs_to() -> None:
    found = weighed_sides([claim("a", REBELS, 24, -1, of=ARMY, joined="men of an allied Russian corps")])
    assert found.of["a"] == STATE
    assert found.composites == {"a"}


def test_fighters_and_civilians_in_one_number_are_on_neither_side() -> None:
    found = weighed_sides(
        [claim("a", "narrator", 9, of="soldiers", joined="civilians"), claim("b", ARMY, 1, of=ARMY)]
    )
    assert found.of["a"] not in (STATE, CIVILIANS)
    assert found.composites == frozenset()


def test_a_part_stands_with_its_total() -> None:
    found = weighed_sides(
        [claim("a", "narrator", 9, of="villagers"), claim("b", "narrator", 4, of="victims", part_of="a")]
    )
    assert found.of["b"] == CIVILIANS


def test_an_ally_of_the_target_counts_as_its_own_side() -> None:
    found = weighed_sides(
        [
            claim("a", "wagner", 2, of=ARMY, claimant_id="africa-corps", role="ally"),
            claim("b", "jnim", 2, of=ARMY, claimant_id="jnim", role="belligerent"),
            claim("c", "un", 2, of=ARMY),
            claim("d", "narrator", 2, of=ARMY),
            claim("e", VAGUE + "an officer", 2, of=ARMY, role="anonymous"),
        ]
    )
    assert found.standing == {
        "a": "own",
        "b": "adversary",
        "c": "third_party",
        "d": "third_party",
        "e": "anonymous",
    }


def test_what_the_reading_told_counts_where_no_tie_is_known() -> None:
    told = [
        claim(r, f"man {r}", 2, of=ARMY, relation=r, role="government")
        for r in ("own", "ally", "adversary", "unknown")
    ]
    assert list(weighed_sides(told).standing.values()) == ["own", "own", "adversary", "anonymous"]


def test_of_civilians_the_accused_speaks_as_own_and_its_enemy_as_adversary() -> None:
    found = weighed_sides(
        [
            claim("a", REBELS, 9, of="villagers", agent_id=ARMY),
            claim("b", ARMY, 2, of="villagers"),
            claim("c", "mayor", 7, of="villagers", role="local_official", claimant_id="gov-MLI"),
            claim("d", "witness", 7, of="villagers"),
        ]
    )
    assert found.standing == {"a": "adversary", "b": "own", "c": "third_party", "d": "third_party"}


def test_accused_who_are_no_friends_are_rivals() -> None:
    one = claim("a", REBELS, 9, of="villagers", agent_id=ARMY)
    assert weighed_sides([one, claim("b", ARMY, 9, of="villagers", agent_id=REBELS)]).rivals == {(REBELS, STATE)}
    assert weighed_sides([one, claim("b", "un", 9, of="villagers", agent_id=STATE)]).rivals == frozenset()


def test_things_belong_to_their_owner_else_to_nobody() -> None:
    found = weighed_sides(
        [
            claim("a", ARMY, 2, of="trucks", kind="materiel", measure="destroyed", unit="vehicle", relation="own"),
            claim("b", "narrator", 2, of="a burning barge", kind="materiel", measure="destroyed", unit="vehicle"),
        ]
    )
    assert found.of == {"a": STATE, "b": "barges"}


def test_a_record_becomes_a_light_claim() -> None:
    quote = "dozens of Malian soldiers along with men of an allied Russian corps were killed"
    party = {"name": "Azawad separatists", "id": "csp", "type": "rebel", "text": "they", "start": 90, "end": 94}
    link = {
        "party": party,
        "body": None,
        "cue": "stating",
        "text": "they",
        "start": 90,
        "end": 94,
        "role": "belligerent",
    }
    record = _claim(
        quantity={"low": 24, "high": None, "text": "dozens", "start": 0, "end": 6},
        target={
            "kind": "people",
            "name": "Malian soldiers",
            "id": "mil-MLI",
            "text": quote[:25],
            "start": 0,
            "end": 25,
        },
        attribution=[link],
        claimant="Azawad separatists",
        evidence=[{"start": 0, "end": len(quote), "quote": quote}],
    )
    report = Report(id="r", text_id="t", bytes_sha256="b", text=quote, credited_to=("AP",), published="2025-06-15")
    found = weighed(record, report, "o")
    assert (found.speaker, found.term, found.joined) == ("csp", "dozens", "men of an allied Russian corps")
    assert (found.low, found.high, found.point, found.outlet, found.origin) == (24, None, 24, "ap", "o")
    assert found.utterance == ("csp", "killed", 24, None)


def _claim(**more: object) -> Claim:
    values: dict[str, object] = {
        "id": "c", "kind": "casualty", "type": "killed", "agent": None, "means": None, "place": None, "time": None,
        "stance": "asserted", "scope": "incident", "incident": "i1", "relation": "adversary", "supersedes": [],
        "part_of": None, "outcome": None, "engine": "rules", "confidence": "high",
    }  # fmt: skip
    return msgspec.convert(values | more, Claim)


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("Gen. Omar Diallo", {"diallo"}),
        ("Ali ag Baye and Fatou Keita", {"baye", "keita"}),
        ("Rebel commander Abu Omar", {"omar"}),
        ("Hassan al-Masri", {"al masri"}),
        ("Russian Lt. Col. Oleg Peshkov", {"peshkov"}),
        ("Ana Ruiz, 21, and an unidentified boy", {"ruiz"}),
        ("the Malian Army", set()),
        ("Free Syrian Army", set()),
        ("Syrian soldiers", set()),
        ("Diallo", set()),
        (None, set()),
    ],
)
def test_persons_named_in_full(words: str | None, last: set[str]) -> None:
    assert persons_named(words) == last
