"""A text divided into blocks: headline, headings, paragraphs, items, and the furniture around them.

Lines are the first cut. What stands inside one long line is oneline's matter.
"""

import re
from typing import NamedTuple

from counterclaim.intake.credits import house_credit, is_agency, line_credits
from counterclaim.intake.datelines import Dateline, read_dateline
from counterclaim.intake.dates import WEEKDAY, PrintedDate, find_dates, month_and_day, short_year
from counterclaim.intake.oneline import Mark, match_title, read_head, read_tail, split_body
from counterclaim.intake.patterns import load_patterns
from counterclaim.record import Block, Place
from counterclaim.record.report import BlockRole

HEAD_LINES = 12
_SENTENCE_LINE = 25  # characters: a shorter line may be a label
_STOPS = '.!?:;"”»)*'
SHORT_LINE = 600  # no furniture line is longer
TITLE_CHARS = 220
BODY_CHARS = 120
RUN_ON_CHARS = 300  # a line longer than this may hold headline, byline and date

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_BULLET = re.compile(r"(?:[•‣◦▪■□●○➤►▶✔✅✓→⁃∙·❖♦]\ufe0f?|[-–—*+])[ \t\u00a0]+")
_DATED_PLACE = re.compile(r"([^\W\d_][\w’'-]+(?: [^\W\d_][\w’'-]+){0,2}), (?:le )?$")
_VERB = re.compile(r"\b[a-z]+(?:s|ed) \w")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}\b")  # opens an entry of a live page
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s")
_ENDS_SENTENCE = re.compile(r"[.!?…][\"”’»)\]]*$")
_SEPARATED = re.compile(
    rf"(?i)(?:^|[|,—–:·(\-]\s*|\b(?:le|on)\s)(?:{WEEKDAY},?\s+)?$"
)  # what may stand before a date that closes a masthead line
_AFTER = re.compile(r"(?i)^[)\]]?[\s,|·]*(?:(?:at )?\d{1,2}[:.h]\d{2}(?: ?(?:am|pm|gmt|utc|[a-z]{2,4}))?)?[\s.)]*$")


class Layout(NamedTuple):
    """The blocks of a text and what its head and foot say of it.

    `dates` are the text's own dates of publication, best first; `day` a dateline's (month, day) without a year.
    """

    blocks: tuple[Block, ...]
    headline: str | None
    byline: str | None
    credits: tuple[str, ...]
    dateline: Place | None
    dates: tuple[PrintedDate, ...]
    day: tuple[int, int] | None


class _Line(NamedTuple):
    start: int
    end: int


class _Builder:
    """Gathers marks and findings while a text is walked from head to foot."""

    def __init__(self, text: str, title: str | None) -> None:
        self.text = text
        self.title = title
        self.marks: list[Mark] = []
        self.byline: str | None = None
        self.ranked: list[tuple[int, str]] = []  # credits: the outermost has the lowest rank
        self.dateline: Dateline | None = None
        self.dates: list[PrintedDate] = []

    def add(self, start: int, end: int, role: BlockRole) -> None:
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start < end:
            self.marks.append(Mark(start, end, role))

    def credit(self, rank: int, names: tuple[str, ...]) -> None:
        self.ranked += [(rank, name) for name in names]


def lay_out(text: str, title: str | None = None) -> Layout:
    """Return the layout of `text`; `title` is its headline where something other than the text gives it."""
    lines = _lines(text)
    build = _Builder(text, title)
    body = _first_body(text, lines)
    _read_headlines(build, lines[:body])
    _read_body(build, lines[body:], alone=len(lines) - body == 1)
    return _finish(build)


def _lines(text: str) -> list[_Line]:
    """Return the extents of the lines that are not blank, hard-wrapped ones joined to paragraphs."""
    lines = []
    for m in _LINE.finditer(text):
        words = m.group()
        if stripped := words.strip():
            start = m.start() + len(words) - len(words.lstrip())
            lines.append(_Line(start, start + len(stripped)))
    return _unwrapped(text, lines)


def _unwrapped(text: str, lines: list[_Line]) -> list[_Line]:
    """Join the lines of a text that was wrapped at a fixed width."""
    longest = max((b - a for a, b in lines), default=0)
    adjacent = (
        [i for i in range(len(lines) - 1) if text.count("\n", lines[i].end, lines[i + 1].start) == 1]
        if 40 <= longest <= 130
        else []
    )
    full = [i for i in adjacent if _is_full(text, lines, i, longest)]
    if len(full) < 3 or len(full) < 0.5 * len(adjacent):
        full = []
    joined: list[_Line] = []
    glue = {*full, *(i for i in range(len(lines) - 1) if _goes_on(text, lines[i], lines[i + 1]))}
    for i, line in enumerate(lines):
        begins = _BULLET.match(text, line.start) or _NUMBERED.match(text, line.start)
        if joined and i - 1 in glue and not begins:
            joined[-1] = _Line(joined[-1].start, line.end)
        else:
            joined.append(line)
    return joined


def _goes_on(text: str, line: _Line, following: _Line) -> bool:
    """Tell whether a sentence breaks off at the end of a line and goes on in small letters in the next."""
    near = text.count("\n", line.end, following.start) == 1 and line.end - line.start > _SENTENCE_LINE
    return near and text[line.end - 1] not in _STOPS and text[following.start].islower()


def _is_full(text: str, lines: list[_Line], i: int, longest: int) -> bool:
    """Tell whether the next line's first word would not have fitted on line `i`."""
    start, end = lines[i]
    word = text[lines[i + 1].start : lines[i + 1].end].split(None, 1)[0]
    return end - start + 1 + len(word) > 0.85 * longest and end - start > 0.6 * longest


def _first_body(text: str, lines: list[_Line]) -> int:
    """Return the index of the first line that is body, not head."""
    for i, (start, end) in enumerate(lines):
        if i >= HEAD_LINES:
            return i
        words = text[start:end]
        if _role_of(words):
            continue
        if end - start > TITLE_CHARS or (_BULLET.match(words) and i) or read_dateline(text, start, end):
            if not _is_own_date_line(words):
                return i
        elif _ENDS_SENTENCE.search(words) and len(words) > 40 and " " in words and not _own_date(words):
            return i
    # No line is plainly body: a short text. Its first sentence is, or all of it.
    for i, (start, end) in enumerate(lines):
        words = text[start:end]
        if _ENDS_SENTENCE.search(words) and not _role_of(words) and not _own_date(words):
            return i
    return 0


def _role_of(line: str) -> BlockRole | None:
    """Return the role of a line that stands alone, where its words tell."""
    if len(line) > SHORT_LINE:
        return None
    if is_agency(line):
        return "credit"
    for role, pattern in load_patterns().lines:
        if pattern.search(line):
            if role == "credit" and (line[0].islower() or line[0] in "-–—") and not line_credits(line):
                continue  # "the Front" looks like initials and an agency
            return role
    return None


def _own_date(line: str) -> PrintedDate | None:
    """Return the date of publication that a head line carries: after a label, or set off at the line's end."""
    if len(line) > 200:
        return None
    labelled = re.compile(rf"(?i)\b{load_patterns().label}:?,?\s+(?:{WEEKDAY},?\s+)?$")
    found = list(find_dates(line))
    for date in found:
        rest = line[date.end :]
        if labelled.search(line[: date.start]) and len(rest) < 40 and not _ENDS_SENTENCE.search(rest):
            return date
    for date in reversed(found):
        before, after = line[: date.start], line[date.end :]
        if _AFTER.match(after) and _SEPARATED.search(before):
            return date
        if not before.strip() and (_AFTER.match(after) or after.lstrip()[:1] in "|—–"):
            return date
    return None


def _is_own_date_line(line: str) -> bool:
    date = _own_date(line)
    return date is not None and len(line) - (date.end - date.start) < 60


def _read_headlines(build: _Builder, lines: list[_Line]) -> None:
    """Mark the lines before the body: one headline, letterheads and kickers as headings, the rest as furniture."""
    candidates: list[_Line] = []
    roles: dict[_Line, BlockRole] = {}
    for line in lines:
        words = build.text[line.start : line.end]
        role = _role_of(words)
        if role is not None:
            roles[line] = role
            _note(build, words, role)
        elif date := _own_date(words):
            build.dates.append(PrintedDate(line.start + date.start, line.start + date.end, date.readings))
            roles[line] = "furniture"
            _note_dated_place(build, line, date)
        else:
            roles[line] = "heading"
            candidates.append(line)
    chosen = _headline(build, candidates)
    for line in lines:
        build.add(line.start, line.end, "headline" if line == chosen else roles[line])


def _note_dated_place(build: _Builder, line: _Line, date: PrintedDate) -> None:
    """Keep the place of a line such as "Niamey, le 14 janvier 2026"."""
    m = _DATED_PLACE.match(build.text, line.start, line.start + date.start)
    if m and m[1][0].isupper() and m[1].casefold() not in load_patterns().data.kickers and build.dateline is None:
        place = Place(name=m[1], text=m[1], start=m.start(1), end=m.end(1))
        build.dateline = Dateline(line.start, line.end, place, None, None)


def _headline(build: _Builder, candidates: list[_Line]) -> _Line | None:
    """Choose the headline: the title that is known, else the first line that is no letterhead and no kicker.

    Beside a line in small letters a line all in capitals is the name of a series or a country.
    """
    text, patterns = build.text, load_patterns()
    for line in candidates:
        if match_title(text, line.start, line.end, build.title):
            return line
    titles = [
        line for line in candidates
        if text[line.start : line.end].casefold().strip(" :") not in patterns.data.kickers
        and not (len(candidates) > 1 and _is_letterhead(text[line.start : line.end]))
    ]  # fmt: skip
    titles = [line for line in titles if not _CLOCK.match(text, line.start)]
    if len(candidates) == 1 and build.dates and _is_letterhead(text[candidates[0].start : candidates[0].end]):
        return None
    titles = [line for line in titles if not _ENDS_SENTENCE.search(text[line.start : line.end])] or titles
    small = [line for line in titles if not text[line.start : line.end].isupper()]
    return next(iter(small or titles), None)


def _is_letterhead(line: str) -> bool:
    """Tell whether a line names who issues the text: a body's name, and nothing that it does."""
    named = load_patterns().letterhead.search(line) is not None
    return named and len(line.split()) <= 9 and not _VERB.search(line, 10)


def _note(build: _Builder, words: str, role: BlockRole) -> None:
    """Keep what a byline or a credit line says."""
    if role == "byline" and build.byline is None:
        build.byline = re.sub(r"^(?i:by|par) ", "", words).strip(" .") or None
    elif role in ("credit", "furniture"):
        build.credit(0 if re.search(r"(?i)source", words) else 1, line_credits(words))


def _read_body(build: _Builder, lines: list[_Line], alone: bool) -> None:
    text = build.text
    first = True
    last = len(lines) - 1
    last_prose = max((i for i, (a, b) in enumerate(lines) if _is_prose(text[a:b])), default=-1)
    for i, line in enumerate(lines):
        words = text[line.start : line.end]
        role = _role_of(words)
        if role is not None:
            build.add(line.start, line.end, role)
            _note(build, words, role)
            continue
        if bullet := _BULLET.match(words):
            build.add(line.start + bullet.end(), line.end, "item")
            first = False
            continue
        if first and (alone or line.end - line.start > RUN_ON_CHARS or not build.marks):
            _read_run_on(build, line, whole=alone or line.end - line.start > RUN_ON_CHARS, foot=i == last)
        elif first or read_dateline(text, line.start, line.end):
            _read_paragraph(build, line, foot=i == last)
        elif _is_title_like(words):
            follows = i < last_prose
            signed = not follows and not any(c.isdigit() for c in words)
            build.add(line.start, line.end, "heading" if follows else "byline" if signed else "paragraph")
        else:
            _read_paragraph(build, line, foot=i == last)
        first = False


def _is_prose(line: str) -> bool:
    return not _is_title_like(line) and _role_of(line) is None


def _is_title_like(line: str) -> bool:
    return (
        len(line) <= 90
        and len(line.split()) <= 11
        and not _ENDS_SENTENCE.search(line)
        and line[-1] not in ',;:–—-"”'
        and (line[0].isupper() or line[0].isdigit())
    )


def _read_paragraph(build: _Builder, line: _Line, foot: bool) -> None:
    """Mark one paragraph: a dateline at its head, and at the foot of the text a credit at its end."""
    start, end = line
    if found := read_dateline(build.text, start, end):
        build.add(found.start, found.end, "dateline")
        _note_dateline(build, found)
        start = found.end
    marks: tuple[Mark, ...] = ()
    if foot:
        marks, names, end = read_tail(build.text, start, end)
        build.credit(0, names)
    build.add(start, end, "paragraph")
    build.marks += marks


def _read_run_on(build: _Builder, line: _Line, whole: bool, foot: bool) -> None:
    """Mark the first body line of a text that may hold headline, byline, date and body in one."""
    text = build.text
    head = read_head(text, line.start, line.end, build.title)
    build.marks += head.marks
    if head.date:
        build.dates.append(head.date)
    build.credit(2, tuple(_canonical(n) for n in head.credits))
    build.byline = build.byline or head.byline
    end = line.end
    tail: tuple[Mark, ...] = ()
    if foot:
        tail, names, end = read_tail(text, head.body, line.end)
        build.credit(0, names)
    if whole:
        marks, dateline = split_body(text, head.body, end)
        build.marks += marks
        if dateline:
            _note_dateline(build, dateline)
    else:
        _read_paragraph(build, _Line(head.body, end), foot=False)
    build.marks += tail


def _canonical(name: str) -> str:
    return load_patterns().agency_names.get(name.casefold(), name)


def _note_dateline(build: _Builder, found: Dateline) -> None:
    if build.dateline is None:
        build.dateline = found
    if found.agency:
        build.credit(3, (_canonical(found.agency),))


def _finish(build: _Builder) -> Layout:
    text = build.text
    marks = sorted(build.marks)
    headline = next((text[m.start : m.end] for m in marks if m.role == "headline"), None)
    blocks: list[Block] = []
    for m in marks:
        # One headline at most: a second one is read like a section's.
        role: BlockRole = (
            "heading" if m.role == "headline" and any(b.role == "headline" for b in blocks) else m.role
        )
        if m.start < m.end and (not blocks or m.start >= blocks[-1].end):
            blocks.append(Block(start=m.start, end=m.end, role=role))
    build.credit(0, house_credit(text[:20_000]))
    names = tuple(dict.fromkeys(name for _, name in sorted(build.ranked, key=lambda r: r[0])))
    day = None
    if build.dateline and build.dateline.date:
        d = build.dateline
        full = next(find_dates(text, d.start, d.end), None)
        if full:
            build.dates.append(full)
        elif short := short_year(d.date or ""):
            build.dates.append(PrintedDate(d.start, d.end, (short,)))
        else:
            day = month_and_day(d.date or "")
    place = build.dateline.place if build.dateline else None
    return Layout(tuple(blocks), headline, build.byline, names, place, tuple(build.dates), day)
