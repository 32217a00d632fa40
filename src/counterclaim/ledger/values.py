"""What the ledger gives and takes beside the records themselves."""

from typing import Any, Literal

from counterclaim.record import Claim, Decision, Meta
from counterclaim.record.base import Record
from counterclaim.record.reading import Outcome

State = Literal["new", "same", "new_version", "reread", "not_kept"]
Order = Literal["latest", "earliest", "killed"]


class Run(Record, frozen=True, kw_only=True):
    """One run of an engine over inputs; `n` names it."""

    n: int
    meta: Meta
    settings: dict[str, Any]
    started: str
    finished: str | None


class Added(Record, frozen=True, kw_only=True):
    """What became of one input.

    new: a report not seen before. same: nothing changed. new_version: another text of a report known by its URL, or by
    publisher and external id; `previous` is the one that no longer counts. reread: other versions of the program read a
    known report anew; `detached` are the decisions that no claim of the new reading answers to. not_kept: rejected, or
    removed earlier (`code` says which).
    """

    state: State
    outcome: Outcome
    report: str | None = None
    claims: int = 0
    previous: str | None = None
    detached: tuple[str, ...] = ()
    code: str | None = None
    message: str | None = None


class Removed(Record, frozen=True, kw_only=True):
    """What `remove` did. `restored` is the version before, which counts again."""

    report: str
    restored: str | None
    already: bool = False


class ReportRow(Record, frozen=True, kw_only=True):
    """One report as it is listed. `live`: it counts, being the newest version and not removed."""

    id: str
    text_id: str
    url: str | None
    external_id: str | None
    publisher: str | None
    published: str | None
    language: str | None
    title: str | None
    previous: str | None
    live: bool
    removed: bool
    outcome: Outcome
    claims: int
    added: str


class Attached(Record, frozen=True, kw_only=True):
    """A decision in force and what it applies to now.

    On a claim: `claim` is the id of the live claim that it answers to; where there is none and the report is read still,
    `detached` is true and `stands` is the claim that the person left, to count as a human claim (None for a reject or
    a comment). A claim that a person added stands from the start, as `claim`, until a reading finds it. Where the report itself no longer counts, `dormant` is true and the decision waits.
    On incidents: `parts` are the live claims of the subject and of each incident merged with it; of a split, those set
    apart and then the rest.
    """

    decision: Decision
    report: str | None = None
    claim: str | None = None
    detached: bool = False
    dormant: bool = False
    stands: Claim | None = None
    parts: tuple[tuple[str, ...], ...] = ()


class StubLink(Record, frozen=True, kw_only=True):
    """Two stubs that may tell one incident, `a` before `b`, with the score and what spoke for and against."""

    a: str
    b: str
    score: float
    reasons: tuple[str, ...]


class Origin(Record, frozen=True, kw_only=True):
    """Two reports or claims that come from one origin: `kind` says how (reprint, credit, spokesman, ...)."""

    a: str
    b: str
    kind: str
    score: float
    reasons: tuple[str, ...]


class Filters(Record, frozen=True, kw_only=True):
    """Which incidents: all that is given has to hold.

    `country` is ISO3; `since` and `until` are days, the incident's own span has to touch them; `actor` and `place` are
    names, ids, or one word of a place's name, whatever the case and accents.
    """

    country: str | None = None
    since: str | None = None
    until: str | None = None
    actor: str | None = None
    place: str | None = None
    type: str | None = None
    contested: bool | None = None
    grade: str | None = None


class Status(Record, frozen=True, kw_only=True):
    """What is in a ledger. `reports` counts the live ones by outcome, `inputs` all inputs by what became of them."""

    schema: int
    size: int | None
    reports: dict[str, int]
    reports_live: int
    reports_all: int
    claims_live: int
    claims_all: int
    refusals: int
    incidents: int
    decisions: int
    runs: int
    tombstones: int
    inputs: dict[str, int]


class Problem(Record, frozen=True, kw_only=True):
    """Something that `verify` found: a stable code, a plain message, what it is about."""

    code: str
    message: str
    subject: str | None
