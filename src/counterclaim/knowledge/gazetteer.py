"""The gazetteer: places by name, with coordinates, country and division; it proposes, the reading decides.

Asked through one SQLite file in the user's cache (gazetteer_index builds it at the first look-up), read-only.
"""

import hashlib
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from rapidfuzz import fuzz

from counterclaim.knowledge.gazetteer_index import FORMAT, KINDS, Kind, build, rules, sources_version
from counterclaim.knowledge.name_keys import consonants, exact, sound, without_articles
from counterclaim.knowledge.user_data import user_files

_COLUMNS = "id, gid, name, lat, lon, place.country, admin1, admin2, population, kind, source"
_SHORT_SOUNDS = 4  # shorter names are too alike: then the sounds must be the same and the place well known
_KNOWN_POPULATION = 20_000


class GazetteerPlace(msgspec.Struct, frozen=True):
    """A place of the gazetteer; `admin1` and `admin2` are the codes of GeoNames, `country` is ISO3.

    `lat` and `lon` are WGS 84 degrees, None where the source tells none. `likeness` is 100 where the name stands as
    it was asked, less where only its sounds are alike.
    """

    gid: str
    name: str
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str
    admin2: str
    population: int
    kind: Kind
    source: str
    likeness: float = 100.0


class Gazetteer:
    """Look-ups in one index. Raises sqlite3.DatabaseError where the file is none."""

    def __init__(self, index: Path, version: str) -> None:
        self.version = version
        self.rules = rules()
        self._db = sqlite3.connect(
            f"file:{index.as_posix()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._db.execute("SELECT 1 FROM place LIMIT 1").fetchone()
        self.named = lru_cache(maxsize=50_000)(self._named)
        self.alike = lru_cache(maxsize=20_000)(self._alike)

    def _named(self, name: str) -> tuple[GazetteerPlace, ...]:
        """Return the places of this name anywhere, the most populous first; articles, case and accents do not count."""
        key = exact(name)
        found = self._by_key(key)
        if not found and (bare := without_articles(key)) != key:
            found = self._by_key(bare)
        return found

    def _by_key(self, key: str) -> tuple[GazetteerPlace, ...]:
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM name JOIN place ON place.id = name.place WHERE key = ? ORDER BY population DESC, id",
            (key,),
        )
        return tuple(_place(row) for row in rows)

    def _alike(self, name: str, country: str) -> tuple[GazetteerPlace, ...]:
        """Return the places of a country whose names sound like this one, the likest first."""
        sounds = sound(exact(name))
        if country not in self.rules.transliterated or len(sounds) < 2:
            return ()
        least, population = (self.rules.likeness, 0) if len(sounds) >= _SHORT_SOUNDS else (100, _KNOWN_POPULATION)
        rows = self._db.execute(
            f"SELECT {_COLUMNS}, sounds FROM sound JOIN place ON place.id = sound.place WHERE key = ? AND sound.country = ?",
            (consonants(sounds), country),
        )
        found: dict[str, GazetteerPlace] = {}
        for *row, other in rows:
            likeness = fuzz.ratio(sounds, other)
            if (
                likeness >= least
                and row[8] >= population
                and (row[1] not in found or found[row[1]].likeness < likeness)
            ):
                found[row[1]] = _place(tuple(row), likeness)
        return tuple(sorted(found.values(), key=lambda p: (-p.likeness, -p.population, p.gid)))

    @lru_cache(maxsize=4096)  # noqa: B019 - one gazetteer lives as long as the process
    def division(self, country: str, admin1: str) -> GazetteerPlace | None:
        """Return the first-order division of a code, or None."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM place WHERE country = ? AND admin1 = ? AND kind = 1", (country, admin1)
        ).fetchone()
        return _place(row) if row else None


def _place(row: tuple[Any, ...], likeness: float = 100.0) -> GazetteerPlace:
    _, gid, name, lat, lon, country, admin1, admin2, population, kind, source = row
    return GazetteerPlace(
        gid, name, lat, lon, country, admin1, admin2, population, KINDS[kind], source, likeness
    )  # fmt: skip


def cache_directory() -> Path:
    """Return the folder of what can be made anew: $XDG_CACHE_HOME/counterclaim, else ~/.cache/counterclaim."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "counterclaim"


def index_path(version: str) -> Path:
    """Return where the index of these sources lies."""
    name = hashlib.sha256(f"{FORMAT} {version}".encode()).hexdigest()[:12]
    return cache_directory() / f"gazetteer-{name}.sqlite"


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """Return the gazetteer of the package's data and the user's dumps; builds the index where it is not there yet.

    Raises DataError where a source does not validate. Where the cache cannot be written, the index lives in the
    folder for temporary files.
    """
    dumps = user_files("gazetteer")
    version = sources_version(dumps)
    path = index_path(version)
    if not path.exists():
        print("counterclaim: building the gazetteer's index (once, a few seconds)", file=sys.stderr)
        try:
            build(path, dumps)
            _prune(path)
        except OSError:
            path = Path(tempfile.gettempdir()) / f"counterclaim-{os.getuid()}" / path.name
            if not path.exists():
                build(path, dumps)
    return Gazetteer(path, version)


def _prune(kept: Path) -> None:
    """Delete the indexes of earlier sources, a gigabyte of which would otherwise gather over the years."""
    others: Iterable[Path] = kept.parent.glob("gazetteer-*.sqlite")
    for other in others:
        if other != kept:
            other.unlink(missing_ok=True)
