"""What intake knows of furniture, credits and datelines: knowledge/data/furniture.yaml, loaded and validated."""

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import msgspec
import re2
import yaml

from counterclaim.errors import DataError
from counterclaim.record.base import Record
from counterclaim.record.report import BlockRole

FILE = "furniture.yaml"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same loader, in C where it was built


class TailPattern(Record, frozen=True, kw_only=True):
    """What begins furniture that runs to the end of a one-line article.

    At least `share` of the text must stand before it, and with `after_stop` the end of a sentence just before it.
    """

    pattern: str
    share: float
    after_stop: bool = False
    credit: bool = False
    role: Literal["furniture", "byline"] = "furniture"


class Furniture(Record, frozen=True, kw_only=True):
    """The data file, as it stands."""

    version: int
    agencies: tuple[tuple[str, ...], ...]
    unnamed: frozenset[str]
    kickers: frozenset[str]
    letterhead: tuple[str, ...]
    lines: dict[Literal["furniture", "byline", "credit"], tuple[str, ...]]
    date_labels: tuple[str, ...]
    in_sentence: frozenset[str]
    after_date: tuple[str, ...]
    tail: tuple[TailPattern, ...]
    photo_credits: tuple[str, ...]
    openers: frozenset[str]
    not_in_tags: frozenset[str]
    not_places: frozenset[str]
    countries: dict[str, str]
    no_article: tuple[str, ...]


class Patterns:
    """The data file, compiled once. Patterns are RE2's: time grows with the text and never faster."""

    def __init__(self, data: Furniture) -> None:
        self.data = data
        self.agency_names = {
            name.casefold(): names[0]
            for names in data.agencies
            for name in names
        }  # fmt: skip
        self.agency = _any_of(name for names in data.agencies for name in names)
        self.lines: list[tuple[BlockRole, Any]] = [
            (role, _compile(("(?i)" if role == "furniture" else "") + "|".join(f"(?:{p})" for p in patterns), role))
            for role, patterns in data.lines.items()
        ]
        self.tail = [(t, _compile(t.pattern, "tail")) for t in data.tail]
        self.any_tail = _compile("|".join(f"(?:{t.pattern})" for t in data.tail), "tail")
        self.letterhead = _compile(rf"(?i)\b{_any_of(data.letterhead)}\b", "letterhead")
        self.label = _any_of(data.date_labels)
        trail = "|".join(f"(?:{p})" for p in data.after_date)
        self.after_date = _compile(rf"(?i)^\s*(?:{trail})", "after_date")
        self.no_article = _compile(r"(?i)" + "|".join(data.no_article), "no_article")
        self.photo_credit = _compile("^(?:" + "|".join(data.photo_credits) + r")\s", "photo_credits")


def _any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(_escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


def _escape(text: str) -> str:
    return "".join(c if c.isalnum() or c in " _" or ord(c) > 127 else "\\" + c for c in text)


def _compile(pattern: str, where: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 64 << 20
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        raise DataError(f"{FILE}: {where}: {error}") from error


def read_furniture(text: str) -> Furniture:
    """Return the data of a furniture file. Raises DataError, naming the entry, where it does not validate."""
    try:
        return msgspec.convert(yaml.load(text, Loader=_Loader), Furniture, strict=True)
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise DataError(f"{FILE}: {error}") from error


@lru_cache(maxsize=1)
def load_patterns() -> Patterns:
    """Return the patterns of the project's own data file."""
    source = files("counterclaim.knowledge").joinpath("data", FILE)
    return Patterns(read_furniture(source.read_text(encoding="utf-8")))
