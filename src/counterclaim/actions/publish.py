"""Publish: the read-only edition of a ledger as a folder of plain pages, with a manifest of hashes.

It shows quotations with a little of the text around them, and whole articles only where asked. No page links outside the
folder, none has a script, and the same ledger gives the same bytes.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import msgspec

from counterclaim import settings
from counterclaim.actions.coding import Coding
from counterclaim.actions.effective import READ_AT_ONCE, Standing, standings
from counterclaim.actions.judged import rejected_in
from counterclaim.actions.redacting import Redaction
from counterclaim.actions.result import Result, counted
from counterclaim.actions.telling import Telling, telling
from counterclaim.chunks import chunks
from counterclaim.errors import UsageError
from counterclaim.ledger import Attached, Ledger
from counterclaim.publishing.incident_words import days, side_name, spot
from counterclaim.publishing.site import (
    CSS,
    STYLE,
    SiteClaim,
    SiteFigure,
    SiteIncident,
    SiteReport,
    incident_page,
    index_name,
    index_page,
    report_page,
)
from counterclaim.publishing.text import how_many, what, when, where, who_says, who_to_whom
from counterclaim.record import Claim, Incident, Report
from counterclaim.record.base import Record

AROUND = 200  # characters of the report before and after a quotation
A_PAGE = 200  # incidents in one page of the list
MANIFEST = "manifest.json"
PERSONS = "persons"
_NOTES = {"add": "Added by a person.", "correct": "Corrected by a person.", "accept": "Checked by a person."}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Entry(Record, frozen=True, kw_only=True):
    """One file of an edition."""

    sha256: str
    bytes: int


class Manifest(Record, frozen=True, kw_only=True):
    """What an edition holds and what made it. `withheld` counts the names that are not shown; it names none."""

    program: str
    schema_version: int
    full_text: bool
    redacted: bool
    withheld: int
    incidents: int
    reports: int
    claims: int
    files: dict[str, Entry]


class Published(Result, frozen=True, kw_only=True):
    """An edition that was written."""

    folder: str
    incidents: int
    reports: int
    claims: int
    files: int
    withheld: int
    redacted: bool

    def text(self) -> str:
        """Return it as plain lines."""
        told = ", ".join(
            (counted(self.incidents, "incident"), counted(self.reports, "report"), counted(self.claims, "claim"))
        )
        lines = [f"{self.folder}: {told} in {counted(self.files, 'file')}; open {index_name(1)}"]
        if self.redacted:
            lines.append(
                f"{counted(self.withheld, 'name')} withheld: found by rule and model, so look before you publish"
            )
        return "\n".join(lines) + "\n"


def publish(
    ledger: Ledger,
    folder: Path,
    *,
    full_text: bool = False,
    redact: Iterable[str] = (),
    step: Callable[[], None] = lambda: None,
) -> Published:
    """Write the read-only edition of a ledger into a folder that is new, empty, or holds an earlier edition.

    `redact`: "persons" withholds the names of private persons in every text shown; anything else is a name to withhold.
    `step` is called for each file written. Raises UsageError where the folder holds something else, or cannot be written.
    """
    names = list(redact)
    redaction = Redaction(PERSONS in names, (n for n in names if n != PERSONS))
    edition = _Edition(ledger, redaction, full_text)
    writer = _Writer(folder, step)
    try:
        writer.begin()
        edition.write(writer)
        done = writer.finish(edition)
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror or error}") from error
    return Published(
        folder=str(folder),
        incidents=done.incidents,
        reports=done.reports,
        claims=done.claims,
        files=len(done.files) + 1,
        withheld=done.withheld,
        redacted=done.redacted,
    )


class _Writer:
    """Writes files below one folder and keeps their hashes; what an earlier edition had and this one lacks goes."""

    def __init__(self, folder: Path, step: Callable[[], None]) -> None:
        self.folder = folder
        self._step = step
        self._files: dict[str, Entry] = {}
        self._before: set[str] = set()

    def begin(self) -> None:
        """Look at what is there. Raises UsageError where it is not ours."""
        if self.folder.exists() and not self.folder.is_dir():
            raise UsageError(f"{self.folder}: it is a file; name a folder")
        manifest = self.folder / MANIFEST
        if manifest.is_file():
            try:
                self._before = set(msgspec.json.decode(manifest.read_bytes(), type=Manifest).files)
            except (msgspec.DecodeError, UnicodeDecodeError):
                raise UsageError(f"{manifest}: it is no edition's; name another folder") from None
        elif self.folder.is_dir() and any(self.folder.iterdir()):
            raise UsageError(f"{self.folder}: it holds files that no edition has; name a new folder")
        self.folder.mkdir(parents=True, exist_ok=True)
        manifest.unlink(missing_ok=True)  # without one, an edition that broke off is seen to be none

    def write(self, name: str, content: str) -> None:
        """Write one file."""
        data = content.encode("utf-8", "replace")
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        self._files[name] = Entry(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))
        self._step()

    def finish(self, edition: "_Edition") -> Manifest:
        """Take away what is of the earlier edition alone, and write the manifest."""
        for name in self._before - self._files.keys():
            path = self.folder / name
            if path.resolve().is_relative_to(self.folder.resolve()):
                path.unlink(missing_ok=True)
        made = Manifest(
            program=version("counterclaim"),
            schema_version=settings.SCHEMA_VERSION,
            full_text=edition.full_text,
            redacted=edition.redaction.active,
            withheld=edition.redaction.found,
            incidents=edition.incidents,
            reports=edition.reports,
            claims=edition.claims,
            files=dict(sorted(self._files.items())),
        )
        (self.folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n")
        return made


class _Edition:
    """The pages of one ledger."""

    def __init__(self, ledger: Ledger, redaction: Redaction, full_text: bool) -> None:
        self.ledger = ledger
        self.redaction = redaction
        self.full_text = full_text
        self.incidents = self.reports = self.claims = 0
        self._decisions: list[Attached] = Coding(ledger.effective_decisions()).in_effect()
        self._rejected = rejected_in(self._decisions)
        self._done: dict[str, set[str]] = defaultdict(set)
        for one in self._decisions:
            self._done[one.claim or one.decision.subject].add(one.decision.action)
        texts = "whole texts" if full_text else f"quotations with {AROUND} characters around them"
        held = " Names of private persons are withheld." if redaction.persons else ""
        self._about = f"Counterclaim {version('counterclaim')}: a read-only edition, {texts}.{held} Every figure is somebody's claim."

    def write(self, writer: _Writer) -> None:
        """Write everything but the manifest."""
        ids = self.ledger.told_ids()
        if self.redaction.persons:
            for told in standings(self.ledger, ids, self._decisions):
                self.redaction.learn(told.report, told.claims)
            for incident in self.ledger.incidents():
                self.redaction.tie(incident.reports)
        writer.write(STYLE, CSS.lstrip())
        titles = self._write_incidents(writer)
        counting = standings(self.ledger, ids, self._decisions)
        for batch in chunks(counting, READ_AT_ONCE):
            placed = self.ledger.incident_of_claims(c.id for told in batch for c in told.claims)
            for told in batch:
                self.reports += 1
                self.claims += len(told.claims)
                page = report_page(self._report(told, placed, titles), self._about)
                writer.write(f"report/{_safe(told.report.id)}.html", page)

    def _write_incidents(self, writer: _Writer) -> dict[str, str]:
        titles: dict[str, str] = {}
        total = self.ledger.count_incidents()
        pages = max(-(-total // A_PAGE), 1)
        lines: list[SiteIncident] = []
        page = 1
        with telling(self.ledger) as teller:
            for incident, told in teller.tell_all(self.ledger.incidents()):
                site = self._incident(incident, told)
                titles[site.id] = f"{site.title}, {site.when}"
                writer.write(f"incident/{_safe(site.id)}.html", incident_page(site, self._about))
                lines.append(site)
                self.incidents += 1
                if len(lines) == A_PAGE:
                    writer.write(index_name(page), index_page(lines, page, pages, total, self._about))
                    lines, page = [], page + 1
        if lines or page == 1:
            writer.write(index_name(page), index_page(lines, page, pages, total, self._about))
        return titles

    def _incident(self, incident: Incident, told: Telling) -> SiteIncident:
        reports = incident.reports

        def shown(words: str | None) -> str:
            return self.redaction.label(words, reports)

        place = spot(incident.place)
        return SiteIncident(
            id=incident.id,
            title=shown(f"{incident.type}, {incident.place.name if incident.place else 'no place told'}"),
            where=shown(place),
            when=days(incident.time),
            sides=tuple(shown(side_name(incident, s.key)) for s in incident.sides),
            grade=incident.grade,
            contested=any(msgspec.structs.astuple(incident.contested)),
            figures=tuple(SiteFigure(figure=f, side=shown(side_name(incident, f.side))) for f in incident.figures),
            claims=tuple(
                self._claim(c, r, told.stands(c))
                for c, r in zip(told.claims, told.reports, strict=True)
                if c.id not in self._rejected
            ),
            media=tuple(
                shown(f"{m.name}: {m.state} by {m.by}{f', {m.day}' if m.day else ''}") for m in incident.media
            ),
            origins=incident.n_origin_groups,
            reports=len(reports),
        )

    def _report(self, told: Standing, placed: Mapping[str, str], titles: Mapping[str, str]) -> SiteReport:
        report = told.report
        incidents = sorted({i for c in told.claims if (i := placed.get(c.id)) is not None and i in titles})
        ordered = sorted(told.claims, key=lambda c: (c.evidence[0].start if c.evidence else 0, c.id))
        return SiteReport(
            id=report.id,
            title=self._title(report),
            source=self._source(report),
            address=None if self.redaction.active else report.url,  # addresses are often made of titles
            claims=tuple(self._claim(c, report, c.relation) for c in ordered),
            incidents=tuple((i, titles[i]) for i in incidents),
            text=tuple(self._marked(report, told.claims)) if self.full_text else None,
        )

    def _claim(self, claim: Claim, report: Report, stands: str) -> SiteClaim:
        def shown(words: str | None) -> str:
            return self.redaction.label(words, (report.id,))

        alone = msgspec.structs.replace(claim, part_of=None, supersedes=())  # other claims have no numbers here
        words = [what(alone, {}, incident=False)]
        if claim.quantity is not None:
            words.append(how_many(claim.quantity))
        if claim.agent is not None or claim.target is not None:
            words.append(who_to_whom(claim.agent, claim.target))
        if claim.stance != "asserted":
            words.append(claim.stance)
        spots = [part for part in (where(claim.place), when(claim.time)) if part]
        cut = self.redaction.cut
        return SiteClaim(
            id=claim.id,
            stands=stands,
            who=shown(who_says(claim)),
            words=shown(" · ".join(words)),
            where_when=shown(" · ".join(spots)),
            quotes=tuple(
                (
                    cut(report, min(_word_after(report.text, e.start - AROUND), e.start), e.start),
                    cut(report, e.start, e.end),
                    cut(report, e.end, max(_word_before(report.text, e.end + AROUND), e.end)),
                )
                for e in claim.evidence
            ),
            note=self._note(claim),
            report=report.id,
            report_name=f"{self._source(report)}: {self._title(report)}",
        )

    def _note(self, claim: Claim) -> str:
        done = self._done.get(claim.id, set())
        return next((words for action, words in _NOTES.items() if action in done), "")

    def _title(self, report: Report) -> str:
        return self.redaction.label(report.title, (report.id,)) or "Untitled report"

    def _source(self, report: Report) -> str:
        name = self.redaction.label(report.publisher, (report.id,)) or "unnamed outlet"
        return f"{name}, {report.published}" if report.published else name

    def _marked(self, report: Report, claims: Sequence[Claim]) -> Iterable[tuple[str, bool]]:
        """Yield the whole text in pieces, those that a claim quotes marked."""
        spans = sorted((e.start, e.end) for c in claims for e in c.evidence)
        at = 0
        for start, end in spans:
            if end <= at:
                continue
            start = max(start, at)
            if start > at:
                yield self.redaction.cut(report, at, start), False
            yield self.redaction.cut(report, start, end), True
            at = end
        if at < len(report.text):
            yield self.redaction.cut(report, at, len(report.text)), False


def _word_after(text: str, at: int) -> int:
    """Return where the first whole word after a place begins: a word cut in two tells nothing."""
    if at <= 0:
        return 0
    while at < len(text) and text[at].isalnum() and text[at - 1].isalnum():
        at += 1
    return at


def _word_before(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    while at > 0 and text[at].isalnum() and text[at - 1].isalnum():
        at -= 1
    return at


def _safe(id_: str) -> str:
    """Return an id as the name of a file: ids are made of letters and digits, and anything else is none of ours."""
    if not _ID.fullmatch(id_):
        raise UsageError(f"{id_}: this id cannot name a file")
    return id_
