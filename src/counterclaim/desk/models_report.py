"""What the page of a report shows: its text with the words of every claim marked, its claims, what was refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from counterclaim.desk.models_claim import ClaimCard, cards_table, claim_card
from counterclaim.desk.models_decided import Judged, Step, decision_step
from counterclaim.desk.models_incident import share_words
from counterclaim.desk.view import Table, View
from counterclaim.publishing.pages import ReportLine, ReportPage, Version
from counterclaim.publishing.text import how_many, what, who_says
from counterclaim.record import Block, Claim, Warning
from counterclaim.record.base import Record

KINDS = {
    "event": "event", "casualty": "casualties", "materiel": "materiel", "posture": "posture", "strength": "strength",
    "media": "media", "assessment": "assessment", "agreement": "agreement",
}  # fmt: skip


class RefusalLine(Record, frozen=True, kw_only=True):
    """A claim that grounding refused, and why."""

    code: str
    message: str
    who: str
    what: str
    how_many: str | None
    quotes: tuple[str, ...]


class TiedReport(Record, frozen=True, kw_only=True):
    """Another report of the same origin."""

    report: ReportLine
    tie: str


class ReportView(View, frozen=True, kw_only=True):
    """The page of a report. `blocks` divide `text`; offsets count code points."""

    id: str
    title: str | None
    publisher: str | None
    byline: str | None
    published: str | None
    dates: tuple[tuple[str, str], ...]
    retrieved: str | None
    url: str | None
    language: str | None
    dateline: str | None
    credited_to: tuple[str, ...]
    outcome: str
    relevance: float | None
    warnings: tuple[Warning, ...]
    text: str
    blocks: tuple[Block, ...]
    claims: tuple[ClaimCard, ...]
    incidents: dict[str, str]
    refusals: tuple[RefusalLine, ...]
    versions: tuple[Version, ...]
    tied: tuple[TiedReport, ...]
    history: tuple[Step, ...]

    def tables(self) -> dict[str, Table]:
        """Return claims, refusals, versions and ties."""
        return {
            "claims": cards_table(self.claims),
            "refusals": Table(
                ("code", "message", "who_says", "what", "how_many", "quote"),
                [(r.code, r.message, r.who, r.what, r.how_many, " … ".join(r.quotes)) for r in self.refusals],
            ),
            "versions": Table(
                ("report_id", "added", "live", "removed", "outcome", "claims"),
                [(v.id, v.added, v.live, v.removed, v.outcome, v.claims) for v in self.versions],
            ),
            "tied": Table(
                ("report_id", "publisher", "published", "title", "tie"),
                [(t.report.id, t.report.publisher, t.report.published, t.report.title, t.tie) for t in self.tied],
            ),
        }


class Segment(Record, frozen=True, kw_only=True):
    """A stretch of text that the same claims were read from; `first` are those that begin here."""

    text: str
    claims: tuple[int, ...]
    kind: str | None
    first: tuple[int, ...]


class Paragraph(Record, frozen=True, kw_only=True):
    """A block of the text in segments."""

    role: str
    segments: tuple[Segment, ...]


def report_view(
    page: ReportPage,
    told: Sequence[Claim],
    rejected: Sequence[Claim] = (),
    said: Mapping[str, Judged] | None = None,
) -> ReportView:
    """Return the view of a report; `told` are its claims as people left them, `rejected` those they took out.

    `said` is what people said of them.
    """
    reading = page.reading
    report = reading.report
    assert report is not None  # the page of a report has one
    line = ReportLine(
        id=report.id,
        title=report.title,
        publisher=report.publisher,
        published=report.published,
        url=report.url,
        credited_to=report.credited_to,
    )
    ordered = sorted((*told, *rejected), key=lambda c: (c.evidence[0].start if c.evidence else 0, c.id))
    numbers = {c.id: n for n, c in enumerate(ordered, 1)}
    out = {c.id for c in rejected}
    return ReportView(
        id=report.id,
        title=report.title,
        publisher=report.publisher,
        byline=report.byline,
        published=report.published,
        dates=tuple((d.date, d.origin) for d in report.published_candidates),
        retrieved=report.retrieved,
        url=report.url,
        language=report.language,
        dateline=report.dateline.name if report.dateline else None,
        credited_to=report.credited_to,
        outcome=reading.outcome,
        relevance=reading.relevance,
        warnings=report.warnings,
        text=report.text,
        blocks=report.blocks,
        claims=tuple(
            claim_card(
                c, numbers, line, counted=False if c.id in out else None, judged=said.get(c.id) if said else None
            )
            for c in ordered
        ),
        incidents={
            c.id: page.incidents[c.incident] for c in ordered if c.incident in page.incidents and c.incident
        },
        refusals=tuple(
            RefusalLine(
                code=r.code,
                message=r.message,
                who=who_says(r.claim),
                what=what(r.claim, {}),
                how_many=how_many(r.claim.quantity) if r.claim.quantity else None,
                quotes=tuple(e.quote for e in r.claim.evidence),
            )
            for r in reading.refusals
        ),
        versions=page.versions,
        tied=tuple(TiedReport(report=t.report, tie=f"a near-copy{share_words(t.share)}") for t in page.tied),
        history=tuple(decision_step(d) for d in page.decisions),
    )


def paragraphs(view: ReportView) -> Iterator[Paragraph]:
    """Yield the text, block by block, in segments."""
    cuts = sorted({0, len(view.text), *(at for c in view.claims for span in c.spans for at in span)})
    at = 0
    for block in view.blocks:
        yield from _paragraph(view, at, block.start, "paragraph", cuts)
        yield from _paragraph(view, block.start, block.end, block.role, cuts)
        at = max(at, block.end)
    yield from _paragraph(view, at, len(view.text), "paragraph", cuts)


def _paragraph(view: ReportView, start: int, end: int, role: str, cuts: Sequence[int]) -> Iterator[Paragraph]:
    if not view.text[start:end].strip():
        return
    bounds = [start, *(c for c in cuts if start < c < end), end]
    mine = [c for c in view.claims if any(s < end and start < e for s, e in c.spans)]
    segments = []
    for left, right in pairwise(bounds):
        here = [c for c in mine if any(s <= left and right <= e for s, e in c.spans)]
        kinds = sorted(here, key=lambda c: (c.kind == "event", sum(e - s for s, e in c.spans)))
        segments.append(
            Segment(
                text=view.text[left:right],
                claims=tuple(c.number for c in here),
                kind=kinds[0].kind if kinds else None,
                first=tuple(c.number for c in here if c.spans[0][0] == left or (c.spans[0][0] < start == left)),
            )
        )
    yield Paragraph(role=role, segments=tuple(segments))
