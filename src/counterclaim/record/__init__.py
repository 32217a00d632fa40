"""The vocabulary: frozen values that every room speaks in. No I/O.

Field names and meanings are the product's contract; `counterclaim schema` prints them as JSON Schema.
"""

from counterclaim.record.claim import NARRATOR, AttributionLink, Claim, Evidence, Means, Target
from counterclaim.record.ids import make_id
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
    "DateCandidate",
    "Evidence",
    "IncidentStub",
    "Means",
    "Meta",
    "Party",
    "Place",
    "Quantity",
    "Reading",
    "Refusal",
    "Rejection",
    "Report",
    "Target",
    "Time",
    "Warning",
    "make_id",
]
