"""Words whose case a text in capitals hides: which take a capital, which never do; validated on load."""

from functools import lru_cache

import msgspec

from counterclaim.knowledge.data_files import load_data


class CaseRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of data/en/case.yaml, all in small letters."""

    version: int
    closed: frozenset[str]
    capital: frozenset[str]
    names: frozenset[str]
    small: frozenset[str]
    months: frozenset[str]
    month_leads: frozenset[str]
    inner: frozenset[str]
    units: frozenset[str]
    honorifics: frozenset[str]
    ranks: frozenset[str]
    dotted: frozenset[str]
    links: frozenset[str]
    first_links: frozenset[str]
    endings: tuple[str, ...]
    word_endings: tuple[str, ...]
    prefixes: tuple[str, ...]


@lru_cache(maxsize=1)
def load_case() -> CaseRules:
    """Return the rules of English.

    Raises DataError naming the field where the file does not validate.
    """
    return load_data("en/case.yaml", CaseRules)
