"""What a search found, for eyes and as JSON."""

import msgspec

from counterclaim.publishing.console import Page
from counterclaim.publishing.incident_page import report_name
from counterclaim.publishing.pages import ReportLine
from counterclaim.publishing.show_pages import claim_line
from counterclaim.publishing.text import shown
from counterclaim.record import Claim
from counterclaim.record.base import Record


class FoundPassage(Record, frozen=True, kw_only=True):
    """A claim, or a report as a whole (`claim` None), that has all the words; `incident` is the claim's."""

    id: str
    claim: Claim | None
    incident: str | None
    report: ReportLine
    snippet: str


def found_text(found: tuple[FoundPassage, ...], *, width: int | None, color: bool) -> str:
    """Return what was found, best first."""
    out = Page(width=width, color=color)
    if not found:
        out.line("Nothing has all of these words.")
    for place, passage in enumerate(found):
        if place:
            out.line()
        if passage.claim is not None:
            out.line(claim_line(passage.claim), "bold")
        else:
            out.line(report_name(passage.report), "bold")
        out.line(shown(passage.snippet), "italic", indent=2)
        ids = [shown(passage.id)]
        if passage.claim is not None:
            ids.append(f"in {report_name(passage.report)}")
        if passage.incident is not None:
            ids.append(shown(passage.incident))
        out.line(" · ".join(ids), "dim", indent=2)
    return out.done()


def found_json(found: tuple[FoundPassage, ...]) -> bytes:
    """Return `{"found": [...]}` and a newline."""
    return msgspec.json.encode({"found": found}) + b"\n"
