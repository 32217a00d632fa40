"""What incidents are told by comes out alike, one by one or many at once."""

from pathlib import Path

import pytest

from counterclaim.actions import effective, telling
from counterclaim.actions.coding import Coding
from counterclaim.actions.decide import Desk
from counterclaim.actions.effective import standing, standings
from counterclaim.actions.export import export
from counterclaim.actions.publish import publish
from counterclaim.ledger import Ledger
from counterclaim.record import Incident


def incidents_of(ledger: Ledger) -> list[Incident]:
    found = list(ledger.incidents())
    assert len(found) > 1
    return found


@pytest.mark.parametrize("at_once", [1, 2, 200])
def test_many_are_told_as_each_is_told_alone(battle: Ledger, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(telling, "TOLD_AT_ONCE", at_once)
    found = incidents_of(battle)
    with telling.telling(battle) as teller:
        alone = [(i, teller.tell(i)) for i in found]
        assert list(teller.tell_all(found)) == alone
        assert list(teller.tell_all([])) == []
    assert all({w.id for w in told.weighed} <= set(i.claims) for i, told in alone)


def test_reports_stand_in_the_order_asked_for(battle: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effective, "READ_AT_ONCE", 2)
    ids = [row.id for row in battle.reports()][::-1]
    asked = [*ids[:2], "r-nothing", *ids[2:]]
    decisions = Coding(battle.effective_decisions()).in_effect()
    assert list(standings(battle, asked, decisions)) == [standing(battle, i, decisions) for i in ids]


def test_a_decision_is_told_to_its_own_report_alone(fresh: Ledger) -> None:
    incident = next(i for i in fresh.incidents() if len(i.reports) > 1)
    rejected = incident.claims[0]
    Desk(fresh, "Ann").reject(rejected)
    ids = [row.id for row in fresh.reports()]
    left = list(standings(fresh, ids, Coding(fresh.effective_decisions()).in_effect()))
    assert [c.id for told in left for c in told.rejected] == [rejected]
    assert rejected not in {c.id for told in left for c in told.claims}


def test_reports_by_id(battle: Ledger) -> None:
    ids = [row.id for row in battle.reports()]
    assert battle.reports_of([*ids, "r-nothing"]) == {i: battle.report(i) for i in ids}
    assert battle.report("r-nothing") is None


def test_an_export_and_an_edition_say_how_far_they_are(battle: Ledger, tmp_path: Path) -> None:
    steps: list[int] = []
    for name in ("claims.csv", "folder.zip"):  # the second holds two files of the same incidents
        steps.clear()
        export(battle, "csv", output=tmp_path / name, step=lambda: steps.append(1))
        assert len(steps) == battle.count_incidents()
    steps.clear()
    made = publish(battle, tmp_path / "site", step=lambda: steps.append(1))
    assert len(steps) == made.files - 1  # the manifest comes at the end
