"""What `show` shows: an incident, a report or a claim with all that hangs on it. Made by actions, written by this room."""

from counterclaim.record import Claim, Decision, Incident, Reading
from counterclaim.record.base import Record
from counterclaim.record.claim import Relation
from counterclaim.record.reading import Outcome


class ReportLine(Record, frozen=True, kw_only=True):
    """A report in one line."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    credited_to: tuple[str, ...]


class ToldClaim(Record, frozen=True, kw_only=True):
    """A claim of an incident: who stands how to it on the incident's day, and whose losses it counts.

    `stands` is what the figures go by where they count the claim, else what the reading says. `origin` numbers the
    origins within the incident: claims with one number are one voice, however many reports print them.
    """

    claim: Claim
    report: str
    stands: Relation
    side: str | None
    origin: int


class Tie(Record, frozen=True, kw_only=True):
    """Two claims of one origin, and why; or two reports that are near-copies, with the share of words.

    `kind` is reprint, credit, newsroom, report or statement; `detail` names the newsroom or the source.
    """

    a: str
    b: str
    kind: str
    detail: str | None
    share: float | None


class TrailStep(Record, frozen=True, kw_only=True):
    """Something that happened to an incident's id: minted; merged (`id` took over `other`); split (`id` left `other`)."""

    id: str
    event: str
    other: str | None
    at: str


class IncidentPage(Record, frozen=True, kw_only=True):
    """An incident with the claims behind it. `asked` is the id asked for: another where that one was merged into this."""

    asked: str
    incident: Incident
    claims: tuple[ToldClaim, ...]
    reports: tuple[ReportLine, ...]
    origins: tuple[Tie, ...]
    trail: tuple[TrailStep, ...]
    decisions: tuple[Decision, ...]


class Quoted(Record, frozen=True, kw_only=True):
    """A quotation with the text around it."""

    before: str
    quote: str
    after: str
    start: int
    end: int


class Tied(Record, frozen=True, kw_only=True):
    """A claim of another report that is of the same origin; or (`claimant` None) a report that is a near-copy."""

    id: str
    claimant: str | None
    report: ReportLine
    share: float | None


class ClaimPage(Record, frozen=True, kw_only=True):
    """A claim, as people left it, with its evidence in its report; `as_read` is the machine's where they changed it.

    `counts` is false where a newer reading or version took its place, `rejected` true where a person took it out.
    `related` are the claims that it names or that name it: the total, its parts, what it updates and is updated by.
    """

    claim: Claim
    report: ReportLine
    counts: bool
    rejected: bool
    as_read: Claim | None
    quoted: tuple[Quoted, ...]
    stub: str | None
    incident: str | None
    stands: Relation
    side: str | None
    side_name: str | None
    related: tuple[Claim, ...]
    origins: tuple[Tie, ...]
    tied: tuple[Tied, ...]
    decisions: tuple[Decision, ...]


class Version(Record, frozen=True, kw_only=True):
    """A version of a report. `live`: it counts, being the newest and not removed."""

    id: str
    added: str
    live: bool
    removed: bool
    outcome: Outcome
    claims: int


class ReportPage(Record, frozen=True, kw_only=True):
    """A report as last read. `incidents` tells the incident of each stub by its key."""

    reading: Reading
    versions: tuple[Version, ...]
    incidents: dict[str, str]
    tied: tuple[Tied, ...]
    decisions: tuple[Decision, ...]


ShownPage = IncidentPage | ClaimPage | ReportPage
KINDS = {IncidentPage: "incident", ClaimPage: "claim", ReportPage: "report"}
