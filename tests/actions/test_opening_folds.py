"""Incidents that people opened are folded as any other: whole and by and by, in any order, and undone without a trace."""

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from link_samples import Happens, Told
from opened_samples import adds, missed, undoes
from test_folding import QUICK, bare, kept, put, whole
from test_link import _reports

from counterclaim.actions.folding import refold
from counterclaim.actions.rebuild import rebuild
from counterclaim.ledger import Ledger
from counterclaim.record import Decision

Missed = tuple[list[Told], list[tuple[str, Decision]]]


def corpus(reports: list[list[Happens]]) -> Missed:
    """Return reports of each of which the machine missed the last happening, and the decisions that add its claims."""
    told, decided = [], []
    for n, happenings in enumerate(reports):
        one, claims = missed(f"r{n}", happenings[:-1], happenings[-1])
        told.append(one)
        decided += [(f"r{n}", adds(len(decided) + i, c, happenings[-1])) for i, c in enumerate(claims)]
    return told, decided


@QUICK
@given(_reports, st.integers(0, 1000), st.integers(1, 4))
def test_the_order_of_reports_and_decisions_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, reports: list[list[Happens]], seed: int, size: int
) -> None:
    told, decided = corpus(reports)
    folder = tmp_path_factory.mktemp("fold")
    chance = random.Random(seed)
    with Ledger.open(folder / "once.db") as once, Ledger.open(folder / "steps.db") as steps:
        put(once, told)
        for report, decision in decided:
            once.decide(decision, report=report)
        rebuild(once)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("counterclaim.settings.FOLD_WHOLE", 10.0)
            waiting = chance.sample(decided, len(decided))
            shuffled = chance.sample(told, len(told))
            for at in range(0, len(shuffled), size):
                put(steps, shuffled[at : at + size])
                there = {t[0].id for t in shuffled[: at + size]}
                for report, decision in [d for d in waiting if d[0] in there]:
                    steps.decide(decision, report=report)
                    refold(steps)
                waiting = [d for d in waiting if d[0] not in there]
        assert kept(once) == kept(steps)
        before = whole(steps), steps.minted_ids()
        assert rebuild(steps, diff=True).text().endswith("nothing would change\n")
        rebuild(steps)
        assert (whole(steps), steps.minted_ids()) == before
        assert steps.verify() == [] or {p.code for p in steps.verify()} <= {
            "text-changed",
            "report-id",
            "claim-id",
            "report-columns",
        }


@QUICK
@given(_reports, st.data())
def test_undoing_restores_what_was(
    tmp_path_factory: pytest.TempPathFactory, reports: list[list[Happens]], data: st.DataObject
) -> None:
    told, decided = corpus(reports)
    with Ledger.open(tmp_path_factory.mktemp("fold") / "a.db") as ledger:
        put(ledger, told)
        before = bare(ledger), ledger.incident_groups()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("counterclaim.settings.FOLD_WHOLE", 10.0)
            for report, decision in decided:
                ledger.decide(decision, report=report)
            refold(ledger)
            assert any(c.startswith("own-") for i in ledger.incidents() for c in i.claims)
            opened = bare(ledger), ledger.incident_groups()
            undone = [undoes(30 + n, d) for n, (_, d) in enumerate(data.draw(st.permutations(decided)))]
            for undo in undone:
                ledger.decide(undo)
                refold(ledger)
            assert (bare(ledger), set(ledger.incident_groups().values())) == (before[0], set(before[1].values()))
            for n, undo in enumerate(undone):
                ledger.decide(msgspec.structs.replace(undoes(n, undo), at=f"2026-01-01T01:{n:02}:00Z"))
            refold(ledger)
        again = bare(ledger), ledger.incident_groups()
        assert again[0] == opened[0] and set(again[1].values()) == set(opened[1].values())
        assert "nothing would change" in rebuild(ledger, diff=True).text()
