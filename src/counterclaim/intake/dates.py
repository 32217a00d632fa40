"""Dates as printed: the grammar, and what a date that can be read two ways may mean."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from counterclaim.intake.options import DateOrder

_MONTHS = {
    1: "january jan janvier janv enero janeiro", 2: "february feb février fév fevrier febrero fevereiro",
    3: "march mar mars marzo março", 4: "april apr avril avr abril", 5: "may mai mayo maio",
    6: "june jun juin junio junho", 7: "july jul juillet juil julio julho", 8: "august aug août aout agosto",
    9: "september sept sep septembre septiembre setembro", 10: "october oct octobre octubre outubro",
    11: "november nov novembre noviembre novembro", 12: "december dec décembre déc decembre diciembre dezembro",
}  # fmt: skip
MONTH_NUMBERS = {name: number for number, names in _MONTHS.items() for name in names.split()}
_MONTH = "(?:" + "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True)) + ")"
WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
)

_DAY = r"(?P<d{n}>\d{{1,2}})(?:st|nd|rd|th|er|º)?"
_DATE = re.compile(
    "(?i)"
    # 19 February 2026, 1er mars 2026, 3-Jan-2016, 12 de marzo de 2025
    rf"(?<![\w.,-]){_DAY.format(n=1)}[ \u00a0-]?(?:de )?(?P<m1>{_MONTH})\b\.?,?"
    r"[ \u00a0-]?(?:de )?(?P<y1>\d{4})(?!\d)"
    # February 19, 2026; Apr 232017, as a scraper glues it
    rf"|\b(?P<m2>{_MONTH})\b\.?[ \u00a0]{_DAY.format(n=2)},?[ \u00a0]?(?P<y2>\d{{4}})(?!\d)"
    r"|(?<![\w./-])(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})(?!\d)"
    r"|(?<![\w./-])(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y4>\d{4})(?!\d)"
)
_PARTIAL = re.compile(
    rf"(?i)\b(?P<m1>{_MONTH})\b\.?[ \u00a0](?P<d1>\d{{1,2}})(?!\d)"
    rf"|(?<!\d)(?P<d2>\d{{1,2}})[ \u00a0](?P<m2>{_MONTH})\b"
)
_SHORT_YEAR = re.compile(
    rf"(?i)(?:\b(?P<m1>{_MONTH})\b\.? (?P<d1>\d{{1,2}}),?|(?<!\d)(?P<d2>\d{{1,2}}) (?P<m2>{_MONTH})\b\.?)"
    r" (?P<y>\d{2})(?!\d)"
)
_COLUMN_NUMBERS = re.compile(r"\s*(\d{1,4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,4})(?!\d)")


class PrintedDate(NamedTuple):
    """A full date found in a text: where it stands, and the days that it can mean (one, or two)."""

    start: int
    end: int
    readings: tuple[date, ...]


def day(year: int, month: int, day_: int) -> date | None:
    """Return the date, or None where there is no such day or the year is none of print."""
    if not 1800 <= year <= 2200:
        return None
    try:
        return date(year, month, day_)
    except ValueError:
        return None


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[PrintedDate]:
    """Yield the full dates that stand in text[start:end]. Days that do not exist are passed over."""
    for m in _DATE.finditer(text, start, len(text) if end is None else end):
        readings = _readings(m)
        if readings:
            yield PrintedDate(m.start(), m.end(), readings)


def _readings(m: re.Match[str]) -> tuple[date, ...]:
    if m["m1"] or m["m2"]:
        n = "1" if m["m1"] else "2"
        found = [day(int(m[f"y{n}"]), MONTH_NUMBERS[m[f"m{n}"].lower()], int(m[f"d{n}"]))]
    elif m["y3"]:
        found = [day(int(m["y3"]), int(m["m3"]), int(m["d3"]))]
    else:
        a, b, year = int(m["a"]), int(m["b"]), int(m["y4"])
        # With full stops the day always comes first; with strokes and hyphens habits differ.
        found = [day(year, b, a)] if m["sep"] == "." else [day(year, b, a), day(year, a, b)]
    return tuple(dict.fromkeys(d for d in found if d is not None))


def month_and_day(text: str) -> tuple[int, int] | None:
    """Return (month, day) of a date without its year ("Feb 20"), or None."""
    m = _PARTIAL.search(text)
    if not m:
        return None
    n = "1" if m["m1"] else "2"
    return MONTH_NUMBERS[m[f"m{n}"].lower()], int(m[f"d{n}"])


def short_year(text: str) -> date | None:
    """Return the date of a wire's dateline with a year of two digits ("3 JAN 90"), or None."""
    m = _SHORT_YEAR.search(text)
    if not m:
        return None
    n = "1" if m["m1"] else "2"
    return day(_full_year(m["y"]), MONTH_NUMBERS[m[f"m{n}"].lower()], int(m[f"d{n}"]))


def nearest_year(month: int, day_: int, near: date) -> date | None:
    """Return that day of the year which puts it nearest to `near`."""
    found = [d for year in (near.year - 1, near.year, near.year + 1) if (d := day(year, month, day_))]
    return min(found, key=lambda d: abs((d - near).days)) if found else None


def column_readings(value: str, order: DateOrder | None) -> tuple[date, ...]:
    """Return the days that a table's cell can mean: none, one, or more where `order` does not decide."""
    numbers = _COLUMN_NUMBERS.match(value)
    if not numbers:
        return next((d.readings for d in find_dates(value[:200])), ())
    a, b, c = numbers.groups()
    if len(a) == 4:
        orders: tuple[DateOrder, ...] = ("ymd",)
    elif order:
        orders = (order,)
    elif len(c) == 4:
        # In cells, unlike in print, full stops prove nothing: databases write 7.10.2016 for July as well.
        orders = ("dmy", "mdy")
    else:
        orders = ("dmy", "mdy", "ymd")
    return tuple(dict.fromkeys(d for o in orders if (d := _in_order(a, b, c, o))))


def _in_order(a: str, b: str, c: str, order: DateOrder) -> date | None:
    year, month, day_ = {"dmy": (c, b, a), "mdy": (c, a, b), "ymd": (a, b, c)}[order]
    if len(year) not in (2, 4):
        return None
    return day(_full_year(year), int(month), int(day_))


def _full_year(year: str) -> int:
    """Return a year of two digits in full, as POSIX has it: 69 is 1969, 68 is 2068."""
    return int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 69 else 1900)
