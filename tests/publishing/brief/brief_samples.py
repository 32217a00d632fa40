"""Material for briefs, made by hand: one report, whose words are whatever a test wants them to be."""

from counterclaim.publishing.brief import Material, Said, Story, Weeks
from counterclaim.record import (
    AttributionLink,
    Claim,
    Contested,
    Evidence,
    Figure,
    Incident,
    IncidentTime,
    Party,
    Quantity,
    Report,
    Side,
    Target,
)
from counterclaim.record.claim import Relation, Stance

QUIET = Contested(responsibility=False, count=False, occurrence=False, status=False)


def report(words: str = "The army said that ten rebels were killed.", **more: object) -> Report:
    values = {"id": "r-1", "text_id": "t", "bytes_sha256": "b", "text": words, "published": "2026-03-14"} | more
    return Report(**values)  # type: ignore[arg-type]


def quantity(low: int | None, high: int | None, words: str = "", *, approx: bool = False) -> Quantity:
    return Quantity(text=words, start=0, end=len(words), low=low, high=high, approx=approx)


def said(
    of: Report,
    *,
    id: str = "c-1",
    who: str | None = "army",
    target: str | None = "rebels",
    number: Quantity | None = None,
    kind: str = "casualty",
    type: str = "killed",
    stance: Stance = "asserted",
    stands: Relation = "adversary",
    side: str | None = "rebels",
    speaker: str | None = "army-side",
    agent: str | None = None,
    quote: str | None = None,
) -> Said:
    """Return a claim of a report; its evidence is `quote`, else the whole text."""
    start = of.text.index(quote) if quote else 0
    words = quote or of.text
    link = (
        AttributionLink(
            party=Party(text=who, start=0, end=len(who), name=who),
            body=None, cue="said", text=who, start=0, end=len(who), role="belligerent",
        ),
    ) if who is not None else ()  # fmt: skip
    claim = Claim(
        id=id, kind=kind, type=type, quantity=number, agent=None, means=None, place=None, time=None,  # type: ignore[arg-type]
        target=Target(text=target, start=0, end=len(target), kind="people", name=target) if target is not None else None,
        attribution=link, claimant=who or "narrator", stance=stance, scope="incident", incident="i1", relation="unknown",
        supersedes=(), part_of=None, evidence=(Evidence(start=start, end=start + len(words), quote=words),),
        outcome=None, engine="hand", confidence="high",
    )  # fmt: skip
    return Said(claim=claim, report=of, stands=stands, side=side, speaker=speaker, agent=agent)


def figure(*told: Said, **more: object) -> Figure:
    values = {
        "measure": "killed", "side": "rebels", "unit": "people", "low": 0, "best": None, "high": 10, "high_stated": 10,
        "open_high": False, "max_claimed": 10, "contested": QUIET, "figures_differ": False, "relayed_differently": False,
        "unanswered": False, "provisional": True, "basis": "adversary_only", "best_claim": None, "low_claim": None,
        "high_claim": None, "claimed_only": (), "n_claimants": 1, "n_origin_groups": 1,
        "claims": tuple(s.claim.id for s in told),
    }  # fmt: skip
    return Figure(**(values | more))  # type: ignore[arg-type]


def material(*told: Said, figures: tuple[Figure, ...] = (), type: str = "Armed clash", **more: object) -> Material:
    incident = Incident(
        id="incident-1",
        type=type,
        time=IncidentTime(start=None, end=None, precision=None, date_prec=None),
        place=None,
        sides=(Side(key="rebels", name="rebels", actors=("rebels",)),),
        figures=figures,
        grade=None,
        media=(),
        claims=tuple(s.claim.id for s in told),
        reports=tuple({s.report.id for s in told}),
        n_origin_groups=1,
        contested=QUIET,
    )
    weeks = Weeks()
    list(weeks.counting([incident]))
    values = {
        "stories": (Story(incident=incident, said=told),), "background": (), "reprints": (), "weeks": weeks.weeks(),
        "total": 1, "filters": {}, "program": "0", "names": {}, "countries": {},
    }  # fmt: skip
    return Material(**(values | more))  # type: ignore[arg-type]
