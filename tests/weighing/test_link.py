"""Which stubs are one happening: by hand, and whatever the order of adding."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_samples import Happens, Told, later, table, tells

from counterclaim.actions.read import read
from counterclaim.errors import DataError
from counterclaim.knowledge.linking import load_linking, read_linking
from counterclaim.weighing.join import UNCONSTRAINED, Constraints, Joiner, components
from counterclaim.weighing.link import Linker
from counterclaim.weighing.reasons import why
from counterclaim.weighing.table import Table

AMBUSH = Happens()
OTHER_WORDS = "soldiers Menaka patrol dusk Ansongo"


def groups(made: Table, constraints: Constraints = UNCONSTRAINED) -> set[frozenset[str]]:
    """Return the groups of two or more as report and key ("r1 i1")."""
    linker = Linker(made)
    joined = Joiner(linker, constraints).join(linker.links()).values()
    names = [f"{made.report_ids[r]} {k}" for r, k in zip(made.stubs["report"], made.stub_keys, strict=True)]
    return {frozenset(names[row] for row in rows) for rows in joined}


def one(*reports: str) -> set[frozenset[str]]:
    return {frozenset(f"{r} i1" for r in reports)}


def test_two_outlets_on_one_ambush():
    made = table(tells("r1", AMBUSH), tells("r2", AMBUSH._replace(words=OTHER_WORDS + " Tessalit")))
    assert groups(made) == one("r1", "r2")


def test_two_ambushes_of_one_week_in_one_district_stay_two():
    second = AMBUSH._replace(on=later("2025-06-13", 3), killed=9, words=OTHER_WORDS)
    made = table(tells("r1", AMBUSH), tells("r2", second, published="2025-06-17"), tells("r3", AMBUSH))
    assert groups(made) == one("r1", "r3")


def test_the_next_days_update_of_the_same_ambush_joins():
    update = AMBUSH._replace(killed=17, words="toll of the Tessalit convoy ambush rose after Barkhane")
    made = table(tells("r1", AMBUSH), tells("r2", update, published="2025-06-15"))
    assert groups(made) == one("r1", "r2")


def test_a_reprint_joins_though_it_knows_neither_day_nor_place():
    words = "barge Akiol grenades Longechuk Deng flotilla Malakal Bilpam brigadier Akol"
    vague = AMBUSH._replace(place=None, on=None, words=words)
    made = table(tells("r1", vague), tells("r2", vague, published="2025-06-15"))
    assert groups(made) == one("r1", "r2")


def test_stubs_of_one_report_are_never_one_incident():
    made = table(tells("r1", AMBUSH, AMBUSH), tells("r2", AMBUSH))
    assert all(len({name.split()[0] for name in group}) == len(group) for group in groups(made))
    assert len(groups(made)) == 1


def test_what_the_two_sides_call_it_may_differ_but_a_protest_is_no_air_strike():
    strike = AMBUSH._replace(type="Air/drone strike")
    assert groups(table(tells("r1", AMBUSH), tells("r2", strike))) == one("r1", "r2")
    protest = AMBUSH._replace(type="Peaceful protest")
    assert groups(table(tells("r1", strike), tells("r2", protest))) == set()


def test_places_that_exclude_each_other():
    for other in ("Gao", "Niamey"):
        assert groups(table(tells("r1", AMBUSH), tells("r2", AMBUSH._replace(place=other)))) == set()


def test_names_without_coordinates_by_their_sound():
    here, spelt = AMBUSH._replace(place="Tin Zaouatine"), AMBUSH._replace(place="Tin-Zawatin", words=OTHER_WORDS)
    assert groups(table(tells("r1", here), tells("r2", spelt))) == one("r1", "r2")
    elsewhere = spelt._replace(place="Ansongo", killed=3)
    assert groups(table(tells("r1", here), tells("r2", elsewhere))) == set()


def test_no_group_grows_through_a_stub_that_knows_neither_day_nor_place():
    near = AMBUSH._replace(place="Anefis", killed=30, agent="jnim", words="Tessalit Barkhane Akiol Menaka Ansongo")
    vague = AMBUSH._replace(place=None, on=None, words="Tessalit Barkhane Akiol Menaka Ansongo convoy ambush")
    made = table(tells("r1", AMBUSH), tells("r2", near), tells("r3", vague))
    assert frozenset({"r1 i1", "r2 i1", "r3 i1"}) not in groups(made)
    assert len(groups(made)) <= 1


def test_a_months_total_is_not_the_days_ambush():
    total = AMBUSH._replace(on="2025-06-01/2025-06-30", killed=120, words=OTHER_WORDS)
    assert groups(table(tells("r1", AMBUSH), tells("r2", total, published="2025-07-01"))) == set()


def test_persons_join_and_keep_apart():
    made = table(tells("r1", AMBUSH), tells("r2", AMBUSH), tells("r3", AMBUSH._replace(place="Gao")))
    assert groups(made, Constraints(apart=frozenset({(0, 1)}))) == set()
    together = Constraints(together=frozenset({(0, 2)}))
    assert groups(made, together) == {frozenset({"r1 i1", "r2 i1", "r3 i1"})}


def test_why_gives_reasons_for_and_against():
    made = table(
        tells("r1", AMBUSH), tells("r2", AMBUSH), tells("r3", AMBUSH._replace(place="Gao", on="2025-06-20"))
    )
    linker = Linker(made)
    alike, unlike = why(linker, 0, 1), why(linker, 0, 2)
    said = [text for text, _ in alike.reasons]
    assert alike.linked and not alike.excluded
    assert "the days agree: 2025-06-13 and 2025-06-13" in said and "both tell the figure 14" in said
    assert "Kidal and Kidal: 0 km, within reach" in said and "both name csp, mil-MLI" in said
    assert alike == why(linker, 1, 0)
    assert unlike.excluded and not unlike.linked
    assert any("exclude each other" in text for text, _ in unlike.reasons)
    assert any("too far apart" in text for text, _ in unlike.reasons)


def test_why_says_that_one_report_tells_them_apart():
    assert why(Linker(table(tells("r1", AMBUSH, AMBUSH))), 0, 1).reasons[0][0] == "one report tells them apart"


def test_links_and_why_agree():
    made = table(*(tells(f"r{i}", h) for i, h in enumerate(_POOL)))
    linker = Linker(made)
    links = linker.links()
    found = {
        frozenset((a, b)): p
        for a, b, p in zip(links.a.tolist(), links.b.tolist(), links.points.tolist(), strict=True)
    }
    for a in range(len(_POOL)):
        for b in range(a):
            told = why(linker, a, b)
            assert told.linked == (frozenset((a, b)) in found)
            if told.linked:
                assert found[frozenset((a, b))] == pytest.approx(told.points, abs=1e-3)


def test_new_links_are_all_links_of_the_new():
    made = table(*(tells(f"r{i}", h) for i, h in enumerate(_POOL)))
    linker = Linker(made)
    new = made.stubs["report"] >= 5
    some, every = linker.links(new=new), linker.links()
    wanted = [(a, b) for a, b in zip(every.a.tolist(), every.b.tolist(), strict=True) if new[a] or new[b]]
    assert list(zip(some.a.tolist(), some.b.tolist(), strict=True)) == wanted
    assert set(components(every)) == set(every.a.tolist()) | set(every.b.tolist())


def test_the_cross_report_set(root):
    """Army, rebels, an agency, its reprint and the next day's update on one battle; the bombed village stays apart."""
    days = {"13-ssd-army-release": "2026-02-19", "14-ssd-rebel-statement": "2026-02-20", "15-ssd-agency": "2026-02-20",
            "16-ssd-reprint": "2026-02-21", "17-ssd-update": "2026-02-21"}  # fmt: skip
    told: list[Told] = []
    ids = {}
    for name, day in days.items():
        reading = read(root / "gold" / f"{name}.txt", published=day)
        assert reading.report is not None
        ids[reading.report.id] = name[:2]
        told.append((reading.report, list(reading.claims), list(reading.incidents)))
    made = table(*told)
    joined = groups(made)
    where = {
        f"{r} {k}": made.spot(s).name if s >= 0 else None
        for r, k, s in zip(
            (made.report_ids[i] for i in made.stubs["report"]), made.stub_keys, made.stubs["spot"], strict=True
        )
    }
    battle = max(joined, key=len)
    assert {ids[name.split()[0]] for name in battle} == {"13", "14", "15", "16", "17"}
    assert "Mandeng" not in {where[name] for name in battle}


_DAYS = ("2025-06-13", "2025-06-14", "2025-06-16", "2025-06-12/2025-06-14", "2025-06-01/2025-06-30", None)
_WORDS = tuple(f"{AMBUSH.words} Akiol Bilpam Longechuk Menaka Ansongo flotilla grenades brigadier".split())
_happenings = st.builds(
    Happens,
    on=st.sampled_from(_DAYS),
    place=st.sampled_from(("Kidal", "Anefis", "Gao", "Tessalit", None)),
    type=st.sampled_from(("Armed clash", "Attack", "Air/drone strike", "Peaceful protest")),
    killed=st.sampled_from((14, 17, 3, None)),
    agent=st.sampled_from(("csp", "jnim", None)),
    victim=st.just("mil-MLI"),
    precision=st.sampled_from((1, 2, 4)),
    words=st.lists(
        st.sampled_from(_WORDS),
        min_size=9, max_size=11, unique=True,
    ).map(" ".join),
)  # fmt: skip
_reports = st.lists(st.lists(_happenings, min_size=1, max_size=2), min_size=2, max_size=7)
_POOL = [
    AMBUSH,
    AMBUSH._replace(words=OTHER_WORDS),
    AMBUSH._replace(on="2025-06-14", killed=17),
    AMBUSH._replace(place="Anefis"),
    AMBUSH._replace(place=None),
    AMBUSH._replace(on=None),
    AMBUSH._replace(place="Tin Zaouatine"),
    AMBUSH._replace(type="Air/drone strike", agent=None),
    AMBUSH._replace(on="2025-06-01/2025-06-30"),
]


@settings(max_examples=60, deadline=None)
@given(_reports, st.randoms(use_true_random=False))
def test_the_order_of_adding_changes_nothing(reports: list[list[Happens]], chance: object) -> None:
    told = [tells(f"r{i}", *happenings) for i, happenings in enumerate(reports)]
    shuffled = list(told)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert groups(table(*told)) == groups(table(*shuffled))


@settings(max_examples=60, deadline=None)
@given(_reports)
def test_a_reprint_joins_its_original_and_changes_nothing_for_the_others(reports: list[list[Happens]]) -> None:
    told = [tells(f"r{i}", *happenings) for i, happenings in enumerate(reports)]
    before = groups(table(*told))
    after = groups(table(*told, tells("r0copy", *reports[0])))
    others = {frozenset(n for n in group if not n.startswith("r0copy")) for group in after}
    assert {g for g in others if len(g) > 1} == before
    for key in range(1, len(reports[0]) + 1):
        assert any({f"r0 i{key}", f"r0copy i{key}"} <= group for group in after)


def test_the_rules_are_checked():
    rules = load_linking()
    assert rules.type_points("Attack", "Attack") > rules.type_points("Attack", "Armed clash")
    assert rules.type_points("Peaceful protest", "Air/drone strike") == rules.type.apart
    from counterclaim.knowledge import linking
    from counterclaim.knowledge.data_files import load_data

    data = load_data("linking.yaml", linking._Data)
    import msgspec

    for wrong, message in (
        ({"families": {**data.families, "more": ("Attack",)}}, "Attack stands in attack and in more"),
        ({"families": {**data.families, "more": ("Nothing",)}}, "Nothing is no sub-event type"),
        ({"families": {}}, "no family holds"),
        ({"together": (("battle", "nothing"),)}, "unknown family nothing"),
    ):
        with pytest.raises(DataError, match=message):
            read_linking(msgspec.structs.replace(data, **wrong))
