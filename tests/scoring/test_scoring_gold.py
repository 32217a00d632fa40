"""Both forms of gold are read alike; a bad file is named with the number of the fact."""

from pathlib import Path

import pytest
from scoring_samples import TEXT

from counterclaim.errors import GoldError
from counterclaim.scoring import GoldFact, GoldQuantity, load_gold

HEAD = "published: 2026-01-05\nlanguage: en\nrelevant: true\n"
FACT = """facts:
- {kind: event, type: Attack, quantity: null, target: market, scope: a, place: null, evidence: attacked the market}
- kind: casualty
  type: killed
  quantity: {low: 20, high: null, approx: true, loose: true, text: some}
  agent: [rebels]
  claimant: [rebel spokesman, rebels]
  stance: asserted
  scope: oulan
  date: [2026-01-05, '2026-01-05']
  alt_dates: [[2026-01-04, 2026-01-04]]
  alt_stance: [denied]
  alt_spans: [[0, 7], {start: 1, end: 3}]
  optional: true
  evidence: 20 soldiers died
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "01-a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "01-a.yaml").write_text(HEAD + FACT, encoding="utf-8")
    (tmp_path / "02-b.txt").write_text("Nothing.", encoding="utf-8")
    (tmp_path / "02-b.yaml").write_text("language: fr\nrelevant: false\nfacts: []\n", encoding="utf-8")
    (tmp_path / "groups.yaml").write_text("not: gold", encoding="utf-8")
    (tmp_path / "_gold.yaml").write_text("dev: [01-a]\ntest: [02-b]\nfamilies: {both: [01-a]}\n", encoding="utf-8")
    return tmp_path


def test_text_form(folder: Path) -> None:
    first, second = load_gold(folder).reports
    assert (first.name, first.text, first.published, first.split, first.family) == (
        "01-a", TEXT, "2026-01-05", "dev", "both",
    )  # fmt: skip
    assert (second.relevant, second.published, second.split, second.family) == (False, None, "test", "02-b")
    assert first.facts == (
        GoldFact(kind="event", type="Attack", target=("market",), scope="a", evidence="attacked the market"),
        GoldFact(
            kind="casualty",
            type="killed",
            quantity=GoldQuantity(low=20, high=None, approx=True, loose=True, text="some"),
            agent=("rebels",),
            claimant=("rebel spokesman", "rebels"),
            scope="oulan",
            date=("2026-01-05", "2026-01-05"),
            alt_dates=(("2026-01-04", "2026-01-04"),),
            alt_stance=("denied",),
            alt_spans=((0, 7), (1, 3)),
            optional=True,
            evidence="20 soldiers died",
        ),
    )


def test_select(folder: Path) -> None:
    gold = load_gold(folder)
    assert [r.name for r in gold.select(split="dev")] == ["01-a"]
    assert [r.name for r in gold.select(language="fr")] == ["02-b"]
    assert gold.select(split="dev", language="fr") == ()
    assert gold.select() == gold.reports


def test_offset_form(tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    (tmp_path / "t.csv").write_bytes('key,body\n7,"Café raid: two died."\n7,second row\n'.encode("latin-1"))
    (gold / "_gold.yaml").write_text("texts: ../t.csv\ntext: body\nid: key\nencoding: latin-1\ndev: ['7']\n")
    (gold / "7.yaml").write_text(
        "unit_id: '7'\nrelevant: true\npublished: '2017-01-01'\npublished_text: '2016-01-01'\n"
        "facts:\n- {kind: casualty, type: killed, start: 11, end: 19}\n"
    )
    (report,) = load_gold(gold).reports
    assert (report.text, report.published, report.split) == ("Café raid: two died.", "2016-01-01", "dev")
    (fact,) = report.facts
    assert (fact.evidence, fact.start, fact.end) == ("two died", 11, 19)

    (gold / "7.yaml").write_text("unit_id: '7'\nrelevant: true\nfacts:\n- {kind: casualty, type: killed}\n")
    with pytest.raises(GoldError, match=r"7\.yaml: fact 1: it needs start and end"):
        load_gold(gold)
    (gold / "7.yaml").write_text("unit_id: '8'\nrelevant: true\n")
    with pytest.raises(GoldError, match="no row with unit_id 8"):
        load_gold(gold)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("low: 20", "low: many", "fact 2: .*quantity.low"),
        ("kind: casualty", "kind: victims", "fact 2: .*victims"),
        ("type: killed", "typ: killed", "fact 2: .*typ"),
        ("stance: asserted", "stance: maybe", "fact 2: .*maybe"),
        ("evidence: 20 soldiers died", "evidence: 30 soldiers died", "fact 2: its evidence does not stand"),
        ("  evidence: 20 soldiers died", "  subset: false", "fact 2: it quotes no words"),
        ("date: [2026-01-05, '2026-01-05']", "date: [2026-01-05]", "fact 2: .*date"),
        ("relevant: true", "relevant: perhaps", "relevant"),
        ("facts:", "facts: [", "not readable as YAML"),
    ],
)
def test_bad_file_is_named(folder: Path, old: str, new: str, message: str) -> None:
    file = folder / "01-a.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(GoldError, match=r"01-a\.yaml: (?s:.*)" + message):
        load_gold(folder)


def test_a_yaml_without_text_is_named_not_scored(folder: Path) -> None:
    (folder / "02-b.txt").unlink()
    gold = load_gold(folder)
    assert [r.name for r in gold.reports] == ["01-a"]
    assert gold.without_text == ("02-b",)


def test_no_gold_at_all(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no gold report"):
        load_gold(tmp_path)
    with pytest.raises(GoldError, match="no such folder"):
        load_gold(tmp_path / "missing")
