"""Small hand-made readings and gold for the tests of scoring."""

from typing import Any

from counterclaim.record import (
    AttributionLink,
    Claim,
    Evidence,
    Meta,
    Party,
    Place,
    Quantity,
    Reading,
    Report,
    Target,
    Time,
)
from counterclaim.scoring import GoldFact, GoldReport

TEXT = (
    "Raiders attacked the market of Oulan on Monday. Colonel Ba of the army said four soldiers were killed.\n"
    "A rebel spokesman said 20 soldiers died. Some villagers fled. Four soldiers were killed, the army repeated."
)
META = Meta(program="test", schema_version=1, engine="hand", model="none", registry="none", gazetteer=None)


def party(name: str, id: str | None = None) -> Party:
    return Party(text=name, start=0, end=len(name), name=name, id=id)


def said_by(*names: str, body: str | None = None) -> tuple[AttributionLink, ...]:
    """A chain of sources, outermost first."""
    return tuple(
        AttributionLink(
            party=party(name), body=party(body) if body else None, cue="said", text=name, start=0, end=1, role=None
        )
        for name in names
    )


def evidence(quote: str, text: str = TEXT) -> tuple[Evidence, ...]:
    at = text.index(quote)
    return (Evidence(start=at, end=at + len(quote), quote=quote),)


def claim(quote: str, quantity: Quantity | tuple[int | None, int | None] | None = None, **changes: Any) -> Claim:
    """A claim that soldiers were killed, as `changes` make it; `place`, `target`, `agent` may be names."""
    fields: dict[str, Any] = {
        "id": f"c-{quote[:12]}", "kind": "casualty", "type": "killed", "quantity": quantity, "agent": None,
        "target": "soldiers", "means": None, "place": None, "time": None, "attribution": (), "claimant": "narrator",
        "stance": "asserted", "scope": "incident", "incident": None, "relation": "unknown", "supersedes": (),
        "part_of": None, "evidence": evidence(quote), "outcome": None, "engine": "hand", "confidence": "high",
    }  # fmt: skip
    fields |= changes
    if isinstance(quantity, tuple):
        fields["quantity"] = Quantity(text="n", start=0, end=1, low=quantity[0], high=quantity[1])
    if isinstance(fields["agent"], str):
        fields["agent"] = party(fields["agent"])
    if isinstance(fields["target"], str):
        fields["target"] = Target(text=fields["target"], start=0, end=1, kind="people", name=fields["target"])
    if isinstance(fields["place"], str):
        fields["place"] = Place(text=fields["place"], start=0, end=1, name=fields["place"])
    if isinstance(fields["time"], tuple):
        start, end = fields["time"]
        fields["time"] = Time(start=start, end=end, precision="day", text="t", text_start=0, text_end=1)
    return Claim(**fields)


def reading(*claims: Claim, text: str = TEXT, relevant: bool = True) -> Reading:
    return Reading(
        outcome="ok",
        report=Report(id="r", text_id="t", bytes_sha256="0", text=text),
        relevant=relevant,
        relevance=None,
        claims=claims,
        incidents=(),
        refusals=(),
        meta=META,
    )


def gold(*facts: GoldFact, name: str = "one", family: str | None = None, relevant: bool = True) -> GoldReport:
    return GoldReport(
        name=name, text=TEXT, published=None, language="en", relevant=relevant, facts=facts, split=None,
        family=family or name,
    )  # fmt: skip


def fact(evidence: str, **changes: Any) -> GoldFact:
    return GoldFact(
        **({"kind": "casualty", "type": "killed", "target": ("soldiers",)} | changes), evidence=evidence
    )
