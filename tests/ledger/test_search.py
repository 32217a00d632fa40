"""Search: words, whatever is typed; kept in step by every write."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_samples import meta, reading, report

from counterclaim.ledger import Ledger
from counterclaim.record import Reading


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    run = ledger.start_run(meta())
    ledger.add(
        reading(report("In Ménaka rebels killed 3 soldiers. It rained.", title="Élan"), "killed 3 soldiers"), run
    )
    ledger.add(reading(report("The army said nothing about soldiers in Gao."), "about soldiers"), run)
    return ledger


def test_words_are_found_in_reports_and_claims(told: Ledger) -> None:
    hits = told.search("SOLDIERS killed")
    assert [(h.claim is None) for h in hits].count(True) == 1 and len(hits) == 2
    assert len({h.report for h in hits}) == 1 and all("killed" in h.snippet for h in hits)
    assert len(told.search("soldiers")) == 4 and len(told.search("soldiers", limit=3)) == 3
    ranks = [h.rank for h in told.search("soldiers")]
    assert ranks == sorted(ranks, reverse=True)
    assert told.search("soldiers helicopters") == [] == told.search("")


@pytest.mark.parametrize("words", ["menaka", "MÉNAKA", "élan", "elan"])
def test_case_and_accents_do_not_count(told: Ledger, words: str) -> None:
    (hit,) = told.search(words)
    assert hit.claim is None


@pytest.mark.parametrize(
    "words", ['"soldiers', "soldiers*", "soldiers AND (", "NEAR(soldiers", "words:soldiers", "-soldiers", "soldiers'--", "^soldiers"]
)  # fmt: skip
def test_what_is_typed_is_never_syntax(told: Ledger, words: str) -> None:
    told.search(words)
    assert len(told.search(words.replace("AND", "").replace("NEAR", "").replace("words:", ""))) == 4


def test_anything_at_all_may_be_typed(told: Ledger) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text(max_size=60))
    def check(words: str) -> None:
        told.search(words)

    check()
    told.search("soldiers " * 100_000)


def test_a_very_long_text_is_searchable(ledger: Ledger) -> None:
    run = ledger.start_run(meta())
    long = "First " + " ".join(f"word{n}" for n in range(150_000)) + " 3 killed"
    ledger.add(reading(report(long), "3 killed"), run)
    assert ledger.search("first word77") and ledger.search("killed") and ledger.verify() == []


def test_real_texts(ledger: Ledger, gold: dict[str, Reading]) -> None:
    run = ledger.start_run(meta())
    for one in gold.values():
        ledger.add(one, run)
    for one in gold.values():
        assert one.report is not None
        for claim in one.claims[:3]:
            hits = ledger.search(claim.evidence[0].quote, limit=100)
            assert claim.id in {h.claim for h in hits} and one.report.id in {h.report for h in hits}
