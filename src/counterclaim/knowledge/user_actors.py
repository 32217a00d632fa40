"""Actors of the user's own, from CSV or YAML files: read, checked row by row, and found again on the next run."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pycountry
import yaml

from counterclaim.errors import DataError
from counterclaim.knowledge.actor_data import Entry
from counterclaim.knowledge.user_data import user_directory, user_files

COLUMNS = ("id", "name", "type", "country", "aliases", "abbreviations", "parents", "source")
_LISTS = ("aliases", "abbreviations", "parents")
_NEEDED = ("id", "name", "type")
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_RESERVED = ("ucdp-", "gov-", "mil-", "pol-", "min-")


class UserFile(NamedTuple):
    """A file of the user's: its actors, each with the number of its row."""

    name: str
    entries: tuple[tuple[int, Entry], ...]

    @property
    def digest(self) -> str:
        """A short digest of what the actors say."""
        return hashlib.sha256(msgspec.json.encode([entry for _, entry in self.entries])).hexdigest()[:8]

    def as_yaml(self) -> bytes:
        """Return the actors as a file that reads as this one does."""
        rows = []
        for _, entry in self.entries:
            row = {column: getattr(entry, column) for column in COLUMNS}
            rows.append({k: list(v) if isinstance(v, tuple) else v for k, v in row.items() if v})
        return yaml.safe_dump(rows, allow_unicode=True, sort_keys=False).encode()


def load_user_actors() -> tuple[UserFile, ...]:
    """Return the files of actors that the user has added. Raises DataError naming file and row."""
    return tuple(read_user_actors(path.read_bytes(), path) for path in user_files("actors"))


def without(new: UserFile, before: Iterable[UserFile]) -> tuple[UserFile, tuple[str, ...]]:
    """Return a file without the actors that were added before, just as they are, and the ids of those.

    Raises DataError where an id was added before and says something else.
    """
    old = {entry.id: (file.name, entry) for file in before for _, entry in file.entries}
    fresh, known = list[tuple[int, Entry]](), list[str]()
    for number, entry in new.entries:
        file, earlier = old.get(entry.id, (None, None))
        if earlier is None:
            fresh.append((number, entry))
        elif earlier == entry:
            known.append(entry.id)
        else:
            raise DataError(
                f"{new.name}, row {number}: {entry.id} was added before and says something else; choose another id, "
                f"or delete {user_directory() / 'actors' / str(file)} and add the file again"
            )
    return UserFile(new.name, tuple(fresh)), tuple(known)


def read_user_actors(data: bytes, path: Path) -> UserFile:
    """Return the actors of a CSV or YAML file. Raises DataError: what is wrong, in which row, and what to do."""
    name = path.name
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{name}: not UTF-8 at byte {error.start}; save the file as UTF-8") from error
    suffix = path.suffix.lower()
    if suffix == ".csv":
        rows = _csv_rows(text, name)
    elif suffix in {".yaml", ".yml"}:
        rows = _yaml_rows(text, name)
    else:
        raise DataError(f"{name}: a file of actors is a .csv, .yaml or .yml")
    if not rows:
        raise DataError(f"{name}: no actors in it; the columns are {', '.join(COLUMNS)}")
    entries = tuple((number, _entry(row, f"{name}, row {number}")) for number, row in rows)
    seen: dict[str, int] = {}
    for number, entry in entries:
        if (first := seen.setdefault(entry.id, number)) != number:
            raise DataError(
                f"{name}, row {number}: the id {entry.id} stands in row {first} already; give each its own"
            )
    return UserFile(name, entries)


def _csv_rows(text: str, name: str) -> list[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        _check_columns(tuple(reader.fieldnames or ()), f"{name}, row 1")
        rows = list(enumerate(reader, 2))
    except csv.Error as error:
        raise DataError(f"{name}, line {reader.line_num}: {error}; check the quotes there") from error
    for number, row in rows:
        if None in row or None in row.values():
            raise DataError(
                f"{name}, row {number}: more or fewer cells than columns; quote cells that hold a comma"
            )
    return [(n, {k: v.strip() for k, v in row.items()}) for n, row in rows if any(v.strip() for v in row.values())]


def _yaml_rows(text: str, name: str) -> list[tuple[int, dict[str, Any]]]:
    try:
        raw = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise DataError(f"{name}: not YAML: {' '.join(str(error).split())}") from error
    if isinstance(raw, dict) and set(raw) == {"actors"}:
        raw = raw["actors"]
    if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
        raise DataError(f"{name}: must be a list of actors, each with {', '.join(_NEEDED)}")
    for number, row in enumerate(raw, 1):
        _check_columns(tuple(map(str, row)), f"{name}, row {number}")
    return list(enumerate(raw, 1))


def _check_columns(names: tuple[str, ...], where: str) -> None:
    if unknown := [n for n in names if n not in COLUMNS]:
        raise DataError(f"{where}: no such column: {', '.join(unknown)}; there are {', '.join(COLUMNS)}")
    if missing := [n for n in _NEEDED if n not in names]:
        raise DataError(f"{where}: {', '.join(missing)} missing; each actor needs {', '.join(_NEEDED)}")
    if len(set(names)) < len(names):
        raise DataError(f"{where}: a column stands twice; there are {', '.join(COLUMNS)}")


def _entry(row: dict[str, Any], where: str) -> Entry:
    made: dict[str, Any] = {"country": None, **{k: v for k, v in row.items() if v not in ("", None)}}
    for column in _LISTS:
        if isinstance(value := made.get(column), str):
            made[column] = [part for p in value.split(";") if (part := p.strip())]
    if missing := [c for c in _NEEDED if c not in made]:
        raise DataError(f"{where}: no {missing[0]}; each actor needs {', '.join(_NEEDED)}")
    try:
        entry = msgspec.convert({**made, "basis": "user"}, Entry)
    except msgspec.ValidationError as error:
        raise DataError(f"{where}: {error}") from error
    if not _ID.fullmatch(entry.id) or entry.id.startswith(_RESERVED):
        raise DataError(
            f"{where}: {entry.id!r} cannot be an id: use small letters, digits and hyphens, and begin with none of "
            f"{', '.join(_RESERVED)}"
        )
    if (
        entry.country is not None
        and entry.country != "XKX"
        and pycountry.countries.get(alpha_3=entry.country) is None
    ):
        raise DataError(
            f"{where}: {entry.country!r} is no country; give its three letters (ISO 3166-1), such as MLI"
        )
    if any(len(name.strip()) < 2 for name in (entry.name, *entry.aliases, *entry.abbreviations)):
        raise DataError(f"{where}: a name of {entry.id} has fewer than two letters; leave it out")
    return entry
