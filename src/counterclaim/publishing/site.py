"""The static edition: pages of plain HTML with relative links, no script, that open from any folder."""

import html
from collections import defaultdict
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from counterclaim.publishing.incident_words import BASIS, GRADES, counted, low_best_high, plural, sentences
from counterclaim.publishing.text import GROUPS
from counterclaim.record import Figure
from counterclaim.record.base import Record

STYLE = "site.css"
_BAR = 220  # units of a range bar
CSS = """
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1d2126; --soft: #545b63; --line: #dedad2; --accent: #1f4e79; --warm: #f6e3b4; }
@media (prefers-color-scheme: dark) { :root { --paper: #15181b; --ink: #e6e3dd; --soft: #a6abb1; --line: #353a40; --accent: #8dbbe6; --warm: #4d4219; } }
* { box-sizing: border-box; }
html { font: 16px/1.55 system-ui, sans-serif; background: var(--paper); color: var(--ink); }
body { max-width: 62rem; margin: 0 auto; padding: 1.25rem; overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: 2px; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin-top: 2rem; } h3 { font-size: 1rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: start; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--soft); font-size: .85rem; white-space: nowrap; }
.num { text-align: end; }
.soft, .context { color: var(--soft); }
.claim { border-inline-start: 3px solid var(--line); padding: .1rem .9rem; margin: .9rem 0; }
.claim p, .claim blockquote { margin: .3rem 0; }
mark { background: var(--warm); color: inherit; }
.text { white-space: pre-wrap; }
.bar line { stroke: var(--accent); stroke-width: 3; } .bar circle { fill: var(--ink); }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: .75rem; color: var(--soft); font-size: .875rem; }
.table { overflow-x: auto; }
@media print { body { max-width: none; } }
"""


class SiteFigure(Record, frozen=True, kw_only=True):
    """A figure and the name of its side."""

    figure: Figure
    side: str


class SiteClaim(Record, frozen=True, kw_only=True):
    """A claim as the static edition shows it: all its words are fit to be shown."""

    id: str
    stands: str
    who: str
    words: str
    where_when: str
    quotes: tuple[tuple[str, str, str], ...]
    note: str
    report: str
    report_name: str


class SiteIncident(Record, frozen=True, kw_only=True):
    """An incident as the static edition shows it."""

    id: str
    title: str
    where: str
    when: str
    sides: tuple[str, ...]
    grade: str | None
    contested: bool
    figures: tuple[SiteFigure, ...]
    claims: tuple[SiteClaim, ...]
    media: tuple[str, ...]
    origins: int
    reports: int


class SiteReport(Record, frozen=True, kw_only=True):
    """A report as the static edition shows it; `text` is the marked article, None where only quotations are shown."""

    id: str
    title: str
    source: str
    address: str | None
    claims: tuple[SiteClaim, ...]
    incidents: tuple[tuple[str, str], ...]
    text: tuple[tuple[str, bool], ...] | None


def index_page(lines: Sequence[SiteIncident], page: int, pages: int, total: int, about: str) -> str:
    """Return one page of the list of incidents."""
    rows = "".join(
        f'<tr><td>{_e(i.when)}</td><th scope="row"><a href="incident/{_file(i.id)}">{_e(i.title)}</a><br>'
        f'<span class="soft"><bdi>{_e(i.where)}</bdi></span></th><td><bdi>{_e(" / ".join(i.sides) or "no side told")}</bdi></td>'
        f'<td class="num">{_e(_killed(i))}</td><td>{"contested" if i.contested else ""} {_e(i.grade or "")}</td>'
        f'<td class="num">{i.reports}</td></tr>'
        for i in lines
    )
    turn = " · ".join(
        f'<a href="{index_name(n)}">{words}</a>'
        for n, words in ((page - 1, "Later incidents"), (page + 1, "Earlier incidents"))
        if 1 <= n <= pages
    )
    body = (
        f'<h1>Incidents</h1><p class="soft">{plural(total, "incident")}, the latest first. Low, best and high are what all '
        f"claims together say; open an incident to see who claims what.</p>"
        '<div class="table"><table><thead><tr><th scope="col">When</th><th scope="col">What and where</th><th scope="col">Sides</th>'
        '<th scope="col" class="num">Killed: low, best, high</th><th scope="col">Standing</th><th scope="col" class="num">Reports</th>'
        f"</tr></thead><tbody>{rows}</tbody></table></div><p>{turn}</p>"
    )
    if not lines:
        body = "<h1>Incidents</h1><p>There are no incidents in this edition.</p>"
    return _page("Incidents", body, "", about)


def incident_page(incident: SiteIncident, about: str) -> str:
    """Return the page of an incident."""
    facts = [incident.where, incident.when, plural(incident.reports, "report"), plural(incident.origins, "origin")]
    grade = f"<p>{_e(GRADES[incident.grade])}</p>" if incident.grade else ""
    sides = f"<p>Sides: <bdi>{_e(' / '.join(incident.sides))}</bdi></p>" if incident.sides else ""
    media = "".join(f"<li><bdi>{_e(m)}</bdi></li>" for m in incident.media)
    body = (
        f"<h1><bdi>{_e(incident.title)}</bdi></h1><p><bdi>{_e(' · '.join(facts))}</bdi></p>{sides}{grade}"
        f"<h2>Figures</h2>{_figures(incident.figures)}<h2>Claims, by how the claimant stands to those it speaks of</h2>"
        f"{_groups(incident.claims)}{f'<h2>Media</h2><ul>{media}</ul>' if media else ''}"
        f'<p class="soft">{_e(incident.id)}</p>'
    )
    return _page(incident.title, body, "../", about)


def report_page(report: SiteReport, about: str) -> str:
    """Return the page of a report."""
    links = "".join(
        f'<li><a href="../incident/{_file(i)}"><bdi>{_e(words)}</bdi></a></li>' for i, words in report.incidents
    )
    text = ""
    if report.text is not None:
        marked = "".join(f"<mark>{_e(t)}</mark>" if lit else _e(t) for t, lit in report.text)
        text = f'<h2>The whole text</h2><div class="text" dir="auto">{marked}</div>'
    address = f'<p class="soft"><bdi>{_e(report.address)}</bdi></p>' if report.address else ""
    claims = "".join(_claim(c, inside=True) for c in report.claims) or "<p>It makes no claims that count.</p>"
    body = (
        f"<h1><bdi>{_e(report.title)}</bdi></h1><p><bdi>{_e(report.source)}</bdi></p>{address}"
        f"{f'<h2>Incidents</h2><ul>{links}</ul>' if links else ''}<h2>Claims</h2>{claims}{text}"
        f'<p class="soft">{_e(report.id)}</p>'
    )
    return _page(report.title, body, "../", about)


def index_name(page: int) -> str:
    """Return the file of a page of the list."""
    return "index.html" if page == 1 else f"incidents-{page}.html"


def _figures(figures: Iterable[SiteFigure]) -> str:
    rows = []
    for told in figures:
        figure = told.figure
        low, best, high = low_best_high(figure)
        rows.append(
            f'<tr><th scope="row">{_e(counted(figure))}, <bdi>{_e(told.side)}</bdi></th><td class="num">{low}</td>'
            f'<td class="num"><b>{best}</b></td><td class="num">{high}</td><td>{_bar(figure)}</td>'
            f"<td>{_e('; '.join([BASIS[figure.basis], *sentences(figure)[1:]]))}</td></tr>"
        )
    if not rows:
        return "<p>Nobody gives a figure.</p>"
    head = "".join(f'<th scope="col"{" class=num" if n in (1, 2, 3) else ""}>{w}</th>'
                   for n, w in enumerate(("What", "Low", "Best", "High", "Range", "Rests on")))  # fmt: skip
    return f'<div class="table"><table><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def _bar(figure: Figure) -> str:
    """Return the range as a bar; the numbers beside it say the same."""
    high = figure.high if figure.high is not None else figure.high_stated
    most = max(figure.low, figure.best or 0, high or 0)
    if most == 0:
        return ""
    at = [10 + round(n / most * _BAR) for n in (figure.low, most if high is None else high)]
    best = "" if figure.best is None else f'<circle cx="{10 + round(figure.best / most * _BAR)}" cy="8" r="4"/>'
    return (
        f'<svg class="bar" width="120" height="16" viewBox="0 0 {_BAR + 20} 16" aria-hidden="true">'
        f'<line x1="{at[0]}" x2="{max(at[1], at[0] + 1)}" y1="8" y2="8"/>{best}</svg>'
    )


def _groups(claims: Iterable[SiteClaim]) -> str:
    of: dict[str, list[SiteClaim]] = defaultdict(list)
    for claim in claims:
        of[claim.stands].append(claim)
    parts = []
    for relation, group in GROUPS.items():
        if of[relation]:
            heading = group.heading.capitalize()
            parts.append(f"<h3>{_e(heading)}</h3>{''.join(_claim(c, inside=False) for c in of[relation])}")
    return "".join(parts) or "<p>No claims.</p>"


def _claim(claim: SiteClaim, *, inside: bool) -> str:
    quotes = "".join(
        f'<blockquote dir="auto"><span class="context">{_e(before)}</span><mark>{_e(words)}</mark>'
        f'<span class="context">{_e(after)}</span></blockquote>'
        for before, words, after in claim.quotes
    )
    source = (
        "" if inside else f'<p class="soft"><a href="../report/{_file(claim.report)}#{_e(claim.id)}"><bdi>{_e(claim.report_name)}</bdi></a></p>'
    )  # fmt: skip
    spot = f'<p class="soft"><bdi>{_e(claim.where_when)}</bdi></p>' if claim.where_when else ""
    note = f'<p class="soft">{_e(claim.note)}</p>' if claim.note else ""
    anchor = f' id="{_e(claim.id)}"'
    return f'<article class="claim"{anchor}><p><b><bdi>{_e(claim.who)}</bdi></b>: <bdi>{_e(claim.words)}</bdi></p>{spot}{quotes}{source}{note}</article>'


def _killed(incident: SiteIncident) -> str:
    told = [
        ", ".join(low_best_high(f.figure))
        for f in incident.figures
        if f.figure.measure == "killed" and not f.figure.residual
    ]
    return "; ".join(told)


def _page(title: str, body: str, up: str, about: str) -> str:
    policy = "default-src 'none'; style-src 'self' file:; img-src 'self' data:"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_e(policy)}">'
        f'<title>{_e(title)}</title><link rel="stylesheet" href="{up}{STYLE}"></head><body>'
        f'<nav><a href="{up}index.html">All incidents</a></nav><main>{body}</main>'
        f"<footer><p>{_e(about)}</p></footer></body></html>\n"
    )


def _file(id_: str) -> str:
    return quote(f"{id_}.html", safe="-._~")


def _e(words: str) -> str:
    return html.escape(words, quote=True)
