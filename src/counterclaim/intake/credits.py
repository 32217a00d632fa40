"""Who a text credits: wires, agencies, original sources."""

import re
from functools import lru_cache
from typing import Any, NamedTuple

from counterclaim.intake.patterns import load_patterns

TAIL_CHARS = 500  # a credit at the end of a run-on text stands in its last characters

_SOURCE = re.compile(r"(?:\b(?:[Oo]riginal )?[Ss]ource ?:|^\s*\(?Source)\s*(?P<names>[^()]{2,160}?)[.\s)]*$")
_COPYRIGHT = re.compile(r"(?:©|\([Cc]\)|[Cc]opyright)\s*(?:©\s*)?(?:\d{4}\s*)?(?P<names>[^.|]{2,60})")
_SPLIT = re.compile(r"\s*(?:,|;|/|&|\band\b|\bet\b|\by\b)\s*")
_WITH = re.compile(r"\((?:[Ww]ith|[Ff]rom|[Ii]nputs? from|[Ff]iles from)?\s*(?P<names>[^()]{2,80})\)\s*$")
_HOUSE = re.compile(r"\((?P<names>[^()]{2,60}) and [Aa]gencies\)")
_REPORTING = re.compile(
    r"(?<=[.!?\"”’)])\s+(?=\(?(?:(?:[Aa]dditional |[Ff]urther )?[Rr]eporting|Writing|Compiled) by )"
)
_SOURCE_BRACKETS = re.compile(r"\(Source: ?(?P<names>[^()]{2,120})\)\s*$")
_SOURCE_END = re.compile(
    r"(?<=[.!?\"”’)\s])(?:Original Source|Source) ?: ?(?P<names>[^.!?]{2,80}(?:\.[a-z]{2,10}){0,4})\.?\s*$"
)

_CONTRIBUTED = re.compile(r"(?<=[.!?\"”’)])\s+(?=[A-Z][\w ]{1,40} contributed to this report\.?\s*$)")


class Credit(NamedTuple):
    """A credit at the end of a text: where it stands, and whom it names."""

    start: int
    end: int
    names: tuple[str, ...]


@lru_cache(maxsize=1)
def _endings() -> tuple[Any, ...]:
    agency = load_patterns().agency
    return (
        re.compile(rf"(?<=[.!?\"”’)])\s(?P<credit>Source (?P<names>{agency}))\s*$"),
        re.compile(rf"(?P<credit>[-–—]{{1,2}}\s?(?P<names>{agency}))\.?\s*$"),
        re.compile(
            r"(?<=[.!?\"”’)])\s?(?P<credit>(?:[a-z]{2,4}(?:[/-][a-z]{2,4})*(?: \([^)]{1,30}\))? )?"
            rf"(?P<names>{agency}))\.?\s*$"
        ),
    )


def split_names(words: str) -> tuple[str, ...]:
    """Return the outlets that the words of a credit name; "and agencies" names no one."""
    data = load_patterns()
    names = []
    for part in _whole(words):
        name = part.strip(" .\u00a0")
        known = data.agency_names.get(name.casefold())
        if name and name.casefold() not in data.data.unnamed:
            names.append(known or name)
    return tuple(dict.fromkeys(names))


def _whole(words: str) -> list[str]:
    known = load_patterns().agency_names
    return [words] if words.strip(" .").casefold() in known else _SPLIT.split(words)


def is_agency(name: str) -> bool:
    """Tell whether a name is that of a wire or agency."""
    return name.strip(" .").casefold() in load_patterns().agency_names


def line_credits(line: str) -> tuple[str, ...]:
    """Return whom a line that stands alone credits, outermost first."""
    if m := _SOURCE.search(line):
        return split_names(m["names"])
    if m := _COPYRIGHT.search(line):
        return tuple(n for n in split_names(m["names"]) if is_agency(n))
    for pattern in _endings():
        if m := pattern.search(" ." + line):
            return split_names(m["names"])
    if (m := _WITH.search(line)) and all(is_agency(n) for n in split_names(m["names"])):
        return split_names(m["names"])
    return split_names(line) if is_agency(line) else ()


def end_credit(text: str, start: int, end: int) -> Credit | None:
    """Return the credit with which text[start:end] ends, or None."""
    tail = max(start, end - TAIL_CHARS)
    piece = text[tail:end]
    for pattern in (_SOURCE_BRACKETS, _SOURCE_END):
        if m := pattern.search(piece):
            return Credit(tail + m.start(), end, split_names(m["names"]))
    for pattern in _endings():
        if m := pattern.search(piece):
            return Credit(tail + m.start("credit"), end, split_names(m["names"]))
    if m := _WITH.search(piece):
        names = split_names(m["names"])
        if names and all(is_agency(n) for n in names):
            return Credit(tail + m.start(), end, names)
    if (m := _REPORTING.search(piece)) or (m := _CONTRIBUTED.search(piece)):
        return Credit(tail + m.end(), end, ())
    return None


def house_credit(text: str) -> tuple[str, ...]:
    """Return the outlet of a "(TRT World and Agencies)" that stands anywhere in a text."""
    m = _HOUSE.search(text)
    return split_names(m["names"]) if m else ()
