"""What holds for the reading of any text at all."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from counterclaim.intake import report_from_text
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Reading

PIECES = st.sampled_from(
    ["Gunmen killed four farmers ", "12 soldiers, including 3 officers, died ", "the army said ", "He said ",
     "according to the mayor ", "denied losing any men ", '"We lost no man," ', "rose to 14 from 11 ", "in Bama ",
     "on Monday ", "at least ", "between 9 and 4 ", "dozens ", "Neither claim could be independently verified. ",
     "a video that could not be verified shows ", "two ", "and ", ", ", ". ", "\n", "\n\n", "\u2028", "\x00", "\x07",
     "\x1b[31m", "\ufeff", "\u200b", "\u202e", "\U0001f534", "\U0001f1fa\U0001f1e6", "......", "?!?!?!", "\u2014",
     '"', "\u201c", "\u2019", "(", ")))", ": ", "99999999999999999999 ", "\u0663 ", "\u00bd ", "1,000,000 "]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=10)), min_size=1, max_size=25).map("".join)
LIMITS = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
FACTS = (
    "Gunmen killed four farmers in Bama on Monday, the mayor said.",
    "The army said it had lost three of its own soldiers near Gao.",
    "Shelling wounded eleven people in Kherson on Sunday, doctors said.",
    "Rebels seized two lorries and freed nine prisoners.",
)
FURNITURE = (
    "© 2025 Example Media. All rights reserved.",
    "Share this article",
    "Read more: Rebels killed ninety soldiers in Kano",
    "Post Comment",
)


def read(engine: RulesEngine, text: str) -> Reading | None:
    """A text of nothing but blanks holds no report: intake refuses it before any engine sees it."""
    report = report_from_text(text, published="2025-03-12")
    return engine.read(report, relevance=False) if report.text.strip() else None


def check(reading: Reading) -> None:
    assert reading.report is not None
    text = reading.report.text
    assert reading.outcome in {"ok", "unread_language"}
    keys = {i.key for i in reading.incidents}
    ids = [c.id for c in reading.claims]
    assert len(ids) == len(set(ids))
    for claim in reading.claims:
        assert claim.evidence
        for evidence in claim.evidence:
            assert evidence.quote and evidence.quote == text[evidence.start : evidence.end]
        for span in (claim.quantity, claim.agent, claim.target, claim.means, claim.place, *claim.attribution):
            assert span is None or span.text == text[span.start : span.end]
        quantity = claim.quantity
        if quantity is not None and quantity.low is not None and quantity.high is not None:
            assert 0 <= quantity.low <= quantity.high
        assert claim.incident is None or (claim.scope == "incident" and claim.incident in keys)
        assert claim.part_of != claim.id and claim.id not in claim.supersedes
        assert claim.part_of is None or claim.part_of in ids
        assert set(claim.supersedes) <= set(ids)
        assert (claim.claimant == "narrator") == (not claim.attribution)


@LIMITS
@given(TEXTS)
@example("." * 3000)
@example("\x00\x01\x02 Gunmen killed four farmers \x1b\x7f in Bama.")
@example("\U0001f534" * 200 + " Gunmen killed four farmers.")
@example('"' * 501 + " the army said.")
@example("Gunmen killed between 9 and 4 farmers, the army said.")
@example("Killed. Wounded. Said. According to. Denied.")
def test_any_text_is_read_and_grounded(engine: RulesEngine, text: str) -> None:
    reading = read(engine, text)
    if reading is not None:
        check(reading)


@LIMITS
@given(st.text(min_size=1, max_size=300))
def test_any_characters_are_read(engine: RulesEngine, text: str) -> None:
    reading = read(engine, text)
    if reading is not None:
        check(reading)


@LIMITS
@given(TEXTS)
def test_reading_twice_gives_the_same(engine: RulesEngine, text: str) -> None:
    assert read(engine, text) == read(engine, text)


@settings(LIMITS, max_examples=20)
@given(st.permutations(FACTS), st.integers(1, len(FACTS)))
def test_a_reading_does_not_hang_on_what_was_read_before(engine: RulesEngine, facts: list[str], many: int) -> None:
    reports = [report_from_text(fact, published="2025-03-12") for fact in facts[:many]]
    together = list(engine.read_many(reports, relevance=False))
    assert together == [engine.read(report, relevance=False) for report in reports]


@settings(LIMITS, max_examples=30)
@given(st.permutations(FACTS), st.lists(st.sampled_from(FURNITURE), min_size=1, max_size=3, unique=True))
def test_appended_furniture_changes_no_claim(engine: RulesEngine, facts: list[str], furniture: list[str]) -> None:
    article = "\n\n".join(facts)
    plain = read(engine, article)
    dressed = read(engine, article + "\n\n" + "\n\n".join(furniture))
    assert plain is not None and dressed is not None and plain.claims

    def told(reading: Reading) -> list[tuple[object, ...]]:
        return [
            (c.kind, c.type, c.quantity, c.agent, c.target, c.place, c.time, c.claimant, c.stance, c.scope,
             c.incident, c.evidence)
            for c in reading.claims
        ]  # fmt: skip

    assert told(dressed) == told(plain)
