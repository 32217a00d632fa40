"""What is folded by and by is what is folded at once: the same partition, the same figures."""

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from link_samples import Happens, Told, tells
from test_link import AMBUSH, OTHER_WORDS, _reports

from counterclaim.actions.folding import refold
from counterclaim.actions.rebuild import rebuild
from counterclaim.ledger import Ledger
from counterclaim.record import Decision, Incident, Meta, Reading

ELSEWHERE = AMBUSH._replace(place="Gao", words=OTHER_WORDS)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def reading(told: Told, version: str = "1") -> Reading:
    report, claims, stubs = told
    return Reading(
        outcome="ok", report=report, relevant=True, relevance=1.0, claims=tuple(claims), incidents=tuple(stubs),
        refusals=(), meta=Meta(program=version, schema_version=1, engine="hand", model="m", registry="r", gazetteer=None),
    )  # fmt: skip


def put(ledger: Ledger, told: Iterable[Told], version: str = "1") -> None:
    """Add one batch, and fold it."""
    readings = [reading(t, version) for t in told]
    if readings:
        run = ledger.start_run(readings[0].meta)
        for one in readings:
            ledger.add(one, run)
    refold(ledger)


def bare(ledger: Ledger) -> set[Incident]:
    """Return the incidents without what depends on the order of adding."""
    return {msgspec.structs.replace(i, id="", merged_from=(), split_from=None) for i in ledger.incidents()}


def whole(ledger: Ledger) -> dict[str, Incident]:
    return {i.id: i for i in ledger.incidents()}


def kept(ledger: Ledger) -> tuple[Any, ...]:
    """Return all that a fold writes, but for the trail of ids."""
    groups = {frozenset(g) for g in ledger.incident_groups().values()}
    links = {(k.a, k.b, round(k.score, 3)) for k in ledger.links()}
    with ledger.fold_view() as view:
        copies = view.copies.components()
    return bare(ledger), groups, links, copies, {(o.a, o.b, o.kind) for o in ledger.origins() if "-" in o.a}


def corpus(reports: list[list[Happens]], copy: bool) -> list[Told]:
    told = [tells(f"r{i}", *happenings) for i, happenings in enumerate(reports)]
    return [*told, tells("r0copy", *reports[0])] if copy and reports else told


@QUICK
@given(_reports, st.booleans(), st.integers(0, 1000), st.integers(1, 4))
def test_the_order_of_adding_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, reports: list[list[Happens]], copy: bool, seed: int, size: int
) -> None:
    told = corpus(reports, copy)
    folder = tmp_path_factory.mktemp("fold")
    with Ledger.open(folder / "once.db") as once, Ledger.open(folder / "steps.db") as steps:
        put(once, told)
        shuffled = random.Random(seed).sample(told, len(told))
        for at in range(0, len(shuffled), size):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("counterclaim.settings.FOLD_WHOLE", 10.0)
                put(steps, shuffled[at : at + size])
        assert kept(once) == kept(steps)
        before = whole(steps), steps.minted_ids()
        assert rebuild(steps, diff=True).text().endswith("nothing would change\n")
        rebuild(steps)
        assert (whole(steps), steps.minted_ids()) == before


@QUICK
@given(_reports, st.data())
def test_removing_gives_what_was_never_there(
    tmp_path_factory: pytest.TempPathFactory, reports: list[list[Happens]], data: st.DataObject
) -> None:
    told = corpus(reports, copy=False)
    gone = data.draw(st.sets(st.sampled_from([t[0].id for t in told]), max_size=3)) if told else set()
    folder = tmp_path_factory.mktemp("fold")
    with Ledger.open(folder / "less.db") as less, Ledger.open(folder / "more.db") as more:
        put(less, [t for t in told if t[0].id not in gone])
        put(more, told)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("counterclaim.settings.FOLD_WHOLE", 10.0)
            for report in sorted(gone):
                more.remove(report)
                refold(more)
        assert bare(less) == bare(more)
        rebuild(more)
        assert bare(less) == bare(more)


def decision(number: int, action: Any, subject: str, **more: Any) -> Decision:
    return Decision(
        id=f"d{number}", coder="a", at=f"2026-01-01T00:00:{number:02}Z", action=action, subject=subject,
        before=more.get("before"), after=more.get("after"), reason=None,
    )  # fmt: skip


@QUICK
@given(_reports, st.data())
def test_undoing_a_decision_restores_what_was(
    tmp_path_factory: pytest.TempPathFactory, reports: list[list[Happens]], data: st.DataObject
) -> None:
    told = corpus(reports, copy=False)
    with Ledger.open(tmp_path_factory.mktemp("fold") / "a.db") as ledger:
        put(ledger, told)
        before = whole(ledger)
        if not before:
            return
        one = data.draw(st.sampled_from(sorted(before)))
        other = data.draw(st.sampled_from(sorted(before)))
        claims = before[one].claims
        kind = data.draw(st.sampled_from(["merge", "split", "reject"]))
        if kind == "merge":
            made = decision(1, "merge", one, after={"with": [other]})
        elif kind == "split":
            made = decision(1, "split", one, after={"apart": list(data.draw(st.sets(st.sampled_from(claims))))})
        else:
            made = decision(1, "reject", data.draw(st.sampled_from(claims)))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("counterclaim.settings.FOLD_WHOLE", 10.0)
            ledger.decide(made)
            refold(ledger)
            decided = bare(ledger)
            rebuild(ledger)
            assert bare(ledger) == decided
            ledger.decide(decision(2, "undo", "d1"))
            refold(ledger)
        after = {i: msgspec.structs.replace(x, merged_from=(), split_from=None) for i, x in whole(ledger).items()}
        assert after == {i: msgspec.structs.replace(x, merged_from=(), split_from=None) for i, x in before.items()}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterable[Ledger]:
    with Ledger.open(tmp_path / "a.db") as opened:
        yield opened


def killed(ledger: Ledger) -> list[tuple[int, int | None, int | None]]:
    return sorted(
        (f.low, f.best, f.high_stated) for i in ledger.incidents() for f in i.figures if f.measure == "killed"
    )


def test_a_reprint_changes_no_figure(ledger: Ledger) -> None:
    long = AMBUSH._replace(words=" ".join(f"word{i} Ambush{i}" for i in range(60)))
    put(ledger, [tells("r1", long), tells("r2", AMBUSH._replace(killed=17))])
    before = killed(ledger)
    (was,) = ledger.incidents()
    put(ledger, [tells("r3", long)])
    (now,) = ledger.incidents()
    assert killed(ledger) == before and now.n_origin_groups == was.n_origin_groups and len(now.reports) == 3
    assert [(o.a, o.b) for o in ledger.origins(["r3"]) if o.kind == "reprint"] == [("r1", "r3")]
    report = ledger.report("r3")
    assert report is not None
    ledger.remove("r1")
    refold(ledger)
    assert killed(ledger) == before


def test_a_corrected_claim_and_one_added_count(ledger: Ledger) -> None:
    told = tells("r1", AMBUSH)
    put(ledger, [told])
    machine = told[1][1]
    assert machine.quantity is not None
    five = msgspec.structs.replace(machine, quantity=msgspec.structs.replace(machine.quantity, low=5, high=5))
    ledger.decide(decision(1, "correct", machine.id, after=msgspec.to_builtins(five)))
    refold(ledger)
    assert killed(ledger) == [(5, 5, 5)]
    injured = msgspec.structs.replace(five, id="human-1", type="injured", evidence=(five.evidence[0],))
    ledger.decide(decision(2, "add", "human-1", after=msgspec.to_builtins(injured)), report="r1")
    refold(ledger)
    (found,) = ledger.incidents()
    assert "human-1" in found.claims and {f.measure for f in found.figures} == {"killed", "injured"}
    ledger.decide(decision(3, "undo", "d1"))
    ledger.decide(decision(4, "undo", "d2"))
    refold(ledger)
    assert killed(ledger) == [(14, 14, 14)]


def test_a_new_reading_loses_no_decision(ledger: Ledger) -> None:
    put(ledger, [tells("r1", AMBUSH), tells("r2", AMBUSH), tells("r3", ELSEWHERE)])
    one, other = sorted(ledger.incident_groups())
    ledger.decide(decision(1, "merge", one, after={"with": [other]}))
    ledger.decide(decision(2, "reject", "r1-i1-killed"))
    refold(ledger)
    (merged,) = ledger.incidents()
    assert "r1-i1-killed" not in merged.claims and len(merged.reports) == 3
    report, claims, stubs = tells("r1", AMBUSH)
    renamed = [msgspec.structs.replace(c, id=f"again-{c.id}", claimant="the army") for c in claims]
    put(ledger, [(report, renamed, stubs)], version="2")
    (again,) = ledger.incidents()
    assert again.id == merged.id and len(again.reports) == 3
    assert "again-r1-i1-killed" not in again.claims and "again-r1-i1-Armed clash" in again.claims


def test_two_that_add_at_once_are_both_folded(ledger: Ledger, tmp_path: Path) -> None:
    put(ledger, [tells("r1", AMBUSH)])
    with Ledger.open(tmp_path / "a.db") as other:
        for number, at in ((2, ledger), (3, other)):
            one = reading(tells(f"r{number}", AMBUSH))
            at.add(one, at.start_run(one.meta))
        refold(other)
        refold(ledger)
    (found,) = ledger.incidents()
    assert found.reports == ("r1", "r2", "r3")


def test_the_difference_of_a_changed_rule_is_told(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    put(ledger, [tells("r1", AMBUSH), tells("r2", AMBUSH._replace(killed=17)), tells("r3", ELSEWHERE)])
    before = whole(ledger)
    from counterclaim.weighing.link import Linker

    monkeypatch.setattr(Linker, "links", lambda self, rows=None, new=None: self.sorted_links(*_nothing()))
    told = rebuild(ledger, diff=True)
    assert not told.written and len(told.split) == 1 and len(told.split[0].others) == 1 and told.figures
    assert "splits:" in told.text() and whole(ledger) == before
    assert msgspec.json.decode(told.json())["split"][0]["incident"] == told.split[0].incident


def _nothing() -> tuple[Any, Any, Any]:
    import numpy as np

    return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32)
