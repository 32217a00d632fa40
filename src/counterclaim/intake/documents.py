"""DOCX to text, and what a document is once it has been read: paragraphs, and what it says of itself."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from counterclaim import settings
from counterclaim.errors import InputRejected
from counterclaim.record import Warning

HEAD_CHARS = 2000  # a title stands among the first characters of a text
CELL_CHARS = 200  # a cell longer than this is prose: its table is there for the layout
CELLS = " | "

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TBL, _TR, _TC = _W + "p", _W + "tbl", _W + "tr", _W + "tc"
_SKIPPED = frozenset(
    {
        _W + "del",  # words that the author took out
        _W + "moveFrom",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",  # the same again, for old readers
    }
)
_BOX = _W + "txbxContent"
_BREAKS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-", _W + "softHyphen": ""}
_NOTES = ("footnotes", "endnotes", "comments")


class Document(NamedTuple):
    """The text of a document, its paragraphs parted by blank lines, and what its metadata says of it."""

    text: str
    title: str | None = None
    published: tuple[date, str] | None = None
    warnings: tuple[Warning, ...] = ()


def known_title(title: str | None, text: str) -> tuple[str | None, tuple[Warning, ...]]:
    """Return a title that a file's metadata gives, where the head of its text says it, too.

    What programs write there is a file's name or another text's title as often as not: such a one only gives a
    warning.
    """
    wanted = " ".join((title or "").split())
    if not wanted:
        return None, ()
    if wanted.casefold() in " ".join(text[:HEAD_CHARS].split()).casefold():
        return wanted, ()
    message = f"the file's properties give the title {wanted[:120]!r}, which its text does not: not used"
    return None, (Warning(code="title-not-in-text", message=message),)


def is_docx(names: list[str]) -> bool:
    """Tell whether the names in a zip file are those of a DOCX."""
    return "[Content_Types].xml" in names and any(n.startswith("word/") for n in names)


def read_docx(data: bytes, name: str) -> Document:
    """Return the text of a DOCX. Raises InputRejected: broken, too-large, bomb, dtd, encrypted or no-text.

    Headers and footers are not read, nor what the author struck out. Its dates are those of the file, never of
    publication, and none is used.
    """
    parts = _check_parts(data, name)
    import docx

    try:
        found = docx.Document(io.BytesIO(data))
        body = found.element.body
        text = "\n\n".join(_blocks(body))
        title = _styled_title(body) or found.core_properties.title
    except Exception as error:  # python-docx lets through whatever a broken part makes it raise
        raise _broken(name, error) from error
    if not text.strip():
        raise InputRejected(
            "no-text", "the document holds no text (pictures alone?): it needs text recognition", name
        )
    known, warnings = known_title(title, text)
    unread = [kind for kind in _NOTES if f"word/{kind}.xml" in parts and _has_text(data, f"word/{kind}.xml")]
    if unread:
        message = f"the document's {' and '.join(unread)} were not read"
        warnings = (*warnings, Warning(code="notes-not-read", message=message))
    return Document(text, known, None, warnings)


def _broken(name: str, error: Exception) -> InputRejected:
    message = (
        f"the file is damaged or no DOCX ({type(error).__name__}): open it in a word processor and save it anew"
    )
    return InputRejected("broken", message, name)


def _check_parts(data: bytes, name: str) -> list[str]:
    """Return the names of the parts. What they unpack to is known before any is unpacked.

    zipfile never gives more bytes than a part's entry announces, so that a lie does no harm.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            total = sum(info.file_size for info in infos)
            if total > settings.MAX_DOCX_BYTES or len(infos) > settings.MAX_ARCHIVE_MEMBERS:
                raise InputRejected(
                    "too-large", f"it unpacks to {total} bytes; at most {settings.MAX_DOCX_BYTES}", name
                )
            for info in infos:
                if info.flag_bits & 1:
                    raise InputRejected("encrypted", "it is protected by a password: save it without one", name)
                if info.file_size > settings.MIN_RATIO_BYTES + settings.MAX_RATIO * info.compress_size:
                    raise InputRejected("bomb", f"{info.filename} unpacks to far more than any document does", name)
            for info in infos:
                if info.filename.endswith((".xml", ".rels")) and _has_dtd(archive, info):
                    raise InputRejected("dtd", f"{info.filename} declares entities, which no DOCX does", name)
            return [info.filename for info in infos]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise _broken(name, error) from error


def _has_dtd(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    import zlib

    try:
        with archive.open(info) as part:
            return b"<!DOCTYPE" in part.read(4096).replace(b"\x00", b"").upper()
    except zlib.error as error:
        raise zipfile.BadZipFile(str(error)) from error


def _has_text(data: bytes, part: str) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"<w:t" in archive.read(part)


def _blocks(node: Any) -> Iterator[str]:
    """Yield the paragraphs under a node, and the rows of its tables, in order."""
    for child in node:
        if child.tag == _P:
            yield from _paragraph(child)
        elif child.tag == _TBL:
            yield from _table(child)
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from _blocks(child)  # content controls, insertions, and the like


def _paragraph(node: Any) -> Iterator[str]:
    boxes: list[Any] = []
    words = "".join(_words(node, boxes)).strip()
    if words:
        yield f"• {words}" if _is_item(node) else words
    for box in boxes:
        yield from _blocks(box)


def _words(node: Any, boxes: list[Any]) -> Iterator[str]:
    """Yield the words of a paragraph; boxes that float beside it go to `boxes`."""
    for child in node:
        if child.tag in _SKIPPED or child.tag == _W + "pPr":
            continue
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag == _BOX:
            boxes.append(child)
        else:
            yield from _words(child, boxes)


def _is_item(node: Any) -> bool:
    """Tell whether a paragraph is an item of a list: its bullet is drawn, and no part of its text."""
    properties = node.find(_W + "pPr")
    if properties is None:
        return False
    style = properties.find(_W + "pStyle")
    named = (style.get(_W + "val") or "") if style is not None else ""
    numbered = properties.find(_W + "numPr") is not None and not named.startswith(("Heading", "Title"))
    return numbered or named.startswith(("ListBullet", "ListNumber"))


def _table(node: Any) -> Iterator[str]:
    """Yield a line for each row of a table; a table that only places prose on the page gives its paragraphs."""
    for row in node.iter(_TR):
        if next(row.iterancestors(_TBL), None) is not node:
            continue  # of a table in this one, which comes out with its cell
        cells = [list(_blocks(cell)) for cell in row.iter(_TC) if next(cell.iterancestors(_TR), None) is row]
        cells = [cell for cell in cells if cell]
        if len(cells) == 1 or any(len(part) > CELL_CHARS for cell in cells for part in cell):
            for cell in cells:
                yield from cell
        elif cells:
            yield CELLS.join(" ".join(" ".join(cell).split()) for cell in cells)


def _styled_title(body: Any) -> str | None:
    for node in body.iter(_P):
        style = node.find(f"{_W}pPr/{_W}pStyle")
        if style is not None and style.get(_W + "val") == "Title":
            return "".join(_words(node, [])).strip() or None
    return None
