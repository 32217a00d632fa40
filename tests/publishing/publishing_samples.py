"""Hand-made readings for the tests of publishing."""

from typing import Any

from counterclaim.record import (
    AttributionLink,
    Claim,
    Evidence,
    IncidentStub,
    Meta,
    Party,
    Place,
    Quantity,
    Reading,
    Refusal,
    Rejection,
    Report,
    Target,
    Time,
)

TEXT = (
    "The governor said doctors counted at least 10 soldiers killed by rebels in Idlib on Friday. "
    "The rebels said three tanks were destroyed. There were no civilian casualties."
)
META = Meta(program="0.1.0", schema_version=1, engine="rules", model="none", registry="r1", gazetteer=None)


def span(words: str, text: str = TEXT) -> dict[str, Any]:
    start = max(text.find(words), 0)
    return {"text": words, "start": start, "end": start + len(words)}


def party(name: str, **more: Any) -> Party:
    return Party(name=name, **{**span(name), **more})


def link(name: str, role: Any = None, body: Party | None = None) -> AttributionLink:
    return AttributionLink(party=party(name), body=body, cue="said", role=role, **span(name))


def quantity(low: int | None, high: int | None, words: str = "at least 10", **more: Any) -> Quantity:
    return Quantity(low=low, high=high, **span(words), **more)


def target(name: str, **more: Any) -> Target:
    return Target(**{"kind": "people", "name": name, **span(name), **more})


def day(start: str | None, end: str | None = None, precision: Any = "day", words: str = "Friday") -> Time:
    return Time(start=start, end=end or start, precision=precision, text=words, text_start=0, text_end=len(words))


def quote(words: str) -> Evidence:
    at = span(words)
    return Evidence(start=at["start"], end=at["end"], quote=words)


def claim(number: int = 1, **more: Any) -> Claim:
    fields: dict[str, Any] = {
        "id": f"claim-{number}",
        "kind": "casualty",
        "type": "killed",
        "quantity": quantity(10, None),
        "agent": party("rebels"),
        "target": target("soldiers", status="combatant"),
        "means": None,
        "place": Place(name="Idlib", country="SYR", **span("Idlib")),
        "time": day("2013-04-05"),
        "attribution": (link("governor", "local_official"), link("doctors", "medical")),
        "claimant": "doctors",
        "stance": "asserted",
        "scope": "incident",
        "incident": "i1",
        "relation": "own",
        "supersedes": (),
        "part_of": None,
        "evidence": (quote("at least 10 soldiers killed by rebels"),),
        "outcome": None,
        "engine": "rules",
        "confidence": "high",
    }
    return Claim(**{**fields, **more})


def stub() -> IncidentStub:
    return IncidentStub(
        key="i1",
        type="Armed clash",
        place=Place(name="Idlib", **span("Idlib")),
        time=day("2013-04-05"),
        sides=(("rebels",), ("Syrian Army",)),
    )


def report(**more: Any) -> Report:
    fields: dict[str, Any] = {
        "id": "report-1",
        "text_id": "text-1",
        "bytes_sha256": "0" * 64,
        "text": TEXT,
        "external_id": "x1",
        "title": "Clash in Idlib",
        "publisher": "Example News",
        "published": "2013-04-06",
        "credited_to": ("AFP",),
        "language": "en",
    }
    return Report(**{**fields, **more})


def reading(*claims: Claim, **more: Any) -> Reading:
    fields: dict[str, Any] = {
        "outcome": "ok",
        "report": report(),
        "relevant": True,
        "relevance": 0.93,
        "claims": claims,
        "incidents": (stub(),) if claims else (),
        "refusals": (),
        "meta": META,
    }
    return Reading(**{**fields, **more})


def refusal() -> Refusal:
    return Refusal(code="quote_mismatch", message="the quotation does not stand there", claim=claim(9))


def rejected(name: str = "bad.pdf") -> Reading:
    return reading(
        outcome="rejected",
        report=None,
        relevant=False,
        relevance=None,
        rejected=Rejection(code="binary", message="not a text", input=name),
    )


def full() -> Reading:
    """A reading with claims of every relation."""
    return reading(
        claim(1),
        claim(2, relation="adversary", kind="materiel", type="destroyed", agent=None, outcome=None,
              quantity=quantity(3, 3, "three", unit="vehicle"),
              target=target("tanks", kind="materiel", owner="Syrian Army"),
              attribution=(link("rebels", "belligerent"),), claimant="rebels", supersedes=("claim-1",),
              stance="unverified", evidence=(quote("three tanks were destroyed"),)),
        claim(3, relation="unknown", attribution=(), claimant="narrator", quantity=quantity(0, 0, "no"),
              agent=None, target=target("civilian"), scope="background", incident=None, part_of="claim-1",
              evidence=(quote("There were no civilian casualties"), quote("Friday"))),
        claim(4, relation="third_party", kind="event", type="Armed clash", outcome="repelled", quantity=None),
        claim(5, relation="ally", stance="denied"),
        claim(6, relation="anonymous"),
        refusals=(refusal(),),
    )  # fmt: skip
