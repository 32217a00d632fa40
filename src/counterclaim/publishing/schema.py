"""The JSON Schema of what `read --format json` prints."""

from typing import Any

import msgspec

from counterclaim.record import Reading

SCHEMA_ID = "https://counterclaim.invalid/schema/reading-1.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of `{"reports": [Reading]}`; a line of JSON Lines is `#/$defs/Reading`."""
    (reading,), components = msgspec.json.schema_components([Reading], ref_template="#/$defs/{name}")
    return {
        "$schema": DIALECT,
        "$id": SCHEMA_ID,
        "title": "Counterclaim readings",
        "description": "What was read in each report: its claims, each with its claimant and the words quoted.",
        "type": "object",
        "properties": {"reports": {"type": "array", "items": reading}},
        "required": ["reports"],
        "$defs": dict(sorted(components.items())),
    }
