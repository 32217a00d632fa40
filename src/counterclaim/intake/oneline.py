"""What can be told inside one line: scrapers put headline, byline, date, lead, body and links into one run.

Only what is sure is marked; the rest stays paragraph, because body text that is lost is a fact that is lost.
"""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from counterclaim.intake.credits import end_credit, split_names
from counterclaim.intake.datelines import Dateline, find_inside, read_caps_place, read_dateline
from counterclaim.intake.dates import WEEKDAY, PrintedDate, find_dates
from counterclaim.intake.patterns import load_patterns
from counterclaim.record.report import BlockRole

HEAD_CHARS = 500  # headline, byline and date stand within these
LEAD_CHARS = 1_500  # tags, captions and a late dateline stand within these
LEAST_TITLE_WORDS = 3

_WORD = re.compile(r"\w+")
_STOP = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z\"“])")
_BEFORE_DATE = re.compile(rf"(?i)(?:{WEEKDAY},?\s+)?$")
_NAMES = re.compile(r"[A-Z][\w’'-]+ [A-Z][\w’'-]+(?: (?:and )?[A-Z][\w’'-]+){0,6}\.(?= [A-Z\"“])")
_SHARES = re.compile(r"\s*\d{1,6}(?: \d{1,6}){0,2}(?= [A-Z\"“])")
_BY = re.compile(r"(?i:by) (?=[A-Z])")
_SITE_SUFFIX = re.compile(r"\s*[|–—-]\s+(?=[A-Z])[^|]{2,60}$")
_TAGS = re.compile(r"(?<=[.!?\"”’)])\s+(?P<tags>Tags) (?=[A-Z])")
_RELATED_HEAD = re.compile(r"Related (?=[A-Z0-9])")
# A scrap after the last sentence, of capitalised words alone and without a stop, signs the article.
_SCRAP = re.compile(r"(?:(?:al-)?[A-Z][\w.'’-]*[ /]*){1,7}$")
_SENTENCE_BEFORE = re.compile(r"(?:[a-z\d)]|[A-Z]{3}|[\"”])[.!?][\"”)]*\s+")
_RELATED = re.compile(r"(?:\.\.\.\s*)?(?:\d{1,6} )?Related (?=[A-Z0-9\"])")


class Mark(NamedTuple):
    """A stretch of text and its role."""

    start: int
    end: int
    role: BlockRole


class Head(NamedTuple):
    """What stands before the body of a one-line article: `body` is where the body begins."""

    marks: tuple[Mark, ...]
    body: int
    date: PrintedDate | None
    credits: tuple[str, ...]
    byline: str | None


@lru_cache(maxsize=1)
def _label() -> Any:
    return re.compile(rf"(?i)(?:{load_patterns().label}):?\s+(?:{WEEKDAY},?\s+)?|(?:{WEEKDAY},?\s+)")


@lru_cache(maxsize=1)
def _agency_first() -> Any:
    return re.compile(rf"(?P<agency>{load_patterns().agency})(?= [A-Z\d\"])")


def match_title(text: str, start: int, end: int, title: str | None) -> int | None:
    """Return where a repetition of `title` at `start` ends, or None: compared by words, marks left aside."""
    if not title:
        return None
    wanted = _WORD.findall(_SITE_SUFFIX.sub("", title).casefold())
    if len(wanted) < LEAST_TITLE_WORDS:
        return None
    at = start
    found = 0
    for m in _WORD.finditer(text, start, min(end, start + 400)):
        if found == 0 and m.group().casefold() != wanted[0]:
            if m.group().isupper() and m.start() == start:  # "UPDATED Regime air raids ..."
                continue
            return None
        if found == len(wanted) or m.group().casefold() != wanted[found]:
            break
        found += 1
        at = m.end()
    return at if found >= max(LEAST_TITLE_WORDS, 0.8 * len(wanted)) else None


def read_head(text: str, start: int, end: int, title: str | None) -> Head:
    """Return what stands before the body of the one-line article text[start:end].

    `title` is the headline where it is known from elsewhere.
    """
    marks: list[Mark] = []
    date: PrintedDate | None = None
    names: tuple[str, ...] = ()
    byline: str | None = None
    at = start
    headline = False
    for _ in range(8):
        at = _skip(text, at, end)
        if not headline and (stop := match_title(text, at, end, title)):
            marks.append(Mark(at, stop, "headline"))
            headline, at = True, stop
        elif date is None and (found := _date_at(text, at, end)):
            date, stop = found
            marks.append(Mark(at, stop, "furniture"))
            at = stop
        elif (agency := _agency_first().match(text, at, end)) and _signs(text, agency.end(), end, headline, date):
            marks.append(Mark(at, agency.end(), "byline"))
            names, at = (*names, agency["agency"]), agency.end()
            if date:
                trail = _trail(text, at, end)
                marks.append(Mark(at, trail, "furniture"))
                at = trail
        elif (headline or date) and not byline and (stop := _byline_at(text, at, end, None if headline else title)):
            marks.append(Mark(at, stop, "byline"))
            byline, at = re.sub(r"^(?i:by) ", "", text[at:stop]).strip(". "), stop
        elif date is None and (late := _late_date(text, at, end, headline)):
            date = late.date
            marks += late.marks
            names = (*names, *late.credits)
            byline = late.byline or byline
            headline = headline or any(m.role == "headline" for m in late.marks)
            at = late.end
        elif (headline or date) and (related := _RELATED_HEAD.match(text, at, end)):
            stop = _opener(text, related.end(), end, title) or related.end()
            marks.append(Mark(at, stop, "furniture"))
            at = stop
        else:
            break
    kept = tuple(m for m in (_trimmed(text, m) for m in marks) if m.start < m.end)
    return Head(kept, _skip(text, at, end), date, names, byline)


def _signs(text: str, at: int, end: int, headline: bool, date: PrintedDate | None) -> bool:
    """Tell whether an agency's name that ends at `at` in the head signs the text, and opens no sentence."""
    if _inside_name(text, at, end):
        return False
    if date is None:
        return _date_at(text, _skip(text, at, end), end) is not None
    return headline or text[at - 2 : at].isupper()


def _opener(text: str, start: int, end: int, title: str | None) -> int | None:
    """Return where related headlines give way to the body: at the title again, or a word that opens a sentence."""
    openers = load_patterns().data.openers
    sentence = _STOP.search(text, start, min(end, start + 900))
    for m in re.compile(r"\S+").finditer(text, start, sentence.start() if sentence else start):
        if m.start() > start and (m.group() in openers or match_title(text, m.start(), end, title)):
            return m.start()
    return None


def _skip(text: str, at: int, end: int) -> int:
    """Return the next place that is neither white space nor a stray stop after a headline."""
    while at < end and (text[at].isspace() or (text[at] in ".|" and (at + 1 == end or text[at + 1].isspace()))):
        at += 1
    return at


def _trimmed(text: str, mark: Mark) -> Mark:
    start, end = mark.start, mark.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Mark(start, end, mark.role)


def _date_at(text: str, at: int, end: int) -> tuple[PrintedDate, int] | None:
    """Return the date that stands at `at`, a label and a weekday before it allowed, and where its trail ends."""
    m = _label().match(text, at, min(end, at + 60))
    for begin in (m.end(), at) if m else (at,):
        found = next(find_dates(text, begin, min(end, begin + 40)), None)
        if found and found.start == begin:
            return found, _trail(text, found.end, end)
    return None


def _trail(text: str, at: int, end: int) -> int:
    """Return where the furniture that follows a date ends: times, short links, topics, counts of shares."""
    patterns = load_patterns()
    short_link = False
    for _ in range(6):
        window = text[at : min(end, at + 200)]
        m = patterns.after_date.search(window)
        if m:
            short_link = short_link or "short url" in m.group().casefold() or "topic" in m.group().casefold()
            at += m.end()
        elif short_link and (shares := _SHARES.match(text, at, end)):
            return shares.end()
        else:
            break
    return at


def _inside_name(text: str, at: int, end: int) -> bool:
    """Tell whether an agency's name at the head goes on as part of a sentence ("Reuters journalists were")."""
    return bool(re.compile(r"['’]s\b| [a-z]").match(text, at, end))


def _byline_at(text: str, at: int, end: int, title: str | None) -> int | None:
    """Return where a byline that stands at `at` ends, or None where that cannot be told."""
    if m := _NAMES.match(text, at, min(end, at + 120)):
        return m.end()
    if title and _BY.match(text, at, end):
        for m in _WORD.finditer(text, at + 3, min(end, at + 120)):
            if match_title(text, m.start(), end, title):
                return m.start()
    return None


class _Late(NamedTuple):
    marks: tuple[Mark, ...]
    date: PrintedDate
    end: int
    credits: tuple[str, ...]
    byline: str | None


def _late_date(text: str, at: int, end: int, headline: bool) -> _Late | None:
    """Return a date of publication that stands after a headline, a standfirst or a byline, or None.

    It counts where a byline or an agency signs before it, or where a weekday opens it and furniture, a time or a
    dateline follows: never in a sentence.
    """
    stop = min(end, at + (HEAD_CHARS if headline else 260))
    sentence = _STOP.search(text, at, stop)
    for found in find_dates(text, at, stop):
        weekday = _BEFORE_DATE.search(text, at, found.start)
        begin = weekday.start() if weekday else found.start
        before = text[at:begin].split()
        if not before or before[-1].casefold().strip(",") in load_patterns().data.in_sentence:
            continue
        trail = _trail(text, found.end, end)
        by = re.compile(r"\b(?:By|BY) (?:[A-Z][\w’'.-]+ ?){1,4}$").search(text, max(at, begin - 80), begin)
        agency = re.compile(rf"\b(?P<agency>{load_patterns().agency}) $").search(text, max(at, begin - 40), begin)
        signature = by or agency
        if not (signature and begin < found.start):
            # Unsigned, it must stand in the first sentence, and what follows it must not go on with that sentence.
            follows = trail > found.end or bool(read_dateline(text, _skip(text, trail, end), end))
            before_stop = found.start < (sentence.start() if sentence else stop)
            near = before_stop and found.start - at < (120 if headline else 260)
            if not near or not follows or not (signature or headline or begin < found.start):
                continue
        cut = signature.start() if signature else begin
        # Between a headline and a signed date stands the standfirst, which is read; or mere rubrics.
        role: BlockRole = "headline" if not headline else "paragraph" if cut - at > 60 else "furniture"
        marks = [Mark(at, cut, role), Mark(cut, begin, "byline"), Mark(begin, trail, "furniture")]
        return _Late(
            tuple(m for m in marks if text[m.start : m.end].strip()),
            found,
            trail,
            (agency["agency"],) if agency else (),
            re.sub(r"^(?i:by) ", "", by.group()).strip() if by else None,
        )
    return None


def read_tail(text: str, start: int, end: int) -> tuple[tuple[Mark, ...], tuple[str, ...], int]:
    """Return marks and credits at the end of the one-line article text[start:end], and where its body ends."""
    marks: list[Mark] = []
    names: list[str] = []
    for _ in range(6):
        while end > start and text[end - 1].isspace():
            end -= 1
        if found := _tail_furniture(text, start, end):
            marks.append(found[0])
            names = [*found[1], *names]
            end = found[0].start
        elif credit := end_credit(text, start, end):
            marks.append(Mark(credit.start, end, "credit"))
            names = [*names, *credit.names]
            end = credit.start
        elif (scrap := _scrap(text, start, end)) is not None:
            marks.append(Mark(scrap, end, "byline"))
            end = scrap
        else:
            break
    while end > start and text[end - 1].isspace():
        end -= 1
    return tuple(_trimmed(text, m) for m in reversed(marks)), tuple(names), end


def _scrap(text: str, start: int, end: int) -> int | None:
    """Return where a signature ("Manar/Mazen", "Youssef Diab") begins that ends the text, or None."""
    for m in _SENTENCE_BEFORE.finditer(text, max(start, end - 90), end):
        if m.end() < end and _SCRAP.match(text, m.end(), end):
            return m.end()
    return None


def _tail_furniture(text: str, start: int, end: int) -> tuple[Mark, tuple[str, ...]] | None:
    patterns = load_patterns()
    body = text[start:end]
    if not patterns.any_tail.search(body):
        return None
    best: tuple[int, BlockRole, bool, str] | None = None
    for tail, compiled in patterns.tail:
        m = compiled.search(body)
        if not m or m.start() < tail.share * len(body):
            continue
        if tail.after_stop and not re.search(r"[.!?\"”’)]\s*$", body[max(0, m.start() - 20) : m.start()]):
            continue
        if best is None or m.start() < best[0]:
            best = (m.start(), tail.role, tail.credit, m.group())
    if best is None:
        return None
    at, role, is_credit, words = best
    if "Community" in words or "Facebook" in words:
        at = _related_before(body, at)
    names = split_names(words.removeprefix("Source ")) if is_credit else ()
    return Mark(start + at, end, role), names


def _related_before(body: str, at: int) -> int:
    """Return where the list of related headlines begins that runs up to `at`, or `at`."""
    for m in _RELATED.finditer(body, int(0.2 * len(body)), at):
        if re.search(r"[.!?\"”’)]\s*$", body[max(0, m.start() - 4) : m.start()]) or m.group()[0] in ".0123456789":
            return m.start()
    return at


def split_body(text: str, start: int, end: int) -> tuple[tuple[Mark, ...], Dateline | None]:
    """Return the marks that divide the body text[start:end] of a one-line article, and its dateline.

    A dateline at its head or after the lead, tags, a photograph's credit, and a lead that is printed twice.
    """
    marks: list[Mark] = []
    dateline = read_dateline(text, start, end) or read_caps_place(text, start, end)
    at = start
    if dateline:
        marks.append(Mark(dateline.start, dateline.end, "dateline"))
        at = dateline.end
    else:
        dateline = find_inside(text, start, min(end, start + LEAD_CHARS))
        if dateline:
            marks += _caption_before(text, start, dateline.start)
            marks.append(Mark(dateline.start, dateline.end, "dateline"))
    marks += _tags(text, start, min(end, start + LEAD_CHARS))
    marks += _paragraphs(text, at, end, marks)
    return tuple(sorted(_trimmed(text, m) for m in marks)), dateline


def _caption_before(text: str, start: int, end: int) -> list[Mark]:
    stops = [m.end() for m in re.finditer(r"[.!?\"”]\s+", text[start:end])]
    begin = start + (stops[-1] if stops else 0)
    return [Mark(begin, end, "furniture")] if stops and load_patterns().photo_credit.search(text[begin:end]) else []


def _tags(text: str, start: int, end: int) -> list[Mark]:
    """Return the mark of a list of tags between lead and body: up to a stop or a word that opens a sentence."""
    data = load_patterns().data
    m = _TAGS.search(text, start, end)
    if not m:
        return []
    begin, stop = m.start("tags"), m.end("tags")
    for n, word in enumerate(re.compile(r"\S+").finditer(text, stop, min(len(text), stop + 240))):
        bare = word.group().strip('.,"“')
        if bare in data.openers and n:
            return [Mark(begin, word.start(), "furniture")]
        if bare.casefold() in data.not_in_tags or n > 22:
            break
        if word.group().endswith("."):
            return [Mark(begin, word.end(), "furniture")]
    return [Mark(begin, stop, "furniture")]  # where the tags end cannot be told: the word alone


def _paragraphs(text: str, start: int, end: int, taken: list[Mark]) -> list[Mark]:
    """Return paragraphs over what of text[start:end] is not taken, cut where the lead is printed again."""
    cuts = [start]
    again = _printed_again(text, start, end)
    if again:
        cuts.append(again)
    edges = sorted({*cuts, end, *(m.start for m in taken), *(m.end for m in taken)})
    paragraphs = []
    for a, b in pairwise(edges):
        free = a >= start and b <= end and not any(m.start < b and a < m.end for m in taken)
        if free and text[a:b].strip(" .|"):
            paragraphs.append(Mark(a, b, "paragraph"))
    return paragraphs


def _printed_again(text: str, start: int, end: int) -> int | None:
    words = list(_WORD.finditer(text, start, min(end, start + 80)))[:6]
    if len(words) < 6:
        return None
    opening = text[start : words[-1].end()]
    found = text.find(opening, start + len(opening), min(end, start + 900))
    if found > 0 and text[found - 1] in '"“':
        found -= 1
    return found if found > 0 else None
