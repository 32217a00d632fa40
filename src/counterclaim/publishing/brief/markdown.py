"""A brief as Markdown: sentences with footnotes, each footnote the words it cites."""

import re
import unicodedata

from counterclaim.publishing.brief.model import Brief, Citation, Sentence, Source
from counterclaim.publishing.brief.plan import EMPTY, around
from counterclaim.publishing.brief.trend import TREND_COLUMNS, week_cells
from counterclaim.publishing.brief.words import FIRST, LAST, day, given

_MARKUP = re.compile(r"([\\`*_\[\]|~$])")
_ADDRESS = re.compile(r"\b(https?|ftp|mailto|xmpp)(?=:)|\bwww(?=\.)|(?<=\w)(?=@)", re.IGNORECASE)
_LINE_START = re.compile(r"^(\s*)([-+>=:]|\d+[.)])")
_GIVEN = re.compile(f"{FIRST}([^{LAST}]*){LAST}")


def markdown(brief: Brief) -> str:
    """Return the brief as Markdown with footnotes; nothing in a report's words is markup."""
    if brief.headline is None:
        return f"# {EMPTY}\n\n{_about(brief)}"
    lines = [f"# {_cited(brief, brief.headline)}", ""]
    for section in brief.sections:
        lines += [f"## {section.heading}", ""]
        for part in section.parts:
            if part.heading is not None:
                lines += [f"### {escaped(part.heading)}", ""]
            lines += [" ".join(_cited(brief, s) for s in part.sentences), ""]
    if brief.weeks:
        lines += ["## Trend", "", f"| {' | '.join(TREND_COLUMNS)} |", f"|{'---|' * len(TREND_COLUMNS)}"]
        for week in brief.weeks:
            cells = week_cells(week)
            lines.append(f"| {' | '.join([*cells, _marks(brief, week.claims)])} |")
        lines.append("")
    lines += ["## Sources", "", *(_source(s) for s in brief.sources), "", _about(brief)]
    lines += [_footnote(c) for c in brief.citations]
    return "\n".join(lines).rstrip("\n") + "\n"


def escaped(words: str) -> str:
    """Return words so that Markdown and HTML find nothing in them; right-to-left words of a report keep isolates."""
    return _GIVEN.sub(lambda m: _isolated(_plain(m[1])), words)


def _plain(words: str) -> str:
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    words = _MARKUP.sub(r"\\\1", words)
    words = _ADDRESS.sub(lambda m: f"{m[0]}\\", words)  # no address becomes a link by itself
    return _LINE_START.sub(r"\1\\\2", words)


def _isolated(words: str) -> str:
    rtl = any(unicodedata.bidirectional(char) in ("R", "AL") for char in words)
    return f"{FIRST}{words}{LAST}" if rtl else words


def _cited(brief: Brief, sentence: Sentence) -> str:
    return escaped(sentence.words) + _marks(brief, sentence.claims)


def _marks(brief: Brief, claims: tuple[str, ...]) -> str:
    return "".join(f"[^{n}]" for n in brief.numbers(claims))


def _source(source: Source) -> str:
    report = source.report
    parts = [escaped(given(report.publisher or "Publisher not given"))]
    parts.append(f"“{escaped(given(report.title))}”" if report.title else "no title")
    parts.append(day(report.published) if report.published else "no date")
    if report.credited_to:
        parts.append(f"credited to {escaped(given(', '.join(report.credited_to)))}")
    if source.reprint_of is not None:
        title = source.reprint_of.title or source.reprint_of.id
        parts.append(f"**a reprint** of “{escaped(given(title))}”")
    if (link := link_of(report.url)) is not None:
        parts.append(f"<{link}>")
    return f"- {', '.join(parts)}."


def link_of(url: str | None) -> str | None:
    """Return an address that may be a link: http and https alone, without what would end it."""
    if url is None or not re.fullmatch(
        r"https?://[^\s<>\"'`\\{}|^\x00-\x20\x7f-\x9f\u2066-\u2069\u202a-\u202e]+", url
    ):
        return None
    return url


def _about(brief: Brief) -> str:
    return "".join(f"- {name}: {escaped(value)}\n" for name, value in brief.about)


def _footnote(citation: Citation) -> str:
    report = citation.report
    pieces = []
    for one in citation.quoted:
        before, quote, after = (escaped(given(w)) for w in (one.before, one.quote, one.after))
        lead, trail = around(citation, one)
        space = (" " if one.before[-1:].isspace() else "", " " if one.after[:1].isspace() else "")
        pieces.append(f"{lead}{before}{space[0]}**{quote}**{space[1]}{after}{trail}")
    name = escaped(given(report.publisher or report.title or report.id))
    dated = day(report.published) if report.published else "no date"
    return f"[^{citation.number}]: “{' '.join(pieces)}” {name}, {dated}."
