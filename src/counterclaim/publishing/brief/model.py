"""What a brief is made from and what it is: sentences, each with the claims that it rests on."""

from counterclaim.publishing.pages import Quoted
from counterclaim.record import Claim, Incident, Report
from counterclaim.record.base import Record
from counterclaim.record.claim import Relation


class Said(Record, frozen=True, kw_only=True):
    """A claim as the brief takes it up: in which report, and how its claimant stands to it on the incident's day.

    `side` is whose losses it counts, `speaker` and `agent` the sides of the claimant and of who did it, by the keys of
    the incident. `joined` are men of another party that the same number counts.
    """

    claim: Claim
    report: Report
    stands: Relation
    side: str | None = None
    speaker: str | None = None
    agent: str | None = None
    joined: str | None = None


class Story(Record, frozen=True, kw_only=True):
    """An incident with its claims, in the incident's order."""

    incident: Incident
    said: tuple[Said, ...]


class Reprint(Record, frozen=True, kw_only=True):
    """Two reports of which one repeats the other."""

    a: str
    b: str


class Material(Record, frozen=True, kw_only=True):
    """All that a brief is made from.

    `stories` are the incidents that are told one by one, the weightiest first; `weeks` count all that pass the filters
    (`total`). `background` are claims of the same reports that belong to no incident, `others` those that only the weeks
    cite. `names` are the registry's of actors and sides, by id; `countries` those of places (ISO3) and of actors (id).
    """

    stories: tuple[Story, ...]
    background: tuple[Said, ...]
    reprints: tuple[Reprint, ...]
    weeks: tuple["Week", ...]
    total: int
    filters: dict[str, str]
    program: str
    names: dict[str, str]
    countries: dict[str, str]
    others: tuple[Said, ...] = ()


class Sentence(Record, frozen=True, kw_only=True):
    """One sentence, its full stop included, and the ids of the claims that it rests on: one at least.

    Words that come from a report stand between U+2068 and U+2069.
    """

    words: str
    claims: tuple[str, ...]


class Part(Record, frozen=True, kw_only=True):
    """Some sentences that go together."""

    heading: str | None
    sentences: tuple[Sentence, ...]


class Section(Record, frozen=True, kw_only=True):
    """One of the brief's sections. `key` is the same in every brief."""

    key: str
    heading: str
    parts: tuple[Part, ...]


class Week(Record, frozen=True, kw_only=True):
    """Those killed in a week (from its Monday; None: no date): sums of lows, bests and highs; `above`: a high is open.

    A figure without a best, being one side's word on the other, adds to the high alone.
    """

    monday: str | None
    incidents: int
    low: int
    best: int
    high: int
    above: bool
    claims: tuple[str, ...]


class Citation(Record, frozen=True, kw_only=True):
    """A claim that is cited, with its words and a little of what stands around them."""

    number: int
    claim: str
    report: Report
    quoted: tuple[Quoted, ...]


class Source(Record, frozen=True, kw_only=True):
    """A report that the brief cites; `reprint_of` is the earlier report that it repeats."""

    report: Report
    numbers: tuple[int, ...]
    reprint_of: Report | None


class Brief(Record, frozen=True, kw_only=True):
    """A brief; without incidents it has no headline."""

    headline: Sentence | None
    sections: tuple[Section, ...]
    weeks: tuple[Week, ...]
    citations: tuple[Citation, ...]
    sources: tuple[Source, ...]
    about: tuple[tuple[str, str], ...]

    def numbers(self, claims: tuple[str, ...]) -> list[int]:
        """Return the numbers under which claims are cited, in order."""
        known = {c.claim: c.number for c in self.citations}
        return sorted(known[c] for c in claims)
