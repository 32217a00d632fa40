"""A reading: what one engine found in one report."""

from typing import Literal

from counterclaim.record.base import Record
from counterclaim.record.claim import Claim
from counterclaim.record.place import Place
from counterclaim.record.report import Report
from counterclaim.record.time import Time

Outcome = Literal["ok", "not_relevant", "unread_language", "rejected", "quarantined"]


class IncidentStub(Record, frozen=True, kw_only=True):
    """An incident as this one report tells it, without figures. `type` is an ACLED sub-event type."""

    key: str
    type: str
    place: Place | None
    time: Time | None
    sides: tuple[tuple[str, ...], ...]


class Refusal(Record, frozen=True, kw_only=True):
    """A claim that grounding refused: its quotation or number does not stand in the text at its offsets."""

    code: str
    message: str
    claim: Claim


class Rejection(Record, frozen=True, kw_only=True):
    """An input that could not be read in: a reason code, a plain message, the input's name."""

    code: str
    message: str
    input: str


class Meta(Record, frozen=True, kw_only=True):
    """The versions that made a reading."""

    program: str
    schema_version: int
    engine: str
    model: str
    registry: str
    gazetteer: str | None


class Reading(Record, frozen=True, kw_only=True):
    """`report` is None only where the input was rejected; then `rejected` says why."""

    outcome: Outcome
    report: Report | None
    relevant: bool
    relevance: float | None
    claims: tuple[Claim, ...]
    incidents: tuple[IncidentStub, ...]
    refusals: tuple[Refusal, ...]
    meta: Meta
    rejected: Rejection | None = None
