"""What the exports are made from: an incident with everything that tells it, and what made the export."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, Protocol

import msgspec

from counterclaim.knowledge.actor import Actor
from counterclaim.publishing.incident_documents import IncidentsMeta
from counterclaim.record import Claim, Incident, Report
from counterclaim.record.base import Record
from counterclaim.record.claim import Relation

Format = Literal["csv", "ged", "acled", "plover", "geojson", "parquet", "hxl", "claim"]
PartyClaims = Literal["cautious", "accept"]
Class = Literal["state", "armed", "civilian", "other"]
CIVILIANS = "civilians"


class Deaths(Protocol):
    """Low, best and high of some deaths, never crossed."""

    @property
    def low(self) -> int: ...
    @property
    def best(self) -> int: ...
    @property
    def high(self) -> int: ...


class Toll(Protocol):
    """The deaths of an incident as UCDP counts them, by the keys of the sides; the best of `total` is the sum."""

    @property
    def sides(self) -> Mapping[str, Deaths]: ...
    @property
    def civilians(self) -> Deaths: ...
    @property
    def unknown(self) -> Deaths: ...
    @property
    def total(self) -> Deaths: ...


class Party(NamedTuple):
    """One side of an incident: its key, its name, what its men are, and the registry's actor where it has one."""

    key: str
    name: str
    cls: Class
    actor: Actor | None


class Told(NamedTuple):
    """A claim of an incident and its report; `side` is whose losses it counts, `agent` the side that did it."""

    claim: Claim
    report: Report
    side: str | None
    stands: Relation
    agent: str | None
    claimant: str | None


class Material(NamedTuple):
    """An incident, its parties and its claims, in the incident's order."""

    incident: Incident
    parties: tuple[Party, ...]
    told: tuple[Told, ...]

    @property
    def reports(self) -> tuple[Report, ...]:
        """Return the reports that tell it, by day and id; those of which the day is unknown last."""
        found = {t.report.id: t.report for t in self.told}
        return tuple(sorted(found.values(), key=lambda r: (r.published or "~", r.id)))

    def party(self, key: str) -> Party | None:
        """Return the party of a key."""
        return next((p for p in self.parties if p.key == key), None)

    @property
    def number(self) -> int:
        """Return the incident's id as a whole number that every reader holds exactly (52 bits).

        Written in 13 hexadecimal digits it is the beginning of the id, which `counterclaim show` takes.
        """
        return int(self.incident.id.rpartition("-")[2][:13], 16)


class LedgerMeta(Record, frozen=True, kw_only=True):
    """The ledger: its file's name, or its address without the password, and the version of its schema."""

    name: str
    schema: int


class ExportMeta(IncidentsMeta, frozen=True, kw_only=True):
    """What made an export.

    `registry` is the one that named the sides, `readings` hold the versions of engine, model, registry and gazetteer
    that read the reports. `exported` counts the incidents written, `left_out` those that the format cannot hold, by
    reason. Both are None where the meta stands before the incidents and they are not counted yet.
    """

    format: str
    ledger: LedgerMeta
    registry: str
    party_claims: PartyClaims
    notes: tuple[str, ...] = ()
    exported: int | None = None
    left_out: dict[str, int] | None = None


class Tally(msgspec.Struct):
    """How many incidents were written, and how many left out for which reason, while an export runs."""

    exported: int = 0
    left_out: dict[str, int] = {}

    def leave(self, reason: str) -> None:
        """Count an incident that is left out."""
        self.left_out[reason] = self.left_out.get(reason, 0) + 1

    def of(self, meta: ExportMeta) -> ExportMeta:
        """Return the meta with the counts."""
        counted = dict(sorted(self.left_out.items()))
        return msgspec.structs.replace(meta, exported=self.exported, left_out=counted)


def meta_json(meta: ExportMeta) -> bytes:
    """Return the meta as an indented JSON file."""
    return msgspec.json.format(msgspec.json.encode(meta), indent=2) + b"\n"


def host_of(report: Report) -> str:
    """Return who published a report as far as it says: its publisher, whom it credits last, else its web host."""
    if report.publisher:
        return report.publisher
    if report.credited_to:
        return report.credited_to[-1]
    if report.url and "//" in report.url:
        return report.url.split("//", 1)[1].split("/", 1)[0].removeprefix("www.")
    return ""
