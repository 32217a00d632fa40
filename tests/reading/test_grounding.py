"""Grounding: a claim whose words do not stand in the text is refused with the right code, and kept with it."""

from typing import Any

import msgspec
import pytest

from counterclaim.intake import report_from_text
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.reading.ground import ground
from counterclaim.record import Claim, Evidence, Means

TEXT = "Gunmen killed nine farmers with machetes in Bama on Monday, the mayor said. Two calves were found."
FIRST = TEXT.index(" Two")


def change(record: Any, **fields: Any) -> Any:
    return msgspec.structs.replace(record, **fields)


@pytest.fixture(scope="module")
def claim(engine: RulesEngine) -> Claim:
    """A real claim, made whole: every part that grounding looks at is there."""
    reading = engine.read(report_from_text(TEXT, published="2025-03-12"), relevance=False)
    (found,) = [c for c in reading.claims if c.type == "killed"]
    start = TEXT.index("machetes")
    found = change(found, means=Means(type="blade", text="machetes", start=start, end=start + 8))
    parts = (found.quantity, found.agent, found.target, found.place, found.time, found.attribution)
    assert all(parts), parts
    return found


def only_code(claim: Claim, text: str = TEXT) -> str:
    kept, refused = ground(text, [claim])
    assert not kept
    (refusal,) = refused
    assert refusal.claim is claim, "a refused claim is kept as it was"
    assert refusal.message
    return refusal.code


def test_a_true_claim_is_kept(claim: Claim) -> None:
    assert ground(TEXT, [claim]) == ([claim], [])


def test_nothing_gives_nothing() -> None:
    assert ground(TEXT, []) == ([], [])


def test_no_evidence(claim: Claim) -> None:
    assert only_code(change(claim, evidence=())) == "no-evidence"


@pytest.mark.parametrize(
    "evidence",
    [
        Evidence(start=0, end=13, quote="Gunmen killed ten"),
        Evidence(start=0, end=13, quote="gunmen killed"),
        Evidence(start=1, end=14, quote="Gunmen killed"),
        Evidence(start=0, end=14, quote="Gunmen killed"),
        Evidence(start=-13, end=0, quote=""),
        Evidence(start=-6, end=-1, quote=TEXT[-6:-1]),
        Evidence(start=5, end=5, quote=""),
        Evidence(start=13, end=0, quote=TEXT[13:0]),
        Evidence(start=len(TEXT) - 6, end=len(TEXT) + 1, quote=TEXT[len(TEXT) - 6 :]),
        Evidence(start=len(TEXT), end=len(TEXT) + 5, quote=""),
    ],
    ids=["number", "case", "shifted", "long", "empty", "negative", "nothing", "reversed", "past", "beyond"],
)
def test_a_quotation_that_does_not_stand_there(claim: Claim, evidence: Evidence) -> None:
    assert only_code(change(claim, evidence=(evidence,))) == "misquoted"
    assert only_code(change(claim, evidence=(*claim.evidence, evidence))) == "misquoted", "one wrong of two"


@pytest.mark.parametrize("part", ["quantity", "agent", "target", "means", "place"])
def test_a_part_that_does_not_stand_there(claim: Claim, part: str) -> None:
    right = getattr(claim, part)
    assert only_code(change(claim, **{part: change(right, text=right.text + "s")})) == f"misquoted-{part}"
    moved = change(right, start=right.start + 1, end=right.end + 1)
    assert only_code(change(claim, **{part: moved})) == f"misquoted-{part}"
    if part != "quantity":
        assert ground(TEXT, [change(claim, **{part: None})])[1] == [], "what is not told needs no words"


def test_a_time_that_does_not_stand_there(claim: Claim) -> None:
    assert claim.time is not None
    assert only_code(change(claim, time=change(claim.time, text="Tuesday"))) == "misquoted-time"
    late = change(claim.time, text_start=claim.time.text_start + 1)
    assert only_code(change(claim, time=late)) == "misquoted-time"


def test_a_source_that_does_not_stand_there(claim: Claim) -> None:
    (link,) = claim.attribution
    assert only_code(change(claim, attribution=(change(link, text="the minister"),))) == "misquoted-source"
    outer = change(link, start=link.start - 1)
    assert only_code(change(claim, attribution=(outer, link))) == "misquoted-source"


def test_a_crossed_quantity(claim: Claim) -> None:
    assert only_code(change(claim, quantity=change(claim.quantity, low=12, high=9))) == "crossed-quantity"


@pytest.mark.parametrize(("low", "high"), [(9, 9), (9, None), (None, 9), (None, None), (0, 0)])
def test_a_straight_quantity_is_kept(claim: Claim, low: int | None, high: int | None) -> None:
    open_ended = change(claim, quantity=change(claim.quantity, low=low, high=high))
    assert ground(TEXT, [open_ended]) == ([open_ended], [])


def test_a_number_outside_the_quotation(claim: Claim) -> None:
    start = TEXT.index("Two")
    outside = change(claim.quantity, text="Two", start=start, end=start + 3, low=2, high=2)
    assert only_code(change(claim, quantity=outside)) == "number-outside"
    both = (*claim.evidence, Evidence(start=FIRST + 1, end=len(TEXT), quote=TEXT[FIRST + 1 :]))
    assert ground(TEXT, [change(claim, quantity=outside, evidence=both)])[1] == []


def test_another_text_refuses_them_all(claim: Claim) -> None:
    assert only_code(claim, "x" + TEXT) == "misquoted"
    assert only_code(claim, "") == "misquoted"


def test_good_and_bad_are_parted_in_order(claim: Claim) -> None:
    bad = change(claim, evidence=())
    crossed = change(claim, quantity=change(claim.quantity, low=12, high=9))
    kept, refused = ground(TEXT, [bad, claim, crossed])
    assert kept == [claim]
    assert [r.code for r in refused] == ["no-evidence", "crossed-quantity"]


def test_offsets_count_code_points(engine: RulesEngine) -> None:
    reading = engine.read(report_from_text("\U0001f534 " + TEXT, published="2025-03-12"), relevance=False)
    assert reading.claims and not reading.refusals
    assert any(e.quote.startswith("killed nine") for c in reading.claims for e in c.evidence)
