"""A claim: one statement of fact, with the one who makes it and the words it was read from."""

from typing import Literal

from counterclaim.record.base import Record, Span
from counterclaim.record.party import Party
from counterclaim.record.place import Place
from counterclaim.record.quantity import Quantity
from counterclaim.record.time import Time

NARRATOR = "narrator"

Kind = Literal["event", "casualty", "materiel", "posture", "strength", "media", "assessment", "agreement"]
Role = Literal[
    "belligerent", "ally", "government", "local_official", "medical", "eyewitness", "relative", "monitor",
    "un", "ngo", "media", "expert", "anonymous",
]  # fmt: skip
Stance = Literal["asserted", "denied", "unverified"]
Relation = Literal["own", "ally", "adversary", "third_party", "anonymous", "unknown"]
MeansType = Literal[
    "small_arms", "ied", "suicide", "shelling", "rocket", "missile", "drone", "aircraft", "vehicle", "chemical",
    "blade", "fire", "other",
]  # fmt: skip
Status = Literal["civilian", "combatant", "official", "journalist", "aid_worker", "medic", "prisoner"]


class Evidence(Record, frozen=True, kw_only=True):
    """W3C TextPositionSelector and TextQuoteSelector in one: `quote == report.text[start:end]`, always."""

    start: int
    end: int
    quote: str


class Means(Span, frozen=True, kw_only=True):
    """The weapon or way of attack."""

    type: MeansType


class Target(Span, frozen=True, kw_only=True):
    """Who or what suffered it; for materiel the thing, with its `owner` where the text tells."""

    kind: Literal["party", "people", "materiel", "place", "media"]
    name: str
    id: str | None = None
    owner: str | None = None
    status: Status | None = None
    age: str | None = None
    sex: Literal["female", "male"] | None = None
    facility: str | None = None


class AttributionLink(Record, frozen=True, kw_only=True):
    """One source in a chain: who says (`party`), for whom (`body`), with which word (`cue`), as what (`role`)."""

    party: Party
    body: Party | None
    cue: str
    text: str
    start: int
    end: int
    role: Role | None


class Claim(Record, frozen=True, kw_only=True):
    """One statement by one claimant about one thing.

    `attribution` runs from the outermost source to the innermost; empty, it is the report's own voice and
    `claimant` is "narrator". `incident` is the key of a stub of the same reading where `scope` is incident.
    """

    id: str
    kind: Kind
    type: str
    quantity: Quantity | None
    agent: Party | None
    target: Target | None
    means: Means | None
    place: Place | None
    time: Time | None
    attribution: tuple[AttributionLink, ...]
    claimant: str
    stance: Stance
    scope: Literal["incident", "background"]
    incident: str | None
    relation: Relation
    supersedes: tuple[str, ...]
    part_of: str | None
    evidence: tuple[Evidence, ...]
    outcome: str | None
    engine: str
    confidence: Literal["high", "medium", "low"]
