"""Adding: inputs of every kind into the ledger, counted, and the incidents that come of them."""

import io
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from counterclaim.actions.add import add
from counterclaim.actions.read import read_inputs
from counterclaim.actions.rebuild import rebuild
from counterclaim.actions.upkeep import remove, upgrade, verify
from counterclaim.errors import LedgerError, UsageError
from counterclaim.intake import IntakeOptions
from counterclaim.ledger import Ledger
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Incident

DAYS = {"13": "2026-02-19", "14": "2026-02-20", "15": "2026-02-20", "16": "2026-02-21", "17": "2026-02-21"}
BATTLE = tuple(DAYS)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "a.db") as opened:
        yield opened


def test_kidal_alone(ledger: Ledger, root: Path, engine: RulesEngine) -> None:
    path = root.parent / "shared" / "reports" / "kidal.txt"
    if not path.exists():
        pytest.skip("the report is not here")
    add([str(path)], IntakeOptions(published="2025-06-15"), ledger, engine=engine)
    killed = [f for i in ledger.incidents() for f in i.figures if f.measure == "killed"]
    separatists, army = sorted(killed, key=lambda f: f.high_stated or 0)[-2:]
    assert (separatists.low, separatists.best, separatists.high) == (3, 3, 10) and separatists.contested.count
    assert (army.low, army.best, army.high_stated, army.open_high, army.unanswered) == (0, None, 24, True, True)


def add_battle(ledger: Ledger, root: Path, engine: RulesEngine, numbers: tuple[str, ...] = BATTLE) -> None:
    """Add the reports of the battle one by one, each with its day of publication, as an outlet would give it."""
    for number in numbers:
        (path,) = (root / "gold").glob(f"{number}-*.txt")
        add([str(path)], IntakeOptions(published=DAYS[number]), ledger, engine=engine)


def bounds(incident: Incident) -> list[tuple[object, ...]]:
    return [(f.measure, f.side, f.low, f.best, f.high, f.high_stated, f.n_origin_groups) for f in incident.figures]


def test_five_reports_of_one_battle(ledger: Ledger, root: Path, engine: RulesEngine) -> None:
    add_battle(ledger, root, engine, ("13", "14", "15", "17"))
    four = max(ledger.incidents(), key=lambda i: len(i.reports))
    add_battle(ledger, root, engine, ("16",))
    incidents = sorted(ledger.incidents(), key=lambda i: len(i.reports))
    battle = incidents[-1]
    assert len(battle.reports) == 5 and len(incidents[-2].reports) < 3
    (reprint,) = [o for o in ledger.origins(battle.reports) if o.kind == "reprint"]
    titles = {r.id: r.title or "" for r in ledger.reports()}
    assert sorted(titles[r][:12] for r in (reprint.a, reprint.b)) == ["Dozens dead,", "Sobat battle"]
    assert four.id == battle.id and {b[:6] for b in bounds(four)} <= {b[:6] for b in bounds(battle)}
    assert [f.best for f in battle.figures if f.measure == "killed" and f.best == 31]  # the update: up from 23
    (mandeng,) = [i for i in incidents if i.place is not None and i.place.name == "Mandeng"]
    assert mandeng.id != battle.id and len(mandeng.reports) == 1
    before = {i.id: i for i in ledger.incidents()}
    rebuild(ledger)
    assert {i.id: i for i in ledger.incidents()} == before and verify(ledger).problems == ()


def test_the_same_again_changes_nothing(ledger: Ledger, root: Path, engine: RulesEngine) -> None:
    paths = [str(p) for p in sorted((root / "gold").glob("1[34]-*.txt"))]
    first = add(paths, None, ledger, engine=engine)
    assert (first.inputs, first.states["new"], first.exit_code) == (2, 2, 0) and first.claims and first.incidents
    again = add(paths, None, ledger, engine=engine)
    assert (again.states["same"], again.claims, again.incidents, again.exit_code) == (2, 0, 0, 0)
    assert "2 there already, and the same" in again.text()
    assert msgspec.json.decode(again.json())["inputs"] == 2 and len(ledger.runs()) == 2


def test_what_cannot_be_read_is_named_and_the_rest_kept(
    ledger: Ledger, tmp_path: Path, engine: RulesEngine
) -> None:
    (tmp_path / "good.txt").write_text("Rebels killed ten soldiers near Gao on Monday, the Malian army said.")
    (tmp_path / "bad.pdf").write_bytes(b"no pdf at all")
    heard: list[str] = []
    done: list[int] = []
    summary = add(
        [str(tmp_path / "bad.pdf"), "-", str(tmp_path / "good.txt")], None, ledger, engine=engine,
        stdin=io.BytesIO(b"  "), note=heard.append, advance=lambda: done.append(1),
    )  # fmt: skip
    assert summary.exit_code == 1 and len(done) == summary.inputs == 3
    assert summary.outcomes["rejected"] == 2 and sum(summary.states.values()) == 3
    assert [line.rpartition("(")[2] for line in heard] == ["broken)", "empty)"] and heard == list(
        summary.complaints
    )
    assert len(list(ledger.incidents())) == 1


FEED = """<rss version="2.0"><channel><title>Sahel Daily</title>
<item><title>Ten soldiers killed</title><guid>n-1</guid><pubDate>Mon, 16 Jun 2025 00:30:00 +0000</pubDate>
<description>Rebels killed ten soldiers near Gao on Sunday, the Malian army said.</description></item></channel></rss>"""


def test_a_feed_file_and_an_address(ledger: Ledger, tmp_path: Path, engine: RulesEngine) -> None:
    for name in ("feed.xml", "sniffed"):
        (tmp_path / name).write_text(FEED)
    summary = add([str(tmp_path / "feed.xml"), str(tmp_path / "sniffed")], None, ledger, engine=engine)
    assert (summary.states["new"], summary.states["same"]) == (1, 1)
    (row,) = ledger.reports()
    assert (row.publisher, row.published, row.external_id) == ("Sahel Daily", "2025-06-16", "n-1")
    (refused,) = read_inputs(["http://127.0.0.1/news"], engine=engine)
    assert refused.rejected is not None and refused.rejected.input.startswith("http://127.0.0.1")


def test_a_report_removed_stays_removed(ledger: Ledger, tmp_path: Path, engine: RulesEngine) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Rebels killed ten soldiers near Gao on Monday, the Malian army said.")
    add([str(path)], None, ledger, engine=engine)
    (row,) = ledger.reports()
    removed = remove(ledger, row.id, "a test")
    assert (removed.already, removed.gone) == (False, 1) and list(ledger.incidents()) == []
    assert remove(ledger, row.id).already and "removed before" in remove(ledger, row.id).text()
    again = add([str(path)], None, ledger, engine=engine)
    assert again.states["not_kept"] == 1 and again.exit_code == 1 and "stays removed" in again.complaints[0]
    with pytest.raises(LedgerError, match="no report"):
        remove(ledger, "r-none")


def test_a_wrong_option_adds_nothing(ledger: Ledger, engine: RulesEngine) -> None:
    with pytest.raises(UsageError):
        add(["x.txt"], IntakeOptions(published="soon"), ledger, engine=engine)
    assert list(ledger.reports()) == []


def test_upgrade_and_verify_say_what_they_found(ledger: Ledger, tmp_path: Path) -> None:
    assert "up to date" in upgrade(tmp_path / "a.db").text()
    assert verify(ledger).text().endswith("all is well\n") and verify(ledger).exit_code == 0
    with pytest.raises(LedgerError):
        upgrade(tmp_path / "none.db")
