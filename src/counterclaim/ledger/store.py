"""The ledger: many reports with their readings, decisions and incidents, in one SQLite file or PostgreSQL database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import insert, text, update

from counterclaim import settings
from counterclaim.errors import LedgerError
from counterclaim.ledger import adding, decisions, folds, names, readers, tables
from counterclaim.ledger import search as searching
from counterclaim.ledger.database import Database, open_database
from counterclaim.ledger.readers import Told
from counterclaim.ledger.rows import encode
from counterclaim.ledger.search import Hit
from counterclaim.ledger.values import (
    Added,
    Attached,
    Filters,
    Order,
    Origin,
    Problem,
    Removed,
    ReportRow,
    Run,
    Status,
    StubLink,
)
from counterclaim.record import Claim, Decision, Incident, Meta, Reading, Report

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counterclaim.ledger.folding import FoldSession


class Ledger:
    """One open ledger. Every method is one transaction; several processes and threads may use one ledger at once.

    Any method may raise LedgerBusy (another process writes for longer than we wait) or LedgerError (the database
    cannot be used as it is).
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, target: str | Path, *, create: bool = True) -> Ledger:
        """Open the ledger in a file or at a URL (postgresql+psycopg://…); where there is none, make it if `create`.

        Raises LedgerError where it is no ledger, damaged, or made by an older or newer program: it is left as it is.
        """
        return cls(open_database(target, create=create))

    @property
    def name(self) -> str:
        """The path, or the URL without its password."""
        return self._database.name

    def close(self) -> None:
        """Give all connections back."""
        self._database.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Runs and inputs

    def start_run(self, meta: Meta, options: Mapping[str, Any] | None = None) -> int:
        """Write that a run begins, by which versions and with which options; return its number."""
        row = {"engine": meta.engine, "meta": encode(meta), "settings": encode(options or {}), "started": _now()}
        with self._database.write() as connection:
            done = connection.execute(insert(tables.run), row)
            assert done.inserted_primary_key is not None
            return int(done.inserted_primary_key[0])

    def finish_run(self, run: int) -> None:
        """Write that a run is over; one that never was broke off."""
        with self._database.write() as connection:
            connection.execute(update(tables.run).where(tables.run.c.n == run).values(finished=_now()))

    def runs(self) -> list[Run]:
        """Return all runs, first to last."""
        with self._database.read() as connection:
            return readers.runs(connection)

    def add(self, reading: Reading, run: int, *, name: str | None = None) -> Added:
        """Keep one reading: its report, claims, stubs and refusals, or nothing at all. `name` is the input's.

        The same report read by the same versions changes nothing but the count of inputs. A report of the same source
        (URL, or publisher and external id) is a new version, and the old one no longer counts. Other versions of the
        program make another reading, and the old one's claims no longer count.
        """
        with self._database.write() as connection:
            added = adding.add(connection, reading, run, name)
            if added.state != "reread" or added.report is None:
                return added
            lost = [a for a in decisions.attached(connection, [added.report]) if a.detached]
            return msgspec.structs.replace(added, detached=tuple(a.decision.id for a in lost))

    def remove(self, report: str, reason: str | None = None) -> Removed:
        """Take a report out of fold and search; it and its tombstone stay. An older version of it counts again.

        Raises LedgerError where there is no such report.
        """
        with self._database.write() as connection:
            removed = adding.remove(connection, report, reason, _now())
        if removed is None:
            raise LedgerError(f"{self.name}: there is no report {report}")
        return removed

    # Reading back

    def reports(self) -> Iterator[ReportRow]:
        """Yield every report, old versions and removed ones too, in the order of adding."""
        with self._database.read() as connection:
            yield from readers.report_rows(connection)

    def versions(self, report: str) -> list[ReportRow]:
        """Return a report with the other versions of it, first to last; nothing where there is no such report."""
        with self._database.read() as connection:
            return list(readers.report_rows(connection, versions_of=report))

    def report(self, report: str) -> Report | None:
        """Return a report as its current reading saw it."""
        return self.reports_of([report]).get(report)

    def reports_of(self, ids: Iterable[str]) -> dict[str, Report]:
        """Return reports by id as their current readings saw them; one that is not there is left out."""
        with self._database.read() as connection:
            return readers.reports(connection, ids)

    def readings(self, report: str) -> list[Reading]:
        """Return all readings of a report, the one that counts last."""
        with self._database.read() as connection:
            return readers.readings(connection, report)

    def claims_of(self, report: str) -> tuple[Claim, ...]:
        """Return the claims of a report's current reading."""
        found = self.readings(report)
        return found[-1].claims if found else ()

    def claim(self, claim: str) -> tuple[str, Claim, bool] | None:
        """Return the report of a claim, the claim as last read, and whether it counts now."""
        with self._database.read() as connection:
            return readers.claim(connection, claim)

    def claims(self, ids: Iterable[str]) -> dict[str, tuple[str, Claim]]:
        """Return the live ones of the claims named, each with its report."""
        with self._database.read() as connection:
            return readers.claims(connection, ids)

    def iter_live(self) -> Iterator[Told]:
        """Yield each report that counts with its claims and stubs, by id: what the fold is made of."""
        with self._database.read() as connection:
            yield from readers.told(connection)

    def live_reports(self, ids: Iterable[str]) -> Iterator[Told]:
        """Yield like iter_live, of `ids` alone."""
        with self._database.read() as connection:
            yield from readers.told(connection, ids)

    def told_ids(self) -> list[str]:
        """Return the reports that iter_live yields, in the order of adding."""
        with self._database.read() as connection:
            return readers.told_ids(connection)

    def reports_claiming(
        self,
        *,
        kind: str | None = None,
        type: str | None = None,
        claimant: str | None = None,
        confidence: str | None = None,
    ) -> list[str]:
        """Return the ids of the reports that count; where something is given, of those with a claim, as the machine read
        it, for which all of it holds. `claimant` is a part of a name, whatever the case.
        """
        with self._database.read() as connection:
            return readers.claiming(connection, kind, type, claimant, confidence)

    def reports_of_stubs(self, stubs: Iterable[str]) -> dict[str, str]:
        """Return the report of each stub that counts."""
        with self._database.read() as connection:
            return readers.stub_reports(connection, stubs)

    def named(self, words: str, kinds: Iterable[str] = names.KINDS, limit: int = 10) -> list[str]:
        """Return the ids that begin with `words`, heads like "incident-" left out or not; a whole id is alone."""
        with self._database.read() as connection:
            return names.named(connection, words, kinds, limit)

    def search(self, words: str, limit: int = settings.SEARCH_LIMIT) -> list[Hit]:
        """Return the reports and claims that have all of `words`, best first."""
        with self._database.read() as connection:
            return searching.search(connection, words, limit)

    def status(self) -> Status:
        """Count what is there."""
        path = self._database.path
        with self._database.read() as connection:
            if path is not None:
                size = sum(p.stat().st_size for p in (path, path.with_name(path.name + "-wal")) if p.exists())
            else:
                size = int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
            return readers.status(connection, size)

    def verify(self) -> list[Problem]:
        """Return whatever is not as it has to be; nothing, where all is well."""
        from counterclaim.ledger.verify import verify

        with self._database.read() as connection:
            return list(verify(connection))

    # Decisions

    def decide(self, decision: Decision, *, report: str | None = None) -> bool:
        """Append a decision; False where it is there already. For `add`, `report` says where the claim belongs.

        Raises LedgerError where its subject is not in the ledger.
        """
        with self._database.write() as connection:
            return decisions.append(connection, decision, report)

    def decisions(self) -> list[Decision]:
        """Return every decision, in order, undone ones too."""
        with self._database.read() as connection:
            return decisions.all_decisions(connection)

    def effective_decisions(self) -> list[Attached]:
        """Return the decisions in force, in order, each with what it applies to now."""
        with self._database.read() as connection:
            return decisions.attached(connection)

    # The fold

    def save_fold(
        self,
        incidents: Iterable[Incident],
        stub_groups: Mapping[str, Sequence[str]],
        changed: Iterable[str] | None = None,
        *,
        links: Iterable[StubLink] = (),
        origins: Iterable[Origin] = (),
        touching: Iterable[str] | None = None,
    ) -> int:
        """Write incidents in place of those `changed` (None: of all), all or none; return how many.

        `changed` are the ids of incidents of the last fold that may have changed or gone. `stub_groups` are the stubs
        of each incident. Ids not seen before are minted, `merged_from` and `split_from` go into the trail. `links` and
        `origins` take the place of those that touch one of the ids `touching` (None: of all).
        """
        touched = None if touching is None else list(touching)
        with self._database.write() as connection:
            saved = folds.save(connection, incidents, stub_groups, changed, _now())
            folds.save_links(connection, links, touched)
            folds.save_origins(connection, origins, touched)
            if changed is None:
                folds.analyze(connection)
        return saved

    def incident(self, incident: str) -> Incident | None:
        """Return an incident; of an id that another incident took over, that one."""
        with self._database.read() as connection:
            return folds.incident(connection, incident)

    def incidents(
        self, filters: Filters | None = None, *, limit: int | None = None, order: Order = "latest"
    ) -> Iterator[Incident]:
        """Yield the incidents that pass the filters, in order; an unknown day or number comes last."""
        with self._database.read() as connection:
            yield from folds.incidents(connection, filters or Filters(), limit, order)

    def count_incidents(self, filters: Filters | None = None) -> int:
        """Return how many incidents pass the filters."""
        with self._database.read() as connection:
            return folds.count(connection, filters or Filters())

    def incident_groups(self) -> dict[str, tuple[str, ...]]:
        """Return the stubs of each incident of the last fold."""
        with self._database.read() as connection:
            return folds.groups(connection)

    def stubs_of_incident(self, incident: str) -> tuple[str, ...]:
        """Return the stubs of an incident of the last fold."""
        with self._database.read() as connection:
            return folds.stubs_of(connection, incident)

    def incident_of_claims(self, claims: Iterable[str]) -> dict[str, str]:
        """Return the incident of each claim that is in one."""
        with self._database.read() as connection:
            return folds.members(connection, tables.incident_claim, "claim", claims)

    def incident_of_stubs(self, stubs: Iterable[str]) -> dict[str, str]:
        """Return the incident of each stub that is in one."""
        with self._database.read() as connection:
            return folds.members(connection, tables.incident_stub, "stub", stubs)

    def minted_ids(self) -> dict[str, int]:
        """Return every incident's id ever minted, with its place in the order of minting."""
        with self._database.read() as connection:
            return folds.minted(connection)

    def trail(self, incident: str) -> list[tuple[str, str, str | None, str]]:
        """Return what happened to an incident's id: (id, event, other id, when)."""
        with self._database.read() as connection:
            return folds.trail(connection, incident)

    def links(self, stubs: Iterable[str] | None = None) -> list[StubLink]:
        """Return the links between stubs, or those that touch `stubs`."""
        with self._database.read() as connection:
            return folds.links(connection, stubs)

    def origins(self, ids: Iterable[str] | None = None) -> list[Origin]:
        """Return the edges of origin, or those that touch `ids`."""
        with self._database.read() as connection:
            return folds.origins(connection, ids)

    @contextmanager
    def folding(self, *, keep: bool = True) -> Iterator[FoldSession]:
        """Give what a fold reads and writes, as one transaction: all stands at the end, or nothing (`keep` False)."""
        with self._database.write() as connection:
            yield _session(connection)
            if not keep:
                connection.rollback()

    @contextmanager
    def fold_view(self) -> Iterator[FoldSession]:
        """Give what a fold reads, as it stood at the first look."""
        with self._database.read() as connection:
            yield _session(connection)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _session(connection: Connection) -> FoldSession:
    from counterclaim.ledger.folding import (
        FoldSession,  # late: what only shows a ledger does not wait for the weighing
    )

    return FoldSession(connection, _now())
