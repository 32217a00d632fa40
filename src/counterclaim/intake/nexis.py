"""Nexis exports split into their articles: the old plain text and the newer Nexis Uni text.

The old one (LexisNexis Academic, until about 2019) opens each article with "3 of 12 DOCUMENTS"; the newer one (Nexis
Uni, Nexis Advance, as DOCX or RTF) closes each with "End of Document". Both are known here from the documentation and
the expectations of public parsers (LexisNexisTools, tm.plugin.lexisnexis, AmCAT, nexis-uni-parser) and from published
samples; tested only on files written by hand after them. Cover pages, captions of pictures ("GRAPHIC") and index terms
are no part of an article's text; its lines, which the old kind wraps, are joined.
"""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from counterclaim.intake.article import Article, Export, body_text, one_line, unwrap
from counterclaim.intake.dates import find_dates

_OPENS = re.compile(
    r"(?im)^[ \t\f]*(?:FOCUS - )?(?:(?P<n>\d{1,6}) (?:of|van|von|de) (?P<m>\d{1,6}) DO[CK]UMENT(?:S|EN|E)?"
    r"|DO[CK]UMENT (?P<n2>\d{1,6}) (?:of|van|von|de) (?P<m2>\d{1,6}))[ \t]*$"
)
_CLOSES = re.compile(r"(?m)^[ \t]*(?:End of Document|Ende des Dokuments|Fin du document|Einde van document)[ \t]*$")
_COVER = re.compile(
    r"(?m)^(?:Download Request:|Time Of Request:|Date and Time:|Job Number:|Documents? \(\d+\)[ \t]*$)"
)
_ANNOUNCED = re.compile(r"(?m)^Documents? \((\d{1,6})\)[ \t]*$")
_COVER_LINE = re.compile(
    r"(?:User Name|Date and Time|Job Number|Client/Matter|Search Terms|Search Type|Narrowed by|Content Type|Timeline)\b"
    r"|Documents? \(\d+\)$|\d{1,4}\. |News\s+(?:Timeline|Publication|Location)"
)

_FIELD = re.compile(r"(?P<name>[A-Z][A-Za-zÄÖÜÉ]*(?:[ /-][A-Z][A-Za-z]*)?):(?:[ \t\u00a0]+|$)(?P<value>.*)$")
_HEADER = {
    "section": "section", "rubrik": "section", "rubrique": "section", "length": "length", "länge": "length",
    "longueur": "length", "lengte": "length", "headline": "headline", "byline": "byline", "autor": "byline",
    "auteur": "byline", "dateline": "dateline", "highlight": "highlight", "series": "series", "body": "body",
    "column": "section", "type": "type", "author": "byline",
}  # fmt: skip
_BODY = re.compile(r"(?:Body|BODY|Text)[ \t:]*$")
_TAIL = re.compile(
    r"(?:LOAD-DATE|UPDATE|LANGUAGE|SPRACHE|LANGUE|PUBLICATION-TYPE|PUBLICATIETYPE|JOURNAL-CODE|DOCUMENT-TYPE|GRAPHIC"
    r"|GRAFIK|SUBJECT|ORGANIZATION|GEOGRAPHIC|COUNTRY|STATE|CITY|PERSON|COMPANY|TICKER|INDUSTRY|CORRECTION-DATE|ACC-NO"
    r"|PUB-TYPE|DISTRIBUTION|Load-Date|Publication-Type|Journal Code):"
    r"|(?:Classification|Klassifizierung|Graphic|Notes|Correction)[ \t]*$"
)
_COPYRIGHT = re.compile(r"(?i)(?:copyright|©|\(c\))\s.{0,3}\d{4}|all rights reserved|(?:tous droits|alle rechte) ")
_LOADED = re.compile(r"(?im)^(?:LOAD-DATE|Load-Date|UPDATE):\s*(.+)$")
_NUMBER = re.compile(r"(?m)^ACC-NO:\s*(\S+)[ \t]*$")
_LENGTH = re.compile(r"(?im)^[ \t]*(?:LENGTH|LÄNGE|LONGUEUR|LENGTE):\s*[\d,.]+ ")
_SIGNS = re.compile(r"(?m)^[ \t]*(?:Load-Date:|LOAD-DATE:|Body[ \t]*$|BODY:|(?:©|Copyright) )")
_EDITION = re.compile(r"(?i)\bedition\b|\bausgabe\b|^(?:first|second|third|final|late|early)\b.{0,30}$")
BESIDE_DATE = 20  # letters that may stand beside the date on its line: a weekday, an hour

_ReadHeader = Callable[[list[str]], tuple[list[str], list[str]]]


def split_nexis(text: str) -> Export | None:
    """Return the articles of a Nexis export, or None where `text` is none."""
    opens = list(_OPENS.finditer(text))
    if opens and (_LENGTH.search(text) or _SIGNS.search(text)):
        return _split_old(text, opens)
    closes = list(_CLOSES.finditer(text))
    if closes and (_LENGTH.search(text) or _SIGNS.search(text)):
        return _split_new(text, closes)
    if len({m.group()[:8] for m in _COVER.finditer(text[:5000])}) > 1:
        return Export("Nexis", (), None)  # a cover page, and nothing under it
    return None


def _split_old(text: str, opens: list[re.Match[str]]) -> Export:
    ends = [*(m.start() for m in opens[1:]), len(text)]
    articles = tuple(_article(text[m.end() : end], _old_header) for m, end in zip(opens, ends, strict=True))
    numbers = [int(m["n"] or m["n2"]) for m in opens]
    doubts = []
    if any(b != a + 1 for a, b in pairwise(numbers)):
        doubts.append("the numbers of its documents do not follow one another")
    return Export("Nexis", articles, int(opens[-1]["m"] or opens[-1]["m2"]), tuple(doubts))


def _split_new(text: str, closes: list[re.Match[str]]) -> Export:
    starts = [0, *(m.end() for m in closes)]
    ends = [*(m.start() for m in closes), len(text)]
    pieces = [text[a:b] for a, b in zip(starts, ends, strict=True)]
    last = pieces.pop()
    articles = [_article(piece, _new_header) for piece in pieces if piece.strip()]
    if _SIGNS.search(last) or _LENGTH.search(last):
        articles.append(_article(last, _new_header)._replace(cut=True))
    announced = _ANNOUNCED.search(pieces[0]) if pieces else None
    return Export("Nexis", tuple(articles), int(announced[1]) if announced else None)


def _old_header(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the publisher's lines and the headline's of what stands before the first field.

    "Publisher / date / edition", set in the middle of the line, then the headline at the margin; the notice of
    copyright may stand above.
    """
    dated = next((i for i, line in enumerate(lines) if _is_date(line)), None)
    if dated is None:
        return [], lines
    after = dated + 1
    while after < len(lines) and (lines[after].startswith("     ") or _EDITION.search(lines[after])):
        after += 1
    return lines[: dated + 1], lines[after:]


def _new_header(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the publisher's lines and the headline's: here the headline stands first, "publisher / date" after it.

    Before the first article's headline may stand the cover page with the list of all.
    """
    dated = next((i for i in reversed(range(len(lines))) if _is_date(lines[i])), None)
    if dated is None or dated < 1:
        return [], lines[-1:]
    above = lines[: dated - 1]
    cover = max((i for i, line in enumerate(above) if _COVER_LINE.match(line.strip())), default=None)
    return lines[dated - 1 : dated + 1], above if cover is None else above[cover + 1 :][-1:]


def _is_date(line: str) -> bool:
    found = next(find_dates(line[:200]), None)
    return found is not None and len(line.strip()) - (found.end - found.start) < BESIDE_DATE


def _article(raw: str, read_header: _ReadHeader) -> Article:
    """Return one article of what stands between two marks of the export."""
    lines = raw.split("\n")
    begin, end = _body(lines)
    plain, fields = _fields(lines[:begin])
    plain = [line for line in plain if not _COPYRIGHT.search(line)]
    head, headline = read_header(plain)
    dated = next((line for line in head if _is_date(line)), None)
    publisher = next((line for line in reversed(head) if not _is_date(line)), None)  # copyright may stand above it
    loaded = _LOADED.search(raw)
    title = one_line(fields.get("headline") or " ".join(headline))
    number = _NUMBER.search(raw)
    return Article(
        raw=raw.strip("\n"),
        text=body_text(title, fields.get("highlight"), unwrap(lines[begin:end])),
        title=title,
        byline=one_line(fields.get("byline")),
        publisher=one_line(publisher),
        published=one_line(dated) or (one_line(loaded[1]) if loaded else None),
        loaded=dated is None and loaded is not None,
        external_id=number[1] if number else None,
        bare=not "\n".join(lines[begin:end]).strip(),
    )


def _body(lines: list[str]) -> tuple[int, int]:
    """Return the first line of the body, and the one after its last."""
    tail = next((i for i, line in enumerate(lines) if _TAIL.match(line.strip()) and i > 2), len(lines))
    marked = next((i for i in range(tail) if _BODY.match(lines[i].strip())), None)
    if marked is not None:
        begin = marked + 1
        tail = next((i for i in range(begin, len(lines)) if _TAIL.match(lines[i].strip())), len(lines))
    else:
        last = max((i for i in range(tail) if _field(lines[i]) == "length"), default=None)
        begin = 0 if last is None else _after_fields(lines, last)
    while tail > begin and (not lines[tail - 1].strip() or _COPYRIGHT.search(lines[tail - 1])):
        tail -= 1
    return begin, max(tail, begin)


def _after_fields(lines: list[str], at: int) -> int:
    """Return the first line that belongs to no field of the header, which has one on line `at`."""
    while at < len(lines):
        while at < len(lines) and lines[at].strip():  # a field's value ends with a blank line
            at += 1
        while at < len(lines) and not lines[at].strip():
            at += 1
        if at == len(lines) or _field(lines[at]) is None:
            break
    return at


def _field(line: str) -> str | None:
    m = _FIELD.match(line.strip())
    return _HEADER.get(m["name"].casefold()) if m else None


def _fields(lines: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """Return the lines that belong to no field, blank ones left out, and the fields."""
    plain: list[str] = []
    fields: dict[str, str] = {}
    current: str | None = None
    for line in lines:
        name = _field(line)
        if name:
            current = name
            fields.setdefault(name, _FIELD.match(line.strip())["value"])  # type: ignore[index]
        elif not line.strip():
            current = None
        elif current and not _BODY.match(line.strip()) and not _COPYRIGHT.search(line):
            fields[current] += f"\n{line.strip()}"
        elif not _BODY.match(line.strip()):
            plain.append(line)
    return plain, fields
