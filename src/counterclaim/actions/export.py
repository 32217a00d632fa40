"""Export: the incidents and claims of a ledger in a format that others read, with what made them beside."""

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypedDict, get_args

import msgspec

from counterclaim.actions.incidents import Found, incidents
from counterclaim.actions.judged import Judged
from counterclaim.actions.telling import TOLD_AT_ONCE, Teller, Telling
from counterclaim.chunks import chunks
from counterclaim.errors import UsageError
from counterclaim.knowledge.actors import Registry, load_registry
from counterclaim.knowledge.weighing_rules import load_weighing
from counterclaim.ledger import Ledger
from counterclaim.ledger import Origin as OriginRow
from counterclaim.ledger.folding import FoldSession
from counterclaim.publishing.exports import acled, claim, csv, ged, hxl, plover
from counterclaim.publishing.exports.camps import Camps, camps_of, stands_on
from counterclaim.publishing.exports.material import (
    CIVILIANS,
    Class,
    ExportMeta,
    Format,
    LedgerMeta,
    Material,
    Party,
    PartyClaims,
    Tally,
    Told,
    meta_json,
)
from counterclaim.publishing.incident_documents import incidents_geojson
from counterclaim.record import Claim, Figure, Incident, Report
from counterclaim.record.incident import Side
from counterclaim.record.totals import PEOPLE
from counterclaim.weighing import profiles
from counterclaim.weighing.aggregates import residual
from counterclaim.weighing.heard import folded
from counterclaim.weighing.target_words import told_by

FORMATS: tuple[Format, ...] = get_args(Format)
META_FILE = "meta.json"
_CHUNK = 1 << 20
_REPORT = "r-"  # how the ids of reports begin
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of files in a zip: the same ledger gives the same bytes
_NOTES: dict[Format, tuple[str, ...]] = {
    "ged": ged.NOTES, "acled": acled.NOTES, "plover": plover.NOTES, "hxl": hxl.NOTES, "claim": claim.NOTES,
    "parquet": (
        "incidents.parquet is GeoParquet 1.1.0 (WKB points, longitude and latitude of WGS 84).",
        "ged_low, ged_best and ged_high are UCDP's; figures.parquet has the native ones, where best may be null.",
    ),
}  # fmt: skip
_INSIDE = ("geojson", "claim")  # these hold the meta themselves


class Asked(TypedDict, total=False):
    """The filters of `counterclaim incidents`, by their names there."""

    country: str | None
    since: str | None
    until: str | None
    actor: str | None
    place: str | None
    type: str | None
    contested: bool | None
    grade: str | None
    limit: int | None


class Export:
    """An export on its way: iterate for its bytes, once; `meta` has its counts when all are out.

    One that was written to a file or folder already has no bytes left.
    """

    def __init__(self, chunks: Iterable[bytes], meta: ExportMeta, tally: Tally) -> None:
        self._chunks = iter(chunks)
        self._meta = meta
        self._tally = tally

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks

    @property
    def meta(self) -> ExportMeta:
        """What made the export; the counts are those of what is out by now."""
        return self._tally.of(self._meta)


def export(
    ledger: Ledger,
    format: str,
    *,
    party_claims: PartyClaims = "cautious",
    human: bool = False,
    filters: Asked | None = None,
    output: str | Path | None = None,
    step: Callable[[], None] = lambda: None,
) -> Export:
    """Return an export of the incidents that pass the filters, or write it to `output`.

    `party_claims` says what a claim of one party alone is in UCDP's numbers: only the high (cautious), or all three
    (accept). `human` makes of claim the ClaimReviews of persons' decisions. Without filters, claims that are in no
    incident are exported too by csv, claim and parquet. parquet is a zip, or with `output` a folder unless that ends in
    .zip; csv with such an `output`, or a folder that is there, holds claims.csv and figures.csv. What has no place for the
    meta gets it beside: NAME.meta.json, or meta.json in folder and zip. `step` is called for each incident taken up.
    Raises UsageError where it cannot be done as asked.
    """
    if format not in FORMATS:
        raise UsageError(f"export {format}: no such format; give one of {', '.join(FORMATS)}")
    if human and format != "claim":
        raise UsageError(f"export {format}: --human goes with claim alone")
    if party_claims not in get_args(PartyClaims):
        raise UsageError(f"--party-claims {party_claims}: give cautious or accept")
    job = _Job(ledger, format, party_claims, human, filters or {}, step)
    if output is None:
        return Export(job.chunks(), job.meta, job.tally)
    return _saved(job, Path(output))


# Where it goes


def _saved(job: "_Job", output: Path) -> Export:
    """Write an export to a file, a zip or a folder; what was there before stays until all is written."""
    if not output.parent.is_dir():
        raise UsageError(f"--output {output}: there is no folder {output.parent}")
    as_files = output.suffix == ".zip" or output.is_dir() or job.format == "parquet"
    if as_files and job.format not in ("csv", "parquet"):
        raise UsageError(f"--output {output}: {job.format} is one file; give the name of a file")
    if as_files and output.suffix != ".zip" and output.exists() and not output.is_dir():
        raise UsageError(f"--output {output}: this is a file; parquet goes into a folder or a .zip")
    try:
        _written(job, output, as_files)
    except OSError as error:
        raise UsageError(f"--output {output}: it cannot be written ({error.strerror})") from error
    return Export((), job.meta, job.tally)


def _written(job: "_Job", output: Path, as_files: bool) -> None:
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".counterclaim-") as folder:
        whole = Path(folder) / "whole"
        if as_files and output.suffix != ".zip":
            names = job.files(Path(folder))
            output.mkdir(exist_ok=True)
            for name in names:
                (Path(folder) / name).replace(output / name)
        else:
            with whole.open("wb") as sink:
                sink.writelines(job.zipped() if as_files else job.chunks())
            whole.replace(output)
            if not as_files and job.format not in _INSIDE:
                Path(f"{output}.meta.json").write_bytes(meta_json(job.counted))


def _zip(folder: Path, names: Iterable[str], sink: IO[bytes]) -> None:
    with zipfile.ZipFile(sink, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w") as into, (folder / name).open("rb") as source:
                shutil.copyfileobj(source, into, _CHUNK)


# What goes in


class _Job:
    """One export: the ledger, what was asked, and the counts as it runs."""

    def __init__(
        self,
        ledger: Ledger,
        format: Format,
        party_claims: PartyClaims,
        human: bool,
        filters: Asked,
        step: Callable[[], None],
    ) -> None:
        self.ledger = ledger
        self.format = format
        self.party_claims = party_claims
        self.human = human
        self.filters = filters
        self._step = step
        self.registry = load_registry()
        self.tally = Tally()
        self.whole = not any(value is not None for value in filters.values())
        self._found: Found | None = self._find()
        self.meta = self._meta(self._found)

    @property
    def counted(self) -> ExportMeta:
        """The meta with the counts."""
        return self.tally.of(self.meta)

    def _find(self) -> Found:
        return incidents(self.ledger, **self.filters)

    def _incidents(self) -> Iterator[Incident]:
        found, self._found = self._found, None
        if found is None:  # a second file of the same incidents
            yield from self._find().incidents
            return
        for incident in found.incidents:
            self._step()
            yield incident

    def _meta(self, found: Found) -> ExportMeta:
        name = self.ledger.name
        notes = _NOTES.get(self.format, ())
        return ExportMeta(
            **{field: getattr(found.meta, field) for field in found.meta.__struct_fields__},
            format="claimreview" if self.human else self.format,
            ledger=LedgerMeta(name=name if "://" in name else Path(name).name, schema=self.ledger.status().schema),
            registry=self.registry.version,
            party_claims=self.party_claims,
            notes=notes,
        )

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes of the export as one stream."""
        if self.format == "parquet":
            return self.zipped()
        if self.format == "geojson":
            return incidents_geojson(self._counting(self._incidents()), self._foretold())
        if self.format == "claim":
            return self._claims()
        return self._table()

    def _foretold(self) -> ExportMeta:
        limit = self.meta.limit
        total = self.meta.total if limit is None else min(limit, self.meta.total)
        return msgspec.structs.replace(self.meta, exported=total, left_out={})

    def _counting(self, found: Iterable[Incident]) -> Iterator[Incident]:
        for incident in found:
            self.tally.exported += 1
            yield incident

    def _table(self) -> Iterator[bytes]:
        with _materials(self.ledger, self.registry) as source:
            if self.format == "plover":
                yield from plover.plover_lines(self._pairs(source), self._toll, self.meta, self.tally)
                return
            yield from _encoded(self._lines(source))

    def _lines(self, source: "_Source") -> Iterator[str]:
        if self.format == "ged":
            return ged.ged_rows(self._pairs(source), self._toll, self.registry, self.tally)
        if self.format == "acled":
            return acled.acled_rows(self._pairs(source), source.fatalities, self.tally)
        if self.format == "hxl":
            return hxl.hxl_rows(self._pairs(source), self._toll, self.tally)
        return csv.claim_rows(self._told(source), source.rest() if self.whole else ())

    def _told(self, source: "_Source") -> Iterator[Material]:
        return source.materials(self._counting(self._incidents()))

    def _pairs(self, source: "_Source") -> Iterator[tuple[Material, Camps]]:
        for material in source.materials(self._incidents()):
            yield material, camps_of(material, stands_on(self.registry, material.incident))

    def _toll(self, material: Material, camps: Camps) -> profiles.GedDeaths:
        """Return UCDP's deaths; those of the perpetrators of one-sided violence are none of its."""
        left = {p.key for p in camps.a} if camps.violence == 3 else set[str]()
        return ged_of([f for f in material.incident.figures if f.side not in left], self.party_claims)

    # Several files

    def zipped(self) -> Iterator[bytes]:
        """Yield a zip of all files."""
        with tempfile.TemporaryDirectory(prefix="counterclaim-") as made, tempfile.TemporaryFile() as archive:
            _zip(Path(made), self.files(Path(made)), archive)
            archive.seek(0)
            while chunk := archive.read(_CHUNK):
                yield chunk

    def files(self, folder: Path) -> list[str]:
        """Write all files of csv or parquet into a folder; return their names."""
        if self.format == "csv":
            with (folder / "claims.csv").open("wb") as sink:
                sink.writelines(self._table())
            with (folder / "figures.csv").open("wb") as sink:
                sink.writelines(_encoded(csv.figure_rows(self._incidents())))
            names = ["claims.csv", "figures.csv"]
        else:
            names = self._parquet(folder)
        (folder / META_FILE).write_bytes(meta_json(self.counted))
        return [*names, META_FILE]

    def _parquet(self, folder: Path) -> list[str]:
        from counterclaim.publishing.exports import parquet  # pyarrow is slow to import

        tables = parquet.Tables(lambda name: (folder / name).open("wb"), lambda: self.counted)
        seen: set[str] = set()
        with _materials(self.ledger, self.registry) as source:
            for material in self._told(source):
                camps = camps_of(material, stands_on(self.registry, material.incident))
                tables.add_incident(material, self._toll(material, camps))
                for told in material.told:
                    beside = {"incident": material.incident.id, "stands": told.stands, "side": told.side}
                    tables.add_claim(told.report, told.claim, beside)
                for report in material.reports:
                    if report.id not in seen:
                        seen.add(report.id)
                        tables.add_report(report)
            for report, left in source.rest() if self.whole else ():
                tables.add_claim(report, left)
            for report in source.reports() if self.whole else ():
                if report.id not in seen:
                    tables.add_report(report)
            wanted = None if self.whole else seen
            tables.add("origins", ({**_row(o), "reasons": list(o.reasons)} for o in self.ledger.origins(wanted)))
        if self.whole:
            effective = frozenset(a.decision.id for a in self.ledger.effective_decisions())
            tables.add("decisions", parquet.decision_rows(self.ledger.decisions(), effective))
        tables.close()
        return [f"{table}.parquet" for table in parquet.SCHEMAS]

    # schema.org

    def _claims(self) -> Iterator[bytes]:
        with _materials(self.ledger, self.registry) as source:
            if self.human:
                yield from claim.review_document(self._reviews(source), self.meta)
                return
            seen: dict[str, None] = {}
            copies = _late(lambda: _copies(self.ledger, None if self.whole else seen))
            yield from claim.claim_document(self._appearing(source, seen), self._foretold(), copies)

    def _appearing(self, source: "_Source", seen: dict[str, None]) -> Iterator[claim.Appearing]:
        for material in self._told(source):
            seen.update(dict.fromkeys(material.incident.reports))
            same: dict[tuple[str, str, int | None, int | None, str | None], dict[str, Report]] = {}
            for told in material.told:
                same.setdefault(_utterance(told), {})[told.report.id] = told.report
            for told in material.told:
                others = sorted(same[_utterance(told)].values(), key=lambda r: (r.published or "~", r.id))
                own = [told.report, *(r for r in others if r.id != told.report.id)]
                yield claim.Appearing(told.claim, told.report, tuple(own), others[0])
        for report, left in source.rest() if self.whole else ():
            yield claim.Appearing(left, report, (report,), report)

    def _reviews(self, source: "_Source") -> Iterator[claim.Reviewed]:
        inside = None if self.whole else {c for i in self._incidents() for c in i.claims}
        for attached in self.ledger.effective_decisions():
            decision = attached.decision
            judged = decision.before or decision.after
            if not claim.reviewable(decision) or judged is None or "evidence" not in judged:
                continue
            if inside is None or attached.claim in inside:
                self.tally.exported += 1
                report = self.ledger.report(attached.report) if attached.report is not None else None
                yield claim.Reviewed(decision, msgspec.convert(judged, Claim), report)


def _utterance(told: Told) -> tuple[str, str, int | None, int | None, str | None]:
    quantity = told.claim.quantity
    numbers = (quantity.low, quantity.high) if quantity is not None else (None, None)
    return told.claim.claimant, told.claim.type, *numbers, told.side


def _late(made: Callable[[], Iterator[tuple[Report, Report]]]) -> Iterator[tuple[Report, Report]]:
    """Yield what is made when it is first asked for."""
    yield from made()


def _row(origin: OriginRow) -> dict[str, object]:
    return {"a": origin.a, "b": origin.b, "kind": origin.kind, "score": origin.score}


def _encoded(lines: Iterable[str]) -> Iterator[bytes]:
    for line in lines:
        yield line.encode("utf-8", "backslashreplace")


def _copies(ledger: Ledger, reports: Mapping[str, None] | None) -> Iterator[tuple[Report, Report]]:
    """Yield each copy with the report it is based on: of two copies the later, by day of publication, is the copy."""
    edges = (e for e in ledger.origins(reports) if e.a.startswith(_REPORT) and e.b.startswith(_REPORT))
    for batch in chunks(edges, TOLD_AT_ONCE):
        told = ledger.reports_of({end for edge in batch for end in (edge.a, edge.b)})
        for edge in batch:
            if edge.a in told and edge.b in told:
                first, second = sorted((told[edge.a], told[edge.b]), key=lambda r: (r.published or "~", r.id))
                yield second, first


# From the ledger to what is exported


class _Source:
    """Incidents with all that tells them, as people left it."""

    def __init__(self, ledger: Ledger, session: FoldSession, registry: Registry) -> None:
        self._ledger = ledger
        self._session = session
        self._teller = Teller(session)
        self._registry = registry
        self._last: Telling | None = None

    def materials(self, incidents: Iterable[Incident]) -> Iterator[Material]:
        """Yield incidents with their parties and claims."""
        for incident, told in self._teller.tell_all(incidents):
            self._last = told
            yield self._material(incident, told)

    def _material(self, incident: Incident, told: Telling) -> Material:
        armed = _armed_names(told.claims)
        return Material(
            incident,
            tuple(_party(side, self._registry, armed) for side in incident.sides),
            tuple(
                Told(
                    c, r, told.sides.of.get(c.id), told.stands(c), told.sides.agents.get(c.id),
                    told.sides.claimants.get(c.id),
                )
                for c, r in zip(told.claims, told.reports, strict=True)
            ),
        )  # fmt: skip

    def fatalities(self, material: Material) -> acled.Fatalities:
        """Return ACLED's number of the incident whose material was made last."""
        assert self._last is not None
        found = profiles.acled(self._last.weighed, self._last.sides)
        names = {p.key: p.name for p in material.parties}
        notes = (note.partition(": ") for note in found.notes)
        sides = dict(found.sides)
        people = sides.pop(PEOPLE, 0)  # whose dead they are nobody says: they may be those of the sides
        return acled.Fatalities(
            max(sum(sides.values()), people), tuple(f"{names.get(key, key)}: {said}" for key, _, said in notes)
        )

    def rest(self) -> Iterator[tuple[Report, Claim]]:
        """Yield the claims that count and are in no incident, with their reports."""
        judged = Judged(self._session.attached(), self._session)
        for batch in chunks(self._session.told(), TOLD_AT_ONCE):
            now = [(r, c) for r, claims, stubs in batch for c in judged.left(r.id, claims, stubs).claims]
            out = {*self._ledger.incident_of_claims(c.id for _, c in now), *judged.decided.rejected}
            yield from ((report, c) for report, c in now if c.id not in out)

    def reports(self) -> Iterator[Report]:
        """Yield the reports that count."""
        return (report for report, _, _ in self._session.told())


@contextmanager
def _materials(ledger: Ledger, registry: Registry) -> Iterator[_Source]:
    with ledger.fold_view() as session:
        yield _Source(ledger, session, registry)


def _party(side: Side, registry: Registry, armed: frozenset[str]) -> Party:
    """Return a side as a party: words by what they say, a name that the registry lacks by what it is in the reports."""
    rules = load_weighing()
    cls: Class
    try:
        actor = registry.actor(side.key)
    except KeyError:
        proper = next((name for name in side.actors if folded(name) == side.key), side.name)
        if side.key == CIVILIANS:
            cls = "civilian"
        else:
            words = told_by(side.key).cls
            cls = words if words in ("state", "armed", "civilian") else "armed" if side.key in armed else "other"
        return Party(side.key, proper, cls, None)
    cls = "state" if actor.type in rules.state_types else "armed" if actor.type in rules.armed_types else "other"
    return Party(side.key, actor.name, cls, actor)


def _armed_names(claims: Iterable[Claim]) -> frozenset[str]:
    """Return the names of those who speak as belligerents and are in no registry."""
    links = [link for c in claims for link in c.attribution if link.role == "belligerent"]
    parties = [p for link in links for p in (link.party, link.body) if p is not None and p.id is None]
    return frozenset(folded(p.name) for p in parties)


def ged_of(figures: Iterable[Figure], party_claims: PartyClaims) -> profiles.GedDeaths:
    """Return UCDP's deaths from an incident's figures.

    People of whom nobody says whose they are may well be the dead of the sides told again, or the total of them: only
    what they are more than the sides together counts, as what is left of a total (METHOD 1.8).
    """
    killed = [f for f in figures if f.measure == "killed" and f.unit == "people"]
    people = [f for f in killed if f.side == PEOPLE]
    sides = [f for f in killed if f.side != PEOPLE]
    if sides:
        people = [residual(f, sides) for f in people]
    return profiles.ged([*sides, *people], party_claims)
