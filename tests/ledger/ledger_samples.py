"""Readings made by hand: quick, and with whatever a test wants in them."""

from collections.abc import Sequence
from typing import Any

from counterclaim.intake.report import text_hash
from counterclaim.ledger.verify import claim_id
from counterclaim.record import (
    Claim,
    Contested,
    Decision,
    Evidence,
    Figure,
    Incident,
    IncidentPlace,
    IncidentStub,
    IncidentTime,
    Meta,
    Place,
    Quantity,
    Reading,
    Rejection,
    Report,
    Side,
    Time,
    make_id,
)

NOTHING_CONTESTED = Contested(responsibility=False, count=False, occurrence=False, status=False)


def meta(version: str = "1") -> Meta:
    return Meta(program=version, schema_version=1, engine="rules", model="m", registry="r", gazetteer=None)


def report(text: str, *, url: str | None = None, publisher: str | None = None, **more: Any) -> Report:
    external_id, published = more.get("external_id"), more.get("published")
    text_id = text_hash(text)
    return Report(
        id=make_id("r", text_id, url or external_id, publisher, published),
        text_id=text_id,
        bytes_sha256=text_id,
        text=text,
        url=url,
        publisher=publisher,
        **more,
    )


def claim(
    of: Report, quote: str, *, type: str = "killed", claimant: str = "narrator", stub: str | None = "i1"
) -> Claim:
    start = of.text.index(quote)
    number = next((w for w in quote.split() if w.isdigit()), None)
    quantity = None
    if number is not None:
        at = start + quote.index(number)
        quantity = Quantity(low=int(number), high=int(number), text=number, start=at, end=at + len(number))
    made = Claim(
        id="",
        kind="casualty",
        type=type,
        quantity=quantity,
        agent=None,
        target=None,
        means=None,
        place=None,
        time=None,
        attribution=(),
        claimant=claimant,
        stance="asserted",
        scope="incident" if stub else "background",
        incident=stub,
        relation="third_party",
        supersedes=(),
        part_of=None,
        evidence=(Evidence(start=start, end=start + len(quote), quote=quote),),
        outcome=None,
        engine="rules",
        confidence="high",
    )
    import msgspec

    return msgspec.structs.replace(made, id=claim_id(of.id, made))


def stub(key: str = "i1", country: str = "MLI", day: str = "2026-01-10") -> IncidentStub:
    return IncidentStub(
        key=key,
        type="Attack",
        place=Place(name="Kidal", text="Kidal", start=0, end=5, country=country, lat=18.4, lon=1.4),
        time=Time(start=day, end=day, precision="day", text="", text_start=0, text_end=0),
        sides=(),
    )


def reading(
    of: Report, *quotes: str, version: str = "1", outcome: Any = "ok", claims: Sequence[Claim] = ()
) -> Reading:
    return Reading(
        outcome=outcome,
        report=of,
        relevant=outcome == "ok",
        relevance=1.0,
        claims=(*claims, *(claim(of, quote) for quote in quotes)),
        incidents=(stub(),) if quotes or claims else (),
        refusals=(),
        meta=meta(version),
    )


def rejected(name: str = "bad.bin") -> Reading:
    return Reading(
        outcome="rejected",
        report=None,
        relevant=False,
        relevance=None,
        claims=(),
        incidents=(),
        refusals=(),
        meta=meta(),
        rejected=Rejection(code="binary", message="it is no text", input=name),
    )


def decision(name: str, action: Any, subject: str, **more: Any) -> Decision:
    fields: dict[str, Any] = {"before": None, "after": None, "reason": None} | more
    return Decision(
        id=make_id("d", name), coder="ada", at="2026-02-01T00:00:00Z", action=action, subject=subject, **fields
    )


def incident(name: str, *, day: str | None = "2026-01-10", **more: Any) -> Incident:
    killed = more.pop("killed", 3)
    figure = Figure(
        measure="killed", side="civilians", unit="people", low=0, best=killed, high=killed, high_stated=killed,
        open_high=False, max_claimed=killed, contested=NOTHING_CONTESTED, figures_differ=False,
        relayed_differently=False, unanswered=False, provisional=False, basis="third_party", best_claim=None,
        low_claim=None, high_claim=None, claimed_only=(), n_claimants=1, n_origin_groups=1, claims=(),
    )  # fmt: skip
    end = more.pop("end", day)
    fields: dict[str, Any] = {
        "type": "Attack",
        "time": IncidentTime(start=day, end=end, precision="day", date_prec=1),
        "place": IncidentPlace(
            name=more.pop("place", "Gao"), gazetteer_id="g1", lat=16.2, lon=0.0, country=more.pop("country", "MLI"),
            admin1="Gao", precision=1,
        ),
        "sides": (Side(key="fama", name="Malian Army", actors=("Malian Army", "FAMa")),),
        "figures": (figure,),
        "grade": None,
        "media": (),
        "claims": (f"c-{name}",),
        "reports": (f"r-{name}",),
        "n_origin_groups": 1,
        "contested": NOTHING_CONTESTED,
    }  # fmt: skip
    return Incident(id=f"i-{name}", **(fields | more))
