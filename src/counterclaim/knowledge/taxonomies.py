"""The taxonomies: kinds and types of claims, ACLED's sub-event types and what they are in UCDP and PLOVER."""

from functools import lru_cache
from importlib.resources import files
from typing import Literal, get_args

import msgspec
import yaml

from counterclaim.errors import DataError
from counterclaim.record.claim import Kind


class SubEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An ACLED sub-event type. `ucdp` holds the types of violence it can be, `plover` and `mode` may be None."""

    name: str
    event_type: str
    ucdp: tuple[Literal[1, 2, 3], ...]
    plover: str | None
    mode: str | None


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    kinds: dict[Kind, tuple[str, ...] | Literal["acled"]]
    acled: tuple[SubEvent, ...]
    plover: dict[str, tuple[str, ...]]


class _Taxonomies:
    def __init__(self, data: _Data) -> None:
        self.acled = {sub.name: sub for sub in data.acled}
        if len(self.acled) != len(data.acled):
            raise DataError("taxonomies.yaml: a sub-event type stands twice")
        for sub in data.acled:
            if sub.plover is None and sub.mode is None:
                continue
            if sub.plover not in data.plover or (sub.mode is not None and sub.mode not in data.plover[sub.plover]):
                raise DataError(f"taxonomies.yaml: {sub.name}: PLOVER has no {sub.plover} {sub.mode}")
        if missing := set(get_args(Kind)) - set(data.kinds):
            raise DataError(f"taxonomies.yaml: kinds lack {', '.join(sorted(missing))}")
        self.kinds: dict[Kind, tuple[str, ...]] = {
            kind: tuple(self.acled) if types == "acled" else tuple(types) for kind, types in data.kinds.items()
        }


@lru_cache(maxsize=1)
def _load() -> _Taxonomies:
    path = files("counterclaim.knowledge") / "data" / "taxonomies.yaml"
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    try:
        return _Taxonomies(msgspec.convert(raw, _Data))
    except msgspec.ValidationError as error:
        raise DataError(f"taxonomies.yaml: {error}") from error


def acled(name: str) -> SubEvent | None:
    """Return the sub-event type of an exact name, or None where ACLED has none."""
    return _load().acled.get(name)


def kinds() -> dict[Kind, tuple[str, ...]]:
    """Return the types of every kind of claim; those of events are ACLED's sub-event types in its hierarchy."""
    return dict(_load().kinds)
