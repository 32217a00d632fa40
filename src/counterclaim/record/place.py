"""A place as the text names it, and what is known of it."""

from counterclaim.record.base import Span


class Place(Span, frozen=True, kw_only=True):
    """A place. Unresolved: lat and lon are None and the words are kept.

    `country` is ISO 3166-1 alpha-3, only where the text tells it; `precision` is UCDP's where_prec (1 exact to
    7 sea or air), None where it cannot be told.
    """

    name: str
    gazetteer_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    precision: int | None = None
