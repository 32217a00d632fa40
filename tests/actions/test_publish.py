"""The static edition: relative links alone, quotations and not articles, names withheld everywhere, hashes that hold."""

import hashlib
import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from counterclaim.actions.add import add_readings
from counterclaim.actions.decide import Desk
from counterclaim.actions.private_names import private_persons
from counterclaim.actions.publish import publish
from counterclaim.actions.redacting import MARK
from counterclaim.errors import UsageError
from counterclaim.intake import report_from_text
from counterclaim.ledger import Ledger
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Claim

STORY = """Witness says farmer killed near Gao

GAO, Mali -- Gunmen killed two civilians near Gao on Monday, among them Amadou Diallo, 34, a farmer, and a boy.

"They shot Amadou Diallo in front of me," said resident Mariam Keita. Keita said Diallo's brother Moussa Diallo was wounded.

Army spokesman Colonel Souleymane Dembele said the army killed 12 militants near Gao on Monday. Dembele denied that civilians
died. President Assimi Goita visited Gao on Tuesday. {more}
"""


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src", "action")]
        self.ids |= {value for name, value in attrs if name == "id"}


def pages(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text(encoding="utf-8") for p in folder.rglob("*.html")}


@pytest.fixture
def story(ledger: Ledger, engine: RulesEngine) -> str:
    more = "A lorry was later seen burning. " * 40 + "The end of the article."
    report = report_from_text(
        STORY.format(more=more), published="2026-03-10", title="Amadou Diallo killed near Gao", publisher="Test Wire",
        url="https://news.example/amadou-diallo-killed",
    )  # fmt: skip
    add_readings([engine.read(report, relevance=False)], ledger)
    return report.id


def test_every_link_leads_somewhere_in_the_folder(ledger: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    done = publish(ledger, folder)
    assert done.incidents == len(list(ledger.incidents())) and done.reports == 5 and done.claims > 40
    told = {name: _Links() for name in pages(folder)}
    for name, parser in told.items():
        parser.feed((folder / name).read_text(encoding="utf-8"))
    for name, parser in told.items():
        assert not parser.tags & {"script", "img", "iframe", "form", "base"}
        for link in parser.links:
            path, _, anchor = link.partition("#")
            assert not path.startswith("/") and ":" not in path, (name, link)
            target = ((folder / name).parent / path).resolve()
            assert target.is_file() and target.is_relative_to(folder.resolve()), (name, link)
            if anchor:
                assert anchor in told[str(target.relative_to(folder.resolve()))].ids


def test_the_manifest_holds(ledger: Ledger, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    done = publish(ledger, one)
    publish(ledger, two)
    manifest = json.loads((one / "manifest.json").read_bytes())
    files = {str(p.relative_to(one)) for p in one.rglob("*") if p.is_file()} - {"manifest.json"}
    assert set(manifest["files"]) == files and done.files == len(files) + 1
    for name, entry in manifest["files"].items():
        assert hashlib.sha256((one / name).read_bytes()).hexdigest() == entry["sha256"]
    assert (one / "manifest.json").read_bytes() == (two / "manifest.json").read_bytes()
    assert str(tmp_path) not in json.dumps(manifest)


def test_quotations_and_not_articles(ledger: Ledger, tmp_path: Path, story: str) -> None:
    publish(ledger, tmp_path / "q")
    publish(ledger, tmp_path / "f", full_text=True)
    name = f"report/{story}.html"
    short, whole = (pages(tmp_path / f)[name] for f in "qf")
    assert "The end of the article." not in short and "The end of the article." in whole
    claims = ledger.claims_of(story)
    for claim in claims:
        assert html.escape(claim.evidence[0].quote, quote=True) in short
    text = re.sub(r"<[^>]*>", "", whole[whole.index('class="text"') :])
    assert html.unescape(text)[len('class="text" dir="auto">') :].startswith(STORY[:60]) or STORY[
        :60
    ] in html.unescape(text)


def test_private_persons(ledger: Ledger, story: str) -> None:
    report = ledger.report(story)
    assert report is not None
    names = {" ".join(n) for n in private_persons(report, ledger.claims_of(story)).whole}
    assert {"amadou diallo", "mariam keita", "moussa diallo"} <= names
    assert not {n for n in names if "dembele" in n or "goita" in n or "gao" in n}


@pytest.mark.parametrize("full_text", [False, True])
def test_names_of_private_persons_are_nowhere(ledger: Ledger, tmp_path: Path, story: str, full_text: bool) -> None:
    done = publish(ledger, tmp_path / "r", full_text=full_text, redact=("persons",))
    assert done.withheld >= 3 and done.redacted
    everything = "\n".join(p.read_text(encoding="utf-8") for p in (tmp_path / "r").rglob("*") if p.is_file())
    for name in ("Amadou", "Diallo", "diallo", "Mariam", "Keita", "Moussa"):
        assert name not in everything
    page = pages(tmp_path / "r")[f"report/{story}.html"]
    assert MARK in page and "Dembele" in page and "Gao" in page
    assert "Diallo" in "\n".join(pages(tmp_path / "r2").values()) or publish(ledger, tmp_path / "r2").withheld == 0


def test_names_given_by_hand(ledger: Ledger, tmp_path: Path, story: str) -> None:
    publish(ledger, tmp_path / "h", redact=("souleymane dembele", "Amadou Diallo"), full_text=True)
    page = pages(tmp_path / "h")[f"report/{story}.html"]
    assert "Souleymane" not in page and "Amadou" not in page and "Mariam Keita" in page


def test_what_persons_decided_shows(ledger: Ledger, tmp_path: Path, killed: Claim) -> None:
    Desk(ledger, "ada the coder").correct(killed.id, {"stance": "denied"})
    rejected = next(c for r in ledger.reports() for c in ledger.claims_of(r.id) if c.id != killed.id)
    Desk(ledger, "ada the coder").reject(rejected.id)
    publish(ledger, tmp_path / "d")
    everything = "\n".join(pages(tmp_path / "d").values())
    assert "Corrected by a person." in everything and "ada the coder" not in everything
    assert rejected.id not in everything


def test_only_into_a_folder_of_its_own(ledger: Ledger, tmp_path: Path, killed: Claim) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="name a new folder"):
        publish(ledger, folder)
    assert [p.name for p in folder.iterdir()] == ["thesis.txt"]
    with pytest.raises(UsageError, match="it is a file"):
        publish(ledger, folder / "thesis.txt")
    again = tmp_path / "again"
    publish(ledger, again)
    (again / "note.txt").write_text("mine")
    gone = ledger.remove(next(ledger.reports()).id).report
    publish(ledger, again)
    assert not (again / f"report/{gone}.html").exists() and (again / "note.txt").exists()


def test_nothing_of_a_text_is_markup(ledger: Ledger, tmp_path: Path, engine: RulesEngine) -> None:
    evil = "The army said rebels <script>alert(1)</script> killed 10 soldiers near Gao on Monday.\n"
    report = report_from_text(
        evil, published="2026-03-03", title='"><img src=x onerror=alert(1)>', publisher="</title>"
    )
    add_readings([engine.read(report, relevance=False)], ledger)
    publish(ledger, tmp_path / "x", full_text=True)
    page = pages(tmp_path / "x")[f"report/{report.id}.html"]
    assert "<script" not in page and "<img" not in page and page.count("</title>") == 1
