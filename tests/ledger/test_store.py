"""Adding, re-adding, versions, re-readings, removing: the same on SQLite and PostgreSQL."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from ledger_samples import claim, meta, reading, rejected, report

from counterclaim.errors import LedgerError
from counterclaim.ledger import Ledger
from counterclaim.record import Claim, Reading, Warning, make_id


def contents(ledger: Ledger) -> tuple[Any, ...]:
    """Return all that an add may change, inputs and runs apart."""
    return (
        list(ledger.reports()),
        [ledger.readings(r.id) for r in ledger.reports()],
        list(ledger.iter_live()),
        msgspec.structs.replace(ledger.status(), runs=0, inputs={}, size=0),
    )


def test_real_readings_come_back_as_they_went_in(ledger: Ledger, gold: dict[str, Reading]) -> None:
    run = ledger.start_run(gold["04"].meta, {"relevance": "on"})
    for number, given in gold.items():
        added = ledger.add(given, run, name=f"{number}.txt")
        assert (added.state, added.claims) == ("new", len(given.claims))
    ledger.finish_run(run)
    for given in gold.values():
        assert given.report is not None
        assert ledger.readings(given.report.id) == [given]
        assert ledger.report(given.report.id) == given.report
        assert ledger.claims_of(given.report.id) == given.claims
    live = list(ledger.iter_live())
    read = [g for g in gold.values() if g.outcome == "ok"]
    assert [r.id for r, _, _ in live] == sorted(g.report.id for g in read if g.report)
    assert sum(len(c) for _, c, _ in live) == sum(len(g.claims) for g in read) > 100
    status = ledger.status()
    assert status.reports == {"ok": 7, "not_relevant": 1} and status.inputs == {"ok new": 7, "not_relevant new": 1}
    assert status.claims_live == status.claims_all == sum(len(g.claims) for g in read)
    assert status.size and ledger.runs()[0].settings == {"relevance": "on"} and ledger.runs()[0].finished
    assert ledger.verify() == []


def test_the_same_again_changes_nothing_and_says_so(ledger: Ledger, gold: dict[str, Reading]) -> None:
    run = ledger.start_run(gold["04"].meta)
    for given in (gold["04"], gold["18"]):
        ledger.add(given, run)
    before = contents(ledger)
    again = ledger.start_run(gold["04"].meta)
    assert [ledger.add(g, again).state for g in (gold["04"], gold["18"])] == ["same", "same"]
    assert contents(ledger) == before
    assert ledger.status().inputs == {
        "ok new": 1, "ok same": 1, "not_relevant new": 1, "not_relevant same": 1,
    }  # fmt: skip
    assert ledger.verify() == []


def test_inputs_that_are_not_kept_are_rows(ledger: Ledger) -> None:
    run = ledger.start_run(meta())
    bad = "bad\udcff\x00name"
    added = ledger.add(rejected(bad), run)
    assert (added.state, added.code, added.report) == ("not_kept", "binary", None)
    assert ledger.add(reading(report("Un village."), outcome="unread_language"), run).state == "new"
    assert ledger.status().inputs == {"rejected not_kept": 1, "unread_language new": 1}
    assert list(ledger.iter_live()) == [] and ledger.verify() == []


def test_changed_text_under_one_url_is_a_new_version(ledger: Ledger) -> None:
    run = ledger.start_run(meta())
    old = report("Rebels killed 3 soldiers.", url="https://a.example/1")
    new = report("Rebels killed 5 soldiers.", url="https://a.example/1")
    other = report("Rebels killed 5 soldiers.", url="https://a.example/2")
    ledger.add(reading(old, "killed 3 soldiers"), run)
    added = ledger.add(reading(new, "killed 5 soldiers"), run)
    assert (added.state, added.previous) == ("new_version", old.id)
    assert ledger.add(reading(other, "killed 5 soldiers"), run).state == "new"
    assert {r.id for r, _, _ in ledger.iter_live()} == {new.id, other.id}
    rows = {r.id: r for r in ledger.reports()}
    assert not rows[old.id].live and rows[new.id].previous == old.id
    assert rows[new.id].text_id == rows[other.id].text_id  # a verbatim reprint
    assert [h.report for h in ledger.search("killed 3")] == []
    assert ledger.add(reading(old, "killed 3 soldiers"), run).state == "same"
    assert {r.id for r, _, _ in ledger.iter_live()} == {new.id, other.id}
    assert ledger.verify() == []


def test_publisher_and_external_id_name_a_source_too(ledger: Ledger) -> None:
    run = ledger.start_run(meta())
    ids = {"publisher": "Wire", "external_id": "7"}
    ledger.add(reading(report("It killed 3.", **ids), "killed 3"), run)
    assert ledger.add(reading(report("It killed 4.", **ids), "killed 4"), run).state == "new_version"
    # Without a publisher, rows of two files may share a number by chance; so may rows that share a URL by their ids.
    assert ledger.add(reading(report("It killed 5.", external_id="7"), "killed 5"), run).state == "new"
    assert ledger.add(reading(report("It killed 6.", external_id="7"), "killed 6"), run).state == "new"
    url = "https://t.example/channel"
    for number in ("1", "2"):
        text = f"Post {number}: it killed 9."
        assert ledger.add(reading(report(text, url=url, external_id=number), "killed 9"), run).state == "new"
    assert len(list(ledger.iter_live())) == 5 and ledger.verify() == []


def test_a_rereading_supersedes_and_keeps(ledger: Ledger) -> None:
    run = ledger.start_run(meta())
    told = report("Rebels killed 3 soldiers and wounded 4.")
    ledger.add(reading(told, "killed 3 soldiers"), run)
    added = ledger.add(reading(told, "killed 3 soldiers", "wounded 4", version="2"), run)
    assert added.state == "reread" and len(ledger.claims_of(told.id)) == 2
    assert [len(r.claims) for r in ledger.readings(told.id)] == [1, 2]
    status = ledger.status()
    assert (status.claims_live, status.claims_all) == (2, 3)
    assert ledger.add(reading(told, "killed 3 soldiers"), run).state == "same"
    assert len(ledger.claims_of(told.id)) == 2
    failed = reading(told, version="3", outcome="quarantined")
    assert ledger.add(failed, run).state == "reread" and len(ledger.claims_of(told.id)) == 2
    assert ledger.verify() == []


def test_the_report_is_kept_as_each_reading_saw_it(ledger: Ledger) -> None:
    run = ledger.start_run(meta())
    told = report("Rebels killed 3 soldiers.")
    seen = msgspec.structs.replace(told, warnings=(Warning(code="x", message="y"),), retrieved="2026-02-02")
    ledger.add(reading(told, "killed 3"), run)
    ledger.add(reading(seen, "killed 3", version="2"), run)
    assert ledger.report(told.id) == seen
    assert [r.report for r in ledger.readings(told.id)] == [told, seen]
    assert [r for r, _, _ in ledger.iter_live()] == [seen] and ledger.verify() == []


def test_reading_more_by_the_same_versions_counts(ledger: Ledger) -> None:
    run = ledger.start_run(meta())
    told = report("A robber killed 3 clerks.")
    assert ledger.add(reading(told, outcome="not_relevant"), run).state == "new"
    assert ledger.add(reading(told, "killed 3"), run).state == "reread"
    assert ledger.add(reading(told, outcome="not_relevant"), run).state == "same"
    assert len(ledger.claims_of(told.id)) == 1 and ledger.verify() == []


def test_remove_leaves_a_tombstone(ledger: Ledger) -> None:
    run = ledger.start_run(meta())
    told = report("Rebels killed 3 soldiers.")
    ledger.add(reading(told, "killed 3"), run)
    assert ledger.remove(told.id, "withdrawn").restored is None
    assert list(ledger.iter_live()) == [] and ledger.search("soldiers") == []
    (row,) = ledger.reports()
    assert row.removed and not row.live and ledger.report(told.id) == told
    assert ledger.status().tombstones == 1 and ledger.remove(told.id).already
    again = ledger.add(reading(told, "killed 3", version="2"), run)
    assert (again.state, again.code) == ("not_kept", "removed")
    with pytest.raises(LedgerError, match="there is no report r-none"):
        ledger.remove("r-none")
    assert ledger.verify() == []


def test_removing_a_version_brings_the_one_before_back(ledger: Ledger) -> None:
    run = ledger.start_run(meta())
    old = report("Rebels killed 3 soldiers.", url="https://a.example/1")
    new = report("Page not found.", url="https://a.example/1")
    ledger.add(reading(old, "killed 3"), run)
    ledger.add(reading(new, "not found"), run)
    assert ledger.remove(new.id).restored == old.id
    assert [r.id for r, _, _ in ledger.iter_live()] == [old.id] and len(ledger.search("soldiers")) == 1
    assert ledger.verify() == []


def test_only_what_was_asked_for(ledger: Ledger) -> None:
    run = ledger.start_run(meta())
    told = [report(f"Rebels killed {n} soldiers.") for n in range(1, 6)]
    for of in told:
        ledger.add(reading(of, of.text[7:-1]), run)
    wanted = sorted(t.id for t in told[1:3])
    assert [r.id for r, _, _ in ledger.live_reports([*wanted, "r-none"])] == wanted
    one = claim(told[0], "killed 1 soldiers")
    assert ledger.claim(one.id) == (told[0].id, one, True) and ledger.claim("c-none") is None
    assert ledger.claims([one.id, "c-none"]) == {one.id: (told[0].id, one)}


def test_where_stubs_are_told(ledger: Ledger) -> None:
    run = ledger.start_run(meta())
    told = report("Rebels killed 3 soldiers.")
    ledger.add(reading(told, "killed 3"), run)
    name = make_id("stub", told.id, "i1")
    assert ledger.reports_of_stubs([name, "stub-none"]) == {name: told.id}


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE report SET doc = replace(doc, 'killed 3', 'killed 4')", "text-changed"),
        ("UPDATE claim SET doc = replace(doc, 'killed 3', 'killed 4')", "misquoted"),
        ("UPDATE claim SET doc = replace(doc, 'casualty', 'strength')", "claim-id"),
        ("UPDATE claim SET type = 'injured'", "claim-columns"),
        ("UPDATE report SET url = 'https://b.example/'", "report-columns"),
        ("UPDATE reading SET live = NOT live", "mark"),
        ("UPDATE report SET live = NOT live", "mark"),
        ("DELETE FROM passage WHERE claim IS NOT NULL", "search"),
        ("UPDATE report SET doc = replace(doc, 'Rebels', 'Others')", "search"),
        ("DELETE FROM stub", "no-stub"),
        ("DELETE FROM input", "counts"),
    ],
)
def test_verify_finds_what_was_tampered_with(ledger: Ledger, statement: str, code: str) -> None:
    run = ledger.start_run(meta())
    told = report("Rebels killed 3 soldiers.", url="https://a.example/1")
    ledger.add(reading(told, "killed 3"), run)
    assert ledger.verify() == []
    with ledger._database.write() as connection:
        connection.exec_driver_sql(statement)
    assert code in {p.code for p in ledger.verify()}


def test_reports_by_what_they_claim(ledger: Ledger, gold: dict[str, Reading]) -> None:
    first, *others = gold["13"].claims
    unsure = msgspec.structs.replace(first, confidence="low")
    gold = {**gold, "13": msgspec.structs.replace(gold["13"], claims=(unsure, *others))}
    run = ledger.start_run(gold["13"].meta)
    for one in gold.values():
        ledger.add(one, run)
    told = {one.report.id: one.claims for one in gold.values() if one.report is not None and one.outcome == "ok"}

    def those(holds: Callable[[Claim], bool]) -> list[str]:
        return sorted(report for report, claims in told.items() if any(map(holds, claims)))

    assert ledger.reports_claiming() == sorted(told)
    assert ledger.reports_claiming(kind="casualty", type="killed") == those(lambda c: c.type == "killed")
    assert ledger.reports_claiming(claimant="ARM") == those(lambda c: "arm" in c.claimant.casefold())
    assert ledger.reports_claiming(claimant="nobody at all") == []
    for confidence in ("low", "medium", "high"):
        found = ledger.reports_claiming(confidence=confidence)
        assert found == those(lambda c, wanted=confidence: c.confidence == wanted)
    assert ledger.reports_claiming(confidence="low")
