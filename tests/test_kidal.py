"""The story that the project started from: who killed how many near Kidal, and who says so."""

from pathlib import Path

import pytest

from counterclaim.intake import report_from_text
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.scoring import Result, load_gold, match

REQUIRED, ATTRIBUTED, FULL, EXTRA = 13, 12, 10, 2


@pytest.fixture(scope="module")
def result(shared: Path, engine: RulesEngine) -> Result:
    (gold,) = (r for r in load_gold(shared / "reports").reports if r.name == "kidal")
    return match(gold, engine.read(report_from_text(gold.text, published=gold.published)))


def test_facts_are_found_with_their_claimants(result: Result) -> None:
    assert len(result.required) + len(result.misses) == REQUIRED
    right = sum(m.attributed for m in result.required)
    wrong = [m.claim.claimant for m in result.required if not m.attributed]
    assert right >= ATTRIBUTED, (wrong, [f.evidence for f in result.misses])


def test_facts_are_right_in_every_field(result: Result) -> None:
    assert sum(m.full for m in result.required) >= FULL, [
        (m.fact.evidence, [field for field, right in m.fields.items() if not right]) for m in result.required
    ]


def test_little_else_is_claimed(result: Result) -> None:
    assert len(result.extras) <= EXTRA, [(c.type, c.evidence[0].quote) for c in result.extras]
    assert result.misquoted == 0 and result.relevance_right


def test_without_a_day_of_publication_no_date_is_resolved(result: Result, engine: RulesEngine) -> None:
    claims = engine.read(report_from_text(result.text)).claims
    assert claims and not [c for c in claims if c.time and (c.time.start or c.time.end)]
