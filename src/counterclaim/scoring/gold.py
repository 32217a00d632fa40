"""Gold: reports with the facts that a person coded in them.

A folder holds NN.yaml beside NN.txt, or NN.yaml alone where _gold.yaml names the table that holds the texts;
facts then quote by `start` and `end`. _gold.yaml may also list the splits and the families of reports.
"""

import csv
import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
import yaml

from counterclaim.errors import GoldError
from counterclaim.record.base import Record
from counterclaim.record.claim import NARRATOR, Kind, Stance

Split = Literal["dev", "test"]
T = TypeVar("T")
# libyaml where PyYAML was built with it: far faster.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class GoldQuantity(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The coded bounds; `loose` where the words are soft ("a number of") and any bounds are right."""

    low: int | None = None
    high: int | None = None
    approx: bool = False
    loose: bool = False
    text: str | None = None


class GoldFact(Record, frozen=True, kw_only=True):
    """One coded fact. Parties and places are lists of names that are all right; empty, the field is not scored.

    `date`, `place` and the rest hold what the coder gave; each `alt_` list adds what is right as well.
    `optional`: finding it is neither right nor wrong. `subset`: it counts a part of another fact.
    `superseded`: the text itself corrects it later.
    """

    kind: Kind
    type: str
    evidence: str
    quantity: GoldQuantity | None = None
    agent: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    claimant: tuple[str, ...] = (NARRATOR,)
    stance: Stance = "asserted"
    scope: str | None = None
    date: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    optional: bool = False
    subset: bool = False
    superseded: bool = False
    alt_types: tuple[str, ...] = ()
    alt_stance: tuple[Stance, ...] = ()
    alt_places: tuple[str, ...] = ()
    alt_dates: tuple[tuple[str, ...], ...] = ()
    alt_spans: tuple[tuple[int, int], ...] = ()
    start: int | None = None
    end: int | None = None


class GoldReport(Record, frozen=True, kw_only=True):
    """One coded report. `published` is the date printed in the text where the coder found one there."""

    name: str
    text: str
    published: str | None
    language: str | None
    relevant: bool
    facts: tuple[GoldFact, ...]
    split: Split | None
    family: str


class GoldSet(Record, frozen=True, kw_only=True):
    """The reports of a folder, by name; `without_text` names the yaml files that no text belongs to."""

    reports: tuple[GoldReport, ...]
    without_text: tuple[str, ...] = ()

    def select(self, *, split: str | None = None, language: str | None = None) -> tuple[GoldReport, ...]:
        """Return the reports of a split and a language; None takes all."""
        return tuple(
            r
            for r in self.reports
            if (split is None or r.split == split) and (language is None or r.language == language)
        )


class _Index(msgspec.Struct, frozen=True):
    """What is read of _gold.yaml; the table's other columns (title, source, ...) serve other readers."""

    texts: str | None = None
    text: str = "text"
    id: str = "id"
    encoding: str = "utf-8"
    dev: tuple[str | int, ...] = ()
    test: tuple[str | int, ...] = ()
    families: dict[str, tuple[str | int, ...]] = {}


class _Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    start: int
    end: int


class _RawFact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fact as files write it: one name or a list of names, null or nothing."""

    kind: Kind
    type: str
    quantity: GoldQuantity | None = None
    agent: str | tuple[str, ...] | None = None
    target: str | tuple[str, ...] | None = None
    claimant: str | tuple[str, ...] | None = NARRATOR
    stance: Stance = "asserted"
    scope: str | None = None
    date: tuple[str, str] | None = None
    place: str | tuple[str, ...] | None = None
    evidence: str | None = None
    optional: bool = False
    subset: bool = False
    superseded: bool = False
    alt_types: tuple[str, ...] | None = None
    alt_stance: tuple[Stance, ...] | None = None
    alt_places: tuple[str, ...] | None = None
    alt_dates: tuple[tuple[str, str] | None, ...] | None = None
    alt_spans: tuple[tuple[int, int] | _Span, ...] | None = None
    start: int | None = None
    end: int | None = None


class _RawReport(msgspec.Struct, frozen=True):
    """A file's head; incidents, sources and notes are for other scorers and for people."""

    relevant: bool
    published: str | None = None
    published_text: str | None = None
    language: str | None = None
    unit_id: str | int | None = None
    facts: tuple[dict[str, Any], ...] | None = None


def load_gold(folder: Path) -> GoldSet:
    """Return the gold of a folder.

    Raises GoldError, naming the file and the number of the fact, where one breaks the format.
    """
    if not folder.is_dir():
        raise GoldError(f"{folder}: no such folder; name one that holds NN.yaml with NN.txt")
    index_file = folder / "_gold.yaml"
    index = _convert(_read_yaml(index_file), _Index, str(index_file)) if index_file.exists() else _Index()
    table = _read_table(folder / index.texts, index, index_file) if index.texts else None
    splits: dict[str, Split] = {str(name): "test" for name in index.test}
    splits.update({str(name): "dev" for name in index.dev})
    families = {str(n): family for family, ns in reversed(index.families.items()) for n in ns}
    reports: list[GoldReport] = []
    without_text: list[str] = []
    for file in sorted(folder.glob("*.yaml")):
        name = file.stem
        if name.startswith("_") or name == "groups":
            continue
        raw = _convert(_read_yaml(file), _RawReport, str(file))
        text = _text_of(file, raw, table)
        if text is None:
            without_text.append(name)
            continue
        reports.append(
            GoldReport(
                name=name,
                text=text,
                published=raw.published_text or raw.published,
                language=raw.language,
                relevant=raw.relevant,
                facts=_facts(raw.facts or (), text, file, sliced=table is not None),
                split=splits.get(name),
                family=families.get(name, name),
            )
        )
    if not reports:
        raise GoldError(f"{folder}: no gold report in it; each needs NN.yaml and its text in NN.txt")
    return GoldSet(reports=tuple(reports), without_text=tuple(without_text))


def _read_yaml(file: Path) -> Any:
    try:
        return _plain(yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise GoldError(f"{file}: not readable as YAML: {error}") from error


def _plain(value: Any) -> Any:
    """Turn the dates that YAML makes of unquoted 2026-01-14 back into their words."""
    if isinstance(value, datetime.date):
        return str(value)
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value


def _convert(value: Any, to: type[T], where: str) -> T:
    try:
        return msgspec.convert(value, to)
    except msgspec.ValidationError as error:
        raise GoldError(f"{where}: {error}") from error


def _read_table(file: Path, index: _Index, index_file: Path) -> dict[str, str]:
    """Return the texts by id; of rows with the same id the first counts."""
    table: dict[str, str] = {}
    try:
        with file.open(encoding=index.encoding, newline="") as lines:
            for row in csv.DictReader(lines):
                table.setdefault(row[index.id], row[index.text])
    except KeyError as error:
        raise GoldError(f"{index_file}: {file} has no column {error}") from error
    except (OSError, UnicodeDecodeError, LookupError, csv.Error) as error:
        raise GoldError(f"{index_file}: the table {file} cannot be read: {error}") from error
    return table


def _text_of(file: Path, raw: _RawReport, table: Mapping[str, str] | None) -> str | None:
    if table is not None:
        text = table.get(str(raw.unit_id))
        if text is None:
            raise GoldError(f"{file}: the table of texts has no row with unit_id {raw.unit_id}")
        return text
    beside = file.with_suffix(".txt")
    try:
        return beside.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise GoldError(f"{beside}: not UTF-8: {error}") from error


def _facts(raws: Iterable[dict[str, Any]], text: str, file: Path, *, sliced: bool) -> tuple[GoldFact, ...]:
    facts = []
    for number, values in enumerate(raws, 1):
        where = f"{file}: fact {number}"
        raw = _convert(values, _RawFact, where)
        if sliced and (raw.start is None or raw.end is None):
            raise GoldError(f"{where}: it needs start and end, since the text stands in a table")
        evidence = text[raw.start : raw.end] if sliced else raw.evidence
        if not evidence:
            raise GoldError(f"{where}: it quotes no words of the text")
        if evidence not in text:
            raise GoldError(f"{where}: its evidence does not stand in the text: {evidence[:80]!r}")
        facts.append(_fact(raw, evidence))
    return tuple(facts)


def _fact(raw: _RawFact, evidence: str) -> GoldFact:
    return GoldFact(
        kind=raw.kind,
        type=raw.type,
        evidence=evidence,
        quantity=raw.quantity,
        agent=_names(raw.agent),
        target=_names(raw.target),
        claimant=_names(raw.claimant),
        stance=raw.stance,
        scope=raw.scope,
        date=raw.date or (),
        place=_names(raw.place),
        optional=raw.optional,
        subset=raw.subset,
        superseded=raw.superseded,
        alt_types=raw.alt_types or (),
        alt_stance=raw.alt_stance or (),
        alt_places=raw.alt_places or (),
        alt_dates=tuple(date or () for date in raw.alt_dates or ()),
        alt_spans=tuple((a.start, a.end) if isinstance(a, _Span) else a for a in raw.alt_spans or ()),
        start=raw.start,
        end=raw.end,
    )


def _names(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if not value:
        return ()
    return (value,) if isinstance(value, str) else value
