"""One claim to one fact, best agreement first; each field judged by itself."""

from typing import Any

import pytest
from scoring_samples import TEXT, claim, fact, gold, party, reading, said_by

from counterclaim.record import Evidence
from counterclaim.scoring import GoldQuantity, match
from counterclaim.scoring.match import compare_fields, gold_spans, same_name

FOUR = "four soldiers were killed"
TWENTY = "20 soldiers died"
FOUR_KILLED = fact(FOUR, quantity=GoldQuantity(low=4, high=4))


def core(found: Any, wanted: Any) -> bool:
    return bool(match(gold(wanted), reading(found)).matches)


@pytest.mark.parametrize(
    ("changes", "matches"),
    [
        ({}, True),
        ({"kind": "event"}, False),
        ({"type": "injured"}, False),
        ({"quantity": (4, None)}, False),
        ({"quantity": None}, False),
        ({"stance": "denied", "target": "nobody"}, True),  # fields beyond the core do not undo it
    ],
)
def test_core(changes: dict[str, Any], matches: bool) -> None:
    assert core(claim(FOUR, **({"quantity": (4, 4)} | changes)), FOUR_KILLED) is matches


@pytest.mark.parametrize(
    ("kind", "gold_quantity", "found", "matches"),
    [
        ("casualty", None, None, True),
        ("casualty", None, (4, 4), False),
        ("event", None, (4, 4), True),
        ("event", GoldQuantity(low=4, high=4), None, False),
        ("casualty", GoldQuantity(low=2, high=None, loose=True), (7, 9), True),
        ("casualty", GoldQuantity(low=2, high=None, loose=True), None, False),
        ("casualty", GoldQuantity(low=2, high=None), (2, None), True),
        ("casualty", GoldQuantity(low=4, high=4, approx=True), (4, 4), True),
    ],
)
def test_quantity(
    kind: str, gold_quantity: GoldQuantity | None, found: tuple[int | None, int | None] | None, matches: bool
) -> None:
    assert core(claim(FOUR, found, kind=kind), fact(FOUR, kind=kind, quantity=gold_quantity)) is matches


def test_alternative_type() -> None:
    assert core(claim(FOUR, type="injured"), fact(FOUR, alt_types=("injured",)))


@pytest.mark.parametrize(
    ("start", "length", "matches"),
    [
        (0, 1, True),
        (len(TWENTY) - 1, 5, True),
        (len(TWENTY), 5, False),  # beside it, not on it
        (-100, 200, True),
        (-100, 201, False),  # longer than 200 and than three times the gold's
    ],
)
def test_evidence_touches_and_is_no_passage(start: int, length: int, matches: bool) -> None:
    at = TEXT.index(TWENTY) + start
    long = (Evidence(start=at, end=at + length, quote=TEXT[at : at + length]),)
    assert core(claim(TWENTY, evidence=long), fact(TWENTY)) is matches


def test_words_printed_again_and_alternative_spans() -> None:
    again = fact("oldiers were killed", alt_spans=((0, 7),))
    first = TEXT.index("oldiers were killed")
    second = TEXT.rindex("oldiers were killed")
    assert gold_spans(TEXT, again) == [(first, first + 19), (second, second + 19), (0, 7)]
    assert core(claim("Raiders"), again)
    assert not core(claim(TWENTY), again)


def test_coded_offsets_count_only_where_the_words_stand() -> None:
    assert gold_spans(TEXT, fact(TWENTY, start=1, end=17)) == [(TEXT.index(TWENTY), TEXT.index(TWENTY) + 16)]


@pytest.mark.parametrize(
    ("found", "wanted", "same"),
    [
        ("the Army", "army", True),
        ("l'armée", "L’Armee", True),
        ("Army’s", "army", True),
        ("Colonel Ba", "Ba", True),
        ("Ba", "Colonel Ba", True),
        ("Ba", "Colonel Moussa Ba", False),  # one word for a name of three
        ("Moussa Ba", "Colonel Moussa Ba", True),
        ("rebels", "army", False),
        ("the", "the army", False),
        ("a b1 b2 b3 b4 b5 b6 army", "army", True),
        ("b1 b2 b3 b4 b5 b6 b7 army", "army", False),  # seven words too many
        ("army", "", False),
    ],
)
def test_same_name(found: str, wanted: str, same: bool) -> None:
    assert same_name([found], [wanted]) is same


def test_no_name_matches_nothing() -> None:
    assert not same_name([], ["army"])
    assert not same_name(["army"], [])


@pytest.mark.parametrize(
    ("attribution", "claimant", "right"),
    [
        ((), ("narrator",), True),
        ((), ("army",), False),
        (said_by("army"), ("narrator",), False),
        (said_by("army"), ("narrator", "army"), True),
        (said_by("agency", "army"), ("army",), True),
        (said_by("army", "agency"), ("army",), False),  # the innermost source claims
        (said_by("Colonel Ba", body="army"), ("army",), True),
        (said_by("narrator"), ("army",), False),
    ],
)
def test_claimant(attribution: Any, claimant: tuple[str, ...], right: bool) -> None:
    assert compare_fields(claim(FOUR, attribution=attribution), fact(FOUR, claimant=claimant))["claimant"] is right


@pytest.mark.parametrize(
    ("field", "found", "wanted", "right"),
    [
        ("target", {"target": "government soldiers"}, {}, True),
        ("target", {"target": None}, {}, False),
        ("agent", {"agent": party("JNIM", id="jnim")}, {"agent": ("jnim",)}, True),
        ("agent", {"agent": "army"}, {"agent": ("rebels", "army")}, True),
        ("agent", {}, {"agent": ("rebels",)}, False),
        ("stance", {"stance": "denied"}, {}, False),
        ("stance", {"stance": "denied"}, {"alt_stance": ("denied",)}, True),
        ("scope", {"scope": "background"}, {"scope": "background"}, True),
        ("scope", {"scope": "background"}, {"scope": "oulan"}, False),
        ("scope", {}, {"scope": "oulan"}, True),
        ("date", {"time": ("2026-01-01", "2026-01-01")}, {"date": ("2026-01-01", "2026-01-01")}, True),
        ("date", {"time": ("2026-01-01", None)}, {"date": ("2026-01-01", "2026-01-01")}, False),
        ("date", {}, {"date": ("2026-01-01", "2026-01-01")}, False),
        ("date", {}, {"date": ("2026-01-01", "2026-01-01"), "alt_dates": ((),)}, True),
        ("date", {"time": ("2026-01-02", "2026-01-03")},
         {"date": ("2026-01-01", "2026-01-01"), "alt_dates": (("2026-01-02", "2026-01-03"),)}, True),
        ("place", {"place": "Oulan"}, {"place": ("market of Oulan",)}, True),
        ("place", {"place": "Baro"}, {"place": ("Oulan",), "alt_places": ("Baro",)}, True),
        ("place", {}, {"place": ("Oulan",)}, False),
        ("part_of", {"part_of": "c-1"}, {"subset": True}, True),
        ("part_of", {}, {"subset": True}, False),
    ],
)  # fmt: skip
def test_field(field: str, found: dict[str, Any], wanted: dict[str, Any], right: bool) -> None:
    assert compare_fields(claim(FOUR, **found), fact(FOUR, **wanted))[field] is right


def test_only_fields_that_the_gold_gives_are_judged() -> None:
    assert set(compare_fields(claim(FOUR), fact(FOUR, target=()))) == {"claimant", "stance", "scope"}


def test_agent_and_part_of_are_not_needed_for_full() -> None:
    (found,) = match(gold(fact(FOUR, agent=("rebels",), subset=True)), reading(claim(FOUR))).matches
    assert not found.fields["agent"]
    assert not found.fields["part_of"]
    assert found.full


def test_best_agreement_first_whatever_the_order() -> None:
    poor, good = claim(FOUR, target="nobody", id="poor"), claim(FOUR, id="good")
    result = match(gold(fact(FOUR)), reading(poor, good))
    assert [m.claim.id for m in result.matches] == ["good"]
    assert [c.id for c in result.extras] == ["poor"]


def test_a_required_fact_goes_before_an_optional_one() -> None:
    optional, required = fact(FOUR, optional=True), fact(FOUR)
    result = match(gold(optional, required), reading(claim(FOUR)))
    assert [m.fact for m in result.matches] == [required]
    assert result.misses == ()  # an optional fact is never missed


def test_optional_match_is_neither_right_nor_wrong() -> None:
    result = match(gold(fact(FOUR, optional=True)), reading(claim(FOUR)))
    assert len(result.matches) == 1
    assert (result.required, result.misses, result.extras) == ((), (), ())


def test_one_claim_matches_one_fact() -> None:
    result = match(gold(fact(FOUR), fact(FOUR)), reading(claim(FOUR)))
    assert (len(result.matches), len(result.misses)) == (1, 1)


def test_misquoted_evidence_is_counted() -> None:
    wrong = claim(
        FOUR, evidence=(Evidence(start=0, end=7, quote="raiders"), Evidence(start=0, end=7, quote="Raiders"))
    )
    assert match(gold(), reading(wrong)).misquoted == 1


@pytest.mark.parametrize(
    ("coded", "read", "right"), [(True, True, True), (True, False, False), (False, False, True)]
)
def test_relevance(coded: bool, read: bool, right: bool) -> None:
    assert match(gold(relevant=coded), reading(relevant=read)).relevance_right is right
