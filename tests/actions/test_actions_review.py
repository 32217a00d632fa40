"""The queue, blind coding by two, and decisions as gold that `score` reads."""

from pathlib import Path
from typing import Any

import pytest

from counterclaim.actions.coding import Coding
from counterclaim.actions.decide import Desk
from counterclaim.actions.effective import effective_claims
from counterclaim.actions.review import (
    Asked,
    Queue,
    export_gold,
    finish,
    gold_sources,
    session_agreement,
    settle,
    take,
)
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.record import Claim, Reading
from counterclaim.scoring import load_gold, match


@pytest.fixture
def reports(readings: list[Reading]) -> list[str]:
    return [r.report.id for r in readings if r.report is not None]


def ids(ledger: Ledger, coder: str | None = None, **asked: Any) -> list[str]:
    page = Queue(ledger, coder).page(Asked(**asked), limit=10_000)
    assert not page.more
    return [i.claim.id for i in page.items]


def test_the_queue_is_by_need_in_a_stable_order(ledger: Ledger, reports: list[str]) -> None:
    page = Queue(ledger).page(Asked(), limit=10_000)
    needs = [i.need for i in page.items]
    assert needs == sorted(needs, key=("detached", "contested", "low", "new").index)
    everything = [i.claim.id for i in page.items]
    assert len(set(everything)) == len(everything) == sum(len(effective_claims(ledger, r)) for r in reports)
    assert everything == ids(ledger)
    first, second = Queue(ledger).page(Asked(), limit=3), Queue(ledger).page(Asked(), limit=3, offset=3)
    assert first.more and [i.claim.id for i in (*first.items, *second.items)] == everything[:6]
    contested = ids(ledger, need="contested")
    assert contested and everything[: len(contested)] == contested
    assert all(i.claim.kind == "casualty" for i in Queue(ledger).page(Asked(kind="casualty")).items)


def test_what_is_decided_leaves_the_queue(ledger: Ledger, killed: Claim, reports: list[str]) -> None:
    assert killed.id in ids(ledger, report=reports[0])
    Desk(ledger, "ada").reject(killed.id)
    assert killed.id not in ids(ledger, report=reports[0])
    (item,) = Queue(ledger).page(Asked(decided=True)).items
    assert item.claim.id == killed.id and item.rejected and item.decisions[0].coder == "ada"
    Desk(ledger, "ada").undo()
    assert killed.id in ids(ledger, report=reports[0])


def test_the_detached_come_first(ledger: Ledger, killed: Claim, readings: list[Reading]) -> None:
    import msgspec

    Desk(ledger, "ada").correct(killed.id, {"stance": "denied"})
    old = readings[0]
    gone = msgspec.structs.replace(
        old, claims=tuple(c for c in old.claims if c.type != "killed"),
        meta=msgspec.structs.replace(old.meta, program="9"),
    )  # fmt: skip
    ledger.add(gone, ledger.start_run(gone.meta))
    first = Queue(ledger).page(Asked()).items[0]
    assert first.need == "detached" and first.claim.id == killed.id and first.claim.stance == "denied"


def test_two_code_blind(ledger: Ledger, killed: Claim, reports: list[str]) -> None:
    with pytest.raises(UsageError, match="no such session"):
        take(ledger, "s1", [], "ada")
    take(ledger, "s1", reports[:2], "ada")
    take(ledger, "s1", [], "bob")
    with pytest.raises(UsageError, match="finish that first"):
        take(ledger, "s2", reports[:1], "ada")
    ada, bob = Desk(ledger, "ada"), Desk(ledger, "bob")
    made = ada.correct(killed.id, {"stance": "denied"}).decision
    others = [c for c in effective_claims(ledger, reports[0]) if c.id != killed.id]
    ada.reject(others[0].id)
    bob.reject(others[0].id)
    ada.accept(others[1].id)

    def stance(coder: str | None) -> str:
        return next(c.stance for c in effective_claims(ledger, reports[0], coder) if c.id == killed.id)

    assert (stance("ada"), stance("bob"), stance(None)) == ("denied", "asserted", "asserted")
    assert Queue(ledger, "bob").decisions(killed.id) == () and len(Queue(ledger, "ada").decisions(killed.id)) == 1
    assert killed.id in ids(ledger, "bob", session="s1") and killed.id not in ids(ledger, "ada", session="s1")
    with pytest.raises(UsageError, match="blind"):
        Desk(ledger, "bob").undo(made.id)
    with pytest.raises(UsageError, match="blind until all are done"):
        session_agreement(ledger, "s1")
    finish(ledger, "s1", "ada")
    assert Coding(ledger.effective_decisions()).hidden("bob")
    with pytest.raises(UsageError, match="nothing left"):
        finish(ledger, "s1", "ada")
    finish(ledger, "s1", "bob")
    # What both said counts; where they differ the machine's claim stands until somebody settles it.
    assert others[0].id not in {c.id for c in effective_claims(ledger, reports[0])}
    assert stance(None) == "asserted"
    found = session_agreement(ledger, "s1")
    assert found.coders == ("ada", "bob") and found.reports == 2
    (difference,) = found.differences
    assert difference.fields == ("stance",) and difference.claims["ada"].stance == "denied"  # type: ignore[union-attr]
    Desk(ledger, "eve").correct(killed.id, {"stance": "denied"}, "ada is right")
    assert stance(None) == "denied"
    assert session_agreement(ledger, "s1") == found
    with pytest.raises(UsageError, match=r"coding of .* is over"):
        take(ledger, "s1", [], "eve")


def test_who_settles_does_not_bring_back_what_coders_differed_on(
    ledger: Ledger, killed: Claim, reports: list[str]
) -> None:
    for coder in ("ada", "bob"):
        take(ledger, "s", reports[:1], coder)
    other = next(c for c in ledger.claims_of(reports[0]) if c.id != killed.id)
    Desk(ledger, "ada").correct(killed.id, {"stance": "denied"})
    Desk(ledger, "bob").reject(other.id)
    for coder in ("ada", "bob"):
        finish(ledger, "s", coder)

    def now() -> dict[str, Claim]:
        return {c.id: c for c in effective_claims(ledger, reports[0])}

    Desk(ledger, "eve").accept(killed.id)
    Desk(ledger, "eve").accept(other.id)
    assert now()[killed.id] == killed and now()[other.id] == other
    settle(ledger, "s", killed.id, "ada", "eve")
    settle(ledger, "s", other.id, "bob", "eve")
    assert now()[killed.id].stance == "denied" and other.id not in now()
    settle(ledger, "s", killed.id, "bob", "eve")
    settle(ledger, "s", other.id, "ada", "eve")
    assert now()[killed.id] == killed and now()[other.id] == other
    with pytest.raises(UsageError, match="nothing to settle"):
        settle(ledger, "s", killed.id, "eve", "eve")


def test_claims_added_by_one_wait_and_by_both_count_once(ledger: Ledger, reports: list[str]) -> None:
    take(ledger, "s", reports[:1], "ada")
    take(ledger, "s", [], "bob")
    report = ledger.report(reports[0])
    assert report is not None
    words = report.text.split("\n")[-1] or report.text[-60:]
    new = {"kind": "posture", "type": "present", "evidence": words[:40]}
    ada = Desk(ledger, "ada").add(report.id, new).decision.subject
    bob = Desk(ledger, "bob").add(report.id, {**new, "evidence": words[:38]}).decision.subject
    lone = Desk(ledger, "bob").add(report.id, {**new, "type": "deployed"}).decision.subject
    for coder in ("ada", "bob"):
        finish(ledger, "s", coder)
    left = {c.id for c in effective_claims(ledger, report.id)}
    assert ada in left and bob not in left and lone not in left
    found = session_agreement(ledger, "s")
    assert [d.claims["ada"] for d in found.differences] == [None]
    Desk(ledger, "eve").add(report.id, {**new, "type": "deployed"})
    assert lone in {c.id for c in effective_claims(ledger, report.id)}


def test_decisions_are_gold(ledger: Ledger, killed: Claim, readings: list[Reading], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to export"):
        export_gold(ledger, tmp_path / "none")
    desk = Desk(ledger, "ada")
    desk.accept(killed.id)
    rejected = next(c for c in readings[0].claims if c.id != killed.id)
    desk.reject(rejected.id)
    assert export_gold(ledger, tmp_path / "gold") == 1
    (gold,) = load_gold(tmp_path / "gold").reports
    assert gold.text == readings[0].report.text and gold.relevant  # type: ignore[union-attr]
    assert len(gold.facts) == len(readings[0].claims) - 1
    assert [f.optional for f in gold.facts].count(False) == 1
    result = match(gold, readings[0])
    assert len(result.required) == 1 and not result.misses and result.required[0].full
    assert rejected.id in {c.id for c in result.extras}
    (source,) = gold_sources(ledger)
    assert source.decided == {killed.id}
