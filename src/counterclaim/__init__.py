"""Counterclaim reads reports of armed conflict and keeps every fact attached to the one who claimed it.

    from counterclaim import read, read_text
    reading = read("report.txt", published="2026-03-14")
    for claim in reading.claims:
        print(claim.claimant, claim.type, claim.quantity)

Everything heavy is imported on first use.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counterclaim.actions.read import read, read_text
    from counterclaim.record import Claim, Reading, Report

__all__ = ["Claim", "Reading", "Report", "read", "read_text"]

_HOMES = {
    "read": "counterclaim.actions.read",
    "read_text": "counterclaim.actions.read",
    "Claim": "counterclaim.record",
    "Reading": "counterclaim.record",
    "Report": "counterclaim.record",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'counterclaim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
