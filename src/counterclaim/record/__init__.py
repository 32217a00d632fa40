"""The vocabulary: frozen values that every room speaks in. No I/O.

Field names and meanings are the product's contract; `counterclaim schema` prints them as JSON Schema.
"""

from counterclaim.record.claim import NARRATOR, AttributionLink, Claim, Evidence, Means, Target
from counterclaim.record.decision import Decision
from counterclaim.record.ids import make_id
from counterclaim.record.incident import (
    Contested,
    Figure,
    Incident,
    IncidentPlace,
    IncidentTime,
    MediaItem,
    Side,
)
from counterclaim.record.party import Party
from counterclaim.record.place import Place
from counterclaim.record.quantity import Quantity
from counterclaim.record.reading import IncidentStub, Meta, Reading, Refusal, Rejection
from counterclaim.record.report import Block, DateCandidate, Report, Warning
from counterclaim.record.time import Time

__all__ = [
    "NARRATOR",
    "AttributionLink",
    "Block",
    "Claim",
    "Contested",
    "DateCandidate",
    "Decision",
    "Evidence",
    "Figure",
    "Incident",
    "IncidentPlace",
    "IncidentStub",
    "IncidentTime",
    "Means",
    "MediaItem",
    "Meta",
    "Party",
    "Place",
    "Quantity",
    "Reading",
    "Refusal",
    "Rejection",
    "Report",
    "Side",
    "Target",
    "Time",
    "Warning",
    "make_id",
]
