"""Decisions: appended, undone, re-attached after a re-reading; none is ever lost."""

from typing import Any

import msgspec
import pytest
from ledger_samples import claim, decision, incident, meta, reading, report

from counterclaim.errors import LedgerError
from counterclaim.ledger import Ledger
from counterclaim.ledger.decisions import answering, in_force
from counterclaim.record import Claim, Incident, Reading

TOLD = report("Rebels killed 3 soldiers near Gao on Monday and 4 wounded men fled.")


def whole(of: Claim | Incident) -> dict[str, Any]:
    return msgspec.json.decode(msgspec.json.encode(of), type=dict[str, Any])


@pytest.fixture
def run(ledger: Ledger) -> int:
    run = ledger.start_run(meta())
    ledger.add(reading(TOLD, "killed 3 soldiers near Gao", "4 wounded men"), run)
    return run


KILLED = claim(TOLD, "killed 3 soldiers near Gao")


def test_decisions_are_kept_once_in_order(ledger: Ledger, run: int) -> None:
    first = decision("1", "accept", KILLED.id, before=whole(KILLED))
    second = decision("2", "comment", KILLED.id, reason="see page 2")
    assert ledger.decide(first) and ledger.decide(second) and not ledger.decide(first)
    assert ledger.decisions() == [first, second] and ledger.status().decisions == 2
    with pytest.raises(LedgerError, match="another decision has this id"):
        ledger.decide(msgspec.structs.replace(first, reason="else"))
    with pytest.raises(LedgerError, match="no claim or incident"):
        ledger.decide(decision("3", "reject", "c-none"))
    with pytest.raises(LedgerError, match="none to undo"):
        ledger.decide(decision("4", "undo", "d-none"))
    assert ledger.verify() == []


def test_undo_and_undo_of_undo() -> None:
    a, b = decision("a", "accept", "c"), decision("b", "reject", "c")
    undo = decision("u", "undo", b.id)
    redo = decision("v", "undo", undo.id)
    assert in_force([a, b]) == [a, b]
    assert in_force([a, b, undo]) == [a]
    assert in_force([a, b, undo, redo]) == [a, b]


def test_a_decision_applies_to_the_live_claim(ledger: Ledger, run: int) -> None:
    ledger.decide(decision("1", "reject", KILLED.id, before=whole(KILLED)))
    (now,) = ledger.effective_decisions()
    assert (now.report, now.claim, now.detached) == (TOLD.id, KILLED.id, False)


def test_it_reattaches_by_the_greatest_overlap(ledger: Ledger, run: int) -> None:
    ledger.decide(decision("1", "reject", KILLED.id, before=whole(KILLED)))
    shorter = claim(TOLD, "killed 3 soldiers")
    longer = claim(TOLD, "Rebels killed 3 soldiers near Gao on Monday")
    other = claim(TOLD, "killed 3 soldiers near Gao on", type="injured")
    new = reading(TOLD, version="2", claims=[shorter, longer, other])
    assert ledger.add(new, run).detached == ()
    (now,) = ledger.effective_decisions()
    assert now.claim == longer.id and not now.detached


def test_one_that_finds_none_is_detached_and_stands(ledger: Ledger, run: int) -> None:
    corrected = whole(KILLED) | {"claimant": "the army"}
    one = decision("1", "correct", KILLED.id, before=whole(KILLED), after=corrected)
    two = decision("2", "reject", KILLED.id, before=whole(KILLED))
    three = decision("3", "accept", KILLED.id)
    for made in (one, two, three):
        ledger.decide(made)
    added = ledger.add(reading(TOLD, "killed 3", version="2"), run)
    assert added.detached == (one.id, two.id, three.id)
    first, second, third = ledger.effective_decisions()
    assert first.detached and first.claim is None and first.stands is not None
    assert first.stands.claimant == "the army" and second.stands is None and third.stands == KILLED
    assert ledger.decisions() == [one, two, three]
    ledger.add(reading(TOLD, "killed 3 soldiers near Gao", version="3"), run)
    assert [a.claim for a in ledger.effective_decisions()] == [KILLED.id] * 3


def test_a_claim_that_a_person_added(ledger: Ledger, run: int) -> None:
    mine = claim(TOLD, "wounded men fled", type="injured", claimant="ada")
    with pytest.raises(LedgerError, match="to a report of this ledger"):
        ledger.decide(decision("1", "add", mine.id, after=whole(mine)))
    with pytest.raises(LedgerError, match="not a whole claim"):
        ledger.decide(decision("1", "add", mine.id, after={"x": 1}), report=TOLD.id)
    ledger.decide(decision("1", "add", mine.id, after=whole(mine)), report=TOLD.id)
    ledger.decide(decision("2", "comment", mine.id, reason="sure"))
    added, comment = ledger.effective_decisions()
    assert added.stands == mine and added.claim == comment.claim == mine.id and not added.detached
    found = claim(TOLD, "4 wounded men fled", type="injured")
    ledger.add(reading(TOLD, version="2", claims=[found]), run)
    added, comment = ledger.effective_decisions()
    assert added.stands is None and added.claim == comment.claim == found.id


def test_a_decision_waits_while_its_report_does_not_count(ledger: Ledger, run: int) -> None:
    ledger.decide(decision("1", "accept", KILLED.id))
    ledger.remove(TOLD.id)
    (now,) = ledger.effective_decisions()
    assert now.dormant and not now.detached and now.claim is None


def test_merges_and_splits_hold_to_claims(ledger: Ledger, run: int) -> None:
    wounded = claim(TOLD, "4 wounded men")
    a, b = incident("a", claims=(KILLED.id,)), incident("b", claims=(wounded.id,))
    ledger.save_fold([a, b], {a.id: ["s1"], b.id: ["s2"]})
    ledger.decide(decision("1", "merge", a.id, after={"with": [b.id]}))
    both = incident("a", claims=(KILLED.id, wounded.id), merged_from=(b.id,))
    ledger.save_fold([both], {a.id: ["s1", "s2"]})
    ledger.decide(decision("2", "split", a.id, before=whole(both), after={"apart": [wounded.id]}))
    merge, split = ledger.effective_decisions()
    assert merge.parts == ((KILLED.id,), (wounded.id,)) and split.parts == ((wounded.id,), (KILLED.id,))
    longer = claim(TOLD, "Rebels killed 3 soldiers near Gao")
    ledger.add(reading(TOLD, version="2", claims=[longer]), run)
    merge, split = ledger.effective_decisions()
    assert merge.parts == ((longer.id,), ()) and split.parts == ((), (longer.id,))


def test_ties_go_to_the_same_claimant() -> None:
    ours = claim(TOLD, "killed 3 soldiers", claimant="army")
    candidates = [claim(TOLD, "killed 3 soldiers", claimant=c) for c in ("rebels", "the army", "army ")]
    same = msgspec.structs.replace(ours, id="c-zzz")
    assert answering(ours, [*candidates, same]) == same
    assert answering(ours, []) is None


def test_no_decision_is_lost_to_a_real_rereading(ledger: Ledger, gold: dict[str, Reading]) -> None:
    given = gold["15"]
    run = ledger.start_run(given.meta)
    ledger.add(given, run)
    for n, of in enumerate(given.claims):
        ledger.decide(decision(str(n), "accept", of.id, before=whole(of)))
    fewer = msgspec.structs.replace(given, claims=given.claims[::2], meta=meta("9"))
    lost = ledger.add(fewer, run).detached
    now = ledger.effective_decisions()
    assert len(now) == len(given.claims)
    assert all(bool(a.claim) != bool(a.stands) for a in now)
    assert [a.decision.id for a in now if a.detached] == list(lost)
    live = {c.id for c in ledger.claims_of(given.report.id)}  # type: ignore[union-attr]
    assert {a.claim for a in now if a.claim} <= live
