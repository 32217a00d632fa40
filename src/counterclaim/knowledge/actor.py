"""What the registry holds and answers: actors, and whom a name stands for."""

from typing import Literal

import msgspec

ActorType = Literal[
    "government", "ministry", "army", "police", "rebel", "militia", "gang", "contractor", "coalition", "igo", "un",
    "ngo", "monitor", "media", "medical",
]  # fmt: skip
AcledType = Literal[
    "State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters", "Civilians",
    "External/Other forces",
]  # fmt: skip
Basis = Literal["editorial", "dataset", "user"]


class Actor(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One actor. `source` names the data set that `ucdp_id` was looked up in; all else rests on `basis`.

    `countries` is where it has been active, `country` whose it is. From UCDP, all by id: `splinter_of` whom it split
    from, `umbrellas` alliances it stood under, `joined` whom it went over to; `renames` are later names. The years
    `active_from` and `active_until` are None where not known or still open.
    """

    id: str
    name: str
    type: ActorType
    country: str | None
    parents: tuple[str, ...] = ()
    ucdp_id: int | None = None
    source: str | None = None
    basis: Basis = "editorial"
    acled_type: AcledType | None = None
    countries: frozenset[str] = frozenset()
    renames: tuple[str, ...] = ()
    splinter_of: tuple[str, ...] = ()
    umbrellas: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    active_from: int | None = None
    active_until: int | None = None

    def lived_in(self, year: int) -> bool:
        """Tell whether a year lies within the actor's life, as far as that is known."""
        return (self.active_from or year) <= year <= (self.active_until or year)


class Match(msgspec.Struct, frozen=True):
    """Whom a name stands for: `id` where one actor has it, else None with all `candidates` that may be meant.

    `reasons` tell in plain sentences why.
    """

    id: str | None
    candidates: tuple[str, ...]
    reasons: tuple[str, ...] = ()
