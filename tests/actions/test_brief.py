"""The brief of a ledger: the battle of reports 13 to 17, and the story near Kidal."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterclaim.actions.brief import brief, material
from counterclaim.errors import UsageError
from counterclaim.intake import report_from_text
from counterclaim.ledger import Ledger
from counterclaim.publishing.brief import Brief, plan
from counterclaim.publishing.brief.words import bare
from counterclaim.reading.engines.rules import RulesEngine
from small_ledger import fill, read_battle

GOLDEN = Path(__file__).parents[1] / "publishing" / "brief" / "battle.md"
AROUND = 200


@pytest.fixture(scope="module")
def battle(engine: RulesEngine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("brief") / "battle.db"
    fill(path, read_battle(engine))
    with Ledger.open(path) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def kidal(engine: RulesEngine, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("brief") / "kidal.db"
    text = (shared / "reports" / "kidal.txt").read_text(encoding="utf-8")
    fill(path, [engine.read(report_from_text(text, published="2025-06-15"))])
    with Ledger.open(path) as ledger:
        yield ledger


def _check(made: Brief, ledger: Ledger) -> None:
    """Every sentence is cited, and every citation opens words that stand in the report at their offsets."""
    assert made.headline is not None
    sentences = [made.headline, *(s for section in made.sections for p in section.parts for s in p.sentences)]
    assert all(made.numbers(s.claims) for s in sentences)
    assert all(w.claims for w in made.weeks)
    assert [c.number for c in made.citations] == list(range(1, len(made.citations) + 1))
    for citation in made.citations:
        claim = ledger.claim(citation.claim)
        report = ledger.report(citation.report.id)
        assert claim is not None and report is not None and claim[0] == report.id
        assert [(q.start, q.end, q.quote) for q in citation.quoted] == [
            (e.start, e.end, e.quote) for e in claim[1].evidence
        ]
        for one in citation.quoted:
            assert (
                report.text[one.start - len(one.before) : one.end + len(one.after)]
                == one.before + one.quote + one.after
            )
            assert len(one.before) + len(one.after) <= AROUND


def _words(made: Brief) -> str:
    return " ".join(bare(s.words) for section in made.sections for p in section.parts for s in p.sentences)


def test_every_sentence_of_the_battle_opens_its_words(battle: Ledger) -> None:
    _check(plan(material(battle)), battle)


def test_the_battle_reads_as_it_did(battle: Ledger) -> None:
    """Where a change of the reader or of the prose is meant, write the new brief over the golden file and read it."""
    assert brief(battle).decode() == GOLDEN.read_text(encoding="utf-8")


def test_reprints_are_named_and_say_nothing_twice(battle: Ledger) -> None:
    made = plan(material(battle))
    (reprint,) = (s for s in made.sources if s.reprint_of is not None)
    assert reprint.reprint_of is not None and reprint.report.url == "https://news.example/16"
    assert reprint.reprint_of.url == "https://news.example/15"
    for section in made.sections:
        if section.key != "summary":
            words = [s.words for part in section.parts for s in part.sentences]
            assert len(words) == len(set(words)), section.key


def test_no_words_of_judgement(battle: Ledger) -> None:
    ours = re.sub(r"\u2068[^\u2069]*\u2069", "", " ".join(
        s.words for section in plan(material(battle)).sections for p in section.parts for s in p.sentences
    ))  # fmt: skip
    assert not re.search(
        r"\b(claim|claims|claimed|allege\w*|insist\w*|boast\w*|terroris\w*|regime|bandit\w*)\b", ours
    )


def test_html_leads_each_reference_to_its_words(battle: Ledger) -> None:
    page = brief(battle, format="html").decode()
    ids = set(re.findall(r'<li id="(c\d+)"', page))
    assert ids and set(re.findall(r'href="#(c\d+)"', page)) == ids
    assert page.count("<mark>") >= len(ids)


def test_a_selection_without_incidents_is_a_plain_message(battle: Ledger) -> None:
    for format in ("markdown", "html"):
        told = brief(battle, country="MLI", format=format).decode()  # type: ignore[arg-type]
        assert "No incidents match this selection." in told


def test_filters_are_those_of_incidents(battle: Ledger) -> None:
    told = brief(battle, since="2026-02-18", until="2026-02-18", actor="SPLA-IO").decode()
    assert "18 February 2026" in told and "- Incidents: " in told
    with pytest.raises(UsageError):
        brief(battle, since="yesterday")


def test_the_brief_is_the_same_each_time(battle: Ledger) -> None:
    assert brief(battle) == brief(battle) and brief(battle, format="html") == brief(battle, format="html")


def test_kidal_is_told_with_both_numbers_and_what_is_open(kidal: Ledger) -> None:
    made = plan(material(kidal))
    _check(made, kidal)
    told = _words(made)
    assert "the Malian army says 10; Mohamed Maouloud Ramadan of the Azawad separatists admits three" in told
    assert "dozens of Malian soldiers" in told and "of an allied Russian force were killed" in told
    assert "the Malian army gives no figure of its own in these reports" in told
    assert "The Associated Press has not verified the videos" in told
    assert "Rida Lyammouri says:" in told and "about 2,000 mercenaries" in told
