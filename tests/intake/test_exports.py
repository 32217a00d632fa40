"""Exports of Nexis and Factiva: their articles, one by one.

The files in exports/ were written by hand after the documentation and the expectations of public parsers; of every
article, event and outlet in them nothing is real. No file that an archive itself wrote has been read here.
"""

import io
from pathlib import Path

import pytest
from document_samples import docx, page, pdf

from counterclaim.intake import IntakeOptions, open_inputs
from counterclaim.record import Rejection, Report

FOLDER = Path(__file__).parent / "exports"
FILES = ("nexis-academic.txt", "nexis-uni.txt", "factiva-codes.txt", "factiva-plain.txt")


def read(data: bytes | str, folder: Path, name: str = "a.txt") -> list[Report | Rejection]:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(open_inputs([str(path)], IntakeOptions()))


def reports(found: list[Report | Rejection]) -> list[Report]:
    return [f for f in found if isinstance(f, Report)]


@pytest.mark.parametrize("name", FILES)
def test_an_export_is_split_into_its_articles(name: str, tmp_path: Path) -> None:
    first, second = reports(read((FOLDER / name).read_bytes(), tmp_path))
    assert (first.title or "").startswith("Ten die in raid on Tarka market")
    assert second.title == "Rebels say they hold the Lomo bridge"
    assert (first.publisher, second.publisher) == ("The Karsa Ledger", "Lomo Evening Post")
    assert (first.published, second.published) == ("2026-03-04", "2026-03-05")
    assert first.byline and first.byline.startswith("Ada Osei")
    assert first.text.startswith("Ten die in raid") and "killing at\nleast ten" in first.text.replace(
        "at least", "at\nleast"
    )
    assert "soldiers" not in first.text and "governor" not in second.text
    for report in (first, second):
        assert not report.warnings
        assert report.blocks[0].role == "headline"
        for furniture in (
            "Copyright",
            "words",
            "LANGUAGE",
            "English",
            "Section",
            "Load",
            "Document",
            "gvio",
            "PHOTO",
        ):
            assert furniture not in report.text


def test_words_of_the_body_that_look_like_fields_stay(tmp_path: Path) -> None:
    found = [reports(read((FOLDER / name).read_bytes(), tmp_path))[0].text for name in FILES]
    assert found[0].endswith("no help had come from the capital.")
    assert "Subject: the letter" in found[1] and "accuses hill fighters" in found[1]
    assert "BY nightfall" in found[2] and found[2].endswith("IN Lomo, too, shots were heard.")
    assert found[3].endswith("In Lomo, too, shots were heard.")


def test_the_number_of_a_factiva_article_is_its_id(tmp_path: Path) -> None:
    for name in FILES[2:]:
        found = reports(read((FOLDER / name).read_bytes(), tmp_path))
        assert [r.external_id for r in found] == ["KARLED0020260304em340000b", "LOMEVP0020260305em350001c"]


def test_an_article_without_text_is_a_row(tmp_path: Path) -> None:
    found = read((FOLDER / "nexis-academic.txt").read_bytes(), tmp_path)
    assert isinstance(found[2], Rejection)
    assert (found[2].code, found[2].input) == ("empty", f"{tmp_path}/a.txt:3")


def test_line_ends_of_windows_and_page_feeds(tmp_path: Path) -> None:
    text = (FOLDER / "nexis-academic.txt").read_text()
    changed = text.replace("                               2 of 3", "\f                               2 of 3")
    found = reports(read(changed.replace("\n", "\r\n").encode(), tmp_path))
    assert [r.text for r in found] == [r.text for r in reports(read(text, tmp_path))]


def test_a_count_that_does_not_agree_is_said_on_each_report(tmp_path: Path) -> None:
    text = (FOLDER / "nexis-academic.txt").read_text()
    found = reports(read(text.replace("of 3 DOCUMENTS", "of 8 DOCUMENTS"), tmp_path))
    assert [[w.code for w in r.warnings] for r in found] == [["export-split"]] * 2
    assert "8 documents and 3" in found[0].warnings[0].message
    gap = text.replace("3 of 3 DOCUMENTS", "4 of 3 DOCUMENTS")
    assert "export-split" in [w.code for w in reports(read(gap, tmp_path))[0].warnings]
    uni = (FOLDER / "nexis-uni.txt").read_text().replace("Documents (2)", "Documents (3)")
    assert [w.code for w in reports(read(uni, tmp_path))[1].warnings] == ["export-split"]


def test_an_export_of_one_article(tmp_path: Path) -> None:
    old = (FOLDER / "nexis-academic.txt").read_text().split("                               2 of 3")[0]
    (one,) = reports(read(old.replace("1 of 3 DOCUMENTS", "1 of 1 DOCUMENT"), tmp_path))
    assert one.publisher == "The Karsa Ledger" and not one.warnings
    new = (FOLDER / "nexis-uni.txt").read_text().split("End of Document\n")[1] + "End of Document\n"
    (one,) = reports(read(new, tmp_path))
    assert (one.title, one.published) == ("Rebels say they hold the Lomo bridge", "2026-03-05")
    coded = (FOLDER / "factiva-codes.txt").read_text().split("\n\nHD ")[0]
    (one,) = reports(read(coded, tmp_path))
    assert one.title == "Ten die in raid on Tarka market"


def test_an_export_that_breaks_off(tmp_path: Path) -> None:
    for name in FILES[1:]:
        text = (FOLDER / name).read_text()
        cut = text[: text.index("bridge over the Sarn")]
        found = reports(read(cut, tmp_path))
        assert len(found) == 2, name
        assert "truncated" in [w.code for w in found[1].warnings], name


def test_an_empty_export(tmp_path: Path) -> None:
    cover = (FOLDER / "nexis-academic.txt").read_text().split("                               1 of 3")[0]
    (found,) = read(cover, tmp_path)
    assert isinstance(found, Rejection) and found.code == "empty"


def test_the_day_of_loading_stands_in_with_a_warning(tmp_path: Path) -> None:
    text = (FOLDER / "nexis-uni.txt").read_text().replace("5 March 2026\n", "Undated\n")
    found = reports(read(text, tmp_path))[1]
    assert found.published == "2026-03-05"
    assert [w.code for w in found.warnings] == ["load-date"]


def test_documents_hold_exports_too(tmp_path: Path) -> None:
    lines = (FOLDER / "nexis-uni.txt").read_text().split("\n")
    assert len(reports(read(docx(line for line in lines if line), tmp_path, "a.docx"))) == 2
    rtf = b"{\\rtf1\\ansi " + b"\\par ".join(line.encode("ascii") for line in lines) + b"}"
    first, second = reports(read(rtf, tmp_path, "a.rtf"))
    assert (first.publisher, second.published) == ("The Karsa Ledger", "2026-03-05")


def test_factiva_rtf_puts_its_fields_in_a_table(tmp_path: Path) -> None:
    rows = [
        ("HD", "Ten die in raid on Tarka market"), ("WC", "87 words"), ("PD", "4 March 2026"),
        ("SN", "The Karsa Ledger"), ("LP", "Gunmen attacked Tarka.\\par\\par Ten died."), ("TD", "The army was silent."),
        ("AN", "Document KARLED0020260304em340000b"),
    ]  # fmt: skip
    table = "".join(rf"\trowd\cellx900\cellx9000\intbl {c}\cell {v}\cell\row" + "\n" for c, v in rows)
    (found,) = reports(read("{\\rtf1\\ansi " + table + "}", tmp_path, "a.rtf"))
    assert (
        found.text
        == "Ten die in raid on Tarka market\n\nGunmen attacked Tarka.\n\nTen died.\n\nThe army was silent."
    )
    assert (found.publisher, found.external_id) == ("The Karsa Ledger", "KARLED0020260304em340000b")


CODED = """<html><body><div id="carryOver"><div class="article enArticle"><table>
<tr><td class="index"><b>HD</b></td><td><span class="enHeadline">Ten die in raid on Tarka market</span></td></tr>
<tr><td><b>WC</b></td><td>87 words</td></tr><tr><td><b>PD</b></td><td>4 March 2026</td></tr>
<tr><td><b>SN</b></td><td>The Karsa Ledger</td></tr>
<tr><td><b>LP</b></td><td><p class="articleParagraph enarticleParagraph">Gunmen attacked <b>Tarka</b>.</p>
<p class="articleParagraph enarticleParagraph">Ten died.</p></td></tr>
<tr><td><b>AN</b></td><td>Document KARLED0020260304em340000b</td></tr></table></div></div></body></html>"""
PLAIN = """<html><body><div class="article enArticle"><div id="hd"><span class="enHeadline">Ten die in raid on Tarka market
</span></div><div class="author">Ada Osei</div><div>87 words</div><div>4 March 2026</div><div>The Karsa Ledger</div>
<div>KARLED</div><div>English</div><div>Copyright 2026. Karsa Ledger Ltd.</div>
<p class="articleParagraph enarticleParagraph">Gunmen attacked <b>Tarka</b>.</p>
<p class="articleParagraph enarticleParagraph">Ten died.</p>
<p>Document KARLED0020260304em340000b</p></div></body></html>"""


@pytest.mark.parametrize("markup", [CODED, PLAIN])
def test_factiva_pages(markup: str, tmp_path: Path) -> None:
    (found,) = reports(read(markup, tmp_path, "a.html"))
    assert found.text == "Ten die in raid on Tarka market\n\nGunmen attacked Tarka.\n\nTen died."
    assert (found.publisher, found.published) == ("The Karsa Ledger", "2026-03-04")


@pytest.mark.parametrize(
    "text",
    [
        "The court has read 1 of 3 documents.\n\n2 of 3 DOCUMENTS\n\nwere sealed, the judge said.",
        "The report closes here.\n\nEnd of Document\n",
        "Document 12\n\nIN Tarka ten people died.\n\nAN hour later soldiers came.",
        "HD cameras filmed the raid.\nBY the bridge six died.\nPD stands for police department.",
        "Copyright 2026 Karsa Ledger\n\nTen people died.\n\nLength: 20 words were cut.",
    ],
)
def test_what_is_no_export_is_one_report(text: str, tmp_path: Path) -> None:
    (found,) = read(text, tmp_path)
    assert isinstance(found, Report) and found.text == text


@pytest.mark.parametrize(
    "line", ["1 of 9 DOCUMENTS\n", "End of Document\nLENGTH: 2 words\n", "HD x\nWC 3 words\n", "AN "]
)
def test_time_grows_with_the_text_alone(line: str) -> None:
    data = (line * 60_000).encode()
    assert sum(1 for _ in open_inputs(["-"], IntakeOptions(), io.BytesIO(data))) >= 1


def test_a_nexis_pdf_is_split(tmp_path: Path) -> None:
    text = (FOLDER / "nexis-academic.txt").read_text()
    body = "the Sarn and killed six soldiers. The army denied it."
    lines = text.replace(body, "\n".join([body] * 20)).split("\n")
    found = read(pdf([page(lines[15:48]), page(lines[48:95])]), tmp_path, "a.pdf")
    assert reports(found)[1].title == "Rebels say they hold the Lomo bridge"
    assert reports(found)[1].byline == "Cleo Marr"
