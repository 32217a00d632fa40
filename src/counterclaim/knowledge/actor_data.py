"""The shapes of the registry's data: actors.yaml, and the rows of ucdp_actors.csv."""

import csv
from collections.abc import Mapping
from importlib.resources import files

import msgspec

from counterclaim.errors import DataError
from counterclaim.knowledge.actor import AcledType, ActorType, Basis

BACKBONE = "ucdp_actors.csv"
_SEPARATOR = "|"
_Cells = Mapping[str, str]


class Names(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """More names of an actor."""

    aliases: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    local: tuple[str, ...] = ()


class Entry(Names, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An actor as a file lists it."""

    id: str
    name: str
    type: ActorType
    country: str | None
    parents: tuple[str, ...] = ()
    ucdp_id: int | None = None
    source: str | None = None
    basis: Basis = "editorial"
    acled_type: AcledType | None = None
    active_from: int | None = None
    active_until: int | None = None


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of actor that every country has."""

    id: str
    type: ActorType
    name: str
    patterns: tuple[str, ...]
    bare: tuple[str, ...] = ()
    party: bool = False
    parent: str | None = None
    except_: frozenset[str] = msgspec.field(default=frozenset(), name="except")


class Ucdp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be known about UCDP's rows."""

    source: str
    governments: dict[str, int]


class ActorData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of actors.yaml."""

    version: str
    qualifiers: tuple[str, ...]
    heads: tuple[str, ...]
    capitals: frozenset[str]
    country_names: dict[str, str]
    more_demonyms: dict[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    names: dict[str, Names]
    ucdp: Ucdp
    actors: tuple[dict[str, object], ...]
    community_heads: tuple[str, ...] = ()
    acled: dict[ActorType, AcledType] = {}


class Row(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An actor of UCDP's, its names by what they may do (tools/ucdp_actors.py tells)."""

    ucdp_id: int
    org: int
    type: ActorType
    name: str
    text: tuple[str, ...]
    abbreviations: tuple[str, ...]
    looked_up: tuple[str, ...]
    candidates: tuple[str, ...]
    renames: tuple[str, ...]
    previous: tuple[int, ...]
    umbrellas: tuple[int, ...]
    joined: tuple[int, ...]
    country: str | None
    countries: frozenset[str]

    @property
    def people(self) -> bool:
        """Whether it is a people, a clan, a faith or somebody's supporters, not a group with a name of its own."""
        return self.org in {2, 3}

    @property
    def government(self) -> bool:
        """Whether it is the government of a state."""
        return self.org == 4


def load_backbone() -> tuple[Row, ...]:
    """Return UCDP's actors. Raises DataError naming the row where the file does not validate."""
    path = files("counterclaim.knowledge") / "data" / BACKBONE
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return tuple(_row(cells) for cells in rows)


def _row(cells: _Cells) -> Row:
    parts = {name: tuple(cell.split(_SEPARATOR)) if cell else () for name, cell in cells.items()}
    try:
        made = {
            "ucdp_id": int(cells["ucdp_id"]),
            "org": int(cells["org"]),
            "type": cells["type"],
            "name": cells["name"],
            "country": cells["country"] or None,
            "countries": parts["countries"],
            **{name: parts[name] for name in ("text", "abbreviations", "looked_up", "candidates", "renames")},
            **{name: tuple(map(int, parts[name])) for name in ("previous", "umbrellas", "joined")},
        }
        return msgspec.convert(made, Row)
    except (KeyError, ValueError) as error:
        raise DataError(f"{BACKBONE}: {cells.get('ucdp_id')}: {error}") from error
