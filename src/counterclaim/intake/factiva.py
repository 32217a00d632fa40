"""Factiva exports split into their articles: with field codes and without, as text, RTF or HTML.

"Full Article plus Indexing" gives each field a code of two or three letters (HD headline, BY byline, WC words, PD date,
SN source, LP lead, TD text, AN accession number), in one order, as the rows of a table; "Full Article" gives the same
without codes. An article ends with its accession number: "Document" and 25 letters and digits. Known here from Dow
Jones's list of fields and the expectations of public parsers (tm.plugin.factiva, AmCAT, newspapers); tested only on
files written by hand after them.
"""

import re
from typing import Any

from counterclaim.intake.article import Article, Export, body_text, one_line
from counterclaim.intake.dates import find_dates

# The order in which the fields of an article stand.
_CODES = "CLM SE HD BY CR WC PD ET SN SC ED PG VOL LA CY LP TD CT RF CX ART CO IN NS RE IPC IPD PUB AN"
_ORDER = tuple(_CODES.split(" "))
_RANK = {code: rank for rank, code in enumerate(_ORDER)}
_CODED = ("CO", "IN", "NS", "RE")  # their values are codes with names: "gvio : Military Action"
_ROW = re.compile(rf"[ \t]*(?P<code>{'|'.join(_ORDER)})(?P<by>[ \t]*\|[ \t]*|\t[ \t]*|[ ]+|$)(?P<value>.*)$")
_TERM = re.compile(r"[\w.&-]{2,} : ")
_NUMBER = r"(?P<number>(?=[A-Za-z0-9]*(?:19|20)\d{6})[A-Za-z0-9]{18,32})"
_DOCUMENT = re.compile(rf"(?:Document|Dokument|Documento|文件)[ \t]+{_NUMBER}[ \t|]*$")
_ENDS = re.compile(rf"(?m)^[ \t]*(?:AN[ \t|]+)?{_DOCUMENT.pattern}")
_WORDS = re.compile(r"[\d.,]+[ \u00a0](?:words|mots|Wörter|palabras|parole|palavras|woorden|ord)\W*$")
_COPYRIGHT = re.compile(r"(?i)(?:copyright|copr\.?|©|\(c\))\W.*|.{0,40}all rights reserved.{0,20}$")
_BYLINE = re.compile(r"(?i)(?:by|par|von|por) ")
_FURNITURE = re.compile(r"(?i)Page \d+ of \d+.{0,60}$|.{0,10}\d{4} Factiva, Inc\. All rights reserved\.?$|Factiva$")
_CODE = re.compile(r"[A-Z0-9]{2,8}$")
HEADER_LINES = 12  # between the count of words and the body


def split_factiva(text: str) -> Export | None:
    """Return the articles of a Factiva export, or None where `text` is none."""
    ends = list(_ENDS.finditer(text))
    if not ends:
        return None
    starts = [0, *(m.end() for m in ends[:-1])]
    pieces = [text[start : m.end()] for start, m in zip(starts, ends, strict=True)]
    articles = tuple(a for piece in pieces if (a := _coded(piece) or _plain(piece)))
    if not articles:
        return None
    rest = text[ends[-1].end() :]
    cut = _coded(rest, whole=False) or _plain(rest)
    if cut is not None:
        articles = (*articles, cut._replace(cut=True))
    lost = len(pieces) - len(articles) + (cut is not None)
    doubts = (f"{lost} of its documents have no headline and no date, and were not told apart",) if lost else ()
    return Export("Factiva", articles, None, doubts)


def _coded(piece: str, whole: bool = True) -> Article | None:
    """Return the article of a piece whose fields have codes, or None."""
    fields: dict[str, str] = {}
    rank = -1
    current: str | None = None
    for line in piece.split("\n"):
        m = _ROW.match(line)
        if m and _is_field(m, rank, line):
            current, rank = m["code"], _RANK[m["code"]]
            fields[current] = m["value"]
        elif current:
            fields[current] += f"\n{line}"
    values = {code: _cell(value) for code, value in fields.items()}
    if not values.get("HD") or not (values.get("PD") or values.get("WC")) or (whole and "AN" not in values):
        return None
    number = _DOCUMENT.search(values.get("AN", ""))
    body = body_text(values.get("LP"), values.get("TD"))
    title = one_line(values["HD"])
    return Article(
        raw=piece.strip("\n"), text=body_text(title, body), title=title, byline=one_line(values.get("BY")),
        publisher=one_line(values.get("SN")), published=one_line(values.get("PD")),
        external_id=number["number"] if number else None, bare=not body,
    )  # fmt: skip


def _is_field(m: re.Match[str], rank: int, line: str) -> bool:
    """Tell whether a line that begins as a field does is one: "IN" and "BY" are words, too.

    Fields keep their order; after a single space a code of the index must be followed by one of its terms.
    """
    code, by = m["code"], m["by"]
    if _RANK[code] <= rank:
        return False
    if code == "AN":
        return _DOCUMENT.search(line) is not None or not m["value"].strip()
    if "|" in by or "\t" in by or not by or len(by) > 2:
        return True
    if code in _CODED:
        return _TERM.match(m["value"]) is not None
    # In capitals throughout it is a headline such as "BY THE RIVER", wherever it stands.
    return code in ("HD", "WC", "PD", "SN", "SC", "LA", "LP", "TD", "BY", "IPC", "IPD", "PUB") and (
        code not in ("BY",) or not m["value"].isupper()
    )


def _cell(value: str) -> str:
    """Return the text of a table's cell without the marks that part it from the next."""
    lines = [line.rstrip().removesuffix("|").strip() for line in value.split("\n")]
    return "\n".join(line for line in lines if not _FURNITURE.fullmatch(line)).strip("\n")


def _plain(piece: str) -> Article | None:
    """Return the article of a piece without codes, or None: its count of words and its date are what it is known by."""
    lines = [line.strip().strip("|").strip() for line in piece.split("\n")]
    lines = ["" if _FURNITURE.fullmatch(line) else line for line in lines]
    number = next((m for line in reversed(lines) if (m := _DOCUMENT.match(line))), None)
    for at, line in enumerate(lines):
        if _WORDS.fullmatch(line) and (dated := _next(lines, at)) is not None and _is_date(lines[dated]):
            break
    else:
        return None
    above = [line for line in lines[:at] if line]
    byline = above.pop() if len(above) > 1 and (_BYLINE.match(above[-1]) or len(above) == 2) else None
    publisher, begin = _header(lines, dated)
    end = next((i for i in range(begin, len(lines)) if _DOCUMENT.match(lines[i])), len(lines))
    title = one_line(" ".join(above))
    body = body_text("\n".join(lines[begin:end]))
    return Article(
        raw=piece.strip("\n"), text=body_text(title, body), title=title,
        byline=one_line(_BYLINE.sub("", byline, count=1)) if byline else None, publisher=publisher,
        published=lines[dated], external_id=number["number"] if number else None, bare=not body,
    )  # fmt: skip


def _next(lines: list[str], at: int) -> int | None:
    return next((i for i in range(at + 1, len(lines)) if lines[i]), None)


def _is_date(line: str) -> bool:
    found = next(find_dates(line[:80]), None)
    return found is not None and len(line) - (found.end - found.start) < 12


def _header(lines: list[str], dated: int) -> tuple[str | None, int]:
    """Return the source and the first line of the body of an article whose date stands on line `dated`.

    "Hour / source / its code / page / language / copyright" follow; the copyright is the last, or else the code
    and the language are.
    """
    named = [i for i in range(dated + 1, len(lines)) if lines[i]][:HEADER_LINES]
    named = named[1:] if named and re.match(r"\d{1,2}:\d{2}", lines[named[0]]) else named
    publisher = lines[named[0]] if named else None
    last = next((i for i in reversed(named) if _COPYRIGHT.fullmatch(lines[i])), None)
    if last is None:
        last = next((i for i in named[1:] if _CODE.fullmatch(lines[i])), named[0] if named else dated)
        after = _next(lines, last)
        last = after if after is not None and re.fullmatch(r"[A-Z]?[a-zé]{3,12}", lines[after]) else last
    return publisher, last + 1


def html_text(markup: str) -> str | None:
    """Return the articles of a Factiva page as text with a line for each field and paragraph; None where it has none."""
    if "articleParagraph" not in markup:
        return None
    from lxml import html  # type: ignore[import-untyped]
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    try:
        tree = html.document_fromstring(markup.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (LxmlError, ValueError, AssertionError):
        return None
    articles = tree.xpath(
        "//div[starts-with(@class, 'article ') and not(ancestor::div[starts-with(@class, 'article ')])]"
    )
    return "\n".join(line for article in articles for line in _html_lines(article)) or None


def _html_lines(article: Any) -> list[str]:
    rows = [row for row in article.iter("tr") if (cells := row.findall("td")) and _words(cells[0]).strip() in _RANK]
    if rows:
        return [f"{_words(row.findall('td')[0])}|{_paragraphs(row.findall('td')[1:])}" for row in rows]
    return [_paragraphs([article])]


def _words(node: Any) -> str:
    return " ".join(node.text_content().split())


def _paragraphs(nodes: list[Any]) -> str:
    """Return the paragraphs under some nodes: those of <p>, of <div> and what stands outside any."""
    parts: list[str] = []
    for node in nodes:
        leaves = [
            n for n in node.iter("p", "div") if n.find("p") is None and n.find("div") is None and n is not node
        ]
        parts += [_words(n) for n in leaves] or [_words(node)]
    return "\n\n".join(part for part in parts if part)
