"""PDF, DOCX and RTF: text as a reader sees it, and a reason where there is none."""

import io
import zipfile
from pathlib import Path

import pytest
from document_samples import archive, docx, form_bomb, page, pdf
from hypothesis import HealthCheck, given
from hypothesis import settings as runs
from hypothesis import strategies as st

from counterclaim import settings
from counterclaim.intake import IntakeOptions, open_inputs
from counterclaim.record import Rejection, Report

FIRST = [
    "Ten die in raid on Tarka market",
    "",
    "TARKA (Karsa News) - Gunmen on motorcycles attacked the weekly market of Tarka on Mon-",
    "day, killing at least ten people and wounding a dozen more, the govern-",
    "ment of the province said. The well-known trader Ada Osei, who is forty and well-",
    "known to all, hid in a 12-year-",
    "old lorry while the attackers, who had come from the hills, searched for",
]
SECOND = [
    "money and telephones until soldiers arrived an hour later, witnesses said.",
    "The army had no comment.",
]


def one(data: bytes, name: str, folder: Path, **options: str) -> Report | Rejection:
    path = folder / name
    path.write_bytes(data)
    (found,) = open_inputs([str(path)], IntakeOptions(**options))  # type: ignore[arg-type]
    return found


def read(data: bytes, name: str, folder: Path) -> Report:
    found = one(data, name, folder)
    assert isinstance(found, Report), found
    return found


def test_lines_of_a_pdf_become_paragraphs(tmp_path: Path) -> None:
    text = read(pdf([page(FIRST), page(SECOND)]), "a.pdf", tmp_path).text
    assert text.split("\n\n")[0] == FIRST[0]
    assert "on Monday, killing" in text
    assert "the government of the province" in text
    assert "and well-known to all" in text
    assert "a 12-year-old lorry" in text
    assert "searched for money and telephones" in text


def test_running_heads_and_page_numbers_part_no_sentence(tmp_path: Path) -> None:
    pages = [
        page(FIRST, head="The Karsa Ledger, 4 March 2026", foot="1"),
        page(SECOND, head="The Karsa Ledger, 4 March 2026", foot="2"),
        page(["The dead were buried on Tuesday, the mayor said."], head="The Karsa Ledger, 4 March 2026", foot="3"),
    ]
    found = read(pdf(pages), "a.pdf", tmp_path)
    assert found.text.count("Karsa Ledger") == 1
    assert found.text.startswith("The Karsa Ledger, 4 March 2026\n\nTen die")
    assert "searched for money" in found.text
    assert not [line for line in found.text.split("\n") if line.isdigit()]
    assert found.published == "2026-03-04"
    assert [w.code for w in found.warnings] == ["page-furniture"]


def test_a_footer_that_counts_pages_is_told_on_one_page(tmp_path: Path) -> None:
    assert "Page 1 of 1" not in read(pdf([page(FIRST, foot="Page 1 of 1")]), "a.pdf", tmp_path).text


def test_a_number_in_the_text_stays(tmp_path: Path) -> None:
    lines = ["Killed in the raid on the market of Tarka, by the count of the hospital there:", "", "12"]
    assert read(pdf([page(lines)]), "a.pdf", tmp_path).text.endswith("12")


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = page(["Soldiers drove the rebels", "from Tarka on Monday and"])
    right = page(["took its bridge, the army", "said in a short statement."], left=320)
    assert read(pdf([[*left, *right]]), "a.pdf", tmp_path).text == (
        "Soldiers drove the rebels from Tarka on Monday and took its bridge, the army said in a short statement."
    )


def test_the_date_of_a_file_is_no_date_of_publication(tmp_path: Path) -> None:
    data = pdf([page(FIRST)], info={"/CreationDate": "D:20260304120000Z", "/Title": "Microsoft Word - x.doc"})
    found = read(data, "a.pdf", tmp_path)
    assert found.published is None and not found.published_candidates
    assert found.title == FIRST[0]
    assert [w.code for w in found.warnings] == ["title-not-in-text"]
    assert read(docx(FIRST), "a.docx", tmp_path).published is None


def test_a_title_that_the_text_bears_out_is_used(tmp_path: Path) -> None:
    data = pdf([page(["KARSA NEWS", "", *FIRST])], info={"/Title": FIRST[0]})
    assert read(data, "a.pdf", tmp_path).title == FIRST[0]


def test_a_pdf_that_breaks_off_says_so(tmp_path: Path) -> None:
    whole = pdf([page(FIRST), page(SECOND)])
    found = one(whole[: whole.rindex(b"xref")], "a.pdf", tmp_path)
    if isinstance(found, Report):
        assert "truncated" in [w.code for w in found.warnings]
    else:
        assert found.code == "broken"


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.9])
def test_a_truncated_pdf_is_broken_or_warned_of(share: float, tmp_path: Path) -> None:
    whole = pdf([page(FIRST), page(SECOND)])
    found = one(whole[: int(len(whole) * share)], "a.pdf", tmp_path)
    assert found.code in ("broken", "no-text") if isinstance(found, Rejection) else found.warnings


def test_a_pdf_open_to_all_readers_is_read(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    for algorithm in ("RC4-128", "AES-256"):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([page(FIRST)]))))
        writer.encrypt("", owner_password="secret", algorithm=algorithm)
        out = io.BytesIO()
        writer.write(out)
        assert "Ten die" in read(out.getvalue(), "a.pdf", tmp_path).text


def test_many_pages_are_refused_before_any_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_PDF_PAGES", 2)
    found = one(pdf([page(FIRST)] * 3), "a.pdf", tmp_path)
    assert isinstance(found, Rejection) and found.code == "too-large"


def test_one_heavy_page_is_named_and_the_others_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_PDF_PAGE_CONTENT", 1500)
    found = read(pdf([page(FIRST), page(["x"] * 60)]), "a.pdf", tmp_path)
    assert "Ten die" in found.text
    assert [w.message for w in found.warnings] == ["pages that cannot be read: 2"]


def test_a_page_of_many_lines_takes_time_in_proportion() -> None:
    from counterclaim.intake.paragraphs import Line, rejoin

    lines = [Line(f"word{i} and other words of that line", 72, 700 - 12 * (i % 60), 10) for i in range(40_000)]
    assert rejoin([lines]).paragraphs


def test_paragraphs_items_and_rows_of_a_docx(tmp_path: Path) -> None:
    data = docx(
        ["Raids in March", "The army gave these figures.", "• Four died in Tarka", "• Six died in Lomo"],
        title="Raids in March", rows=[["Place", "Killed"], ["Tarka", "4"]],
    )  # fmt: skip
    found = read(data, "a.docx", tmp_path)
    assert found.text.split("\n\n") == [
        "Raids in March", "The army gave these figures.", "• Four died in Tarka", "• Six died in Lomo",
        "Place | Killed", "Tarka | 4",
    ]  # fmt: skip
    assert found.title == "Raids in March"
    assert [b.role for b in found.blocks].count("item") == 2


def _rebuilt(data: bytes, part: str, change: tuple[bytes, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        members = [(n, old.read(n).replace(*change) if n == part else old.read(n)) for n in old.namelist()]
    return archive(members)


def test_what_the_author_struck_out_is_not_read(tmp_path: Path) -> None:
    wordml = b"<w:del><w:r><w:delText>Nine</w:delText></w:r></w:del><w:ins><w:r><w:t>Ten</w:t></w:r></w:ins>"
    data = _rebuilt(docx(["Xx died in Tarka."]), "word/document.xml", (b"<w:r><w:t>Xx", wordml + b"<w:r><w:t>"))
    assert read(data, "a.docx", tmp_path).text == "Ten died in Tarka."


def test_a_docx_by_another_name(tmp_path: Path) -> None:
    data = docx(["Ten people died in Tarka."])
    found = list(open_inputs(["-"], IntakeOptions(), io.BytesIO(data)))
    assert [f.text for f in found if isinstance(f, Report)] == ["Ten people died in Tarka."]
    misnamed = one(data, "a.txt", tmp_path)
    assert isinstance(misnamed, Rejection) and misnamed.code == "not-text"


def _bomb(size: int) -> bytes:
    members = [("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b" " * size)]
    return archive(members)


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"%PDF-1.4\n%%EOF", "a.pdf", "broken"),
        (pdf([]), "a.pdf", "broken"),
        (pdf([[]]), "a.pdf", "no-text"),
        (pdf([page(FIRST)], password="secret"), "a.pdf", "encrypted"),
        (form_bomb(100, 8), "a.pdf", "too-large"),
        (b"<html>no pdf", "a.pdf", "broken"),
        (b"PK\x03\x04 and nothing else", "a.docx", "broken"),
        (b"plain words", "a.docx", "broken"),
        (b"plain words", "a.rtf", "broken"),
        (docx(FIRST)[:3000], "a.docx", "broken"),
        (docx([]), "a.docx", "no-text"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "a.docx", "encrypted"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "a.doc", "not-text"),
        (_bomb(20_000_000), "a.docx", "bomb"),
        (_bomb(settings.MAX_DOCX_BYTES + 1), "a.docx", "too-large"),
        (archive([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", LAUGHS)]), "a.docx", "dtd"),
        (archive([("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<x/>")]), "a.xlsx", "unknown-kind"),
        (b"{\\rtf1\\ansi }", "a.rtf", "empty"),
    ],
)
def test_rejections(data: bytes, name: str, code: str, tmp_path: Path) -> None:
    found = one(data, name, tmp_path)
    assert isinstance(found, Rejection), found
    assert found.code == code


def test_a_docx_nested_deep_is_no_crash(tmp_path: Path) -> None:
    deep = b"<w:tbl><w:tr><w:tc>" * 3000 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 3000
    data = _rebuilt(docx(["Xx"]), "word/document.xml", (b"<w:sectPr", deep + b"<w:sectPr"))
    found = one(data, "a.docx", tmp_path)
    assert isinstance(found, Rejection) and found.code == "broken"


@pytest.mark.parametrize("name", ["a.rtf", "a.txt", "a"])
def test_rtf_is_known_by_how_it_begins(name: str, tmp_path: Path) -> None:
    data = rb"{\rtf1\ansi\ansicpg1252{\fonttbl\f0 Arial;}\f0 L'arm\'e9e a tu\'e9 dix rebelles.\par \u8220?Dix\u8221?\par}"
    text = read(data, name, tmp_path).text
    assert text.split("\n")[:2] == ["L'armée a tué dix rebelles.", "“Dix”"]


def test_reading_text_does_not_load_the_document_libraries() -> None:
    import subprocess
    import sys

    code = (
        "import sys, io; from counterclaim.intake import open_inputs, IntakeOptions;"
        "list(open_inputs(['-'], IntakeOptions(), io.BytesIO(b'Ten died.')));"
        "sys.exit(any(m in sys.modules for m in ('pypdf', 'docx', 'striprtf', 'cryptography')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


SAMPLES = (
    pdf([page(FIRST), page(SECOND)]),
    docx(FIRST),
    archive([("a.pdf", pdf([page(FIRST)])), ("b.txt", b"Ten died.")]),
)


@runs(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    sample=st.sampled_from(SAMPLES),
    spots=st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=8), st.integers(0, 40)), max_size=12),
    ending=st.floats(0.2, 1),
)
def test_damage_gives_reports_or_rejections(
    sample: bytes, spots: list[tuple[float, bytes, int]], ending: float
) -> None:
    data = sample
    for at, words, gone in spots:
        i = int(at * len(data))
        data = data[:i] + words + data[i + gone :]
    found = list(open_inputs(["-"], IntakeOptions(), io.BytesIO(data[: int(len(data) * ending)])))
    assert found
    for each in found:
        assert isinstance(each, Report | Rejection)
