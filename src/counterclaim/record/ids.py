"""The one function that makes identifiers."""

import hashlib
import json
from typing import Any

ID_VERSION = 1


def make_id(prefix: str, *parts: Any) -> str:
    """Return a stable id: `prefix-` and 20 hex digits of a hash over the parts.

    The parts are encoded as one JSON array headed by the version, so that ("a.b", "c") and ("a", "b.c")
    never collide.
    """
    encoded = json.dumps([ID_VERSION, *parts], ensure_ascii=False, separators=(",", ":"))
    return f"{prefix}-{hashlib.sha256(encoded.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"
