"""Why two are, or are not, one incident: each reason in words with its points."""

import msgspec

from counterclaim.publishing.console import Page, text
from counterclaim.publishing.incident_page import report_name
from counterclaim.publishing.incident_words import plural
from counterclaim.publishing.pages import ReportLine
from counterclaim.publishing.show_pages import claim_line
from counterclaim.publishing.text import shown
from counterclaim.record import Claim
from counterclaim.record.base import Record


class Told(Record, frozen=True, kw_only=True):
    """An incident as one report tells it (a stub), and the claim of it that was asked about."""

    stub: str
    key: str
    claim: Claim | None
    report: ReportLine
    type: str
    place: str | None
    start: str | None
    end: str | None
    claims: int
    incident: str | None


class Reason(Record, frozen=True, kw_only=True):
    """What speaks for (more than nought) or against two being one."""

    words: str
    points: float


class WhyAnswer(Record, frozen=True, kw_only=True):
    """Two compared. `linked`: their points reach the threshold and nothing excludes it.

    `through` are the stubs that join two of one incident which are not linked themselves; `decided` the decisions of
    persons that joined or parted their incidents.
    """

    a: Told
    b: Told
    same_stub: bool = False
    points: float | None = None
    threshold: float | None = None
    linked: bool = False
    excluded: bool = False
    reasons: tuple[Reason, ...] = ()
    through: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()

    @property
    def together(self) -> bool:
        """Whether the ledger has both in one incident."""
        return self.a.incident is not None and self.a.incident == self.b.incident


def why_json(answer: WhyAnswer) -> bytes:
    """Return the answer as one JSON object and a newline."""
    return msgspec.json.encode(answer) + b"\n"


def why_page(answer: WhyAnswer, *, width: int | None, color: bool) -> str:
    """Return the answer as plain text, ended by a newline."""
    out = Page(width=width, color=color)
    for name, told in (("A", answer.a), ("B", answer.b)):
        _told(out, name, told)
    out.line()
    out.line(_verdict(answer), "bold")
    if answer.points is not None:
        out.line()
        for reason in answer.reasons:
            mark = "green" if reason.points > 0 else "red" if reason.points < 0 else "dim"
            out.row([text(f"{reason.points:+.2f}" if reason.points else "0", mark), text(shown(reason.words))],
                    [8, max(out.width - 9, 20)], right=(0,))  # fmt: skip
        reach = "enough" if answer.points >= (answer.threshold or 0) else "too few"
        out.row([text(f"{answer.points:+.2f}", "bold"), text(f"in all: {reach}, for {answer.threshold:g} link two")],
                [8, max(out.width - 9, 20)], right=(0,))  # fmt: skip
    for words in _besides(answer):
        out.line(words)
    return out.done()


def _told(out: Page, name: str, told: Told) -> None:
    out.line(f"{name}  {claim_line(told.claim)}" if told.claim else f"{name}  {shown(told.stub)}", "bold")
    days = told.start if told.start == told.end else f"{told.start or '?'} to {told.end or '?'}"
    parts = [shown(told.type), shown(told.place or "no place"), days or "no date", plural(told.claims, "claim")]
    out.line(f"told as {' · '.join(parts)} ({shown(told.key)})", indent=3)
    out.line(f"{report_name(told.report)}  {shown(told.report.id)}", "dim", indent=3)


def _verdict(answer: WhyAnswer) -> str:
    a, b = answer.a, answer.b
    if answer.same_stub:
        return f"One incident: their report tells them as one. {shown(a.incident or '')}".strip()
    if answer.together:
        return f"One incident in this ledger: {shown(a.incident or '')}"
    named = [shown(t.incident) if t.incident else "none in the last fold" for t in (a, b)]
    return f"Two incidents in this ledger: {named[0]} and {named[1]}"


def _besides(answer: WhyAnswer) -> list[str]:
    found = []
    if answer.excluded:
        found.append(
            "Something excludes it: whatever the points, nothing but a person's decision makes these two one."
        )
    if answer.through:
        found.append(f"They are joined through {', '.join(shown(s) for s in answer.through)}.")
    elif answer.together and not answer.linked and not answer.same_stub and not answer.decided:
        found.append("They are joined through others that are linked to both.")
    if answer.linked and not answer.together:
        found.append(
            "They are linked, yet kept apart: together with those joined before, the group would hold two incidents of "
            "one report, or days, places or types that exclude each other."
        )
    if answer.decided:
        found.append(f"Persons decided on these incidents: {', '.join(shown(d) for d in answer.decided)}.")
    return ["", *found] if found else []
