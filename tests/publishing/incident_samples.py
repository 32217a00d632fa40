"""Incidents made by hand: the clash of the seed article, and one of which hardly anything is known."""

from typing import Any

from counterclaim.publishing.incident_documents import IncidentsMeta
from counterclaim.record import Contested, Figure, Incident, IncidentPlace, IncidentTime, MediaItem, Meta, Side

CALM = Contested(responsibility=False, count=False, occurrence=False, status=False)
COUNT = Contested(responsibility=False, count=True, occurrence=False, status=False)


def figure(**more: Any) -> Figure:
    fields: dict[str, Any] = {
        "measure": "killed",
        "side": "csp",
        "unit": "people",
        "low": 3,
        "best": 3,
        "high": 10,
        "high_stated": 10,
        "open_high": False,
        "max_claimed": 10,
        "contested": COUNT,
        "figures_differ": True,
        "relayed_differently": False,
        "unanswered": False,
        "provisional": False,
        "basis": "own",
        "best_claim": "c-1",
        "low_claim": "c-1",
        "high_claim": "c-2",
        "claimed_only": (),
        "n_claimants": 2,
        "n_origin_groups": 2,
        "claims": ("c-1", "c-2"),
    }
    return Figure(**{**fields, **more})


def incident(**more: Any) -> Incident:
    fields: dict[str, Any] = {
        "id": "incident-0123456789abcdef0123",
        "type": "Armed clash",
        "time": IncidentTime(start="2025-06-13", end="2025-06-13", precision="day", date_prec=1),
        "place": IncidentPlace(
            name="Kidal", gazetteer_id="2454532", lat=18.44, lon=-1.41, country="MLI", admin1="Kidal", precision=4
        ),
        "sides": (
            Side(key="csp", name="Separatists", actors=("Separatists", "fighters")),
            Side(key="gov-MLI", name="Government of Mali", actors=("army",)),
        ),
        "figures": (
            figure(),
            figure(side="gov-MLI", low=0, best=None, high=None, high_stated=24, open_high=True, contested=CALM,
                   unanswered=True, provisional=True, basis="adversary_only", n_claimants=1, n_origin_groups=1,
                   best_claim=None, low_claim=None, claims=("c-3",)),
            figure(measure="destroyed", side="vehicles", unit="vehicle", low=12, best=12, high=12, contested=CALM),
        ),
        "grade": None,
        "media": (MediaItem(claim="c-4", name="a video", state="unverified", by="narrator", day=None),),
        "claims": ("c-1", "c-2", "c-3", "c-4"),
        "reports": ("r-1",),
        "n_origin_groups": 2,
        "contested": COUNT,
    }  # fmt: skip
    return Incident(**{**fields, **more})


def unknown() -> Incident:
    return incident(
        id="incident-ffff456789abcdef0123",
        type="=cmd()",
        time=IncidentTime(start=None, end=None, precision=None, date_prec=None),
        place=None,
        sides=(),
        figures=(),
        grade="weak",
        media=(),
    )


def meta(**more: Any) -> IncidentsMeta:
    read = Meta(program="0.1.0", schema_version=1, engine="rules", model="m", registry="r", gazetteer=None)
    fields: dict[str, Any] = {
        "program": "0.1.0", "schema_version": 1, "readings": (read,), "filters": {}, "limit": None, "total": 2,
    }  # fmt: skip
    return IncidentsMeta(**{**fields, **more})
