"""The fold: incidents, ids that stay, and decisions that can be undone."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from link_samples import Happens, Told, table, tells
from test_link import AMBUSH, OTHER_WORDS, _reports

from counterclaim.record import Decision, Incident
from counterclaim.weighing import fold as folding
from counterclaim.weighing.decided import in_force
from counterclaim.weighing.describe import Weight
from counterclaim.weighing.fold import Folded
from counterclaim.weighing.minted import Minted
from counterclaim.weighing.table import Table
from counterclaim.weighing.weigh import weigh


def fold(made: Table, *args: Any, **more: Any) -> Folded:
    return folding.fold(made, *args, weigh=weigh, **more)


def told_by(folded: Folded) -> set[frozenset[str]]:
    return {frozenset(i.claims) for i in folded.incidents}


def bare(folded: Folded) -> set[Incident]:
    """Return the incidents without what depends on the order of minting."""
    return {msgspec.structs.replace(i, id="", merged_from=(), split_from=None) for i in folded.incidents}


def decision(number: int, action: Any, subject: str, after: dict[str, Any] | None = None, **more: Any) -> Decision:
    return Decision(
        id=f"d{number}", coder="a", at=f"2026-01-01T00:00:{number:02}Z", action=action, subject=subject,
        before=more.get("before"), after=after, reason=None,
    )  # fmt: skip


ELSEWHERE = AMBUSH._replace(place="Gao", words=OTHER_WORDS)


def one_incident(*told: Told) -> Incident:
    (found,) = fold(table(*told)).incidents
    return found


def test_what_when_where_and_who():
    found = one_incident(
        tells("r1", AMBUSH._replace(type="Attack", on="2025-06-12/2025-06-14", precision=2)),
        tells("r2", AMBUSH._replace(type="Remote explosive/landmine/IED", killed=17)),
        tells("r3", AMBUSH._replace(type="Remote explosive/landmine/IED")),
    )
    assert found.type == "Remote explosive/landmine/IED"
    assert (found.time.start, found.time.end, found.time.precision, found.time.date_prec) == (
        "2025-06-13", "2025-06-13", "day", 1,
    )  # fmt: skip
    assert found.place is not None
    assert (found.place.name, found.place.gazetteer_id, found.place.precision) == ("Kidal", "g:Kidal", 1)
    assert found.reports == ("r1", "r2", "r3") and len(found.claims) == 6
    assert {s.key for s in found.sides} >= {"gov-MLI"}
    (killed,) = [f for f in found.figures if f.measure == "killed"]
    assert (killed.low, killed.high) == (14, 17)


def test_of_as_many_the_more_telling_type():
    found = one_incident(
        tells("r1", AMBUSH._replace(type="Attack")), tells("r2", AMBUSH._replace(type="Suicide bomb"))
    )
    assert found.type == "Suicide bomb"


def test_no_days_and_no_place_are_said_so():
    (found,) = fold(table(tells("r1", AMBUSH._replace(on=None, place=None)))).incidents
    assert (found.time.start, found.time.date_prec, found.place) == (None, None, None)


def test_reprints_have_no_weight_of_their_own():
    told = [tells("r1", AMBUSH._replace(type="Suicide bomb")), *(tells(f"c{i}", AMBUSH) for i in range(3))]
    made = table(*told)
    alone = fold(made)
    reprinted = fold(made, origins=np.array([0, 0, *[1] * 6]))
    assert [i.type for i in alone.incidents] == ["Armed clash"] and alone.incidents[0].n_origin_groups == 4
    assert [i.type for i in reprinted.incidents] == ["Suicide bomb"] and reprinted.incidents[0].n_origin_groups == 2


def test_the_weighing_is_given_the_day():
    days = []

    def watch(claims: Sequence[Any], on: dt.date | None, registry: Any) -> Weight:
        days.append(on)
        return Weight()

    folding.fold(table(tells("r1", AMBUSH), tells("r2", ELSEWHERE._replace(on=None))), weigh=watch)
    assert set(days) == {dt.date(2025, 6, 13), None}


def test_ids_are_taken_over_and_new_ones_minted():
    first = fold(table(tells("r1", AMBUSH)))
    second = fold(table(tells("r0", AMBUSH), tells("r1", AMBUSH), tells("r2", ELSEWHERE)), minted=first.minted)
    (old,) = first.groups
    assert {len(second.groups[old]), len(second.groups)} == {2}
    assert second.minted[0].id == old and len(second.minted) == 2
    assert (
        fold(table(tells("r0", AMBUSH), tells("r1", AMBUSH), tells("r2", ELSEWHERE)), minted=second.minted)
        == second
    )


def test_merge_and_its_undoing():
    made = table(tells("r1", AMBUSH), tells("r2", AMBUSH), tells("r3", ELSEWHERE))
    before = fold(made)
    big, small = sorted(before.groups, key=lambda i: -len(before.groups[i]))
    merge = decision(1, "merge", big, {"with": [small]})
    merged = fold(made, [merge], before.minted)
    (whole,) = merged.incidents
    assert whole.id == big and whole.merged_from == (small,) and len(whole.claims) == 6
    undone = fold(made, [merge, decision(2, "undo", "d1")], merged.minted)
    assert undone.groups == before.groups and set(undone.incidents) == set(before.incidents)
    again = fold(made, [merge, decision(2, "undo", "d1"), decision(3, "undo", "d2")], undone.minted)
    assert again.groups == merged.groups


def test_split_and_its_undoing():
    made = table(tells("r1", AMBUSH), tells("r2", AMBUSH), tells("r3", AMBUSH))
    before = fold(made)
    (whole,) = before.incidents
    split = decision(
        1, "split", whole.id, {"apart": ["r3-i1-killed", "r3-i1-Armed clash"]}, before=msgspec.to_builtins(whole)
    )
    apart = fold(made, [split], before.minted)
    assert told_by(apart) == {
        frozenset(c for c in whole.claims if not c.startswith("r3")), frozenset(c for c in whole.claims if c.startswith("r3")),
    }  # fmt: skip
    new = next(i for i in apart.incidents if i.id != whole.id)
    assert new.split_from == whole.id and len(new.claims) == 2
    back = fold(made, [split, decision(2, "undo", "d1")], apart.minted)
    assert back.groups == before.groups
    assert back.incidents[0].merged_from == (new.id,)


def test_of_two_decisions_the_later_counts():
    made = table(tells("r1", AMBUSH), tells("r2", ELSEWHERE))
    before = fold(made)
    one, other = sorted(before.groups)
    merge = decision(1, "merge", one, {"with": [other]})
    merged = fold(made, [merge], before.minted)
    split = decision(
        2,
        "split",
        one,
        {"apart": list(before.incidents[1].claims)},
        before=msgspec.to_builtins(merged.incidents[0]),
    )
    assert told_by(fold(made, [merge, split], merged.minted)) == told_by(before)
    assert told_by(
        fold(made, [split, merge, decision(3, "merge", one, {"with": [other]})], merged.minted)
    ) == told_by(merged)


def test_a_rejected_claim_is_not_weighed():
    made = table(tells("r1", AMBUSH))
    (found,) = fold(made, [decision(1, "reject", "r1-i1-killed")]).incidents
    assert found.claims == ("r1-i1-Armed clash",) and not [f for f in found.figures if f.measure == "killed"]


def test_which_decisions_stand():
    made = [
        decision(1, "accept", "x"),
        decision(2, "undo", "d1"),
        decision(3, "undo", "d2"),
        decision(4, "comment", "x"),
    ]
    assert [d.id for d in in_force(made)] == ["d1", "d4"]
    assert [d.id for d in in_force(made[:2])] == []


def test_decisions_about_what_is_gone_do_nothing():
    made = table(tells("r1", AMBUSH))
    lost = [
        decision(1, "merge", "incident-x", {"with": ["incident-y"]}),
        decision(2, "split", "incident-x", {"apart": ["c"]}),
    ]
    minted = (Minted(id="incident-x", stub="stub-x", stubs=frozenset({"stub-x"})),)
    assert bare(fold(made, lost, minted)) == bare(fold(made))


def test_an_empty_table_has_no_incidents():
    assert fold(table()).incidents == ()


@settings(max_examples=40, deadline=None)
@given(_reports, st.data())
def test_decisions_touched_and_undone(reports: list[list[Happens]], data: st.DataObject) -> None:
    made = table(*(tells(f"r{i}", *happenings) for i, happenings in enumerate(reports)))
    before = fold(made)
    ids = sorted(before.groups)
    one, other = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    by_id = {i.id: i for i in before.incidents}
    if data.draw(st.booleans()):
        made_by = decision(1, "merge", one, {"with": [other]}, before=msgspec.to_builtins(by_id[one]))
    else:
        apart = data.draw(st.lists(st.sampled_from(by_id[one].claims), max_size=3, unique=True))
        made_by = decision(1, "split", one, {"apart": apart}, before=msgspec.to_builtins(by_id[one]))
    after = fold(made, [made_by], before.minted)
    both = [made_by, decision(2, "undo", "d1")]
    undone = fold(made, both, after.minted)
    assert bare(undone) == bare(before)


@settings(max_examples=40, deadline=None)
@given(_reports)
def test_a_reprint_changes_no_figure(reports: list[list[Happens]]) -> None:
    told = [tells(f"r{i}", *happenings) for i, happenings in enumerate(reports)]
    made, again = table(*told), table(*told, tells("r0copy", *reports[0]))
    origins = np.array([0 if c.startswith("r0") else int(c[1]) for c in again.claim_ids])
    before = {figures_of(i) for i in fold(made).incidents}
    assert {figures_of(i) for i in fold(again, origins=origins).incidents} == before


def figures_of(incident: Incident) -> tuple[Any, ...]:
    told = [(f.measure, f.side, f.low, f.best, f.high, f.high_stated, f.n_origin_groups) for f in incident.figures]
    return (incident.type, incident.time, incident.place, *told)
