"""Incidents that people opened, on both kinds of database."""

import msgspec
import pytest
from link_samples import tells
from opened_samples import adds, missed, stub_of, undoes
from test_fold_session import put, shown
from test_link import AMBUSH, OTHER_WORDS

from counterclaim.actions.effective import effective_claims, standing
from counterclaim.actions.folding import refold
from counterclaim.actions.rebuild import rebuild
from counterclaim.actions.show import show
from counterclaim.actions.why import why
from counterclaim.ledger import Ledger
from counterclaim.publishing.pages import ClaimPage, IncidentPage
from counterclaim.record import Claim, Decision, Incident, Meta, Reading

MISSED = AMBUSH._replace(place="Gao", on="2025-06-10", words=OTHER_WORDS, killed=7)
OWN = ("own-r1-Armed clash", "own-r1-killed")


@pytest.fixture(autouse=True)
def by_and_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterclaim.settings.FOLD_WHOLE", 10.0)


def opened(ledger: Ledger) -> list[Decision]:
    """Put a report whose second happening the machine missed, and the decisions that add it."""
    told, claims = missed("r1", [AMBUSH], MISSED)
    put(ledger, told)
    made = [adds(n, c, MISSED) for n, c in enumerate(claims)]
    for decision in made:
        ledger.decide(decision, report="r1")
    refold(ledger)
    return made


def of(ledger: Ledger, claim: str) -> Incident:
    return next(i for i in ledger.incidents() if claim in i.claims)


def test_an_incident_is_opened_shared_and_undone(ledger: Ledger) -> None:
    first, second = opened(ledger)
    found = of(ledger, OWN[1])
    assert found.claims == OWN and found.place is not None and found.place.name == "Gao"
    assert found.time.start == "2025-06-10" and [f.best for f in found.figures] == [7] and len(shown(ledger)) == 2
    ledger.decide(undoes(10, first))
    refold(ledger)
    assert of(ledger, OWN[1]).claims == OWN[1:] and of(ledger, OWN[1]).id == found.id
    ledger.decide(undoes(11, second))
    refold(ledger)
    assert len(shown(ledger)) == 1 and rebuild(ledger, diff=True).text().endswith("nothing would change\n")
    ledger.decide(undoes(12, undoes(10, first)))
    refold(ledger)
    assert of(ledger, OWN[0]).id == found.id


def test_it_is_linked_across_reports_and_explained(ledger: Ledger) -> None:
    opened(ledger)
    put(ledger, tells("r2", MISSED._replace(killed=9)))
    found = of(ledger, OWN[1])
    assert found.reports == ("r1", "r2") and found.id == of(ledger, "r2-i1-killed").id
    answer = why(ledger, OWN[1], "r2-i1-killed")
    assert answer.linked and answer.a.key == stub_of(MISSED).key and answer.a.incident == found.id
    assert why(ledger, found.id, OWN[0]).linked and why(ledger, *OWN).same_stub
    page, claim = show(ledger, found.id), show(ledger, OWN[1])
    assert isinstance(page, IncidentPage) and {c.claim.id for c in page.claims} == {
        *OWN,
        "r2-i1-Armed clash",
        "r2-i1-killed",
    }
    assert isinstance(claim, ClaimPage) and claim.incident == found.id and claim.stub is not None
    assert why(ledger, claim.stub, "r2-i1-killed").linked
    assert stub_of(MISSED).key in show(ledger, "r1").incidents  # type: ignore[union-attr]
    before = shown(ledger)
    rebuild(ledger)
    assert shown(ledger) == before


def test_it_is_merged_and_split_like_any_other(ledger: Ledger) -> None:
    opened(ledger)
    put(ledger, tells("r2", MISSED._replace(place="Anefis", on="2025-06-02")))
    mine, other = of(ledger, OWN[1]), of(ledger, "r2-i1-killed")
    assert mine.id != other.id
    merge = Decision(
        id="m", coder="a", at="2026-01-02T00:00:00Z", action="merge", subject=mine.id, before=msgspec.to_builtins(mine),
        after={"with": [other.id]}, reason=None,
    )  # fmt: skip
    ledger.decide(merge)
    refold(ledger)
    joined = of(ledger, OWN[1])
    assert joined.id == mine.id and "r2-i1-killed" in joined.claims
    split = Decision(
        id="s", coder="a", at="2026-01-03T00:00:00Z", action="split", subject=joined.id,
        before=msgspec.to_builtins(joined), after={"apart": list(OWN)}, reason=None,
    )  # fmt: skip
    ledger.decide(split)
    refold(ledger)
    assert of(ledger, OWN[1]).id != of(ledger, "r2-i1-killed").id
    ledger.decide(undoes(50, split))
    ledger.decide(undoes(51, merge))
    refold(ledger)
    assert of(ledger, OWN[1]).claims == mine.claims and rebuild(ledger, diff=True).text().endswith("would change\n")


def reread(ledger: Ledger, report: str, claims: list[Claim], stubs: list[object], outcome: str = "ok") -> None:
    whole = ledger.report(report)
    meta = Meta(program="2", schema_version=1, engine="hand", model="m", registry="r", gazetteer=None)
    one = Reading(
        outcome=outcome, report=whole, relevant=outcome == "ok", relevance=1.0, claims=tuple(claims),  # type: ignore[arg-type]
        incidents=tuple(stubs), refusals=(), meta=meta,  # type: ignore[arg-type]
    )  # fmt: skip
    ledger.add(one, ledger.start_run(meta))
    refold(ledger)


def test_a_new_reading_loses_nothing(ledger: Ledger) -> None:
    opened(ledger)
    found = of(ledger, OWN[1])
    _, claims, stubs = tells("r1", AMBUSH)
    renamed = [msgspec.structs.replace(c, id=f"again-{c.id}") for c in claims]
    reread(ledger, "r1", renamed, stubs)
    assert of(ledger, OWN[1]) == found and "again-r1-i1-killed" in of(ledger, "again-r1-i1-killed").claims
    before = shown(ledger)
    rebuild(ledger)
    assert shown(ledger) == before


def test_what_a_new_reading_finds_takes_the_place_of_a_person_s(ledger: Ledger) -> None:
    opened(ledger)
    _, claims, stubs = tells("r1", AMBUSH, MISSED)
    theirs = [c for c in claims if c.type != "killed" or c.incident == "i1"]  # the number is missed still
    reread(ledger, "r1", theirs, stubs)
    found = of(ledger, OWN[1])
    assert set(found.claims) == {"r1-i2-Armed clash", OWN[1]} and len(shown(ledger)) == 2
    assert {c.incident for c in effective_claims(ledger, "r1") if c.id in found.claims} == {"i2"}


def test_a_new_reading_that_puts_it_elsewhere_does_not_overrule_the_person(ledger: Ledger) -> None:
    opened(ledger)
    _, claims, stubs = tells("r1", AMBUSH, MISSED)
    theirs = [msgspec.structs.replace(c, incident="i1") for c in claims]  # all told in the one of Kidal
    reread(ledger, "r1", theirs, stubs[:1])
    found = of(ledger, "r1-i2-killed")
    assert set(found.claims) == {"r1-i2-Armed clash", "r1-i2-killed"} and found.place is not None
    assert found.place.name == "Gao" and len(shown(ledger)) == 2


@pytest.mark.parametrize("outcome", ["not_relevant", "unread_language"])
def test_in_a_report_that_was_not_read(ledger: Ledger, outcome: str) -> None:
    told, claims = missed("r1", [], MISSED)
    put(ledger, tells("r2", MISSED))
    meta = Meta(program="1", schema_version=1, engine="hand", model="m", registry="r", gazetteer=None)
    one = Reading(
        outcome=outcome, report=told[0], relevant=False, relevance=0.0, claims=(), incidents=(), refusals=(), meta=meta,  # type: ignore[arg-type]
    )  # fmt: skip
    ledger.add(one, ledger.start_run(meta))
    refold(ledger)
    before = shown(ledger)
    made = [adds(n, c, MISSED) for n, c in enumerate(claims)]
    for decision in made:
        ledger.decide(decision, report="r1")
    refold(ledger)
    found = of(ledger, "own-r1-killed")
    assert found.reports == ("r1", "r2") and len(shown(ledger)) == 1
    left = standing(ledger, "r1", ledger.effective_decisions())
    assert left is not None and len(left.claims) == 2 and left.stubs == (stub_of(MISSED),)
    after = shown(ledger)
    rebuild(ledger)
    assert shown(ledger) == after
    for n, decision in enumerate(made):
        ledger.decide(undoes(20 + n, decision))
    refold(ledger)
    assert shown(ledger) == before and rebuild(ledger, diff=True).text().endswith("nothing would change\n")


def test_a_correction_moves_a_claim_into_a_new_incident_and_back(ledger: Ledger) -> None:
    put(ledger, tells("r1", AMBUSH), tells("r2", AMBUSH))
    machine = next(c for c in ledger.claims_of("r1") if c.type == "killed")
    (before,) = shown(ledger).values()
    stub = stub_of(MISSED)
    after = msgspec.to_builtins(msgspec.structs.replace(machine, incident=stub.key))
    moved = Decision(
        id="c", coder="a", at="2026-01-01T00:00:00Z", action="correct", subject=machine.id,
        before=msgspec.to_builtins(machine), after={**after, "opens": msgspec.to_builtins(stub)}, reason=None,
    )  # fmt: skip
    ledger.decide(moved)
    refold(ledger)
    assert of(ledger, machine.id).claims == (machine.id,) and len(shown(ledger)) == 2
    whole = shown(ledger)
    rebuild(ledger)
    assert shown(ledger) == whole
    ledger.decide(undoes(1, moved))
    refold(ledger)
    assert shown(ledger) == {before.id: before}
    background = {**msgspec.to_builtins(machine), "scope": "background", "incident": None}
    ledger.decide(msgspec.structs.replace(moved, id="b", after=background))
    refold(ledger)
    assert all(machine.id not in i.claims for i in ledger.incidents())


def test_verify_tells_an_opening_that_is_not_its_claim_s(ledger: Ledger) -> None:
    first, _ = opened(ledger)
    assert "opened" not in {p.code for p in ledger.verify()}
    assert first.after is not None
    wrong = {**first.after, "opens": {**first.after["opens"], "type": "Attack"}}
    ledger.decide(
        msgspec.structs.replace(first, id="x", subject="own-2", after=wrong | {"id": "own-2"}), report="r1"
    )
    assert "opened" in {p.code for p in ledger.verify()}
