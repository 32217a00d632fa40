"""The taxonomies: kinds and types of claims, ACLED's sub-event types and what they are in UCDP and PLOVER."""

from functools import lru_cache
from importlib.resources import files
from typing import Literal, get_args

import msgspec
import yaml

from counterclaim.errors import DataError
from counterclaim.record.claim import Kind, MeansType, Role

Disorder = Literal["Political violence", "Demonstrations", "Strategic developments"]


class SubEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An ACLED sub-event type. `ucdp` holds the types of violence it can be, `plover` and `mode` may be None.

    `rank` is its place in the hierarchy, 1 the highest: it wins where tactics occur together.
    """

    name: str
    event_type: str
    ucdp: tuple[Literal[1, 2, 3], ...]
    plover: str | None
    mode: str | None
    disorder: tuple[Disorder, ...] = ()
    rank: int = 0


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    kinds: dict[Kind, tuple[str, ...] | Literal["acled"]]
    roles: dict[Role, str]
    means: dict[MeansType, str | None]
    disorder: dict[str, tuple[Disorder, ...]]
    acled: tuple[SubEvent, ...]
    plover: dict[str, tuple[str, ...]]


class Taxonomies:
    """The vocabularies of claims and how they map onto the field's."""

    def __init__(self, data: _Data) -> None:
        self.acled: dict[str, SubEvent] = {}
        for rank, sub in enumerate(data.acled, 1):
            if sub.name in self.acled:
                raise DataError(f"taxonomies.yaml: {sub.name} stands twice")
            if sub.event_type not in data.disorder:
                raise DataError(f"taxonomies.yaml: {sub.name}: no disorder type of {sub.event_type}")
            disorder = sub.disorder or data.disorder[sub.event_type]
            self.acled[sub.name] = msgspec.structs.replace(sub, rank=rank, disorder=disorder)
        for name, type_, mode in [
            *((sub.name, sub.plover, sub.mode) for sub in data.acled if sub.plover or sub.mode),
            *((means, "ASSAULT", mode) for means, mode in data.means.items()),
        ]:
            if type_ not in data.plover or (mode is not None and mode not in data.plover[type_]):
                raise DataError(f"taxonomies.yaml: {name}: PLOVER has no {type_} {mode}")
        for field, known, wanted in (
            ("kinds", data.kinds, get_args(Kind)),
            ("roles", data.roles, get_args(Role)),
            ("means", data.means, get_args(MeansType)),
        ):
            if missing := set(wanted) - set(known):
                raise DataError(f"taxonomies.yaml: {field} lack {', '.join(sorted(missing))}")
        self.roles = data.roles
        self.means = data.means
        self.kinds: dict[Kind, tuple[str, ...]] = {
            kind: tuple(self.acled) if types == "acled" else tuple(types) for kind, types in data.kinds.items()
        }


def read_taxonomies(raw: object) -> Taxonomies:
    """Return the vocabularies of a taxonomies file's content; DataError naming what does not validate."""
    try:
        return Taxonomies(msgspec.convert(raw, _Data))
    except msgspec.ValidationError as error:
        raise DataError(f"taxonomies.yaml: {error}") from error


@lru_cache(maxsize=1)
def _load() -> Taxonomies:
    path = files("counterclaim.knowledge") / "data" / "taxonomies.yaml"
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return read_taxonomies(raw)


def acled(name: str) -> SubEvent | None:
    """Return the sub-event type of an exact name, or None where ACLED has none."""
    return _load().acled.get(name)


def kinds() -> dict[Kind, tuple[str, ...]]:
    """Return the types of every kind of claim; those of events are ACLED's sub-event types in its hierarchy."""
    return dict(_load().kinds)


def roles() -> dict[Role, str]:
    """Return the roles of a source and what each is."""
    return dict(_load().roles)


def plover(event: str, means: MeansType | None = None) -> tuple[str | None, str | None]:
    """Return the PLOVER type and mode of an ACLED sub-event type; KeyError where it is none.

    An ASSAULT without a mode of its own takes that of its means; a strike by drone is "drone", not "aerial".
    """
    sub = _load().acled[event]
    if (
        sub.plover == "ASSAULT"
        and means is not None
        and (sub.mode is None or (sub.mode == "aerial" and means == "drone"))
    ):
        return sub.plover, _load().means[means]
    return sub.plover, sub.mode
