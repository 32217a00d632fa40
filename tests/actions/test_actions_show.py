"""Show, why, claimants, search, incidents and status over a small ledger of five reports of one battle."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from counterclaim.actions.claimants import claimants
from counterclaim.actions.folding import refold
from counterclaim.actions.incidents import incidents
from counterclaim.actions.search import search
from counterclaim.actions.show import AROUND, show, the_id
from counterclaim.actions.status import status_json, status_text
from counterclaim.actions.why import why
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.publishing.claimants import claimants_table
from counterclaim.publishing.found import found_text
from counterclaim.publishing.pages import ClaimPage, IncidentPage, ReportPage
from counterclaim.publishing.show_pages import shown_page
from counterclaim.publishing.why import why_page
from counterclaim.record import Decision, Incident


def text(page: IncidentPage | ClaimPage | ReportPage) -> str:
    return shown_page(page, width=120, color=False)


@pytest.fixture
def main(battle: Ledger) -> Incident:
    """The incident that most reports tell: the ambush on the river."""
    return max(incidents(battle).incidents, key=lambda i: (len(i.reports), len(i.claims)))


def test_an_incident_with_all_that_is_claimed_of_it(battle: Ledger, main: Incident) -> None:
    page = show(battle, main.id.removeprefix("incident-")[:8])
    assert isinstance(page, IncidentPage) and page.incident == main and page.asked == main.id
    assert [t.claim.id for t in page.claims] == list(main.claims)
    assert {r.id for r in page.reports} == set(main.reports)
    assert {t.stands for t in page.claims} >= {"own", "adversary", "third_party"}
    assert any(step.event == "minted" for step in page.trail)


def test_its_page_names_the_claim_behind_each_bound(battle: Ledger, main: Incident) -> None:
    told = text(show(battle, main.id))
    (army,) = [f for f in main.figures if f.measure == "killed" and f.side == "gov-SSD"]
    assert army.low >= 7 and army.high_stated == 130 and army.contested.count
    for words in (
        f"killed, Government of South Sudan: low {army.low}, best {army.best}, high 130+",
        "contested: the counts exclude each other",
        "high by #",
        "── OWN SIDE",
        "── ADVERSARY",
        "── THIRD PARTY",
        "“lost seven soldiers”",
        "REPORTS AND ORIGINS",
        "THE TRAIL OF ITS ID",
    ):
        assert words in told


def test_who_reprints_whom(battle: Ledger, main: Incident) -> None:
    told = text(show(battle, main.id))
    assert "reprinted by" in told and "a reprint of" in told and "credits GLNA" in told


def test_a_claim_with_the_text_around_its_words(battle: Ledger, main: Incident) -> None:
    (figure,) = [f for f in main.figures if f.measure == "killed" and f.side == "gov-SSD"]
    assert figure.high_claim is not None
    page = show(battle, figure.high_claim)
    assert isinstance(page, ClaimPage)
    assert page.incident == main.id and page.side == "gov-SSD" and page.stands == "adversary"
    report = battle.report(page.report.id)
    assert report is not None
    for quoted in page.quoted:
        around = quoted.before + quoted.quote + quoted.after
        assert around in report.text and report.text[quoted.start : quoted.end] == quoted.quote
        assert len(around) <= len(quoted.quote) + 2 * AROUND
    told = text(page)
    assert f"»{page.quoted[0].quote}«" in told and main.id in told and page.report.id in told


def test_a_part_is_shown_with_its_total(battle: Ledger) -> None:
    part = next(c for r in battle.reports() for c in battle.claims_of(r.id) if c.part_of)
    page = show(battle, part.id)
    assert isinstance(page, ClaimPage) and part.part_of in [c.id for c in page.related]
    assert "part of: " in text(page)


def test_a_report_with_its_claims_and_versions(battle: Ledger, main: Incident) -> None:
    page = show(battle, main.reports[0])
    assert isinstance(page, ReportPage) and page.reading.report is not None
    assert set(page.incidents.values()) & {main.id}
    assert [v.id for v in page.versions] == [main.reports[0]] and page.versions[0].live
    told = text(page)
    assert "VERSIONS, first to last" in told and "(this one)" in told and f"is part of {main.id}" in told


@pytest.mark.parametrize(("words", "said"), [("zz", "has no incident, claim or report"), ("c-", "type more of it")])
def test_an_id_that_is_none_or_several(battle: Ledger, words: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        show(battle, words)


def test_a_whole_id_is_never_ambiguous(battle: Ledger, main: Incident) -> None:
    assert the_id(battle, main.claims[0], ("claim", "stub")) == main.claims[0]
    assert the_id(battle, main.claims[0].removeprefix("c-"), ("claim",)) == main.claims[0]


def test_why_two_claims_are_one_incident(battle: Ledger, main: Incident) -> None:
    told = battle.claims(main.claims)
    by_report = {report: id_ for id_, (report, _) in told.items()}
    one, other, *_ = by_report.values()
    answer = why(battle, one, other)
    assert answer.together and answer.reasons and answer.points is not None
    assert answer.points == pytest.approx(sum(r.points for r in answer.reasons), abs=0.01)
    page = why_page(answer, width=100, color=False)
    assert f"One incident in this ledger: {main.id}" in page and "in all: " in page


def test_why_two_claims_are_not(battle: Ledger, main: Incident) -> None:
    other = next(i for i in incidents(battle).incidents if i.id != main.id and set(i.reports) & set(main.reports))
    report = next(r for r in other.reports if r in main.reports)
    ids = battle.claims([*main.claims, *other.claims])
    one = next(c for c in main.claims if ids[c][0] == report)
    answer = why(battle, one, next(c for c in other.claims if ids[c][0] == report))
    assert not answer.together and answer.excluded and answer.reasons[0].words == "one report tells them apart"
    page = why_page(answer, width=100, color=False)
    assert "Two incidents in this ledger" in page and "Something excludes it" in page


def test_why_two_incidents_are_not_one(battle: Ledger, main: Incident) -> None:
    other = next(i for i in incidents(battle).incidents if i.id != main.id)
    answer = why(battle, main.id, other.id)
    assert (answer.a.incident, answer.b.incident) == (main.id, other.id) and answer.a.claim is None
    assert not answer.together and answer.reasons


def test_why_one_claim_and_itself(battle: Ledger, main: Incident) -> None:
    answer = why(battle, main.claims[0], main.claims[0])
    assert answer.same_stub and "their report tells them as one" in why_page(answer, width=100, color=False)


def test_a_background_claim_belongs_to_no_incident(battle: Ledger, main: Incident) -> None:
    past = next(c for r in battle.reports() for c in battle.claims_of(r.id) if c.scope == "background")
    with pytest.raises(UsageError, match="background"):
        why(battle, past.id, main.claims[0])


def test_claimants_against_others(battle: Ledger) -> None:
    lines = claimants(battle)
    enemy = next(line for line in lines if line.claimant == "spla-io" and line.losses == "enemy")
    assert enemy.cases >= 1 and enemy.ratio is not None and enemy.ratio > 10 and enemy.low is None
    assert [line.cases for line in lines] == sorted((line.cases for line in lines), reverse=True)
    table = claimants_table(lines, width=110, color=False)
    assert "enemy losses" in table and "too few" in table and "changes no figure" in table
    assert claimants(battle, min_cases=100) == ()
    assert "No claimant" in claimants_table((), width=110, color=False)


def test_search_finds_claims_and_reports(battle: Ledger) -> None:
    found = search(battle, "physically IMPOSSIBLE", limit=5)
    assert {p.claim is None for p in found} == {True, False}
    shown = found_text(found, width=100, color=False)
    assert "physically impossible" in shown and found[0].id in shown
    assert len(search(battle, "the", limit=2)) == 2
    assert found_text(search(battle, "nosuchword", limit=5), width=100, color=False) == (
        "Nothing has all of these words.\n"
    )
    with pytest.raises(UsageError, match="a word"):
        search(battle, " -- ", limit=5)


def test_filters(battle: Ledger, main: Incident) -> None:
    everything = incidents(battle)
    assert everything.meta.total == len(list(everything.incidents)) > 2
    assert [i.id for i in incidents(battle, limit=2).incidents] == [i.id for i in incidents(battle).incidents][:2]
    found = incidents(battle, since="2026-02-18", until="2026-02-18", type="ARMED clash", contested=True)
    assert main.id in [i.id for i in found.incidents]
    assert found.meta.filters == {
        "since": "2026-02-18", "until": "2026-02-18", "type": "Armed clash", "contested": True,
    }  # fmt: skip
    assert [i.place.name.lower() for i in incidents(battle, place="ulang").incidents if i.place] != []


def test_an_actor_by_any_name_of_the_registry(battle: Ledger, main: Incident) -> None:
    found = incidents(battle, actor="SSPDF")
    assert main.id in [i.id for i in found.incidents]
    assert not list(incidents(battle, actor="Nobody At All").incidents)


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"since": "yesterday"}, "--since yesterday: no day"),
        ({"since": "2026-02-19", "until": "2026-02-18"}, "is after"),
        ({"country": "Ruritania"}, "no such country"),
        ({"type": "Duel"}, "give one of .*Armed clash"),
        ({"limit": 0}, "from 1"),
    ],
)
def test_filters_that_cannot_be_understood(battle: Ledger, filters: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        incidents(battle, **filters)  # type: ignore[arg-type]


def test_status_counts(battle: Ledger, battle_path: Path) -> None:
    told = status_text(battle)
    assert told.startswith(f"ledger     {battle_path} (schema ")
    assert "\nreports    5\n" in told and "5 read" in told and b'"reports_live":5' in status_json(battle)


# What persons decided


@pytest.fixture
def judged(battle_path: Path, tmp_path: Path) -> Iterator[Ledger]:
    """A copy of the ledger, to decide in."""
    with sqlite3.connect(battle_path) as source, sqlite3.connect(tmp_path / "judged.db") as copy:
        source.backup(copy)
    with Ledger.open(tmp_path / "judged.db", create=False) as ledger:
        yield ledger


def decide(ledger: Ledger, number: int, action: Any, subject: str, **more: Any) -> None:
    made = Decision(
        id=f"d-{number}", coder="ana", at=f"2026-03-01T10:00:0{number}Z", action=action, subject=subject,
        before=more.get("before"), after=more.get("after"), reason=more.get("reason"),
    )  # fmt: skip
    assert ledger.decide(made, report=more.get("report"))
    refold(ledger)


def test_a_corrected_claim_shows_both(judged: Ledger, main: Incident) -> None:
    id_, (_, claim) = next((i, c) for i, c in judged.claims(main.claims).items() if c[1].type == "killed")
    after = msgspec.to_builtins(msgspec.structs.replace(claim, type="injured"))
    decide(judged, 1, "correct", id_, before=msgspec.to_builtins(claim), after=after, reason="they lived")
    page = show(judged, id_)
    assert isinstance(page, ClaimPage) and page.as_read == claim and page.claim.type == "injured"
    told = text(page)
    assert "A person changed it; as read: " in told and f"ana correct {id_}: they lived" in told
    whole = show(judged, main.id)
    assert isinstance(whole, IncidentPage) and [d.id for d in whole.decisions] == ["d-1"]
    assert next(t for t in whole.claims if t.claim.id == id_).claim.type == "injured"


def test_a_rejected_claim_is_found_and_counts_no_longer(judged: Ledger, main: Incident) -> None:
    decide(judged, 1, "reject", main.claims[0])
    page = show(judged, main.claims[0])
    assert isinstance(page, ClaimPage) and page.rejected and page.incident is None
    assert "A person rejected it" in text(page)
    whole = show(judged, main.id)
    assert isinstance(whole, IncidentPage) and main.claims[0] not in [t.claim.id for t in whole.claims]


def test_joined_incidents_are_found_under_both_ids(judged: Ledger, main: Incident) -> None:
    other = next(i for i in incidents(judged).incidents if i.id != main.id)
    decide(judged, 1, "merge", main.id, after={"with": [other.id]}, before=msgspec.to_builtins(main))
    page = show(judged, other.id)
    assert isinstance(page, IncidentPage) and page.incident.id == main.id and page.asked == other.id
    told = text(page)
    assert f"{other.id} is now part of it" in told and f"took over {other.id}" in told
    answer = why(judged, main.claims[0], other.claims[0])
    assert answer.together and answer.decided == ("d-1",)
    assert "Persons decided on these incidents: d-1" in why_page(answer, width=100, color=False)
