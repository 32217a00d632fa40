"""The fold's transaction on both kinds of database: touched parts, rebuild, near-copies, what is to be folded."""

import msgspec
import pytest
from link_samples import Told, tells
from test_link import AMBUSH, OTHER_WORDS

from counterclaim.actions.folding import refold
from counterclaim.actions.rebuild import rebuild
from counterclaim.ledger import Ledger
from counterclaim.record import Decision, Incident, Meta, Reading

LONG = AMBUSH._replace(words=" ".join(f"word{i} Ambush{i}" for i in range(60)))
ELSEWHERE = AMBUSH._replace(place="Gao", words=OTHER_WORDS)


def put(ledger: Ledger, *told: Told) -> None:
    meta = Meta(program="1", schema_version=1, engine="hand", model="m", registry="r", gazetteer=None)
    run = ledger.start_run(meta)
    for report, claims, stubs in told:
        one = Reading(
            outcome="ok", report=report, relevant=True, relevance=1.0, claims=tuple(claims), incidents=tuple(stubs),
            refusals=(), meta=meta,
        )  # fmt: skip
        ledger.add(one, run)
    refold(ledger)


def shown(ledger: Ledger) -> dict[str, Incident]:
    return {i.id: i for i in ledger.incidents()}


def test_by_and_by_and_at_once(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterclaim.settings.FOLD_WHOLE", 10.0)
    put(ledger, tells("r1", LONG), tells("r2", AMBUSH), tells("r3", ELSEWHERE))
    put(
        ledger,
        tells("r4", LONG, ELSEWHERE._replace(on=None)),
        tells("r5", AMBUSH._replace(on=None), published=None),
    )
    assert [(o.a, o.b) for o in ledger.origins(["r4"]) if o.kind == "reprint"]
    first = shown(ledger)
    one, other = sorted(first)[:2]
    joined = Decision(
        id="d1", coder="a", at="2026-01-01T00:00:00Z", action="merge", subject=one, before=None, after={"with": [other]},
        reason=None,
    )  # fmt: skip
    ledger.decide(joined)
    with ledger.fold_view() as view:
        assert view.unfolded()
    refold(ledger)
    merged = shown(ledger)
    assert len(merged) == len(first) - 1
    ledger.decide(msgspec.structs.replace(joined, id="d2", action="undo", subject="d1", after=None))
    refold(ledger)
    assert shown(ledger).keys() == first.keys()
    ledger.remove("r1")
    refold(ledger)
    before = shown(ledger)
    assert "nothing would change" in rebuild(ledger, diff=True).text()
    assert rebuild(ledger).incidents == len(before) and shown(ledger) == before
    with ledger.fold_view() as view:
        assert view.unfolded() == set() and view.copies.components(["r4"]) == {"r1": "r1", "r4": "r1"}


def test_many_copies_at_once_are_the_same_as_one_by_one(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [tells(f"r{i}", LONG._replace(words=f"{LONG.words} more{i % 3}")) for i in range(6)]
    monkeypatch.setattr("counterclaim.settings.COPIES_AT_ONCE", 1)
    put(ledger, *told[:2])
    put(ledger, *told[2:])  # more than are there: all pairs in memory
    monkeypatch.setattr("counterclaim.settings.COPIES_AT_ONCE", 1000)
    put(ledger, tells("r9", LONG))
    with ledger.fold_view() as view:
        assert view.copies.components() == dict.fromkeys([*(f"r{i}" for i in range(6)), "r9"], "r0")
