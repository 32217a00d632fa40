"""Status: what is in a ledger."""

from typing import Any

import msgspec

from counterclaim.ledger import Ledger, Status

OUTCOMES = {
    "ok": "read",
    "not_relevant": "not about armed conflict",
    "unread_language": "in a language that is not read",
    "quarantined": "set aside: the engine failed on it",
    "rejected": "not read in",
}


def status_text(ledger: Ledger) -> str:
    """Return what is in a ledger, one fact a line."""
    found = ledger.status()
    old = found.reports_all - found.reports_live - found.tombstones
    rows: list[tuple[str, str]] = [
        ("ledger", f"{ledger.name} (schema {found.schema}{_size(found)})"),
        ("reports", f"{found.reports_live:,}{_beside(('old version', old), ('removed', found.tombstones))}"),
    ]
    rows += [("", f"{n:,} {OUTCOMES.get(outcome, outcome)}") for outcome, n in found.reports.items()]
    rows += [
        ("claims", f"{found.claims_live:,}{_beside(('no longer counted', found.claims_all - found.claims_live))}"),
        ("refusals", f"{found.refusals:,} (claims that grounding did not let pass)"),
        ("incidents", f"{found.incidents:,}"),
        ("decisions", f"{found.decisions:,}"),
        ("runs", f"{found.runs:,}"),
    ]
    inputs = ", ".join(f"{n:,} {what}" for what, n in found.inputs.items())
    rows.append(("inputs", f"{sum(found.inputs.values()):,}{f': {inputs}' if inputs else ''}"))
    return "".join(f"{label:<11}{words}\n" for label, words in rows)


def status_json(ledger: Ledger) -> bytes:
    """Return the same as one JSON object and a newline."""
    document: dict[str, Any] = {"ledger": ledger.name, **msgspec.to_builtins(ledger.status())}
    return msgspec.json.encode(document) + b"\n"


def _size(found: Status) -> str:
    return f", {found.size / 1e6:,.1f} MB" if found.size is not None else ""


def _beside(*more: tuple[str, int]) -> str:
    told = ", ".join(
        f"{n:,} {what}{'s' if what.endswith('version') and n != 1 else ''}" for what, n in more if n > 0
    )
    return f" (and {told})" if told else ""
