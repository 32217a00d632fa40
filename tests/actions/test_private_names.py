"""Whose names an edition withholds: invented reports with many kinds of names, and every file of what is published."""

from pathlib import Path

import pytest

from counterclaim.actions.add import add_readings
from counterclaim.actions.decide import Desk
from counterclaim.actions.private_names import private_persons
from counterclaim.actions.publish import publish
from counterclaim.actions.redacting import MARK, Redaction
from counterclaim.intake import report_from_text
from counterclaim.ledger import Ledger
from counterclaim.reading.engines.rules import RulesEngine
from counterclaim.record import Report

MIXED = """Shelling kills Olena Kovalchuk and her son Taras in Kharkiv

KHARKIV, Ukraine -- Russian shelling killed Olena Petrivna Kovalchuk, 41, and her son Taras Kovalchuk, 9, in Kharkiv on Monday,
Mayor Ihor Terekhov said. Neighbour Anna-Maria Zelenska-Boyko said the Kovalchuks had been asleep. "I knew Olena's voice," said
A. B. Marchenko, a retired teacher.

In Sudan, Umm Salma al-Nuri, a mother of four, was wounded near El Fasher on Monday, relatives said. Al-Nuri's brother, Idris
ag Mohamed, was killed. Activist Yasir Abdel-Gadir told reporters that gunmen shot N'Deye O'Brien-Touré and Kofi van der Meer.

In Syria, 23-year-old Rami al-Shawwa was arrested in Idlib on Monday and his cousin Dr. Huda Barazi, a dentist, was abducted.
The body of Samer Qabbani was found on Tuesday. Governor Hassan Tahan said eight people were killed. General Omar Faruq, the
commander of the brigade, denied it. See #OlenaKovalchuk, @samerqabbani and news.example/olena-kovalchuk or olena_kovalchuk. Spokeswoman Lina Dahan said the army had killed five fighters.
"""
PRIVATE = [
    "olena",
    "kovalchuk",
    "taras",
    "zelenska",
    "boyko",
    "marchenko",
    "salma",
    "nuri",
    "idris",
    "yasir",
    "gadir",
    "deye",
    "brien",
    "touré",
    "kofi",
    "meer",
    "shawwa",
    "huda",
    "barazi",
    "samer",
    "qabbani",
]
PUBLIC = ("Terekhov", "Tahan", "Faruq", "Dahan")
LATER = "IDLIB, Syria -- Gunmen killed Samer Qabbani near Idlib on Monday. Qabbani was a baker, residents said."
SURNAME = """qabbani's killers still at large

IDLIB, Syria -- Gunmen killed a baker near Idlib on Monday. Residents mourned Qabbani on Tuesday."""
CAPITALS = """BOGOTA, 14 OCT 89 -- [TEXT] GUNMEN KILLED JULIO CESAR ARBELAEZ, 38, A TEACHER, IN MEDELLIN ON FRIDAY, POLICE REPORTED.
ARBELAEZ WAS SHOT THREE TIMES. GENERAL MIGUEL MAZA DENIED THAT TROOPS WERE INVOLVED.
"""


def told(engine: RulesEngine, ledger: Ledger, text: str, **more: str) -> Report:
    report = report_from_text(text, **{"published": "2026-03-10", **more})
    add_readings([engine.read(report, relevance=False)], ledger)
    return report


def everything(folder: Path) -> str:
    return "\n".join(
        f"{p.name}\n{p.read_bytes().decode()}" for p in sorted(folder.rglob("*")) if p.is_file()
    ).casefold()


@pytest.fixture
def edition(tmp_path: Path, engine: RulesEngine) -> Path:
    """An edition of all that is invented here, in whole texts, the names withheld."""
    with Ledger.open(tmp_path / "a.db") as ledger:
        mixed = told(
            engine, ledger, MIXED, title="olena kovalchuk and taras: two of the Kovalchuks killed", publisher="Marchenko's Wire",
            url="https://news.example/olena-kovalchuk-killed",
        )  # fmt: skip
        told(engine, ledger, CAPITALS, published="1989-10-14")
        told(engine, ledger, LATER, publisher="One Wire")
        told(engine, ledger, SURNAME, publisher="Other Wire", title="qabbani's killers still at large")
        words = "The body of Samer Qabbani was found on Tuesday"
        fields = {
            "kind": "casualty", "type": "killed", "evidence": words, "target": "Samer Qabbani", "claimant": "narrator",
            "incident": {"type": "Attack", "place": "Idlib"},
        }  # fmt: skip
        Desk(ledger, "ada").add(mixed.id, fields, reason="Samer Qabbani is named")
        Desk(ledger, "ada").comment(mixed.id, "Kovalchuk was missed")
        publish(ledger, tmp_path / "site", full_text=True, redact=("persons",))
    return tmp_path / "site"


@pytest.mark.parametrize("name", [*PRIVATE, "arbelaez", "julio"])
def test_no_file_of_an_edition_holds_a_private_name(edition: Path, name: str) -> None:
    assert name not in everything(edition)


def test_public_names_and_the_rest_stay(edition: Path) -> None:
    whole = everything(edition)
    for name in (*PUBLIC, "Maza", "Idlib", "Kharkiv", "Medellin", MARK):
        assert name.casefold() in whole, name


def test_no_name_is_there_in_another_writing(edition: Path) -> None:
    """Neither as an address, nor as entities, nor in UTF-16 or escaped."""
    raw = b"\n".join(p.read_bytes() for p in edition.rglob("*") if p.is_file())
    for name in ("Kovalchuk", "Qabbani"):
        coded = "".join(f"&#{ord(c)};" for c in name).encode()
        assert name.encode("utf-16-le") not in raw and coded not in raw and name.lower().encode() not in raw.lower()


@pytest.mark.parametrize(
    ("text", "names", "not_names"),
    [
        ("Officer Nick Hale, a spokesman for the police, said so.", [], ["nick hale"]),
        ("Gunmen shot Officer Nick Hale on Monday. He died.", ["nick hale"], []),
        ("Coroner Ada Ball said Tom Reed, 27, of Leeds, shot himself.", ["tom reed"], ["ada ball"]),
        ("They were named as Al Vance, 21, of Leeds, Jo Marsh, 25, of York, and Eli Stone, 30.", ["al vance", "jo marsh", "eli stone"], []),
        ("Syria's president, Bashar al-Assad, spoke. Resident Ali Assad fled.", ["ali assad"], []),
        ("The Syrian Observatory for Human Rights said the Free Syrian Army took Abu Kamal.", [], ["abu kamal"]),
        ("Police said the Harlow family fled from Bristol.", ["harlow"], ["bristol"]),
        ("Sergeant Amina Yusuf said the case of Musa Garba was closed.", ["musa garba"], ["amina yusuf"]),
    ],
)  # fmt: skip
def test_who_is_private(engine: RulesEngine, text: str, names: list[str], not_names: list[str]) -> None:
    report = report_from_text(text, published="2026-03-10")
    found = {" ".join(n) for n in private_persons(report, engine.read(report, relevance=False).claims).whole}
    assert set(names) <= found and not found & set(not_names), found


def test_a_surname_alone_is_withheld_where_reports_tell_of_one_incident() -> None:
    one = report_from_text(LATER, published="2026-03-10")
    other = report_from_text(SURNAME, published="2026-03-11")
    redaction = Redaction(persons=True)
    redaction.learn(one, ())
    redaction.learn(other, ())
    assert "Qabbani" in redaction.cut(other, 0, len(other.text)) or redaction.withheld(other)
    fresh = Redaction(persons=True)
    fresh.learn(one, ())
    fresh.learn(other, ())
    fresh.tie([one.id, other.id])
    assert "qabbani" not in fresh.label(other.text, (other.id,)).casefold()
    assert "Qabbani" not in fresh.cut(other, 0, len(other.text))
