"""A person opens an incident: what is given for it, what is refused, and where it is shown and handed on."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from counterclaim.actions.add import add_readings
from counterclaim.actions.decide import Desk, Order
from counterclaim.actions.effective import effective_claim
from counterclaim.actions.export import export
from counterclaim.actions.review import finish, gold_sources, session_agreement, settle, take
from counterclaim.actions.show import show
from counterclaim.errors import UsageError
from counterclaim.intake import report_from_text
from counterclaim.ledger import Ledger
from counterclaim.publishing.pages import ReportPage
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Claim

TEXT = (
    "The minister opened a new school in Bamako on Monday and promised teachers for every village. "
    "Gunmen had attacked a market in Gao in January and killed seven traders, residents said. "
    "They also took two herders from a camp at Ouroba."
)
FIELDS: dict[str, Any] = {
    "kind": "casualty",
    "type": "killed",
    "evidence": "attacked a market in Gao in January and killed seven traders",
    "quantity": "seven traders",
    "target": "traders",
    "claimant": "residents",
}
NEW: dict[str, Any] = {
    "type": "Attack",
    "place": {"text": "Gao", "country": "MLI"},
    "time": {"start": "2026-01-01", "end": "2026-01-31"},
}


@pytest.fixture
def school(tmp_path: Path, engine: RulesEngine) -> Any:
    """A ledger with one report that is not about armed conflict, but for a passing remark."""
    report = report_from_text(TEXT, published="2026-03-03")
    reading = engine.read(report)
    bare = msgspec.structs.replace(
        reading, outcome="not_relevant", relevant=False, claims=(), incidents=(), refusals=()
    )
    with Ledger.open(tmp_path / "school.db") as ledger:
        add_readings([bare], ledger)
        yield ledger


def report_of(ledger: Ledger) -> str:
    return next(ledger.reports()).id


def now(ledger: Ledger, claim: str) -> Claim:
    found = effective_claim(ledger, claim)
    assert found is not None
    return found[1]


def test_it_has_the_place_of_the_gazetteer_and_the_days_given(school: Ledger) -> None:
    made = Desk(school, "ada").add(report_of(school), {**FIELDS, "incident": NEW}).decision
    (found,) = school.incidents()
    assert found.type == "Attack" and found.claims == (made.subject,) and found.figures[0].best == 7
    assert found.place is not None and (found.place.name, found.place.country) == ("Gao", "MLI")
    assert found.place.lat is not None and (found.time.start, found.time.end) == ("2026-01-01", "2026-01-31")
    assert made.after is not None and made.after["opens"]["key"] == made.after["incident"]
    assert school.verify() == []


def test_a_second_claim_joins_it_and_stays_when_the_first_is_undone(school: Ledger) -> None:
    desk, report = Desk(school, "ada"), report_of(school)
    first = desk.add(report, {**FIELDS, "incident": NEW}).decision
    key = now(school, first.subject).incident
    event = {
        "kind": "event",
        "type": "Attack",
        "evidence": "Gunmen had attacked a market in Gao",
        "agent": "Gunmen",
    }
    second = desk.add(report, {**event, "incident": key}).decision
    (found,) = school.incidents()
    assert set(found.claims) == {first.subject, second.subject}
    desk.undo(first.id)
    (left,) = school.incidents()
    assert left.claims == (second.subject,) and left.id == found.id and left.place == found.place
    desk.undo(second.id)
    assert list(school.incidents()) == [] and school.verify() == []


def test_words_that_the_gazetteer_does_not_know_are_kept_and_days_may_be_unknown(school: Ledger) -> None:
    fields = {
        "kind": "casualty", "type": "abducted", "evidence": "They also took two herders from a camp at Ouroba",
        "quantity": "two herders", "target": "herders",
    }  # fmt: skip
    Desk(school, "ada").add(
        report_of(school), {**fields, "incident": {"type": "Abduction/forced disappearance", "place": "Ouroba"}}
    )
    (found,) = school.incidents()
    assert found.place is not None and (found.place.name, found.place.lat) == ("Ouroba", None)
    assert found.time.start is None


def test_what_is_not_said_is_what_the_claim_says(school: Ledger) -> None:
    fields = {
        "kind": "event", "type": "Attack", "evidence": "Gunmen had attacked a market in Gao", "place": "Gao",
        "time": {"start": "2026-01-01", "end": "2026-01-31"}, "incident": {},
    }  # fmt: skip
    Desk(school, "ada").add(report_of(school), fields)
    (found,) = school.incidents()
    assert found.type == "Attack" and found.place is not None and found.place.name == "Gao"
    assert found.time.end == "2026-01-31"


@pytest.mark.parametrize(
    ("new", "problem"),
    [
        ({}, "needs its type"),
        ({"type": "killed"}, "no type of event"),
        ({**NEW, "place": {"text": "Gao", "country": "ZZZ"}}, "no country"),
        ({**NEW, "place": "Timbuktu"}, "does not stand in the text"),
        ({**NEW, "time": "last year"}, "YYYY-MM-DD"),
        ({**NEW, "colour": "red"}, "type, place and time"),
        ("own-none", "no incident own-none"),
    ],
)
def test_what_does_not_hold_is_refused(school: Ledger, new: Any, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        Desk(school, "ada").add(report_of(school), {**FIELDS, "incident": new})
    assert school.decisions() == [] and list(school.incidents()) == []


def test_a_correction_opens_an_incident_and_leaves_it(ledger: Ledger, killed: Claim) -> None:
    desk = Desk(ledger, "ada")
    before = ledger.incident_of_claims([killed.id])
    order = Order(
        action="correct", subject=killed.id, fields={"incident": {"type": "Attack", "time": "2026-01-02"}}
    )
    moved = desk.carry_out(order).decision
    assert ledger.incident_of_claims([killed.id]) != before
    own = ledger.incident(ledger.incident_of_claims([killed.id])[killed.id])
    assert own is not None and own.claims == (killed.id,) and own.time.start == "2026-01-02"
    desk.correct(killed.id, {"stance": "denied"})
    assert ledger.incident_of_claims([killed.id])[killed.id] == own.id
    desk.correct(killed.id, {"incident": killed.incident})
    assert ledger.incident_of_claims([killed.id]) == before
    assert moved.after is not None and moved.after["opens"]["type"] == "Attack" and ledger.verify() == []


def test_a_claim_is_moved_into_the_background(ledger: Ledger, killed: Claim) -> None:
    Desk(ledger, "ada").correct(killed.id, {"scope": "background"})
    assert ledger.incident_of_claims([killed.id]) == {}


def test_a_second_number_in_the_words_of_another_claim_is_a_claim_of_its_own(
    tmp_path: Path, engine: RulesEngine
) -> None:
    text = "Rebels killed ten soldiers and three guards near Gao, in Mali, on Monday, the army said."
    reading = engine.read(report_from_text(text, published="2026-03-03"), relevance=False)
    with Ledger.open(tmp_path / "a.db") as ledger:
        ten = next(c for c in reading.claims if c.type == "killed" and c.quantity and c.quantity.low == 10)
        bare = msgspec.structs.replace(reading, claims=tuple(c for c in reading.claims if c.id == ten.id))
        add_readings([bare], ledger)
        whole = {"kind": "casualty", "type": "killed", "evidence": text[:45], "target": "guards"}
        made = Desk(ledger, "ada").add(report_of(ledger), {**whole, "quantity": "three guards"}).decision
        assert now(ledger, made.subject).quantity != ten.quantity
        assert {ten.id, made.subject} <= {c for i in ledger.incidents() for c in i.claims}
        assert ten.target is not None and ten.quantity is not None
        again = {
            **whole,
            "evidence": ten.evidence[0].quote,
            "quantity": ten.quantity.text,
            "target": ten.target.text,
        }
        with pytest.raises(UsageError, match=r"the engine read this claim|there already"):
            Desk(ledger, "ada").add(report_of(ledger), {**again, "claimant": "narrator"})


def test_it_is_shown_and_exported(school: Ledger, tmp_path: Path) -> None:
    made = Desk(school, "ada").add(report_of(school), {**FIELDS, "incident": NEW}).decision
    (found,) = school.incidents()
    page = show(school, report_of(school))
    assert isinstance(page, ReportPage) and set(page.incidents.values()) == {found.id}
    assert [d.id for d in page.decisions] == [made.id]
    for format in ("ged", "acled", "plover", "geojson", "csv", "hxl", "claim"):
        target = tmp_path / f"out.{format}"
        export(school, format, output=target)
        assert target.stat().st_size > 100, format
    told = json.loads((tmp_path / "out.geojson").read_text())
    assert [f["id"] for f in told["features"]] == [found.id]
    (gold,) = gold_sources(school)
    assert [c.id for c in gold.claims] == [made.subject]


def test_two_coders_who_open_the_same_happening_agree(school: Ledger) -> None:
    report = report_of(school)
    for coder in ("ada", "bob"):
        take(school, "s", [report], coder)
    for coder in ("ada", "bob"):
        more = {"evidence": f"Gunmen had {FIELDS['evidence']}"} if coder == "bob" else {}
        Desk(school, coder).add(report, {**FIELDS, **more, "incident": NEW})
        assert list(school.incidents()) == []
        finish(school, "s", coder)
    found = session_agreement(school, "s")
    assert found.differences == ()
    (incident,) = school.incidents()
    assert len(incident.claims) == 1


def test_who_settles_takes_over_the_incident_that_one_coder_opened(school: Ledger) -> None:
    for coder in ("ada", "bob"):
        take(school, "s", [report_of(school)], coder)
    made = Desk(school, "ada").add(report_of(school), {**FIELDS, "incident": NEW}).decision.subject
    for coder in ("ada", "bob"):
        finish(school, "s", coder)
    assert school.count_incidents() == 0
    settle(school, "s", made, "ada", "eve")
    (incident,) = school.incidents()
    assert incident.claims == (made,) and incident.place is not None and incident.place.name == "Gao"
    Desk(school, "eve").undo()
    assert school.count_incidents() == 0
