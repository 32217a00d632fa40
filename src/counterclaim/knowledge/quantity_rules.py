"""The rules of the quantity grammar, as data; validated on load."""

from functools import lru_cache
from importlib.resources import files

import msgspec
import yaml

from counterclaim.errors import DataError


class Vague(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that stand for an interval."""

    words: tuple[str, ...]
    low: int
    high: int | None = None
    approx: bool = False


class QuantityRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Number words, modifiers and exclusions (see data/en/quantities.yaml)."""

    version: int
    units: dict[str, int]
    tens: dict[str, int]
    multipliers: dict[str, int]
    dozen: dict[str, int]
    before: dict[str, tuple[str, ...]]
    after: dict[str, tuple[str, ...]]
    vague: tuple[Vague, ...]
    zero: tuple[str, ...]
    both: tuple[str, ...]
    not_after: frozenset[str]
    not_before: frozenset[str]


@lru_cache(maxsize=1)
def load_quantity_rules() -> QuantityRules:
    """Return the quantity rules of English.

    Raises DataError naming the field where the file does not validate.
    """
    path = files("counterclaim.knowledge") / "data" / "en" / "quantities.yaml"
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    try:
        return msgspec.convert(raw, QuantityRules)
    except msgspec.ValidationError as error:
        raise DataError(f"quantities.yaml: {error}") from error
