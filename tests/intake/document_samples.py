"""PDF, DOCX and zip files written for the tests."""

import io
import zipfile
from collections.abc import Iterable, Sequence

TOP, LEADING, LEFT = 760, 14, 72

Placed = tuple[float, float, str]  # from the left, from the foot, words


def page(lines: Iterable[str], *, head: str = "", foot: str = "", left: float = LEFT) -> list[Placed]:
    """Return a page of one column; an empty line leaves a gap."""
    placed = [(left, TOP - LEADING * i, line) for i, line in enumerate(lines) if line]
    return [*([(left, 810.0, head)] if head else []), *placed, *([(300.0, 30.0, foot)] if foot else [])]


def pdf(pages: Sequence[Sequence[Placed]], *, info: dict[str, str] | None = None, password: str = "") -> bytes:
    """Return a PDF of pages of placed lines, all in Helvetica."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    name = NameObject
    font = DictionaryObject(
        {
            name("/Type"): name("/Font"),
            name("/Subtype"): name("/Type1"),
            name("/BaseFont"): name("/Helvetica"),
            name("/Encoding"): name("/WinAnsiEncoding"),
        }
    )
    fonts = DictionaryObject({name("/Font"): DictionaryObject({name("/F1"): writer._add_object(font)})})
    for lines in pages:
        sheet = writer.add_blank_page(595, 842)
        stream = DecodedStreamObject()
        stream.set_data("\n".join(_shown(*line) for line in lines).encode("cp1252"))
        sheet[name("/Resources")] = fonts
        sheet[name("/Contents")] = writer._add_object(stream)
    if info:
        writer.add_metadata(info)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _shown(x: float, y: float, words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F1 11 Tf {x} {y} Td ({escaped}) Tj ET"


def docx(paragraphs: Iterable[str], *, title: str = "", rows: Sequence[Sequence[str]] = ()) -> bytes:
    """Return a DOCX of paragraphs and, after them, one table. "• " makes an item of a list."""
    from docx import Document

    document = Document()
    for words in paragraphs:
        if words.startswith("• "):
            document.add_paragraph(words[2:], style="List Bullet")
        else:
            document.add_paragraph(words)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    document.core_properties.title = title
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive(members: Iterable[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file with the members in their order; names may stand twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as found:
        for name, data in members:
            found.writestr(name, data)
    return out.getvalue()


def form_bomb(times: int, depth: int) -> bytes:
    """Return a PDF whose page draws a form `times` times, which draws another as often, and so on."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([page(["Ten people died."])]))))
    sheet = writer.pages[0]
    inner, content = None, b"BT /F1 9 Tf 1 0 0 1 9 9 Tm (a) Tj ET\n"
    for _ in range(depth):
        form = DecodedStreamObject()
        form.set_data(content)
        form[NameObject("/Subtype")] = NameObject("/Form")
        resources = DictionaryObject({NameObject("/Font"): sheet["/Resources"]["/Font"]})  # type: ignore[index]
        if inner is not None:
            resources[NameObject("/XObject")] = DictionaryObject({NameObject("/X"): inner})
        form[NameObject("/Resources")] = resources
        inner, content = writer._add_object(form), b"/X Do\n" * times
    sheet["/Resources"][NameObject("/XObject")] = DictionaryObject({NameObject("/X"): inner})  # type: ignore[index]
    stream = DecodedStreamObject()
    stream.set_data(content)
    sheet[NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
