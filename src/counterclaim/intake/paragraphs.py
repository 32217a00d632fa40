"""Lines of printed pages put together into paragraphs: what a PDF has lost. No I/O.

A page is a list of lines with their places. Running heads, footers and page numbers are told from the text by
their repeating at the edge of pages; a word parted at the end of a line is made whole again.
"""

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

EDGE_LINES = 3  # at the head or foot of a page a running line stands among this many
MANY_PAGES = 5  # from so many pages on a running line must stand on three, else on two
RUNNING_LETTERS = 4  # a running line has so many at least; what has only digits may be a table's row
LEADING = 1.4  # a gap larger than this, in line distances, parts paragraphs
FULL = 0.75  # a line is full where the next word would have gone past this share of the usual width
SIZE = 0.12  # lines whose sizes differ by more than this share are not of one paragraph
LONGEST_WORD = 60
INDENT = 0.8  # of a letter's height

_DIGITS = re.compile(r"\d+")
_PAGE = re.compile(r"(?i)\W*(?:page|p\.|seite|pág(?:ina)?\.?)?\s*(\d{1,4})(?:\s*(?:/|of|de|sur|von)\s*\d{1,4})?\W*")
_PAGE_OF = re.compile(r"(?i)\W*(?:page\s+\d{1,4}|(?:page\s*)?\d{1,4}\s*(?:/|of|de|sur|von)\s*\d{1,4})\W*")
_BULLET = re.compile(r"(?:[•‣◦▪■□●○➤►✓⁃∙·❖]|[-–—*] |\(?\d{1,3}[.)] |\(?[a-z]\) )")
_ENDS = re.compile(r"[.!?…:;][\"”’»)\]]*$")
_LEADERS = re.compile(r"(?:\. ?){4,}\s*\w{1,4}$")  # of a table of contents
_PARTED = re.compile(r"([\w’'-]+)[-\u00ad\u2010]")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


class Line(NamedTuple):
    """A printed line: its words, where it begins (from the left, from the foot) and how high its letters are."""

    text: str
    x: float
    y: float
    size: float


class Rejoined(NamedTuple):
    """The paragraphs of a document, and how many running lines and page numbers were left out."""

    paragraphs: tuple[str, ...]
    left_out: int


class _Measure(NamedTuple):
    leading: dict[int, float]
    width: int


def rejoin(pages: list[list[Line]]) -> Rejoined:
    """Return the paragraphs of the pages.

    Of a running head or footer the first stays, as a paragraph of its own, for it may name outlet and date: before
    the text where it stands there, else after all of it, so that it never parts a sentence.
    """
    cleaned = [[line for line in map(_tidy, page) if line.text] for page in pages]
    running, numbers = _running(cleaned), _page_numbers(cleaned)
    words = Counter(w for page in cleaned for line in page for w in _WORD.findall(line.text.casefold()))
    leading = _leading(cleaned)
    paragraphs: list[list[str]] = []  # their parts: a paragraph may have as many lines as there are
    heads: dict[str, str] = {}
    feet: dict[str, str] = {}
    left_out = 0
    before: Line | None = None
    alone = True  # the line before is the first of its paragraph
    for number, page in enumerate(cleaned):
        measure = _Measure(leading, _width(page))
        turned = True
        for at, line in enumerate(page):
            if (number, at) in numbers:
                left_out += 1
            elif (number, at) in running:
                key = _key(line.text)
                left_out += key in heads or key in feet
                if key not in heads:
                    (feet if paragraphs else heads).setdefault(key, line.text)
            else:
                joins = before is not None and _continues(before, line, measure, turned, alone)
                if joins:
                    paragraphs[-1][-1] = _joined(paragraphs[-1][-1], line.text, words)
                    paragraphs[-1].append(line.text)
                else:
                    paragraphs.append([line.text])
                before, turned, alone = line, False, not joins
    texts = ("".join(parts) for parts in paragraphs)
    return Rejoined((*heads.values(), *texts, *feet.values()), left_out)


def _tidy(line: Line) -> Line:
    return line._replace(text=" ".join(line.text.translate(_LIGATURES).split()))


def _key(text: str) -> str:
    """Return what two printings of one running line have in common: all but the page's number."""
    return _DIGITS.sub("#", text.casefold())


def _edges(page: list[Line]) -> list[int]:
    """Return which lines of a page stand at its head or foot."""
    order = sorted(range(len(page)), key=lambda i: -page[i].y)
    return list(dict.fromkeys(order[:EDGE_LINES] + order[-EDGE_LINES:]))


def _running(pages: list[list[Line]]) -> set[tuple[int, int]]:
    """Return (page, line) of the lines that stand at the edge of several pages, always at one height."""
    places: dict[tuple[str, int], set[tuple[int, int]]] = {}
    for number, page in enumerate(pages):
        for at in _edges(page):
            if sum(c.isalpha() for c in page[at].text) >= RUNNING_LETTERS:
                places.setdefault((_key(page[at].text), round(page[at].y / 4)), set()).add((number, at))
    # Chapters have their own, left and right pages may differ, and a title page may have none.
    least = 2 if len(pages) < MANY_PAGES else 3
    return {place for found in places.values() if len({n for n, _ in found}) >= least for place in found}


def _page_numbers(pages: list[list[Line]]) -> set[tuple[int, int]]:
    """Return (page, line) of the page numbers: they say "page 2 of 7", or count up with the pages."""
    found: dict[int, set[tuple[int, int]]] = {}
    sure: set[tuple[int, int]] = set()
    for number, page in enumerate(pages):
        edges = _edges(page)
        outermost = {edges[0], max(edges, key=lambda i: -page[i].y)} if edges else set()
        for at in edges:
            m = _PAGE.fullmatch(page[at].text)
            if m and _PAGE_OF.fullmatch(page[at].text):
                sure.add((number, at))
            elif m and at in outermost:
                found.setdefault(int(m[1]) - number, set()).add((number, at))
    for places in found.values():
        if len(places) > 1:
            sure |= places
    return sure


def _leading(pages: list[list[Line]]) -> dict[int, float]:
    """Return the usual distance of lines, for each size of letters."""
    gaps: dict[int, list[float]] = {}
    for page in pages:
        for a, b in pairwise(page):
            if 0 < a.y - b.y < 3 * max(a.size, 1) and round(a.size) == round(b.size):
                gaps.setdefault(round(a.size), []).append(a.y - b.y)
    # Not the median: where most paragraphs have one line, most distances are those of paragraphs.
    return {size: sorted(found)[len(found) // 4] for size, found in gaps.items()}


def _width(page: list[Line]) -> int:
    """Return the usual length, in letters, of the full lines of a page."""
    lengths = sorted(len(line.text) for line in page)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _continues(a: Line, b: Line, page: _Measure, turned: bool, alone: bool) -> bool:
    """Tell whether line `b` goes on with the paragraph that ends in line `a`, which is its first where `alone`."""
    if _BULLET.match(b.text) or _LEADERS.search(a.text) or abs(a.size - b.size) > SIZE * max(a.size, b.size):
        return False
    parted = a.text[-1] in "-\u00ad\u2010" and a.text[-2:-1].isalpha() and b.text[0].islower()
    full = parted or len(a.text) + 1 + len(b.text.split(" ", 1)[0]) > FULL * page.width
    if turned or b.y >= a.y + a.size / 2:  # on the next page, or in the next column
        return not _ENDS.search(a.text) and (full or b.text[0].islower())
    if a.y - b.y > LEADING * page.leading.get(round(a.size), a.y - b.y):
        return False
    shift = (b.x - a.x) / max(a.size, 1)
    # The first line of a paragraph may be indented, or hang out before the others; no later one may.
    return full and (abs(shift) <= INDENT or (alone and (shift < 0 or bool(_BULLET.match(a.text)))))


def _joined(before: str, line: str, words: Counter[str]) -> str:
    """Return line `before` as it stands before `line` in one paragraph; a word parted at its end is made whole.

    The hyphen stays where it is the word's own: "12-year-", "al-", or a form that the text has elsewhere.
    """
    token = before.rsplit(" ", 1)[-1]
    m = _PARTED.fullmatch(token.lstrip("\"'“‘«([")) if len(token) <= LONGEST_WORD else None
    follows = _WORD.match(line)
    if m and follows and line[0].islower():
        if before[-1] == "\u00ad":
            return before[:-1]
        head, tail = m[1].casefold(), follows[0].casefold()
        own = words[f"{head}-{tail}"] > words[head + tail] or "-" in m[1] or any(c.isdigit() for c in m[1])
        return before if own else before[:-1]
    if before[-1] in "-\u2010" and before[-2:-1].isalnum() and line[0].isalnum():
        return before
    wide = before[-1] >= "\u3000" and line[0] >= "\u3000"  # scripts that put no space between words
    return before if wide else f"{before} "
