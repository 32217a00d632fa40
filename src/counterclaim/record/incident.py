"""An incident: the same happening over all reports, with each figure and the claims behind it."""

from typing import Literal

from counterclaim.record.base import Record
from counterclaim.record.time import Precision

Measure = Literal[
    "killed", "injured", "casualties", "captured", "abducted", "missing", "displaced", "arrested", "released", "surrendered",
    "seized", "destroyed", "damaged", "lost",
]  # fmt: skip
Basis = Literal["third_party", "own", "adversary_only", "anonymous_only", "none"]
Grade = Literal["confirmed", "fair", "weak", "contested", "discounted"]


class IncidentTime(Record, frozen=True, kw_only=True):
    """The days of an incident (YYYY-MM-DD), None where no claim tells them; `date_prec` is UCDP's 1 to 5."""

    start: str | None
    end: str | None
    precision: Precision | None
    date_prec: int | None


class IncidentPlace(Record, frozen=True, kw_only=True):
    """Where: the finest place that the claims agree on; `precision` is UCDP's where_prec."""

    name: str
    gazetteer_id: str | None
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    precision: int | None


class Side(Record, frozen=True, kw_only=True):
    """One side: `key` is the registry's outermost actor, else "civilians", else the folded words; `actors` who was named."""

    key: str
    name: str
    actors: tuple[str, ...]


class Contested(Record, frozen=True, kw_only=True):
    """The four ways in which a figure can be contested (METHOD.md 1.5)."""

    responsibility: bool
    count: bool
    occurrence: bool
    status: bool


class Figure(Record, frozen=True, kw_only=True):
    """What all claims together say of one measure and one side (METHOD.md 1.4); bounds are people or things.

    `high` is None where nothing stated bounds it (`open_high`); `high_stated` is the greatest number said;
    `max_claimed` the greatest of all, discredited claims too. `best` is None where only the adversary or nobody named
    speaks. `residual` counts what a total leaves when the single events in it are taken out.
    """

    measure: Measure
    side: str
    unit: str
    low: int
    best: int | None
    high: int | None
    high_stated: int | None
    open_high: bool
    max_claimed: int | None
    contested: Contested
    figures_differ: bool
    relayed_differently: bool
    unanswered: bool
    provisional: bool
    basis: Basis
    best_claim: str | None
    low_claim: str | None
    high_claim: str | None
    claimed_only: tuple[str, ...]
    n_claimants: int
    n_origin_groups: int
    claims: tuple[str, ...]
    residual: bool = False


class MediaItem(Record, frozen=True, kw_only=True):
    """A video, photo or document of an incident and what was last said of its being genuine."""

    claim: str
    name: str
    state: Literal["unverified", "verified", "refuted"]
    by: str
    day: str | None


class Incident(Record, frozen=True, kw_only=True):
    """One happening. `claims` are the ids of all claims in it, `reports` of the reports that tell them.

    `merged_from` and `split_from` are the trail of ids; `contested` holds what any of the figures is.
    """

    id: str
    type: str
    time: IncidentTime
    place: IncidentPlace | None
    sides: tuple[Side, ...]
    figures: tuple[Figure, ...]
    grade: Grade | None
    media: tuple[MediaItem, ...]
    claims: tuple[str, ...]
    reports: tuple[str, ...]
    n_origin_groups: int
    contested: Contested
    merged_from: tuple[str, ...] = ()
    split_from: str | None = None
