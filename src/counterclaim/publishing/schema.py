"""The JSON Schema of what `read --format json` and `incidents --format json` print."""

from typing import Any

import msgspec

from counterclaim.publishing.incident_documents import IncidentsDocument
from counterclaim.record import Reading

SCHEMA_ID = "https://counterclaim.invalid/schema/documents-1.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of `{"reports": [Reading]}` and of `{"incidents": [Incident], "meta": …}`.

    A line of JSON Lines is `#/$defs/Reading`; an incident alone is `#/$defs/Incident`.
    """
    (reading, _), components = msgspec.json.schema_components(
        [Reading, IncidentsDocument], ref_template="#/$defs/{name}"
    )
    readings = {
        "title": "Readings",
        "description": "What was read in each report: its claims, each with its claimant and the words quoted.",
        "type": "object",
        "properties": {"reports": {"type": "array", "items": reading}},
        "required": ["reports"],
    }
    return {
        "$schema": DIALECT,
        "$id": SCHEMA_ID,
        "title": "Counterclaim",
        "description": "Readings of reports, or the incidents that a ledger's reports together tell.",
        "type": "object",
        "oneOf": [{"$ref": "#/$defs/Readings"}, {"$ref": "#/$defs/IncidentsDocument"}],
        "$defs": dict(sorted({**components, "Readings": readings}.items())),
    }
