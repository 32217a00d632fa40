"""A reading made for eyes: title, claims by who stands behind them, incidents, and refusals when asked.

What tells claimants apart is always words; colour only adds to them. Everything that a report brought in passes
`shown`, so that no text can move the cursor, recolour the terminal or turn the direction of a line.
"""

import io
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.publishing.console import console as open_console
from counterclaim.publishing.console import text as _text
from counterclaim.record import (
    NARRATOR,
    Claim,
    IncidentStub,
    Party,
    Place,
    Quantity,
    Reading,
    Refusal,
    Target,
    Time,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

NOTHING = "–"
TITLE_CHARS = 100
WHEN_APART = 110  # from here on where and when have a column each
LONG_WORD = 16
QUOTE_BESIDE = 160  # from here on the quoted words stand beside their claim, not beneath it

_PLAIN_FORMATS = "\u200c\u200d\u00ad"  # joiners that scripts need, and the soft hyphen


class Group(NamedTuple):
    """Claims whose claimants stand alike to what they speak of."""

    heading: str
    style: str


GROUPS: dict[str, Group] = {
    "own": Group("OWN SIDE: the claimant speaks of its own", "green"),
    "ally": Group("ALLY: the claimant speaks of an ally", "blue"),
    "adversary": Group("ADVERSARY: the claimant speaks of its adversary", "red"),
    "third_party": Group("THIRD PARTY: the claimant is on neither side", "cyan"),
    "anonymous": Group("ANONYMOUS: the claimant is not named", "yellow"),
    "unknown": Group("UNKNOWN: how the claimant stands to it is not known", "magenta"),
}


class _Column(NamedTuple):
    heading: str
    least: int
    share: int  # of the width that is left over


_NUMBER = _Column("#", 3, 0)
_STANCE = _Column("stance", 10, 0)
_NARROW = (
    _NUMBER, _Column("who says", 14, 3), _Column("what", 13, 2), _Column("how many", 8, 1),
    _Column("who → whom", 14, 4), _Column("where, when", 12, 3), _STANCE,
)  # fmt: skip
_MIDDLE = (
    _NUMBER, _Column("who says", 17, 3), _Column("what", 15, 2), _Column("how many", 9, 1),
    _Column("who → whom", 18, 4), _Column("where", 12, 2), _Column("when", 10, 1), _STANCE,
)  # fmt: skip
_WIDE = (*_MIDDLE, _Column("quoted words", 40, 9))


def render(reading: Reading, *, width: int | None, color: bool, refusals: bool) -> str:
    """Return the reading as plain text, ended by a newline; with ANSI colours where `color`.

    `width` is the number of columns, None the terminal's own (80 where there is none). Below 70 columns the
    table keeps a width of 70. Refused claims are listed where `refusals`, else only counted.
    """
    out = io.StringIO()
    console = open_console(out, width=width, color=color)
    _title(console, reading)
    notice = _notice(reading)
    if notice:
        console.print(_text(notice, "yellow"), soft_wrap=True)
    if reading.claims:
        _claims(console, reading.claims)
    elif not notice:
        console.print(_text("No claims found.", ""))
    if reading.incidents:
        _incidents(console, reading.incidents)
    _refusals(console, reading.refusals, refusals)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def shown(text: str) -> str:
    """Return report text fit for a terminal: runs of white space are one space, and control, format (bidi
    overrides among them), surrogate and separator characters stand as escapes (`\\x1b`, `\\u202e`)."""
    return "".join(_shown_char(char) for char in re.sub(r"[ \t\r\n]+", " ", text).strip(" "))


def how_many(quantity: Quantity | None) -> str:
    """Return a quantity in short: 10, ≥ 10, ≤ 20, 12–15, ~300; with its unit where that is not people."""
    if quantity is None:
        return NOTHING
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        return f"“{shown(quantity.text)}”"
    if low is None:
        number = f"≤ {high:,}"
    elif high is None:
        number = f"≥ {low:,}"
    elif low == high:
        number = f"{low:,}"
    else:
        number = f"{low:,}–{high:,}"
    if quantity.approx:
        number = f"~{number}"
    if quantity.unit in ("people", "other"):
        return number
    unit = quantity.unit
    plural = low != 1 or high != 1
    return f"{number} {unit}{'s' if plural and unit != 'aircraft' else ''}"


def who_says(claim: Claim) -> str:
    """Return the chain of sources, outermost first: "governor ← doctors"; "narrator" for the report's voice."""
    if not claim.attribution:
        return shown(claim.claimant) or NARRATOR
    names = []
    for link in claim.attribution:
        name = shown(link.party.name)
        if link.body is not None and link.body.name != link.party.name:
            name = f"{name} ({shown(link.body.name)})"
        names.append(name)
    return " ← ".join(names)


def who_to_whom(agent: Party | None, target: Target | None) -> str:
    """Return "agent → target", either one alone where the other is not told."""
    if target is None:
        return shown(agent.name) if agent else NOTHING
    whom = shown(target.name)
    notes = [shown(target.owner)] if target.owner and target.owner != target.name else []
    if target.status and target.status.replace("_", " ") not in whom.lower():
        notes.append(target.status.replace("_", " "))
    if notes:
        whom = f"{whom} ({', '.join(notes)})"
    return f"{shown(agent.name)} → {whom}" if agent else f"→ {whom}"


def where(place: Place | None) -> str:
    """Return a place's name with its country's code."""
    if place is None:
        return ""
    return shown(f"{place.name}, {place.country}" if place.country else place.name)


def when(time: Time | None) -> str:
    """Return a time as its day, days, week, month or year; its words where it is not resolved."""
    if time is None:
        return ""
    start, end = time.start, time.end
    if start is None or end is None:
        known = start or end
        return shown(known) if known else f"“{shown(time.text)}”"
    if time.precision == "year" and start[:4] == end[:4]:
        return shown(start[:4])
    if time.precision == "month" and start[:7] == end[:7]:
        return shown(start[:7])
    return shown(start if start == end else f"{start} to {end}")


def what(claim: Claim, numbers: dict[str, int], *, incident: bool = True) -> str:
    """Return kind, type and outcome in plain words, with marks: "of #3", "updates #2", "background".

    The incident's key is left out where `incident` is False: a report on one incident need not name it each time.
    """
    words = _breakable(shown(claim.type.replace("_", " ")))
    if claim.kind == "media":
        words = f"media: {words}"
    if claim.outcome:
        words = f"{words}, {shown(claim.outcome.replace('_', ' '))}"
    marks = []
    if claim.part_of is not None:
        marks.append(f"of {_reference(claim.part_of, numbers)}")
    if claim.supersedes:
        marks.append(f"updates {', '.join(_reference(old, numbers) for old in claim.supersedes)}")
    if claim.scope == "background":
        marks.append("background")
    elif claim.incident and incident:
        marks.append(f"in {shown(claim.incident)}")
    return f"{words} ({'; '.join(marks)})" if marks else words


def _breakable(words: str) -> str:
    """Let a line break after the strokes of a long word (Shelling/artillery/missile)."""
    return " ".join(w.replace("/", "/ ") if len(w) > LONG_WORD else w for w in words.split(" "))


def quoted(claim: Claim) -> str:
    """Return the words that the claim was read from, in quotation marks."""
    return " … ".join(f"“{shown(evidence.quote)}”" for evidence in claim.evidence)


def _shown_char(char: str) -> str:
    category = unicodedata.category(char)
    if category not in ("Cc", "Cf", "Cs", "Zl", "Zp") or char in _PLAIN_FORMATS:
        return char
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _reference(claim_id: str, numbers: dict[str, int]) -> str:
    number = numbers.get(claim_id)
    return f"#{number}" if number is not None else "a claim not shown"


def _title(console: "Console", reading: Reading) -> None:
    report = reading.report
    facts = []
    if report is None:
        title = shown(reading.rejected.input) if reading.rejected else "(no report)"
    else:
        title = shown(report.title or "") or _first_words(report.text) or "(no text)"
        facts += [shown(report.publisher or ""), shown(report.published or "")]
        if report.credited_to:
            facts.append(f"credited to {' ← '.join(shown(name) for name in report.credited_to)}")
    facts.append(reading.outcome.replace("_", " "))
    if reading.relevance is not None:
        facts.append(f"relevance {reading.relevance:.2f}")
    console.print(_text(title, "bold"))
    console.print(_text(" · ".join(fact for fact in facts if fact), "dim"))


def _first_words(text: str) -> str:
    words = shown(text[: TITLE_CHARS * 4])
    if len(words) <= TITLE_CHARS:
        return words
    return words[: TITLE_CHARS - 1].rsplit(" ", 1)[0] + "…"


def _notice(reading: Reading) -> str:
    """Return the one line that a reading without its claims calls for: what happened and what to do."""
    if reading.outcome == "not_relevant":
        return "Not about armed conflict: no claims read. To read it anyway: --relevance off"
    if reading.outcome == "unread_language":
        language = shown(reading.report.language or "") if reading.report else ""
        told = f"Its language ({language}) is not read" if language else "Its language is not known"
        return f"{told}: no claims. If that is wrong: --language CODE"
    if reading.outcome == "rejected":
        if reading.rejected is None:
            return "Rejected."
        return f"Rejected ({shown(reading.rejected.code)}): {shown(reading.rejected.message)}"
    if reading.outcome == "quarantined":
        return "Quarantined: set aside, and no part of any figure."
    return ""


def _columns(width: int) -> tuple[tuple[_Column, ...], list[int]]:
    columns = _NARROW if width < WHEN_APART else _MIDDLE if width < QUOTE_BESIDE else _WIDE
    left = width - sum(column.least for column in columns) - (len(columns) - 1)
    shares = sum(column.share for column in columns)
    return columns, [column.least + max(left, 0) * column.share // shares for column in columns]


def _row(console: "Console", cells: list["Text"], widths: list[int]) -> None:
    from rich.table import Table

    grid = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    grid.add_row(*cells)
    console.print(grid)


def _claims(console: "Console", claims: tuple[Claim, ...]) -> None:
    from rich.padding import Padding

    numbers = {claim.id: number for number, claim in enumerate(claims, start=1)}
    several = len({claim.incident for claim in claims if claim.incident}) > 1
    columns, widths = _columns(console.width)
    beside = columns is _WIDE
    console.print()
    _row(console, [_text(column.heading, "bold") for column in columns], widths)
    for relation, group in GROUPS.items():
        members = [(number, claim) for number, claim in enumerate(claims, start=1) if claim.relation == relation]
        if not members:
            continue
        console.print()
        console.print(_text(f"── {group.heading}", f"bold {group.style}"))
        for number, claim in members:
            _row(
                console,
                _cells(number, claim, what(claim, numbers, incident=several), group.style, len(columns), beside),
                widths,
            )
            if not beside:
                console.print(Padding(_text(quoted(claim), "italic"), (0, 0, 0, widths[0] + 1)))


def _cells(number: int, claim: Claim, what_words: str, style: str, count: int, beside: bool) -> list["Text"]:
    if count == len(_NARROW):
        spots = [", ".join(part for part in (where(claim.place), when(claim.time)) if part) or NOTHING]
    else:
        spots = [where(claim.place) or NOTHING, when(claim.time) or NOTHING]
    cells = [
        _text(str(number), "dim"),
        _text(who_says(claim), style),
        _text(what_words, ""),
        _text(how_many(claim.quantity), "bold"),
        _text(who_to_whom(claim.agent, claim.target), ""),
        *(_text(spot, "") for spot in spots),
        _text(claim.stance, "" if claim.stance == "asserted" else "yellow"),
    ]
    if beside:
        cells.append(_text(quoted(claim), "italic"))
    return cells


def _incidents(console: "Console", incidents: tuple[IncidentStub, ...]) -> None:
    console.print()
    console.print(_text("INCIDENTS", "bold"))
    for stub in incidents:
        sides = " / ".join(", ".join(shown(name) for name in side) for side in stub.sides if side)
        parts = (shown(stub.type), where(stub.place), when(stub.time), sides)
        line = " · ".join(part for part in parts if part)
        console.print(_text(f"{shown(stub.key)}  {line}", ""))


def _refusals(console: "Console", refusals: tuple[Refusal, ...], listed: bool) -> None:
    if not refusals:
        return
    console.print()
    if not listed:
        console.print(_text(f"{len(refusals)} refused (listed with --refusals)", "dim"))
        return
    console.print(_text("REFUSED", "bold"))
    for refusal in refusals:
        claim = refusal.claim
        console.print(_text(f"{shown(refusal.code)}: {shown(refusal.message)}", "yellow"))
        words = (who_says(claim), what(claim, {}), how_many(claim.quantity), quoted(claim))
        console.print(_text(f"    {' · '.join(words)}", ""))
