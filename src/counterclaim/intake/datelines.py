"""Datelines: the place, the day and the agency that open a report."""

import re
from functools import lru_cache
from typing import NamedTuple

from counterclaim.intake.dates import MONTH_NUMBERS, WEEKDAY
from counterclaim.intake.patterns import load_patterns
from counterclaim.record import Place

LONGEST = 160  # no dateline is longer

_MONTH = "(?:" + "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True)) + r")\b\.?"
_WORD = r"[^\W\d_a-zß-öø-ÿ][\w’'.-]*"
_PLACE = rf"(?P<place>{_WORD}(?:[ /](?:(?:de|la|le|el|al|of|sur|d’)[ -])?{_WORD}){{0,3}})"
_REGION = (
    rf"(?:,? ?(?P<region>(?<=, )(?!(?i:{_MONTH}|{WEEKDAY}) )(?!SANA){_WORD}(?: {_WORD}){{0,3}}"
    rf"|\({_WORD}(?: {_WORD}){{0,3}}\)))?"
)
_DAY = (
    rf"(?:,? (?P<date>(?:le )?(?:(?i:{WEEKDAY}),? )?"
    rf"(?:(?i:{_MONTH}) \d{{1,2}}(?:,? \d{{4}}|,? \d{{2}}(?= ?[(-]))?|\d{{1,2}}(?:er)? (?i:{_MONTH})(?: \d{{2,4}})?"
    r"|\d{1,2}\.\d{1,2}\.\d{4})))?"
)
_AGENCY = r"(?: ?\((?P<agency>[A-Z][\w&./ -]{1,40})\))?"
_DASH = r"(?P<dash> ?(?:--?|[–—]{1,2}|:))?"
_DATELINE = re.compile(rf"{_PLACE}{_REGION}{_DAY}{_AGENCY}{_DASH}(?=\s|$|[\"“«])")
_BARE_AGENCY = re.compile(r"\((?P<agency>[A-Z][\w&./ -]{1,40})\) ?(?:--?|[–—])(?=\s)")
_SANA = re.compile(rf"(?:{_PLACE},? )?(?P<agency>SANA)(?: ?[-–—]+ ?)")
_INSIDE = re.compile(
    r"(?<![^\W_a-z])(?P<place>[A-Z][A-Z’'-]{2,}(?:[ /][A-Z][A-Z’'-]+){0,3})(?: \([A-Z][a-z]+\))?"
    r" \((?P<agency>[A-Z][\w ]{1,20})\)(?= [A-Z\"])"
)
_CAPITALS = re.compile(r"[A-Z][A-Z’'-]{3,}(?: [A-Z][A-Z’'-]{2,}){0,2}(?= [A-Z][a-z]| A )")
_COUNTRY_AFTER = re.compile(r" ([A-Z][a-z]+)(?= [A-Z])")


class Dateline(NamedTuple):
    """A dateline in a text: its extent, its place, the agency and the day that it names."""

    start: int
    end: int
    place: Place | None
    agency: str | None
    date: str | None


@lru_cache(maxsize=512)
def country_code(name: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of a country's name, or None."""
    known = load_patterns().data.countries.get(name)
    if known or len(name) < 4:
        return known
    import pycountry

    try:
        return str(pycountry.countries.lookup(name).alpha_3)
    except LookupError:
        return None


def read_dateline(text: str, start: int, end: int) -> Dateline | None:
    """Return the dateline that stands at `start` of a paragraph text[start:end], or None.

    Only what cannot well be the beginning of a sentence counts: an agency in brackets, a place in capitals
    with a dash, a place with a day and a dash.
    """
    stop = min(end, start + LONGEST)
    for pattern in (_BARE_AGENCY, _SANA):
        if m := pattern.match(text, start, stop):
            named = m.groupdict()
            if pattern is _BARE_AGENCY and not _is_agency(named["agency"]):
                continue
            return Dateline(start, m.end(), _place(m, text) if named.get("place") else None, named["agency"], None)
    m = _DATELINE.match(text, start, stop)
    if not m or not _certain(m, text, end):
        return None
    return Dateline(start, m.end(), _place(m, text), _agency(m), m["date"])


def read_caps_place(text: str, start: int, end: int) -> Dateline | None:
    """Return the place in capitals that opens a body which a scraper has robbed of its dash, or None."""
    m = _CAPITALS.match(text, start, min(end, start + 60))
    if not m or any(word in load_patterns().data.not_places for word in m.group().split()):
        return None
    after = _COUNTRY_AFTER.match(text, m.end(), min(end, m.end() + 30))
    code = country_code(after[1]) if after else None
    stop = after.end() if after and code else m.end()
    place = Place(name=m.group(), text=m.group(), start=m.start(), end=m.end(), country=code)
    return Dateline(start, stop, place, None, None)


def find_inside(text: str, start: int, end: int) -> Dateline | None:
    """Return the first dateline of the form "MOSCOW (Sputnik)" inside a run-on text[start:end], or None."""
    for m in _INSIDE.finditer(text, start, end):
        first, _, rest = m["place"].partition(" ")
        if first in load_patterns().data.not_places and rest:
            # "... by IDF MOSCOW (Sputnik)": the abbreviation ends the sentence before.
            return find_inside(text, m.start("place") + len(first) + 1, end)
        if _is_agency(m["agency"]) and not set(m["place"].split()) & load_patterns().data.not_places:
            return Dateline(m.start(), m.end(), _place(m, text), m["agency"], None)
    return None


def _certain(m: re.Match[str], text: str, end: int) -> bool:
    data = load_patterns().data
    place, agency, dash = m["place"], _agency(m), (m["dash"] or "").strip()
    capitals = place.upper() == place and len(place) > 2
    if place.casefold() in data.kickers or set(place.replace("/", " ").split()) & data.not_places:
        return False
    rest = text[m.end() : min(end, m.end() + 40)].lstrip(" \u00a0\n\"“«'‘")
    opens = bool(rest) and not rest[0].islower()
    if agency:
        known = _is_agency(agency)
        mixed = agency.upper() != agency and " " not in agency
        return (bool(dash) and (capitals or known or bool(m["region"] or m["date"]))) or (
            opens and capitals and (known or mixed)
        )
    if not dash or not (rest or m["date"]):
        return False
    if m["date"]:
        return opens or dash != ":"
    if dash == ":":
        return False
    glued = text[m.end("dash") - len(m["dash"])] != " "
    if capitals:
        return opens or not glued
    if m["region"]:
        return country_code(m["region"].strip("()")) is not None and opens
    return False


def _agency(m: re.Match[str]) -> str | None:
    """Return the agency of a match: "HOMS (Sputnik)" looks like "LYON (France)", but Sputnik is no country."""
    region = m["region"] or ""
    if m["agency"] or not region.startswith("(") or country_code(region.strip("()")):
        return str(m["agency"]) if m["agency"] else None
    return region.strip("()")


def _is_agency(name: str) -> bool:
    return name.casefold() in load_patterns().agency_names


def _place(m: re.Match[str], text: str) -> Place:
    named = m.groupdict()
    region = (named.get("region") or "").strip("()")
    return Place(
        name=m["place"], text=text[m.start("place") : m.end("place")], start=m.start("place"), end=m.end("place"),
        country=country_code(region) if region else None,
    )  # fmt: skip
