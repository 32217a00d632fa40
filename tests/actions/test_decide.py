"""Decisions of people: checked against the text, kept beside the machine's claims, and folded in."""

from typing import Any

import msgspec
import pytest

from counterclaim.actions.decide import Desk
from counterclaim.actions.effective import effective_claim, effective_claims
from counterclaim.actions.folding import refold
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Claim, Reading


def report_id(readings: list[Reading], n: int = 0) -> str:
    report = readings[n].report
    assert report is not None
    return report.id


def now(ledger: Ledger, claim: str) -> Claim:
    found = effective_claim(ledger, claim)
    assert found is not None
    return found[1]


def reread(ledger: Ledger, reading: Reading) -> Any:
    """Read the same report by another version of the program."""
    return ledger.add(
        msgspec.structs.replace(reading, meta=msgspec.structs.replace(reading.meta, program="9.9")),
        ledger.start_run(reading.meta),
    )


def test_a_correction_stands_beside_the_machine_and_takes_effect(ledger: Ledger, killed: Claim) -> None:
    desk = Desk(ledger, "ada")
    made = desk.correct(killed.id, {"stance": "denied"}, "the release denies it").decision
    assert made.before == msgspec.to_builtins(killed) and made.after is not None
    assert made.after["stance"] == "denied" and made.coder == "ada" and made.at.endswith("Z")
    assert now(ledger, killed.id).stance == "denied"
    machine = ledger.claim(killed.id)
    assert machine is not None and machine[1] == killed
    assert ledger.status().decisions == 1 and ledger.verify() == []


def test_a_correction_moves_the_figure(ledger: Ledger, killed: Claim) -> None:
    def measures() -> set[str]:
        return {f.measure for i in ledger.incidents() for f in i.figures if killed.id in f.claims}

    assert measures() == {"killed"}
    made = Desk(ledger, "ada").correct(killed.id, {"type": "injured"})
    assert measures() == {"injured"} and made.refolded is not None and made.refolded.incidents >= 1


def test_words_are_selected_anew(ledger: Ledger, killed: Claim, readings: list[Reading]) -> None:
    text = readings[0].report.text  # type: ignore[union-attr]
    assert killed.quantity is not None
    words = next(w for w in ("27", "three", "two", "12", "45") if w in text and w != killed.quantity.text)
    at = text.index(words)
    span = {"start": min(at, killed.quantity.start), "end": max(at + len(words), killed.quantity.end)}
    Desk(ledger, "ada").correct(killed.id, {"quantity": words, "evidence": span})
    left = now(ledger, killed.id)
    assert left.quantity is not None and left.quantity.text == words and left.quantity.low != killed.quantity.low
    assert text[left.evidence[0].start : left.evidence[0].end] == left.evidence[0].quote
    with pytest.raises(UsageError, match="number stands outside"):
        Desk(ledger, "ada").correct(killed.id, {"evidence": text[:20]})


def test_a_correction_survives_a_rereading(ledger: Ledger, killed: Claim, readings: list[Reading]) -> None:
    Desk(ledger, "ada").correct(killed.id, {"confidence": "low", "claimant": "narrator"})
    assert reread(ledger, readings[0]).detached == ()
    refold(ledger)
    left = now(ledger, killed.id)
    assert left.claimant == "narrator" and left.attribution == () and left.confidence == "low"
    gone = msgspec.structs.replace(
        readings[0], claims=tuple(c for c in readings[0].claims if c.type != "killed"),
        meta=msgspec.structs.replace(readings[0].meta, program="9.10"),
    )  # fmt: skip
    assert ledger.add(gone, ledger.start_run(gone.meta)).detached
    refold(ledger)
    assert killed.id in {c.id for c in effective_claims(ledger, report_id(readings))}
    assert any(killed.id in i.claims for i in ledger.incidents())


def test_reject_accept_and_undo(ledger: Ledger, killed: Claim, readings: list[Reading]) -> None:
    desk = Desk(ledger, "ada")
    first = desk.reject(killed.id, "not in the text").decision
    assert killed.id not in {c.id for c in effective_claims(ledger, report_id(readings))}
    assert not any(killed.id in f.claims for i in ledger.incidents() for f in i.figures)
    with pytest.raises(UsageError, match="rejected already"):
        desk.reject(killed.id)
    undo = desk.undo().decision
    assert undo.subject == first.id and undo.before is not None and undo.before["action"] == "reject"
    assert killed.id in {c.id for c in effective_claims(ledger, report_id(readings))}
    with pytest.raises(UsageError, match="undone already"):
        desk.undo(first.id)
    desk.undo(undo.id)
    assert killed.id not in {c.id for c in effective_claims(ledger, report_id(readings))}
    Desk(ledger, "bob").accept(killed.id)
    assert killed.id in {c.id for c in effective_claims(ledger, report_id(readings))}
    with pytest.raises(UsageError, match="nothing to undo"):
        Desk(ledger, "eve").undo()


def test_an_added_claim(ledger: Ledger, readings: list[Reading]) -> None:
    report = readings[4].report
    assert report is not None
    quote = next(line for line in report.text.splitlines() if len(line.split()) > 8 and line.count(".") >= 1)
    desk = Desk(ledger, "ada")
    words = quote.split()[0]
    made = desk.add(
        report.id,
        {"kind": "casualty", "type": "injured", "evidence": quote[:80], "target": words, "claimant": "narrator"},
    ).decision
    claim = now(ledger, made.subject)
    assert claim.engine == "human" and claim.target is not None and claim.target.text == words
    assert claim.incident is not None and any(claim.id in i.claims for i in ledger.incidents())
    with pytest.raises(UsageError, match="there already"):
        desk.add(report.id, {"kind": "casualty", "type": "injured", "evidence": quote[:80], "target": words})
    fixed = desk.correct(claim.id, {"type": "missing"}).decision
    assert now(ledger, claim.id).type == "missing"
    with pytest.raises(UsageError, match="on top of it"):
        desk.undo(made.id)
    desk.undo(fixed.id)
    assert now(ledger, claim.id).type == "injured"
    desk.reject(claim.id)
    assert claim.id not in {c.id for c in effective_claims(ledger, report.id)}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"evidence": "words that no report has"}, "does not stand in the text"),
        ({"evidence": {"start": 3, "end": 1}}, "no stretch"),
        ({"evidence": {"start": 0, "end": 4, "quote": "zzzz"}}, "the text has"),
        ({"evidence": []}, "at least one passage"),
        ({"type": "seized"}, "none of a claim of kind casualty"),
        ({"kind": "nonsense"}, "kind"),
        ({"quantity": {"text": "the", "low": 7, "high": 7}}, "does not tell 7"),
        ({"agent": {"text": "the", "id": "no-such-actor"}}, "no actor"),
        ({"time": "yesterday"}, "YYYY-MM-DD"),
        ({"time": {"start": "2026-02-02", "end": "2026-02-01"}}, "is after"),
        ({"incident": "i99"}, "no incident i99"),
        ({"part_of": "c-none"}, "no other claim"),
        ({"stance": "maybe"}, "does not hold together"),
        ({"id": "c-mine"}, "no field that a person can set"),
        ({"colour": "red"}, "no field that a person can set"),
        ({}, "at least one field"),
    ],
)
def test_what_does_not_hold_is_refused(ledger: Ledger, killed: Claim, changes: Any, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        Desk(ledger, "ada").correct(killed.id, changes)
    assert ledger.decisions() == []


def test_split_and_merge(ledger: Ledger) -> None:
    desk = Desk(ledger, "ada")
    whole = max(ledger.incidents(), key=lambda i: len(i.reports))
    report = whole.reports[0]
    of_report = {c.id for c in effective_claims(ledger, report)}
    apart = [c for c in whole.claims if c in of_report]
    stubs = {c.incident for c in effective_claims(ledger, report) if c.id in apart}
    assert apart and len(whole.reports) > 1 and len(stubs) == 1
    desk.split(whole.id, apart, "another day")
    now_of = ledger.incident_of_claims(whole.claims)
    other = now_of[apart[0]]
    assert len({now_of[c] for c in apart}) == 1 and len(set(now_of.values())) == 2
    rest = next(i for c, i in now_of.items() if i != other)
    desk.merge(rest, [other], "the same after all")
    assert len(set(ledger.incident_of_claims(whole.claims).values())) == 1
    for _ in range(2):
        desk.undo()
    assert len(set(ledger.incident_of_claims(whole.claims).values())) == 1
    one = next(i for i in ledger.incidents() if set(whole.claims) == set(i.claims))
    with pytest.raises(UsageError, match="at least one other"):
        desk.merge(one.id, [one.id])
    with pytest.raises(UsageError, match="is none"):
        desk.split(one.id, ["c-none"])
    with pytest.raises(UsageError, match="has to stay"):
        desk.split(one.id, one.claims)


def test_comments_and_names(ledger: Ledger, killed: Claim, readings: list[Reading]) -> None:
    desk = Desk(ledger, "  Ada   Lovelace ")
    assert desk.coder == "Ada Lovelace"
    desk.comment(killed.id, "see the second paragraph")
    desk.comment(report_id(readings), "a release")
    desk.comment(next(ledger.incidents()).id, "big")
    assert [d.action for d in ledger.decisions()] == ["comment"] * 3
    assert not any(a.detached for a in ledger.effective_decisions())
    for bad in ("", "  ", "x" * 81, "a\x00b"):
        with pytest.raises(UsageError, match="coder's name"):
            Desk(ledger, bad)
    with pytest.raises(UsageError, match="needs words"):
        desk.comment(killed.id, " ")
    for unknown in ("c-none", "d-none"):
        with pytest.raises(UsageError):
            desk.accept(unknown)


def test_parts_are_found_by_their_words(ledger: Ledger, killed: Claim, readings: list[Reading]) -> None:
    text = readings[0].report.text  # type: ignore[union-attr]
    place = next(c.place for c in readings[0].claims if c.place is not None)
    changes = {
        "place": place.text,
        "agent": "the army" if "the army" in text else text.split()[0],
        "claimant": "narrator",
    }
    Desk(ledger, "ada").correct(killed.id, changes)
    left = now(ledger, killed.id)
    assert left.place is not None and left.place.name and text[left.place.start : left.place.end] == place.text
    assert left.agent is not None and left.agent.text == changes["agent"]
    assert left.claimant == "narrator" and left.relation == "third_party"


def test_a_place_that_the_report_does_not_know_is_looked_up(ledger: Ledger, engine: RulesEngine) -> None:
    from counterclaim.actions.add import add_readings
    from counterclaim.intake import report_from_text

    text = "Rebels killed ten soldiers near Gao, in Mali, on Monday. The convoy had left Timbuktu, the army said."
    report = report_from_text(text, published="2026-03-03")
    add_readings([engine.read(report, relevance=False)], ledger)
    claim = next(c for c in ledger.claims_of(report.id) if c.type == "killed")
    Desk(ledger, "ada").correct(claim.id, {"place": "Timbuktu", "time": "2026-03-01", "quantity": "ten soldiers"})
    left = now(ledger, claim.id)
    assert left.place is not None and left.place.country == "MLI" and left.place.lat is not None
    assert left.time is not None and left.time.start == "2026-03-01" and left.quantity is not None
    assert (left.quantity.low, left.quantity.text) == (10, "ten soldiers")
