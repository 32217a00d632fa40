"""PDF to text: guards first, then pypdf for the lines, then paragraphs."""

import io
import logging
import re
from collections import Counter
from math import hypot
from typing import Any

from counterclaim import settings
from counterclaim.errors import InputRejected
from counterclaim.intake.dates import column_readings
from counterclaim.intake.documents import Document, known_title
from counterclaim.intake.paragraphs import Line, rejoin
from counterclaim.record import Warning

# PRISM's date is that of publication; a PDF's own CreationDate is the day on which somebody pressed a button.
_PUBLISHED = re.compile(rb"prism:(?:publicationDate|coverDate)(?:>|=\")(\d{4}-\d{2}-\d{2})")
_DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_ESCAPE = re.compile(r"#([0-9A-Fa-f]{2})")
MAX_FORM_DEPTH = 20
_TAIL_BYTES = 4096
_XMP_BYTES = 1024 * 1024


def read_pdf(data: bytes, name: str) -> Document:
    """Return the text of a PDF. Raises InputRejected: broken, encrypted, too-large or no-text.

    Lines are joined to paragraphs, running heads and page numbers left out.
    """
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is said in our own warnings
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        _unlock(reader, name)
        count = len(reader.pages)
    except InputRejected:
        raise
    except Exception as error:  # a hostile file makes pypdf raise nearly anything
        raise _broken(name, type(error).__name__) from error
    if not count:
        raise _broken(name, "it has no pages")
    if count > settings.MAX_PDF_PAGES:
        message = f"it has {count} pages; at most {settings.MAX_PDF_PAGES} are read: cut it into parts"
        raise InputRejected("too-large", message, name)
    pages, failed = _read_pages(reader, count, name)
    found = rejoin(pages)
    text = "\n\n".join(found.paragraphs)
    if len(failed) == count:
        raise _broken(name, "none of its pages can be read")
    if not any(c.isalnum() for c in text):
        message = "its pages are pictures without text: run text recognition over it first (for example ocrmypdf)"
        raise InputRejected("no-text", message, name)
    title, warnings = known_title(_title(reader), text)
    empty = [n for n, page in enumerate(pages, 1) if not page and n not in failed]
    return Document(text, title, _published(reader), (*warnings, *_warnings(data, failed, empty, found.left_out)))


def _broken(name: str, why: str) -> InputRejected:
    return InputRejected(
        "broken", f"the PDF is damaged ({why}): open it in a viewer and print it to a new PDF", name
    )


def _unlock(reader: Any, name: str) -> None:
    """Open a PDF that is encrypted with no password, as many are to forbid printing. Raises InputRejected."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputRejected("encrypted", "it is protected by a password: save it without one", name)


def _read_pages(reader: Any, count: int, name: str) -> tuple[list[list[Line]], list[int]]:
    """Return the lines of every page, and the numbers of the pages that cannot be read.

    Raises InputRejected (too-large) where all pages together, or every page alone, hold too much drawing.
    """
    pages: list[list[Line]] = []
    failed: list[int] = []
    heavy = total = 0
    for number in range(1, count + 1):
        lines: list[Line] = []
        try:
            page = reader.pages[number - 1]
            weight = _weight(page, page.get_contents(), {})
            if weight > settings.MAX_PDF_PAGE_CONTENT:
                heavy += 1
                failed.append(number)
            elif (total := total + weight) <= settings.MAX_PDF_CONTENT:
                lines = _read_lines(page)
        except Exception:  # one bad page is no reason to lose the others; it is named in a warning
            failed.append(number)
        pages.append(lines)
    if total > settings.MAX_PDF_CONTENT or (heavy and len(failed) == count):
        message = "its pages hold more drawing than any text does (maps, charts?): print its text to a new PDF"
        raise InputRejected("too-large", message, name)
    return pages, failed


def _weight(holder: Any, stream: Any, known: dict[int, int], depth: int = 0) -> int:
    """Return how many bytes of instructions it takes to draw a page or a form.

    A form counts each time it is drawn: forms that draw forms make much of little.
    """
    data = stream.get_data() if stream is not None else b""
    weight = len(data)
    drawn = Counter(m[1] for m in _DRAWN.finditer(data))
    forms = holder["/Resources"].get("/XObject", {}) if drawn and "/Resources" in holder else {}
    for raw, times in drawn.items():
        name = "/" + _ESCAPE.sub(lambda m: chr(int(m[1], 16)), raw.decode("latin-1"))
        if name not in forms or (form := forms[name]).get("/Subtype") != "/Form":
            continue
        if id(form) not in known:
            known[id(form)] = settings.MAX_PDF_PAGE_CONTENT + 1  # what draws itself never ends
            if depth < MAX_FORM_DEPTH:
                known[id(form)] = _weight(form, form, known, depth + 1)
        weight += times * known[id(form)]
    return weight


def _read_lines(page: Any) -> list[Line]:
    lines: list[Line] = []
    parts: list[tuple[str, tuple[float, float, float]]] = []

    def close() -> None:
        if parts:
            x, y, _ = parts[0][1]
            size = max(parts, key=lambda part: len(part[0]))[1][2]  # a bullet is often of another size
            lines.append(Line("".join(text for text, _ in parts), x, y, size))
        parts.clear()

    def visit(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        for at, part in enumerate(text.split("\n")):
            if at:
                close()
            if part.strip() or (part and parts):
                parts.append((part, _place(cm, tm, size)))

    page.extract_text(visitor_text=visit)
    close()
    return lines


def _place(cm: list[float], tm: list[float], size: float) -> tuple[float, float, float]:
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    return x, y, abs(size) * hypot(tm[2], tm[3]) * hypot(cm[2], cm[3])


def _title(reader: Any) -> str | None:
    try:
        title = reader.metadata.title if reader.metadata else None
    except Exception:  # broken metadata is no metadata
        return None
    return title if isinstance(title, str) else None


def _published(reader: Any) -> Any:
    """Return the date of publication that PRISM metadata gives: (date, words), or None."""
    try:
        metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data()[:_XMP_BYTES]
    except Exception:  # none, or none that can be read
        return None
    m = _PUBLISHED.search(metadata)
    words = m[1].decode("ascii") if m else ""
    readings = column_readings(words, None) if words else ()
    return (readings[0], words) if len(readings) == 1 else None


def _warnings(data: bytes, failed: list[int], empty: list[int], left_out: int) -> tuple[Warning, ...]:
    found = []
    if b"%%EOF" not in data[-_TAIL_BYTES:]:
        found.append(("truncated", f"the file breaks off at byte {len(data)}: it was read as far as it goes"))
    if failed:
        found.append(("pages-unread", f"pages that cannot be read: {_ranges(failed)}"))
    if empty:
        found.append(("pages-without-text", f"pages without text (pictures?): {_ranges(empty)}"))
    if left_out:
        found.append(("page-furniture", f"{left_out} running heads, footers and page numbers were left out"))
    return tuple(Warning(code=code, message=message) for code, message in found)


def _ranges(numbers: list[int]) -> str:
    """Return "1, 3 to 5" of [1, 3, 4, 5]."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][1] + 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in runs)
