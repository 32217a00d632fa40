"""Commas that a scraper lost, put back before parsing: a space becomes a comma, so that every offset holds.

"hit Aleppo city injuring four" parses as if the city injured them; "was shelled the Observatory said" as if the
Observatory was. Only texts that have next to no commas are touched.
"""

import re
from functools import lru_cache

import msgspec

from counterclaim.knowledge.data_files import load_data

_FEWEST = 200  # words for one comma: no edited English is so poor in them
_LEAST_WORDS = 15
_LONGEST_SOURCE = 10  # words
_WORD = re.compile(r"[^\s,]+")
_DETERMINERS = frozenset({"the", "a", "an", "its", "one", "another"})
_SHORTEST_CLAUSE = 25  # characters
_THAT = re.compile(r"(?: [\w-]+){0,4}? that\b")
_OFFICE = re.compile(
    r"\b([A-Z][a-z]{2,}) (?=(?:head|director|chief|leader|spokesman|spokeswoman|spokesperson|founder|president|commander|secretary) (?:of|for)\b)"
)
_DAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
_LINKS = frozenset({"of", "for", "in", "and", "at", "from", "with", "by", "to", "on", "near", "into", "against"})


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    participles: tuple[str, ...]
    phrases: tuple[str, ...]
    not_after: tuple[str, ...]
    saying: tuple[str, ...]


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the places of lost commas as patterns of one space each, from en/punctuation.yaml."""
    data = load_data("en/punctuation.yaml", _Data)
    clear = "".join(rf"(?<!\b{word})" for word in data.not_after)
    participles = "|".join((*data.participles, *data.phrases))
    saying = "|".join(data.saying)
    day = r"(?: (?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?"
    return (
        re.compile(rf"(?<=[\w\"%)]){clear} (?=(?:{participles})\b)"),
        re.compile(
            rf" (?:{saying}){day}(?=[.\"]| (?:in an?|on|to|by|via|adding|a day after|citing|quoting|late|earlier|at a|as)\b)"
        ),
    )


def restore_commas(texts: list[str]) -> list[str]:
    """Return the blocks of a report, each of its old length, with commas where their loss would mislead the parser."""
    words = sum(text.count(" ") for text in texts)
    if words < _LEAST_WORDS or sum(text.count(",") for text in texts) * _FEWEST > words:
        return texts
    return [_restored(text) for text in texts]


def _restored(text: str) -> str:
    clauses, endings = _patterns()
    text = clauses.sub(",", text)
    text = _OFFICE.sub(r"\1,", text)
    for match in endings.finditer(text):
        at = _source_start(text, match.start())
        if at is not None and not _THAT.match(text, match.end()) and _clause_before(text, at):
            text = f"{text[:at]},{text[at + 1 :]}"
    return text


def _clause_before(text: str, at: int) -> bool:
    """Tell whether enough of a sentence stands before the source to be what it says."""
    begins = max(text.rfind(stop, 0, at) for stop in (". ", "! ", "? ", '" '))
    return at - begins > _SHORTEST_CLAUSE


def _source_start(text: str, end: int) -> int | None:
    """Return the space before the source that ends at `end` ("... near the town| the Observatory said."), or None."""
    words = list(_WORD.finditer(text, max(0, end - 90), end))
    capital = None
    for back, word in enumerate(reversed(words)):
        raw = word.group()
        if back >= _LONGEST_SOURCE or text[word.end() : word.end() + 1] in {",", ".", '"'}:
            break
        if raw in _DETERMINERS:
            before = text[max(0, word.start() - 12) : word.start()].split()
            linked = bool(before) and (before[-1].lower() in _LINKS or before[-1][-1] in '.!?:;"')
            return word.start() - 1 if word.start() > 0 and not linked else None
        if raw in _DAYS and capital is not None:
            return capital.start() - 1  # "... on Monday| Yemen Data Observatory reported"
        if raw[0].isupper():
            capital = word
        elif raw not in _LINKS and capital is not None:
            return None if raw.endswith('"') else capital.start() - 1
        elif raw.endswith("ed") and capital is None:
            return None
    return None
