"""Publishing: readings made into text, JSON, JSON Lines, CSV and the JSON Schema. No reading, no weighing."""

from counterclaim.publishing.documents import json_document, jsonl
from counterclaim.publishing.schema import schema
from counterclaim.publishing.tables import csv_rows
from counterclaim.publishing.text import render

__all__ = ["csv_rows", "json_document", "jsonl", "render", "schema"]
