"""Whatever is done, in whatever order: a model of a few lines says what the ledger must hold."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_samples import claim, decision, meta, reading, rejected, report

from counterclaim.ledger import Ledger
from counterclaim.record import Reading, Report

TEXTS = [f"Rebels killed {n} soldiers and wounded {n + 1} more in Gao." for n in range(3)]
SOURCES: list[dict[str, Any]] = [{}, {"url": "https://a.example/"}, {"publisher": "Wire", "external_id": "1"}]
REPORTS = [report(text, **source) for text in TEXTS for source in SOURCES]
QUOTES = ("killed {} soldiers", "wounded {} more")

adds = st.tuples(
    st.just("add"), st.integers(0, len(REPORTS) - 1), st.sampled_from("12"), st.sampled_from(["ok", "ok", "not_relevant"])
)  # fmt: skip
removes = st.tuples(st.just("remove"), st.integers(0, len(REPORTS) - 1), st.none(), st.none())
rejects = st.tuples(st.just("reject"), st.none(), st.none(), st.none())
steps = st.lists(st.one_of(adds, adds, adds, removes, rejects), max_size=12)


def made(number: int, version: str, outcome: str) -> Reading:
    of = REPORTS[number]
    n = number // len(SOURCES)
    quotes = [QUOTES[0].format(n), QUOTES[1].format(n + 1)][: int(version)]
    return reading(of, *(quotes if outcome == "ok" else ()), version=version, outcome=outcome)


class Model:
    """What counts, worked out the plain way."""

    def __init__(self) -> None:
        self.order: list[Report] = []
        self.readings: dict[str, list[Reading]] = {}
        self.removed: set[str] = set()

    def add(self, given: Reading) -> str:
        of = given.report
        if of is None or of.id in self.removed:
            return "not_kept"
        known = self.readings.setdefault(of.id, [])
        before = [r.outcome for r in known if r.meta == given.meta]
        if "ok" in before or given.outcome in before:
            return "same"
        known.append(given)
        if of not in self.order:
            earlier = [r for r in self.order if self.source(r) == self.source(of) and r.id not in self.removed]
            self.order.append(of)
            return "new_version" if earlier else "new"
        return "reread"

    @staticmethod
    def source(of: Report) -> Any:
        return of.url or (of.publisher and (of.publisher, of.external_id)) or of.id

    def live(self) -> list[tuple[str, int]]:
        newest = {self.source(r): r.id for r in self.order if r.id not in self.removed}
        last = {id_: self.readings[id_][-1] for id_ in newest.values()}
        return sorted((id_, len(r.claims)) for id_, r in last.items() if r.outcome == "ok")


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 40), ("postgresql", 6)])
def test_any_history(make_database: Callable[[str], str], kind: str, examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps)
    def check(history: list[tuple[str, Any, Any, Any]]) -> None:
        model = Model()
        with Ledger.open(make_database(kind)) as ledger:
            run = ledger.start_run(meta())
            for what, number, version, outcome in history:
                if what == "reject":
                    assert ledger.add(rejected(), run).state == "not_kept"
                elif what == "add":
                    assert ledger.add(made(number, version, outcome), run).state == model.add(
                        made(number, version, outcome)
                    )
                elif REPORTS[number] in model.order:
                    ledger.remove(REPORTS[number].id)
                    model.removed.add(REPORTS[number].id)
            live = [(r.id, len(c)) for r, c, _ in ledger.iter_live()]
            assert live == model.live() and ledger.verify() == []
            assert sum(ledger.status().inputs.values()) == sum(w != "remove" for w, *_ in history)
            # All of it again, the other way round: nothing that is known changes.
            before = (list(ledger.reports()), live, [ledger.readings(r.id) for r in ledger.reports()])
            for what, number, version, outcome in reversed(history):
                if what == "add":
                    assert ledger.add(made(number, version, outcome), run).state in ("same", "not_kept")
            live = [(r.id, len(c)) for r, c, _ in ledger.iter_live()]
            assert (list(ledger.reports()), live, [ledger.readings(r.id) for r in ledger.reports()]) == before

    check()


spans = st.tuples(st.integers(0, 40), st.integers(1, 19)).map(lambda s: (s[0], s[0] + s[1]))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(old=st.lists(spans, min_size=1, max_size=4), new=st.lists(spans, max_size=4))
def test_no_rereading_loses_a_decision(tmp_path_factory: pytest.TempPathFactory, old: Any, new: Any) -> None:
    of = report("".join(chr(0x4E00 + n) for n in range(60)))  # no two alike: a span is told by its words
    first = [claim(of, of.text[a:b]) for a, b in dict.fromkeys(old)]
    second = [claim(of, of.text[a:b]) for a, b in dict.fromkeys(new)]
    with Ledger.open(tmp_path_factory.mktemp("p") / "l.db") as ledger:
        run = ledger.start_run(meta())
        ledger.add(reading(of, claims=first), run)
        for one in first:
            before = msgspec.json.decode(msgspec.json.encode(one), type=dict[str, Any])
            ledger.decide(decision(one.id, "accept", one.id, before=before))
        ledger.add(reading(of, claims=second, version="2"), run)
        now = ledger.effective_decisions()
        assert [a.decision.subject for a in now] == [c.id for c in first]
        live = {c.id: c for c in ledger.claims_of(of.id)}
        for one, attached in zip(first, now, strict=True):
            assert (attached.claim in live) != (attached.stands == one and attached.detached)
            if one.id in live:
                assert attached.claim == one.id
